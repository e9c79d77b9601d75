// The 3D scene: blocks, drillholes and what frames them, in one VTK renderer. Add `renderer()` to any render
// window (the desktop's VtkView, or an off-screen one), give data and a look, slide the price. Knows no Qt;
// does not render by itself: after a change the owner of the window renders.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Desurvey.h"
#include "core/drilling/DrillholeSet.h"
#include "core/economics/Evaluated.h"
#include "core/economics/PriceDeck.h"
#include "core/economics/UsableCurve.h"
#include "ui/scene/Handles.h"
#include "ui/scene/HoleStretches.h"
#include "ui/scene/Look.h"
#include "ui/scene/Palette.h"
#include "ui/scene/SurfaceLayer.h"

class vtkRenderer;
class vtkRenderWindow;

namespace orelens::project {
class Project;
}

namespace orelens::scene {

/// What is drawn. Everything may be missing; shared with the project's results, never copied.
struct SceneData {
    std::shared_ptr<const blocks::BlockModel> model;
    std::shared_ptr<const drilling::DrillholeSet> holes;
    std::shared_ptr<const std::vector<drilling::Trace>> traces;  ///< in collar order
    std::vector<SceneShape> shapes;  ///< surfaces, solids and lines, in the project's order
    std::string commodity;   ///< the slider's commodity; its break-even column is looked up in the model
    std::string price_unit;  ///< "CNY/t", for captions and legends
    std::string currency;    ///< "CNY"
    economics::CutoffTest test = economics::CutoffTest::full;
    /// Of the commodity and test, where the results hold one: captions tell tonnes from it.
    std::shared_ptr<const economics::UsableCurve> curve;
    double stated_price = 0;  ///< of the recipe: colours spread around it; 0 = over all blocks
    /// That the model was evaluated with: margins follow the price by it. Null = they stay at its price.
    std::shared_ptr<const economics::PriceDeck> prices;
    /// Results of other parameters or files than the present ones: drawn faded, and every picture says so.
    bool older = false;
    /// Usable means inside a pit too: `model` and `curve` say so already, words do by this.
    bool inside_pits = false;
    /// Every other price moves with the commodity's: `model` and `curve` say so already.
    bool all_prices = false;
    /// What the deck says about itself (economics::evaluable), by CutoffTest.
    std::array<economics::Evaluated, 2> deck{economics::Evaluated::yes, economics::Evaluated::yes};

    /// Results of a project with the deck they were made with; the recipe's where nothing was evaluated.
    static SceneData of(const project::Project& project);
    /// Deck, model and its columns together; see core/economics/Evaluated.h. Where the answer is not yes,
    /// blocks are drawn "not evaluated" and none counts as usable.
    [[nodiscard]] economics::Evaluated evaluated() const;
    /// "break_even.Cu.full", or empty when the model is not evaluated.
    [[nodiscard]] std::string break_even_column() const;
    [[nodiscard]] std::string margin_column() const;
};

/// Price and test, and what is usable at it in tonnes and blocks where the data hold a curve: for captions. Empty where
/// nothing is evaluated.
std::vector<std::string> price_lines(const SceneData& data, double price, base::Language language);

/// `dragging` draws the nearest price of the ladder below at reduced quality, `settled` draws exactly the
/// blocks with break-even ≤ price (the same comparison as UsableCurve::at) at full quality.
enum class PriceMotion { dragging, settled };

/// What lies under a pixel. Found on the CPU by walking the grid; honours price, waste mode, section and box.
/// Ghosts let a click through to the first hole or opaque block behind them, and are taken where there is
/// none.
struct PickResult {
    bool block_hit = false;
    blocks::Index3 block{};      ///< when block_hit
    std::int32_t hole = -1;      ///< collar index when a drillhole is nearer than the block, else −1
    double depth_m = 0;          ///< depth along the hole
    std::int32_t interval = -1;  ///< row of the assay table that covers depth_m, or −1
    Vec3 point{};                ///< world metres, where the ray met it
    [[nodiscard]] bool empty() const { return !block_hit && hole < 0; }
};

/// What has to be worked out of every block before any is drawn: steps, colours. Takes seconds at 100 M blocks.
class PreparedBlocks;
/// On any thread; of data that nobody changes. Null where there are no blocks.
std::shared_ptr<PreparedBlocks> prepare_blocks(const SceneData& data, const Look& look, double price);

class Scene {
  public:
    Scene();
    ~Scene();
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    [[nodiscard]] vtkRenderer* renderer() const;

