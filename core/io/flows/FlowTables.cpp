#include "core/io/flows/FlowTables.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/io/text/Numbers.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;
using recycling::Dimension;
using Dimensions = std::vector<const Dimension*>;

namespace {

std::unexpected<base::Error> at(const TextGrid& grid, std::size_t row, std::size_t column, const char* key,
                                std::vector<std::pair<std::string, std::string>> args) {
    const std::int64_t line = row < grid.lines.size() ? grid.lines[row] : grid.lines.empty() ? 1 : grid.lines.back() + 1;
    return fail(ErrorKind::data, Message(key, std::move(args)), {.file = grid.file, .row = line, .column = static_cast<std::int64_t>(column) + 1});
}

/// "1990.0" of a spreadsheet is the item "1990".
std::string plain(std::string_view cell) {
    std::string text(trimmed(cell));
    const auto point = text.find('.');
    if (point != std::string::npos && point > 0 && text.find_first_not_of('0', point + 1) == std::string::npos &&
        text.substr(0, point).find_first_not_of("0123456789") == std::string::npos)
        text.resize(point);
    return text;
}

std::optional<std::size_t> item_of(const Dimension& dimension, std::string_view cell) {
    const std::string text = plain(cell);
    const auto found = std::ranges::find(dimension.items, text);
    if (found == dimension.items.end()) return std::nullopt;
    return static_cast<std::size_t>(found - dimension.items.begin());
}

bool names(const Dimension& dimension, std::string_view cell) {
    return cell == dimension.letter || lower(cell) == lower(dimension.name);
}
bool is_value(std::string_view cell) {
    const std::string text = lower(cell);
    return text == "value" || text == "values" || cell == "数值" || cell == "值";
}
bool is_unnamed(std::string_view cell) {
    return cell.empty() || lower(cell).starts_with("unnamed:");
}
/// Columns of ODYM lists that are no data.
bool is_remark(std::string_view cell) {
    const std::string text = lower(cell);
    return text == "unit" || text == "comment" || text == "comments" || text == "source" || text.starts_with("stats_array") || text == "uncertainty" ||
           cell == "单位" || cell == "备注" || cell == "来源";
}

enum class Role { dimension, value, item, remark, none };
struct ColumnRole {
    Role role = Role::none;
    std::size_t dimension = 0;  ///< of `dimension` and `item`
    std::size_t item = 0;
};
struct Layout {
    std::vector<ColumnRole> columns;
    std::size_t first_row = 0;
};

/// The dimension of which every cell of a column is an item, of those not told yet; the one with the fewest items where
/// several fit. `last` looks at no more than the first row where headers may be wrong.
std::optional<std::size_t> by_items(const TextGrid& grid, std::size_t column, std::size_t first_row, const Dimensions& dimensions, const std::set<std::size_t>& told,
                                    bool most = false) {
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        if (told.contains(d)) continue;
        std::size_t fit = 0, rows = 0;
        for (std::size_t r = first_row; r < grid.rows.size(); ++r, ++rows)
            if (column < grid.rows[r].size() && item_of(*dimensions[d], grid.rows[r][column])) ++fit;
        if (rows > 0 && (most ? 2 * fit > rows : fit == rows)) return d;
    }
    return std::nullopt;
}

