// Surfaces, solids and lines of the project as layers of the scene: see-through by default, cut by section
// and box, their traces drawn as lines on the section plane. Drawn after the blocks with depth test but
// without writing depth, so that what lies behind a see-through surface stays visible and what lies before
// hides it.
#pragma once

#include <vtkSmartPointer.h>

#include <memory>
#include <string>
#include <vector>

#include "core/shapes/Mesh.h"
#include "ui/scene/Look.h"
#include "ui/scene/Palette.h"
#include "ui/scene/Space.h"

class vtkActor;
class vtkPolyData;
class vtkRenderer;

namespace orelens::scene {

/// One layer; whichever of the three it holds is drawn. World metres.
struct SceneShape {
    std::string name;  ///< key of Look::layers
    std::shared_ptr<const shapes::TriangleMesh> mesh;
    std::shared_ptr<const shapes::Polylines> lines;
    std::shared_ptr<const shapes::PointCloud> points;
    bool operator==(const SceneShape&) const = default;
};

/// How a layer looks: what the user chose, else by its place in the list.
LayerLook layer_look(const Look& look, const std::string& name, std::size_t place);

class SurfaceLayer {
  public:
    explicit SurfaceLayer(vtkRenderer* renderer);
    ~SurfaceLayer();
    SurfaceLayer(const SurfaceLayer&) = delete;
    SurfaceLayer& operator=(const SurfaceLayer&) = delete;

    /// Takes over the shapes; only those that differ from the last ones, or all when the space did, are made
    /// anew.
    void build(const std::vector<SceneShape>& shapes, const Space& space);
    /// Eye, colour and opacity; cheap.
    void set_look(const Look& look, bool faded_colours);
    /// World half-spaces, those of the section first; `on_section` of them get a trace as lines.
    void set_cuts(const std::vector<HalfSpace>& cuts, std::size_t on_section);
    /// Triangles that are drawn with a visible layer.
    [[nodiscard]] std::size_t shown_triangles() const;
    /// Segments of the traces on the section, over visible layers.
    [[nodiscard]] std::size_t trace_segments() const;

  private:
    struct Drawn {
        SceneShape shape;
        vtkSmartPointer<vtkPolyData> data;
        vtkSmartPointer<vtkActor> body;
        std::vector<vtkSmartPointer<vtkActor>> traces;  ///< one per section plane
    };
    void drop(Drawn& drawn);
    void cut(Drawn& drawn);
    void paint(Drawn& drawn, std::size_t place);

    vtkRenderer* renderer_;
    std::vector<Drawn> drawn_;
    std::vector<HalfSpace> cuts_;
    std::size_t on_section_ = 0;
    Space space_;
    Look look_;
    bool faded_ = false;
};

}  // namespace orelens::scene