    // Data and look ----------------------------------------------------------------------------------
    /// Replaces the data; the camera is fitted to its bulk when the scene was empty before or the extent changed.
    void set_data(SceneData data);
    /// The same at once for all but the blocks: those come with take_blocks. Until then a text says so.
    void set_data_but_blocks(SceneData data);
    /// Of the model and prices that set_data_but_blocks was given, else false and nothing changes.
    bool take_blocks(std::shared_ptr<PreparedBlocks> made);
    /// Whether blocks are still to come.
    [[nodiscard]] bool awaits_blocks() const;
    [[nodiscard]] const SceneData& data() const;
    /// Becomes a still of another scene: data, look, price, camera and highlight are its own from then on, so
    /// that a picture can be drawn while the other one moves on. Costs one byte per block.
    void copy_from(const Scene& shown);
    /// Only what differs from the present look is made again.
    void set_look(const Look& look);
    [[nodiscard]] const Look& look() const;
    /// Columns that ColourBy::column accepts, in model order (not the break-even columns).
    [[nodiscard]] std::vector<std::string> colour_columns() const;
    /// What the colours of the blocks mean, as the legend has it.
    [[nodiscard]] const Legend& block_legend() const;

    /// Only the blocks that a filter of the model keeps are drawn, picked and counted; null = all. A mask of another
    /// model is not taken. New data has none.
    void set_mask(std::shared_ptr<const blocks::BlockMask> mask);
    [[nodiscard]] const std::shared_ptr<const blocks::BlockMask>& mask() const;

    /// Of the holes, too, only what the filter keeps is drawn thick and coloured; null = all. Other holes have none.
    void set_kept_holes(std::shared_ptr<const HoleStretches> kept);
    [[nodiscard]] const std::shared_ptr<const HoleStretches>& kept_holes() const;

    // Price ------------------------------------------------------------------------------------------
    /// `quoted`: price of data().commodity as quoted, in price_unit; NaN changes nothing.
    void set_price(double quoted, PriceMotion motion = PriceMotion::settled);
    [[nodiscard]] double price() const;
    /// Of the price that was set last.
    [[nodiscard]] PriceMotion price_motion() const;
    /// The finite ladder the picture moves on while dragging, ascending (at most 251 prices).
    [[nodiscard]] const std::vector<double>& price_ladder() const;
    /// Blocks the picture shows as usable right now; after `settled` equal to UsableCurve::at(price).blocks.
    [[nodiscard]] std::int64_t usable_blocks() const;
    /// Lower quality while the camera moves; set false and render for the full picture.
    void set_moving(bool moving);
    [[nodiscard]] bool moving() const;

