// The first way through a table of blocks: which rows are blocks, where they are, and which codes there are.
// What the other columns hold is left for the second way (TableFill.h), when it is known where each value
// goes. Places are packed (blocks/PackedReals.h): one to four bytes a number in nearly every table.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/PackedReals.h"
#include "core/io/blocks/TableCells.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableSource.h"

namespace orelens::io {

/// Lines of rows, where they do not follow each other.
class RowLines {
  public:
    void add(std::int64_t row, std::int64_t line);
    [[nodiscard]] std::int64_t line_of(std::int64_t row) const;

  private:
    std::vector<std::pair<std::int64_t, std::int64_t>> jumps_;  ///< (row, line)
};

/// Smallest and largest distance of corners from centres along one axis.
struct HalfSizes {
    double low = std::numeric_limits<double>::infinity(), high = 0;
    void add(double half) {
        low = std::min(low, half);
        high = std::max(high, half);
    }
};

struct TableSurvey {
    std::array<blocks::PackedReals, 3> centre, size, index;
    std::int64_t rows = 0;
    RowLines lines;
    /// Per stretch of the text: its rows and lines, the same whenever the text is gone through.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stretches;
    std::vector<std::vector<std::string>> codes;  ///< per column of that kind, as they are listed
    std::vector<bool> merged;  ///< per column: all its codes are numbers, listed in plain form
    std::vector<bool> too_many;                   ///< per column: more different texts than a category has
    ScanTrouble no_place;                         ///< rows whose place or size is no number: left out
    std::vector<ScanTrouble> corners;             ///< per column: corners that disagree with centres or sizes
    std::array<HalfSizes, 3> halves;              ///< per axis: lone corners beside centres
    ScanTrouble fields;                           ///< rows with another number of fields: left out
    ScanTrouble footer;                           ///< comments, END, totals behind the last block
    std::vector<ScanTrouble> units;               ///< per column: places with a unit behind them
    std::vector<NumberEvidence> seen;             ///< per column: of places, sizes and indices
    /// A stretch that is not UTF-8 though the start is; nothing else holds then.
    std::optional<std::string> other_encoding;
};

/// Whether the places of a row are numbers that places can be; a row without is left out. Their cells, by
/// column, are in `values`.
class PlaceReader {
  public:
    PlaceReader(const std::vector<ScanColumn>& columns, std::vector<CellReader>& readers);
    /// Index of the column that is wrong; −1 where the row is a block.
    template <class Fields>
    [[nodiscard]] std::ptrdiff_t read(const Fields& fields, std::int64_t line,
                                      std::vector<CellReader::Cell>& values) const {
        for (const std::size_t c : places_) values[c] = readers_[c].number(fields[c], line);
        for (const std::size_t c : cornered_) to_centre(values[c], values[static_cast<std::size_t>(columns_[c].upper)]);
        for (const std::size_t c : based_) values[c].value += values[static_cast<std::size_t>(columns_[c].size_beside)].value / 2;
        for (const std::size_t c : places_)
            if (!fine(c, values[c])) return static_cast<std::ptrdiff_t>(c);
        return -1;
    }
    [[nodiscard]] const std::vector<std::size_t>& places() const { return places_; }
    /// Whether the corners beside centres agree with them, and with the sizes beside them; of a row that is a block.
    /// Told by column: disagree(c). What a lone corner leaves open, half(axis, its distance from the centre), is for
    /// whoever knows the grid.
    template <class Fields, class Disagree, class Half>
    void compare(const Fields& fields, std::int64_t line, const std::vector<CellReader::Cell>& values,
                 const Disagree& disagree, const Half& half) const {
        for (const std::size_t c : compared_) {
            const double size = size_of_[c] >= 0 ? values[static_cast<std::size_t>(size_of_[c])].value : 0;
            std::array<double, 2> away{};  // of the lower and the upper corner, 0 = not there
            std::array<int, 2> beside{columns_[c].low_beside, columns_[c].high_beside};
            for (std::size_t n = 0; n < 2; ++n) {
                if (beside[n] < 0) continue;
                const auto at = static_cast<std::size_t>(beside[n]);
                const CellReader::Cell corner = readers_[at].number(fields[at], line);
                if (corner.what != CellReader::What::number) continue;
                away[n] = n == 0 ? values[c].value - corner.value : corner.value - values[c].value;
                const double tolerance = corner_tolerance(values[c].value, std::max(size, std::abs(away[n])));
                if (away[n] <= 0 || (size > 0 && std::abs(away[n] - size / 2) > tolerance))
                    disagree(at);
                else if (size <= 0 && beside[1 - n] < 0)
                    half(columns_[c].axis, away[n]);
            }
            if (size <= 0 && away[0] > 0 && away[1] > 0 &&
                std::abs(away[0] - away[1]) > corner_tolerance(values[c].value, away[0] + away[1]))
                disagree(static_cast<std::size_t>(beside[1]));
        }
    }

  private:
    /// A hundredth of the size, and what single precision leaves of a coordinate.
    static double corner_tolerance(double centre, double size) { return 0.01 * size + 2e-7 * std::abs(centre); }
    [[nodiscard]] bool fine(std::size_t c, const CellReader::Cell& cell) const;
    /// Corners become centre and size, to a millionth: what rounding left of differences is no size of its own.
    static void to_centre(CellReader::Cell& low, CellReader::Cell& high);
    const std::vector<ScanColumn>& columns_;
    std::vector<CellReader>& readers_;
    std::vector<std::size_t> places_;
    std::vector<std::size_t> cornered_;  ///< of them lower corners
    std::vector<std::size_t> based_;     ///< of them lower corners with a size
    std::vector<std::size_t> compared_;  ///< of them centres with corners beside
    std::vector<int> size_of_;           ///< per column: of a place, the column of its sizes; −1 = none
};

/// Errors: those of reading; cancelled.
base::Expected<TableSurvey> survey_table(const TableSource& source, const TableHead& head,
                                         const std::vector<ScanColumn>& columns, EncodingDoubts& strays,
                                         const base::Progress& progress);

}  // namespace orelens::io
