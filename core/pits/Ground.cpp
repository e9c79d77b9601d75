#include "core/pits/Ground.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/Parallel.h"
#include "core/pits/Codes.h"

namespace orelens::pits {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnType;

/// Calls body(leaf number, position, index) for every block, leaves in parallel.
template <class Body>
bool each_block(const BlockModel& model, const base::Progress& progress, const Body& body) {
    return base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const blocks::Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at)
                if (leaf.is_active(at)) body(n, at, leaf.index(at));
        }
    });
}

/// The same in one thread, for sums.
template <class Body>
bool each_in_order(const BlockModel& model, const base::Progress& progress, const Body& body) {
    return base::ordered_pieces(model.leaf_count(), 256, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const blocks::Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at)
                if (leaf.is_active(at)) body(n, at, leaf.index(at));
        }
    });
}

}  // namespace

Expected<Ground> Ground::of(const BlockModel& model, const economics::PriceDeck& deck, const PitRule& rule,
                            const base::Progress& progress) {
    const blocks::GridGeometry& geometry = model.geometry();
    if (geometry.dip_deg != 0 || geometry.roll_deg != 0)
        return base::fail(base::ErrorKind::data, Message("pits.tilted"), {}, Message("pits.tilted.fix"));
    Ground ground(model);
    ground.precedence_.count = geometry.count;
    if (auto good = ground.make_patterns(rule); !good) return std::unexpected(good.error());
    if (auto good = ground.read_columns(rule, progress.part(0, 0.5)); !good)
        return std::unexpected(good.error());
    if (auto good = ground.find_ground(deck, rule, progress.part(0.5, 1)); !good)
        return std::unexpected(good.error());
    return ground;
}

Expected<void> Ground::make_patterns(const PitRule& rule) {
    const blocks::GridGeometry& geometry = model_->geometry();
    const auto add = [&](const std::string& code, const SlopeRose& rose) -> Expected<void> {
        auto pattern = minimal_pattern(rose, geometry.block_size, geometry.azimuth_deg, rule.benches);
        if (!pattern) return std::unexpected(pattern.error());
        notes_.slopes.emplace_back(code, pattern->error);
        precedence_.patterns.push_back(std::move(*pattern));
        return {};
    };
    const auto rose = read_rose(rule.slopes, "pits.slopes");
    if (!rose) return std::unexpected(rose.error());
    if (auto made = add("", *rose); !made) return made;
    const auto roses = read_roses(rule.slopes_by_code);
    if (!roses) return std::unexpected(roses.error());
    if (roses->size() > 250 || (!roses->empty() && rule.slope_column.empty()))
        return base::fail(base::ErrorKind::data, Message("pits.no_slope_column"),
                          {.field = "pits.slope_column"});
    for (const auto& [code, own] : *roses)
        if (auto made = add(code, own); !made) return made;
    return {};
}

