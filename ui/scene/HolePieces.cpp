#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "ui/scene/HoleLayer.h"
#include "ui/scene/Scale.h"

namespace orelens::scene {
namespace {

using base::Message;
using base::text;

/// Rows of a table per hole, in depth order.
std::vector<std::vector<std::int32_t>> rows_by_hole(const drilling::IntervalTable& table, std::size_t holes) {
    std::vector<std::vector<std::int32_t>> rows(holes);
    for (std::size_t r = 0; r < table.size(); ++r) {
        const std::int32_t hole = table.hole[r];
        if (hole >= 0 && static_cast<std::size_t>(hole) < holes && table.to_m[r] > table.from_m[r])
            rows[hole].push_back(static_cast<std::int32_t>(r));
    }
    for (auto& list : rows)
        std::stable_sort(list.begin(), list.end(),
                         [&](std::int32_t a, std::int32_t b) { return table.from_m[a] < table.from_m[b]; });
    return rows;
}

/// Joins rows into pieces that cover the hole from 0 to its end.
void cover(const drilling::IntervalTable& table, const std::vector<std::int32_t>& values,
           const std::vector<std::vector<std::int32_t>>& rows, const SceneData& data,
           std::vector<HolePiece>& out) {
    const auto add = [&](std::int32_t hole, double from, double to, std::int32_t value) {
        if (!(to > from)) return;
        if (!out.empty() && out.back().hole == hole && out.back().value == value &&
            out.back().to_m >= from - 1e-9)
            out.back().to_m = to;
        else
            out.push_back({hole, from, to, value});
    };
    for (std::size_t h = 0; h < rows.size(); ++h) {
        const auto hole = static_cast<std::int32_t>(h);
        double at = 0;
        for (const std::int32_t row : rows[h]) {
            add(hole, at, table.from_m[row], -1);
            add(hole, std::max(at, table.from_m[row]), table.to_m[row], values[row]);
            at = std::max(at, table.to_m[row]);
        }
        add(hole, at, hole_length(data, hole), -1);
    }
}

void by_assay(const SceneData& data, const Look& look, const drilling::GradeColumn& grade, HolePieces& out) {
    const drilling::IntervalTable& table = data.holes->assays;
    std::vector<float> sample;
    const std::size_t stride = std::max<std::size_t>(1, grade.values.size() / 200'000);
    for (std::size_t n = 0; n < grade.values.size(); n += stride)
        sample.push_back(static_cast<float>(grade.values[n]));
    // The scale of the blocks of that name where it was set by hand.
    const auto set = look.scales.find("column:" + grade.name);
    const ColourScale asked = set == look.scales.end() ? ColourScale() : set->second;
    const ValueRange range = asked.logarithmic ? logarithmic_range(std::move(sample)) : value_range(std::move(sample));
    const Scale scale = make_scale(asked, look.colour_map, range, false);
    std::vector<std::int32_t> values(grade.values.size(), -1);
    for (std::size_t n = 0; n < values.size(); ++n)
        if (!std::isnan(grade.values[n]))
            values[n] = scale.classed() ? static_cast<std::int32_t>(scale.class_of(grade.values[n]))
                                        : static_cast<std::int32_t>(std::lround(
                                              std::clamp(scale.at(grade.values[n]), 0.0, 1.0) * (hole_ramp_steps - 1)));
    for (std::size_t n = 0; scale.classed() && n <= scale.cutoffs.size(); ++n)
        out.colours.push_back(scale.class_colour(n));
    for (int n = 0; !scale.classed() && n < hole_ramp_steps; ++n)
        out.colours.push_back(scale.colour(n / (hole_ramp_steps - 1.0)));
    cover(table, values, rows_by_hole(table, data.holes->collars.size()), data, out.pieces);
    out.legend = scale_legend(scale,
                              text(Message("scene.holes_assay", {{"element", grade.name},
                                                                 {"unit", std::string(base::symbol(grade.unit))}}),
                                   look.language),
                              "");
}

void by_lithology(const SceneData& data, const Look& look, HolePieces& out) {
    const drilling::IntervalTable& table = data.holes->lithology;
    const drilling::CodeColumn& column = table.codes.front();
    // Longest rocks first, so that the legend's few lines name what one sees.
    std::vector<double> metres(column.codes.size(), 0);
    for (std::size_t n = 0; n < table.size(); ++n)
        if (column.values[n] >= 0 && table.to_m[n] > table.from_m[n])
            metres[column.values[n]] += table.to_m[n] - table.from_m[n];
    std::vector<std::int32_t> order(column.codes.size()), rank(column.codes.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int32_t a, std::int32_t b) { return metres[a] > metres[b]; });
    constexpr int named = 11;
    const bool more = order.size() > named + 1;
    const std::size_t lines = more ? named : order.size();
    for (std::size_t n = 0; n < order.size(); ++n)
        rank[order[n]] = static_cast<std::int32_t>(std::min(n, more ? lines : n));
    for (std::size_t n = 0; n < lines; ++n) {
        out.colours.push_back(category(static_cast<int>(n)));
        out.legend.entries.emplace_back(out.colours.back(), column.codes[order[n]]);
    }
    if (more) {
        out.colours.push_back({0.75F, 0.75F, 0.75F});
        out.legend.entries.emplace_back(out.colours.back(), text("scene.other_rocks", look.language));
    }
    std::vector<std::int32_t> values(table.size(), -1);
    for (std::size_t n = 0; n < values.size(); ++n)
        if (column.values[n] >= 0) values[n] = rank[column.values[n]];
    cover(table, values, rows_by_hole(table, data.holes->collars.size()), data, out.pieces);
    out.legend.categorical = true;
    out.legend.title = text("scene.holes_lithology", look.language);
}

/// Stretches that are not kept stay as pieces without a value: where the hole runs is still seen.
void leave_out(const HoleStretches& kept, std::vector<HolePiece>& pieces) {
    std::vector<HolePiece> out;
    const auto add = [&](const HolePiece& piece, double from, double to, std::int32_t value) {
        if (!(to > from)) return;
        if (!out.empty() && out.back().hole == piece.hole && out.back().value == value && out.back().to_m >= from - 1e-9)
            out.back().to_m = to;
        else
            out.push_back({piece.hole, from, to, value});
    };
    for (const HolePiece& piece : pieces) {
        double at = piece.from_m;
        if (const auto hole = static_cast<std::size_t>(piece.hole); piece.value >= 0 && hole < kept.of.size())
            for (const auto& [from, to] : kept.of[hole]) {
                const double begin = std::max(from, at), end = std::min(to, piece.to_m);
                if (!(end > begin)) continue;
                add(piece, at, begin, -1);
                add(piece, begin, end, piece.value);
                at = end;
            }
        add(piece, at, piece.to_m, -1);
    }
    pieces = std::move(out);
}

}  // namespace

double hole_length(const SceneData& data, std::int32_t hole) {
    const drilling::Trace& trace = (*data.traces)[hole];
    return trace.depth_m.empty() ? 0 : trace.depth_m.back();
}

const drilling::GradeColumn* shown_grade(const SceneData& data, const Look& look) {
    if (data.holes == nullptr || data.holes->assays.grades.empty()) return nullptr;
    for (const std::string& name : {look.hole_grade, data.commodity})
        if (const auto* column = data.holes->assays.grade(name); column != nullptr && !name.empty())
            return column;
    return &data.holes->assays.grades.front();
}

HolePieces hole_pieces(const SceneData& data, const Look& look, const HoleStretches* kept) {
    HolePieces out;
    if (data.holes == nullptr || data.traces == nullptr) return out;
    const auto* grade = shown_grade(data, look);
    const auto& lithology = data.holes->lithology;
    if (look.hole_colour == HoleColour::lithology && !lithology.codes.empty() && lithology.size() > 0)
        by_lithology(data, look, out);
    else if (look.hole_colour != HoleColour::plain && grade != nullptr)
        by_assay(data, look, *grade, out);
    else
        for (std::size_t h = 0; h < data.holes->collars.size(); ++h) {
            const auto hole = static_cast<std::int32_t>(h);
            if (const double length = hole_length(data, hole); length > 0)
                out.pieces.push_back({hole, 0, length, 0});
        }
    if (kept != nullptr) leave_out(*kept, out.pieces);
    if (out.colours.empty()) out.colours.push_back(theme(look.dark).text);
    std::erase_if(out.pieces,
                  [&](const HolePiece& piece) { return (*data.traces)[piece.hole].depth_m.empty(); });
    return out;
}

}  // namespace orelens::scene
