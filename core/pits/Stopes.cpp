#include "core/pits/Stopes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/LargeArray.h"
#include "core/base/Parallel.h"
#include "core/economics/Evaluated.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/pits/Codes.h"

namespace orelens::pits {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;

constexpr float never = std::numeric_limits<float>::infinity();

/// Replaces each value of a line by the highest (or the lowest) of the `wide` that begin (or end) there; those that
/// reach beyond the line count as never.
void along_line(float* first, std::size_t stride, int count, int wide, bool highest, std::vector<float>& line) {
    line.assign(static_cast<std::size_t>(count), never);
    for (int n = 0; n < count; ++n) {
        float found = highest ? -never : never;
        const int from = highest ? n : n - wide + 1;
        for (int m = from; m < from + wide; ++m) {
            const float value =
                m < 0 || m >= count ? never : first[static_cast<std::size_t>(m) * stride];
            found = highest ? std::max(found, value) : std::min(found, value);
        }
        line[static_cast<std::size_t>(n)] = found;
    }
    for (int n = 0; n < count; ++n) first[static_cast<std::size_t>(n) * stride] = line[static_cast<std::size_t>(n)];
}

/// The same for all lines of the grid along an axis. False: cancelled.
bool along(base::LargeArray<float>& values, const blocks::Index3& count, std::size_t axis, int wide, bool highest,
           const base::Progress& progress) {
    if (wide == 1) return true;
    std::array<std::size_t, 3> stride{1, static_cast<std::size_t>(count[0]),
                                      static_cast<std::size_t>(count[0]) * static_cast<std::size_t>(count[1])};
    const std::size_t a = axis == 0 ? 1 : 0;
    const std::size_t b = axis == 2 ? 1 : 2;
    return base::parallel_pieces(
        static_cast<std::size_t>(count[b]), 1, progress, [&](std::size_t begin, std::size_t end) {
            std::vector<float> line;
            for (std::size_t m = begin; m < end; ++m)
                for (std::size_t n = 0; n < static_cast<std::size_t>(count[a]); ++n)
                    along_line(values.data() + m * stride[b] + n * stride[a], stride[axis], count[axis], wide, highest,
                               line);
        });
}

}  // namespace

double stope_bytes(const blocks::GridGeometry& geometry) {
    return static_cast<double>(geometry.cell_count()) * sizeof(float);
}

Expected<StopeNotes> add_stope_prices(BlockModel& model, const economics::PriceDeck& deck, const StopeRule& rule,
                                      const base::Progress& progress) {
    if (!(rule.width_m > 0) || !std::isfinite(rule.width_m))
        return base::fail(base::ErrorKind::data, Message("pits.width", {{"width", base::number(rule.width_m)}}));
    if (const auto state = economics::evaluated(&model, deck); state != economics::Evaluated::yes)
        return base::fail(base::ErrorKind::data, economics::why_not(state));
    std::vector<const float*> share;
    if (!rule.share_column.empty()) {
        if (auto good = check_column(model, rule.share_column, blocks::ColumnType::real, "share_column"); !good)
            return std::unexpected(good.error());
        share = std::as_const(model).real_leaves(rule.share_column);
    }
    const blocks::GridGeometry& geometry = model.geometry();
    StopeNotes notes;
    for (std::size_t a = 0; a < 3; ++a)
        notes.box[a] = std::max(1, static_cast<int>(std::ceil(rule.width_m / geometry.block_size[a] - 1e-9)));
    const economics::Commodity& main = *economics::main_commodity(deck);
    const std::string even_name = economics::break_even_column(main.name, deck.test);
    const std::vector<const float*> even = std::as_const(model).real_leaves(even_name);
    const auto cells = static_cast<std::size_t>(geometry.cell_count());
    base::LargeArray<float> lowest(cells);
    for (std::size_t n = 0; n < cells; ++n) lowest[n] = never;
    // Calls body(leaf, position, cell) for every block, in order.
    const auto each = [&](const base::Progress& part, const auto& body) {
        return base::ordered_pieces(model.leaf_count(), 256, part, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n)
                for (int at = 0; at < 512; ++at)
                    if (model.leaf(n).is_active(at))
                        body(n, at, static_cast<std::size_t>(geometry.linear(model.leaf(n).index(at))));
        });
    };
    const bool laid = each(progress.part(0, 0.2), [&](std::size_t n, int at, std::size_t cell) {
        if (!share.empty() && !(static_cast<double>(share[n][at]) >= rule.least_share)) {
            ++notes.outside;
            return;
        }
        if (!std::isnan(even[n][at])) lowest[cell] = even[n][at];
    });
    if (!laid) return base::cancelled();
    for (const bool highest : {true, false})
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double from = 0.2 + 0.6 * (static_cast<double>(axis) + (highest ? 0 : 3)) / 6;
            if (!along(lowest, geometry.count, axis, notes.box[axis], highest, progress.part(from, from + 0.1)))
                return base::cancelled();
        }
    model.add_column({stope_column, blocks::ColumnType::real, model.info(even_name)->unit, {}});
    const std::vector<float*> out = model.real_leaves(stope_column);
    const economics::BlockTonnes tonnes(model, deck.costs);
    const bool told = each(progress.part(0.8, 1), [&](std::size_t n, int at, std::size_t cell) {
        out[n][at] = lowest[cell];
        const bool inside = share.empty() || static_cast<double>(share[n][at]) >= rule.least_share;
        if (!inside || !(static_cast<double>(even[n][at]) <= main.price) ||
            static_cast<double>(lowest[cell]) <= main.price)
            return;
        ++notes.too_narrow;
        notes.too_narrow_tonnes += tonnes(n, at);
    });
    if (!told) {
        model.remove_column(stope_column);
        return base::cancelled();
    }
    return notes;
}

}  // namespace orelens::pits
