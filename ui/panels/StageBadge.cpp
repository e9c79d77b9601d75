#include "ui/panels/StageBadge.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "core/economics/Value.h"
#include "core/geostat/ModelValidation.h"
#include "core/occurrence/Study.h"
#include "core/pits/Study.h"
#include "core/project/FlowStudy.h"
#include "core/project/OrebodyStudy.h"
#include "core/project/Potential.h"
#include "core/project/Scenarios.h"
#include "core/project/Simulation.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

using project::Project;

constexpr int bar_count = 24;

std::string count_text(double count) {
    return ui::plain_number(count, 0).toStdString();
}

/// The element that stands for all: the main commodity's column where there is one.
std::string main_element(const Project& project, const std::vector<std::string>& there) {
    const auto& recipe = project.recipe;
    std::string wanted = recipe.economics.main_commodity;
    if (const auto found = recipe.commodity.find(wanted);
        found != recipe.commodity.end() && !found->second.grade_column.empty())
        wanted = found->second.grade_column;
    if (std::ranges::find(there, wanted) != there.end()) return wanted;
    return there.empty() ? std::string() : there.front();
}

/// Shares of the fullest bin, over the values' range but for the topmost two in a hundred.
std::vector<double> histogram(std::vector<double> values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.size() < 2) return {};
    const auto at = [&](double share) {
        const auto place =
            values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return *place;
    };
    const double low = at(0), high = at(0.98);
    if (!(high > low)) return {};
    std::vector<double> bars(bar_count, 0);
    for (const double value : values)
        if (value <= high) {
            const auto bin = static_cast<std::size_t>((value - low) / (high - low) * bar_count);
            ++bars[std::min<std::size_t>(bin, bar_count - 1)];
        }
    const double most = *std::ranges::max_element(bars);
    for (double& bar : bars) bar /= most;
    return bars;
}

StageBadge of_import(const Project& project) {
    StageBadge badge;
    const auto& import = project.results.drilling.import;
    if (!import) return badge;
    badge.figures =
        ui::words("ui.badge.import",
                  {{"holes", count_text(static_cast<double>(import->holes.collars.size()))},
                   {"samples", count_text(static_cast<double>(import->holes.assays.from_m.size()))}});
    return badge;
}

StageBadge of_model(const Project& project) {
    StageBadge badge;
    if (const auto& model = project.results.model_import.model)
        badge.figures =
            ui::words("ui.badge.blocks", {{"blocks", count_text(static_cast<double>(model->block_count()))}});
    return badge;
}

StageBadge of_composites(const Project& project) {
    StageBadge badge;
    const auto& table = project.results.drilling.composites;
    if (!table) return badge;
    std::vector<std::string> names;
    for (const auto& grade : table->grades) names.push_back(grade.name);
    const auto* grade = table->grade(main_element(project, names));
    if (grade == nullptr) return badge;
    double sum = 0, weight = 0;
    for (std::size_t n = 0; n < table->size(); ++n) {
        if (std::isnan(grade->values[n])) continue;
        const double length = table->to_m[n] - table->from_m[n];
        sum += grade->values[n] * length;
        weight += length;
    }
    badge.figures = ui::words("ui.badge.mean", {{"count", count_text(static_cast<double>(table->size()))},
                                                {"mean", ui::number_text(sum / weight, 3).toStdString()},
                                                {"unit", std::string(base::symbol(grade->unit))},
                                                {"element", grade->name}});
    badge.bars = histogram(grade->values);
    return badge;
}

StageBadge of_variograms(const Project& project) {
    StageBadge badge;
    const auto& fits = project.results.estimate.variograms;
    if (!fits || fits->empty()) return badge;
    const auto assumed = std::ranges::count_if(*fits, &geostat::VariogramFit::is_default);
    badge.figures = ui::words(assumed > 0 ? "ui.badge.variograms_assumed" : "ui.badge.variograms",
                              {{"count", count_text(static_cast<double>(fits->size()))},
                               {"assumed", count_text(static_cast<double>(assumed))}});
    return badge;
}

StageBadge of_grid(const Project& project) {
    StageBadge badge;
    const auto& geometry = project.results.estimate.geometry;
    if (!geometry) return badge;
    const auto& size = geometry->block_size;
    badge.figures =
        ui::words("ui.badge.grid", {{"blocks", count_text(static_cast<double>(geometry->cell_count()))},
                                    {"u", ui::number_text(size[0], 3).toStdString()},
                                    {"v", ui::number_text(size[1], 3).toStdString()},
                                    {"w", ui::number_text(size[2], 3).toStdString()}});
    return badge;
}