Expected<void> Ground::read_columns(const PitRule& rule, const base::Progress& progress) {
    const blocks::GridGeometry& geometry = model_->geometry();
    const auto cells = static_cast<std::size_t>(geometry.cell_count());
    if (!rule.slope_column.empty() && precedence_.patterns.size() > 1) {
        if (auto good = check_column(*model_, rule.slope_column, ColumnType::integer, "pits.slope_column");
            !good)
            return good;
        // Value of the column → pattern. A code is a word of the column, or a number.
        std::vector<std::pair<std::int32_t, std::uint8_t>> pattern_of_value;
        for (std::size_t n = 1; n < notes_.slopes.size(); ++n) {
            const std::string& code = notes_.slopes[n].first;
            const auto value = value_of_code(*model_, rule.slope_column, code, "pits.slopes_by_code");
            if (!value) return std::unexpected(value.error());
            pattern_of_value.emplace_back(*value, static_cast<std::uint8_t>(n));
        }
        precedence_.pattern_of.assign(cells, 0);
        const blocks::IntegerLeaves values = std::as_const(*model_).integer_leaves(rule.slope_column);
        if (!each_block(
                *model_, progress.part(0, 0.4), [&](std::size_t n, int at, const blocks::Index3& ijk) {
                    for (const auto& [value, pattern] : pattern_of_value)
                        if (values[n][at] == value)
                            precedence_.pattern_of[static_cast<std::size_t>(geometry.linear(ijk))] = pattern;
                }))
            return base::cancelled();
    }
    if (!rule.keep_out_column.empty()) {
        if (auto good =
                check_column(*model_, rule.keep_out_column, ColumnType::integer, "pits.keep_out_column");
            !good)
            return good;
        precedence_.barred.assign(cells, 0);
        const blocks::IntegerLeaves values = std::as_const(*model_).integer_leaves(rule.keep_out_column);
        if (!each_block(*model_, progress.part(0.4, 0.7),
                        [&](std::size_t n, int at, const blocks::Index3& ijk) {
                            const std::int32_t value = values[n][at];
                            if (value != 0 && value != blocks::missing_int)
                                precedence_.barred[static_cast<std::size_t>(geometry.linear(ijk))] = 1;
                        }))
            return base::cancelled();
    }
    if (!rule.cost_column.empty()) {
        if (auto good = check_column(*model_, rule.cost_column, ColumnType::real, "pits.cost_column"); !good)
            return good;
        extra_ = std::as_const(*model_).real_leaves(rule.cost_column);
        std::int64_t wrong = 0;
        blocks::Index3 where{};
        if (!each_in_order(*model_, progress.part(0.7, 1),
                           [&](std::size_t n, int at, const blocks::Index3& ijk) {
                               if (!(extra_[n][at] < 0) && !std::isinf(extra_[n][at])) return;
                               if (wrong++ == 0) where = ijk;
                           }))
            return base::cancelled();
        if (wrong > 0)
            return base::fail(base::ErrorKind::data,
                              Message("pits.cost_negative", {{"n", base::grouped(static_cast<double>(wrong))},
                                                             {"i", std::to_string(where[0])},
                                                             {"j", std::to_string(where[1])},
                                                             {"k", std::to_string(where[2])}}),
                              {.field = "pits.cost_column"});
    }
    return {};
}

/// Columns without rock take the ground of the nearest that has some, going outward cell by cell.
void Ground::level_empty_columns(std::vector<std::int32_t>& top) const {
    const std::int32_t width = precedence_.count[0];
    const std::int32_t depth = precedence_.count[1];
    std::vector<std::int32_t> open;
    for (std::size_t c = 0; c < top.size(); ++c)
        if (top[c] >= 0) open.push_back(static_cast<std::int32_t>(c));
    for (std::size_t n = 0; n < open.size(); ++n) {
        const std::int32_t i = open[n] % width;
        const std::int32_t j = open[n] / width;
        const std::array<std::array<std::int32_t, 2>, 4> sides{
            {{i - 1, j}, {i + 1, j}, {i, j - 1}, {i, j + 1}}};
        for (const auto& [si, sj] : sides) {
            if (si < 0 || sj < 0 || si >= width || sj >= depth) continue;
            const std::int32_t beside = sj * width + si;
            if (top[static_cast<std::size_t>(beside)] >= 0) continue;
            top[static_cast<std::size_t>(beside)] = top[static_cast<std::size_t>(open[n])];
            open.push_back(beside);
        }
    }
}

