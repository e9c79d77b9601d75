#include "ui/pages/SystemTell.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/ledger/Species.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/pages/SystemYears.h"

namespace orelens::pages {
namespace {

using ledger::Field;

QString told(const std::string& text) {
    return QString::fromStdString(text);
}
const std::vector<std::string>& in_words(const ledger::PivotAxis& axis) {
    return axis.in(ui::language());
}
QString species_words(const std::string& species) {
    return told(ledger::species_word(species, ui::language()));
}

double amount(const ledger::Pivot& pivot, std::size_t a, std::size_t b, std::int64_t species) {
    return species < 0 ? pivot.ore_t[pivot.cell(a, b)] : pivot.metal(a, b, static_cast<std::size_t>(species));
}

double over_kinds(const ledger::Pivot& pivot, std::size_t a, std::int64_t species) {
    double sum = 0;
    for (std::size_t b = 0; b < pivot.b.codes.size(); ++b) sum += amount(pivot, a, b, species);
    return sum;
}

bool unknown_value(const ledger::PivotAxis& axis, std::size_t n) {
    return axis.codes[n].empty() || axis.codes[n] == "unknown" || axis.codes[n] == "unassigned" || axis.codes[n] == "not_evaluated";
}

QString value_words(const ledger::PivotAxis& axis, std::size_t n) {
    const std::string& word = in_words(axis)[n];
    return word.empty() ? ui::words("ui.system.not_stated") : told(word);
}

charts::FrameworkRow framework_row(const ledger::Pivot& pivot, std::size_t a, double whole) {
    charts::FrameworkRow row;
    row.label = value_words(pivot.a, a);
    row.value = kinds_text(pivot, a, -1);
    row.share = whole > 0 ? over_kinds(pivot, a, -1) / whole : 0;
    std::int64_t units = 0;
    for (std::size_t b = 0; b < pivot.b.codes.size(); ++b) units += pivot.units[pivot.cell(a, b)];
    row.note = ui::words("ui.system.units_note", {{"count", std::to_string(units)}});
    row.colour = unknown_value(pivot.a, a) ? -1 : static_cast<int>(a);
    return row;
}

/// Values of the first axis that hold anything, the largest first; what is not known last.
std::vector<std::size_t> by_size(const ledger::Pivot& pivot, std::int64_t species) {
    std::vector<std::size_t> order;
    for (std::size_t a = 0; a < pivot.a.codes.size(); ++a)
        if (over_kinds(pivot, a, species) > 0) order.push_back(a);
    std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) {
        if (unknown_value(pivot.a, x) != unknown_value(pivot.a, y)) return unknown_value(pivot.a, y);
        return over_kinds(pivot, x, species) > over_kinds(pivot, y, species);
    });
    return order;
}

}  // namespace

std::int64_t counted_in(const ledger::Pivot& pivot, const std::string& species) {
    if (species.empty()) return -1;
    const auto found = std::ranges::find(pivot.species, species);
    return found == pivot.species.end() ? -1 : found - pivot.species.begin();
}

QString kinds_text(const ledger::Pivot& pivot, std::size_t a, std::int64_t species) {
    QStringList parts;
    const bool by_kind = pivot.b.field == Field::kind;
    for (std::size_t b = 0; b < pivot.b.codes.size(); ++b)
        if (const double t = amount(pivot, a, b, species); t > 0) {
            const QString kind = by_kind ? value_words(pivot.b, b) : value_words(pivot.a, a);
            parts << kind + " " + ui::tonnes_text(t);
        }
    return parts.isEmpty() ? ui::tonnes_text(0) : parts.join(" · ");
}

QString kinds_text(const ledger::Pivot& kinds) {
    QStringList parts;
    for (std::size_t a = 0; a < kinds.a.codes.size(); ++a)
        if (kinds.ore_t[kinds.cell(a, 0)] > 0) parts << value_words(kinds.a, a) + " " + ui::tonnes_text(kinds.ore_t[kinds.cell(a, 0)]);
    return parts.isEmpty() ? ui::tonnes_text(0) : parts.join(" · ");
}