    // Camera -----------------------------------------------------------------------------------------
    /// The share of the picture's height that something covers from below: what is framed from now on stands above
    /// it. A copy of the scene has none.
    void set_foot(double share);
    /// How far from the left something stands over the picture, in pixels at ratio 1; below zero where the lower corner
    /// is free. North arrow, what is framed from now on and its labels keep clear of it. A copy of the scene has none.
    void set_corner(double from_left);
    [[nodiscard]] double corner() const;
    /// Left, bottom, width and height of what stands over the picture, in pixels at ratio 1: labels in space keep clear
    /// of it. A copy of the scene has none.
    void set_panel(const std::array<double, 4>& box);
    [[nodiscard]] const std::array<double, 4>& panel() const;
    /// The picture that is framed for while there is no window: device pixels, and pixels per 1/96 inch. What is
    /// framed keeps clear of the legend.
    void set_canvas(int width, int height, double pixel_ratio);
    /// Where the legend stands: lower left corner and size, in device pixels; nothing where none is drawn. And the room
    /// that it can be moved in: Look::legend_at counts in it.
    struct LegendPlace {
        double x = 0, y = 0, width = 0, height = 0;
        double room_x = 0, room_y = 0;
        [[nodiscard]] bool has(double px, double py) const {
            return px >= x && py >= y && px < x + width && py < y + height;
        }
    };
    [[nodiscard]] std::optional<LegendPlace> legend_place() const;
    void fit();  ///< everything in view, direction kept
    /// The bulk of the data in view: without what lies far from nearly everything else (see Bulk.h).
    void fit_bulk();
    [[nodiscard]] CameraState bulk_camera() const;
    /// Direction, then the bulk in view; `aspect` (width / height) when the window has no size yet, 0 = the window's.
    void set_view(StandardView view, double aspect = 0);
    [[nodiscard]] CameraState camera() const;
    void set_camera(const CameraState& state);
    /// The camera that would show the standard view / the hole; for animated flights.
    [[nodiscard]] CameraState view_camera(StandardView view) const;
    [[nodiscard]] CameraState hole_camera(std::int32_t collar) const;
    /// Direction kept, a box of the world in view.
    [[nodiscard]] CameraState box_camera(const Vec3& low, const Vec3& high) const;
    /// Angles in degrees; terrain style: the vertical stays vertical.
    void orbit(double azimuth_deg, double elevation_deg);
    /// Device pixels.
    void pan(double dx, double dy);
    /// factor > 1 comes nearer; the point under the pixel stays where it is.
    void zoom(double factor, double x, double y);
    /// Orbit and zoom turn about this point from now on; the picture does not jump.
    void set_pivot(const Vec3& world);
    /// Extent of what is drawn, world metres: {min, max}; all zero when empty.
    [[nodiscard]] std::array<Vec3, 2> extent() const;
    /// Of the bulk of it.
    [[nodiscard]] std::array<Vec3, 2> bulk() const;

    // Pick and highlight -----------------------------------------------------------------------------
    /// Device pixels, origin at the lower left corner of the window.
    [[nodiscard]] PickResult pick(double x, double y) const;
    /// Marks a block with a bright frame / a hole or part of it with a bright tube; −1 and NaN = whole, none.
    void highlight_block(const blocks::Index3& block);
    void highlight_hole(std::int32_t collar, double from_m, double to_m);
    void clear_highlight();

    /// Points joined by a line on top of everything, with lines of text beside the last; none = nothing. World metres.
    void set_sketch(std::vector<Vec3> points, bool closed, std::vector<std::string> words);
    /// Where a pixel is: on what is picked there, else on the level of the middle of the deposit. Nothing above the
    /// horizon.
    [[nodiscard]] std::optional<Vec3> place_at(double x, double y) const;

    /// Knobs and lines on top of everything, for a hand; none = nothing. Not part of a copy.
    void set_handles(HandleSet handles);
    [[nodiscard]] const HandleSet& handles() const;
    /// Index of the handle under a pixel, −1 = none.
    [[nodiscard]] int handle_at(double x, double y) const;
    /// The one that is under the mouse or held is drawn larger, with its words; −1 = none. True where that is a change.
    bool set_handle_in_hand(int handle);
    /// How far a handle has come between two pixels: metres along its axis, or degrees about it.
    [[nodiscard]] double handle_travel(const Handle& handle, double from_x, double from_y, double to_x, double to_y) const;

    // Window -----------------------------------------------------------------------------------------
    /// Device pixels per 1/96 inch: 1, 1.25, 2 …; texts and bars follow it.
    void set_pixel_ratio(double ratio);
    /// Asked between the bands of a long picture with the fraction done; false gives it up. Empty: one piece.
    void set_between(std::function<bool(double)> between);
    /// Frames whose full picture is expected to take longer than this show a coarse one first; `refine` then
    /// makes the full one, a few milliseconds at a time, for as long as `unfinished`. Infinite: never.
    void set_slices(double above_ms);
    [[nodiscard]] double slices() const;
    [[nodiscard]] bool unfinished() const;
    /// With the window's context current. True when a frame is due.
    bool refine(double for_ms);
    /// To be called with the window's context current before the window goes away.
    void release_graphics(vtkRenderWindow* window);
    /// Memory held for the picture (CPU side copies plus textures), bytes.
    [[nodiscard]] std::size_t view_bytes() const;

  private:
    void take_data(SceneData data, bool with_blocks);
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace orelens::scene
