// An answer of the total system as charts and rows: words in the language of the moment. Quantities of several kinds stand apart
// and are never summed in words.
#pragma once

#include <QStringList>
#include <vector>

#include "ui/charts/FrameworkMap.h"
#include "ui/charts/GradeAxis.h"
#include "ui/charts/StackedBars.h"
#include "ui/charts/Treemap.h"
#include "ui/charts/Waterfall.h"
#include "ui/pages/SystemAnswer.h"

namespace orelens::pages {

/// "resources 841.5 Mt · potential 20 Mt"; of ore, or of the metal of a species of the pivot by number. `a`: value of the first axis of a
/// pivot by kind.
QString kinds_text(const ledger::Pivot& pivot, std::size_t a, std::int64_t species);
/// The same of a pivot whose only axis is the kind.
QString kinds_text(const ledger::Pivot& kinds);
/// Number of a species in a pivot; −1 = ore.
std::int64_t counted_in(const ledger::Pivot& pivot, const std::string& species);

/// Groups are kinds, tiles values of the dimension, largest first; `tile_values[group][tile]` is the value's number.
charts::Treemap treemap_of(const SystemAnswer& answer, std::vector<std::vector<std::size_t>>& tile_values);
/// A bar per kind, parts values of the dimension.
charts::StackedBars bars_of(const SystemAnswer& answer);
/// A bar per species, parts as Usually.
charts::StackedBars usual_bars(const SystemAnswer& answer);
/// Usable ore under one scenario, what each part of the difference brings or takes, usable ore under the other.
charts::WaterfallPlot waterfall_of(const SystemAnswer& answer);
charts::GradeAxis grades_of(const SystemAnswer& answer);
/// Halves: geological and social; a column per dimension. `values[column][row]`: number of the value of its field.
charts::Framework framework_of(const SystemAnswer& answer, std::vector<std::vector<std::size_t>>& values);

struct Rows {
    QStringList headings;
    std::vector<QStringList> rows;
};
Rows usual_rows(const SystemAnswer& answer);
Rows element_rows(const SystemAnswer& answer);
Rows activation_rows(const SystemAnswer& answer);

}  // namespace orelens::pages
