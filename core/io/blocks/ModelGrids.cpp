// Cells of grids that name no places: GSLIB files in the order of their grid and UBC models on their mesh;
// and the mapping of columns that come without text.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/RegularFile.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableScan.h"
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

/// Whitespace-separated numbers of a text, one after another.
class Numbers {
  public:
    Numbers(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    /// Nothing at the end or at a word; `word()` then holds it.
    std::optional<double> next() {
        std::string_view token = take();
        word_ = token;
        return table_number(token, false);
    }
    /// One token as it stands ("3*25" in UBC meshes).
    std::string_view take() {
        while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') {
            if (text_[at_] == '\n') ++line_;
            ++at_;
        }
        const std::size_t begin = at_;
        while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) > ' ') ++at_;
        return text_.substr(begin, at_ - begin);
    }
    void skip_line() {
        const std::size_t end = text_.find('\n', at_);
        at_ = end == std::string_view::npos ? text_.size() : end + 1;
        ++line_;
    }
    [[nodiscard]] bool at_end() {
        const std::size_t at = at_;
        const std::int64_t line = line_;
        const bool end = take().empty();
        at_ = at;
        line_ = line;
        return end;
    }
    [[nodiscard]] std::unexpected<base::Error> broken(const char* key) const {
        return base::fail(ErrorKind::data, Message(key, {{"value", std::string(word_.substr(0, 40))}}),
                          {.file = file_, .row = line_});
    }
    [[nodiscard]] std::size_t left() const { return text_.size() - at_; }

  private:
    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    std::string_view word_;
};

/// Counts, sizes and first centres that kt3d and sgsim write on the second line: columns nx ny nz xmn ymn zmn
/// xsiz ysiz zsiz.
std::optional<blocks::GridGeometry> gslib_statement(const std::vector<std::string>& fields) {
    if (fields.size() < 10) return std::nullopt;
    std::vector<double> v;
    for (std::size_t n = 0; n < 10; ++n) {
        const auto value = table_number(fields[n], false);
        if (!value) return std::nullopt;
        v.push_back(*value);
    }
    blocks::GridGeometry grid;
    for (std::size_t a = 0; a < 3; ++a) {
        if (v[1 + a] < 1 || v[1 + a] > 1e6 || v[1 + a] != std::floor(v[1 + a]) || !(v[7 + a] > 0))
            return std::nullopt;
        grid.count[a] = static_cast<std::int32_t>(v[1 + a]);
        grid.block_size[a] = v[7 + a];
        grid.origin[a] = v[4 + a] - v[7 + a] / 2;
    }
    return grid;
}

ModelRule without_places(const ModelRule& rule) {
    ModelRule plain = rule;
    plain.decimal_mark = blocks::DecimalMark::point;
    return plain;
}

CellOrder usual(CellOrder stated, CellOrder format) {
    return stated == CellOrder::detect ? format : stated;
}

/// Puts rows of a grid in order into `cell`, where they are not i fastest and upward already.
void place_in_order(blocks::CellTable& table, CellOrder order) {
    if (order == CellOrder::xyz) return;
    const auto cells = static_cast<std::size_t>(table.grid->cell_count());
    table.cell.resize(cells);
    for (std::size_t row = 0; row < cells; ++row)
        table.cell[row] = static_cast<std::uint32_t>(ordered_cell(order, table.grid->count, row));
}

/// Widths of one axis of a UBC mesh, as numbers or "times*width".
Expected<std::vector<double>> ubc_widths(Numbers& text, std::int32_t count) {
    std::vector<double> widths;
    while (static_cast<std::int32_t>(widths.size()) < count) {
        const std::string_view token = text.take();
        const std::size_t star = token.find('*');
        double times = 1;
        if (star != std::string_view::npos) {
            const auto read = table_number(token.substr(0, star), false);
            if (!read || *read < 1 || *read > count || *read != std::floor(*read))
                return text.broken("model.ubc_mesh");
            times = *read;
        }
        const auto width =
            table_number(star == std::string_view::npos ? token : token.substr(star + 1), false);
        if (!width || !(*width > 0) || *width > 1e7) return text.broken("model.ubc_mesh");
        if (static_cast<double>(widths.size()) + times > count) return text.broken("model.ubc_mesh");
        widths.insert(widths.end(), static_cast<std::size_t>(times), *width);
    }
    return widths;
}

