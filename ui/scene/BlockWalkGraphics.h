// The graphics side of BlockWalk: textures, shaders, and the three ways to draw. Included by BlockWalk.cpp
// (the prop, one picture in one piece or in bands) and BlockLayers.cpp (pictures drawn aside) only.
#pragma once

#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLQuadHelper.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkShaderProgram.h>
#include <vtkSmartPointer.h>
#include <vtkTextureObject.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ui/scene/BlockWalk.h"

namespace orelens::scene {

/// A picture of the walk aside: colour and depth, spread over the window when it is wanted.
struct WalkLayer {
    vtkSmartPointer<vtkTextureObject> colour, depth;
    vtkSmartPointer<vtkOpenGLFramebufferObject> buffer;
    /// `filter` of the colours: vtkTextureObject::Linear or Nearest. Keeps what is there when the size is.
    void make(vtkOpenGLRenderWindow* window, int width, int height, int filter);
    void release(vtkOpenGLRenderWindow* window);
};

struct BlockWalk::Graphics {
    std::unique_ptr<vtkOpenGLQuadHelper> walk, walk_small, enlarge, walk_aside, spread;
    vtkSmartPointer<vtkTextureObject> codes, bricks, colours, palette;
    vtkSmartPointer<vtkTextureObject> opaque;  ///< depth of what was drawn before, for seeing through
    WalkLayer small;
    /// The full picture, made slice by slice between events.
    struct Slices {
        WalkLayer layer;
        std::vector<double> state;  ///< everything the picture follows from; empty = nothing begun
        std::array<int, 4> box{};
        int done = 0;  ///< rows of the box
        int rows = 16;
        double spent_ms = 0;
        bool pending = false;
        bool begun = false;  ///< `box` is known: a frame that comes before the first slice finds nothing whole
        [[nodiscard]] bool whole() const { return begun && done >= box[3]; }
    } slices;
    const BlockCodes* codes_of = nullptr;
    std::uint64_t codes_version = 0, colours_version = 0, palette_version = 0;
    std::size_t colour_bytes = 0;
    vtkOpenGLRenderWindow* window = nullptr;
    bool too_large = false;
    double full_ms = 0, full_pixels = 0;

    int through = 0;   ///< that the shaders were made for
    float coarse = 1;  ///< blocks along the side of a cell that is walked
    void upload(BlockWalkInput& input);
    /// The depth of the frame so far.
    void capture(const int size[2]);
    /// Depth is compared by the hardware; where the shader has done so it is written as it comes.
    void compare_depth(bool by_hardware);
    vtkShaderProgram* ready(std::unique_ptr<vtkOpenGLQuadHelper>& helper, const std::string& text);
    void set_uniforms(vtkShaderProgram* program, const BlockWalkInput& input, vtkRenderer* renderer);
    void activate(vtkShaderProgram* program);
    void deactivate();
    std::array<int, 4> limit(const BlockWalkInput& input, vtkRenderer* renderer, const int size[2]);
    void draw_full(const BlockWalkInput& input, vtkRenderer* renderer);
    void draw_bands(const std::function<bool(double)>& between, const std::array<int, 4>& box);
    void release();

    // BlockLayers.cpp
    /// `draw` is called with the layer bound, the program set up and the scissor on the rows to be drawn.
    void walk_into(WalkLayer& layer, std::unique_ptr<vtkOpenGLQuadHelper>& helper, const std::string& text,
                   const BlockWalkInput& input, vtkRenderer* renderer, const int size[2], bool clear,
                   const std::function<void(const std::array<int, 4>& box)>& draw);
    void spread_out(WalkLayer& layer, std::unique_ptr<vtkOpenGLQuadHelper>& helper, const std::string& text,
                    const BlockWalkInput& input, vtkRenderer* renderer, const int size[2]);
    void draw_small(const BlockWalkInput& input, vtkRenderer* renderer, const int size[2], int sample);
    /// How long the full picture will take, from the last one or from the size of the model.
    [[nodiscard]] double expected_ms(const BlockWalkInput& input, const int size[2]) const;
    [[nodiscard]] std::vector<double> state_of(const BlockWalkInput& input, vtkRenderer* renderer) const;
    /// The full picture when its slices are whole; else a coarse one, and `slices.pending`.
    void draw_sliced(const BlockWalkInput& input, vtkRenderer* renderer, const int size[2]);
    bool refine(const BlockWalkInput& input, vtkRenderer* renderer, double for_ms);
};

vtkSmartPointer<vtkTextureObject> walk_texture(vtkOpenGLRenderWindow* window, int filter);
/// A shader of the resources with its target lines put in.
std::string walk_shader(std::string_view path, std::string_view target);
/// The walk that a look asks for: to the first block, or through all of them.
const std::string& walk_text(bool through, std::string_view target);

}  // namespace orelens::scene
