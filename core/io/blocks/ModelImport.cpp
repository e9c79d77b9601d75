#include "core/io/blocks/ModelImport.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>

#include "core/base/RegularFile.h"
#include "core/base/Units.h"
#include "core/drilling/Rules.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/blocks/GridElement.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/ModelFindings.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Severity;
using blocks::CellColumn;
using blocks::CellRole;
using blocks::ModelFormat;
using blocks::ModelRule;

std::string extension_of(const std::string& path) {
    return lower(fs::path(path).extension().string());
}

std::string resolved(const std::string& file, const std::string& folder) {
    const fs::path path(file);
    return path.is_absolute() || folder.empty() ? file : (fs::path(folder) / path).string();
}

/// The kind of a file by its name and first bytes.
ModelFormat format_of(const std::string& path) {
    const std::string extension = extension_of(path);
    if (extension == ".vti" || extension == ".vtr" || extension == ".vtu") return ModelFormat::vtk;
    if (extension == ".mod" || extension == ".msh" || extension == ".den" || extension == ".sus" ||
        extension == ".con")
        return ModelFormat::ubc;
    if (extension == ".gslib" || extension == ".out" || extension == ".gslb") return ModelFormat::gslib;
    const auto start = base::read_regular_file(path, {.take = 4096});
    if (start && start->find("<VTKFile") != std::string::npos) return ModelFormat::vtk;
    return ModelFormat::table;
}

Expected<ReadCells> read_cells(const ModelRule& rule, const std::string& path, const std::string& folder,
                               base::Progress& progress, Questions* questions = nullptr) {
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    switch (format) {
        case ModelFormat::vtk:
            return read_vtk_cells(rule, path, progress, questions);
        case ModelFormat::ubc:
            return read_ubc_cells(rule, path, folder, progress, questions);
        case ModelFormat::gslib:
            return read_gslib_cells(rule, path, progress, questions);
        default:
            break;
    }
    auto cells = read_table_cells(rule, path, false, progress);
    // GeoEAS without places in a file of any name is a grid in order.
    if (!cells && cells.error().what.key == "model.no_places" && rule.format == ModelFormat::detect) {
        auto grid = read_gslib_cells(rule, path, progress);
        if (grid || grid.error().what.key != "model.not_gslib") return grid;
    }
    return cells;
}

/// Rows whose place is a code for "missing", far from all others: −9999 is no place.
void drop_null_places(ReadCells& cells, const NullCodes& nulls, const base::Progress& progress) {
    blocks::CellTable& table = cells.table;
    if (table.centre[0].empty()) return;
    const auto is_null = [&](double value) {
        return std::ranges::find(nulls.numbers, value) != nulls.numbers.end();
    };
    const std::size_t count = table.cells();
    std::vector<std::size_t> suspects;
    std::array<double, 3> low{}, high{};
    low.fill(std::numeric_limits<double>::infinity());
    high.fill(-std::numeric_limits<double>::infinity());
    for (std::size_t n = 0; n < count; ++n) {
        if (n % 65536 == 0 && progress.cancelled()) return;
        bool null = false;
        for (int a = 0; a < 3; ++a) null = null || is_null(table.centre[a][n]);
        if (null) {
            suspects.push_back(n);
            continue;
        }
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], table.centre[a][n]);
            high[a] = std::max(high[a], table.centre[a][n]);
        }
    }
    std::vector<bool> gone(suspects.empty() ? 0 : count, false);
    std::int64_t dropped = 0;
    std::size_t first = 0;
    for (const std::size_t n : suspects) {
        bool far = false;
        for (int a = 0; a < 3; ++a) {
            const double reach = 0.5 * (high[a] - low[a]);
            const double at = table.centre[a][n];
            far = far || (is_null(at) && (at < low[a] - reach || at > high[a] + reach));
        }
        if (!far || suspects.size() == count) continue;
        gone[n] = true;
        if (dropped++ == 0) first = n;
    }
    if (dropped == 0) return;
    const std::string value = base::number(*std::ranges::find_if(nulls.numbers,
                                                                 [&](double code) {
                                                                     return table.centre[0][first] == code ||
                                                                            table.centre[1][first] == code ||
                                                                            table.centre[2][first] == code;
                                                                 }),
                                           10);
    const std::int64_t line = cells.line_of ? cells.line_of(static_cast<std::int64_t>(first)) : 0;
    std::vector<bool> keep(count);
    for (std::size_t n = 0; n < count; ++n) keep[n] = !gone[n];
    keep_cells(table, keep);
    cells.line_of = nullptr;
    cells.findings.push_back(model_finding("model_null_places", Severity::error, table.file, dropped,
                                           {{"value", value}}, "", line));
}

