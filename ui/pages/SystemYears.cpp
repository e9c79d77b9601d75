#include "ui/pages/SystemYears.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/base/Quantity.h"
#include "core/ledger/Species.h"
#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::pages {
namespace {

using Row = ledger::YearRow;

struct Amount {
    const char* key;
    double Row::* member;
};
/// What refined metal comes from; together they are all that enters fabrication, export and stock.
constexpr std::array sources{Amount{"ledger.report.years.primary", &Row::primary_t}, Amount{"ledger.report.years.recycled", &Row::recycled_t},
                             Amount{"ledger.report.years.new_scrap", &Row::new_scrap_t}, Amount{"ledger.report.years.from_stock", &Row::from_stock_t},
                             Amount{"ledger.report.years.import", &Row::import_t}};

/// Refined metal that a year asks for: demand is of fabricated metal, and the rest of it is new scrap.
double asked_t(const ledger::OutsideFile& outside, std::size_t year) {
    return outside.years[year].demand_t / std::max(outside.chain.fabrication_yield, 1e-12);
}

QString share(double value) {
    return std::isnan(value) ? QStringLiteral("–") : ui::percent_text(value, 1);
}

}  // namespace

charts::Plot years_plot(const SystemAnswer& answer, const QString& none) {
    charts::Plot plot;
    plot.empty_note = none;
    if (!answer.run || answer.run->years.empty() || answer.asked.outside == nullptr) return plot;
    const std::vector<Row>& years = answer.run->years;
    const ledger::OutsideFile& outside = *answer.asked.outside;
    std::vector<std::vector<double>> edge(sources.size() + 1, std::vector<double>(years.size()));
    double most = 0;
    for (std::size_t t = 0; t < years.size(); ++t) {
        for (std::size_t s = 0; s < sources.size(); ++s) edge[s + 1][t] = edge[s][t] + years[t].*sources[s].member;
        most = std::max(most, edge.back()[t]);
        if (const double asked = asked_t(outside, t); asked > most) most = asked;
        plot.x.names.push_back(QString::number(years[t].year));
    }
    const ui::MassUnit unit = ui::mass_unit(most);
    plot.title = ui::words("ui.system.years_title", {{"species", ledger::species_word(outside.chain.species, ui::language())},
                                                     {"scenario", answer.scenario.name.in(ui::language())}});
    plot.x.title = ui::words("ui.system.year");
    plot.x.low = 0;
    plot.x.high = static_cast<double>(std::max<std::size_t>(2, years.size()) - 1);
    plot.left.title = ui::words("ui.system.refined", {{"unit", unit.name}});
    const auto points = [&](const std::vector<double>& values) {
        std::vector<QPointF> all;
        for (std::size_t t = 0; t < values.size(); ++t) all.emplace_back(static_cast<double>(t), values[t] / unit.tonnes);
        return all;
    };
    for (std::size_t s = 0; s < sources.size(); ++s) {
        charts::Series band{.name = ui::words(sources[s].key), .points = points(edge[s + 1]), .colour = static_cast<int>(s)};
        band.base = points(edge[s]);
        plot.series.push_back(std::move(band));
    }
    std::vector<double> asked(years.size());
    for (std::size_t t = 0; t < years.size(); ++t) asked[t] = asked_t(outside, t);
    if (std::ranges::any_of(asked, [](double t) { return !std::isnan(t); }))
        plot.series.push_back({.name = ui::words("ui.system.asked_for"), .points = points(asked), .colour = 7, .dashed = true});
    charts::fit_axis(plot.left, plot.series, false);
    plot.left.low = 0;
    return plot;
}

Rows years_rows(const SystemAnswer& answer) {
    Rows rows;
    rows.headings << ui::words("ui.system.year");
    for (const Amount& source : sources) rows.headings << ui::words(source.key);
    for (const char* key : {"ledger.report.years.fabricated", "ledger.report.years.unmet", "ledger.report.years.export", "ledger.report.years.self_sufficiency",
                            "ledger.report.years.import_dependence", "ledger.report.years.input_rate", "ledger.report.years.depletion"})
        rows.headings << ui::words(key);
    if (!answer.run) return rows;
    for (const Row& row : answer.run->years) {
        QStringList cells{QString::number(row.year)};
        for (const Amount& source : sources) cells << ui::tonnes_text(row.*source.member);
        cells << ui::tonnes_text(row.fabricated_t) << ui::tonnes_text(row.unmet_t) << ui::tonnes_text(row.export_t);
        cells << share(row.self_sufficiency) << share(row.import_dependence) << share(row.eol_recycling_input_rate) << share(row.depletion);
        rows.rows.push_back(std::move(cells));
    }
    return rows;
}

QString years_unknown(const SystemAnswer& answer) {
    if (!answer.run || !(answer.run->not_evaluated_t > 0)) return {};
    return ui::words("ledger.report.years_unknown", {{"tonnes", base::mass_text(answer.run->not_evaluated_t, ui::language())}});
}

QString years_with_own_prices(const SystemAnswer& answer) {
    const SystemAsked& asked = answer.asked;
    if (!answer.run || !asked.outside || !(std::abs(asked.factor - 1) > 1e-9)) return {};
    std::set<std::string> own;
    std::size_t years = 0;
    for (const ledger::Outside& year : asked.outside->years) {
        bool any = false;
        for (const auto& [species, price] : year.prices) {
            // What the scenario gives no price has none that the slider could move.
            if (!answer.scenario.prices.contains(species) || (!asked.moved.empty() && species != asked.moved)) continue;
            own.insert(species);
            any = true;
        }
        years += any ? 1 : 0;
    }
    if (years == 0) return {};
    std::string names;
    for (const std::string& species : own)
        names += (names.empty() ? "" : ui::language() == base::Language::chinese ? "、" : ", ") + ledger::species_word(species, ui::language());
    return ui::words("ui.system.years_own_prices", {{"years", std::to_string(years)}, {"all", std::to_string(asked.outside->years.size())}, {"species", names}});
}

std::optional<Dependence> dependence_of(const SystemAnswer& answer) {
    if (!answer.run || answer.run->years.empty() || answer.asked.outside == nullptr) return std::nullopt;
    const Row& last = answer.run->years.back();
    return Dependence{answer.asked.outside->chain.species, last.year, last.self_sufficiency, last.import_dependence};
}

}  // namespace orelens::pages
