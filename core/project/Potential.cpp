#include "core/project/Potential.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/potential/Folds.h"
#include "core/project/PotentialWork.h"
#include "core/project/Results.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;

namespace {

using blocks::BlockModel;

/// Every voxel of a model: leaf, place in it, place in the grid.
template <class Visit>
void each_voxel(const BlockModel& model, Visit visit) {
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) visit(leaf, n, static_cast<std::size_t>(model.geometry().linear(model.leaf(leaf).index(n))));
}

template <class Target, class Value>
std::vector<Target> integers(const BlockModel& model, const char* column, Target absent, Value value) {
    std::vector<Target> made(static_cast<std::size_t>(model.geometry().cell_count()), absent);
    if (!model.has(column)) return made;
    const auto leaves = model.integer_leaves(column);
    each_voxel(model, [&](std::size_t leaf, int n, std::size_t v) {
        if (const std::int32_t code = leaves[leaf][n]; code != blocks::missing_int) made[v] = value(code);
    });
    return made;
}

std::vector<std::int8_t> labels_in(const BlockModel& model) {
    return integers<std::int8_t>(model, label_column, potential::unknown, [](std::int32_t code) { return static_cast<std::int8_t>(code); });
}

std::vector<std::uint8_t> active_in(const BlockModel& model) {
    std::vector<std::uint8_t> active(static_cast<std::size_t>(model.geometry().cell_count()), 0);
    each_voxel(model, [&](std::size_t, int, std::size_t v) { active[v] = 1; });
    return active;
}

std::vector<std::uint8_t> marks_in(const BlockModel& model, const char* column) {
    return integers<std::uint8_t>(model, column, 0, [](std::int32_t code) { return static_cast<std::uint8_t>(code != 0); });
}

}  // namespace

std::shared_ptr<const EvidenceResult> evidence_of(const Results& results) {
    return more<EvidenceResult>(results, "evidence.study");
}
std::shared_ptr<const PredictionResult> prediction_of(const Results& results) {
    return more<PredictionResult>(results, "potential.study");
}
std::shared_ptr<const TargetResult> targets_of(const Results& results) {
    return more<TargetResult>(results, "targets.study");
}

ToldGrade told_grade(const EvidenceResult& evidence) {
    return told_grade(evidence.grade_fraction);
}

ToldGrade told_grade(double grade_fraction) {
    if (!(grade_fraction > 0)) return {};
    if (grade_fraction < 1e-5) return {"g/t", 1e6 * grade_fraction};
    return {"%", 100 * grade_fraction};
}

std::shared_ptr<const BlockModel> potential_model(const Results& results) {
    auto model = more<BlockModel>(results, "evidence.columns");
    if (!model) return nullptr;
    auto all = std::make_shared<BlockModel>(*model);
    for (const char* name : {"potential.columns", "targets.columns"}) {
        const auto own = more<BlockModel>(results, name);
        if (!own) continue;
        for (const blocks::ColumnInfo& column : own->columns())
            // Of another grid while a stage has not run yet: left out, not mixed.
            if (!all->share_column(*own, column.name)) break;
    }
    return all;
}

std::vector<float> column_values(const BlockModel& model, const std::string& column) {
    std::vector<float> values(static_cast<std::size_t>(model.geometry().cell_count()), potential::missing);
    const blocks::ColumnInfo* info = model.info(column);
    if (info == nullptr) return values;
    if (info->type == blocks::ColumnType::real) {
        const auto leaves = model.real_leaves(column);
        each_voxel(model, [&](std::size_t leaf, int n, std::size_t v) { values[v] = leaves[leaf][n]; });
        return values;
    }
    const auto leaves = model.integer_leaves(column);
    each_voxel(model, [&](std::size_t leaf, int n, std::size_t v) {
        if (const std::int32_t code = leaves[leaf][n]; code != blocks::missing_int) values[v] = static_cast<float>(code);
    });
    return values;
}

potential::TargetData TargetInput::data() const {
    potential::TargetData data;
    data.probability = probability;
    data.labels = labels;
    data.out_of_domain = outside;
    data.excluded = excluded;
    data.drilled_since = drilled_since;
    data.workings = workings;
    data.ground = ground ? &*ground : nullptr;
    return data;
}

MetAndFound met_in(const potential::Target& target, std::span<const std::uint8_t> met, std::span<const std::uint8_t> ore) {
    MetAndFound made;
    if (met.empty()) return made;
    for (const std::int64_t v : target.voxels) {
        made.met += met[static_cast<std::size_t>(v)] != 0;
        made.found += ore[static_cast<std::size_t>(v)] != 0;
    }
    return made;
}

base::Expected<potential::TargetList> targets_at(const TargetInput& input, double threshold, const std::vector<potential::TargetEdit>& edits, std::vector<base::Message>& said) {
    potential::TargetRule rule = input.rule;
    rule.threshold = threshold;
    auto list = potential::find_targets(input.evidence, input.data(), rule);
    if (!list) return list;
    for (const auto* some : {&input.study_edits, &edits}) potential::edit_targets(input.evidence, input.data(), rule, *some, *list, said);
    return list;
}

