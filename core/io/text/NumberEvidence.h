// How numbers are written in a column, counted over its cells: what each mark can be. Decides nothing
// (core/io/text/ColumnMarks.h does).
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Progress.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

/// A cell that could be read two ways.
struct DoubtfulCell {
    std::int64_t line = 0;
    std::string text;  ///< its start
};
inline constexpr std::size_t doubtful_shown = 5;

/// What stands in a column, counted over its cells.
struct NumberEvidence {
    /// Of numbers above 0; empty where low lies above high.
    struct Range {
        double low = std::numeric_limits<double>::infinity(), high = 0;
        void add(double value);
        void add(const Range& more);
        /// How many times apart this one, made larger by `factor`, and the other lie; 1 where they meet or
        /// one is empty.
        [[nodiscard]] double gap(const Range& other, double factor) const;
    };
    /// Of one mark, '.' or ','.
    struct Mark {
        std::int64_t decimal = 0;         ///< cells in which it can only be the decimal mark
        std::int64_t group = 0;           ///< cells in which it can only be a thousands mark
        std::int64_t either = 0;          ///< cells in which it could be both
        Range range;                      ///< of these, read as decimals
        std::vector<DoubtfulCell> cells;  ///< the first of these, in the order of lines
        void doubt(std::int64_t line, std::string_view field);
    };
    std::int64_t filled = 0;   ///< cells with anything in them
    std::int64_t numbers = 0;  ///< cells that are a number, perhaps with < before it and a unit behind
    std::int64_t plain = 0;    ///< of these, without any mark
    Range whole;               ///< of these
    std::int64_t spaces = 0, apostrophes = 0;  ///< thousands separated by them
    Mark point, comma;
    [[nodiscard]] bool numeric() const { return numbers > 0 && 2 * numbers >= filled; }
    /// Counts a cell; cells may come in any order.
    void look_at(std::string_view field, std::int64_t line);
    void add(const NumberEvidence& more);
};
/// One per header; empty when `progress` is cancelled.
std::vector<NumberEvidence> number_evidence(const CsvTable& table, const base::Progress* progress = nullptr);

}  // namespace orelens::io