void to_metres(ReadCells& cells, const ModelRule& rule) {
    const bool feet = cells.feet || rule.length_unit == base::LengthUnit::foot;
    if (!feet) return;
    const double metre = base::metres_in(base::LengthUnit::foot);
    blocks::CellTable& table = cells.table;
    for (int a = 0; a < 3; ++a) {
        for (double& value : table.centre[a]) value *= metre;
        for (double& value : table.size[a]) value *= metre;
        table.cell_size[a] *= metre;
        if (table.rotation) table.rotation->pivot[a] *= metre;
        if (table.grid && !cells.grid_of_rule) {
            table.grid->origin[a] *= metre;
            table.grid->block_size[a] *= metre;
        }
    }
    for (CellColumn& column : table.columns)
        if (column.role == CellRole::volume)
            for (float& value : column.values) value = static_cast<float>(value * metre * metre * metre);
    cells.findings.push_back(model_finding("model_feet", Severity::info, table.file, 1, {}));
}

/// Values that are counted: not NaN. Bounded sample, the same for the same table.
std::vector<float> some_of(const std::vector<float>& values) {
    std::vector<float> some;
    const std::size_t step = std::max<std::size_t>(1, values.size() / 50000);
    for (std::size_t n = 0; n < values.size(); n += step)
        if (values[n] > 0) some.push_back(values[n]);
    return some;
}

void settle_density(ReadCells& cells, const ModelRule& rule) {
    for (CellColumn& column : cells.table.columns) {
        if (column.role != CellRole::density) continue;
        column.name = "density";
        column.unit = "t/m3";
        auto unit = rule.density_unit != blocks::DensityUnit::detect ? rule.density_unit : cells.density_unit;
        auto some = some_of(column.values);
        if (unit == blocks::DensityUnit::detect && !some.empty()) {
            std::ranges::nth_element(some, some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2));
            const float median = some[some.size() / 2];
            if (median > 500) {
                unit = blocks::DensityUnit::kilogram_per_m3;
                cells.findings.push_back(model_finding(
                    "model_density_unit", Severity::warning, cells.table.file,
                    static_cast<std::int64_t>(column.values.size()), {{"median", base::number(median, 4)}}));
            } else if (median > 12 || median < 0.3) {
                cells.findings.push_back(model_finding("model_density_odd", Severity::error, cells.table.file,
                                                       static_cast<std::int64_t>(column.values.size()),
                                                       {{"median", base::number(median, 4)}}));
            }
        }
        if (unit == blocks::DensityUnit::kilogram_per_m3)
            for (float& value : column.values) value /= 1000;
    }
    for (ModelColumn& column : cells.mapping.columns)
        if (column.use == ColumnUse::density) column.unit = "t/m3";
}

/// Shares as percent become shares.
void settle_proportion(ReadCells& cells) {
    for (CellColumn& column : cells.table.columns) {
        if (column.role != CellRole::proportion) continue;
        float most = 0;
        for (const float value : column.values)
            if (value > most) most = value;
        if (most <= 1.0001F) continue;
        if (most <= 100.01F) {
            for (float& value : column.values) value /= 100;
            cells.findings.push_back(model_finding("model_proportion_percent", Severity::warning,
                                                   cells.table.file, 1, {{"most", base::number(most, 4)}}));
        } else {
            column.role = CellRole::number;
            cells.findings.push_back(model_finding("model_proportion_odd", Severity::error, cells.table.file,
                                                   1, {{"most", base::number(most, 4)}}));
        }
    }
}

