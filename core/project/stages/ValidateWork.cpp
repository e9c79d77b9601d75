#include "core/project/DomainVariograms.h"
#include "core/project/stages/ValidateWork.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/Parallel.h"
#include "core/geostat/EstimateOptions.h"
#include "core/project/IndicatorVariograms.h"
#include "core/project/ModelShape.h"
#include "core/project/stages/Cokriged.h"
#include "core/project/stages/EstimateColumns.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/SampleDomains.h"
#include "core/project/stages/SimulateWork.h"
#include "core/statistics/NormalScore.h"
#include "core/statistics/Overview.h"

namespace orelens::project {
namespace {

using base::Expected;
using blocks::BlockModel;
using geostat::CrossValidation;
using geostat::ElementEstimate;
using geostat::ElementValidation;

std::string nearest_name(const std::string& element) {
    return element + " (nearest)";
}

double cut(double value, double top_cut) {
    return std::isnan(top_cut) ? value : std::min(value, top_cut);
}

/// Everything that the elements share.
struct Work {
    const Project& project;
    const drilling::CompositeTable& samples;
    std::vector<ElementEstimate> all;
    std::optional<DomainPlan> domains;
    std::vector<DomainRows> rows;
    BlockModel blocks;  ///< some of the model, with the nearest neighbour beside each grade

    [[nodiscard]] const geostat::ValidationRule& rule() const { return project.recipe.validate; }
};

/// The nearest sample's grade in every block that has an estimate.
Expected<void> add_nearest(Work& work, base::Progress& progress) {
    drilling::CompositeTable renamed = work.samples;
    std::vector<ElementEstimate> nearest;
    for (const ElementEstimate& how : work.all) {
        if (!work.blocks.has(how.element)) continue;
        ElementEstimate one;
        one.element = nearest_name(how.element);
        one.method = geostat::Method::nearest_neighbour;
        one.variogram = how.variogram;
        one.search = how.search;
        one.passes = {{how.passes.back().factor, 1, 1, 0, 0}};
        one.top_cut = how.top_cut;
        one.diagnostics = false;
        nearest.push_back(one);
        for (auto& grade : renamed.grades)
            if (grade.name == how.element) grade.name = one.element;
    }
    auto done = work.domains ? estimate_by_domain(work.blocks, renamed, *work.domains, nearest, progress)
                             : geostat::estimate(work.blocks, renamed, nearest, progress);
    if (!done) return std::unexpected(done.error());
    for (const ElementEstimate& how : work.all) {
        if (!work.blocks.has(how.element)) continue;
        const auto grades = std::as_const(work.blocks).real_leaves(how.element);
        const auto beside = work.blocks.real_leaves(nearest_name(how.element));
        base::parallel_for(grades.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t leaf = begin; leaf < end; ++leaf)
                for (int n = 0; n < 512; ++n)
                    if (std::isnan(grades[leaf][n])) beside[leaf][n] = blocks::missing_float;
        });
        if (progress.cancelled()) return base::cancelled();
    }
    return {};
}

Expected<Work> prepare(const Project& project, base::Progress& progress) {
    const Results& results = project.results;
    Work work{project, *results.drilling.composites, {}, {}, {}, {}};
    const std::vector<std::string> elements = project.elements();
    auto all = estimate_inputs(project.recipe, work.samples, elements, *results.estimate.variograms);
    if (!all) return std::unexpected(all.error());
    work.all = std::move(*all);
    if (const auto thresholds = more<IndicatorVariograms>(results, indicator_variograms_name)) use_models(*thresholds, work.all);
    std::vector<geostat::KnownCoregionalisation> known;
    if (results.estimate.together) known = *results.estimate.together;
    base::Progress joining = progress.part(0, 0.05);
    if (auto set = set_cokriging(project, work.samples, work.all, known, joining); !set)
        return std::unexpected(set.error());
    auto domains = sample_domains(project, progress.part(0, 0.1));
    if (!domains) return std::unexpected(domains.error());
    work.domains = std::move(*domains);
    if (work.domains && project.results.estimate.domain_variograms)
        use_models(project, *project.results.estimate.domain_variograms, *work.domains);
    work.rows = rows_by_domain(work.samples, work.domains);
    std::vector<std::string> columns = elements;
    if (work.domains) columns.push_back(work.domains->block_column);
    auto some = some_leaves(*results.estimate.model, columns, project.recipe.validate.blocks,
                            static_cast<std::uint64_t>(project.recipe.validate.seed), progress.part(0.1, 0.3));
    if (!some) return std::unexpected(some.error());
    work.blocks = std::move(*some);
    base::Progress nearest = progress.part(0.3, 1);
    if (auto added = add_nearest(work, nearest); !added) return std::unexpected(added.error());
    return work;
}

