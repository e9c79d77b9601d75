// What the cells of a table of blocks become: numbers by the marks of their column, null codes, codes. Fast
// for what nearly every cell is, and by the one rule for all tables (core/io/text) for what it is not.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/text/ColumnMarks.h"
#include "core/io/text/Quantity.h"

namespace orelens::io {

enum class ScanKind { skip, place, index, size, corner, number, code };

/// How a column is read.
struct ScanColumn {
    ScanKind kind = ScanKind::skip;
    int axis = 0;                         ///< of place, index and size
    QuantityColumn how;                   ///< marks, and the unit that one in a cell is converted to
    std::vector<double> nulls;            ///< numbers that mean missing
    std::vector<std::string> null_words;  ///< lower case; an empty cell always does
    bool flags = false;                   ///< words that say yes or no are 1 and 0
    int upper = -1;  ///< of places that are lower corners: the column of the upper ones, whose cells become sizes
    int size_beside = -1;                   ///< of places that are lower corners: the column of the sizes
    int low_beside = -1, high_beside = -1;  ///< of places that are centres: columns of kind corner to compare with
};

/// 1 for what says that a block is mined out or left out (yes, true, mined, 是), 0 for the opposite; nothing for
/// other words.
std::optional<double> flag_of(std::string_view word);

/// Cells of one column of which something is said.
struct ScanTrouble {
    std::int64_t count = 0;
    std::int64_t line = 0;  ///< of the first
    std::string value;      ///< of the first
    void note(std::int64_t at, std::string_view what);
    void add(const ScanTrouble& more);
};

/// Reads the cells of one column. One per thread and stretch: it counts what it sees.
class CellReader {
  public:
    explicit CellReader(const ScanColumn& column);

    enum class What { number, missing, null_code, text, unclear };
    struct Cell {
        What what = What::missing;
        double value = std::numeric_limits<double>::quiet_NaN();
        bool unit = false;  ///< one stood behind the number
    };
    /// A number whatever it means: null codes are not looked for.
    [[nodiscard]] Cell number(std::string_view field, std::int64_t line);
    /// A value, or why there is none.
    [[nodiscard]] Cell value(std::string_view field, std::int64_t line);
    [[nodiscard]] bool is_null(double value) const;
    [[nodiscard]] bool is_null_word(std::string_view field) const;

    NumberEvidence seen;  ///< of all fields so far

  private:
    [[nodiscard]] bool plain(std::string_view field, std::int64_t line, double& value);
    const ScanColumn& column_;
    double above_ = -std::numeric_limits<double>::infinity();  ///< no null code between these
    double below_ = std::numeric_limits<double>::infinity();
};

/// Codes of one column by what stands in its cells. What was met lately is found by its letters alone. One
/// per thread and stretch.
class CodeReader {
  public:
    /// `code_of` gives the number of a code by its text: as it stands or, where `merge`, in plain form (see
    /// plain_code).
    CodeReader(const ScanColumn& column, bool merge, std::function<std::int32_t(std::string_view)> code_of);
    struct Code {
        std::int32_t code = -1;  ///< −1 = missing
        bool null_code = false;
    };
    [[nodiscard]] Code code(std::string_view field);

  private:
    struct Known {
        std::array<char, 16> text{};
        std::uint8_t size = 255;  ///< 255 = nothing
        Code code;
    };
    [[nodiscard]] Code look_up(std::string_view field);
    CellReader reader_;
    char decimal_ = '.';
    bool merge_ = false;
    std::function<std::int32_t(std::string_view)> code_of_;
    std::vector<Known> known_;
};

/// A code of digits, at most one sign and one decimal mark in its plain form: "1" for 1.0 and 01. Nothing for
/// others, exponents included: 3D1 and 1E2 are names. Codes are one only where all of their column are so.
std::optional<std::string> plain_code(std::string_view field, char decimal);

/// More different texts are no category.
inline constexpr std::size_t most_codes = 65'535;
/// As they are listed: numbers by size, then words. The same whatever the order of rows.
void sort_codes(std::vector<std::string>& names);

}  // namespace orelens::io
