#include "core/economics/ExamineGrades.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <vector>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"

namespace orelens::economics {
namespace {

constexpr std::size_t leaves_per_piece = 256;

/// Calls look(part, leaf) for every leaf; parts of fixed size are added in their order, so that the sums do
/// not depend on the number of threads.
template <class Part, class Look, class Add>
void by_pieces(const blocks::BlockModel& model, Part& whole, const base::Progress* progress, Look look,
               Add add) {
    const std::size_t leaves = model.leaf_count();
    std::vector<Part> parts((leaves + leaves_per_piece - 1) / leaves_per_piece);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end; ++piece) {
            if (progress != nullptr && progress->cancelled()) return;
            for (std::size_t n = piece * leaves_per_piece;
                 n < std::min(leaves, (piece + 1) * leaves_per_piece); ++n)
                look(parts[piece], n);
            if (progress != nullptr)
                progress->report(static_cast<double>(++done) / static_cast<double>(parts.size()));
        }
    });
    for (const Part& part : parts) add(whole, part);
}

struct Limits {
    double low, high, total;
};

void look_at(GradeExamination& part, double grade, double tonnes, double fraction, const Limits& limits) {
    const Amount one{1, tonnes};
    if (std::isnan(grade)) {
        part.missing.add(one);
        return;
    }
    part.known.add(one);
    part.lowest = std::fmin(part.lowest, grade);
    part.highest = std::fmax(part.highest, grade);
    if (grade > 0) part.metal += tonnes * grade * fraction;
    if (grade < 0) {
        part.below_zero.add(one);
        part.metal_below_zero -= tonnes * grade * fraction;
    } else if (grade > limits.total) {
        part.above_total.add(one);
    } else if (grade < limits.low) {
        part.below_low.add(one);
    } else if (grade > limits.high) {
        part.above_high.add(one);
    }
}

void join(GradeExamination& whole, const GradeExamination& part) {
    whole.known.add(part.known);
    whole.missing.add(part.missing);
    whole.below_zero.add(part.below_zero);
    whole.above_total.add(part.above_total);
    whole.below_low.add(part.below_low);
    whole.above_high.add(part.above_high);
    whole.lowest = std::fmin(whole.lowest, part.lowest);
    whole.highest = std::fmax(whole.highest, part.highest);
    whole.metal += part.metal;
    whole.metal_below_zero += part.metal_below_zero;
}

}  // namespace

GradeExamination examine_grade(const blocks::BlockModel& model, const Costs& costs, const std::string& column,
                               double low, double high, const base::Progress* progress) {
    GradeExamination whole;
    const auto grades = GradeColumns::of(model, {column});
    if (!grades) return whole;
    const BlockTonnes tonnes(model, costs);
    const double fraction = grades->unit_fraction(0);
    constexpr double rounding = 1e-6;
    const Limits limits{low - std::abs(low) * rounding, high + std::abs(high) * rounding,
                        (1 + rounding) / fraction};
    by_pieces(
        model, whole, progress,
        [&](GradeExamination& part, std::size_t n) {
            const blocks::Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at)
                if (leaf.is_active(at))
                    look_at(part, static_cast<double>(grades->stored(0, n, at)), tonnes(n, at), fraction,
                            limits);
        },
        join);
    return whole;
}

Amount amount_of(const blocks::BlockModel& model, const Costs& costs,
                 const std::function<bool(std::size_t, int)>& of, const base::Progress* progress) {
    const BlockTonnes tonnes(model, costs);
    Amount whole;
    by_pieces(
        model, whole, progress,
        [&](Amount& part, std::size_t n) {
            const blocks::Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at)
                if (leaf.is_active(at) && of(n, at)) part.add({1, tonnes(n, at)});
        },
        [](Amount& all, const Amount& part) { all.add(part); });
    return whole;
}

Amount graded_above(const blocks::BlockModel& model, const Costs& costs,
                    const std::vector<std::string>& columns, double elevation_m,
                    const base::Progress* progress) {
    std::vector<std::vector<const float*>> leaves;
    for (const std::string& column : columns)
        if (const auto* info = model.info(column); info != nullptr && info->type == blocks::ColumnType::real)
            leaves.push_back(model.real_leaves(column));
    const blocks::GridGeometry& grid = model.geometry();
    const double zero = grid.centre({0, 0, 0})[2];
    const blocks::Vec3 step{grid.centre({1, 0, 0})[2] - zero, grid.centre({0, 1, 0})[2] - zero,
                            grid.centre({0, 0, 1})[2] - zero};
    const auto above = [&](std::size_t n, int at) {
        const blocks::Index3 ijk = model.leaf(n).index(at);
        const double z = zero + step[0] * ijk[0] + step[1] * ijk[1] + step[2] * ijk[2];
        return z > elevation_m &&
               std::ranges::any_of(leaves, [&](const auto& column) { return !std::isnan(column[n][at]); });
    };
    return amount_of(model, costs, above, progress);
}

std::vector<Unassayed> unassayed(const blocks::BlockModel& model, const PriceDeck& deck,
                                 const base::Progress* progress) {
    const auto grades = GradeColumns::of_deck(model, deck);
    if (!grades) return {};
    const BlockTonnes tonnes(model, deck.costs);
    const std::size_t count = grades->count();
    struct Part {
        Amount all;
        std::vector<Amount> without;
    };
    Part whole{{}, std::vector<Amount>(count)};
    by_pieces(
        model, whole, progress,
        [&](Part& part, std::size_t n) {
            part.without.resize(count);
            const blocks::Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at) {
                if (!leaf.is_active(at)) continue;
                std::size_t known = 0;
                for (std::size_t c = 0; c < count; ++c) known += std::isnan(grades->stored(c, n, at)) ? 0 : 1;
                if (known == 0) continue;
                const Amount one{1, tonnes(n, at)};
                part.all.add(one);
                for (std::size_t c = 0; known < count && c < count; ++c)
                    if (std::isnan(grades->stored(c, n, at))) part.without[c].add(one);
            }
        },
        [&](Part& all, const Part& part) {
            all.all.add(part.all);
            for (std::size_t c = 0; c < part.without.size(); ++c) all.without[c].add(part.without[c]);
        });
    std::vector<Unassayed> list;
    for (const Amount& without : whole.without) list.push_back({without, whole.all});
    return list;
}

}  // namespace orelens::economics
