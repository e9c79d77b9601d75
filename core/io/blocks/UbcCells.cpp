// UBC models on their mesh.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/ModelNeed.h"
#include "core/io/blocks/NumberText.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::CellOrder;
using blocks::Index3;
using blocks::ModelRule;

/// Widths of one axis of a UBC mesh, as numbers or "times*width".
Expected<std::vector<double>> ubc_widths(NumberText& text, std::int32_t count) {
    std::vector<double> widths;
    while (static_cast<std::int32_t>(widths.size()) < count) {
        const std::string_view token = text.take();
        const std::size_t star = token.find('*');
        double times = 1;
        if (star != std::string_view::npos) {
            const auto read = table_number(token.substr(0, star));
            if (!read || *read < 1 || *read > count || *read != std::floor(*read))
                return text.broken("model.ubc_mesh");
            times = *read;
        }
        const auto width = table_number(star == std::string_view::npos ? token : token.substr(star + 1));
        if (!width || !(*width > 0) || *width > 1e7) return text.broken("model.ubc_mesh");
        if (static_cast<double>(widths.size()) + times > count) return text.broken("model.ubc_mesh");
        widths.insert(widths.end(), static_cast<std::size_t>(times), *width);
    }
    return widths;
}

Expected<blocks::TensorMesh> read_ubc_mesh(const std::string& path, base::Progress& progress) {
    auto bytes = read_bytes(path, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    NumberText text(*bytes, path);
    std::array<std::int32_t, 3> count{};
    for (std::int32_t& n : count) {
        const auto value = text.next();
        // A width takes two bytes at least, unless it is written with a star: then the limit of a row of
        // blocks holds.
        if (!value || *value < 1 || *value > 1e6 || *value != std::floor(*value))
            return text.broken("model.ubc_mesh");
        n = static_cast<std::int32_t>(*value);
    }
    std::array<double, 3> top{};
    for (double& at : top) {
        const auto value = text.next();
        if (!value) return text.broken("model.ubc_mesh");
        at = *value;
    }
    blocks::TensorMesh mesh;
    for (std::size_t a = 0; a < 3; ++a) {
        auto widths = ubc_widths(text, count[a]);
        if (!widths) return std::unexpected(widths.error());
        mesh.width[a] = std::move(*widths);
    }
    // The mesh begins at its south-west top corner and goes down; ours goes up.
    std::ranges::reverse(mesh.width[2]);
    double depth = 0;
    for (const double width : mesh.width[2]) depth += width;
    mesh.origin = {top[0], top[1], top[2] - depth};
    const double cells = double(count[0]) * count[1] * count[2];
    if (cells > static_cast<double>(blocks::max_cells))
        return base::fail(ErrorKind::data,
                          Message("blocks.too_many_cells",
                                  {{"cells", base::number(cells)},
                                   {"limit", base::number(static_cast<double>(blocks::max_cells))}}),
                          {.file = path});
    return mesh;
}

Expected<std::string> mesh_of(const ModelRule& rule, const std::string& path, const std::string& folder) {
    if (!rule.mesh_file.empty())
        return fs::path(rule.mesh_file).is_absolute() || folder.empty()
                   ? rule.mesh_file
                   : (fs::path(folder) / rule.mesh_file).string();
    const fs::path model(path);
    std::vector<std::string> meshes;
    std::error_code code;
    const fs::path where = model.parent_path().empty() ? fs::path(".") : model.parent_path();
    for (fs::directory_iterator at(where, code), end; !code && at != end; at.increment(code))
        if (lower(at->path().extension().string()) == ".msh") meshes.push_back(at->path().string());
    for (const std::string& mesh : meshes)
        if (fs::path(mesh).stem() == model.stem()) return mesh;
    if (meshes.size() == 1) return meshes.front();
    return base::fail(ErrorKind::data, Message("model.no_mesh", {{"count", std::to_string(meshes.size())}}),
                      {.file = path, .field = "model.mesh_file"}, Message("model.no_mesh_fix"));
}

}  // namespace

Expected<ReadCells> read_ubc_cells(const ModelRule& rule, const std::string& path, const std::string& folder,
                                   base::Progress& progress, Questions* questions) {
    const bool only_mesh = lower(fs::path(path).extension().string()) == ".msh";
    std::string mesh_path = path;
    if (!only_mesh) {
        auto found = mesh_of(rule, path, folder);
        if (!found) return std::unexpected(found.error());
        mesh_path = *found;
    }
    const auto mesh = read_ubc_mesh(mesh_path, progress);
    if (!mesh) return std::unexpected(mesh.error());
    if (only_mesh)
        return base::fail(ErrorKind::data, Message("model.mesh_alone"), {.file = path, .field = "model.file"},
                          Message("model.mesh_alone_fix"));
    Index3 count{};
    std::size_t cells = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        count[a] = static_cast<std::int32_t>(mesh->width[a].size());
        cells *= mesh->width[a].size();
    }
    auto bytes = read_bytes(path, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    if (static_cast<double>(cells) * 2 > static_cast<double>(bytes->size()) + 2)
        return base::fail(
            ErrorKind::data,
            Message("model.too_few_values", {{"cells", base::grouped(static_cast<double>(cells))}}),
            {.file = path, .field = "model.mesh_file"});
    if (auto fits = check_need(60 * static_cast<double>(cells), path); !fits)
        return std::unexpected(fits.error());
    const CellOrder order = rule.order == CellOrder::detect ? CellOrder::zxy_down : rule.order;
    ReadCells read;
    read.table.file = path;
    if (!place_cells(*mesh, read.table, progress)) return base::cancelled();
    blocks::CellColumn column;
    column.name = fs::path(path).stem().string();
    column.values.assign(cells, std::numeric_limits<float>::quiet_NaN());
    NumberText numbers(*bytes, path);
    for (std::size_t row = 0; row < cells; ++row) {
        if (row % 65536 == 0 && !progress.report(static_cast<double>(row) / static_cast<double>(cells)))
            return base::cancelled();
        if (numbers.at_end())
            return base::fail(
                ErrorKind::data,
                Message("model.too_few_values", {{"cells", base::grouped(static_cast<double>(cells))}}),
                {.file = path, .field = "model.mesh_file"});
        const auto value = numbers.next();
        if (!value) return numbers.broken("block_file.not_a_number");
        column.values[ordered_cell(order, count, row)] = static_cast<float>(*value);
    }
    if (!numbers.at_end())
        return base::fail(
            ErrorKind::data,
            Message("model.too_many_values", {{"cells", base::grouped(static_cast<double>(cells))}}),
            {.file = path, .field = "model.mesh_file"});
    read.table.columns.push_back(std::move(column));
    read.mapping.program = "UBC";
    if (auto mapped = map_cells(read, rule, true, progress, questions); !mapped)
        return std::unexpected(mapped.error());
    return read;
}

}  // namespace orelens::io