StageBadge of_statistics(const Project& project) {
    StageBadge badge;
    if (const auto& overview = project.results.statistics.overview)
        badge.figures = ui::words("ui.badge.statistics",
                                  {{"count", count_text(static_cast<double>(overview->elements.size()))}});
    return badge;
}

StageBadge of_shapes(const Project& project) {
    StageBadge badge;
    const auto& list = project.results.shapes.list;
    if (list && !list->empty())
        badge.figures =
            ui::words("ui.badge.shapes", {{"count", count_text(static_cast<double>(list->size()))}});
    return badge;
}

StageBadge of_estimate(const Project& project) {
    StageBadge badge;
    const auto& model = project.results.estimate.model;
    if (!model) return badge;
    badge.figures =
        ui::words("ui.badge.blocks", {{"blocks", count_text(static_cast<double>(model->block_count()))}});
    const auto& summaries = project.results.estimate.summaries;
    std::vector<std::string> names;
    if (summaries)
        for (const auto& summary : *summaries) names.push_back(summary.element);
    else
        names = project.elements();
    const std::string element = main_element(project, names);
    const blocks::ColumnInfo* info = model->info(element);
    if (info == nullptr || info->type != blocks::ColumnType::real) return badge;
    // A sample is enough for a picture that is two dozen pixels wide.
    constexpr std::size_t enough = 50'000;
    const auto leaves = model->real_leaves(element);
    const std::size_t stride = std::max<std::size_t>(1, leaves.size() * 512 / enough) | 1;
    std::vector<double> values;
    for (std::size_t at = 0; at < leaves.size() * 512; at += stride)
        if (model->leaf(at / 512).is_active(static_cast<int>(at % 512)))
            values.push_back(static_cast<double>(leaves[at / 512][at % 512]));
    badge.bars = histogram(std::move(values));
    if (summaries)
        for (const auto& summary : *summaries)
            if (summary.element == element)
                badge.figures = ui::words("ui.badge.mean",
                                          {{"count", count_text(static_cast<double>(summary.estimated))},
                                           {"mean", ui::number_text(summary.estimate_mean, 3).toStdString()},
                                           {"unit", info->unit},
                                           {"element", element}});
    return badge;
}

/// The verdict on the main element, with the true grade of its estimates' classes as a picture: level where they tell
/// nothing, a straight rise where they are right.
StageBadge of_validation(const Project& project) {
    StageBadge badge;
    const auto& validation = project.results.estimate.validation;
    if (!validation) return badge;
    std::vector<std::string> names;
    for (const auto& one : validation->elements) names.push_back(one.element);
    const geostat::ElementValidation* main = validation->element(main_element(project, names));
    if (main == nullptr) return badge;
    const int none = geostat::count_of(*main, geostat::Verdict::not_judged);
    badge.figures = ui::words("ui.badge.verdict",
                              {{"element", main->element},
                               {"verdict", base::text(geostat::verdict_key(main->verdict), ui::language())},
                               {"passed", count_text(geostat::count_of(*main, geostat::Verdict::passed))},
                               {"judged", count_text(geostat::criteria - none)}});
    for (const geostat::ErrorClass& one : main->by_hole.classes) badge.bars.push_back(std::max(0.0, one.truth));
    const double most = badge.bars.empty() ? 0 : *std::ranges::max_element(badge.bars);
    for (double& bar : badge.bars) bar = most > 0 ? bar / most : 0;
    return badge;
}

/// The means of the realisations: how far they part.
StageBadge of_simulation(const Project& project) {
    StageBadge badge;
    const auto& s = project.results.simulation.summary;
    if (!s || s->mean.empty()) return badge;
    badge.figures = ui::words("ui.badge.simulation",
                              {{"count", count_text(s->realisations)},
                               {"element", s->element},
                               {"mean", ui::number_text(project::spread_of(s->mean).p50, 3).toStdString()},
                               {"unit", s->unit}});
    badge.bars = histogram(s->mean);
    return badge;
}

