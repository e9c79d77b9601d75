#include "core/io/blocks/TableGrid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/base/Parallel.h"
#include "core/blocks/LatticeFit.h"
#include "core/io/blocks/FarRows.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Severity;
using blocks::ModelRule;
using blocks::Vec3;

/// Value of a definition column (XMORIG, ANGLE1 …) in the first row.
std::optional<double> defined(const TableHead& head, const ModelMapping& mapping,
                              const std::vector<ColumnMarks>& marks, const std::string& name) {
    for (std::size_t c = 0; c < mapping.columns.size(); ++c)
        if (mapping.columns[c].use == ColumnUse::definition && mapping.columns[c].name == name &&
            !head.sample.empty())
            return table_number(head.sample.front()[c], marks[c].marks);
    return std::nullopt;
}

/// Datamine's turned models: centres are local, from the world point X0, Y0, Z0, after up to three turns,
/// each clockwise when seen along its axis towards the origin.
void take_datamine_turn(const TableHead& head, const std::vector<ColumnMarks>& marks, ReadCells& cells) {
    std::array<Vec3, 3> axes{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    bool turned = false;
    for (int n = 1; n <= 3; ++n) {
        const auto angle = defined(head, cells.mapping, marks, "angle" + std::to_string(n));
        const auto about = defined(head, cells.mapping, marks, "rotaxis" + std::to_string(n));
        if (!angle || !about || *angle == 0 || (*about != 1 && *about != 2 && *about != 3)) continue;
        turned = true;
        const auto a = static_cast<std::size_t>(*about) - 1;
        const std::size_t b = (a + 1) % 3, c = (a + 2) % 3;
        const double sine = std::sin(-*angle * std::numbers::pi / 180);
        const double cosine = std::cos(*angle * std::numbers::pi / 180);
        const Vec3 old_b = axes[b], old_c = axes[c];
        for (std::size_t k = 0; k < 3; ++k) {
            axes[b][k] = cosine * old_b[k] + sine * old_c[k];
            axes[c][k] = cosine * old_c[k] - sine * old_b[k];
        }
    }
    if (!turned) return;
    for (const ModelColumn& column : cells.mapping.columns)
        if (column.use == ColumnUse::place && lower(column.header).find("world") != std::string::npos) return;
    const auto angles = blocks::frame_angles(axes);
    if (!angles) return;
    blocks::CellTable::Rotation rotation{(*angles)[0], (*angles)[1], (*angles)[2], {0, 0, 0}};
    const char* names[] = {"x0", "y0", "z0"};
    for (int a = 0; a < 3; ++a) rotation.pivot[a] = defined(head, cells.mapping, marks, names[a]).value_or(0);
    cells.table.rotation = rotation;
    cells.table.local = true;
}

std::optional<Vec3> stated_triple(const TableHead& head, const char* key) {
    const auto found = head.stated.find(key);
    if (found == head.stated.end()) return std::nullopt;
    std::string text = found->second;
    std::ranges::replace(text, ',', ' ');
    const auto fields = line_fields(text, ' ');
    if (fields.size() < 3) return std::nullopt;
    Vec3 out{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto value = table_number(fields[a]);
        if (!value) return std::nullopt;
        out[a] = *value;
    }
    return out;
}

/// What comment lines and rows under the header say of the grid. False: cancelled.
bool take_statements(const TableHead& head, ReadCells& cells, const base::Progress& progress) {
    blocks::CellTable& table = cells.table;
    const bool sizes = !table.size[0].empty() || !table.size[1].empty() || !table.size[2].empty();
    for (const char* key : {"blocksize", "parentblocksize", "parent"}) {
        const auto size = stated_triple(head, key);
        const bool sub_blocked = head.stated.contains("subblocks") || head.stated.contains("subblockcount") ||
                                 head.stated.contains("subblocksize");
        if (!size || (*size)[0] <= 0 || (*size)[1] <= 0 || (*size)[2] <= 0) continue;
        if (sizes || sub_blocked)
            cells.parent = size;
        else
            table.cell_size = *size;
    }
    for (const char* key : {"basepoint", "minimumcorner"})
        if (const auto corner = stated_triple(head, key)) cells.corner = corner;
    const auto azimuth = head.stated.find("azimuth");
    if (azimuth != head.stated.end() && !table.rotation)
        if (const auto angle =
                table_number(azimuth->second.substr(0, azimuth->second.find_first_of(" \t°")))) {
            table.rotation = blocks::CellTable::Rotation{*angle, 0, 0, {0, 0, 0}};
            cells.hinted = true;
        }
    // Micromine writes which point of the block its coordinates are.
    const auto position = head.stated.find("position");
    if (position == head.stated.end()) return true;
    const std::string where = lower(position->second);
    const double shift = where.find("bottom") != std::string::npos ? 0.5
                         : where.find("top") != std::string::npos  ? -0.5
                                                                   : 0.0;
    if (shift == 0) return true;
    bool varied = false;
    for (std::size_t a = 0; a < 3; ++a) {
        const auto copy = [&](std::size_t begin, std::size_t end, double* to) {
            table.size[a].copy(begin, end, to);
        };
        const auto range = blocks::value_range(table.size[a].size(), copy, progress.part(0, 0));
        if (!range) return false;
        varied = varied || range->high > range->low * (1 + 1e-4);
    }
    // Cells of one size are moved along the axes of the grid, which are not known yet.
    cells.corner_shift = shift;
    if (!varied) return true;
    for (std::size_t a = 0; a < 3; ++a) {
        const blocks::PackedReals& size = table.size[a];
        const auto moved = [&](std::size_t n, double at) {
            return at + shift * (size.empty() ? table.cell_size[a] : size[n]);
        };
        const auto third = static_cast<double>(a) / 3;
        if (!table.centre[a].change(moved, progress.part(third, third + 1.0 / 3))) return false;
    }
    return true;
}

/// Indices count from 1 unless one is 0.
std::int32_t first_index(const ModelRule& rule, const blocks::Index3& low) {
    if (rule.first_index == blocks::FirstIndex::zero) return 0;
    if (rule.first_index == blocks::FirstIndex::one) return 1;
    return std::ranges::min(low) >= 1 ? 1 : 0;
}

/// Where blocks at the rim are left out, the smallest index says nothing of what it counts from; a stated
/// origin then holds for one of two places.
void doubt_first_index(const ModelRule& rule, const blocks::Index3& low, const blocks::Index3& high,
                       const blocks::Vec3& size, ReadCells& cells) {
    if (rule.first_index != blocks::FirstIndex::detect || std::ranges::min(low) < 1) return;
    const int count[] = {rule.count_u, rule.count_v, rule.count_w};
    for (std::size_t a = 0; a < 3; ++a)
        if (count[a] > 0 && high[a] == count[a]) return;  // the last cell counted from 1
    if (low == blocks::Index3{1, 1, 1}) {
        cells.findings.push_back(model_finding("model_first_index", Severity::warning, cells.table.file, 1,
                                               {{"first", "1"}, {"other", "0"}}));
        return;
    }
    std::string least, shift;
    for (std::size_t a = 0; a < 3; ++a) {
        least += (a > 0 ? ", " : "") + std::to_string(low[a]);
        shift += (a > 0 ? ", " : "") + base::number(size[a], 6);
    }
    cells.findings.push_back(model_finding("model_first_index_open", Severity::error, cells.table.file, 1,
                                           {{"least", least}, {"shift", shift}}));
}

Expected<void> take_index_grid(const ModelRule& rule, TableSurvey& survey, ReadCells& cells,
                               const base::Progress& progress) {
    blocks::Index3 low{}, high{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto third = static_cast<double>(a) / 6;
        const auto range = blocks::value_range(
            survey.index[a].size(),
            [&](std::size_t begin, std::size_t end, double* to) { survey.index[a].copy(begin, end, to); },
            progress.part(third, third + 1.0 / 6));
        if (!range) return base::cancelled();
        low[a] = static_cast<std::int32_t>(range->low);
        high[a] = static_cast<std::int32_t>(range->high);
    }
    const std::int32_t first = first_index(rule, low);
    if (std::ranges::min(low) < first)
        return base::fail(
            ErrorKind::data, Message("model.index_below_zero"),
            {.file = cells.table.file,
             .field = rule.first_index == blocks::FirstIndex::detect ? "i" : "model.first_index"});
    blocks::Index3 count{};
    const int stated[] = {rule.count_u, rule.count_v, rule.count_w};
    for (std::size_t a = 0; a < 3; ++a) {
        count[a] = stated[a] > 0 ? stated[a] : high[a] - first + 1;
        if (high[a] - first >= count[a])
            return base::fail(ErrorKind::data,
                              Message("block_file.index_outside", {{"value", std::to_string(high[a])}}),
                              {.file = cells.table.file, .field = std::string(1, "ijk"[a])});
    }
    auto grid = stated_grid(rule, count, cells.table.file);
    if (!grid) return std::unexpected(grid.error());
    cells.table.grid = *grid;
    cells.grid_of_rule = true;
    if (!std::isnan(rule.origin_x)) doubt_first_index(rule, low, high, grid->block_size, cells);
    if (std::isnan(rule.origin_x))
        cells.findings.push_back(
            model_finding("model_origin_assumed", base::Severity::warning, cells.table.file, 1, {}));
    cells.table.cell.resize(survey.index[0].size());
    const bool placed = base::parallel_pieces(
        cells.table.cell.size(), blocks::axis_piece, progress.part(0.5, 1),
        [&](std::size_t begin, std::size_t end) {
            std::array<std::vector<double>, 3> at;
            for (std::size_t a = 0; a < 3; ++a) {
                at[a].resize(end - begin);
                survey.index[a].copy(begin, end, at[a].data());
            }
            const auto index = [&](std::size_t a, std::size_t n) {
                return static_cast<std::int32_t>(at[a][n]) - first;
            };
            for (std::size_t n = 0; n < end - begin; ++n)
                cells.table.cell[begin + n] =
                    static_cast<std::uint32_t>(grid->linear({index(0, n), index(1, n), index(2, n)}));
        });
    survey.index = {};
    if (!placed) return base::cancelled();
    return {};
}

/// Places of some rows at once.
struct Places {
    std::array<std::vector<double>, 3> at;
    Places(const blocks::CellTable& table, std::size_t begin, std::size_t end) {
        for (std::size_t a = 0; a < 3; ++a) {
            at[a].resize(end - begin);
            table.centre[a].copy(begin, end, at[a].data());
        }
    }
};

}  // namespace