/// Rows with a value of the element, in the domains that blocks are estimated from.
std::vector<std::size_t> rows_with(const Work& work, const drilling::CompositeTable::Grade& grade) {
    std::vector<std::size_t> rows;
    for (const DomainRows& domain : work.rows)
        for (const std::size_t n : domain.rows)
            if (!std::isnan(grade.values[n])) rows.push_back(n);
    std::ranges::sort(rows);
    return rows;
}

/// Whether a row is of the domain itself: what contacts let through is estimated in its own.
bool is_own(const Work& work, const DomainRows& domain, std::size_t row) {
    return !work.domains || work.domains->of_sample[row] == domain.domain;
}

/// Domain by domain, as the estimate; rows are those of the composites.
Expected<CrossValidation> without_themselves(const Work& work, const ElementEstimate& how,
                                             const drilling::CompositeTable::Grade& grade,
                                             const std::vector<std::int32_t>& groups,
                                             const std::vector<std::uint8_t>& wanted, base::Progress& progress) {
    CrossValidation whole;
    for (const DomainRows& domain : work.rows) {
        std::vector<std::size_t> rows;
        const std::vector<std::size_t> taken = work.domains ? rows_for(*work.domains, domain.domain) : domain.rows;
        bool any = false;
        for (const std::size_t n : taken) {
            const bool known = !std::isnan(grade.values[n]);
            // Where it was not assayed, its helpers may have been.
            if (!known && !how.cokriging) continue;
            rows.push_back(n);
            any = any || (known && is_own(work, domain, n));
        }
        if (!any) continue;
        std::vector<std::int32_t> own;
        std::vector<std::uint8_t> some;
        for (const std::size_t n : rows) {
            own.push_back(groups[n]);
            some.push_back(is_own(work, domain, n) ? wanted[n] : 0);
        }
        auto part = geostat::cross_validate(*work.project.results.estimate.model, chosen_samples(work.samples, rows),
                                            work.domains ? rule_in(*work.domains, domain.domain, how) : how, own, progress, some);
        if (!part) return part;
        for (const std::size_t row : part->row) whole.row.push_back(rows[row]);
        const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
        append(whole.truth, part->truth);
        append(whole.estimate, part->estimate);
        append(whole.variance, part->variance);
        append(whole.samples, part->samples);
    }
    return whole;
}

geostat::CrossCheck check_of(const CrossValidation& validation, int folds) {
    geostat::CrossCheck check;
    check.folds = folds;
    check.summary = geostat::summarise(validation);
    double sum = 0;
    for (std::size_t n = 0; n < validation.truth.size(); ++n)
        if (!std::isnan(validation.estimate[n])) sum += validation.truth[n];
    check.truth_mean = check.summary.count > 0 ? sum / static_cast<double>(check.summary.count) : std::nan("");
    check.accuracy = geostat::accuracy_plot(validation);
    check.classes = geostat::error_classes(validation);
    return check;
}

/// Each domain's grades as the scores of its own distribution, as a simulation takes them; NaN where there are none.
std::vector<double> scores_of(const Work& work, const ElementEstimate& how, const drilling::CompositeTable::Grade& grade) {
    const std::vector<double> weights = statistics::declustering_weights(
        work.samples, how.element, drilling_cell(work.project, how.element), work.project.recipe.statistics);
    std::vector<double> scores(grade.values.size(), std::nan(""));
    for (const DomainRows& domain : work.rows) {
        std::vector<double> values, share;
        for (const std::size_t n : domain.rows) {
            values.push_back(cut(grade.values[n], how.top_cut));
            if (!weights.empty()) share.push_back(weights[n]);
        }
        const auto own = statistics::normal_scores(values, share, statistics::Ties::shared).score;
        for (std::size_t k = 0; k < own.size(); ++k) scores[domain.rows[k]] = own[k];
    }
    return scores;
}

