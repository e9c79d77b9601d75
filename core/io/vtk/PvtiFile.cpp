// .pvti: the image of a block model in pieces, each a .vti of its own, so that the processes of a parallel server read
// theirs alone.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/vtk/VtiParts.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;
using blocks::BlockModel;

/// Slabs of whole leaves along w.
std::vector<BlockBox> slabs_of(const BlockBox& box, std::int64_t piece_cells) {
    const std::int64_t layer = std::int64_t{box.count(0)} * box.count(1);
    const auto thick = static_cast<std::int32_t>(std::clamp<std::int64_t>(piece_cells / layer / 8, 1, (1 << 28) / 8) * 8);
    std::vector<BlockBox> slabs;
    for (std::int32_t low = box.low[2]; low <= box.high[2];) {
        const std::int32_t next = (low & ~7) + thick;
        slabs.push_back(box);
        slabs.back().low[2] = low;
        slabs.back().high[2] = std::min(box.high[2], next - 1);
        low = next;
    }
    return slabs;
}

/// "model/model_0.vti", as the header names it.
std::string piece_name(const fs::path& header, std::size_t number) {
    const std::string stem = header.stem().string();
    return fmt::format("{0}/{0}_{1}.vti", stem, number);
}

std::unexpected<base::Error> cannot_write(const fs::path& path, const std::error_code& code) {
    return base::fail(base::ErrorKind::file, base::Message("file.cannot_write", {{"reason", code.message()}}),
                      {.file = path.string()});
}

/// Types and names of the arrays; all pieces have the same.
std::string header_text(const BlockModel& model, const BlockBox& whole, bool hides, const std::vector<BlockBox>& slabs,
                        const fs::path& path) {
    std::string xml = fmt::format(
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"PImageData\" version=\"1.0\" byte_order=\"LittleEndian\" "
        "header_type=\"UInt64\" compressor=\"vtkZLibDataCompressor\">\n<PImageData GhostLevel=\"0\" {}>\n"
        "<PPointData/>\n<PCellData>\n",
        image_attributes(model.geometry(), whole));
    for (const VtkArray& array : image_arrays(model, whole, hides)) xml += fmt::format("<PDataArray {}/>\n", array.attributes);
    xml += "</PCellData>\n";
    for (std::size_t n = 0; n < slabs.size(); ++n)
        xml += fmt::format("<Piece Extent=\"{}\" Source=\"{}\"/>\n", extent_of(slabs[n]), xml_escaped(piece_name(path, n)));
    return xml + "</PImageData>\n</VTKFile>\n";
}

/// Pieces that are not yet in their places; removed unless they get there.
struct Waiting {
    fs::path folder;
    ~Waiting() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        fs::remove(folder.parent_path(), ignored);  // where it holds nothing
    }
};

}  // namespace

std::vector<std::string> pvti_pieces(const BlockModel& model, const std::string& path, std::int64_t piece_cells) {
    std::vector<std::string> files;
    const fs::path folder = fs::path(path).parent_path();
    const std::size_t count = slabs_of(active_box(model), piece_cells).size();
    for (std::size_t n = 0; n < count; ++n) files.push_back((folder / piece_name(path, n)).string());
    return files;
}

base::Expected<void> write_pvti(const BlockModel& model, const std::string& path, const base::Progress* progress,
                                std::int64_t piece_cells) {
    if (model.geometry().axes() != blocks::GridGeometry{}.axes())
        return base::fail(base::ErrorKind::usage, base::Message("block_file.pvti_rotation"), {.file = path},
                          base::Message("block_file.pvti_rotation_fix"));
    const BlockBox box = active_box(model);
    const bool hides = model.block_count() < box.cells();
    const std::vector<BlockBox> slabs = slabs_of(box, piece_cells);
    const std::vector<std::string> files = pvti_pieces(model, path, piece_cells);
    const fs::path folder = fs::path(files.front()).parent_path();
    const Waiting waiting{folder / ".pieces"};
    std::error_code code;
    fs::create_directories(waiting.folder, code);
    if (code) return cannot_write(folder, code);
    const auto count = static_cast<double>(slabs.size());
    const auto beside = [&](std::size_t n) { return (waiting.folder / fs::path(files[n]).filename()).string(); };
    for (std::size_t n = 0; n < slabs.size(); ++n) {
        base::Progress part;
        if (progress != nullptr) part = progress->part(static_cast<double>(n) / count, static_cast<double>(n + 1) / count);
        if (auto written = write_image(model, box, slabs[n], hides, beside(n), &part); !written) return written;
    }
    // From here on nothing is long: the header last, which says that all of it is there.
    for (std::size_t n = 0; n < slabs.size(); ++n)
        if (auto moved = base::replace_file(beside(n), files[n]); !moved) return moved;
    return base::write_text_file(path, header_text(model, box, hides, slabs, path));
}

}  // namespace orelens::io
