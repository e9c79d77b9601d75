// How numbers are written in a file, as the user states it. The evidence in a column decides where `detect`
// stands; core/io/text/ColumnMarks.h weighs it.
#pragma once

namespace orelens::base {

enum class DecimalMark { detect, point, comma };
enum class ThousandsMark { detect, none, comma, point, space, apostrophe };

struct NumberStyle {
    DecimalMark decimal = DecimalMark::detect;
    ThousandsMark thousands = ThousandsMark::detect;
    bool operator==(const NumberStyle&) const = default;
};

}  // namespace orelens::base