charts::Treemap treemap_of(const SystemAnswer& answer, std::vector<std::vector<std::size_t>>& tile_values) {
    const ledger::Pivot& pivot = *answer.pivot;
    const std::int64_t species = counted_in(pivot, answer.asked.species);
    charts::Treemap map;
    map.unit = "t";
    map.empty_note = ui::words("ui.system.nothing");
    tile_values.clear();
    for (std::size_t b = 0; b < pivot.b.codes.size(); ++b) {
        charts::TileGroup group;
        double whole = 0;
        for (std::size_t a = 0; a < pivot.a.codes.size(); ++a) whole += amount(pivot, a, b, species);
        if (!(whole > 0)) continue;
        group.label = value_words(pivot.b, b) + " " + ui::tonnes_text(whole);
        std::vector<std::size_t> order(pivot.a.codes.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) { return amount(pivot, x, b, species) > amount(pivot, y, b, species); });
        std::vector<std::size_t> values;
        for (const std::size_t a : order) {
            const double t = amount(pivot, a, b, species);
            if (!(t > 0)) break;
            charts::Tile tile;
            tile.label = value_words(pivot.a, a);
            tile.value = ui::tonnes_text(t);
            tile.note = ui::percent_text(t / whole, 1) + " · " + ui::words("ui.system.units_note", {{"count", std::to_string(pivot.units[pivot.cell(a, b)])}});
            tile.size = t;
            tile.colour = unknown_value(pivot.a, a) ? -1 : static_cast<int>(a);
            group.tiles.push_back(std::move(tile));
            values.push_back(a);
        }
        map.groups.push_back(std::move(group));
        tile_values.push_back(std::move(values));
    }
    return map;
}

charts::StackedBars bars_of(const SystemAnswer& answer) {
    const ledger::Pivot& pivot = *answer.pivot;
    const std::int64_t species = counted_in(pivot, answer.asked.species);
    charts::StackedBars bars;
    bars.empty_note = ui::words("ui.system.nothing");
    for (std::size_t a = 0; a < pivot.a.codes.size(); ++a) {
        bars.names.push_back(value_words(pivot.a, a));
        if (unknown_value(pivot.a, a)) bars.unknown = static_cast<int>(a);
    }
    for (std::size_t b = 0; b < pivot.b.codes.size(); ++b) {
        double whole = 0;
        for (std::size_t a = 0; a < pivot.a.codes.size(); ++a) whole += amount(pivot, a, b, species);
        if (!(whole > 0)) continue;
        charts::StackedBar bar{value_words(pivot.b, b), ui::tonnes_text(whole), {}};
        for (std::size_t a = 0; a < pivot.a.codes.size(); ++a) {
            const double t = amount(pivot, a, b, species);
            bar.parts.push_back({t / whole, ui::tonnes_text(t), false});
        }
        bars.bars.push_back(std::move(bar));
    }
    return bars;
}

charts::StackedBars usual_bars(const SystemAnswer& answer) {
    charts::StackedBars bars;
    bars.empty_note = ui::words("ui.system.no_metal");
    for (std::size_t p = 0; p < ledger::usually_parts; ++p) bars.names.push_back(told(ledger::word(static_cast<ledger::Usually>(p), ui::language())));
    bars.unknown = static_cast<int>(ledger::Usually::not_known);
    for (const ledger::UsualWay::Row& row : answer.usual->rows) {
        charts::StackedBar bar;
        bar.label = species_words(answer.asked.study->file.built.ledger.species[row.species]);
        bar.total = ui::words("ui.system.left_out_share", {{"share", ui::percent_text(row.left_out(), 0).toStdString()}});
        for (const double metal : row.metal_t) bar.parts.push_back({metal / row.all(), ui::tonnes_text(metal), false});
        bars.bars.push_back(std::move(bar));
    }
    return bars;
}

Rows usual_rows(const SystemAnswer& answer) {
    Rows rows;
    rows.headings << ui::words("ui.system.element");
    for (std::size_t p = 0; p < ledger::usually_parts; ++p) rows.headings << told(ledger::word(static_cast<ledger::Usually>(p), ui::language()));
    rows.headings << ui::words("ui.system.left_out");
    for (const ledger::UsualWay::Row& row : answer.usual->rows) {
        QStringList cells{species_words(answer.asked.study->file.built.ledger.species[row.species])};
        for (const double metal : row.metal_t) cells << (metal > 0 ? ui::tonnes_text(metal) : QString("–"));
        cells << ui::percent_text(row.left_out(), 1);
        rows.rows.push_back(std::move(cells));
    }
    return rows;
}

