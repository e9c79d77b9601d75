// Cells of drillhole tables: numbers as laboratories and databases write them, and the notes about doubtful
// ones. For the drillhole reader only; thread-safe as long as each thread has its own Notes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"
#include "core/drilling/Rules.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Quantity.h"

namespace orelens::io {

enum class Fault {
    none,
    non_numeric,
    over_limit,
    below_detection,
    null_code,
    unclear_number,  // could be thousands or decimals
    cell_unit,       // about a cell
    no_hole,
    no_depth,
    no_place,
    many_fields,
    few_fields,
    open_quote,  // about a row
    beyond_earth  ///< no place or depth is that large
};

/// No coordinate of a map, in metres or feet and with the number of its zone, is as large; and no hole as deep.
inline constexpr double largest_place = 2e8, deepest_hole_m = 20000, deepest_row_m = 1e6;
/// Powers of ten and the largest numbers of single precision stand for "no value" in many a program.
inline constexpr double least_giant_code = 1e20;

/// How text becomes a number in all files of a rule.
struct CellRule {
    std::vector<double> null_codes;
    std::vector<std::string> null_words;  ///< lower case
    drilling::BelowDetection below_detection = drilling::BelowDetection::half_limit;
};
/// A cell that is empty in other words, whatever its column holds: "-", "n/a".
bool says_nothing(std::string_view cell);

CellRule cell_rule(const drilling::ImportRule& rule);

struct Cell {
    double value = drilling::no_value;
    Fault fault = Fault::none;
    [[nodiscard]] std::uint8_t flags() const;
    /// A number stands in the cell as such: neither blank nor a limit nor a fault.
    [[nodiscard]] bool stated() const {
        return (fault == Fault::none || fault == Fault::cell_unit) && value == value;
    }
};
/// Blank → NaN without fault; "<0.01" by the rule; null codes and words such as NA → NaN.
Cell read_cell(std::string_view field, const CellRule& rule, const QuantityColumn& column);
/// A coordinate: the same with the longer null codes only, −999 and the like; −99 may be a place.
Cell read_place(std::string_view field, const CellRule& rule, const QuantityColumn& column);
/// The same without null codes.
Cell read_coordinate(std::string_view field, const CellRule& rule, const QuantityColumn& column);

/// One doubtful place.
struct Note {
    std::size_t record = 0;
    std::string text;  ///< what stands there
    std::string hole;
    double from = drilling::no_value, to = drilling::no_value;
};

/// Notes of a stretch of records, counted per fault and column, listed up to a limit.
class Notes {
  public:
    static constexpr std::size_t no_column = static_cast<std::size_t>(-1);
    void add(Fault fault, std::size_t column, Note note);
    /// Appends the notes of the records that follow.
    void append(Notes&& later);
    /// As findings in row order; where there are more than listed, one finding gives the number of the rest.
    [[nodiscard]] std::vector<drilling::Finding> findings(const CsvTable& table,
                                                          const std::string& file) const;

  private:
    struct List {
        std::vector<Note> listed;  ///< at most one more than the limit: that one places the summary
        std::int64_t count = 0;
    };
    std::map<std::pair<Fault, std::size_t>, List> lists_;
};

}  // namespace orelens::io
