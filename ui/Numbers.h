// Numbers as people read them in either language: tonnes in Mt or 万吨, prices with grouping, grades with the
// digits they deserve. Labels, fields, axes and legends all group by commas. For display only; files and sums
// keep full precision.
#pragma once

#include <QString>
#include <string>

namespace orelens::ui {

/// The unit that masses of this size are told in.
struct MassUnit {
    double tonnes = 1;  ///< in one of it
    std::string name;
};
MassUnit mass_unit(double tonnes);

QString tonnes_text(double tonnes);                          ///< "12.3 Mt", "1,230 万吨"
QString plain_number(double value, int digits_after_point);  ///< grouped; "–" for NaN, "∞"
QString number_text(double value, int significant = 4);      ///< grouped; an exponent only below 1e-8
QString price_text(double price);  ///< grouped, up to 6 significant digits, no idle zeros
QString percent_text(double fraction, int digits_after_point = 2);

}  // namespace orelens::ui