Expected<Layout> layout(const TextGrid& grid, const Dimensions& dimensions) {
    if (grid.rows.empty()) return at(grid, 0, 0, "flows.empty", {});
    const std::vector<std::string>& head = grid.rows[0];
    Layout made;
    made.columns.resize(head.size());
    std::set<std::size_t> told;
    std::vector<std::size_t> open, unnamed;
    bool named = false;
    for (std::size_t c = 0; c < head.size(); ++c) {
        const auto found = std::ranges::find_if(dimensions, [&](const Dimension* one) { return names(*one, head[c]); });
        if (found != dimensions.end()) {
            const auto d = static_cast<std::size_t>(found - dimensions.begin());
            if (!told.insert(d).second) return at(grid, 0, c, "flows.column_twice", {{"dimension", dimensions[d]->name}});
            made.columns[c] = {Role::dimension, d, 0};
            named = true;
        } else if (is_value(head[c])) {
            made.columns[c] = {Role::value, 0, 0};
            named = true;
        } else if (is_unnamed(head[c])) {
            unnamed.push_back(c);
        } else if (is_remark(head[c])) {
            made.columns[c].role = Role::remark;
        } else {
            open.push_back(c);
        }
    }
    const bool has_value = std::ranges::any_of(made.columns, [](const ColumnRole& one) { return one.role == Role::value; });
    // Items of one dimension across?
    std::optional<std::size_t> wide;
    for (std::size_t d = 0; d < dimensions.size() && !open.empty() && !has_value && !wide; ++d)
        if (!told.contains(d) && std::ranges::all_of(open, [&](std::size_t c) { return item_of(*dimensions[d], head[c]).has_value(); })) wide = d;
    if (wide) {
        made.first_row = 1;
        std::set<std::size_t> seen;
        for (const std::size_t c : open) {
            const std::size_t item = *item_of(*dimensions[*wide], head[c]);
            if (!seen.insert(item).second) return at(grid, 0, c, "flows.item_twice", {{"item", head[c]}});
            made.columns[c] = {Role::item, *wide, item};
        }
        told.insert(*wide);
    } else if (named) {
        made.first_row = 1;
        if (!open.empty()) return at(grid, 0, open[0], "flows.column", {{"column", head[open[0]]}});
        if (!has_value) return at(grid, 0, head.size(), "flows.no_value", {});
    } else if (!unnamed.empty()) {
        return at(grid, 0, open.empty() ? 0 : open[0], "flows.column", {{"column", open.empty() ? "" : head[open[0]]}});
    } else {
        // No header: the last column holds the values, the others are known by their items.
        for (std::size_t c = 0; c < head.size(); ++c) unnamed.push_back(c);
        unnamed.pop_back();
        made.columns.back().role = Role::value;
    }
    for (const std::size_t c : unnamed) {
        auto d = by_items(grid, c, made.first_row, dimensions, told);
        if (!d) d = by_items(grid, c, made.first_row, dimensions, told, true);  // a wrong item is told as such below
        if (!d) return at(grid, made.first_row, c, "flows.column", {{"column", head[c]}});
        told.insert(*d);
        made.columns[c] = {Role::dimension, *d, 0};
    }
    for (std::size_t d = 0; d < dimensions.size(); ++d)
        if (!told.contains(d) && dimensions[d]->items.size() > 1) return at(grid, 0, head.size(), "flows.no_dimension", {{"dimension", dimensions[d]->name}});
    return made;
}

/// A table with fewer cells than there are tuples lacks some, however many there are.
Expected<void> room(const TextGrid& grid, const Dimensions& dimensions) {
    double tuples = 1, cells = 0;
    for (const Dimension* one : dimensions) tuples *= static_cast<double>(one->items.size());
    for (const auto& row : grid.rows) cells += static_cast<double>(row.size());
    if (tuples > cells) return at(grid, grid.rows.size(), 0, "flows.tuples", {{"tuples", base::number(tuples)}, {"cells", base::number(cells)}});
    return {};
}

/// Values as they come; which tuple each is of.
class Filler {
  public:
    Filler(const TextGrid& grid, const Dimensions& dimensions) : grid_(grid), dimensions_(dimensions) {
        std::size_t size = 1;
        for (const Dimension* one : dimensions) size *= one->items.size();
        values_.assign(size, 0);
        row_of_.assign(size, 0);
        column_of_.assign(size, 0);
    }
    Expected<void> put(const std::vector<std::size_t>& items, std::size_t row, std::size_t column, std::string_view cell) {
        std::size_t index = 0;
        for (std::size_t d = 0; d < dimensions_.size(); ++d) index = index * dimensions_[d]->items.size() + items[d];
        if (cell.empty()) return at(grid_, row, column, "flows.empty_cell", {{"tuple", told(index)}});
        const auto number = parse_number(cell);
        if (!number || !std::isfinite(*number)) return at(grid_, row, column, "flows.no_number", {{"text", std::string(cell)}});
        if (row_of_[index] != 0)
            return at(grid_, row, column, "flows.tuple_twice", {{"tuple", told(index)}, {"row", std::to_string(row_of_[index])}});
        row_of_[index] = grid_.lines[row];
        column_of_[index] = static_cast<std::int32_t>(column) + 1;
        values_[index] = *number;
        column_ = column;
        return {};
    }
    Expected<ParameterRead> whole() {
        std::size_t missing = 0, first = 0;
        for (std::size_t n = values_.size(); n-- > 0;)
            if (row_of_[n] == 0) {
                ++missing;
                first = n;
            }
        if (missing > 0) return at(grid_, grid_.rows.size(), column_, "flows.tuple_missing", {{"tuple", told(first)}, {"count", std::to_string(missing)}});
        return ParameterRead{std::move(values_), std::move(row_of_), std::move(column_of_)};
    }

  private:
    [[nodiscard]] std::string told(std::size_t index) const {
        std::string words;
        for (std::size_t d = dimensions_.size(); d-- > 0;) {
            const auto& items = dimensions_[d]->items;
            words = items[index % items.size()] + (words.empty() ? "" : ", ") + words;
            index /= items.size();
        }
        return words;
    }
    const TextGrid& grid_;
    const Dimensions& dimensions_;
    std::vector<double> values_;
    std::vector<std::int64_t> row_of_;
    std::vector<std::int32_t> column_of_;
    std::size_t column_ = 0;
};

}  // namespace

