#include "core/report/LedgerTables.h"

#include <cmath>

#include "core/base/Quantity.h"
#include "core/ledger/Species.h"
#include "core/project/LedgerJudges.h"

namespace orelens::report {
namespace {

using base::Message;
using ledger::Field;

std::string say(const LedgerReport& report, const std::string& key, std::vector<std::pair<std::string, std::string>> args = {}) {
    return base::text(Message("ledger.report." + key, std::move(args)), report.language);
}

Cell shown(double value) {
    if (std::isnan(value)) return std::monostate();
    return value;
}

std::string species_title(const LedgerReport& report, const std::string& species) {
    return species == "unknown" ? ledger::word(ledger::Role::unknown, report.language) : ledger::species_word(species, report.language);
}

void add_left_out(const LedgerReport& report, Table& table) {
    for (const Message& words : ledger::left_out_words(ledger::left_out(report.built.ledger), report.language))
        table.notes.push_back(base::text(words, report.language));
    for (const Message& words : project::judge_words(report.built.findings)) table.notes.push_back(base::text(words, report.language));
    if (report.system.root) table.notes.push_back(say(report, "system", {{"query", ledger::query_text(report.system, report.language)}}));
}

Column mass_column(std::string title, const std::string& element = {}) {
    Column column{std::move(title), "t", -1};
    column.element = element;
    return column;
}

/// Species of a ledger whose metal is known somewhere.
std::vector<std::size_t> told_species(const std::vector<double>& totals) {
    std::vector<std::size_t> told;
    for (std::size_t s = 1; s < totals.size(); ++s)
        if (totals[s] > 0) told.push_back(s);
    return told;
}

}  // namespace

Table ledger_pivot_table(const LedgerReport& report, const ledger::Pivot& pivot) {
    const base::Language language = report.language;
    const bool two = pivot.b.codes.size() > 1 || !pivot.b.codes.front().empty();
    Table table;
    table.id = "ledger_" + std::string(ledger::code(pivot.a.field)) + (two && pivot.b.field != Field::kind ? "_" + std::string(ledger::code(pivot.b.field)) : "");
    std::string field = ledger::word(pivot.a.field, language);
    if (two) field += " × " + ledger::word(pivot.b.field, language);
    table.title = say(report, "sums", {{"field", field}});
    table.short_title = say(report, "dimension", {{"field", field}});
    table.notes.push_back(say(report, "once"));
    if (pivot.a.field == Field::grade_class || (two && pivot.b.field == Field::grade_class)) {
        table.notes.push_back(say(report, "classes", {{"set", report.built.ledger.indicators}}));
        if (report.indicators.from_memory) table.notes.push_back(say(report, "memory"));
    }
    add_left_out(report, table);
    table.columns.push_back({ledger::word(pivot.a.field, language), ""});
    if (two) table.columns.push_back({ledger::word(pivot.b.field, language), ""});
    table.columns.push_back({say(report, "units"), "", 0});
    table.columns.push_back(mass_column(say(report, "ore")));
    // Of one kind, or within each: several kinds have no sum that a share could be of.
    const bool of_kinds = pivot.a.field == Field::kind || (two && pivot.b.field == Field::kind);
    const bool shares = pivot.kinds.size() <= 1 || of_kinds;
    if (shares) table.columns.push_back({say(report, pivot.kinds.size() > 1 || of_kinds ? "share_of_kind" : "share"), "%", 2});
    else table.notes.push_back(say(report, "kinds_mixed"));
    const auto whole_of = [&](std::size_t a, std::size_t b) {
        if (!of_kinds) return pivot.total_ore_t;
        double whole = 0;
        const bool first = pivot.a.field == Field::kind;
        for (std::size_t n = 0; n < (first ? pivot.b.codes.size() : pivot.a.codes.size()); ++n) whole += pivot.ore_t[first ? pivot.cell(a, n) : pivot.cell(n, b)];
        return whole;
    };
    const std::vector<std::size_t> told = told_species(pivot.total_metal_t);
    for (const std::size_t s : told) table.columns.push_back(mass_column(species_title(report, pivot.species[s]), pivot.species[s]));
    const auto add = [&](std::string a, std::string b, std::int64_t units, double ore, double whole, const auto& metal) {
        std::vector<Cell> row{std::move(a)};
        if (two) row.emplace_back(std::move(b));
        row.emplace_back(units);
        row.emplace_back(ore);
        if (shares) row.push_back(whole > 0 ? Cell(100 * ore / whole) : Cell());
        for (const std::size_t s : told) row.emplace_back(metal(s));
        table.rows.push_back(std::move(row));
    };
    for (std::size_t a = 0; a < pivot.a.codes.size(); ++a)
        for (std::size_t b = 0; b < pivot.b.codes.size(); ++b) {
            const std::size_t cell = pivot.cell(a, b);
            bool anything = pivot.units[cell] > 0 || pivot.ore_t[cell] > 0;
            for (const std::size_t s : told) anything = anything || pivot.metal(a, b, s) > 0;
            if (!anything) continue;
            add(pivot.a.in(language)[a], pivot.b.in(language)[b], pivot.units[cell], pivot.ore_t[cell], whole_of(a, b),
                [&](std::size_t s) { return pivot.metal(a, b, s); });
        }
    // Kinds and confidences are never summed (GB/T 17766-2020).
    const auto summed = [](Field one) { return one != Field::kind && one != Field::confidence; };
    const bool apart = pivot.kinds.size() > 1;
    if (!summed(pivot.a.field) || (two && !summed(pivot.b.field) && pivot.b.field != Field::kind)) return table;
    if (apart)
        for (const ledger::Pivot::Kind& kind : pivot.kinds)
            add(base::text("cli.ledger.total", language) + " · " + (language == base::Language::chinese ? kind.zh : kind.en), "", kind.units, kind.ore_t, kind.ore_t,
                [&](std::size_t s) { return kind.metal_t[s]; });
    else
        add(base::text("cli.ledger.total", language), "", pivot.total_units, pivot.total_ore_t, pivot.total_ore_t,
            [&](std::size_t s) { return pivot.total_metal_t[s]; });
    return table;
}

Table ledger_activation_table(const LedgerReport& report, const ledger::Scenario& from, const ledger::Scenario& to,
                              const ledger::Activation& activation) {
    Table table;
    table.id.assign("ledger_activation");
    table.title = say(report, "activation_title", {{"from", from.name.in(report.language)}, {"to", to.name.in(report.language)}});
    table.short_title = say(report, "activation");
    table.notes = {say(report, "shapley"), say(report, "words")};
    if (!report.assumptions.source.empty()) table.notes.push_back(say(report, "assumptions", {{"source", report.assumptions.source}}));
    add_left_out(report, table);
    std::vector<double> any(activation.usable_to.recovered_t.size());
    for (std::size_t s = 0; s < any.size(); ++s) any[s] = activation.usable_to.recovered_t[s] + activation.usable_from.recovered_t[s];
    const std::vector<std::size_t> told = told_species(any);
    table.columns = {{say(report, "measure"), ""}, {say(report, "kind_column"), ""}, {say(report, "units"), "", 0}, mass_column(say(report, "ore"))};
    for (const std::size_t s : told)
        table.columns.push_back(mass_column(species_title(report, report.built.ledger.species[s]) + " " + say(report, "recovered"), report.built.ledger.species[s]));
    // Each kind by itself: resources and reserves are never summed.
    for (const ledger::KindMoves& one : activation.kinds) {
        const auto add = [&](std::string title, const Cell& units, double ore, const auto& metal) {
            std::vector<Cell> row{std::move(title), ledger::word(one.kind, report.language), units, ore};
            for (const std::size_t s : told) row.emplace_back(metal(s));
            table.rows.push_back(std::move(row));
        };
        for (const auto& [title, sum] : {std::pair(say(report, "usable_from", {{"from", from.name.in(report.language)}}), &one.usable_from),
                                         std::pair(say(report, "usable_to", {{"to", to.name.in(report.language)}}), &one.usable_to),
                                         std::pair(say(report, "activated"), &one.activated), std::pair(say(report, "deactivated"), &one.deactivated)})
            add(title, Cell(sum->units), sum->ore_t, [sum = sum](std::size_t s) { return sum->recovered_t[s]; });
        add(say(report, "difference"), Cell(one.usable_to.units - one.usable_from.units), one.usable_to.ore_t - one.usable_from.ore_t,
            [&](std::size_t s) { return one.usable_to.recovered_t[s] - one.usable_from.recovered_t[s]; });
        for (std::size_t p = 0; p < activation.parts.size(); ++p)
            add(say(report, "due_to", {{"part", ledger::word(activation.parts[p], report.language)}}), Cell(), one.ore_share[p],
                [&](std::size_t s) { return one.recovered_share[p][s]; });
    }
    return table;
}

Table ledger_advice_table(const LedgerReport& report, const ledger::Scenario& scenario, const std::vector<ledger::Recommendation>& advice) {
    const ledger::Ledger& ledger = report.built.ledger;
    Table table;
    table.id.assign("ledger_advice");
    table.title = say(report, "advice_title", {{"scenario", scenario.name.in(report.language)}});
    table.short_title = say(report, "advice");
    table.notes = {say(report, "words")};
    add_left_out(report, table);
    const std::string money = ledger.basis.currency;
    table.columns = {{say(report, "rank"), "", 0},
                     {say(report, "subject"), ""},
                     {say(report, "species"), ""},
                     {say(report, "sentence"), ""},
                     {say(report, "units"), "", 0},
                     {say(report, "kind_column"), ""},
                     mass_column(say(report, "ore")),
                     mass_column(say(report, "contained")),
                     mass_column(say(report, "recovered")),
                     mass_column(say(report, "sd")),
                     {say(report, "price_needed"), money + "/t", 0},
                     {say(report, "cost"), money, 0},
                     {.title = say(report, "ids"), .unit = "", .on_paper = false}};
    for (std::size_t n = 0; n < advice.size(); ++n) {
        const ledger::Recommendation& one = advice[n];
        std::string ids;
        for (const std::uint32_t u : one.units) ids += (ids.empty() ? "" : "; ") + ledger.ids[u];
        table.rows.push_back({static_cast<std::int64_t>(n + 1), ledger::word(one.subject, report.language),
                              one.species.empty() ? std::string() : species_title(report, one.species),
                              ledger::sentence(one, ledger, report.assumptions, report.language),
                              static_cast<std::int64_t>(one.units.size()), ledger::word(one.kind, report.language), one.ore_t, one.contained_t, one.recovered_t, shown(one.sd_t),
                              shown(one.price_needed), shown(one.cost), ids});
    }
    return table;
}

Table ledger_years_table(const LedgerReport& report, const ledger::Scenario& scenario, const ledger::OutsideFile& outside, const ledger::Run& run) {
    Table table;
    table.id.assign("ledger_years");
    const std::string species = species_title(report, outside.chain.species);
    table.title = say(report, "years_title", {{"species", species}, {"scenario", scenario.name.in(report.language)}});
    table.short_title = say(report, "years");
    table.notes = {say(report, "years_note")};
    if (!outside.source.empty()) table.notes.push_back(say(report, "assumptions", {{"source", outside.source}}));
    if (run.not_evaluated_t > 0) table.notes.push_back(say(report, "years_unknown", {{"tonnes", base::mass_text(run.not_evaluated_t, report.language)}}));
    add_left_out(report, table);
    using Row = ledger::YearRow;
    struct Amount {
        const char* key;
        double Row::* member;
    };
    static constexpr Amount amounts[] = {{"mined", &Row::mined_t},         {"social", &Row::social_t},       {"primary", &Row::primary_t},
                                         {"recycled", &Row::recycled_t},   {"new_scrap", &Row::new_scrap_t}, {"import", &Row::import_t},
                                         {"from_stock", &Row::from_stock_t}, {"fabricated", &Row::fabricated_t}, {"unmet", &Row::unmet_t},
                                         {"export", &Row::export_t},       {"tailings", &Row::tailings_t},   {"slag", &Row::slag_t},
                                         {"dissipated", &Row::dissipated_t}, {"in_ground", &Row::in_ground_t}, {"in_use", &Row::in_use_t}};
    table.columns = {{say(report, "year"), "", 0}, {say(report, "usable_units"), "", 0}};
    for (const Amount& amount : amounts) table.columns.push_back({say(report, std::string("years.") + amount.key), "t", 0});
    for (const char* share : {"self_sufficiency", "import_dependence", "input_rate", "depletion"}) table.columns.push_back({say(report, std::string("years.") + share), "%", 2});
    for (const Row& row : run.years) {
        std::vector<Cell> cells{static_cast<std::int64_t>(row.year), row.usable_units};
        for (const Amount& amount : amounts) cells.emplace_back(row.*amount.member);
        for (const double share : {row.self_sufficiency, row.import_dependence, row.eol_recycling_input_rate, row.depletion}) cells.push_back(shown(100 * share));
        table.rows.push_back(std::move(cells));
    }
    table.plot = Plot{.x = 0, .left = {4, 5, 6, 7}, .right = {}};
    return table;
}

std::vector<Table> ledger_source_tables(const LedgerReport& report) {
    const ledger::Ledger& ledger = report.built.ledger;
    Table sources;
    sources.id.assign("ledger_sources");
    sources.title = say(report, "sources_title");
    sources.short_title = say(report, "sources");
    if (!report.assumptions.source.empty()) sources.notes.push_back(say(report, "assumptions", {{"source", report.assumptions.source}}));
    for (const Message& words : project::judge_words(report.built.findings)) sources.notes.push_back(base::text(words, report.language));
    sources.columns = {{say(report, "source"), ""}, {say(report, "file"), ""}, {say(report, "as_of"), ""}, {say(report, "state"), ""},
                       {say(report, "units"), "", 0}, mass_column(say(report, "ore"))};
    std::vector<std::int64_t> units(ledger.sources.size());
    std::vector<double> ore(ledger.sources.size());
    for (std::size_t u = 0; u < ledger.units(); ++u)
        if (ledger.excluded[u] == ledger::Excluded::counted) {
            ++units[ledger.source[u]];
            ore[ledger.source[u]] += ledger.mass_t[u];
        }
    for (std::size_t n = 0; n < ledger.sources.size(); ++n)
        sources.rows.push_back({ledger.sources[n].id, ledger.sources[n].file, ledger.sources[n].as_of,
                                ledger::word(ledger.source_states[n], report.language), units[n], ore[n]});
    Table findings;
    findings.id.assign("ledger_findings");
    findings.title = say(report, "missing_title");
    findings.short_title = say(report, "missing");
    for (const Message& words : ledger::left_out_words(ledger::left_out(ledger), report.language)) findings.notes.push_back(base::text(words, report.language));
    findings.columns = {{say(report, "kind"), ""}, {say(report, "file"), ""}, {say(report, "row"), "", 0}, {say(report, "unit"), ""}, {say(report, "what"), ""}};
    for (const base::Finding& one : report.built.findings)
        findings.rows.push_back({base::text(base::kind_words(one.kind), report.language), one.file, one.row > 0 ? Cell(one.row) : Cell(), one.hole,
                                 base::text(one.what, report.language)});
    return {std::move(sources), std::move(findings)};
}

base::Expected<std::vector<Table>> ledger_tables(const LedgerReport& report, const ledger::Scenario& from, const ledger::Scenario* to,
                                                 const base::Progress& progress) {
    const ledger::Ledger& ledger = report.built.ledger;
    const auto outcomes = ledger::evaluate(ledger, report.assumptions.routes, from, progress.part(0, 0.2));
    if (!outcomes) return std::unexpected(outcomes.error());
    const auto selection = ledger::select(ledger, report.system, outcomes->state);
    if (!selection) return std::unexpected(selection.error());
    std::vector<Table> tables;
    for (const Field field : {Field::species, Field::role, Field::occurrence, Field::grade_class, Field::status, Field::stage, Field::kind, Field::outcome}) {
        auto pivot = ledger::pivot(ledger, field, std::nullopt, *selection, outcomes->state);
        if (pivot && pivot->kinds.size() > 1) pivot = ledger::pivot(ledger, field, Field::kind, *selection, outcomes->state);
        if (!pivot) return std::unexpected(pivot.error());
        tables.push_back(ledger_pivot_table(report, *pivot));
    }
    if (to != nullptr) {
        const auto activation = ledger::activation(ledger, report.assumptions.routes, from, *to, *selection, progress.part(0.2, 0.6));
        if (!activation) return std::unexpected(activation.error());
        tables.push_back(ledger_activation_table(report, from, *to, *activation));
    }
    const auto advice = ledger::advise(ledger, report.assumptions, from, *selection, {}, progress.part(0.6, 0.9));
    if (!advice) return std::unexpected(advice.error());
    tables.push_back(ledger_advice_table(report, from, *advice));
    // A report stays a file that can be opened; orelens-cli ledger query --units lists all.
    constexpr std::size_t most_units = 100'000;
    auto units = ledger_units_table(report, from, *selection, most_units, progress.part(0.9, 1));
    if (!units) return std::unexpected(units.error());
    tables.push_back(std::move(*units));
    for (Table& table : ledger_source_tables(report)) tables.push_back(std::move(table));
    return tables;
}

}  // namespace orelens::report
