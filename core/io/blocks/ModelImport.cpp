#include "core/io/blocks/ModelImport.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "core/base/Parallel.h"
#include "core/base/RegularFile.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/blocks/GridElement.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/ModelFindings.h"
#include "core/io/blocks/ModelLattice.h"
#include "core/io/blocks/ModelLengths.h"
#include "core/io/blocks/ModelSettle.h"
#include "core/io/blocks/ModelTable.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using base::Severity;
using blocks::CellColumn;
using blocks::CellRole;
using blocks::ModelFormat;
using blocks::ModelRule;

constexpr std::size_t cells_per_piece = std::size_t{1} << 16;

std::string extension_of(const std::string& path) {
    return lower(fs::path(table_name(path).file).extension().string());
}

std::string resolved(const std::string& file, const std::string& folder) {
    const fs::path path(file);
    return path.is_absolute() || folder.empty() ? file : (fs::path(folder) / path).string();
}

bool holds_elements(const std::string& path) {
    return extension_of(path) == ".omf" || extension_of(path) == ".geoh5";
}

/// The kind of a file by its name and first bytes.
ModelFormat format_of(const std::string& path) {
    const std::string extension = extension_of(path);
    if (extension == ".vti" || extension == ".vtr" || extension == ".vtu") return ModelFormat::vtk;
    if (extension == ".mod" || extension == ".msh" || extension == ".den" || extension == ".sus" ||
        extension == ".con")
        return ModelFormat::ubc;
    if (extension == ".gslib" || extension == ".out" || extension == ".gslb") return ModelFormat::gslib;
    const auto start = base::read_regular_file(table_name(path).file, {.take = 4096});
    if (start && start->find("<VTKFile") != std::string::npos) return ModelFormat::vtk;
    return ModelFormat::table;
}

/// Cells of a grid in order that hold nothing: the grid goes around the blocks, they are not blocks. False:
/// cancelled.
bool drop_empty(ReadCells& cells, const base::Progress& progress) {
    blocks::CellTable& table = cells.table;
    if (!table.centre[0].empty() || table.columns.empty()) return true;
    std::vector<std::uint8_t> holds(table.cells(), 0);
    const bool looked = base::parallel_pieces(
        holds.size(), cells_per_piece, progress.part(0, 0.5), [&](std::size_t begin, std::size_t end) {
            for (const CellColumn& column : table.columns)
                for (std::size_t n = begin; n < end; ++n)
                    if (column.values.empty() ? !column.codes.empty() && column.codes[n] >= 0
                                              : !std::isnan(column.values[n]))
                        holds[n] = 1;
        });
    if (!looked) return false;
    const auto empty = std::ranges::count(holds, std::uint8_t{0});
    if (empty == 0 || empty == static_cast<std::ptrdiff_t>(holds.size())) return true;
    const std::vector<bool> keep(holds.begin(), holds.end());
    if (!keep_cells(table, keep, progress.part(0.5, 1))) return false;
    cells.findings.push_back(
        model_finding("model_cells_without_values", Severity::info, table.file, empty, {}));
    return true;
}

/// From cells with their columns to the model.
Expected<ModelImport> finish(ReadCells&& cells, const ModelRule& rule, double default_density,
                             const base::Progress& progress) {
    if (!drop_empty(cells, progress.part(0, 0.05))) return base::cancelled();
    const double metre = metres_left(cells.length, rule.length_unit, cells.table.file, cells.findings);
    // What a reader has said of its own conversion does not hold where the rule undoes it.
    if (metre != 1)
        std::erase_if(cells.findings, [](const base::Finding& one) { return one.kind == "omf_units"; });
    if (!to_metres(cells, metre, progress.part(0.05, 0.1))) return base::cancelled();
    std::vector<ValueColumn> values = value_columns(cells.table);
    if (!settle_values(values, metre, cells, rule, progress.part(0.1, 0.15))) return base::cancelled();
    for (std::size_t n = 0; n < values.size(); ++n) {
        CellColumn& column = cells.table.columns[n];
        column.role = values[n].role;
        column.name = values[n].name;
        if (column.role == CellRole::density) column.unit = "t/m3";
    }
    const auto found = grid_of(cells, rule, progress.part(0.15, 0.4));
    if (!found) return std::unexpected(found.error());
    ModelImport import;
    import.grid = *found;
    import.mapping = std::move(cells.mapping);
    import.findings = std::move(cells.findings);
    const std::string file = cells.table.file;
    const auto line_of = std::move(cells.line_of);
    const blocks::RegulariseRule how{default_density, rule.missing_is_barren};
    auto model = to_block_model(std::move(cells.table), *found, how, import.report, progress.part(0.4, 0.95));
    if (!model) return std::unexpected(model.error());
    import.model = std::move(*model);
    if (!examine_import(import, file, line_of, progress.part(0.95, 1))) return base::cancelled();
    return import;
}