/// Bands of normal scores: simple kriging of the scores with the model that a simulation would take. A band of scores
/// holds a true score exactly where the band of grades made of it holds the true grade. Empty where there is no such model.
Expected<geostat::AccuracyPlot> bands_of_scores(const Work& work, std::size_t number, const drilling::CompositeTable::Grade& grade,
                                                const std::vector<std::int32_t>& groups,
                                                const std::vector<std::uint8_t>& wanted, base::Progress& progress) {
    const geostat::VariogramFit& fit = work.project.results.estimate.variograms->at(number);
    if (fit.is_default || fit.scale != geostat::FitScale::normal_scores || !(fit.fitted.sill() > 0)) return geostat::AccuracyPlot{};
    const ElementEstimate& how = work.all[number];
    drilling::CompositeTable scored = work.samples;
    scored.grades.assign(1, grade);
    scored.grades.front().values = scores_of(work, how, grade);
    ElementEstimate simple;
    simple.element = how.element;
    simple.method = geostat::Method::simple_kriging;
    simple.variogram = of_sill_one(fit.fitted);
    simple.search = how.search;
    simple.octant_axes = how.octant_axes;
    simple.passes = how.passes;
    Work other{work.project, scored, {simple}, work.domains, work.rows, {}};
    if (other.domains) {
        other.domains->own.clear();
        other.domains->also.clear();
    }
    const auto validation = without_themselves(other, simple, scored.grades.front(), groups, wanted, progress);
    if (!validation) return std::unexpected(validation.error());
    return geostat::accuracy_plot(*validation);
}

Expected<void> cross(const Work& work, std::size_t number, const drilling::CompositeTable::Grade& grade, ElementValidation& sheet,
                     base::Progress& progress) {
    const ElementEstimate& how = work.all[number];
    const geostat::ValidationRule& rule = work.rule();
    const auto seed = static_cast<std::uint64_t>(rule.seed);
    const std::vector<std::size_t> rows = rows_with(work, grade);
    const auto some = geostat::some_of(rows.size(), static_cast<std::size_t>(rule.samples), seed);
    std::vector<std::uint8_t> wanted(work.samples.size(), 0);
    for (std::size_t n = 0; n < rows.size(); ++n) wanted[rows[n]] = some[n];
    base::Progress first = progress.part(0, 0.4), second = progress.part(0.4, 0.8), third = progress.part(0.8, 1);
    const auto alone =
        without_themselves(work, how, grade, geostat::each_alone(work.samples.size()), wanted, first);
    if (!alone) return std::unexpected(alone.error());
    const std::vector<std::int32_t> folds = geostat::folds_of_holes(work.samples.hole, rule.folds, seed);
    const auto by_hole = without_themselves(work, how, grade, folds, wanted, second);
    if (!by_hole) return std::unexpected(by_hole.error());
    sheet.drawn = static_cast<std::int64_t>(alone->truth.size());
    sheet.alone = check_of(*alone, 0);
    sheet.by_hole = check_of(*by_hole, rule.folds);
    if (sheet.by_hole.accuracy.goodness < rule.accuracy_pass) {
        auto scores = bands_of_scores(work, number, grade, folds, wanted, third);
        if (!scores) return std::unexpected(scores.error());
        sheet.by_scores = std::move(*scores);
    }
    for (std::size_t n = 0; n < by_hole->truth.size(); ++n) {
        sheet.truth.push_back(static_cast<float>(by_hole->truth[n]));
        sheet.estimate.push_back(static_cast<float>(by_hole->estimate[n]));
    }
    return {};
}