/// What a negative grade is taken for: a code where one value repeats, else nothing.
void settle_negative(ReadCells& cells, CellColumn& column, blocks::NegativeGrade rule) {
    std::int64_t count = 0;
    float lowest = 0;
    std::map<float, std::int64_t> times;
    for (const float value : column.values)
        if (value < 0) {
            ++count;
            lowest = std::min(lowest, value);
            if (times.size() < 1000) ++times[value];
        }
    if (count == 0) return;
    const auto often = std::ranges::max_element(times, {}, [](const auto& one) { return one.second; });
    const bool is_code =
        rule == blocks::NegativeGrade::missing ||
        (rule == blocks::NegativeGrade::detect && often->second >= 3 && often->second * 2 >= count);
    const bool all = rule == blocks::NegativeGrade::missing;
    std::int64_t missing = 0, zero = 0;
    for (float& value : column.values) {
        if (!(value < 0) || rule == blocks::NegativeGrade::keep) continue;
        if (is_code && (all || value == often->first)) {
            value = std::numeric_limits<float>::quiet_NaN();
            ++missing;
        } else {
            value = 0;
            ++zero;
        }
    }
    cells.findings.push_back(model_finding("model_negative", Severity::error, cells.table.file, count,
                                           {{"element", column.name},
                                            {"lowest", base::number(lowest, 6)},
                                            {"value", base::number(often->first, 6)},
                                            {"times", std::to_string(often->second)},
                                            {"missing", std::to_string(missing)},
                                            {"zero", std::to_string(zero)}},
                                           column.name));
}

void settle_grades(ReadCells& cells, const ModelRule& rule) {
    for (CellColumn& column : cells.table.columns)
        if (column.role == CellRole::grade) settle_negative(cells, column, rule.negative);
    bool any = false;
    for (const ModelColumn& column : cells.mapping.columns) {
        if (column.use != ColumnUse::grade) continue;
        any = true;
        if (column.unit_assumed)
            cells.findings.push_back(model_finding("model_unit_assumed", Severity::warning, cells.table.file,
                                                   1, {{"element", column.name}, {"unit", column.unit}},
                                                   column.header));
    }
    if (!any)
        cells.findings.push_back(
            model_finding("model_no_grades", Severity::warning, cells.table.file, 1, {}));
}

blocks::GridSearch search_of(const ModelRule& rule) {
    blocks::GridSearch search;
    search.cell_size = {rule.size_u_m, rule.size_v_m, rule.size_w_m};
    search.parent_size = {rule.parent_u_m, rule.parent_v_m, rule.parent_w_m};
    search.tolerance = rule.tolerance_percent / 100;
    return search;
}

void take_rotation(ReadCells& cells, const ModelRule& rule) {
    if (rule.rotation == blocks::Turn::detect) return;
    cells.hinted = false;
    const bool stated = rule.rotation == blocks::Turn::stated;
    blocks::CellTable::Rotation rotation{0, 0, 0, {rule.pivot_x, rule.pivot_y, rule.pivot_z}};
    if (stated) {
        rotation.azimuth_deg = rule.azimuth_deg;
        rotation.dip_deg = rule.dip_deg;
        rotation.roll_deg = rule.roll_deg;
        cells.table.local = rule.local;
        if (cells.table.grid) {
            cells.table.grid->azimuth_deg = rule.azimuth_deg;
            cells.table.grid->dip_deg = rule.dip_deg;
            cells.table.grid->roll_deg = rule.roll_deg;
        }
    }
    // In world coordinates the pivot is only what numbers are counted from: one near the blocks keeps their
    // digits.
    if (!cells.table.local && !cells.table.centre[0].empty())
        rotation.pivot = {cells.table.centre[0].front(), cells.table.centre[1].front(),
                          cells.table.centre[2].front()};
    cells.table.rotation = rotation;
}

Expected<blocks::FoundGrid> grid_of(ReadCells& cells, const ModelRule& rule, base::Progress& progress) {
    take_rotation(cells, rule);
    blocks::CellTable& table = cells.table;
    if (cells.hinted && table.rotation && !table.local && !table.centre[0].empty())
        table.rotation->pivot = {table.centre[0].front(), table.centre[1].front(), table.centre[2].front()};
    const blocks::GridSearch search = search_of(rule);
    auto found = find_grid(table, search, progress);
    if (!found && cells.hinted && found.error().kind != ErrorKind::cancelled) {
        table.rotation.reset();
        auto again = find_grid(table, search, progress);
        if (again) found = again;
    }
    if (found) return found;
    base::Error error = found.error();
    if (error.place.row > 0 && cells.line_of)
        error.place.row = cells.line_of(error.place.row - table.first_row);
    return std::unexpected(error);
}

