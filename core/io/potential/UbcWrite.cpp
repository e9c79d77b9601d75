#include "core/io/potential/UbcWrite.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <iterator>

#include "core/base/AtomicFile.h"

namespace orelens::io {
namespace {

/// What file systems take, of a column's name.
std::string plain(std::string name) {
    for (char& c : name)
        if (std::string_view("/\\:*?\"<>| ").find(c) != std::string_view::npos) c = '_';
    return name;
}

}  // namespace

std::vector<std::string> ubc_models(const blocks::BlockModel& model, const std::string& mesh_path) {
    const std::filesystem::path mesh(mesh_path);
    std::vector<std::string> files;
    for (const blocks::ColumnInfo& column : model.columns()) files.push_back((mesh.parent_path() / (mesh.stem().string() + "_" + plain(column.name) + ".mod")).string());
    return files;
}

base::Expected<void> write_ubc(const blocks::BlockModel& model, const std::string& mesh_path, const base::Progress& progress) {
    const blocks::GridGeometry& grid = model.geometry();
    if (grid.azimuth_deg != 0 || grid.dip_deg != 0 || grid.roll_deg != 0) return base::fail(base::ErrorKind::usage, base::Message("potential.ubc_turned"), {.file = mesh_path});
    const auto& n = grid.count;
    const auto& d = grid.block_size;
    std::string mesh = fmt::format("{} {} {}\n{} {} {}\n", n[0], n[1], n[2], grid.origin[0], grid.origin[1], grid.origin[2] + n[2] * d[2]);
    for (std::size_t a = 0; a < 3; ++a) mesh += fmt::format("{}*{}\n", n[a], d[a]);
    if (auto ok = base::write_text_file(mesh_path, mesh); !ok) return ok;
    const std::vector<std::string> files = ubc_models(model, mesh_path);
    for (std::size_t c = 0; c < files.size(); ++c) {
        const std::string& column = model.columns()[c].name;
        std::string text;
        for (std::int32_t j = 0; j < n[1]; ++j) {
            if (!progress.report((static_cast<double>(c) + static_cast<double>(j) / n[1]) / static_cast<double>(files.size()))) return base::cancelled();
            for (std::int32_t i = 0; i < n[0]; ++i)
                for (std::int32_t k = n[2] - 1; k >= 0; --k) {
                    const double value = model.value(column, {i, j, k});
                    if (std::isfinite(value))
                        fmt::format_to(std::back_inserter(text), "{:.9g}\n", value);
                    else
                        text += std::string(ubc_no_data) + "\n";
                }
        }
        if (auto ok = base::write_text_file(files[c], text); !ok) return ok;
    }
    return {};
}

}  // namespace orelens::io