Expected<void> Ground::find_ground(const economics::PriceDeck& deck, const PitRule& rule,
                                   const base::Progress& progress) {
    const blocks::GridGeometry& geometry = model_->geometry();
    const economics::BlockTonnes tonnes(*model_, deck.costs);
    const auto columns =
        static_cast<std::size_t>(geometry.count[0]) * static_cast<std::size_t>(geometry.count[1]);
    std::vector<std::int32_t> top(columns, -1);
    const bool found =
        each_in_order(*model_, progress.part(0, 0.6), [&](std::size_t n, int at, const blocks::Index3& ijk) {
            if (!tonnes.varies() || !(tonnes.density(n, at) >= 0)) ++notes_.stated_density;
            if (!(tonnes(n, at) > 0)) return;
            ++notes_.rock;
            std::int32_t& highest =
                top[static_cast<std::size_t>(ijk[1]) * static_cast<std::size_t>(geometry.count[0]) +
                    static_cast<std::size_t>(ijk[0])];
            highest = std::max(highest, ijk[2]);
        });
    if (!found) return base::cancelled();
    if (notes_.rock == 0) return base::fail(base::ErrorKind::data, Message("pits.no_rock"));
    for (const std::int32_t highest : top) {
        notes_.columns += highest >= 0 ? 1 : 0;
        notes_.columns_without_air += highest + 1 == geometry.count[2] ? 1 : 0;
    }
    if (notes_.columns_without_air == notes_.columns && !rule.top_is_ground)
        return base::fail(base::ErrorKind::data, Message("pits.no_air"), {.field = "pits.top_is_ground"},
                          Message("pits.no_air.fix"));
    if (rule.missing == MissingBlocks::ground) level_empty_columns(top);
    waste_below_.resize(columns);
    for (std::size_t c = 0; c < columns; ++c)
        waste_below_[c] = rule.missing == MissingBlocks::waste ? geometry.count[2]
                          : rule.missing == MissingBlocks::air ? 0
                                                               : top[c] + 1;
    const economics::Elevation elevation(geometry);
    for (std::int32_t k = 0; k < geometry.count[2]; ++k)
        moving_.push_back(economics::waste_cost_per_tonne(deck, elevation({0, 0, k})));
    cell_tonnes_ = geometry.block_volume() * deck.costs.density_t_per_m3;
    // Cells that the model has no block for: all below the line, less the blocks there.
    std::int64_t below = 0;
    for (const std::int32_t line : waste_below_) below += line;
    std::int64_t blocks_below = 0;
    const bool counted =
        each_in_order(*model_, progress.part(0.6, 1), [&](std::size_t, int, const blocks::Index3& ijk) {
            const std::size_t c =
                static_cast<std::size_t>(ijk[1]) * static_cast<std::size_t>(geometry.count[0]) +
                static_cast<std::size_t>(ijk[0]);
            blocks_below += ijk[2] < waste_below_[c] ? 1 : 0;
        });
    if (!counted) return base::cancelled();
    notes_.waste_cells = below - blocks_below;
    notes_.waste_cell_tonnes = static_cast<double>(notes_.waste_cells) * cell_tonnes_;
    notes_.air_cells = geometry.cell_count() - model_->block_count() - notes_.waste_cells;
    return {};
}

bool Ground::worth(const TypedWorth& at_prices, std::span<double> out,
                   const base::Progress& progress) const {
    const blocks::GridGeometry& geometry = model_->geometry();
    const std::size_t columns = waste_below_.size();
    const bool filled = base::parallel_pieces(
        moving_.size(), 1, progress.part(0, 0.2), [&](std::size_t begin, std::size_t end) {
            for (std::size_t k = begin; k < end; ++k)
                for (std::size_t c = 0; c < columns; ++c)
                    out[k * columns + c] =
                        static_cast<std::int32_t>(k) < waste_below_[c] ? -cell_tonnes_ * moving_[k] : 0;
        });
    if (!filled) return false;
    return base::parallel_pieces(
        model_->leaf_count(), 64, progress.part(0.2, 1), [&](std::size_t begin, std::size_t end) {
            std::vector<double> fractions(at_prices.commodities());
            for (std::size_t n = begin; n < end; ++n) {
                const blocks::Leaf& leaf = model_->leaf(n);
                for (int at = 0; at < 512; ++at) {
                    if (!leaf.is_active(at)) continue;
                    const blocks::Index3 ijk = leaf.index(at);
                    out[static_cast<std::size_t>(geometry.linear(ijk))] =
                        at_prices.at(n, at, ijk, fractions.data()).worth() - extra_cost(n, at);
                }
            }
        });
}

}  // namespace orelens::pits
