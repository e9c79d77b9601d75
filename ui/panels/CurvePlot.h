// The usable-quantity curve as a chart and as table rows; the dock and the PDF report share them.
#pragma once

#include <QStringList>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/economics/UsableCurve.h"
#include "core/project/Simulation.h"
#include "ui/charts/Plot.h"

class QComboBox;

namespace orelens::project {
class Project;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

/// What can be drawn against price: tonnes with the main grade (0), or the metal of element n (n + 1).
void fill_quantities(QComboBox& combo, const ui::Document& document);
/// With the realisations' band where there is one for this quantity and it is made from the same results.
charts::Plot curve_plot(const ui::Document& document, int quantity, double low, double high);
charts::Plot curve_plot(const economics::UsableCurve& curve, const std::string& commodity,
                        const std::string& price_unit, int quantity, double low, double high);
/// The curve of the part that a filter keeps, in the units of the whole's axis.
void add_part(charts::Plot& plot, const economics::UsableCurve& part, const economics::UsableCurve& whole,
              int quantity, double low, double high);
/// Whether what is asked inside of is the stopes of an underground mine, not pits: its words are others.
bool inside_stopes(const project::Project& project);
/// The curve inside the pits, or the stopes, in the units of the whole's axis; it begins where pits were sought, at `from`.
void add_inside(charts::Plot& plot, const economics::UsableCurve& inside, const economics::UsableCurve& whole,
                int quantity, double low, double high, bool stopes, double from);
/// The curves of scenarios under their names, in the units of the whole's axis; null ones are left out, those beyond
/// `most_scenarios` too: as many as there are colours beside those of the whole's curve and its grade.
inline constexpr std::size_t most_scenarios = 6;
void add_scenarios(charts::Plot& plot,
                   const std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>>& curves,
                   const economics::UsableCurve& whole, int quantity, double low, double high);
/// The curves of the recipe's categories, those with most tonnes first, as what `add_scenarios` draws; empty where there are
/// none of the answer that is shown: another commodity slides, or all prices do, or the test is another, or it is older.
std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>> category_curves(
    const ui::Document& document);
/// Puts P10 to P90 and P50 of the realisations under the curve: of tonnes (quantity 0), or of the metal of the simulated
/// element.
void add_band(charts::Plot& plot, const project::CurveBand& band, const economics::UsableCurve& curve, int quantity,
              double low, double high);
/// Element, grade with unit, metal, share of all metal.
QStringList usable_row(const economics::UsableCurve& curve, const economics::UsableTotals& now,
                       const economics::UsableTotals& all, std::size_t element);

}  // namespace orelens::panels
