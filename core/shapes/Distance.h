// Signed distance to a solid: negative inside. From a narrow band of voxels (OpenVDB), so good to about a tenth
// of a voxel near the surface and clipped to the band away from it.
#pragma once

#include <memory>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

struct DistanceRule {
    double voxel_m = 5;
    double band_m = 50;  ///< distances beyond are this
};

class SignedDistance {
  public:
    /// The mesh is closed. Errors: a voxel or band that is not above zero; more than 100 million voxels along the
    /// surface by its area; cancelled.
    static base::Expected<SignedDistance> build(const TriangleMesh& closed, const DistanceRule& rule,
                                                const base::Progress& progress);
    ~SignedDistance();
    SignedDistance(SignedDistance&&) noexcept;
    SignedDistance& operator=(SignedDistance&&) noexcept;
    /// Metres; from −band to band. From many threads.
    [[nodiscard]] double at(const Vec3& point) const;

  private:
    struct Grid;
    explicit SignedDistance(std::unique_ptr<Grid> grid);
    std::unique_ptr<Grid> grid_;
};

/// Adds the real column with the distance of block centres in metres. Error: cancelled; no column then.
base::Expected<void> add_distance(blocks::BlockModel& model, const std::string& column, const SignedDistance& distance,
                                  const base::Progress& progress);

}  // namespace orelens::shapes
