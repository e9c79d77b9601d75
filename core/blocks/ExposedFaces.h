// The visible faces of {blocks with value ≤ threshold}, or ≥: for outlines, exported surfaces and counts.
// Prepare once per column, then ask for any threshold: leaves that lie wholly on one side cost nothing but
// their border. Not for drawing a moving slider on huge models; that is BucketVolume.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// One side of one block, towards −u, +u, −v, +v, −w, +w.
enum class Side : std::uint8_t { minus_u, plus_u, minus_v, plus_v, minus_w, plus_w };

struct Face {
    std::uint32_t leaf = 0;
    std::uint16_t position = 0;  ///< within the leaf, [0, 512)
    Side side = Side::minus_u;
    bool operator==(const Face&) const = default;
};

struct FaceCount {
    std::int64_t blocks = 0;  ///< blocks in the set
    std::int64_t faces = 0;   ///< their sides that touch no other block of the set
    bool operator==(const FaceCount&) const = default;
};

/// Which side of the threshold is in the set; the threshold itself always is.
enum class Sense : std::uint8_t { at_most, at_least };

class ExposedFaces {
  public:
    /// Reads the column once. The model must outlive this object and keep the column's values. An empty
    /// column name takes every block, whatever the threshold. Blocks where the integer column `without` is
    /// neither 0 nor missing are in no set; a model that has none by that name leaves none out. Error: no such
    /// real column.
    static base::Expected<ExposedFaces> prepare(const BlockModel& model, const std::string& column,
                                                Sense sense = Sense::at_most,
                                                const std::string& without = "");

    /// Missing values are in no set; under `at_most` −∞ is in every set, under `at_least` +∞.
    [[nodiscard]] FaceCount count(double threshold) const;
    /// Lowest and highest value that a set could hold; NaN both where there is none, or no column.
    [[nodiscard]] std::array<double, 2> range() const;
    /// In leaf order, within a leaf by side, then by position.
    [[nodiscard]] std::vector<Face> faces(double threshold) const;

  private:
    using Mask = std::array<std::uint64_t, 8>;
    enum class State : std::uint8_t { none, some, solid };
    struct Cut;

    [[nodiscard]] Cut cut(double threshold) const;
    template <class Take>
    void walk(const Cut& cut, const Take& take) const;

    Sense sense_ = Sense::at_most;
    std::vector<const float*> values_;  // empty when every block counts
    std::vector<Mask> known_;           // blocks that have a value
    std::vector<float> low_, high_;     // range of the known values of a leaf
    std::vector<std::array<std::uint32_t, 6>> neighbours_;
};

/// Corner points in world coordinates, shared between faces; quads wind anticlockwise seen from outside.
struct Surface {
    std::vector<Vec3> points;
    std::vector<std::array<std::uint32_t, 4>> quads;
};

/// Error: more than 2³² corners; cancelled.
base::Expected<Surface> surface_of(const BlockModel& model, const std::vector<Face>& faces,
                                   const base::Progress& progress = base::Progress());

}  // namespace orelens::blocks