charts::GradeAxis grades_of(const SystemAnswer& answer) {
    const ledger::Continuum& made = *answer.continuum;
    charts::GradeAxis axis;
    const QString name = species_words(made.species);
    axis.empty_note = ui::words("ui.system.no_grades", {{"species", name.toStdString()}});
    double most = 0;
    for (const ledger::Continuum::Bin& bin : made.bins) most = std::max(most, bin.all());
    const ui::MassUnit unit = ui::mass_unit(most);
    axis.title = ui::words("ui.system.grades_title", {{"species", name.toStdString()}, {"unit", unit.name}});
    for (std::size_t c = 0; c < ledger::grade_class_count; ++c) axis.names.push_back(told(ledger::word(static_cast<ledger::GradeClass>(c), ui::language())));
    axis.names.push_back(told(ledger::word(ledger::Kind::potential, ui::language())));
    axis.names.push_back(told(ledger::word(ledger::Subsystem::social, ui::language())));
    axis.unknown = 0;
    axis.first = made.first;
    axis.step = made.step;
    for (const ledger::Continuum::Bin& bin : made.bins) {
        std::vector<double> parts;
        for (const double metal : bin.metal_t) parts.push_back(metal / unit.tonnes);
        parts.push_back(bin.potential_t / unit.tonnes);
        parts.push_back(bin.social_t / unit.tonnes);
        axis.bins.push_back(std::move(parts));
    }
    for (const auto& [key, grade] : {std::pair("ui.system.abundance", made.abundance), std::pair("ui.system.background", made.background),
                                     std::pair("ui.system.cutoff", made.cutoff), std::pair("ui.system.minimum", made.minimum), std::pair("ui.system.rich", made.rich)})
        if (grade > 0) axis.marks.push_back({ui::words(key), grade});
    return axis;
}

charts::Framework framework_of(const SystemAnswer& answer, std::vector<std::vector<std::size_t>>& values) {
    charts::Framework made;
    values.clear();
    made.empty_note = ui::words("ui.system.nothing");
    if (answer.dimensions.size() < 2) return made;
    made.title = ui::words("ui.system.framework");
    made.subtitle = kinds_text(answer.kinds);
    const auto whole_of = [](const ledger::Pivot& pivot) {
        double whole = 0;
        for (std::size_t a = 0; a < pivot.a.codes.size(); ++a) whole += over_kinds(pivot, a, -1);
        return whole;
    };
    const ledger::Pivot& halves = answer.dimensions[0];
    for (const ledger::Subsystem one : {ledger::Subsystem::geological, ledger::Subsystem::social}) {
        made.halves.push_back(framework_row(halves, static_cast<std::size_t>(one), whole_of(halves)));
        made.halves.back().colour = one == ledger::Subsystem::geological ? 0 : 2;
    }
    made.properties = {ui::words("ui.system.systemic"), ui::words("ui.system.activating"), ui::words("ui.system.open")};
    constexpr std::size_t most_rows = 9;
    for (std::size_t n = 2; n < answer.dimensions.size(); ++n) {
        const ledger::Pivot& pivot = answer.dimensions[n];
        if (pivot.a.field == Field::role) continue;  // the element once
        charts::FrameworkColumn column;
        const std::string key = "ui.system.dimension." + std::string(ledger::code(pivot.a.field));
        column.title = ui::words(key.c_str());
        column.subtitle = told(ledger::word(pivot.a.field, ui::language()));
        std::vector<std::size_t> order = by_size(pivot, -1), shown;
        for (const std::size_t a : order) {
            if (shown.size() == most_rows) break;
            column.rows.push_back(framework_row(pivot, a, whole_of(pivot)));
            shown.push_back(a);
        }
        if (order.size() > shown.size()) column.subtitle += " · " + ui::words("ui.system.more", {{"count", std::to_string(order.size() - shown.size())}});
        made.columns.push_back(std::move(column));
        values.push_back(std::move(shown));
    }
    return made;
}

Rows element_rows(const SystemAnswer& answer) {
    Rows rows;
    rows.headings << ui::words("ui.system.element");
    for (const ledger::Kind kind : {ledger::Kind::reserve, ledger::Kind::resource, ledger::Kind::potential, ledger::Kind::unknown})
        rows.headings << told(ledger::word(kind, ui::language()));
    rows.headings << ui::words("ui.system.usable_share") << ui::words("ui.system.recovered") << ui::words("ui.system.rows_unknown");
    const auto dependence = dependence_of(answer);
    if (dependence)
        for (const char* key : {"ui.system.self_sufficiency", "ui.system.import_dependence"})
            rows.headings << ui::words(key, {{"year", std::to_string(dependence->year)}});
    for (const ElementRow& row : answer.elements) {
        QStringList cells{species_words(row.species)};
        for (const ledger::Kind kind : {ledger::Kind::reserve, ledger::Kind::resource, ledger::Kind::potential, ledger::Kind::unknown}) {
            const double t = row.contained_t[static_cast<std::size_t>(kind)];
            cells << (t > 0 ? ui::tonnes_text(t) : QString("–"));
        }
        cells << (std::isnan(row.usable_share) ? QString("–") : ui::percent_text(row.usable_share, 1)) << ui::tonnes_text(row.recovered_t)
              << ui::plain_number(static_cast<double>(row.unknown_rows), 0);
        if (dependence) {
            const bool asked = row.species == dependence->species;
            for (const double value : {dependence->self_sufficiency, dependence->import_dependence})
                cells << (!asked || std::isnan(value) ? QString("–") : ui::percent_text(value, 1));
        }
        rows.rows.push_back(std::move(cells));
    }
    return rows;
}

