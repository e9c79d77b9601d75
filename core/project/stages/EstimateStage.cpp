// A block model of all elements, with unchanged elements carried over from the model before and the domain of
// the nearest composite.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"
#include "core/geostat/Estimate.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/project/Fingerprint.h"
#include "core/project/HardBoundaries.h"
#include "core/project/IndicatorVariograms.h"
#include "core/project/ModelShape.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/BlockDensity.h"
#include "core/project/stages/Cokriged.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateColumns.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/EstimateRounds.h"
#include "core/project/stages/EvaluateColumns.h"
#include "core/project/stages/FieldsEstimate.h"
#include "core/project/stages/KnownModel.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/SampleDomains.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnType;
using geostat::ElementEstimate;

/// The domain of the nearest composite as an integer column: a nearest-neighbour estimate of the code's
/// number.
Expected<void> add_domain(BlockModel& model, const drilling::CompositeTable& samples, double reach_m,
                          base::Progress& progress) {
    drilling::CompositeTable numbered = samples;
    numbered.grades.assign(1, {});
    drilling::CompositeTable::Grade& grade = numbered.grades.front();
    grade.name = "domain number";
    for (const std::int32_t code : samples.domain) grade.values.push_back(code < 0 ? std::nan("") : code);
    grade.assayed_m.assign(samples.size(), 1);
    ElementEstimate nearest;
    nearest.element = grade.name;
    nearest.method = geostat::Method::nearest_neighbour;
    nearest.variogram = {0, {geostat::Structure{}}};
    nearest.search = {0, 0, 0, reach_m, reach_m, reach_m};
    nearest.passes = {{1, 1, 1, 0}};
    nearest.diagnostics = false;
    nearest.codes = true;
    if (auto done = geostat::estimate(model, numbered, {nearest}, progress); !done)
        return std::unexpected(done.error());
    model.add_column({domain_column, ColumnType::integer, "", samples.domain_codes},
                     static_cast<std::int32_t>(samples.domain_codes.size()) - 1);
    const auto numbers = std::as_const(model).real_leaves(grade.name);
    const blocks::IntegerWriter codes = model.integer_writer(domain_column);
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t leaf = begin; leaf < end; ++leaf)
            for (int n = 0; n < 512; ++n)
                if (!std::isnan(numbers[leaf][n]))
                    codes.set(leaf, n, static_cast<std::int32_t>(std::lround(numbers[leaf][n])));
    });
    model.remove_column(grade.name);
    return {};
}

Expected<void> read_model(Project& project, base::Progress& progress) {
    auto model = io::read_blocks(resolved_file(project.recipe, project.model_source), progress);
    if (!model) return std::unexpected(model.error());
    EstimateResults& estimate = project.results.estimate;
    estimate.summaries.reset();
    estimate.together.reset();
    estimate.domain_variograms.reset();
    project.results.more.erase(indicator_variograms_name);
    estimate.geometry = std::make_shared<const blocks::GridGeometry>(model->geometry());
    estimate.model = std::make_shared<const BlockModel>(std::move(*model));
    return {};
}

/// Which blocks and samples belong together, and the model's column that says so. Null: all do.
Expected<std::optional<DomainPlan>> domains_of(const Project& project, BlockModel& model, double reach_m,
                                               base::Progress& progress) {
    auto plan = sample_domains(project, progress.part(0.8, 1));
    if (!plan || !*plan) return plan;
    if (project.recipe.estimate.boundary == geostat::Boundary::lithology) {
        if (auto named = add_domain(model, *project.results.drilling.composites, reach_m, progress); !named)
            return std::unexpected(named.error());
        return plan;
    }
    if (auto added = shapes::add_domains(model, *project.results.shapes.list, (*plan)->outside, progress.part(0, 0.8));
        !added)
        return std::unexpected(added.error());
    return plan;
}

