// The usable-quantity curve as a chart and as table rows; the dock and the PDF report share them.
#pragma once

#include <QStringList>

#include "core/economics/UsableCurve.h"
#include "ui/charts/Plot.h"

class QComboBox;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

/// What can be drawn against price: tonnes with the main grade (0), or the metal of element n (n + 1).
void fill_quantities(QComboBox& combo, const ui::Document& document);
charts::Plot curve_plot(const ui::Document& document, int quantity, double low, double high);
charts::Plot curve_plot(const economics::UsableCurve& curve, const std::string& commodity,
                        const std::string& price_unit, int quantity, double low, double high);
/// Element, grade with unit, metal, share of all metal.
QStringList usable_row(const economics::UsableCurve& curve, const economics::UsableTotals& now,
                       const economics::UsableTotals& all, std::size_t element);

}  // namespace orelens::panels