charts::WaterfallPlot waterfall_of(const SystemAnswer& answer) {
    charts::WaterfallPlot plot;
    plot.empty_note = ui::words("ui.system.no_other");
    if (!answer.activation) return plot;
    const ledger::Activation& made = *answer.activation;
    double most = 0;
    for (const ledger::KindMoves& one : made.kinds) most = std::max({most, one.usable_from.ore_t, one.usable_to.ore_t});
    const ui::MassUnit unit = ui::mass_unit(most);
    plot.unit = told(unit.name);
    plot.title = ui::words("ui.system.waterfall_title", {{"unit", unit.name}});
    const ledger::Scenario* other = ledger::find_scenario(answer.asked.study->file.assumptions, answer.asked.other);
    // One after another: resources and reserves are never summed.
    for (const ledger::KindMoves& one : made.kinds) {
        if (!(one.usable_from.ore_t > 0) && !(one.usable_to.ore_t > 0)) continue;
        const QString kind = made.kinds.size() > 1 ? told(ledger::word(one.kind, ui::language())) + " · " : QString();
        plot.bars.push_back({kind + told(answer.scenario.name.in(ui::language())), "", one.usable_from.ore_t / unit.tonnes, true});
        for (std::size_t p = 0; p < made.parts.size(); ++p)
            plot.bars.push_back({told(ledger::word(made.parts[p], ui::language())), "", one.ore_share[p] / unit.tonnes, false});
        plot.bars.push_back({kind + (other == nullptr ? told(answer.asked.other) : told(other->name.in(ui::language()))), "", one.usable_to.ore_t / unit.tonnes, true});
    }
    return plot;
}

Rows activation_rows(const SystemAnswer& answer) {
    Rows rows;
    if (!answer.activation) return rows;
    const ledger::Activation& made = *answer.activation;
    const ledger::Ledger& ledger = answer.asked.study->file.built.ledger;
    std::vector<std::size_t> species;
    for (std::size_t s = 1; s < made.usable_to.recovered_t.size(); ++s)
        if (made.usable_from.recovered_t[s] + made.usable_to.recovered_t[s] > 0) species.push_back(s);
    rows.headings << ui::words("ui.system.measure") << ui::words("ledger.report.kind_column") << ui::words("ui.system.units") << ui::words("ui.system.ore");
    for (const std::size_t s : species) rows.headings << species_words(ledger.species[s]);
    const auto signed_mass = [](double t) { return (t > 0 ? "+" : t < 0 ? "−" : "") + ui::tonnes_text(std::abs(t)); };
    const auto name_of = [&](const std::string& id) {
        const ledger::Scenario* one = ledger::find_scenario(answer.asked.study->file.assumptions, id);
        return one == nullptr ? id : one->name.in(ui::language());
    };
    for (const ledger::KindMoves& one : made.kinds) {
        const QString kind = told(ledger::word(one.kind, ui::language()));
        const auto add = [&](const QString& name, const ledger::Quantities& sum) {
            QStringList cells{name, kind, ui::plain_number(static_cast<double>(sum.units), 0), ui::tonnes_text(sum.ore_t)};
            for (const std::size_t s : species) cells << ui::tonnes_text(sum.recovered_t[s]);
            rows.rows.push_back(std::move(cells));
        };
        add(ui::words("ledger.report.usable_from", {{"from", answer.scenario.name.in(ui::language())}}), one.usable_from);
        add(ui::words("ledger.report.usable_to", {{"to", name_of(answer.asked.other)}}), one.usable_to);
        add(ui::words("ledger.report.activated"), one.activated);
        add(ui::words("ledger.report.deactivated"), one.deactivated);
        for (std::size_t p = 0; p < made.parts.size(); ++p) {
            QStringList cells{ui::words("ledger.report.due_to", {{"part", ledger::word(made.parts[p], ui::language())}}), kind, "", signed_mass(one.ore_share[p])};
            for (const std::size_t s : species) cells << signed_mass(one.recovered_share[p][s]);
            rows.rows.push_back(std::move(cells));
        }
    }
    return rows;
}

}  // namespace orelens::pages
