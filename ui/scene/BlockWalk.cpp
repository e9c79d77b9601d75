#include "ui/scene/BlockWalk.h"

#include <vtkCamera.h>
#include <vtkMatrix4x4.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLShaderCache.h>
#include <vtkOpenGLState.h>
#include <vtk_glew.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "core/base/Resource.h"
#include "ui/scene/BlockWalkGraphics.h"
#include "ui/scene/WalkRays.h"

namespace orelens::scene {
namespace {

constexpr int texture_limit = 16384;
constexpr double band_ms = 30;

void set_through(vtkShaderProgram* program, const BlockWalkInput& input, float coarse) {
    program->SetUniformi("through", input.through);
    const float metres[3] = {static_cast<float>(input.metres[0]), static_cast<float>(input.metres[1]),
                             static_cast<float>(input.metres[2])};
    program->SetUniform3f("metres", metres);
    program->SetUniformf("reach", static_cast<float>(input.reach));
    program->SetUniformf("faint", static_cast<float>(input.faint));
    program->SetUniformf("coarse", coarse);
    program->SetUniform1fv("status_opacity", status_count, input.status_opacity.data());
    float top[8] = {}, colours[8][3] = {};
    const std::size_t count = std::min<std::size_t>(8, input.shell_top.size());
    std::copy_n(input.shell_top.begin(), count, top);
    for (std::size_t n = 0; n < count; ++n) std::copy_n(input.shell_colours[n].data(), 3, colours[n]);
    program->SetUniformi("shell_count", static_cast<int>(count));
    program->SetUniform1fv("shell_top", 8, top);
    program->SetUniform3fv("shell_colours", 8, colours);
}

}  // namespace

std::string walk_shader(std::string_view path, std::string_view target) {
    std::string text(base::resource(path).value_or(""));
    const auto put = [&text](std::string_view mark, std::string_view words) {
        if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), words);
    };
    put("//ORELENS::Ray", base::resource("shaders/block_ray.glsl").value_or(""));
    put("//ORELENS::Target", target);
    return text;
}

const std::string& walk_text(bool through, std::string_view target) {
    static std::map<std::pair<bool, std::string>, std::string> made;
    std::string& text = made[{through, std::string(target)}];
    if (text.empty())
        text = walk_shader(through ? "shaders/block_through.frag.glsl" : "shaders/block_walk.frag.glsl", target);
    return text;
}

vtkStandardNewMacro(BlockWalk) BlockWalk::BlockWalk() : graphics_(std::make_unique<Graphics>()) {}
BlockWalk::~BlockWalk() {
    graphics_->window = nullptr;  // may be gone already; texture objects know for themselves
    graphics_->release();
}

double* BlockWalk::GetBounds() {
    if (input.codes == nullptr) return nullptr;
    for (int a = 0; a < 3; ++a) {
        const double* row = input.grid_to_drawn.data() + 4 * a;
        bounds_[2 * a] = bounds_[2 * a + 1] = row[3];
        for (int c = 0; c < 3; ++c) {
            bounds_[2 * a] += std::min(0.0, row[c] * input.count[c]);
            bounds_[2 * a + 1] += std::max(0.0, row[c] * input.count[c]);
        }
    }
    return bounds_.data();
}

void BlockWalk::Graphics::release() {
    for (auto* helper : {&walk, &walk_small, &enlarge, &walk_aside, &spread}) helper->reset();
    for (auto* texture : {&codes, &bricks, &colours, &palette, &opaque}) {
        if (*texture != nullptr && window != nullptr) (*texture)->ReleaseGraphicsResources(window);
        *texture = nullptr;
    }
    small.release(window);
    slices.layer.release(window);
    slices = {};
    window = nullptr;
    codes_of = nullptr;
    codes_version = colours_version = palette_version = 0;
    colour_bytes = 0;
}

void BlockWalk::ReleaseGraphicsResources(vtkWindow* window) {
    if (graphics_->window == window) graphics_->release();
    this->Superclass::ReleaseGraphicsResources(window);
}

vtkSmartPointer<vtkTextureObject> walk_texture(vtkOpenGLRenderWindow* window, int filter) {
    auto out = vtkSmartPointer<vtkTextureObject>::New();
    out->SetContext(window);
    out->SetMinificationFilter(filter);
    out->SetMagnificationFilter(filter);
    out->SetWrapS(vtkTextureObject::ClampToEdge);
    out->SetWrapT(vtkTextureObject::ClampToEdge);
    out->SetWrapR(vtkTextureObject::ClampToEdge);
    out->SetBaseLevel(0);
    out->SetMaxLevel(0);
    return out;
}

