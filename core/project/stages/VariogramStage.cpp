// Fits or states how each element varies in space.

#include "core/geostat/ExamineFit.h"
#include "core/project/ElementRules.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsEstimate.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;

Expected<geostat::VariogramFit> variogram_of(const Project& project, const std::string& element,
                                             base::Progress& progress) {
    const ElementRecipe& own = element_rules(project.recipe, element);
    const geostat::VariogramRule& rule = own.variogram;
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    if (rule.fit) {
        geostat::FitRule how = geostat::fit_rule(rule, own.assay.top_cut);
        how.weights = declustering_weights(project, element);
        return geostat::fit_variogram(samples, element, how, progress);
    }
    geostat::VariogramFit stated;
    stated.spacing = project.results.statistics.overview
                         ? project.results.statistics.overview->spacing
                         : drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    stated.model = geostat::stated_variogram(rule);
    stated.note = Message("project.variogram_stated");
    return stated;
}

Expected<void> run_variogram(Project& project, base::Progress& progress) {
    Results& results = project.results;
    const Stage& self = *find_stage(project.stages(), "variogram");
    std::map<std::string, std::string>& kept = results.key_stamps[self.id];
    if (!results.drilling.composites || !project.recipe.model.file.empty()) {
        results.estimate.variograms.reset();
        kept.clear();
        return {};
    }
    const std::vector<std::string> elements = project.elements();
    std::map<std::string, std::string> prints;
    std::vector<geostat::VariogramFit> fits;
    for (std::size_t n = 0; n < elements.size(); ++n) {
        const std::string& element = elements[n];
        prints[element] = key_fingerprint(project, self, element);
        const auto before = kept.find(element);
        if (results.estimate.variograms && before != kept.end() && before->second == prints[element]) {
            // Fits are kept in element order, the order of the stamps' keys at that time.
            const auto at = static_cast<std::size_t>(std::distance(kept.begin(), before));
            if (at < results.estimate.variograms->size()) {
                fits.push_back(results.estimate.variograms->at(at));
                continue;
            }
        }
        base::Progress part =
            progress.part(static_cast<double>(n) / static_cast<double>(elements.size()),
                          static_cast<double>(n + 1) / static_cast<double>(elements.size()));
        auto fit = variogram_of(project, element, part);
        if (!fit) return std::unexpected(fit.error());
        fits.push_back(std::move(*fit));
    }
    if (progress.cancelled()) return base::cancelled();
    results.estimate.variograms = shared(std::move(fits));
    kept = std::move(prints);
    return {};
}

/// What the pairs of samples at one place told, or that they tell nothing.
void pairs_at_one_place(const geostat::VariogramFit& fit, const std::string& element,
                        std::vector<base::Finding>& findings) {
    const geostat::LagPoint& at = fit.at_one_place;
    if (at.pairs == 0) return;
    const double sill = fit.model.sill();
    findings.push_back(doubt("variogram", fit.copies ? "variogram_copies" : "variogram_place_pairs",
                             fit.copies ? base::Severity::warning : base::Severity::info, at.pairs,
                             {{"element", element},
                              {"gamma", base::number(at.gamma, 3)},
                              {"nugget", base::number(fit.model.nugget, 3)},
                              {"share", percent_text(fit.model.nugget, sill)}}));
    findings.back().column = element;
}

struct DoubtWords {
    const char* kind;
    base::Severity severity;
};
/// In the order of FitDoubt.
constexpr DoubtWords doubt_words[] = {{"variogram_default", base::Severity::warning},
                                      {"variogram_range_short", base::Severity::warning},
                                      {"variogram_below_spacing", base::Severity::warning},
                                      {"variogram_nugget_unknown", base::Severity::warning},
                                      {"variogram_nugget_only", base::Severity::warning},
                                      {"variogram_no_sill", base::Severity::info},
                                      {"variogram_uncertain", base::Severity::info},
                                      {"variogram_plane", base::Severity::info},
                                      {"variogram_below_pairs", base::Severity::warning},
                                      {"variogram_above_pairs", base::Severity::info},
                                      {"variogram_steepened", base::Severity::info}};

base::Finding about(const geostat::VariogramFit& fit, geostat::FitDoubt what, const std::string& element, double length) {
    const bool spacing = what == geostat::FitDoubt::below_spacing || what == geostat::FitDoubt::no_sill ||
                         what == geostat::FitDoubt::uncertain_range;
    const double range = spacing ? geostat::longest_range(fit.model) : geostat::shortest_range(fit.model);
    const bool below = what == geostat::FitDoubt::below_pairs;
    const DoubtWords& words = doubt_words[static_cast<std::size_t>(what)];
    return doubt("variogram", words.kind, words.severity, 1,
                 {{"element", element},
                  {"range", geostat::range_text(range)},
                  {"length", base::number(length, 4)},
                  {"spacing", geostat::range_text(fit.spacing.between_m)},
                  {"nearest", geostat::range_text(fit.nearest_m)},
                  {"reach", geostat::range_text(fit.reach_m)},
                  {"low", geostat::range_text(fit.range_low_m[0])},
                  {"high", geostat::range_text(fit.range_high_m[0])},
                  {"nugget", percent_text(fit.model.nugget, fit.model.sill())},
                  {"times", base::number(below ? fit.pairs_ratio : 1 / fit.pairs_ratio, 2)},
                  {"near", geostat::range_text(1.5 * fit.spacing.between_m)},
                  {"short", geostat::range_text(fit.model.structures.empty() ? 0 : fit.model.structures.front().shape.range_major_m)},
                  {"share", percent_text(fit.steepened, 1)}});
}

std::vector<base::Finding> examine_variogram(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    if (!project.results.estimate.variograms) return findings;
    const auto& fits = *project.results.estimate.variograms;
    const std::vector<std::string> elements = project.elements();
    const double length = project.recipe.composite.length_m;
    for (std::size_t n = 0; n < fits.size() && n < elements.size(); ++n) {
        for (const geostat::FitDoubt one : geostat::doubts_of(fits[n], length)) {
            findings.push_back(about(fits[n], one, elements[n], length));
            findings.back().column = elements[n];
        }
        pairs_at_one_place(fits[n], elements[n], findings);
    }
    return findings;
}

}  // namespace

Stage variogram_stage() {
    Stage stage;
    stage.id = "variogram";
    stage.workspace = "perspective";
    stage.label = {"Variograms", "变异函数"};
    stage.doing = {"Fitting variograms", "拟合变异函数"};
    stage.help = {"Fit or state how grades vary in space", "拟合或给定品位的空间变异"};
    stage.inputs = {"composite", "statistics"};
    stage.parameters = {"element.*.variogram."};
    stage.reads_parameters = {"element.*.top_cut"};
    stage.keys = "element";
    stage.depends = model_instead;
    stage.model_replaces = true;
    stage.share = 0.07;
    stage.results = {archived<std::vector<geostat::VariogramFit>>(
        "estimate.variograms", [](Results & r) -> auto& { return r.estimate.variograms; })};
    stage.size = variogram_size;
    stage.run = run_variogram;
    stage.examine = examine_variogram;
    return stage;
}

}  // namespace orelens::project
