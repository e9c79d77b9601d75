// The total system year by year, where the recipe says what enters from outside: supply by source as a chart, and what follows
// from it as rows.
#pragma once

#include "ui/charts/Plot.h"
#include "ui/pages/SystemTell.h"

namespace orelens::pages {

/// Refined metal by source, one above the other, with what is asked for as a line; `none` is told where no years were run.
charts::Plot years_plot(const SystemAnswer& answer, const QString& none);
Rows years_rows(const SystemAnswer& answer);
/// Of the species of the chain in the last of the years: behind the row of that element.
struct Dependence {
    std::string species;
    int year = 0;
    double self_sufficiency = ledger::unknown, import_dependence = ledger::unknown;
};
/// That metal stands in units which could not be judged in some year, and is never mined; empty where none does.
QString years_unknown(const SystemAnswer& answer);
/// Of a moved slider: in how many of the years that were run the outside states the price of what it moves, which then stays as
/// stated; empty where it moves nothing or all of them follow.
QString years_with_own_prices(const SystemAnswer& answer);
std::optional<Dependence> dependence_of(const SystemAnswer& answer);

}  // namespace orelens::pages