Expected<TextGrid> read_grid(const std::string& name) {
    const auto table = read_table(name);
    if (!table) return std::unexpected(table.error());
    TextGrid grid;
    grid.file = name;
    grid.rows.push_back(table->headers);
    grid.lines.push_back(table->header_line);
    CsvFields fields;
    for (const CsvRecord& record : table->records) {
        fields.split(*table, record);
        std::vector<std::string> row;
        for (std::size_t c = 0; c < fields.size(); ++c) row.emplace_back(fields[c]);
        grid.rows.push_back(std::move(row));
        grid.lines.push_back(record.line);
    }
    // Sheets carry empty columns to the right of their cells.
    std::size_t width = 0;
    for (const auto& row : grid.rows)
        for (std::size_t c = 0; c < row.size(); ++c)
            if (!row[c].empty()) width = std::max(width, c + 1);
    for (auto& row : grid.rows) row.resize(std::min(row.size(), width));
    return grid;
}

Expected<Dimension> read_dimension(const std::string& file, const std::string& name, const std::string& letter) {
    const auto grid = read_grid(file);
    if (!grid) return std::unexpected(grid.error());
    Dimension made{name, letter, {}};
    std::set<std::string> seen;
    std::size_t columns = 0;
    for (const auto& row : grid->rows)
        for (std::size_t c = 0; c < row.size(); ++c)
            if (!row[c].empty()) columns = std::max(columns, c + 1);
    const bool along = columns > 1;
    if (along && grid->rows.size() > 1) return at(*grid, 1, 0, "flows.dimension_shape", {{"dimension", name}});
    for (std::size_t r = 0; r < grid->rows.size(); ++r)
        for (std::size_t c = 0; c < grid->rows[r].size(); ++c) {
            const std::string item = plain(grid->rows[r][c]);
            if (item.empty() || (r == 0 && c == 0 && names(made, item))) continue;
            if (!seen.insert(item).second) return at(*grid, r, c, "flows.item_twice", {{"item", item}});
            made.items.push_back(item);
        }
    if (made.items.empty()) return at(*grid, 0, 0, "flows.empty", {});
    return made;
}

Expected<ParameterRead> parameter_from(const TextGrid& grid, const Dimensions& dimensions) {
    const auto shape = layout(grid, dimensions);
    if (!shape) return std::unexpected(shape.error());
    if (auto fits = room(grid, dimensions); !fits) return std::unexpected(fits.error());
    Filler filler(grid, dimensions);
    for (std::size_t r = shape->first_row; r < grid.rows.size(); ++r) {
        const auto& row = grid.rows[r];
        if (row.size() > shape->columns.size()) return at(grid, r, shape->columns.size(), "flows.row_long", {});
        std::vector<std::size_t> items(dimensions.size(), 0);
        const auto cell = [&](std::size_t c) { return c < row.size() ? std::string_view(row[c]) : std::string_view(); };
        for (std::size_t c = 0; c < shape->columns.size(); ++c) {
            const ColumnRole& column = shape->columns[c];
            if (column.role != Role::dimension) continue;
            const auto item = item_of(*dimensions[column.dimension], cell(c));
            if (!item) return at(grid, r, c, "flows.item", {{"item", std::string(cell(c))}, {"dimension", dimensions[column.dimension]->name}});
            items[column.dimension] = *item;
        }
        for (std::size_t c = 0; c < shape->columns.size(); ++c) {
            const ColumnRole& column = shape->columns[c];
            if (column.role == Role::item) items[column.dimension] = column.item;
            else if (column.role != Role::value) continue;
            if (auto put = filler.put(items, r, c, cell(c)); !put) return std::unexpected(put.error());
        }
    }
    return filler.whole();
}

Expected<ParameterRead> read_parameter(const std::string& file, const Dimensions& dimensions) {
    const auto grid = read_grid(file);
    if (!grid) return std::unexpected(grid.error());
    return parameter_from(*grid, dimensions);
}

Expected<std::vector<std::pair<std::string, double>>> read_scalars(const std::string& file) {
    const auto grid = read_grid(file);
    if (!grid) return std::unexpected(grid.error());
    std::vector<std::pair<std::string, double>> made;
    std::set<std::string> seen;
    for (std::size_t r = 0; r < grid->rows.size(); ++r) {
        const auto& row = grid->rows[r];
        if (row.size() != 2) return at(*grid, r, row.size(), "flows.scalar", {});
        const auto number = parse_number(row[1]);
        if (!number || !std::isfinite(*number)) return at(*grid, r, 1, "flows.no_number", {{"text", row[1]}});
        if (!seen.insert(row[0]).second) return at(*grid, r, 0, "flows.item_twice", {{"item", row[0]}});
        made.emplace_back(row[0], *number);
    }
    return made;
}

