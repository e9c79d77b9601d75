// Tables as evidence, told apart by their headers: nodes of a lattice (x, y, z or depth, value) in any order, samples of
// soil and rock with elements, lines of a fault by vertices, labels of cells.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/io/potential/EvidenceFile.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/ReadTable.h"
#include "core/io/text/StrayCells.h"

namespace orelens::io {
namespace {

using base::Expected;

constexpr double most_label = 1e15;  // of a grid that is not known yet: whole numbers are exact up to here

/// Columns by what they are called, −1 = none.
struct EvidenceColumns {
    int east = -1, north = -1, level = -1, depth = -1, sample = -1, line = -1, order = -1, cell = -1, label = -1;
    std::vector<int> rest;
};

EvidenceColumns columns_of(const std::vector<std::string>& headers) {
    static const std::map<std::string, int EvidenceColumns::*> known{
        {"x", &EvidenceColumns::east}, {"east", &EvidenceColumns::east}, {"easting", &EvidenceColumns::east}, {"xcenter", &EvidenceColumns::east}, {"东坐标", &EvidenceColumns::east},
        {"y", &EvidenceColumns::north}, {"north", &EvidenceColumns::north}, {"northing", &EvidenceColumns::north}, {"ycenter", &EvidenceColumns::north}, {"北坐标", &EvidenceColumns::north},
        {"z", &EvidenceColumns::level}, {"rl", &EvidenceColumns::level}, {"elevation", &EvidenceColumns::level}, {"elev", &EvidenceColumns::level}, {"高程", &EvidenceColumns::level},
        {"depth", &EvidenceColumns::depth}, {"深度", &EvidenceColumns::depth},
        {"sample", &EvidenceColumns::sample}, {"sample_id", &EvidenceColumns::sample}, {"id", &EvidenceColumns::sample}, {"样号", &EvidenceColumns::sample},
        {"line", &EvidenceColumns::line}, {"seq", &EvidenceColumns::order}, {"order", &EvidenceColumns::order},
        {"cell", &EvidenceColumns::cell}, {"voxel", &EvidenceColumns::cell}, {"label", &EvidenceColumns::label}};
    EvidenceColumns c;
    for (std::size_t n = 0; n < headers.size(); ++n) {
        const auto found = known.find(lower(headers[n]));
        if (found != known.end() && c.*(found->second) < 0)
            c.*(found->second) = static_cast<int>(n);
        else
            c.rest.push_back(static_cast<int>(n));
    }
    return c;
}

/// A cell as a number, or why not.
Expected<double> cell_number(const CsvTable& table, const CsvRecord& record, const CsvFields& fields, int column, bool blank_is_missing) {
    const std::string_view text = fields[static_cast<std::size_t>(column)];
    if (text.empty() && blank_is_missing) return std::numeric_limits<double>::quiet_NaN();
    if (const auto value = parse_number(text)) return *value;
    return evidence_refused(table.file, "evidence.cell_not_a_number",
                            {{"text", std::string(text.substr(0, 40))}, {"column", table.headers[static_cast<std::size_t>(column)]}}, record.line, column + 1);
}

/// The voxel that a label is of: by its number, or the one that holds its place, as it was clicked on a section.
Expected<std::int64_t> voxel_of(const CsvTable& table, const EvidenceColumns& c, const EvidenceRule& rule, const CsvRecord& record, const CsvFields& fields) {
    if (c.cell >= 0) {
        const auto cell = cell_number(table, record, fields, c.cell, false);
        if (!cell) return std::unexpected(cell.error());
        const double cells = rule.voxels > 0 ? static_cast<double>(rule.voxels) : most_label;
        if (!(*cell >= 0 && *cell < cells) || *cell != std::floor(*cell))
            return evidence_refused(table.file, "evidence.label_outside", {{"cell", base::number(*cell, 12)}, {"cells", base::number(cells, 15)}}, record.line, c.cell + 1);
        return static_cast<std::int64_t>(*cell);
    }
    blocks::Vec3 place{};
    for (const auto& [to, column] : {std::pair{0, c.east}, {1, c.north}, {2, c.level}}) {
        const auto value = cell_number(table, record, fields, column, false);
        if (!value) return std::unexpected(value.error());
        place[static_cast<std::size_t>(to)] = *value;
    }
    const blocks::Vec3 at = rule.grid->to_grid(place);
    for (std::size_t a = 0; a < 3; ++a)
        if (!(at[a] >= 0) || !(at[a] < rule.grid->count[a]))
            return evidence_refused(table.file, "evidence.label_beyond", {{"x", base::number(place[0], 12)}, {"y", base::number(place[1], 12)}, {"z", base::number(place[2], 12)}}, record.line, c.east + 1);
    return rule.grid->linear({static_cast<std::int32_t>(at[0]), static_cast<std::int32_t>(at[1]), static_cast<std::int32_t>(at[2])});
}

Expected<EvidenceFile> labels_of(const CsvTable& table, const EvidenceColumns& c, const EvidenceRule& rule) {
    EvidenceFile file;
    file.format = "labels";
    std::vector<potential::GivenLabel> list;
    std::map<std::int64_t, std::pair<int, std::int64_t>> seen;
    CsvFields fields;
    std::int64_t ones = 0, zeros = 0;
    for (const CsvRecord& record : table.records) {
        fields.split(table, record);
        const auto voxel = voxel_of(table, c, rule, record, fields);
        if (!voxel) return std::unexpected(voxel.error());
        const auto label = cell_number(table, record, fields, c.label, true);
        if (!label) return std::unexpected(label.error());
        const double value = std::isnan(*label) ? -1 : *label;
        if (value != 1 && value != 0 && value != -1)
            return evidence_refused(table.file, "evidence.label_form", {{"text", std::string(fields[static_cast<std::size_t>(c.label)])}}, record.line, c.label + 1);
        const std::int64_t at = *voxel;
        const auto [before, fresh] = seen.try_emplace(at, static_cast<int>(value), record.line);
        if (!fresh && before->second.first != static_cast<int>(value))
            return evidence_refused(table.file, "evidence.label_conflict", {{"cell", std::to_string(at)}, {"line", std::to_string(before->second.second)}}, record.line);
        ones += value == 1;
        zeros += value == 0;
        list.push_back({at, static_cast<potential::Label>(static_cast<int>(value)), record.line, table.file});
    }
    if (ones == 0) return evidence_refused(table.file, "evidence.no_positive", {}, 0, 0, "evidence.no_positive_fix");
    if (zeros == 0) file.findings.push_back(evidence_finding(table.file, "evidence.no_barren"));
    file.data = std::move(list);
    return file;
}

Expected<EvidenceFile> lines_of(const CsvTable& table, const EvidenceColumns& c) {
    EvidenceFile file;
    file.format = "lines";
    shapes::Polylines made;
    std::map<std::string, std::vector<std::pair<double, std::int32_t>>> lines;
    std::vector<std::string> order;
    CsvFields fields;
    for (const CsvRecord& record : table.records) {
        fields.split(table, record);
        shapes::Vec3 at{};
        const int columns[] = {c.east, c.north, c.level};
        for (std::size_t a = 0; a < 3; ++a) {
            if (columns[a] < 0) continue;
            const auto value = cell_number(table, record, fields, columns[a], false);
            if (!value) return std::unexpected(value.error());
            at[a] = *value;
        }
        const std::string name(fields[static_cast<std::size_t>(c.line)]);
        if (!lines.contains(name)) order.push_back(name);
        double place = static_cast<double>(lines[name].size());
        if (c.order >= 0) {
            const auto value = cell_number(table, record, fields, c.order, false);
            if (!value) return std::unexpected(value.error());
            place = *value;
        }
        lines[name].emplace_back(place, static_cast<std::int32_t>(made.points.size()));
        made.points.push_back(at);
    }
    for (const std::string& name : order) {
        auto& vertices = lines[name];
        if (vertices.size() < 2) return evidence_refused(table.file, "evidence.short_line", {{"line", name}, {"count", std::to_string(vertices.size())}});
        std::ranges::stable_sort(vertices, {}, &std::pair<double, std::int32_t>::first);
        auto& line = made.lines.emplace_back();
        for (const auto& [place, point] : vertices) line.push_back(point);
    }
    if (made.lines.empty()) return evidence_refused(table.file, "evidence.no_line");
    file.data = std::move(made);
    return file;
}

/// Different coordinates of one axis, ascending; those closer than a millionth of the span are one.
std::vector<double> levels_of(std::vector<double> values) {
    std::ranges::sort(values);
    const double near = 1e-6 * std::max(values.back() - values.front(), 1e-3);
    std::vector<double> out;
    for (const double v : values)
        if (out.empty() || v - out.back() > near) out.push_back(v);
    return out;
}

struct NodeRow {
    shapes::Vec3 at{};
    double value = 0;
    std::int64_t line = 0;
};

Expected<EvidenceFile> nodes_of(const CsvTable& table, const EvidenceColumns& c, const EvidenceRule& rule) {
    EvidenceFile file;
    file.format = "nodes";
    file.crs = rule.crs;
    const bool depths = c.level < 0;
    std::vector<NodeRow> rows;
    CsvFields fields;
    std::int64_t blank = 0;
    for (const CsvRecord& record : table.records) {
        fields.split(table, record);
        NodeRow row;
        row.line = record.line;
        const int columns[] = {c.east, c.north, depths ? c.depth : c.level};
        for (std::size_t a = 0; a < 3; ++a) {
            const auto value = cell_number(table, record, fields, columns[a], false);
            if (!value) return std::unexpected(value.error());
            row.at[a] = *value;
        }
        if (depths) row.at[2] = rule.depth_datum_m.value_or(0) - row.at[2];
        const auto value = cell_number(table, record, fields, c.rest.front(), true);
        if (!value) return std::unexpected(value.error());
        row.value = *value;
        for (const double code : rule.no_data)
            if (row.value == code) row.value = std::numeric_limits<double>::quiet_NaN();
        blank += std::isnan(row.value);
        rows.push_back(row);
    }
    if (rows.empty()) return evidence_refused(table.file, "evidence.no_value");
    if (depths)
        file.findings.push_back(rule.depth_datum_m ? evidence_finding(table.file, "evidence.depth_taken", {{"datum", base::number(*rule.depth_datum_m)}}, 0, base::Severity::info)
                                                   : evidence_finding(table.file, "evidence.depth_asked"));
    potential::NodeModel nodes;
    nodes.from.file = table.file;
    std::array<std::vector<double>, 3> level;
    double cells = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        std::vector<double> all;
        for (const NodeRow& row : rows) all.push_back(row.at[a]);
        level[a] = levels_of(std::move(all));
        // The step that most neighbours have; what does not fit it is named.
        std::vector<double> gaps;
        for (std::size_t n = 0; n + 1 < level[a].size(); ++n) gaps.push_back(level[a][n + 1] - level[a][n]);
        std::ranges::sort(gaps);
        double step = 1;
        std::size_t most = 0;
        for (std::size_t n = 0; n < gaps.size();) {
            std::size_t end = n;
            while (end < gaps.size() && gaps[end] <= gaps[n] * (1 + 1e-4)) ++end;
            if (end - n > most || (end - n == most && gaps[n] > step)) {
                most = end - n;
                step = gaps[n];
            }
            n = end;
        }
        nodes.step[a] = step;
        // The origin of the most levels on the step's lattice.
        std::size_t agreeing = 0;
        for (const double origin : level[a]) {
            std::size_t on = 0;
            for (const double v : level[a]) on += std::abs((v - origin) / step - std::round((v - origin) / step)) < 1e-4;
            if (on > agreeing) {
                agreeing = on;
                nodes.origin[a] = origin;
            }
            if (on == level[a].size() || level[a].size() > 5000) break;
        }
        for (const NodeRow& row : rows) {
            const double at = (row.at[a] - nodes.origin[a]) / step, off = std::abs(at - std::round(at)) * step;
            if (off > 1e-3 * step)
                return evidence_refused(table.file, "evidence.irregular", {{"axis", a == 0 ? "x" : a == 1 ? "y" : "z"}, {"off", base::number(off)}, {"step", base::number(step)}}, row.line,
                                        (a == 0 ? c.east : a == 1 ? c.north : depths ? c.depth : c.level) + 1, "evidence.irregular_fix");
        }
        nodes.origin[a] = level[a].front();
        nodes.count[a] = static_cast<std::int32_t>(std::lround((level[a].back() - level[a].front()) / step)) + 1;
        cells *= nodes.count[a];
    }
    if (cells > 4e8 || cells > 1000.0 * static_cast<double>(rows.size()) + 1000) return evidence_refused(table.file, "evidence.irregular_sparse", {}, 0, 0, "evidence.irregular_fix");
    nodes.values.assign(static_cast<std::size_t>(cells), potential::missing);
    std::vector<std::int64_t> line(nodes.values.size(), 0);
    for (const NodeRow& row : rows) {
        std::size_t at = 0;
        for (std::size_t a = 3; a-- > 0;)
            at = at * static_cast<std::size_t>(nodes.count[a]) + static_cast<std::size_t>(std::lround((row.at[a] - nodes.origin[a]) / nodes.step[a]));
        const auto value = static_cast<float>(row.value);
        if (line[at] != 0 && !(nodes.values[at] == value || (std::isnan(nodes.values[at]) && std::isnan(value))))
            return evidence_refused(table.file, "evidence.node_twice", {{"line", std::to_string(line[at])}}, row.line);
        line[at] = row.line;
        nodes.values[at] = value;
    }
    const auto absent = std::ranges::count(line, 0);
    if (absent > 0)
        file.findings.push_back(evidence_finding(table.file, "evidence.nodes_absent", {{"count", base::grouped(static_cast<double>(absent))}, {"of", base::grouped(cells)}}));
    if (blank > 0) file.findings.push_back(evidence_finding(table.file, "evidence.nodes_blank", {{"count", base::grouped(static_cast<double>(blank))}}));
    if (blank == static_cast<std::int64_t>(rows.size())) return evidence_refused(table.file, "evidence.no_value");
    if (nodes.count[2] == 1) file.findings.push_back(evidence_finding(table.file, "evidence.one_level"));
    if (!rule.area.empty() && !(depths && !rule.depth_datum_m)) {
        bool meets = true;
        for (std::size_t a = 0; a < 3; ++a)
            meets = meets && nodes.origin[a] <= rule.area.high[a] && nodes.origin[a] + nodes.step[a] * (nodes.count[a] - 1) >= rule.area.low[a];
        if (!meets) return evidence_refused(table.file, "evidence.no_overlap", {}, 0, 0, "evidence.no_overlap_fix");
    }
    file.data = std::move(nodes);
    return file;
}

/// "As_ppm" → As, ppm.
std::pair<std::string, std::string> name_and_unit(const std::string& header) {
    const auto cut = header.rfind('_');
    if (cut == std::string::npos) return {header, ""};
    const std::string unit = lower(header.substr(cut + 1));
    static const std::set<std::string> units{"ppm", "ppb", "pct", "%", "gpt", "g_t", "percent"};
    return units.contains(unit) ? std::pair(header.substr(0, cut), unit) : std::pair(header, std::string());
}

bool same_unit(std::string a, std::string b) {
    for (std::string* unit : {&a, &b}) {
        *unit = lower(*unit);
        if (*unit == "pct" || *unit == "percent") unit->assign("%");
        if (*unit == "gpt" || *unit == "g/t") unit->assign("ppm");
    }
    return a == b;
}

bool in_area(const shapes::Box& area, double x, double y) {
    return x >= area.low[0] && x <= area.high[0] && y >= area.low[1] && y <= area.high[1];
}

Expected<EvidenceFile> samples_in(const CsvTable& table, const EvidenceColumns& c, const EvidenceRule& rule) {
    EvidenceFile file;
    file.format = "samples";
    file.crs = rule.crs;
    SampleTable made;
    std::vector<int> columns;
    for (const int column : c.rest) {
        const auto [name, unit] = name_and_unit(table.headers[static_cast<std::size_t>(column)]);
        made.elements.push_back({name, unit, {}, {}});
        columns.push_back(column);
    }
    CsvFields fields;
    std::int64_t below = 0, negative = 0, first_negative = 0;
    std::map<std::pair<double, double>, std::pair<std::string, std::int64_t>> places;
    std::int64_t inside = 0, inside_swapped = 0;
    for (std::size_t r = 0; r < table.records.size(); ++r) {
        const CsvRecord& record = table.records[r];
        fields.split(table, record);
        const bool units = r == 0 && !parse_number(fields[static_cast<std::size_t>(c.east)]) && !fields[static_cast<std::size_t>(c.east)].empty();
        if (units) {
            for (std::size_t n = 0; n < columns.size(); ++n) {
                const std::string unit(fields[static_cast<std::size_t>(columns[n])]);
                if (unit.empty()) continue;
                if (!made.elements[n].unit.empty() && !same_unit(made.elements[n].unit, unit))
                    return evidence_refused(table.file, "evidence.unit_conflict", {{"column", table.headers[static_cast<std::size_t>(columns[n])]}, {"unit", unit}}, record.line, columns[n] + 1);
                made.elements[n].unit = unit;
            }
            continue;
        }
        shapes::Vec3 at{0, 0, std::numeric_limits<double>::quiet_NaN()};
        const int where[] = {c.east, c.north, c.level};
        for (std::size_t a = 0; a < 3; ++a) {
            if (where[a] < 0) continue;
            const auto value = cell_number(table, record, fields, where[a], a == 2);
            if (!value) return std::unexpected(value.error());
            at[a] = *value;
        }
        const std::string name = c.sample >= 0 ? std::string(fields[static_cast<std::size_t>(c.sample)]) : std::to_string(record.line);
        if (const auto [before, fresh] = places.try_emplace({at[0], at[1]}, name, record.line); !fresh)
            file.findings.push_back(evidence_finding(table.file, "evidence.same_place", {{"first", before->second.first}, {"second", name}}, record.line));
        if (!rule.area.empty()) {
            inside += in_area(rule.area, at[0], at[1]);
            inside_swapped += in_area(rule.area, at[1], at[0]);
        }
        made.names.push_back(name);
        made.places.push_back(at);
        for (std::size_t n = 0; n < columns.size(); ++n) {
            std::string_view text = fields[static_cast<std::size_t>(columns[n])];
            const bool limit = text.starts_with('<');
            if (limit) text = without_qualifier(text);
            double value = std::numeric_limits<double>::quiet_NaN();
            if (!text.empty()) {
                const auto read = parse_number(text);
                if (!read)
                    return evidence_refused(table.file, "evidence.cell_not_a_number", {{"text", std::string(text.substr(0, 40))}, {"column", table.headers[static_cast<std::size_t>(columns[n])]}},
                                            record.line, columns[n] + 1);
                value = limit ? *read / 2 : *read;
            }
            if (std::ranges::find(rule.no_data, value) != rule.no_data.end()) value = std::numeric_limits<double>::quiet_NaN();
            if (value < 0) {
                ++negative;
                if (first_negative == 0) first_negative = record.line;
                value = std::numeric_limits<double>::quiet_NaN();
            }
            below += limit;
            made.elements[n].values.push_back(value);
            made.elements[n].below.push_back(limit);
        }
    }
    if (made.places.empty()) return evidence_refused(table.file, "evidence.no_value");
    if (below > 0) file.findings.push_back(evidence_finding(table.file, "evidence.below_limit", {{"count", std::to_string(below)}}, 0, base::Severity::info));
    if (negative > 0) file.findings.push_back(evidence_finding(table.file, "evidence.negative", {{"count", std::to_string(negative)}}, first_negative));
    if (!rule.area.empty() && inside == 0) {
        if (inside_swapped == 0) return evidence_refused(table.file, "evidence.no_overlap", {}, 0, 0, "evidence.no_overlap_fix");
        file.findings.push_back(evidence_finding(table.file, "evidence.swapped", {{"count", std::to_string(inside_swapped)}}));
    }
    file.data = std::move(made);
    return file;
}

}  // namespace

Expected<EvidenceFile> read_evidence_table(const std::string& path, const EvidenceRule& rule) {
    const auto table = read_table(path);
    if (!table) return std::unexpected(table.error());
    if (auto straight = no_cell_beyond(*table); !straight) return std::unexpected(straight.error());
    const EvidenceColumns c = columns_of(table->headers);
    const bool by_place = c.east >= 0 && c.north >= 0 && c.level >= 0 && rule.grid;
    if (c.label >= 0 && (c.cell >= 0 || by_place)) return labels_of(*table, c, rule);
    if (c.east < 0 || c.north < 0) {
        std::string headers;
        for (const std::string& header : table->headers) headers += (headers.empty() ? "" : ", ") + header;
        return evidence_refused(path, "evidence.no_coordinates", {{"headers", headers}}, table->header_line);
    }
    if (c.line >= 0) return lines_of(*table, c);
    if (c.rest.empty()) return evidence_refused(path, "evidence.no_value");
    if ((c.level >= 0 || c.depth >= 0) && c.sample < 0 && c.rest.size() == 1) return nodes_of(*table, c, rule);
    return samples_in(*table, c, rule);
}

}  // namespace orelens::io
