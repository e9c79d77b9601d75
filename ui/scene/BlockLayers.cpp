// Pictures of the block walk drawn aside and spread over the window: a small one while things move, and the
// full one slice by slice where it takes longer than a user should wait for his next move to be seen.
#include <vtkCamera.h>
#include <vtkMatrix4x4.h>
#include <vtkOpenGLState.h>
#include <vtk_glew.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "ui/scene/BlockWalkGraphics.h"

namespace orelens::scene {
namespace {

constexpr double slice_ms = 15;
constexpr double bytes_per_ms = 4e5;  ///< of a model whose pictures have not been timed yet

}  // namespace

void WalkLayer::make(vtkOpenGLRenderWindow* window, int width, int height, int filter) {
    if (buffer != nullptr && static_cast<int>(colour->GetWidth()) == width &&
        static_cast<int>(colour->GetHeight()) == height)
        return;
    if (buffer == nullptr) {
        buffer = vtkSmartPointer<vtkOpenGLFramebufferObject>::New();
        buffer->SetContext(window);
    }
    colour = walk_texture(window, filter);
    colour->Allocate2D(width, height, 4, VTK_UNSIGNED_CHAR);
    depth = walk_texture(window, vtkTextureObject::Nearest);
    depth->Allocate2D(width, height, 1, VTK_FLOAT);
}

void WalkLayer::release(vtkOpenGLRenderWindow* window) {
    for (auto* texture : {&colour, &depth}) {
        if (*texture != nullptr && window != nullptr) (*texture)->ReleaseGraphicsResources(window);
        *texture = nullptr;
    }
    if (buffer != nullptr && window != nullptr) buffer->ReleaseGraphicsResources(window);
    buffer = nullptr;
}

void BlockWalk::Graphics::walk_into(WalkLayer& layer, std::unique_ptr<vtkOpenGLQuadHelper>& helper,
                                    const std::string& text, const BlockWalkInput& input,
                                    vtkRenderer* renderer, const int size[2], bool clear,
                                    const std::function<void(const std::array<int, 4>& box)>& draw) {
    vtkOpenGLState* state = window->GetState();
    vtkOpenGLState::ScopedglScissor rectangle(state);
    int viewport[4];
    state->vtkglGetIntegerv(GL_VIEWPORT, viewport);
    {
        vtkOpenGLState::ScopedglEnableDisable blend(state, GL_BLEND);
        vtkOpenGLState::ScopedglEnableDisable depth(state, GL_DEPTH_TEST);
        vtkOpenGLState::ScopedglEnableDisable scissor(state, GL_SCISSOR_TEST);
        state->vtkglDisable(GL_BLEND);
        state->vtkglDisable(GL_DEPTH_TEST);
        state->vtkglDisable(GL_SCISSOR_TEST);
        state->PushFramebufferBindings();
        layer.buffer->Bind();
        layer.buffer->AddColorAttachment(0, layer.colour);
        layer.buffer->AddColorAttachment(1, layer.depth);
        layer.buffer->ActivateDrawBuffers(2);
        state->vtkglViewport(0, 0, size[0], size[1]);
        if (clear) {
            state->vtkglClearColor(0, 0, 0, 0);
            state->vtkglClear(GL_COLOR_BUFFER_BIT);
        }
        if (vtkShaderProgram* program = ready(helper, text)) {
            set_uniforms(program, input, renderer);
            const float pixels[2] = {static_cast<float>(size[0]), static_cast<float>(size[1])};
            program->SetUniform2f("pixels", pixels);
            activate(program);
            draw(limit(input, renderer, size));
            deactivate();
        }
        state->PopFramebufferBindings();
    }
    state->vtkglViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
}

void BlockWalk::Graphics::spread_out(WalkLayer& layer, std::unique_ptr<vtkOpenGLQuadHelper>& helper,
                                     const std::string& text, const BlockWalkInput& input,
                                     vtkRenderer* renderer, const int size[2]) {
    vtkShaderProgram* program = ready(helper, text);
    if (program == nullptr) return;
    vtkOpenGLState* state = window->GetState();
    vtkOpenGLState::ScopedglScissor rectangle(state);
    layer.colour->Activate();
    layer.depth->Activate();
    program->SetUniformi("small_colour", layer.colour->GetTextureUnit());
    program->SetUniformi("small_depth", layer.depth->GetTextureUnit());
    vtkOpenGLState::ScopedglEnableDisable scissor(state, GL_SCISSOR_TEST);
    limit(input, renderer, size);
    helper->Render();
    layer.colour->Deactivate();
    layer.depth->Deactivate();
}

void BlockWalk::Graphics::draw_small(const BlockWalkInput& input, vtkRenderer* renderer, const int size[2],
                                     int sample) {
    const std::string& text =
        walk_text(through != 0, "gl_FragData[0] = vec4(colour.rgb * colour.a, colour.a);\n    gl_FragData[1] = vec4(depth);");
    coarse = through != 0 ? static_cast<float>(sample >= 4 ? 4 : 2) : 1;
    static const std::string enlarge_text = walk_shader("shaders/block_enlarge.frag.glsl", "");
    const int small_size[2] = {std::max(1, (size[0] + sample - 1) / sample),
                               std::max(1, (size[1] + sample - 1) / sample)};
    small.make(window, small_size[0], small_size[1], vtkTextureObject::Linear);
    walk_into(small, walk_small, text, input, renderer, small_size, true,
              [this](const std::array<int, 4>&) { walk_small->Render(); });
    spread_out(small, enlarge, enlarge_text, input, renderer, size);
}

double BlockWalk::Graphics::expected_ms(const BlockWalkInput& input, const int size[2]) const {
    if (full_pixels <= 0) return static_cast<double>(input.codes->codes().size()) / bytes_per_ms;
    return full_ms * size[0] * size[1] / full_pixels;
}

std::vector<double> BlockWalk::Graphics::state_of(const BlockWalkInput& input, vtkRenderer* renderer) const {
    std::vector<double> state;
    const auto add = [&](const auto& values) { state.insert(state.end(), values.begin(), values.end()); };
    vtkCamera* camera = renderer->GetActiveCamera();
    const double* matrix =
        camera->GetCompositeProjectionTransformMatrix(renderer->GetTiledAspectRatio(), -1, 1)->GetData();
    state.assign(matrix, matrix + 16);
    for (const double* place : {camera->GetPosition(), camera->GetFocalPoint(), camera->GetViewUp()})
        state.insert(state.end(), place, place + 3);
    const int* size = renderer->GetSize();
    add(std::array<double, 2>{static_cast<double>(size[0]), static_cast<double>(size[1])});
    add(std::array<double, 4>{static_cast<double>(reinterpret_cast<std::uintptr_t>(input.codes)),
                              static_cast<double>(input.codes_version),
                              static_cast<double>(input.colours_version),
                              static_cast<double>(input.palette_version)});
    add(input.count);
    add(input.grid_to_drawn);
    for (const HalfSpace& cut : input.cuts) {
        add(cut.normal);
        state.push_back(cut.offset);
    }
    for (const HalfSpace& cut : input.away) {
        add(cut.normal);
        state.push_back(cut.offset);
    }
    add(std::array<int, 6>{input.usable.top, input.usable.above_too ? 1 : 0, input.codes->split_step(),
                           input.waste, input.colour_by, input.edges ? 1 : 0});
    for (const Rgb& colour : input.status_colours) add(colour);
    add(input.waste_tint);
    if (input.through == 0) return state;
    add(std::array<double, 4>{static_cast<double>(input.through), input.reach, input.faint,
                              static_cast<double>(input.opaque_version)});
    add(input.shell_top);
    for (const Rgb& colour : input.shell_colours) add(colour);
    return state;
}

void BlockWalk::Graphics::draw_sliced(const BlockWalkInput& input, vtkRenderer* renderer, const int size[2]) {
    static const std::string text = walk_shader("shaders/block_spread.frag.glsl", "");
    std::vector<double> state = state_of(input, renderer);
    if (slices.whole() && slices.state == state) {
        spread_out(slices.layer, spread, text, input, renderer, size);
        return;
    }
    if (slices.state != state) {
        slices.state = std::move(state);
        slices.done = 0;
        slices.begun = false;
        slices.rows = Slices{}.rows;
        slices.spent_ms = 0;
        slices.layer.make(window, size[0], size[1], vtkTextureObject::Nearest);
    }
    slices.pending = true;
    const double coarser = std::ceil(std::sqrt(expected_ms(input, size) / 28));
    draw_small(input, renderer, size, static_cast<int>(std::clamp(coarser, 2.0, 4.0)));
}

bool BlockWalk::Graphics::refine(const BlockWalkInput& input, vtkRenderer* renderer, double for_ms) {
    const std::string& text = walk_text(through != 0, "gl_FragData[0] = colour;\n    gl_FragData[1] = vec4(depth);");
    coarse = 1;
    using Milliseconds = std::chrono::duration<double, std::milli>;
    if (slices.state != state_of(input, renderer)) {
        slices.pending = false;  // another state: its own frame begins anew
        return true;
    }
    const int* size = renderer->GetSize();
    const auto begin = std::chrono::steady_clock::now();
    const auto since = [](auto start) {
        return Milliseconds(std::chrono::steady_clock::now() - start).count();
    };
    walk_into(slices.layer, walk_aside, text, input, renderer, size, slices.done == 0,
              [&](const std::array<int, 4>& box) {
                  slices.box = box;
                  slices.begun = true;
                  do {
                      const auto start = std::chrono::steady_clock::now();
                      const int high = std::min(slices.rows, box[3] - slices.done);
                      window->GetState()->vtkglScissor(box[0], box[1] + slices.done, box[2], high);
                      walk_aside->Render();
                      window->WaitForCompletion();
                      slices.done += high;
                      const double took = since(start);
                      if (took < slice_ms / 2) slices.rows = std::min(2 * slices.rows, 4096);
                      if (took > slice_ms) slices.rows = std::max(1, slices.rows / 2);
                  } while (slices.done < box[3] && since(begin) < for_ms);
              });
    slices.spent_ms += since(begin);
    if (!slices.whole()) return false;
    slices.pending = false;
    full_ms = slices.spent_ms;
    full_pixels = static_cast<double>(size[0]) * size[1];
    return true;
}

}  // namespace orelens::scene
