// The ledger's report unit by unit: state, the price at which it pays, how far that is from the price of the scenario, and the
// cheapest thing that alone would make it usable. For files: a ledger has more units than a page has rows.
#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/ledger/Species.h"
#include "core/report/LedgerTables.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using base::Message;

std::string say(const LedgerReport& report, const std::string& key, std::vector<std::pair<std::string, std::string>> args = {}) {
    return base::text(Message("ledger.report." + key, std::move(args)), report.language);
}

bool is_taken(const ledger::Ledger& ledger, const ledger::Selection& selection, std::size_t unit) {
    if (ledger.excluded[unit] != ledger::Excluded::counted) return false;
    if (selection.rows.empty()) return true;
    const auto rows = selection.rows.begin();
    return std::any_of(rows + static_cast<std::ptrdiff_t>(ledger.first[unit]), rows + static_cast<std::ptrdiff_t>(ledger.first[unit + 1]),
                       [](std::uint16_t bits) { return bits != 0; });
}

std::string species_title(const LedgerReport& report, std::size_t species) {
    const std::string& name = report.built.ledger.species[species];
    return species == 0 || name.empty() ? std::string() : ledger::species_word(name, report.language);
}

std::string lever_words(const LedgerReport& report, const ledger::UnitAnswer& answer) {
    if (answer.levers.empty()) return {};
    const ledger::Lever& lever = answer.levers.front();
    const std::string percent = base::number(100 * lever.change, 4);
    switch (lever.part) {
        case ledger::Part::price: return say(report, "lever.price", {{"change", percent}});
        case ledger::Part::cost: return say(report, "lever.cost", {{"change", percent}});
        case ledger::Part::technology:
            return say(report, "lever.technology", {{"route", report.assumptions.routes[static_cast<std::size_t>(lever.route)].name.in(report.language)}});
        case ledger::Part::policy:
            if (!(lever.subsidy_per_t > 0)) return say(report, "lever.relief", {{"change", percent}});
            return say(report, "lever.subsidy", {{"amount", base::number(lever.subsidy_per_t, 4)},
                                                 {"unit", report.built.ledger.basis.currency + "/t"},
                                                 {"species", species_title(report, answer.species)}});
        case ledger::Part::constraint: break;
    }
    std::string flags;
    for (std::size_t n = 0; n < ledger::values<ledger::Flag>().size(); ++n) {
        const auto flag = static_cast<ledger::Flag>(n);
        if ((lever.flags & ledger::bit(flag)) == 0) continue;
        flags += (flags.empty() ? "" : report.language == base::Language::chinese ? "、" : ", ") + ledger::word(flag, report.language);
    }
    return say(report, "lever.constraint", {{"flags", flags}});
}

/// Words, or an empty cell.
Cell told(std::string words) {
    if (words.empty()) return std::monostate();
    return words;
}

}  // namespace

base::Expected<Table> ledger_units_table(const LedgerReport& report, const ledger::Scenario& scenario, const ledger::Selection& selection,
                                         std::size_t most, const base::Progress& progress) {
    const ledger::Ledger& ledger = report.built.ledger;
    std::vector<std::uint32_t> units;
    for (std::uint32_t u = 0; u < ledger.units(); ++u)
        if (is_taken(ledger, selection, u)) units.push_back(u);
    const std::size_t all = units.size();
    if (most > 0 && all > most) units.resize(most);
    const auto answers = ledger::answers_of(ledger, units, report.assumptions.routes, scenario, progress);
    if (!answers) return std::unexpected(answers.error());
    Table table;
    table.id.assign("ledger_units");
    table.title = say(report, "units_title", {{"scenario", scenario.name.in(report.language)}});
    table.short_title = say(report, "units_short");
    table.paper.shown = false;
    table.notes = {say(report, "units_note"), say(report, "words")};
    if (units.size() < all)
        table.notes.push_back(say(report, "units_cut", {{"shown", base::grouped(static_cast<double>(units.size()))}, {"all", base::grouped(static_cast<double>(all))}}));
    if (!report.assumptions.source.empty()) table.notes.push_back(say(report, "assumptions", {{"source", report.assumptions.source}}));
    if (report.system.root) table.notes.push_back(say(report, "system", {{"query", ledger::query_text(report.system, report.language)}}));
    const std::string price = ledger.basis.currency + "/t";
    table.columns = {{say(report, "unit"), ""},
                     {say(report, "unit_name"), ""},
                     {say(report, "kind_column"), ""},
                     {ledger::word(ledger::Field::status, report.language), ""},
                     {say(report, "ore"), "t", -1},
                     {ledger::word(ledger::Field::outcome, report.language), ""},
                     {say(report, "price_of"), ""},
                     {say(report, "price"), price, 2},
                     {say(report, "activation_price"), price, 2},
                     {say(report, "gap"), "%", 2},
                     {say(report, "lever"), ""}};
    table.rows.reserve(units.size());
    for (std::size_t n = 0; n < units.size(); ++n) {
        const std::uint32_t u = units[n];
        const ledger::UnitAnswer& answer = (*answers)[n];
        table.rows.push_back({ledger.ids[u], told(ledger.names[u]), ledger::word(ledger.kind[u], report.language), ledger::word(ledger.status[u], report.language),
                              cell(ledger.mass_t[u]), ledger::word(answer.outcome.state, report.language), told(species_title(report, answer.species)),
                              cell(answer.price), cell(answer.activation_price), cell(100 * answer.gap), told(lever_words(report, answer))});
    }
    return table;
}

}  // namespace orelens::report