void BlockWalk::Graphics::upload(BlockWalkInput& input) {
    const auto& bytes = input.codes->codes();
    const auto rows = static_cast<unsigned>(input.codes->rows());
    too_large = rows > texture_limit;
    if (too_large) return;
    const auto data = [](const void* p) { return const_cast<void*>(p); };
    if (codes_of != input.codes || codes_version != input.codes_version) {
        if (codes == nullptr) codes = walk_texture(window, vtkTextureObject::Nearest);
        codes->Create2DFromRaw(BlockCodes::row_bytes, rows, 1, VTK_UNSIGNED_CHAR, data(bytes.data()));
    }
    if (codes_of != input.codes || codes_version != input.codes_version) {
        const auto& n = input.codes->brick_count();
        bricks = walk_texture(window, vtkTextureObject::Nearest);
        bricks->Create3DFromRaw(n[0], n[1], n[2], 4, VTK_UNSIGNED_CHAR, data(input.codes->bricks().data()));
    }
    codes_of = input.codes;
    codes_version = input.codes_version;
    if (colours_version != input.colours_version || colours == nullptr) {
        colours = walk_texture(window, vtkTextureObject::Nearest);
        std::uint8_t nothing = 0;
        if (input.colours != nullptr)
            colours->Create2DFromRaw(BlockCodes::row_bytes, rows, 1, VTK_UNSIGNED_CHAR,
                                     input.colours->data());
        else
            colours->Create2DFromRaw(1, 1, 1, VTK_UNSIGNED_CHAR, &nothing);
        colours_version = input.colours_version;
        colour_bytes = input.colours != nullptr ? input.colours->size() : 1;
        input.colours.reset();
    }
    if (palette_version != input.palette_version || palette == nullptr) {
        palette = walk_texture(window, vtkTextureObject::Nearest);
        palette->Create2DFromRaw(256, 1, 4, VTK_UNSIGNED_CHAR, data(input.palette.data()));
        palette_version = input.palette_version;
    }
}

void BlockWalk::Graphics::capture(const int size[2]) {
    const auto width = static_cast<unsigned>(size[0]), height = static_cast<unsigned>(size[1]);
    if (opaque == nullptr) opaque = walk_texture(window, vtkTextureObject::Nearest);
    if (opaque->GetWidth() != width || opaque->GetHeight() != height)
        opaque->AllocateDepth(width, height, vtkTextureObject::Fixed32);
    opaque->CopyFromFrameBuffer(0, 0, 0, 0, size[0], size[1]);
}

void BlockWalk::Graphics::compare_depth(bool by_hardware) {
    window->GetState()->vtkglDepthFunc(by_hardware ? GL_LEQUAL : GL_ALWAYS);
}

vtkShaderProgram* BlockWalk::Graphics::ready(std::unique_ptr<vtkOpenGLQuadHelper>& helper,
                                             const std::string& text) {
    if (helper == nullptr)
        helper = std::make_unique<vtkOpenGLQuadHelper>(window, nullptr, text.c_str(), nullptr);
    else
        window->GetShaderCache()->ReadyShaderProgram(helper->Program);
    return helper->Program;
}

