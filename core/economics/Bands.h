// Small tables written as text in a parameter: bands ("0: 2; 50000: 4"), named numbers ("granite: 14; marble: 11"), and
// numbers that follow the head grade. An error names the parameter, and as place.row which entry is wrong.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"

namespace orelens::economics {

/// A value that holds from a limit up to the next one.
struct Band {
    double from = 0;
    double value = 0;
    bool operator==(const Band&) const = default;
};

/// Entries split at ';', trimmed; none of an empty text.
std::vector<std::string> entries(const std::string& text);

/// "limit: value; …", limits rising. Empty text = no bands. Errors: an entry that is not two numbers, limits that do not
/// rise (an overlap), a value outside [low, high].
base::Expected<std::vector<Band>> read_bands(const std::string& text, const std::string& field, double low, double high);
/// The value of the last band at or below x; `before` below the first one.
double band_value(const std::vector<Band>& bands, double x, double before);

/// "name: value; …", no name twice. Errors as above.
base::Expected<std::vector<std::pair<std::string, double>>> read_named(const std::string& text, const std::string& field,
                                                                       double low, double high);

/// A percentage that is the same everywhere, follows the head grade, or is read from a block column.
struct Response {
    enum class Kind {
        none,      ///< nothing stated
        constant,  ///< a
        table,     ///< straight lines between points (head grade: value)
        logarithm, ///< a + b·ln(g)
        power,     ///< a·g^b
        residual,  ///< b·(1 − a/g): a constant tail grade a, and a share b of what exceeds it
        column     ///< of each block
    };
    Kind kind = Kind::none;
    double a = 0, b = 0;
    std::vector<Band> points;  ///< of a table, rising
    double from = 0, to = 0;   ///< head grades for which it was found; beyond them its end values are kept
    bool bounded = false;      ///< whether from and to are stated
    std::string column;
    bool operator==(const Response&) const = default;

    /// Value at a head grade in the unit of the text, held within 0…100. Beyond from…to the value at that end.
    [[nodiscard]] double at(double grade) const;
    /// Whether the grade lies beyond what the response was found for.
    [[nodiscard]] bool beyond(double grade) const { return bounded && !(grade >= from && grade <= to); }
};

/// "88" · "0.2: 80; 0.5: 86; 1: 90" · "ln 90 4.5 from 0.2 to 3" · "power 88 0.05 from …" · "residual 0.05 95 from …" ·
/// "column Cu.recovery_percent". Head grades are in `grade unit` of the row that holds the text. Errors: not one of these;
/// a function without its limits; values outside 0…100 (over the whole of its limits).
base::Expected<Response> read_response(const std::string& text, const std::string& field);

}  // namespace orelens::economics