/// Gives the plan the surfaces of solids whose directions blocks follow.
void follow_surfaces(const Project& project, DomainPlan& plan) {
    if (project.recipe.estimate.orientation != geostat::Orientation::surface || plan.block_column != shapes::solid_column) return;
    const std::vector<shapes::Shape>& list = *project.results.shapes.list;
    const std::vector<std::string> codes = shapes::domain_codes(list);
    plan.surfaces.assign(codes.size() + 1, {});
    for (const shapes::Shape* shape : shapes::domains_of(list))
        plan.surfaces[static_cast<std::size_t>(std::ranges::find(codes, shape->code) - codes.begin()) + 1].push_back(&shape->mesh);
    // As far as from hole to hole, and some blocks at least.
    double spacing = 0;
    for (const geostat::VariogramFit& fit : *project.results.estimate.variograms) spacing = std::max(spacing, fit.spacing.between_m);
    const blocks::Vec3& size = project.results.estimate.geometry->block_size;
    plan.surface_within_m = std::max(spacing, 4 * std::max(size[0], size[1]));
}

/// The model that the model stage has read, without a copy.
void take_import(Project& project) {
    EstimateResults& estimate = project.results.estimate;
    estimate.summaries.reset();
    estimate.together.reset();
    estimate.variograms.reset();
    estimate.domain_variograms.reset();
    project.results.more.erase(indicator_variograms_name);
    estimate.model = project.results.model_import.model;
    estimate.geometry = std::make_shared<const blocks::GridGeometry>(estimate.model->geometry());
    project.results.key_stamps.erase("estimate");
}

Expected<void> run_estimate(Project& project, base::Progress& progress) {
    Results& results = project.results;
    if (project.model_source.empty() && results.model_import.model && !project.recipe.model.file.empty()) {
        take_import(project);
        return {};
    }
    if (!project.model_source.empty()) return read_model(project, progress);
    const Stage& self = *find_stage(project.stages(), "estimate");
    if (!results.drilling.composites || !results.estimate.geometry) {
        results.estimate.model.reset();
        results.estimate.summaries.reset();
        results.estimate.together.reset();
        results.estimate.domain_variograms.reset();
        results.more.erase(indicator_variograms_name);
        results.key_stamps.erase(self.id);
        return {};
    }
    const drilling::CompositeTable& samples = *results.drilling.composites;
    const std::vector<std::string> elements = project.elements();
    auto stated = estimate_inputs(project.recipe, samples, elements, *results.estimate.variograms);
    if (!stated) return std::unexpected(stated.error());
    std::vector<ElementEstimate>& all = *stated;
    base::Progress telling = progress.part(0, 0.02);
    auto thresholds = indicator_variograms(project, all, telling);
    if (!thresholds) return std::unexpected(thresholds.error());
    use_models(*thresholds, all);
    const double reach = reach_of(all);
    std::map<std::string, std::string> prints;
    for (const std::string& element : elements) prints[element] = key_fingerprint(project, self, element);
    std::vector<geostat::KnownCoregionalisation> together = kept_models(project, prints);
    base::Progress joining = progress.part(0, 0.02);
    const auto cokriged = set_cokriging(project, samples, all, together, joining);
    if (!cokriged) return std::unexpected(cokriged.error());

    const base::Progress shaping = progress.part(0, 0.02);
    auto model = within_reach(*results.estimate.geometry, samples, reach, &shaping);
    if (!model) return std::unexpected(model.error());
    if (!progress.report(0.02)) return base::cancelled();
    base::Progress parting = progress.part(0.02, 0.12);
    auto domains = domains_of(project, *model, reach, parting);
    if (!domains) return std::unexpected(domains.error());
    if (auto known = add_known(project, *model, all, progress); !known) return std::unexpected(known.error());
    DomainVariograms models;
    if (*domains) {
        base::Progress fitting = progress.part(0.12, 0.2);
        auto made = domain_variograms(project, **domains, fitting);
        if (!made) return std::unexpected(made.error());
        models = std::move(*made);
        use_models(project, models, **domains);
        follow_surfaces(project, **domains);
    }
    base::Progress estimating = progress.part(*domains ? 0.2 : 0.02, 0.82);
    auto summaries = estimate_in_rounds(project, *model, all, with_helpers(project, all, *cokriged, prints), *domains, estimating);
    if (!summaries) return std::unexpected(summaries.error());
    tell(*cokriged, *summaries);
    const base::Progress thinning = progress.part(0.82, 0.85);
    auto kept = without_empty(std::move(*model), elements, &thinning);
    if (!kept) return std::unexpected(kept.error());
    if (kept->block_count() == 0)
        return base::fail(ErrorKind::data, Message("project.no_block_reached"), {},
                          Message("project.no_block_reached_fix"));
    if (project.recipe.estimate.density == geostat::BlockDensity::samples && !all.empty()) {
        base::Progress weighing = progress.part(0.85, 0.9);
        if (auto weighed = add_density(*kept, samples, all.front(), *domains, weighing); !weighed) return weighed;
    }
    if (!samples.domain_codes.empty() && !kept->has(domain_column)) {
        base::Progress naming = progress.part(0.9, 0.93);
        if (auto named = add_domain(*kept, samples, reach, naming); !named) return named;
    }
    base::Progress classing = progress.part(0.93, 1);
    if (auto classed = add_classes(project, *kept, all, classing); !classed) return classed;
    if (progress.cancelled()) return base::cancelled();
    results.estimate.summaries =
        std::make_shared<const std::vector<geostat::EstimateSummary>>(std::move(*summaries));
    results.estimate.together = shared(std::move(together));
    results.estimate.model = std::make_shared<const BlockModel>(std::move(*kept));
    results.estimate.domain_variograms = *domains ? shared(std::move(models)) : nullptr;
    if (thresholds->fits.empty())
        results.more.erase(indicator_variograms_name);
    else
        results.more[indicator_variograms_name] = shared(std::move(*thresholds));
    results.key_stamps[self.id] = std::move(prints);
    return {};
}

