// The block walk as a VTK prop: one ray per pixel, walked from cell to cell in a fragment shader over one
// byte per block. A new price is one uniform. Drawn after the opaque props, writes true depth, so drillholes
// and blocks hide each other correctly. Holds textures only; the bytes belong to BlockCodes.
#pragma once

#include <vtkProp.h>
#include <vtkRenderer.h>

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "ui/scene/BlockCodes.h"
#include "ui/scene/Palette.h"
#include "ui/scene/Space.h"

namespace orelens::scene {

/// Everything the shader needs; plain, set freely between frames.
struct BlockWalkInput {
    const BlockCodes* codes = nullptr;
    std::uint64_t codes_version = 0;  ///< raise when bytes of `codes` changed
    /// One byte per block in the same places as the codes; let go after the upload.
    std::shared_ptr<std::vector<std::uint8_t>> colours;
    std::uint64_t colours_version = 0;
    std::array<std::uint8_t, 1024> palette{};  ///< 256 RGBA
    std::uint64_t palette_version = 0;
    blocks::Index3 count{};
    std::array<double, 16> grid_to_drawn{};
    std::vector<HalfSpace> cuts;  ///< in grid coordinates
    std::vector<HalfSpace> away;  ///< two, or none: what both keep is cut away
    UsableTest usable;
    int waste = 0;      ///< Waste
    int colour_by = 0;  ///< 0 status, 1 ladder step, 2 colours
    std::array<Rgb, status_count> status_colours{};
    Rgb waste_tint{};
    bool edges = true;
    // See-through (Look::through); 0: none of it is looked at.
    int through = 0;
    std::array<double, 3> metres{1, 1, 1};  ///< of a block along u, v, w
    double reach = 1;  ///< metres over which a block is as opaque as the alpha of its colour says
    double faint = 0;  ///< share of that which blocks keep that are not usable; 0 = not drawn
    std::array<float, status_count> status_opacity{};
    std::vector<float> shell_top;  ///< codes, ascending; at most 8
    std::array<Rgb, 8> shell_colours{};
    std::uint64_t opaque_version = 0;  ///< raise when what is drawn before the blocks changes
    int image_sample = 1;  ///< 1 = every pixel, 4 = one ray for 4×4 pixels
    /// Full pictures are then drawn in bands, with this asked between them (fraction done; false = give up).
    /// It may make another context current. Empty: in one piece.
    std::function<bool(double)> between;
    /// Full pictures expected to take longer than this are drawn in slices: a coarse picture now, the full
    /// one when `refine` has made it whole.
    double slice_above_ms = std::numeric_limits<double>::infinity();
};

class BlockWalk : public vtkProp {
  public:
    static BlockWalk* New();
    vtkTypeMacro(BlockWalk, vtkProp)

        BlockWalkInput input;
    /// Drawn coordinates; null when there is nothing to draw.
    double* GetBounds() override;
    int RenderVolumetricGeometry(vtkViewport* viewport) override;
    void ReleaseGraphicsResources(vtkWindow* window) override;
    /// Whether the last frame shows a coarse picture for want of the full one.
    [[nodiscard]] bool unfinished() const;
    /// Draws slices of the full picture aside for about so long, the window's context being current. True
    /// when a frame is due: the picture is whole, or what it shows has changed.
    bool refine(vtkRenderer* renderer, double for_ms);
    [[nodiscard]] std::size_t texture_bytes() const;
    /// Time the last full picture of the walk alone took, milliseconds; 0 before the first.
    [[nodiscard]] double full_frame_ms() const;
    static constexpr double most_blocks = 268'435'456;
    /// Set when the graphics system cannot hold the model (more than 268 million blocks); nothing is drawn
    /// then.
    [[nodiscard]] bool too_large() const;

    BlockWalk(const BlockWalk&) = delete;
    BlockWalk& operator=(const BlockWalk&) = delete;

  protected:
    BlockWalk();
    ~BlockWalk() override;

  private:
    void draw(vtkRenderer* renderer, const int* size);
    struct Graphics;
    std::unique_ptr<Graphics> graphics_;
    std::array<double, 6> bounds_{};
};

}  // namespace orelens::scene
