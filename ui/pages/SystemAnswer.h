// What the page of the total system shows, worked out beside the window: states under the scenario and the price in hand, the
// part of the ledger that is asked for, and what the page in front needs of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ledger/Activation.h"
#include "core/ledger/Continuum.h"
#include "core/ledger/OutsideJson.h"
#include "core/ledger/Pivot.h"
#include "core/ledger/Usual.h"
#include "core/project/LedgerStudy.h"

namespace orelens::pages {

/// The parts of the page.
enum class SystemView { framework, quantities, usual, elements, activation, grades, years, places };
inline constexpr std::size_t system_views = 8;

struct SystemAsked {
    std::shared_ptr<const project::LedgerStudy> study;
    std::string query;        ///< as written
    std::string scenario, other;  ///< ids; `other` may be empty
    double factor = 1;        ///< of the price in hand over the recipe's
    std::string moved;        ///< species whose price it moves; empty = all
    SystemView view = SystemView::framework;
    ledger::Field dimension = ledger::Field::status;
    std::string species;      ///< counted in its metal; empty = ore
    /// What enters from outside year by year; null where the recipe names no file, or one that cannot be read.
    std::shared_ptr<const ledger::OutsideFile> outside;
};

/// A scenario with prices moved by a factor; of one species, or, where none is named, of all.
ledger::Scenario at_price(ledger::Scenario scenario, const std::string& species, double factor);

struct ElementRow {
    std::string species;
    std::array<double, 4> contained_t{};  ///< by Kind
    double usable_share = ledger::unknown;  ///< of what is contained in units that are usable, of all
    double recovered_t = 0;  ///< of usable units, by the route in use
    std::int64_t unknown_rows = 0;  ///< whose metal is not known
};

struct SystemAnswer {
    SystemAsked asked;
    ledger::Scenario scenario;
    ledger::Outcomes outcomes;
    ledger::Selection selection;
    ledger::Query query;
    /// Ore and metal of everything asked for, by kind alone.
    ledger::Pivot kinds;
    // Of the view asked for alone.
    std::optional<ledger::Pivot> pivot;       ///< dimension × kind
    std::vector<ledger::Pivot> dimensions;    ///< each of the five by itself × kind, for the framework
    std::optional<ledger::UsualWay> usual;
    std::vector<ElementRow> elements;
    std::optional<ledger::Activation> activation;
    std::optional<ledger::Continuum> continuum;
    /// Of the views of years and elements, where something enters from outside: the whole ledger's, whatever is asked for of it.
    std::optional<ledger::Run> run;
};

/// The fields of the five dimensions in their order; the element has two.
const std::vector<ledger::Field>& system_dimensions();

/// `before`: an answer whose states or selection may hold still. Errors: those of the query, with its column; cancelled.
base::Expected<SystemAnswer> answer_system(const SystemAsked& asked, const SystemAnswer* before, const base::Progress& progress);

}  // namespace orelens::pages