/// Half of the realisations' curves, at the deck's price.
StageBadge of_band(const Project& project) {
    StageBadge badge;
    const auto& band = project.results.simulation.band;
    const auto& value = project.results.value;
    const economics::Commodity* main = value.deck ? economics::main_commodity(*value.deck) : nullptr;
    if (!band || main == nullptr || band->price.empty()) return badge;
    std::size_t nearest = 0;
    for (std::size_t n = 0; n < band->price.size(); ++n)
        if (std::abs(band->price[n] - main->price) < std::abs(band->price[nearest] - main->price)) nearest = n;
    const auto text = [](double tonnes) { return ui::tonnes_text(tonnes).toStdString(); };
    badge.figures = ui::words("ui.badge.band", {{"low", text(band->tonnes[nearest].p10)},
                                                {"middle", text(band->tonnes[nearest].p50)},
                                                {"high", text(band->tonnes[nearest].p90)},
                                                {"commodity", main->name},
                                                {"price", ui::price_text(band->price[nearest]).toStdString()}});
    for (std::size_t n = 0; n < band->price.size(); n += 4) badge.bars.push_back(band->tonnes[n].p50);
    const double most = badge.bars.empty() ? 0 : *std::ranges::max_element(badge.bars);
    for (double& bar : badge.bars) bar = most > 0 ? bar / most : 0;
    badge.line = true;
    return badge;
}

StageBadge of_bounds(const Project& project) {
    StageBadge badge;
    const auto& summary = project.results.bounds.summary;
    if (!summary) return badge;
    std::int64_t out = 0;
    for (std::size_t n = static_cast<std::size_t>(project::Excluded::air); n < project::exclusions; ++n)
        out += summary->out[n].blocks;
    badge.figures = ui::words("ui.badge.bounds", {{"out", count_text(static_cast<double>(out))},
                                                  {"cut", count_text(static_cast<double>(summary->counted.cut))}});
    return badge;
}

StageBadge of_value(const Project& project) {
    StageBadge badge;
    const auto& value = project.results.value;
    if (!value.deck) return badge;
    const auto& curve = value.curve(value.deck->test);
    const economics::Commodity* main = economics::main_commodity(*value.deck);
    if (!curve || main == nullptr) return badge;
    badge.figures = ui::words("ui.badge.usable",
                              {{"tonnes", ui::tonnes_text(curve->at(main->price).tonnes).toStdString()},
                               {"commodity", main->name},
                               {"price", ui::price_text(main->price).toStdString()}});
    const auto [low, high] = curve->useful_range(main->price);
    for (const auto& totals : curve->sample(low, high, bar_count)) badge.bars.push_back(totals.tonnes);
    const double most = badge.bars.empty() ? 0 : *std::ranges::max_element(badge.bars);
    for (double& bar : badge.bars) bar = most > 0 ? bar / most : 0;
    badge.line = true;
    return badge;
}

StageBadge of_rates(const Project& project) {
    StageBadge badge;
    const auto& rates = project.results.utilization.rates;
    if (!rates || rates->empty()) return badge;
    for (const utilization::Rate& rate : rates->front().rates) {
        if (rate.id == "R1" && rate.value)
            badge.figures = ui::words("ui.badge.rate", {{"rate", ui::percent_text(*rate.value, 1).toStdString()}});
        badge.bars.push_back(std::clamp(rate.value.value_or(0), 0.0, 1.0));
    }
    return badge;
}

StageBadge of_orebodies(const Project& project) {
    StageBadge badge;
    if (const auto tables = project::orebody_tables(project.results))
        badge.figures = ui::words("ui.badge.orebodies", {{"mines", count_text(static_cast<double>(tables->mines.rows.size()))},
                                                         {"orebodies", count_text(static_cast<double>(tables->orebodies.rows.size()))}});
    return badge;
}

/// How much of the spread of unseen mines the chosen learner explains, of both costs.
StageBadge of_cost_model(const Project& project) {
    StageBadge badge;
    const auto model = project::cost_model(project.results);
    if (!model) return badge;
    QStringList parts;
    for (const costmodel::TargetModel& target : model->targets)
        if (const costmodel::NestedScore* score = target.score(target.learner))
            parts << ui::words("ui.badge.cost_model", {{"target", ui::words((std::string("costmodel.target.") + costmodel::target_id(target.target)).c_str()).toStdString()},
                                                       {"score", ui::number_text(score->mean_r2(), 2).toStdString()}});
    badge.figures = parts.join(", ");
    return badge;
}

