// A picture as a PNG file, packed row by row so that a cancel is seen at the next row. The packing of VTK's
// writer (level 5, RGB or RGBA), which cannot be stopped.
#include <png.h>

#include <csetjmp>
#include <string>

#include "core/base/AtomicFile.h"
#include "ui/scene/Render.h"

namespace orelens::scene {
namespace {

constexpr int packing = 5;

/// Held outside of the function that libpng jumps back into.
struct Packer {
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::string bytes;
    bool failed = false;

    ~Packer() {
        if (png != nullptr) png_destroy_write_struct(&png, &info);
    }
};

void append(png_structp png, png_bytep data, png_size_t size) {
    auto* packer = static_cast<Packer*>(png_get_io_ptr(png));
    try {
        packer->bytes.append(reinterpret_cast<const char*>(data), size);
    } catch (const std::bad_alloc&) {
        packer->failed = true;  // nothing may be thrown through the library
    }
}

/// Whether the step went well; libpng leaves by a jump when it does not.
bool begin(Packer& packer, int width, int height, int channels) {
    if (setjmp(png_jmpbuf(packer.png)) != 0) return false;
    png_set_write_fn(packer.png, &packer, append, nullptr);
    png_set_IHDR(packer.png, packer.info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height),
                 8, channels == 4 ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(packer.png, packing);
    png_write_info(packer.png, packer.info);
    return true;
}

bool add_row(Packer& packer, const unsigned char* row) {
    if (setjmp(png_jmpbuf(packer.png)) != 0) return false;
    png_write_row(packer.png, row);
    return !packer.failed;
}

bool end(Packer& packer) {
    if (setjmp(png_jmpbuf(packer.png)) != 0) return false;
    png_write_end(packer.png, packer.info);
    return !packer.failed;
}

}  // namespace

base::Expected<void> write_png(const Picture& picture, const std::string& path, base::Progress& progress) {
    const auto cannot = [&] {
        return base::fail(base::ErrorKind::file, base::Message("scene.cannot_write", {{"reason", "PNG"}}),
                          {.file = path});
    };
    const std::size_t row = static_cast<std::size_t>(picture.width) * picture.channels;
    if (row == 0 || picture.pixels.size() < row * static_cast<std::size_t>(picture.height)) return cannot();
    const auto quiet = [](png_structp, png_const_charp) {};
    Packer packer;
    packer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, quiet);
    if (packer.png != nullptr) packer.info = png_create_info_struct(packer.png);
    if (packer.info == nullptr || !begin(packer, picture.width, picture.height, picture.channels))
        return cannot();
    for (int y = 0; y < picture.height; ++y) {
        if (!progress.report(static_cast<double>(y) / picture.height)) return base::cancelled();
        if (!add_row(packer, picture.pixels.data() + static_cast<std::size_t>(y) * row)) return cannot();
    }
    if (!end(packer)) return cannot();
    return base::AtomicFile(path).write(
        [&](std::ostream& out) -> base::Expected<void> {
            out.write(packer.bytes.data(), static_cast<std::streamsize>(packer.bytes.size()));
            return {};
        },
        &progress);
}

}  // namespace orelens::scene