void BlockWalk::Graphics::set_uniforms(vtkShaderProgram* program, const BlockWalkInput& input,
                                       vtkRenderer* renderer) {
    vtkCamera* camera = renderer->GetActiveCamera();
    vtkNew<vtkMatrix4x4> grid;
    grid->DeepCopy(input.grid_to_drawn.data());
    vtkNew<vtkMatrix4x4> clip;
    vtkMatrix4x4::Multiply4x4(
        camera->GetCompositeProjectionTransformMatrix(renderer->GetTiledAspectRatio(), -1, 1), grid, clip);
    float rows[2][4];
    for (int c = 0; c < 4; ++c) {
        rows[0][c] = static_cast<float>(clip->GetElement(2, c));
        rows[1][c] = static_cast<float>(clip->GetElement(3, c));
    }
    program->SetUniform4f("depth_z", rows[0]);
    program->SetUniform4f("depth_w", rows[1]);
    clip->Invert();
    const Plane near = plane_of(clip, -1);
    const Plane far = plane_of(clip, 1);
    program->SetUniform3f("near0", near.centre);
    program->SetUniform3f("near_x", near.x);
    program->SetUniform3f("near_y", near.y);
    program->SetUniform3f("far0", far.centre);
    program->SetUniform3f("far_x", far.x);
    program->SetUniform3f("far_y", far.y);
    const float counts[3] = {static_cast<float>(input.count[0]), static_cast<float>(input.count[1]),
                             static_cast<float>(input.count[2])};
    program->SetUniform3f("counts", counts);

    program->SetUniformf("top", static_cast<float>(input.usable.top));
    program->SetUniformi("above_too", input.usable.above_too ? 1 : 0);
    program->SetUniformf("split_step", static_cast<float>(std::max(0, input.codes->split_step())));
    program->SetUniformi("waste", input.waste);
    program->SetUniformi("colour_by", input.colour_by);
    program->SetUniformi("edges", input.edges ? 1 : 0);
    float status[status_count][3];
    for (int n = 0; n < status_count; ++n) std::copy_n(input.status_colours[n].data(), 3, status[n]);
    program->SetUniform3fv("status_colours", status_count, status);
    program->SetUniform3f("waste_tint", input.waste_tint.data());

    if (input.through != 0) set_through(program, input, coarse);

    // Normals go from grid to drawn coordinates with the inverse transpose.
    vtkNew<vtkMatrix4x4> normals;
    vtkMatrix4x4::Invert(grid, normals);
    const auto drawn = [&](const Vec3& n, double sign) {
        Vec3 out{};
        for (int r = 0; r < 3; ++r)
            for (int c = 0; c < 3; ++c) out[r] += sign * normals->GetElement(c, r) * n[c];
        return brightness(out, camera);
    };
    float low[3], high[3];
    for (int a = 0; a < 3; ++a) {
        Vec3 axis{};
        axis[a] = 1;
        low[a] = drawn(axis, -1);
        high[a] = drawn(axis, 1);
    }
    program->SetUniform3f("light_low", low);
    program->SetUniform3f("light_high", high);
    float planes[8][4] = {};
    float plane_light[8] = {};
    const int count = std::min<int>(8, static_cast<int>(input.cuts.size()));
    for (int n = 0; n < count; ++n) {
        const HalfSpace& cut = input.cuts[n];
        for (int a = 0; a < 3; ++a) planes[n][a] = static_cast<float>(cut.normal[a]);
        planes[n][3] = static_cast<float>(cut.offset);
        plane_light[n] = drawn(cut.normal, -1);
    }
    float away[2][4] = {};
    float away_light[2] = {};
    for (std::size_t n = 0; n < input.away.size() && n < 2; ++n) {
        for (int a = 0; a < 3; ++a) away[n][a] = static_cast<float>(input.away[n].normal[a]);
        away[n][3] = static_cast<float>(input.away[n].offset);
        away_light[n] = drawn(input.away[n].normal, 1);
    }
    program->SetUniformi("cut_away", input.away.size() == 2 ? 1 : 0);
    program->SetUniform4fv("away", 2, away);
    program->SetUniform1fv("away_light", 2, away_light);
    program->SetUniformi("plane_count", count);
    program->SetUniform4fv("planes", 8, planes);
    program->SetUniform1fv("plane_light", 8, plane_light);
}

void BlockWalk::Graphics::activate(vtkShaderProgram* program) {
    const std::pair<const char*, vtkTextureObject*> all[] = {
        {"codes", codes}, {"bricks", bricks}, {"colours", colours}, {"palette", palette}};
    for (const auto& [name, object] : all) {
        object->Activate();
        program->SetUniformi(name, object->GetTextureUnit());
    }
    if (through == 0) return;
    opaque->Activate();
    program->SetUniformi("opaque_depth", opaque->GetTextureUnit());
}

void BlockWalk::Graphics::deactivate() {
    for (vtkTextureObject* object : {codes.Get(), bricks.Get(), colours.Get(), palette.Get()})
        object->Deactivate();
    if (opaque != nullptr) opaque->Deactivate();
}

/// A software rasteriser pays for every pixel, also for those whose rays miss the model.
std::array<int, 4> BlockWalk::Graphics::limit(const BlockWalkInput& input, vtkRenderer* renderer,
                                              const int size[2]) {
    vtkNew<vtkMatrix4x4> grid, clip;
    grid->DeepCopy(input.grid_to_drawn.data());
    vtkMatrix4x4::Multiply4x4(renderer->GetActiveCamera()->GetCompositeProjectionTransformMatrix(
                                  renderer->GetTiledAspectRatio(), -1, 1),
                              grid, clip);
    const auto box = covered(clip, input.count, size);
    window->GetState()->vtkglEnable(GL_SCISSOR_TEST);
    window->GetState()->vtkglScissor(box[0], box[1], box[2], box[3]);
    return {box[0], box[1], box[2], box[3]};
}