Expected<blocks::TensorMesh> read_ubc_mesh(const std::string& path, base::Progress& progress) {
    auto bytes = read_bytes(path, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    Numbers text(*bytes, path);
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

std::size_t ordered_cell(CellOrder order, const Index3& count, std::size_t row) {
    const auto nx = static_cast<std::size_t>(count[0]), ny = static_cast<std::size_t>(count[1]),
               nz = static_cast<std::size_t>(count[2]);
    std::size_t i = row % nx, j = row / nx % ny, k = row / (nx * ny);
    switch (order) {
        case CellOrder::detect:
        case CellOrder::xyz:
            break;
        case CellOrder::xyz_down:
            k = nz - 1 - k;
            break;
        case CellOrder::zyx:
            k = row % nz;
            j = row / nz % ny;
            i = row / (nz * ny);
            break;
        case CellOrder::zxy_down:
            k = nz - 1 - row % nz;
            i = row / nz % nx;
            j = row / (nz * nx);
            break;
    }
    return i + nx * (j + ny * k);
}

Expected<blocks::GridGeometry> stated_grid(const ModelRule& rule, const Index3& count,
                                           const std::string& file) {
    blocks::GridGeometry grid;
    grid.count = count;
    const double size[] = {rule.size_u_m, rule.size_v_m, rule.size_w_m};
    const double origin[] = {rule.origin_x, rule.origin_y, rule.origin_z};
    const char* params[] = {"model.size_u", "model.size_v", "model.size_w"};
    double cells = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        if (!(size[a] > 0))
            return base::fail(ErrorKind::data,
                              Message("blocks.size_unknown", {{"axis", std::string(1, "uvw"[a])}}),
                              {.file = file, .field = params[a]}, Message("blocks.size_unknown_fix"));
        grid.block_size[a] = size[a];
        grid.origin[a] = std::isnan(origin[a]) ? 0 : origin[a];
        cells *= count[a];
    }
    if (cells > static_cast<double>(blocks::max_cells))
        return base::fail(ErrorKind::data,
                          Message("blocks.too_many_cells",
                                  {{"cells", base::number(cells)},
                                   {"limit", base::number(static_cast<double>(blocks::max_cells))}}),
                          {.file = file});
    return grid;
}

Expected<void> map_cells(ReadCells& cells, const ModelRule& rule, bool placed, base::Progress& progress,
                         Questions* questions) {
    std::vector<ColumnFacts> facts;
    for (const blocks::CellColumn& column : cells.table.columns) {
        ColumnFacts one;
        one.header = column.name;
        one.unit = column.unit;
        one.has_category = column.role == blocks::CellRole::category;
        bool whole = true;
        one.empty = !one.has_category;
        const std::size_t step = std::max<std::size_t>(1, column.values.size() / 20000);
        for (std::size_t n = 0; n < column.values.size(); n += step) {
            if (std::isnan(column.values[n])) continue;
            one.empty = false;
            whole = whole && column.values[n] == std::floor(column.values[n]);
        }
        one.whole = whole && !one.empty;
        facts.push_back(one);
        if (progress.cancelled()) return base::cancelled();
    }
    auto mapped = map_columns(facts, rule, placed, cells.table.file, questions);
    if (!mapped) return std::unexpected(mapped.error());
    std::vector<blocks::CellColumn> kept;
    for (std::size_t c = 0; c < mapped->size(); ++c) {
        const ModelColumn& how = (*mapped)[c];
        blocks::CellColumn& column = cells.table.columns[c];
        if (how.use == ColumnUse::unused || how.use == ColumnUse::definition || how.use == ColumnUse::size ||
            how.use == ColumnUse::index || how.use == ColumnUse::place)
            continue;
        const NullCodes nulls = null_codes(rule, how.header);
        std::int64_t found = 0;
        for (float& value : column.values)
            if (std::ranges::any_of(nulls.numbers,
                                    [&](double null) { return value == static_cast<float>(null); })) {
                value = std::numeric_limits<float>::quiet_NaN();
                ++found;
            }
        if (found > 0)
            cells.findings.push_back(model_finding("model_null_codes", base::Severity::info, cells.table.file,
                                                   found, {}, how.header));
        column.name = how.name;
        column.unit = how.unit;
        column.by_mass = how.by_mass;
        switch (how.use) {
            case ColumnUse::density:
                column.role = blocks::CellRole::density;
                break;
            case ColumnUse::tonnage:
                column.role = blocks::CellRole::tonnage;
                break;
            case ColumnUse::volume:
                column.role = blocks::CellRole::volume;
                break;
            case ColumnUse::proportion:
                column.role = blocks::CellRole::proportion;
                break;
            case ColumnUse::excluded:
                column.role = blocks::CellRole::excluded;
                break;
            case ColumnUse::grade:
                column.role = blocks::CellRole::grade;
                break;
            case ColumnUse::category:
                if (column.role != blocks::CellRole::category) column = codes_of(std::move(column));
                break;
            default:
                column.role = blocks::CellRole::number;
        }
        kept.push_back(std::move(column));
    }
    cells.table.columns = std::move(kept);
    cells.mapping.columns = std::move(*mapped);
    cells.mapping.file = cells.table.file;
    cells.mapping.rows = static_cast<std::int64_t>(cells.table.cells());
    return {};
}

blocks::CellColumn codes_of(blocks::CellColumn column) {
    std::map<float, std::int32_t> codes;
    for (const float value : column.values)
        if (!std::isnan(value) && codes.size() <= most_codes) codes.emplace(value, 0);
    if (codes.size() > most_codes) return column;
    std::int32_t next = 0;
    for (auto& [value, code] : codes) {
        code = next++;
        column.names.push_back(base::number(value, 9));
    }
    column.codes.reserve(column.values.size());
    for (const float value : column.values) column.codes.push_back(std::isnan(value) ? -1 : codes.at(value));
    column.values = {};
    column.role = blocks::CellRole::category;
    return column;
}

Expected<ReadCells> read_gslib_cells(const ModelRule& rule, const std::string& path,
                                     base::Progress& progress, Questions* questions) {
    auto text = read_text(path, &progress);
    if (!text) return std::unexpected(text.error());
    Numbers numbers(text->text, path);
    const auto not_gslib = [&] {
        return base::fail(ErrorKind::data, Message("model.not_gslib"), {.file = path, .row = 2},
                          Message("model.not_gslib_fix"));
    };
    numbers.skip_line();
    const std::size_t second = text->text.find('\n');
    if (second == std::string::npos) return not_gslib();
    const auto fields = line_fields(
        std::string_view(text->text).substr(second + 1, text->text.find('\n', second + 1) - second - 1), ' ');
    const auto count = fields.empty() ? std::nullopt : table_number(fields.front(), false);
    if (!count || *count < 1 || *count > 1000 || *count != std::floor(*count)) return not_gslib();
    const auto columns = static_cast<std::size_t>(*count);
    // The names, a line each.
    std::vector<std::string> names;
    std::size_t at = text->text.find('\n', second + 1);
    numbers.skip_line();
    for (std::size_t n = 0; n < columns; ++n) {
        if (at == std::string::npos) return not_gslib();
        const std::size_t end = text->text.find('\n', at + 1);
        names.emplace_back(trimmed(std::string_view(text->text).substr(at + 1, end - at - 1)));
        while (!names.back().empty() && names.back().back() == '\r') names.back().pop_back();
        at = end;
        numbers.skip_line();
    }
    // With coordinates it is a table like any other.
    if (rule.format != blocks::ModelFormat::gslib && find_places(names, rule))
        return read_table_cells(rule, path, false, progress);
    const auto stated = gslib_statement(fields);
    Index3 cells{rule.count_u, rule.count_v, rule.count_w};
    const bool by_rule = cells[0] > 0 && cells[1] > 0 && cells[2] > 0;
    if (!by_rule && !stated)
        return base::fail(ErrorKind::data, Message("model.no_counts"),
                          {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
    blocks::GridGeometry grid;
    if (by_rule) {
        auto made = stated_grid(rule, cells, path);
        if (!made) return std::unexpected(made.error());
        grid = *made;
    } else {
        grid = *stated;
    }
    const auto rows = static_cast<std::size_t>(grid.cell_count());
    // A number takes two bytes at least, so that the count cannot ask for more memory than the file bears
    // out.
    if (static_cast<double>(rows) * static_cast<double>(columns) * 2 >
        static_cast<double>(text->text.size()) + 2)
        return base::fail(
            ErrorKind::data,
            Message("model.too_few_values", {{"cells", base::grouped(static_cast<double>(rows))}}),
            {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
    ReadCells read;
    read.table.file = path;
    read.table.grid = grid;
    read.grid_of_rule = by_rule;
    for (const std::string& name : names) {
        blocks::CellColumn column;
        column.name = name;
        column.values.reserve(rows);
        read.table.columns.push_back(std::move(column));
    }
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % 65536 == 0 && !progress.report(static_cast<double>(row) / static_cast<double>(rows)))
            return base::cancelled();
        for (blocks::CellColumn& column : read.table.columns) {
            if (numbers.at_end())
                return base::fail(ErrorKind::data,
                                  Message("model.too_few_values", {{"cells", base::grouped(double(rows))}}),
                                  {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
            const auto value = numbers.next();
            if (!value) return numbers.broken("block_file.not_a_number");
            column.values.push_back(static_cast<float>(*value));
        }
    }
    if (!numbers.at_end())
        return base::fail(
            ErrorKind::data,
            Message("model.too_many_values", {{"cells", base::grouped(static_cast<double>(rows))}}),
            {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
    place_in_order(read.table, usual(rule.order, CellOrder::xyz));
    read.mapping.program = "GSLIB";
    read.mapping.delimiter = ' ';
    read.mapping.header_line = 3;
    if (by_rule && std::isnan(rule.origin_x))
        read.findings.push_back(model_finding("model_origin_assumed", base::Severity::warning, path, 1, {}));
    if (auto mapped = map_cells(read, without_places(rule), true, progress, questions); !mapped)
        return std::unexpected(mapped.error());
    return read;
}

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
    const CellOrder order = usual(rule.order, CellOrder::zxy_down);
    ReadCells read;
    read.table.file = path;
    place_cells(*mesh, read.table);
    blocks::CellColumn column;
    column.name = fs::path(path).stem().string();
    column.values.assign(cells, std::numeric_limits<float>::quiet_NaN());
    Numbers numbers(*bytes, path);
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
    if (auto mapped = map_cells(read, without_places(rule), true, progress, questions); !mapped)
        return std::unexpected(mapped.error());
    return read;
}

}  // namespace orelens::io
