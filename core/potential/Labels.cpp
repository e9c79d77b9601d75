#include "core/potential/Labels.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/Vectors.h"
#include "core/drilling/Desurvey.h"
#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"
#include "core/potential/GridWalk.h"
#include "core/potential/Folds.h"
#include "core/shapes/Inside.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

base::Expected<std::vector<Sample>> samples_of(const drilling::DrillholeSet& holes, const std::string& element) {
    const auto* grades = holes.assays.grade(element);
    if (grades == nullptr) return fail(ErrorKind::usage, Message("potential.no_element", {{"element", element}}));
    const auto traces = drilling::desurvey(holes);
    std::vector<Sample> samples;
    for (std::size_t n = 0; n < holes.assays.size(); ++n) {
        const std::int32_t hole = holes.assays.hole[n];
        const double from = holes.assays.from_m[n], to = holes.assays.to_m[n];
        if (hole < 0 || !(to > from) || !drilling::believed(holes, holes.assays, n)) continue;
        const double grade = grades->flags.empty() ? grades->values[n] : drilling::usable_grade(*grades, n);
        const drilling::Trace& trace = traces[static_cast<std::size_t>(hole)];
        std::vector<double> cuts{from};
        if (!trace.straight)
            for (const double depth : trace.depth_m)
                if (depth > from && depth < to) cuts.push_back(depth);
        cuts.push_back(to);
        for (std::size_t c = 0; c + 1 < cuts.size(); ++c)
            samples.push_back({trace.at(cuts[c]), trace.at(cuts[c + 1]), grade, hole, cuts[c], cuts[c + 1]});
    }
    return samples;
}

namespace {

struct Drilled {
    double length = 0, metal = 0;
    std::map<std::int32_t, double> holes;
};

void count(Labels& labels) {
    labels.positives = std::ranges::count(labels.label, positive);
    labels.barrens = std::ranges::count(labels.label, barren);
}

}  // namespace

base::Expected<Labels> label_samples(const Evidence& evidence, const std::vector<Sample>& samples, const LabelRule& rule) {
    const double limit = rule.barren > 0 ? rule.barren : rule.cutoff / 2;
    if (!(rule.cutoff > 0) || limit > rule.cutoff) return fail(ErrorKind::usage, Message("potential.label_limits"));
    const double least = rule.least_length_m > 0 ? rule.least_length_m : 0.5 * *std::ranges::min_element(evidence.grid.block_size);
    std::map<std::int64_t, Drilled> drilled;
    for (const Sample& sample : samples) {
        if (std::isnan(sample.grade)) continue;
        const Vec3 way = base::minus(sample.to, sample.from);
        const double length = base::length(way);
        if (!(length > 0)) continue;
        for (const Chord& chord : walk(evidence.grid, sample.from, base::scaled(way, 1 / length), length)) {
            Drilled& one = drilled[chord.voxel];
            one.length += chord.length_m;
            one.metal += chord.length_m * sample.grade;
            one.holes[sample.hole] += chord.length_m;
        }
    }
    Labels labels;
    const std::size_t voxels = evidence.voxels();
    labels.label.assign(voxels, unknown);
    labels.length_m.assign(voxels, missing);
    labels.grade.assign(voxels, missing);
    labels.hole.assign(voxels, -1);
    constexpr double rounding = 1e-9;  // of a length that is a sum of chords
    for (const auto& [voxel, one] : drilled) {
        const auto v = static_cast<std::size_t>(voxel);
        const double grade = one.metal / one.length;
        labels.length_m[v] = static_cast<float>(one.length);
        labels.grade[v] = static_cast<float>(grade);
        labels.hole[v] = std::ranges::max_element(one.holes, {}, [](const auto& h) { return h.second; })->first;
        const bool enough = one.length >= least - rounding;
        const Label label = !enough ? unknown : grade >= rule.cutoff ? positive : grade < limit ? barren : unknown;
        if (evidence.active[v] == 0) {
            labels.inactive += label != unknown;
            continue;
        }
        labels.label[v] = label;
        labels.weak += label == unknown;
    }
    count(labels);
    return labels;
}

base::Expected<std::vector<Conflict>> add_labels(Labels& labels, const std::vector<GivenLabel>& given, const std::string& base_source) {
    std::vector<Conflict> conflicts;
    std::map<std::int64_t, std::string> source;
    const auto voxels = static_cast<std::int64_t>(labels.label.size());
    for (const GivenLabel& one : given) {
        if (one.voxel < 0 || one.voxel >= voxels)
            return fail(ErrorKind::data, Message("potential.label_outside", {{"voxel", std::to_string(one.voxel)}, {"voxels", std::to_string(voxels)}}),
                        {.file = one.source, .row = one.row});
        if (one.label == unknown) continue;
        std::int8_t& now = labels.label[static_cast<std::size_t>(one.voxel)];
        if (now == unknown) {
            now = one.label;
            source[one.voxel] = one.source;
        } else if (now != one.label) {
            conflicts.push_back({one.voxel, source.contains(one.voxel) ? source[one.voxel] : base_source, one.source});
        }
    }
    count(labels);
    return conflicts;
}

base::Expected<std::vector<GivenLabel>> labels_in(const GridGeometry& grid, const shapes::TriangleMesh& solid, const std::string& source,
                                                  const base::Progress& progress) {
    std::vector<Vec3> centres;
    for (std::int64_t v = 0; v < grid.cell_count(); ++v) centres.push_back(centre_of(grid, v));
    const auto in = shapes::inside(solid, centres, progress);
    if (!in) return std::unexpected(in.error());
    std::vector<GivenLabel> given;
    for (std::size_t v = 0; v < in->size(); ++v)
        if ((*in)[v] != 0) given.push_back({static_cast<std::int64_t>(v), positive, 0, source});
    return given;
}

LabelAdvice judge(const Evidence& evidence, const Labels& labels) {
    LabelAdvice advice;
    if (labels.positives == 0) {
        advice.refused.push_back(Message(std::string("potential.no_positive")));
        advice.said.push_back(Message(std::string("potential.no_positive_fix")));
    } else if (labels.positives < 10) {
        advice.said.push_back(Message(std::string("potential.few_positives"), {{"count", std::to_string(labels.positives)}}));
    }
    if (labels.barrens == 0) advice.said.push_back(Message(std::string("potential.no_barren_fix")));
    for (const Layer& layer : evidence.layers) {
        std::int64_t outside = 0;
        for (std::size_t v = 0; v < labels.label.size(); ++v)
            outside += labels.label[v] == positive && std::isnan(layer.values[v]);
        if (outside > 0)
            advice.said.push_back(Message("potential.positives_outside", {{"count", std::to_string(outside)}, {"of", std::to_string(labels.positives)}, {"layer", layer.id}}));
    }
    return advice;
}

}  // namespace orelens::potential