void BlockWalk::Graphics::draw_full(const BlockWalkInput& input, vtkRenderer* renderer) {
    vtkShaderProgram* program =
        ready(walk, walk_text(through != 0, "gl_FragDepth = depth;\n    gl_FragData[0] = colour;"));
    if (program == nullptr) return;
    set_uniforms(program, input, renderer);
    const int* size = renderer->GetSize();
    const float pixels[2] = {static_cast<float>(size[0]), static_cast<float>(size[1])};
    program->SetUniform2f("pixels", pixels);
    activate(program);
    vtkOpenGLState* state = window->GetState();
    vtkOpenGLState::ScopedglEnableDisable scissor(state, GL_SCISSOR_TEST);
    vtkOpenGLState::ScopedglScissor rectangle(state);
    const std::array<int, 4> box = limit(input, renderer, size);
    if (input.between)
        draw_bands(input.between, box);
    else
        walk->Render();
    deactivate();
}

/// Each band is waited for, so that none takes longer than a cancel may.
void BlockWalk::Graphics::draw_bands(const std::function<bool(double)>& between,
                                     const std::array<int, 4>& box) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    int rows = 16;
    for (int done = 0; done < box[3];) {
        const auto start = std::chrono::steady_clock::now();
        const int high = std::min(rows, box[3] - done);
        window->GetState()->vtkglScissor(box[0], box[1] + done, box[2], high);
        walk->Render();
        window->WaitForCompletion();
        done += high;
        const bool go_on = between(static_cast<double>(done) / box[3]);
        window->MakeCurrent();
        if (!go_on) return;
        const double took = Milliseconds(std::chrono::steady_clock::now() - start).count();
        if (took < band_ms / 2) rows = std::min(2 * rows, 4096);
        if (took > band_ms) rows = std::max(1, rows / 2);
    }
}

int BlockWalk::RenderVolumetricGeometry(vtkViewport* viewport) {
    auto* renderer = vtkRenderer::SafeDownCast(viewport);
    if (input.codes == nullptr || renderer == nullptr) return 0;
    auto* window = vtkOpenGLRenderWindow::SafeDownCast(renderer->GetRenderWindow());
    if (window == nullptr) return 0;
    if (graphics_->window != window) {
        graphics_->release();
        graphics_->window = window;
    }
    graphics_->upload(input);
    if (graphics_->too_large) return 0;
    vtkOpenGLState* state = window->GetState();
    vtkOpenGLState::ScopedglEnableDisable blend(state, GL_BLEND);
    vtkOpenGLState::ScopedglEnableDisable depth(state, GL_DEPTH_TEST);
    state->vtkglEnable(GL_BLEND);
    state->vtkglBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    state->vtkglEnable(GL_DEPTH_TEST);
    state->vtkglDepthMask(GL_TRUE);
    const int* size = renderer->GetSize();
    // A helper keeps the shader it was made with.
    if ((graphics_->through != 0) != (input.through != 0))
        for (auto* helper : {&graphics_->walk, &graphics_->walk_small, &graphics_->walk_aside}) helper->reset();
    graphics_->through = input.through;
    graphics_->coarse = 1;
    if (input.through != 0) graphics_->capture(size);
    graphics_->compare_depth(input.through == 0);
    draw(renderer, size);
    graphics_->compare_depth(true);
    return 1;
}

void BlockWalk::draw(vtkRenderer* renderer, const int* size) {
    vtkOpenGLRenderWindow* window = graphics_->window;
    graphics_->slices.pending = false;
    if (input.image_sample > 1) {
        graphics_->draw_small(input, renderer, size, input.image_sample);
        return;
    }
    if (graphics_->expected_ms(input, size) >= input.slice_above_ms) {
        graphics_->draw_sliced(input, renderer, size);
        return;
    }
    const auto start = std::chrono::steady_clock::now();
    graphics_->draw_full(input, renderer);
    // The picture is waited for anyway; its time tells how coarse motion has to be.
    window->WaitForCompletion();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    graphics_->full_ms = took.count();
    graphics_->full_pixels = static_cast<double>(size[0]) * size[1];
}

bool BlockWalk::unfinished() const {
    return graphics_->slices.pending;
}

bool BlockWalk::refine(vtkRenderer* renderer, double for_ms) {
    if (!graphics_->slices.pending || input.codes == nullptr || graphics_->window == nullptr) return false;
    return graphics_->refine(input, renderer, for_ms);
}

double BlockWalk::full_frame_ms() const {
    return graphics_->full_ms;
}

std::size_t BlockWalk::texture_bytes() const {
    if (graphics_->codes == nullptr || graphics_->codes_of == nullptr) return 0;
    return graphics_->codes_of->codes().size() + 4 * graphics_->codes_of->bricks().size() +
           graphics_->colour_bytes;
}

bool BlockWalk::too_large() const {
    return graphics_->too_large;
}

}  // namespace orelens::scene