StageBadge of_verdicts(const Project& project) {
    StageBadge badge;
    const auto study = project::orebody_study(project.results);
    if (!study) return badge;
    const auto usable = std::ranges::count(study->verdicts, costmodel::OrebodyState::usable, &costmodel::OrebodyVerdict::state);
    badge.figures = ui::words("ui.badge.verdicts", {{"usable", count_text(static_cast<double>(usable))},
                                                    {"all", count_text(static_cast<double>(study->verdicts.size()))}});
    return badge;
}

/// Of the largest pit; the bars are what is moved for each.
StageBadge of_pits(const Project& project) {
    StageBadge badge;
    const auto& study = project.results.pits.study;
    if (!study) return badge;
    if (study->rows.empty()) {
        badge.figures = ui::words("ui.badge.no_pit");
        return badge;
    }
    const pits::PitRow& last = study->rows.back();
    const double most = last.ore_tonnes + last.waste_tonnes;
    badge.figures = ui::words("ui.badge.pits", {{"count", std::to_string(study->rows.size())},
                                                {"ore", ui::tonnes_text(last.ore_tonnes).toStdString()}});
    for (const pits::PitRow& row : study->rows)
        badge.bars.push_back(most > 0 ? (row.ore_tonnes + row.waste_tonnes) / most : 0);
    return badge;
}

/// Bars: ε* of each element.
StageBadge of_occurrence(const Project& project) {
    StageBadge badge;
    const auto& study = project.results.occurrence.study;
    if (!study || study->plan.elements.empty()) return badge;
    QStringList parts;
    for (std::size_t e = 0; e < study->plan.elements.size(); ++e) {
        const double theory = study->sums[e].theoretical();
        if (!std::isfinite(theory)) continue;
        badge.bars.push_back(std::clamp(theory, 0.0, 1.0));
        if (parts.size() < 3)
            parts << QString::fromStdString(study->plan.elements[e].element) + " " + ui::percent_text(theory, 0);
    }
    badge.figures = ui::words("ui.badge.occurrence", {{"list", parts.join(QStringLiteral(", ")).toStdString()}});
    return badge;
}

/// Bars are the usable tonnes of each scenario, after those of the base.
/// What goes on in the system, with the largest stock of its first metal as a picture.
StageBadge of_flows(const Project& project) {
    StageBadge badge;
    const auto study = project::flow_study(project.results);
    if (!study) return badge;
    badge.figures = ui::words("ui.badge.flows", {{"flows", count_text(static_cast<double>(study->system.flows.size()))},
                                                 {"first", study->year_name(0)},
                                                 {"last", study->year_name(study->solved.years - 1)}});
    const auto tuples = project::tuples_of(study->system, project::element_dimension(study->system), 0);
    std::vector<double> most;
    for (const recycling::SolvedStock& one : study->solved.stocks) {
        std::vector<double> sum(static_cast<std::size_t>(study->solved.years));
        for (const std::size_t u : tuples)
            for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += std::max(0.0, one.stock[u * sum.size() + t]);
        if (most.empty() || sum.back() > most.back()) most = std::move(sum);
    }
    const double high = most.empty() ? 0 : *std::ranges::max_element(most);
    for (int n = 0; n < bar_count && high > 0; ++n)
        badge.bars.push_back(most[static_cast<std::size_t>(n) * (most.size() - 1) / (bar_count - 1)] / high);
    return badge;
}

StageBadge of_scrap(const Project& project) {
    StageBadge badge;
    const auto study = project::scrap_study(project.results);
    if (!study) return badge;
    const auto usable = std::ranges::count_if(study->streams, [](const project::ScrapStream& row) { return row.usable_t > 0; });
    badge.figures = ui::words("ui.badge.scrap", {{"count", count_text(static_cast<double>(study->streams.size()))}, {"usable", count_text(static_cast<double>(usable))}});
    return badge;
}

StageBadge of_scenarios(const Project& project) {
    StageBadge badge;
    const auto& study = project.results.scenarios.study;
    if (!study || study->rows.empty()) return badge;
    badge.figures = ui::words("ui.badge.scenarios", {{"count", std::to_string(study->rows.size())}});
    double most = study->rows.front().against_base.before.tonnes;
    for (const project::ScenarioRow& row : study->rows) most = std::max(most, row.against_base.after.tonnes);
    if (!(most > 0)) return badge;
    badge.bars.push_back(study->rows.front().against_base.before.tonnes / most);
    for (const project::ScenarioRow& row : study->rows) badge.bars.push_back(row.against_base.after.tonnes / most);
    return badge;
}