Expected<void> take_places(TableSurvey& survey, const TableHead& head, const std::vector<ColumnMarks>& marks,
                           const ModelRule& rule, ReadCells& cells, const base::Progress& progress) {
    cells.table.first_row = head.first_row;
    cells.table.centre = std::move(survey.centre);
    cells.table.size = std::move(survey.size);
    const bool indexed = !survey.index[0].empty();
    if (indexed)
        if (auto grid = take_index_grid(rule, survey, cells, progress.part(0, 0.5)); !grid) return grid;
    take_datamine_turn(head, marks, cells);
    if (!take_statements(head, cells, progress.part(0.5, 1))) return base::cancelled();
    return {};
}

Expected<std::vector<std::uint32_t>> drop_null_places(ReadCells& cells, const NullCodes& nulls, bool far_too,
                                                      const base::Progress& progress) {
    blocks::CellTable& table = cells.table;
    std::vector<std::uint32_t> gone;
    if (table.centre[0].empty()) return gone;
    // Of those that can be read as a place at all; what no code comes near is looked at once.
    std::vector<double> codes;
    blocks::ValueRange range;
    for (const double code : nulls.numbers)
        if (std::abs(code) <= 1e9) {
            codes.push_back(code);
            range.take(code);
        }
    const auto is_null = [&](double value) {
        return value >= range.low && value <= range.high && std::ranges::find(codes, value) != codes.end();
    };
    struct Part {
        std::vector<std::uint32_t> suspects;
        std::array<blocks::ValueRange, 3> range;
    };
    const std::size_t count = table.cells();
    std::vector<Part> parts((count + blocks::axis_piece - 1) / blocks::axis_piece);
    const bool looked = base::parallel_pieces(
        count, blocks::axis_piece, progress.part(0, 0.7), [&](std::size_t begin, std::size_t end) {
            const Places places(table, begin, end);
            Part& part = parts[begin / blocks::axis_piece];
            for (std::size_t n = 0; n < end - begin; ++n) {
                bool null = false;
                for (const auto& at : places.at) null = null || is_null(at[n]);
                if (null) {
                    part.suspects.push_back(static_cast<std::uint32_t>(begin + n));
                    continue;
                }
                for (std::size_t a = 0; a < 3; ++a) part.range[a].take(places.at[a][n]);
            }
        });
    if (!looked) return base::cancelled();
    Part all;
    for (const Part& part : parts) {
        all.suspects.insert(all.suspects.end(), part.suspects.begin(), part.suspects.end());
        for (std::size_t a = 0; a < 3; ++a) {
            all.range[a].take(part.range[a].low);
            all.range[a].take(part.range[a].high);
        }
    }
    if (all.suspects.size() == count) return gone;
    for (const std::uint32_t n : all.suspects) {
        bool far = false;
        for (std::size_t a = 0; a < 3; ++a) {
            const auto [low, high] = all.range[a];
            const double reach = 0.5 * (high - low), at = table.centre[a][n];
            far = far || (is_null(at) && (at < low - reach || at > high + reach));
        }
        if (far) gone.push_back(n);
    }
    const auto line_of = [&](std::uint32_t row) { return cells.line_of ? cells.line_of(row) : 0; };
    if (!gone.empty()) {
        const std::uint32_t first = gone.front();
        const auto code = std::ranges::find_if(codes, [&](double each) {
            return std::ranges::any_of(table.centre, [&](const auto& axis) { return axis[first] == each; });
        });
        cells.findings.push_back(model_finding("model_null_places", Severity::error, table.file,
                                               static_cast<std::int64_t>(gone.size()),
                                               {{"value", base::number(*code, 10)}}, "", line_of(first)));
    }
    std::vector<std::uint32_t> far;
    if (far_too) {
        // Of suspects that stay: a place that a code for none is equal to.
        for (const std::uint32_t n : all.suspects)
            for (std::size_t a = 0; a < 3 && !std::ranges::binary_search(gone, n); ++a)
                all.range[a].take(table.centre[a][n]);
        auto found = far_rows(table, gone, all.range, progress.part(0.7, 0.8));
        if (!found) return std::unexpected(found.error());
        far = std::move(*found);
    }
    if (!far.empty()) {
        const std::uint32_t first = far.front();
        cells.findings.push_back(model_finding("model_far_places", Severity::error, table.file,
                                               static_cast<std::int64_t>(far.size()),
                                               {{"x", base::number(table.centre[0][first], 12)},
                                                {"y", base::number(table.centre[1][first], 12)},
                                                {"z", base::number(table.centre[2][first], 12)}},
                                               "", line_of(first)));
        gone.insert(gone.end(), far.begin(), far.end());
        std::ranges::sort(gone);
    }
    if (gone.empty()) return gone;
    std::vector<bool> keep(count, true);
    for (const std::uint32_t n : gone) keep[n] = false;
    if (!keep_cells(table, keep, progress.part(0.8, 1))) return base::cancelled();
    return gone;
}

}  // namespace orelens::io