/// Cells of a grid in order that hold nothing: the grid goes around the blocks, they are not blocks.
void drop_empty(ReadCells& cells) {
    blocks::CellTable& table = cells.table;
    if (!table.centre[0].empty() || table.columns.empty()) return;
    std::vector<bool> keep(table.cells(), false);
    for (const CellColumn& column : table.columns) {
        for (std::size_t n = 0; n < column.values.size(); ++n)
            if (!std::isnan(column.values[n])) keep[n] = true;
        for (std::size_t n = 0; n < column.codes.size(); ++n)
            if (column.codes[n] >= 0) keep[n] = true;
    }
    const auto empty = std::ranges::count(keep, false);
    if (empty == 0 || empty == static_cast<std::ptrdiff_t>(keep.size())) return;
    keep_cells(table, keep);
    cells.findings.push_back(
        model_finding("model_cells_without_values", Severity::info, table.file, empty, {}));
}

/// From cells with their columns to the model.
Expected<ModelImport> finish(ReadCells&& cells, const ModelRule& rule, double default_density,
                             base::Progress& progress) {
    drop_null_places(cells, null_codes(rule), progress);
    drop_empty(cells);
    to_metres(cells, rule);
    settle_density(cells, rule);
    settle_proportion(cells);
    settle_grades(cells, rule);
    if (!progress.report(0.1)) return base::cancelled();
    base::Progress searching = progress.part(0.1, 0.4);
    const auto found = grid_of(cells, rule, searching);
    if (!found) return std::unexpected(found.error());
    ModelImport import;
    import.grid = *found;
    import.mapping = std::move(cells.mapping);
    import.findings = std::move(cells.findings);
    const std::string file = cells.table.file;
    const auto line_of = std::move(cells.line_of);
    const blocks::RegulariseRule how{default_density, rule.missing_is_barren};
    base::Progress filling = progress.part(0.4, 1);
    auto model = to_block_model(std::move(cells.table), *found, how, import.report, filling);
    if (!model) return std::unexpected(model.error());
    import.model = std::move(*model);
    examine_import(import, file, line_of);
    return import;
}

}  // namespace

void keep_cells(blocks::CellTable& table, const std::vector<bool>& keep) {
    const std::size_t count = table.cells();
    if (table.centre[0].empty() && table.cell.empty()) {
        table.cell.resize(count);
        for (std::size_t n = 0; n < count; ++n) table.cell[n] = static_cast<std::uint32_t>(n);
    }
    const auto take = [&](auto& values) {
        if (values.empty()) return;
        std::size_t to = 0;
        for (std::size_t n = 0; n < count; ++n)
            if (keep[n]) values[to++] = values[n];
        values.resize(to);
        values.shrink_to_fit();
    };
    for (CellColumn& column : table.columns) {
        take(column.values);
        take(column.codes);
    }
    for (int a = 0; a < 3; ++a) {
        take(table.centre[a]);
        take(table.size[a]);
    }
    take(table.cell);
}

namespace {

void add_codes(NullCodes& codes, const std::vector<std::string>& items) {
    for (const std::string& item : items) {
        if (const auto value = table_number(item, false))
            codes.numbers.push_back(*value);
        else
            codes.words.push_back(lower(item));
    }
}

}  // namespace

NullCodes null_codes(const ModelRule& rule) {
    NullCodes codes{{}, {"-", "nan", "null", "n/a", "na", "#n/a", "none", "*", "absent", "缺失", "无"}};
    add_codes(codes, drilling::list_items(rule.null_codes));
    return codes;
}

NullCodes null_codes(const ModelRule& rule, const std::string& header) {
    NullCodes codes = null_codes(rule);
    for (const ColumnNulls& one : column_nulls(rule))
        if (lower(one.header) == lower(header)) add_codes(codes, one.codes);
    return codes;
}

bool is_own_model(const std::string& path) {
    std::error_code code;
    return extension_of(path) == ".vdb" || (has_block_sidecar(path) && fs::exists(sidecar_path(path), code));
}

