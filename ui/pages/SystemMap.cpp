#include "ui/pages/SystemMap.h"

#include <QFileInfo>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "core/ledger/Species.h"
#include "core/ledger/Usual.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::pages {
namespace {

using ledger::State;

constexpr std::array states{State::not_evaluated, State::no_route, State::uneconomic, State::blocked, State::usable};

/// Each state of the geological subsystem, then each of the social one.
std::vector<maps::MapState> state_list() {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const std::array<QColor, states.size()> of{colors.faint, colors.bad, colors.series[1], colors.series[4], colors.good};
    const QString social = QString::fromStdString(ledger::word(ledger::Subsystem::social, ui::language()));
    std::vector<maps::MapState> made;
    for (const bool square : {false, true})
        for (std::size_t n = 0; n < states.size(); ++n) {
            const QString name = QString::fromStdString(ledger::word(states[n], ui::language()));
            made.push_back({square ? name + " · " + social : name, of[n], square});
        }
    return made;
}

/// Ore or metal of a unit that is asked for; nothing where none of it is.
std::optional<double> amount_of(const SystemAnswer& answer, std::size_t u, std::int64_t species) {
    const ledger::Ledger& ledger = answer.asked.study->file.built.ledger;
    bool any = false;
    double sum = 0;
    for (std::size_t row = ledger.first[u]; row < ledger.first[u + 1]; ++row) {
        if (!ledger::holds_selected(ledger, row, answer.selection)) continue;
        if (species >= 0 && ledger.row_species[row] != species) continue;
        any = true;
        if (species >= 0) sum += ledger::taken_metal(ledger, row, answer.selection);
    }
    if (!any) return std::nullopt;
    return species >= 0 ? sum : ledger.mass_t[u];
}

}  // namespace

SystemMarks system_marks(const SystemAnswer& answer) {
    const ledger::Ledger& ledger = answer.asked.study->file.built.ledger;
    SystemMarks made;
    made.marks.states = state_list();
    const std::string& metal = answer.asked.species;
    made.marks.amount_name = metal.empty() ? ui::words("ui.system.in_ore")
                                           : ui::words("ui.system.in_metal", {{"species", ledger::species_word(metal, ui::language())}});
    made.marks.empty_note = ui::words("ui.system.no_places");
    const std::int64_t species = metal.empty() ? -1 : ledger.species.find(metal);
    // Blocks of a mine have no longitude; the row of a table that they stand in for may have one.
    std::map<std::string, std::size_t> grounds;
    for (std::size_t u = 0; u < ledger.units(); ++u)
        if (ledger.excluded[u] == ledger::Excluded::overlapped && !ledger.ground_ids[u].empty() && std::isfinite(ledger.x[u]) && std::isfinite(ledger.y[u]))
            grounds.emplace(ledger.ground_ids[u], u);
    const auto place_of = [&](std::size_t u) -> std::optional<std::size_t> {
        if (std::isfinite(ledger.x[u]) && std::isfinite(ledger.y[u])) return u;
        const auto at = grounds.find(ledger.ground_ids[u]);
        return at == grounds.end() ? std::nullopt : std::optional(at->second);
    };
    std::vector<std::pair<double, std::size_t>> drawn;
    if (metal.empty() || species >= 0)
        for (std::size_t u = 0; u < ledger.units(); ++u) {
            if (ledger.excluded[u] != ledger::Excluded::counted) continue;
            const auto amount = amount_of(answer, u, species);
            if (!amount) continue;
            if (place_of(u)) {
                drawn.emplace_back(*amount, u);
                continue;
            }
            ++made.without_place;
            if (std::isfinite(*amount)) made.without_place_t += *amount;
        }
    if (drawn.size() > most_units_on_map) {
        const auto larger = [](const auto& a, const auto& b) { return std::isnan(b.first) ? !std::isnan(a.first) : a.first > b.first; };
        std::ranges::nth_element(drawn, drawn.begin() + static_cast<std::ptrdiff_t>(most_units_on_map), larger);
        made.left_out = static_cast<std::int64_t>(drawn.size() - most_units_on_map);
        drawn.resize(most_units_on_map);
    }
    for (const auto& [amount, u] : drawn) {
        const bool social = ledger.subsystem[u] == ledger::Subsystem::social;
        const auto state = static_cast<std::size_t>(std::ranges::find(states, answer.outcomes.state[u]) - states.begin());
        maps::MapMark mark;
        const std::size_t there = *place_of(u);
        mark.place = {ledger.x[there], ledger.y[there]};
        mark.amount = amount;
        mark.state = static_cast<std::uint8_t>(std::min(state, states.size() - 1) + (social ? states.size() : 0));
        mark.label = QString::fromStdString(ledger.names[u].empty() ? ledger.ids[u] : ledger.names[u]);
        mark.note = QString::fromStdString(ledger::word(ledger.status[u], ui::language()));
        if (const std::string& region = ledger.regions[ledger.region[u]]; !region.empty()) mark.note += "\n" + QString::fromStdString(region);
        made.marks.marks.push_back(std::move(mark));
        made.units.push_back(u);
    }
    return made;
}

QString project_behind(const ledger::Ledger& ledger, std::size_t unit) {
    const ledger::Source& source = ledger.sources[ledger.source[unit]];
    const QString file = QString::fromStdString(source.file);
    return source.kind == "project" && QFileInfo(file).isFile() ? file : QString();
}

QString not_drawn_words(const SystemMarks& marks) {
    QStringList parts;
    if (marks.without_place > 0)
        parts << ui::words("ui.system.without_place", {{"count", ui::plain_number(static_cast<double>(marks.without_place), 0).toStdString()},
                                                       {"tonnes", ui::tonnes_text(marks.without_place_t).toStdString()}});
    if (marks.left_out > 0) parts << ui::words("ui.system.smaller_units", {{"count", ui::plain_number(static_cast<double>(marks.left_out), 0).toStdString()}});
    return parts.join(" ");
}

}  // namespace orelens::pages
