// Drillholes as tubes: one short tube per interval, coloured by assay or lithology; stretches without a value
// are thin and grey. Makes the mesh and the legend; the pick along holes is here too because it shares the
// geometry.
#pragma once

#include <vtkSmartPointer.h>

#include <cstdint>
#include <string>
#include <vector>

#include "ui/scene/HoleStretches.h"
#include "ui/scene/Palette.h"
#include "ui/scene/Scene.h"
#include "ui/scene/Space.h"

class vtkActor;
class vtkPolyData;
class vtkRenderer;

namespace orelens::scene {

/// A stretch of hole with one colour.
struct HolePiece {
    std::int32_t hole = -1;
    double from_m = 0, to_m = 0;
    std::int32_t value = -1;  ///< 0…ramp or category number, −1 = no value
};
inline constexpr int hole_ramp_steps = 32;

/// Intervals in depth order with gaps filled by pieces without value; neighbours of one colour are joined.
struct HolePieces {
    std::vector<HolePiece> pieces;
    std::vector<Rgb> colours;  ///< by HolePiece::value
    Legend legend;
};
/// What `kept` leaves out (null = nothing) has no value, as if nothing had been assayed there.
HolePieces hole_pieces(const SceneData& data, const Look& look, const HoleStretches* kept = nullptr);

/// The grade column that is shown: the look's, the commodity's, or the first; nullptr when there is none.
const drilling::GradeColumn* shown_grade(const SceneData& data, const Look& look);

class HoleLayer {
  public:
    explicit HoleLayer(vtkRenderer* renderer);
    ~HoleLayer();
    HoleLayer(const HoleLayer&) = delete;
    HoleLayer& operator=(const HoleLayer&) = delete;

    void build(const SceneData& data, const Look& look, const Space& space, const HoleStretches* kept = nullptr);
    /// World half-spaces; cheap, for sections that are dragged.
    void set_cuts(const std::vector<HalfSpace>& cuts);
    [[nodiscard]] const Legend& legend() const { return legend_; }
    [[nodiscard]] double radius_m() const { return radius_; }

    struct Hit {
        std::int32_t hole = -1;
        double depth_m = 0;
        double t = 0;  ///< along the ray
        Vec3 drawn{};
    };
    /// Nearest hole whose axis passes within its radius, or within `slack` (drawn metres per unit of t) of
    /// the ray origin + t·direction, t in [0, 1].
    [[nodiscard]] Hit pick(const Vec3& origin, const Vec3& direction, double slack_near,
                           double slack_far) const;

  private:
    struct Axis {
        std::int32_t hole = -1;
        std::vector<Vec3> drawn;
        std::vector<double> depth_m;
    };
    vtkRenderer* renderer_;
    vtkSmartPointer<vtkActor> actor_;
    std::vector<Axis> axes_;
    std::vector<HalfSpace> cuts_;
    Space space_;
    Legend legend_;
    double radius_ = 0;
    bool shown_ = false;
};

/// Drawn points of a hole between two depths, with every station of its trace between them.
std::vector<Vec3> hole_path(const drilling::Trace& trace, double from_m, double to_m, const Space& space);
/// Length of the hole as drawn: where its trace ends.
double hole_length(const SceneData& data, std::int32_t hole);

}  // namespace orelens::scene
