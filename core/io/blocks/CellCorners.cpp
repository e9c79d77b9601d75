#include "core/io/blocks/CellCorners.h"

#include <algorithm>

#include "core/io/blocks/ColumnNames.h"
#include "core/io/blocks/ColumnRoles.h"

namespace orelens::io {
namespace {

using blocks::ModelRule;

const std::array<std::string ModelRule::*, 3> place_rules{&ModelRule::x, &ModelRule::y, &ModelRule::z};
const std::array<std::string ModelRule::*, 3> size_rules{&ModelRule::size_x, &ModelRule::size_y, &ModelRule::size_z};

struct Pair {
    std::optional<std::size_t> low, high;
};

/// The columns of one axis.
class Axis {
  public:
    Axis(const std::vector<std::string>& headers, const ModelRule& rule, std::size_t axis)
        : headers_(headers), axis_(axis), stated_(rule.*place_rules[axis]), stated_size_(rule.*size_rules[axis]) {}

    [[nodiscard]] bool closed() const { return stated_ == "-"; }

    [[nodiscard]] std::optional<AxisColumns> centres() const {
        if (closed()) return std::nullopt;
        const auto at = stated_.empty() ? header_among(headers_, column_names::places[axis_])
                                        : header_at(headers_, stated_);
        if (!at || (!stated_.empty() && corners())) return std::nullopt;
        AxisColumns out{*at, {}, {}, {}, {}};
        const Pair beside = pair(false);
        if (beside.low != at && beside.high != at) {
            out.low_beside = beside.low;
            out.high_beside = beside.high;
        }
        return out;
    }
    /// By two corners.
    [[nodiscard]] std::optional<AxisColumns> corners() const {
        if (closed()) return std::nullopt;
        const Pair both = pair(true);
        if (!both.low || !both.high) return by_size();
        if (!stated_.empty() && header_at(headers_, stated_) != both.low) return by_size();
        return AxisColumns{*both.low, both.high, {}, {}, {}};
    }

  private:
    /// By the lower corner and a size beside it.
    [[nodiscard]] std::optional<AxisColumns> by_size() const {
        const auto low = header_among(headers_, column_names::lows[axis_]);
        if (!low || stated_size_ == "-" || (!stated_.empty() && header_at(headers_, stated_) != low)) return std::nullopt;
        const auto size = stated_size_.empty() ? header_among(headers_, column_names::sizes[axis_])
                                               : header_at(headers_, stated_size_);
        if (!size || size == low) return std::nullopt;
        return AxisColumns{*low, {}, size, {}, {}};
    }
    /// Names that go together: both of them, or else one.
    [[nodiscard]] Pair pair(bool whole) const {
        Pair some;
        for (std::size_t w = 0; w < column_names::lows[axis_].size(); ++w) {
            // "X1" beside a centre is rather of a second set of coordinates.
            if (!whole && column_names::lows[axis_][w].ends_with('1')) continue;
            const Pair found{header_among(headers_, {column_names::lows[axis_][w]}),
                             header_among(headers_, {column_names::highs[axis_][w]})};
            if (found.low && found.high) return found;
            if (!whole && !some.low && !some.high) some = found;
        }
        return some;
    }

    const std::vector<std::string>& headers_;
    std::size_t axis_;
    const std::string& stated_;
    const std::string& stated_size_;
};

}  // namespace

std::optional<std::array<AxisColumns, 3>> find_axes(const std::vector<std::string>& headers, const ModelRule& rule) {
    const std::array<Axis, 3> axes{Axis(headers, rule, 0), Axis(headers, rule, 1), Axis(headers, rule, 2)};
    std::array<std::optional<AxisColumns>, 3> centres, corners;
    for (std::size_t a = 0; a < 3; ++a) {
        centres[a] = axes[a].centres();
        corners[a] = axes[a].corners();
    }
    const auto whole = [](const auto& all) { return all[0] && all[1] && all[2]; };
    std::array<AxisColumns, 3> out;
    for (std::size_t a = 0; a < 3; ++a) {
        const auto& first = !whole(centres) && whole(corners) ? corners[a] : centres[a];
        const auto& one = first ? first : corners[a];
        if (!one) return std::nullopt;
        out[a] = *one;
    }
    if (out[0].place == out[1].place || out[0].place == out[2].place || out[1].place == out[2].place) return std::nullopt;
    return out;
}

}  // namespace orelens::io
