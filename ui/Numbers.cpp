#include "ui/Numbers.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "ui/Words.h"

namespace orelens::ui {
namespace {

QLocale locale() {
    return language() == base::Language::chinese ? QLocale(QLocale::Chinese, QLocale::China)
                                                 : QLocale(QLocale::English, QLocale::UnitedStates);
}

QString not_finite(double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

}  // namespace

QString plain_number(double value, int digits_after_point) {
    if (!std::isfinite(value)) return not_finite(value);
    return locale().toString(value, 'f', digits_after_point);
}

QString number_text(double value, int significant) {
    if (!std::isfinite(value)) return not_finite(value);
    if (value == 0) return QStringLiteral("0");
    const int magnitude = static_cast<int>(std::floor(std::log10(std::fabs(value))));
    // Eight digits after the point would be noughts alone: what is not nothing must not read as nothing.
    if (magnitude < -8) return QString::number(value, 'g', significant);
    return locale().toString(value, 'f', std::clamp(significant - 1 - magnitude, 0, 8));
}

QString price_text(double price) {
    if (!std::isfinite(price)) return not_finite(price);
    const double size = std::fabs(price);
    const int magnitude = size > 0 ? static_cast<int>(std::floor(std::log10(size))) : 0;
    const int most = std::clamp(5 - magnitude, 0, 8);
    int digits = most;
    const auto rounded = [&](int places) {
        return std::round(price * std::pow(10, places)) / std::pow(10, places);
    };
    while (digits > 0 && std::fabs(rounded(digits - 1) - rounded(most)) < 1e-12 * std::max(1.0, size))
        --digits;
    return locale().toString(price, 'f', digits);
}

MassUnit mass_unit(double tonnes) {
    const base::MassWords unit = base::mass_words(tonnes, language());
    return {unit.tonnes, unit.name};
}

QString tonnes_text(double tonnes) {
    return QString::fromStdString(base::mass_text(tonnes, language()));
}

QString percent_text(double fraction, int digits_after_point) {
    return std::isfinite(fraction) ? plain_number(fraction * 100, digits_after_point) + " %"
                                   : not_finite(fraction);
}

}  // namespace orelens::ui