Expected<OdymParameter> read_odym(const std::string& file, const Dimensions& dimensions) {
    const std::string path = table_name(file).file;
    const auto cover = read_grid(path + "#Cover");
    if (!cover) return std::unexpected(cover.error());
    std::string kind;
    for (const auto& row : cover->rows)
        for (const std::string& cell : row)
            if (cell == "LIST" || cell == "TABLE") kind = cell;
    if (kind.empty()) return at(*cover, 0, 0, "flows.odym_kind", {});
    auto values = read_grid(path + "#Values_Master");
    if (!values) {
        auto data = read_grid(path + "#Data");
        if (!data) return std::unexpected(values.error());
        values = std::move(data);
    }
    OdymParameter made;
    if (kind == "LIST") {
        const auto& head = values->rows[0];
        const auto unit = std::ranges::find_if(head, [](const std::string& cell) { return lower(cell) == "unit"; });
        if (unit != head.end()) {
            const auto c = static_cast<std::size_t>(unit - head.begin());
            for (std::size_t r = 1; r < values->rows.size(); ++r) {
                const std::string here = c < values->rows[r].size() ? values->rows[r][c] : "";
                if (r == 1) made.unit = here;
                else if (here != made.unit) return at(*values, r, c, "flows.odym_unit", {{"unit", here}, {"first", made.unit}});
            }
        }
        auto read = parameter_from(*values, dimensions);
        if (!read) return std::unexpected(read.error());
        made.read = std::move(*read);
        return made;
    }
    // TABLE: row items begin where the first row has all of its leading cells among items of different dimensions.
    std::size_t last_head = 0, index_columns = 0;
    std::set<std::size_t> told;
    std::vector<std::size_t> row_dimension;
    for (std::size_t r = 1; r < values->rows.size() && index_columns == 0; ++r) {
        std::set<std::size_t> seen;
        std::vector<std::size_t> found;
        for (const std::string& cell : values->rows[r]) {
            std::optional<std::size_t> fits;
            for (std::size_t d = 0; d < dimensions.size() && !fits; ++d)
                if (!seen.contains(d) && item_of(*dimensions[d], cell)) fits = d;
            if (!fits || found.size() + 1 > dimensions.size()) break;
            seen.insert(*fits);
            found.push_back(*fits);
        }
        if (found.empty()) continue;
        index_columns = found.size();
        row_dimension = found;
        told = seen;
        last_head = r - 1;
    }
    if (index_columns == 0) return at(*values, 1, 0, "flows.odym_table", {});
    const std::size_t width = values->rows[0].size();
    std::vector<std::vector<std::size_t>> column_items(width, std::vector<std::size_t>(dimensions.size(), 0));
    for (std::size_t h = 0; h <= last_head; ++h) {
        std::optional<std::size_t> dimension;
        for (std::size_t d = 0; d < dimensions.size() && !dimension; ++d)
            if (!told.contains(d) && values->rows[h].size() > index_columns && item_of(*dimensions[d], values->rows[h][index_columns])) dimension = d;
        if (!dimension) return at(*values, h, index_columns, "flows.odym_table", {});
        told.insert(*dimension);
        for (std::size_t c = index_columns; c < width; ++c) {
            const std::string cell = c < values->rows[h].size() ? values->rows[h][c] : "";
            const auto item = item_of(*dimensions[*dimension], cell);
            if (!item) return at(*values, h, c, "flows.item", {{"item", cell}, {"dimension", dimensions[*dimension]->name}});
            column_items[c][*dimension] = *item;
        }
    }
    for (std::size_t d = 0; d < dimensions.size(); ++d)
        if (!told.contains(d) && dimensions[d]->items.size() > 1) return at(*values, 0, 0, "flows.no_dimension", {{"dimension", dimensions[d]->name}});
    if (auto fits = room(*values, dimensions); !fits) return std::unexpected(fits.error());
    Filler filler(*values, dimensions);
    for (std::size_t r = last_head + 1; r < values->rows.size(); ++r) {
        const auto& row = values->rows[r];
        for (std::size_t c = index_columns; c < width; ++c) {
            std::vector<std::size_t> items = column_items[c];
            for (std::size_t k = 0; k < index_columns; ++k) {
                const std::string cell = k < row.size() ? row[k] : "";
                const auto item = item_of(*dimensions[row_dimension[k]], cell);
                if (!item) return at(*values, r, k, "flows.item", {{"item", cell}, {"dimension", dimensions[row_dimension[k]]->name}});
                items[row_dimension[k]] = *item;
            }
            if (auto put = filler.put(items, r, c, c < row.size() ? std::string_view(row[c]) : std::string_view()); !put) return std::unexpected(put.error());
        }
    }
    auto whole = filler.whole();
    if (!whole) return std::unexpected(whole.error());
    made.read = std::move(*whole);
    return made;
}

}  // namespace orelens::io
