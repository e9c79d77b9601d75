// The columns of one model while they are settled (ModelSettle.h): each kind has a way of its own, all change
// values in place and leave findings with the file.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/Parallel.h"
#include "core/io/blocks/ModelSettle.h"

namespace orelens::io {

inline constexpr double tonnes_per_short_ton = 0.90718474;
inline constexpr std::size_t values_settled_at_once = std::size_t{1} << 18;

/// In the order of the values, so that the same column is always settled the same. False: cancelled.
template <class Visit>
bool each_value(std::span<float> values, const base::Progress& progress, const Visit& visit) {
    return base::ordered_pieces(values.size(), values_settled_at_once, progress,
                                [&](std::size_t begin, std::size_t end) {
                                    for (float& value : values.subspan(begin, end - begin)) visit(value);
                                });
}

/// Median of the values above zero, of a bounded sample; nothing where there is none.
std::optional<float> median_of(std::span<const float> values);

/// Each method returns false where it was cancelled.
class Settling {
  public:
    Settling(ReadCells& cells, const blocks::ModelRule& rule) : cells_(cells), rule_(rule) {}

    bool volume(ValueColumn& column, double metre, const base::Progress& progress) const;
    /// Numbers that stand for "missing" whatever the codes say.
    bool beyond(ValueColumn& column, const base::Progress& progress);
    bool density(ValueColumn& column, const base::Progress& progress);
    /// Tons of a model in feet may be either; others are tonnes unless stated.
    bool tonnage(ValueColumn& column, double metre, const base::Progress& progress);
    /// 0 and 1 are flags. Shares of a block that is mined or left out become the share that counts.
    bool excluded(ValueColumn& column, std::vector<ValueColumn>& columns, const base::Progress& progress);
    /// Air that carries a grade is rock whose density no one knows.
    bool graded_air(const std::vector<ValueColumn>& columns, const base::Progress& progress);
    /// Shares as percent become shares.
    bool proportion(ValueColumn& column, const base::Progress& progress);
    /// What a negative grade is taken for: a code where one value repeats, else nothing.
    bool grade(ValueColumn& column, const base::Progress& progress);
    /// Units that nothing states, and a model without grades.
    void grade_units();

  private:
    [[nodiscard]] std::int64_t rows() const { return cells_.mapping.rows; }
    bool to_tonnes_per_m3(ValueColumn& column, blocks::DensityUnit unit, const base::Progress& part) const;
    /// Single values that no rock has, among others that are sound: a slip of the decimal mark, another unit. Where
    /// all of them are odd that has been said already.
    bool no_rock(ValueColumn& column, bool all_odd, const base::Progress& progress);
    /// No rock weighs less than nothing. 0 is air; where nothing else stands in the column, it holds none.
    bool density_signs(ValueColumn& column, const base::Progress& progress);
    /// More metal than there is rock: the unit is another one, or the value is none.
    bool more_than_all(ValueColumn& column, const base::Progress& progress);
    /// A share that is left out, in parts of `whole`, becomes the share that counts, of what another column
    /// leaves.
    bool leave_share(ValueColumn& column, std::vector<ValueColumn>& columns, float whole, const base::Progress& progress);
    [[nodiscard]] ModelColumn* mapped(const ValueColumn& column);
    [[nodiscard]] std::string header_of(const ValueColumn& column);
    /// A plain number goes by the name that the file gives it.
    void become(ValueColumn& column, blocks::CellRole role, ColumnUse use);
    void note(const std::string& kind, base::Severity severity, std::int64_t count, ModelWords words, const std::string& column = "");
    ReadCells& cells_;
    const blocks::ModelRule& rule_;
};

}  // namespace orelens::io