/// The samples as the estimate takes them, sharing out their weight by the declustering cell in force.
geostat::ReferenceData reference(const Work& work, const ElementEstimate& how, const std::vector<std::size_t>& rows) {
    geostat::ReferenceData data;
    const drilling::CompositeTable own = chosen_samples(work.samples, rows);
    data.weights = statistics::declustering_weights(own, how.element, drilling_cell(work.project, how.element),
                                                    work.project.recipe.statistics);
    for (std::size_t n = 0; n < own.size(); ++n) {
        data.places.push_back({own.x[n], own.y[n], own.z[n]});
        data.values.push_back(cut(own.grade(how.element)->values[n], how.top_cut));
    }
    return data;
}

Expected<ElementValidation> sheet_of(const Work& work, std::size_t number, base::Progress& progress) {
    const ElementEstimate& how = work.all[number];
    ElementValidation sheet;
    sheet.element = how.element;
    sheet.method = geostat::method_choices().at(static_cast<std::size_t>(how.method)).id;
    sheet.assumed_variogram = work.project.results.estimate.variograms->at(number).is_default;
    const drilling::CompositeTable::Grade* grade = work.samples.grade(how.element);
    if (grade != nullptr) {
        sheet.unit = base::symbol(grade->unit);
        const std::vector<std::size_t> rows = rows_with(work, *grade);
        std::set<std::int64_t> holes;
        for (const std::size_t n : rows)
            holes.insert(work.samples.hole[n] >= 0 ? work.samples.hole[n] : -1 - static_cast<std::int64_t>(n));
        sheet.samples = static_cast<std::int64_t>(rows.size());
        sheet.holes = static_cast<std::int64_t>(holes.size());
        base::Progress crossing = progress.part(0, 0.7);
        if (auto done = cross(work, number, *grade, sheet, crossing); !done) return std::unexpected(done.error());
        if (work.blocks.has(how.element)) {
            const std::string beside = nearest_name(how.element);
            const geostat::ReferenceData data = reference(work, how, rows);
            const std::vector<double> grades = geostat::grades_of(work.blocks, how.element);
            sheet.means = geostat::mean_check(work.blocks, how.element, beside, data);
            auto lines = geostat::swath_lines(work.blocks, how.element, beside, data, work.rule(), progress.part(0.7, 0.9));
            if (!lines) return std::unexpected(lines.error());
            sheet.swaths = std::move(*lines);
            // Samples by the blocks that they are nearest to: the distribution of this volume and no other.
            geostat::ReferenceData by_volume;
            by_volume.values = geostat::grades_of(work.blocks, beside);
            sheet.quantiles = geostat::quantile_check(grades, by_volume, how.variogram, work.blocks.geometry());
            sheet.support = geostat::support_check(grades, by_volume, how.variogram, work.blocks.geometry());
        }
    }
    geostat::judge(sheet, work.rule());
    return sheet;
}

}  // namespace

double drilling_cell(const Project& project, const std::string& element) {
    const auto& overview = project.results.statistics.overview;
    if (!overview) return 0;
    double cell = 0;
    for (const auto& one : overview->elements)
        if (one.element == element) cell = one.cell_m;
    const double wide = overview->spacing.between_wide_m;
    return project.recipe.statistics.cell_m > 0 || !(wide > 0) ? cell : wide;
}

Expected<geostat::ModelValidation> validate_model(const Project& project, base::Progress& progress) {
    base::Progress preparing = progress.part(0, 0.3);
    const auto work = prepare(project, preparing);
    if (!work) return std::unexpected(work.error());
    geostat::ModelValidation all;
    all.blocks = work->blocks.block_count();
    all.of_blocks = project.results.estimate.model->block_count();
    const auto count = static_cast<double>(work->all.size());
    for (std::size_t n = 0; n < work->all.size(); ++n) {
        base::Progress part = progress.part(0.3 + 0.7 * static_cast<double>(n) / count,
                                            0.3 + 0.7 * static_cast<double>(n + 1) / count);
        if (!part.report(0)) return base::cancelled();
        auto sheet = sheet_of(*work, n, part);
        if (!sheet) return std::unexpected(sheet.error());
        all.elements.push_back(std::move(*sheet));
    }
    if (progress.cancelled()) return base::cancelled();
    return all;
}

}  // namespace orelens::project