/// A file in GeoEAS's layout is a table where its columns hold places, whatever it is called; without them it
/// is a grid in order.
bool is_table_first(ModelFormat format, const std::string& path, const ModelRule& rule) {
    if (holds_elements(path)) return false;
    return format == ModelFormat::table || format == ModelFormat::detect ||
           (format == ModelFormat::gslib && rule.format == ModelFormat::detect);
}
bool is_grid_after_all(const base::Error& error, const ModelRule& rule) {
    return error.what.key == "model.no_places" && rule.format == ModelFormat::detect;
}

/// The block grid of a file that holds many things: its cells are mapped like those of a table.
Expected<ReadCells> read_element(const ModelRule& rule, const std::string& path,
                                 const base::Progress& progress, Questions* questions) {
    auto grid = read_grid_element(path, rule.element, progress.part(0, 0.6));
    if (!grid) return std::unexpected(grid.error());
    auto volume = cells_of_omf(std::move(grid->volume), progress.part(0.6, 0.9));
    if (!volume) return in_file(volume.error(), path);
    ReadCells cells;
    cells.table = std::move(volume->cells);
    cells.table.file = path;
    cells.mapping.program = cells.table.program;
    // Coordinates are metres by what the file states; whether they stay so is for the rule.
    cells.length = grid->length;
    cells.findings = std::move(grid->findings);
    std::ranges::move(volume->findings, std::back_inserter(cells.findings));
    base::Progress mapping = progress.part(0.9, 1);
    if (auto mapped = map_cells(cells, rule, true, mapping, questions); !mapped) return in_file(mapped.error(), path);
    return cells;
}

/// Grids, whose cells have an order or an element of their own: no tables.
Expected<ReadCells> read_cells(ModelFormat format, const ModelRule& rule, const std::string& path,
                               const std::string& folder, base::Progress& progress,
                               Questions* questions = nullptr) {
    if (holds_elements(path)) return read_element(rule, path, progress, questions);
    if (format == ModelFormat::vtk) return read_vtk_cells(rule, path, progress, questions);
    if (format == ModelFormat::ubc) return read_ubc_cells(rule, path, folder, progress, questions);
    return read_gslib_cells(rule, path, progress, questions);
}

/// A file beside the table that is called like a side-car of ours and is none.
void tell_sidecar(ModelImport& import, const std::string& path) {
    std::error_code code;
    const std::string beside = sidecar_path(path);
    if (!has_block_sidecar(path) || !fs::exists(beside, code) || is_sidecar(beside)) return;
    import.findings.push_back(model_finding("model_foreign_sidecar", Severity::info, path, 1, {}));
}

/// Cells and columns of image data as the start of its file tells them.
std::optional<std::pair<double, double>> image_size(const std::string& path) {
    const auto start = base::read_regular_file(path, {.take = std::size_t{1} << 20});
    if (!start) return std::nullopt;
    const std::size_t extent = start->find("WholeExtent=\""), data = start->find("<CellData"),
                      end = start->find("</CellData>");
    if (extent == std::string::npos || data == std::string::npos || end == std::string::npos)
        return std::nullopt;
    const std::size_t from = extent + 13, to = start->find('"', from);
    if (to == std::string::npos) return std::nullopt;
    double cells = 1;
    const auto fields = line_fields(std::string_view(*start).substr(from, to - from), ' ');
    if (fields.size() != 6) return std::nullopt;
    for (std::size_t a = 0; a < 3; ++a) {
        const auto low = table_number(fields[2 * a]), high = table_number(fields[2 * a + 1]);
        if (!low || !high) return std::nullopt;
        cells *= std::max(1.0, *high - *low);
    }
    double columns = 0;
    for (std::size_t at = data; (at = start->find("<DataArray", at)) < end; ++at) ++columns;
    return std::pair{cells, columns};
}

