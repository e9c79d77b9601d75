// What is known of voxels: positive, drilled barren, or unknown (potential.md §3). From samples of drilling by the exact
// length of each in each voxel, from lists and solids. Never drilled is unknown, and unassayed is not barren.
#pragma once

#include "core/base/Progress.h"
#include "core/drilling/DrillholeSet.h"
#include "core/potential/Evidence.h"
#include "core/shapes/Mesh.h"

namespace orelens::potential {

/// A piece of a hole along a straight line.
struct Sample {
    Vec3 from{}, to{};
    double grade = 0;  ///< NaN = not assayed
    std::int32_t hole = -1;
    double from_m = 0, to_m = 0;  ///< depths down the hole, where it comes from one
};

/// Intervals of one element along their holes' traces, cut at survey stations. What no composite would use (doubtful places,
/// impossible grades) says nothing here either. Errors: no such element.
base::Expected<std::vector<Sample>> samples_of(const drilling::DrillholeSet& holes, const std::string& element);

struct LabelRule {
    double cutoff = 0;                ///< positive: grade ≥ this
    double barren = 0;                ///< barren: grade < this, ≤ cutoff; 0 = half the cutoff
    double least_length_m = 0;        ///< assayed in the voxel; 0 = half the smallest cell edge
};

struct Labels {
    std::vector<std::int8_t> label;      ///< per voxel
    std::vector<float> length_m, grade;  ///< assayed length and its mean grade; NaN where none
    std::vector<std::int32_t> hole;      ///< the one with most length in the voxel; −1 = none
    std::int64_t positives = 0, barrens = 0;
    std::int64_t weak = 0;  ///< drilled and assayed, neither positive nor barren
    std::int64_t inactive = 0;  ///< would have been labelled, but is not active
};

/// Errors (kind usage): a cutoff that is not above 0, a barren limit above it.
base::Expected<Labels> label_samples(const Evidence& evidence, const std::vector<Sample>& samples, const LabelRule& rule);

/// One label from another source, with its place.
struct GivenLabel {
    std::int64_t voxel = 0;
    Label label = unknown;
    std::int64_t row = 0;  ///< line of its file, 0 = none
    std::string source;    ///< "section", "wireframe", a file's name
};
struct Conflict {
    std::int64_t voxel = 0;
    std::string first, second;  ///< sources; "drilling" for samples
};
/// Adds what is not unknown to the labels. A voxel with two different labels keeps the first, and is listed.
/// Errors (kind data): a voxel outside the grid (which, of how many).
base::Expected<std::vector<Conflict>> add_labels(Labels& labels, const std::vector<GivenLabel>& given, const std::string& base_source);

/// Positive voxels whose centre lies in a closed solid.
base::Expected<std::vector<GivenLabel>> labels_in(const GridGeometry& grid, const shapes::TriangleMesh& solid, const std::string& source,
                                                  const base::Progress& progress);

/// What the numbers of labels allow: which methods still hold with few positives, no barren, positives that a layer
/// does not cover. As text keys with their arguments; errors are in `refused`.
struct LabelAdvice {
    std::vector<base::Message> said;
    std::vector<base::Message> refused;
};
LabelAdvice judge(const Evidence& evidence, const Labels& labels);

}  // namespace orelens::potential
