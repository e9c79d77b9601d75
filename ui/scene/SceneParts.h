// The inside of Scene: its layers, its state and how one follows from the other. Included by
// Scene.cpp, its parts Scene*.cpp and Render.cpp only.
#pragma once

#include <vtkNew.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

#include <limits>
#include <memory>
#include <optional>

#include "core/project/Pipeline.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/BlockWalk.h"
#include "ui/scene/Decor.h"
#include "ui/scene/HoleLayer.h"
#include "ui/scene/Moves.h"
#include "ui/scene/Scene.h"
#include "ui/scene/SeeThrough.h"
#include "ui/scene/SurfaceLayer.h"

class vtkCallbackCommand;

namespace orelens::scene {

class PreparedBlocks {
  public:
    std::shared_ptr<const blocks::BlockModel> model;
    std::string column;  ///< of break-even prices
    Look look;           ///< that the colours are of
    double price = 0;    ///< …and the split
    std::unique_ptr<BlockCodes> codes;
    UsableTest usable;
    BlockColours colours;
};

struct Scene::Parts {
    Parts();
    ~Parts();

    vtkNew<vtkRenderer> renderer;
    vtkSmartPointer<BlockWalk> walk;
    HoleLayer holes;
    SurfaceLayer surfaces;  ///< made after the walk: drawn after it
    Decor decor;
    vtkSmartPointer<vtkCallbackCommand> before_frame;

    SceneData data;
    Look look;
    Space space;
    std::array<Vec3, 2> everything{};  ///< of everything that is drawn, world metres
    std::array<Vec3, 2> most{};        ///< of the bulk of blocks and holes; of everything where there are none
    Eye eye;
    Vec3 pivot{};  ///< drawn
    bool fit_pending = true;
    double foot = 0;  ///< share of the height that is covered from below
    /// Width, height and pixel ratio of the picture that is framed for; the window's where there is one.
    struct Canvas {
        int width = 0, height = 0;
        double ratio = 1;
    } assumed;
    [[nodiscard]] Canvas canvas() const;
    /// What the frame shows besides the model, as it is now.
    void fill_frame();
    /// The eye on a box of the world, in what the foot leaves free,
    /// and beside the legend.
    [[nodiscard]] Eye framed(const Eye& from, const std::array<Vec3, 2>& box, double wide);
    double pixel_ratio = 1;

    std::unique_ptr<BlockCodes> codes;
    std::vector<double> ladder;
    double price = std::numeric_limits<double>::infinity();  ///< until one is set, everything that can pay
    bool dragging = false, moving = false;
    std::shared_ptr<const blocks::BlockMask> asked;  ///< of the filter; null = all
    std::shared_ptr<const HoleStretches> kept_holes;  ///< of the same filter; null = all
    /// Blocks are drawn by what a scenario changes, whatever the price: those usable before or after, or all of them
    /// where waste is shown.
    bool shows_change = false;
    struct {
        std::string column;
        std::shared_ptr<const blocks::BlockMask> of, met;
    } change;  ///< the blocks of it, and the filter and column they are of
    UsableTest counted;  ///< what is usable at the price, whatever is drawn
    int colour_mode = 0;
    Through through = Through::surface;  ///< that is drawn
    Legend block_legend;
    double coloured_price = 0;  ///< that the present colours are of, where they follow the price
    bool price_coloured = false;
    std::uint64_t versions = 0;
    vtkRenderWindow* coloured_for = nullptr;  ///< window whose texture holds the colours

    struct Highlight {
        std::optional<blocks::Index3> block;
        std::int32_t hole = -1;
        double from_m = 0, to_m = 0;
    } highlight;
    std::vector<Vec3> sketch;  ///< world metres
    DecorInput frame;

    [[nodiscard]] bool has_size() const;
    [[nodiscard]] double aspect() const;
    [[nodiscard]] bool has_hole(std::int32_t collar) const;
    /// Of blocks and holes, which pictures are framed by; of the surfaces where there is neither.
    [[nodiscard]] std::array<Vec3, 2> extent() const;
    /// Of everything.
    [[nodiscard]] std::array<Vec3, 2> whole_extent() const;
    [[nodiscard]] Legend shape_legend() const;
    [[nodiscard]] CameraState state_of(const Eye& of) const;
    /// Drawn coordinates, from the near side of what is seen to the far one.
    struct Ray {
        Vec3 origin{}, direction{};
    };
    [[nodiscard]] Ray ray(double x, double y) const;
    /// Of the view, at unit distance where it has a perspective.
    [[nodiscard]] double half_height() const;
    [[nodiscard]] PickResult pick(double x, double y) const;
    [[nodiscard]] std::vector<std::string> caption() const;

    void measure();    ///< what is where, after new data
    void place();      ///< space, grid matrix, cuts
    void apply_eye();  ///< into the VTK camera, with a clipping range around the data
    void apply_price();
    void apply_mask();  ///< of the filter, and of what a scenario changes
    [[nodiscard]] bool wants_change() const;
    [[nodiscard]] std::shared_ptr<const blocks::BlockMask> met_by_change() const;
    void apply_through();  ///< shells follow the price
    void recolour();
    void put_colours(BlockColours made);
    void number_ladder();
    void rebuild_holes();  ///< and the cuts through them
    void rebuild_cuts();
    void rebuild_surfaces();
    void rebuild_frame();  ///< theme, outline, labels
    void rebuild_highlight();
    void prepare_frame();  ///< everything that depends on the window; before each frame
    [[nodiscard]] int image_sample() const;
};

}  // namespace orelens::scene
