// Numbers as people read them in either language: tonnes in Mt or 万t, prices with grouping, grades with the
// digits they deserve. For display only; files and sums keep full precision.
#pragma once

#include <QString>
#include <string>

namespace orelens::ui {

QString tonnes_text(double tonnes);                          ///< "12.3 Mt", "1 230 万t"
QString plain_number(double value, int digits_after_point);  ///< grouped; "–" for NaN, "∞"
QString number_text(double value, int significant = 4);      ///< grouped, no exponent below 1e15
QString price_text(double price);  ///< grouped, up to 6 significant digits, no idle zeros
QString percent_text(double fraction, int digits_after_point = 2);

}  // namespace orelens::ui