/// Of files that pack their numbers, by what they say they hold; nothing where they do not say it at the
/// start.
std::optional<ModelNeed> packed_need(const ModelRule& rule, const std::string& path, double bytes) {
    std::optional<std::pair<double, double>> size;
    double per_value = 4;
    if (extension_of(path) == ".vti") size = image_size(path);
    if (extension_of(path) == ".omf") {
        const auto grids = read_omf_grids(path);
        if (!grids) return std::nullopt;
        per_value = 12;  // as doubles too
        const std::vector<std::string> names = grid_names(*grids);
        for (std::size_t n = 0; n < grids->size(); ++n)
            if (rule.element.empty() || names[n] == rule.element)
                if (const double cells = (*grids)[n].cell_count(); !size || cells > size->first)
                    size = {cells, static_cast<double>((*grids)[n].columns)};
    }
    if (!size) return std::nullopt;
    const auto [cells, columns] = *size;
    ModelNeed need{cells, 1.15 * 4 * columns * cells, 0, bytes / 8e7 + cells * columns / 5e7};
    need.bytes = need.model_bytes + bytes + cells * (per_value * columns + 12);
    return need;
}

}  // namespace

bool is_own_model(const std::string& path) {
    std::error_code code;
    if (extension_of(path) == ".vdb") return true;
    return has_block_sidecar(path) && fs::exists(sidecar_path(path), code) && is_sidecar(sidecar_path(path));
}

Expected<ModelImport> import_model(const ModelRule& rule, double default_density, const std::string& folder,
                                   base::Progress& progress) {
    const std::string path = resolved(rule.file, folder);
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    std::optional<base::Error> no_places;
    if (is_table_first(format, path, rule)) {
        auto import = import_table(rule, path, default_density, progress);
        if (import) tell_sidecar(*import, path);
        if (import || !is_grid_after_all(import.error(), rule)) return import;
        no_places = import.error();
    }
    base::Progress reading = progress.part(0, 0.6);
    auto cells = read_cells(format, rule, path, folder, reading);
    if (!cells && no_places && cells.error().what.key == "model.not_gslib")
        return std::unexpected(*no_places);
    if (!cells) return std::unexpected(cells.error());
    return finish(std::move(*cells), rule, default_density, progress.part(0.6, 1));
}

Expected<ModelMapping> guess_model_mapping(const ModelRule& rule, const std::string& folder) {
    base::Progress progress;
    const std::string path = resolved(rule.file, folder);
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    std::optional<base::Error> no_places;
    if (is_table_first(format, path, rule)) {
        auto mapping = guess_table(rule, path, progress);
        if (mapping || !is_grid_after_all(mapping.error(), rule)) return mapping;
        no_places = mapping.error();
    }
    auto cells = read_cells(format, rule, path, folder, progress);
    if (!cells && no_places && cells.error().what.key == "model.not_gslib")
        return std::unexpected(*no_places);
    if (!cells) return std::unexpected(cells.error());
    return std::move(cells->mapping);
}

Expected<ModelLook> look_at_model(const ModelRule& rule, const std::string& folder,
                                  base::Progress& progress) {
    const std::string path = resolved(rule.file, folder);
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    std::optional<ModelLook> table;
    if (is_table_first(format, path, rule)) {
        auto look = look_at_table(rule, path, progress.part(0, 0.5));
        if (!look) return look;
        const bool placed = std::ranges::none_of(
            look->questions, [&](const base::Error& question) { return is_grid_after_all(question, rule); });
        if (placed) return look;
        table = std::move(*look);
    }
    ModelLook look;
    base::Progress reading = progress.part(table ? 0.5 : 0, 1);
    auto cells = read_cells(format, rule, path, folder, reading, &look.questions);
    // What is no grid in order either is shown as a table without places.
    if (!cells && table && cells.error().what.key == "model.not_gslib") return std::move(*table);
    if (!cells) return std::unexpected(cells.error());
    look.mapping = std::move(cells->mapping);
    return look;
}

Expected<ModelNeed> model_need(const ModelRule& rule, const std::string& folder) {
    const std::string path = resolved(rule.file, folder);
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    if (is_table_first(format, path, rule)) {
        auto need = table_need(rule, path);
        if (need || !is_grid_after_all(need.error(), rule)) return need;
    }
    std::error_code code;
    const auto bytes = static_cast<double>(fs::file_size(table_name(path).file, code));
    if (code) return base::fail(base::ErrorKind::file, base::Message("io.cannot_read"), {.file = path});
    if (const auto packed = packed_need(rule, path, bytes)) return *packed;
    // Numbers of four bytes from text of some six, and as much again while they are put in place.
    return ModelNeed{bytes / 60, 0.7 * bytes, 1.5 * bytes, bytes / 8e7};
}

}  // namespace orelens::io