std::shared_ptr<const TargetInput> target_input(const Results& results) {
    const auto evidence = evidence_of(results);
    const auto model = potential_model(results);
    if (!evidence || !model || !prediction_of(results) || !model->has(probability_column)) return nullptr;
    auto made = std::make_shared<TargetInput>();
    made->evidence.grid = evidence->grid;
    made->evidence.active = active_in(*model);
    made->probability = column_values(*std::as_const(model), probability_column);
    made->labels = labels_in(*model);
    if (model->has(domain_column)) made->outside = marks_in(*model, domain_column);
    if (model->has(excluded_column)) made->excluded = marks_in(*model, excluded_column);
    made->ground = evidence->ground;
    if (model->has(workings_column)) {
        const auto marks = marks_in(*model, workings_column);
        for (std::size_t v = 0; v < marks.size(); ++v)
            if (marks[v] != 0) made->workings.push_back(potential::centre_of(evidence->grid, static_cast<std::int64_t>(v)));
    }
    if (model->has(new_hole_column)) {
        made->drilled_since = integers<std::uint8_t>(*model, new_hole_column, 0, [](std::int32_t) { return std::uint8_t{1}; });
        made->ore_since = integers<std::uint8_t>(*model, new_hole_column, 0, [](std::int32_t code) { return static_cast<std::uint8_t>(code == potential::positive); });
    }
    if (const auto targets = targets_of(results)) {
        made->rule = {targets->threshold, targets->connectivity, targets->least_volume_m3, 0};
        made->study_edits = potential::target_edits(targets->study_edits).value_or(std::vector<potential::TargetEdit>());
        made->edits = potential::target_edits(targets->edits).value_or(std::vector<potential::TargetEdit>());
    }
    return made;
}

base::Expected<BlockModel> active_model(const potential::Evidence& evidence, const base::Progress& progress) {
    return BlockModel::where(evidence.grid, [&](const blocks::Index3& at) { return evidence.active[static_cast<std::size_t>(evidence.grid.linear(at))] != 0; }, &progress);
}

void add_real(BlockModel& model, const std::string& name, std::span<const float> values, const std::string& unit) {
    model.add_column({.name = name, .type = blocks::ColumnType::real, .unit = unit, .codes = {}});
    const auto leaves = model.real_leaves(name);
    each_voxel(model, [&](std::size_t leaf, int n, std::size_t v) { leaves[leaf][n] = values[v]; });
}

void add_codes(BlockModel& model, const std::string& name, std::span<const std::int32_t> values, std::vector<std::string> codes) {
    std::int32_t highest = 0;
    for (const std::int32_t value : values) highest = std::max(highest, value);
    model.add_column({.name = name, .type = blocks::ColumnType::integer, .unit = "", .codes = std::move(codes)}, highest);
    const auto writer = model.integer_writer(name);
    each_voxel(model, [&](std::size_t leaf, int n, std::size_t v) { writer.set(leaf, n, values[v] < 0 ? blocks::missing_int : values[v]); });
}

void take_evidence(PotentialStudy& study, const EvidenceResult& result, const BlockModel& model) {
    study.evidence.grid = result.grid;
    study.evidence.active = active_in(model);
    study.evidence.layers.clear();
    for (const EvidenceLayer& one : result.layers) {
        potential::Layer layer;
        layer.id = one.id;
        layer.nominal = one.nominal;
        layer.projected = one.projected;
        layer.from = one.from;
        layer.values = column_values(model, evidence_prefix + one.id);
        study.evidence.layers.push_back(std::move(layer));
    }
    study.ground = result.ground;
    potential::Labels& labels = study.labels;
    labels = {};
    labels.label = labels_in(model);
    labels.length_m = column_values(model, label_length_column);
    labels.grade = column_values(model, label_grade_column);
    labels.hole = integers<std::int32_t>(model, label_hole_column, -1, [](std::int32_t code) { return code; });
    labels.positives = result.positives;
    labels.barrens = result.barrens;
    labels.weak = result.weak;
    labels.inactive = result.inactive;
    study.grade_fraction = result.grade_fraction;
}

EarlierLayers earlier_layers(const EvidenceResult& result, const BlockModel& model) {
    EarlierLayers earlier;
    for (const EvidenceLayer& one : result.layers) {
        potential::Layer layer;
        layer.id = one.id;
        layer.nominal = one.nominal;
        layer.projected = one.projected;
        layer.from = one.from;
        layer.values = column_values(model, evidence_prefix + one.id);
        earlier.by_stamp[one.stamp] = std::move(layer);
        earlier.findings[one.stamp] = one.findings;
    }
    return earlier;
}

}  // namespace orelens::project