namespace {

/// The block grid of a file that holds many things: its cells are mapped like those of a table.
Expected<ModelImport> import_grid(const ModelRule& rule, const std::string& path, double default_density,
                                  base::Progress& progress) {
    auto grid = read_grid_element(path, rule.element, progress.part(0, 0.4));
    if (!grid) return std::unexpected(grid.error());
    std::vector<base::Finding> found = std::move(grid->findings);
    auto cells = cells_of_omf(std::move(grid->volume), progress.part(0.4, 0.6));
    if (!cells) return in_file(cells.error(), path);
    std::ranges::move(cells->findings, std::back_inserter(found));
    base::Progress rest = progress.part(0.6, 1);
    auto import = import_cells(std::move(cells->cells), rule, default_density, rest);
    if (!import) return in_file(import.error(), path);
    std::ranges::move(import->findings, std::back_inserter(found));
    import->findings = std::move(found);
    for (base::Finding& finding : import->findings) finding.file = path;
    import->mapping.file = path;
    return import;
}

}  // namespace

Expected<ModelImport> import_model(const ModelRule& rule, double default_density, const std::string& folder,
                                   base::Progress& progress) {
    const std::string path = resolved(rule.file, folder);
    if (extension_of(path) == ".omf" || extension_of(path) == ".geoh5")
        return import_grid(rule, path, default_density, progress);
    base::Progress reading = progress.part(0, 0.6), rest = progress.part(0.6, 1);
    auto cells = read_cells(rule, path, folder, reading);
    if (!cells) return std::unexpected(cells.error());
    return finish(std::move(*cells), rule, default_density, rest);
}

Expected<ModelImport> import_cells(blocks::CellTable&& table, const ModelRule& rule, double default_density,
                                   base::Progress& progress) {
    ReadCells cells;
    cells.table = std::move(table);
    cells.mapping.program = cells.table.program;
    const std::string unit = lower(cells.table.unit);
    cells.feet = unit == "ft" || unit == "feet" || unit == "foot";
    if (auto mapped = map_cells(cells, rule, true, progress); !mapped) return std::unexpected(mapped.error());
    return finish(std::move(cells), rule, default_density, progress);
}

Expected<ModelMapping> guess_model_mapping(const ModelRule& rule, const std::string& folder) {
    base::Progress progress;
    const std::string path = resolved(rule.file, folder);
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    if (format == ModelFormat::table || format == ModelFormat::detect) {
        auto head = read_table_cells(rule, path, true, progress);
        if (!head) return std::unexpected(head.error());
        return std::move(head->mapping);
    }
    auto cells = read_cells(rule, path, folder, progress);
    if (!cells) return std::unexpected(cells.error());
    return std::move(cells->mapping);
}

Expected<ModelLook> look_at_model(const ModelRule& rule, const std::string& folder,
                                  base::Progress& progress) {
    const std::string path = resolved(rule.file, folder);
    ModelLook look;
    if (extension_of(path) == ".omf" || extension_of(path) == ".geoh5") {
        auto grid = read_grid_element(path, rule.element, progress.part(0, 0.6));
        if (!grid) return std::unexpected(grid.error());
        auto table = cells_of_omf(std::move(grid->volume), progress.part(0.6, 0.9));
        if (!table) return in_file(table.error(), path);
        ReadCells cells;
        cells.table = std::move(table->cells);
        cells.table.file = path;
        cells.mapping.program = cells.table.program;
        if (auto mapped = map_cells(cells, rule, true, progress, &look.questions); !mapped)
            return std::unexpected(mapped.error());
        look.mapping = std::move(cells.mapping);
        return look;
    }
    const ModelFormat format = rule.format == ModelFormat::detect ? format_of(path) : rule.format;
    const bool table = format == ModelFormat::table || format == ModelFormat::detect;
    auto cells = table ? read_table_cells(rule, path, true, progress, &look.questions)
                       : read_cells(rule, path, folder, progress, &look.questions);
    // GeoEAS without places in a file of any name is a grid in order.
    if (table && cells && rule.format == ModelFormat::detect &&
        std::ranges::any_of(look.questions, [](const base::Error& question) {
            return question.what.key == "model.no_places";
        })) {
        Questions others;
        auto grid = read_gslib_cells(rule, path, progress, &others);
        if (grid || grid.error().what.key != "model.not_gslib") {
            cells = std::move(grid);
            look.questions = std::move(others);
        }
    }
    if (!cells) return std::unexpected(cells.error());
    look.mapping = std::move(cells->mapping);
    return look;
}

}  // namespace orelens::io