/// Bars: what each layer covers of the voxels to be predicted.
StageBadge of_evidence(const Project& project) {
    StageBadge badge;
    const auto evidence = project::evidence_of(project.results);
    if (!evidence) return badge;
    badge.figures = ui::words("ui.badge.evidence", {{"count", std::to_string(evidence->layers.size())}, {"positive", count_text(static_cast<double>(evidence->positives))}});
    for (const project::EvidenceLayer& layer : evidence->layers) {
        const double share = layer.coverage.predicted_share();
        badge.bars.push_back(std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0);
    }
    return badge;
}

/// Bars: the area of each method in folds of space.
StageBadge of_potential(const Project& project) {
    StageBadge badge;
    const auto prediction = project::prediction_of(project.results);
    if (!prediction) return badge;
    for (const project::MethodNote& method : prediction->methods) {
        badge.bars.push_back(std::isfinite(method.mean) && method.refused.empty() ? std::clamp(method.mean, 0.0, 1.0) : 0);
        if (method.name == prediction->method) badge.figures = ui::words("ui.badge.potential", {{"method", method.name}, {"area", ui::plain_number(method.mean, 2).toStdString()}});
    }
    return badge;
}

/// Bars: volumes of the targets.
StageBadge of_targets(const Project& project) {
    StageBadge badge;
    const auto targets = project::targets_of(project.results);
    if (!targets) return badge;
    badge.figures = ui::words("ui.badge.targets", {{"count", std::to_string(targets->targets.size())}, {"holes", std::to_string(targets->holes.size())}});
    double most = 0;
    for (const project::TargetNote& note : targets->targets) most = std::max(most, note.target.volume_m3);
    for (const project::TargetNote& note : targets->targets)
        if (badge.bars.size() < bar_count) badge.bars.push_back(note.target.volume_m3 / most);
    return badge;
}

using Of = std::function<StageBadge(const Project&)>;
const std::map<std::string, Of>& badges() {
    static const std::map<std::string, Of> table = {
        {"import", of_import},        {"model", of_model},   {"composite", of_composites},
        {"variogram", of_variograms}, {"grid", of_grid},     {"shapes", of_shapes},
        {"estimate", of_estimate},    {"bounds", of_bounds}, {"evaluate", of_value},
        {"utilization", of_rates},    {"statistics", of_statistics},
        {"validate", of_validation},  {"simulate", of_simulation},
        {"uncertainty", of_band},     {"pits", of_pits},
        {"orebodies", of_orebodies},
        {"cost_model", of_cost_model},
        {"orebody_verdicts", of_verdicts},
        {"occurrence", of_occurrence}, {"scenarios", of_scenarios},
        {"flows", of_flows},          {"scrap", of_scrap},
        {"evidence", of_evidence},    {"potential", of_potential},
        {"targets", of_targets}};
    return table;
}

}  // namespace

StageBadge stage_badge(const ui::Document& document, const std::string& stage) {
    StageBadge badge;
    if (!document.open()) return badge;
    const Project& project = document.project();
    if (const auto row = badges().find(stage); row != badges().end()) badge = row->second(project);
    const auto count = [&](const base::Finding& finding) {
        if (finding.stage != stage || finding.approved) return;
        if (finding.severity == base::Severity::error) ++badge.errors;
        if (finding.severity == base::Severity::warning) ++badge.warnings;
    };
    if (const auto found = project.results.findings.find(stage);
        found != project.results.findings.end() && found->second)
        std::ranges::for_each(*found->second, count);
    std::ranges::for_each(project.opening, count);
    return badge;
}

QString findings_words(const StageBadge& badge) {
    QStringList parts;
    if (badge.errors > 0)
        parts << ui::words(badge.errors == 1 ? "ui.badge.error" : "ui.badge.errors",
                           {{"count", std::to_string(badge.errors)}});
    if (badge.warnings > 0)
        parts << ui::words(badge.warnings == 1 ? "ui.badge.warning" : "ui.badge.warnings",
                           {{"count", std::to_string(badge.warnings)}});
    return parts.join(ui::words("ui.badge.and"));
}

}  // namespace orelens::panels