ResultRow model_row() {
    ResultRow row;
    row.name = "estimate.model";
    // A model read from a file is kept with the stage that reads it.
    row.present = [](const Results& results) {
        return results.estimate.model != nullptr && results.estimate.model != results.model_import.model;
    };
    row.clear = [](Results& results) { results.estimate.model.reset(); };
    row.shape = [] { return std::string("vdb"); };
    row.stream_out = [](const Results& results, const base::ByteSink& sink, std::size_t piece) {
        return io::write_vdb(*results.estimate.model, sink, piece);
    };
    row.stream_in = [](const base::ByteSource& source, Results& results, const base::Progress& progress) {
        auto model = io::read_vdb(source, progress);
        if (model) results.estimate.model = std::make_shared<const BlockModel>(std::move(*model));
        return whole_if(model);
    };
    return row;
}

}  // namespace

bool is_estimate_suffix(std::string_view suffix) {
    if (suffix.empty()) return false;
    return std::ranges::find(estimate_columns, suffix) != estimate_columns.end() ||
           std::ranges::any_of(estimate_prefixes, [&](const char* start) { return suffix.starts_with(start); });
}

Stage estimate_stage() {
    Stage stage;
    stage.id = "estimate";
    stage.workspace = "perspective";
    stage.label = {"Grade estimates", "品位估算"};
    stage.doing = {"Estimating blocks", "估算块体"};
    stage.help = {"Estimate the grade of every element in the blocks", "估算每个块体中各元素的品位"};
    stage.inputs = {"model", "variogram", "grid", "composite", "shapes"};
    stage.reads_input = [](const Project& project, const std::string& input) {
        const bool estimates = project.recipe.model.file.empty();
        if (input == "shapes") return estimates && project.recipe.estimate.boundary == geostat::Boundary::solids;
        return (input == "model") != estimates;
    };
    stage.parameters = {"estimate.", "classes.", "element.*.top_cut", "element.*.variogram.simple_mean",
                        "element.*.variogram.by_domain",
                        "element.*.estimate."};
    stage.keys = "element";
    stage.beside_keys = {"classes."};
    stage.model_replaces = true;
    stage.share = 0.6;
    stage.results = {archived<std::vector<geostat::EstimateSummary>>(
                         "estimate.summaries", [](Results & r) -> auto& { return r.estimate.summaries; }),
                     archived<std::vector<geostat::KnownCoregionalisation>>(
                         "estimate.together", [](Results & r) -> auto& { return r.estimate.together; }),
                     archived<DomainVariograms>("estimate.domain_variograms",
                                                [](Results & r) -> auto& { return r.estimate.domain_variograms; }),
                     archived_more<IndicatorVariograms>(indicator_variograms_name),
                     model_row()};
    stage.size = estimate_size;
    stage.run = run_estimate;
    stage.restored = [](Project& project, const base::Progress& /*progress*/) {
        const bool reads = project.model_source.empty() && !project.recipe.model.file.empty();
        if (reads && project.results.model_import.model) take_import(project);
        return !reads || project.results.model_import.model || !project.results.stamps.contains("estimate");
    };
    stage.examine = examine_estimate;
    return stage;
}

}  // namespace orelens::project
