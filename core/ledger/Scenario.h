// What is assumed of the world: routes that could be built, and scenarios that say which of them are, at which prices, costs
// and rules. Amounts are in the currency and year of the basis.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/ledger/Ledger.h"

namespace orelens::ledger {

/// What a route recovers of a species; 0 unless stated. A row that names the species counts before one for all ("*"), one
/// that names the occurrence before one for the total.
struct Recovery {
    std::string species = "*";
    std::optional<Occurrence> occurrence;  ///< nothing: of the total, whatever the state, unassigned included
    double recovery = 0;                   ///< 0…1
    bool operator==(const Recovery&) const = default;
};

/// Ore type of metal in piles that the room of streams put on the ledger (FromStreams.h): a mark of the program's own, so that a
/// unit whose ore type nobody wrote is known not to be of it.
inline constexpr const char* pile_ore_type = "metal in piles";

struct Route {
    std::string id;
    base::Bilingual name;
    int from_year = 0;                          ///< it can be switched on from; 0 = at any time
    Subsystem subsystem = Subsystem::unknown;   ///< that it takes; unknown = both
    std::vector<Status> statuses;               ///< that it takes; empty = all
    std::string ore_type = "*", system = "*";
    double cost_per_t = 0;                      ///< of the unit's mass: plant and what follows
    std::map<std::string, double> payable;      ///< θ by species; 1 unless stated
    std::map<std::string, double> charge;       ///< selling and refining, per t of metal
    std::vector<Recovery> recoveries;
    std::string source;                         ///< of the figures
    bool operator==(const Route&) const = default;
};

/// The five parts of a scenario: what a difference is put down to.
enum class Part : std::uint8_t { price, technology, cost, policy, constraint };
inline constexpr std::size_t parts = 5;
template <> std::span<const Value> values<Part>();

struct Scenario {
    std::string id;
    base::Bilingual name;
    // price
    std::map<std::string, double> prices;  ///< net of VAT, per t of the species
    // technology
    int year = 0;                          ///< 0: routes of any year
    std::set<std::string> routes;          ///< switched on
    // cost
    double cost_index = 1;                 ///< on all operating and capital costs
    double discount = 0;                   ///< rate at which capital is recovered, per year
    // policy
    double tax = 0, royalty = 0;           ///< ad valorem on the net value, as fractions
    std::map<std::string, double> subsidy;  ///< per t of the species in the product
    // constraint
    Flags blocking = 0;                    ///< flags that keep a unit from use
    bool operator==(const Scenario&) const = default;
};
/// `base` with the parts whose bits are set taken from `other`.
Scenario mixed(const Scenario& base, const Scenario& other, unsigned part_bits);
/// The parts in which two scenarios differ.
std::vector<Part> differing(const Scenario& a, const Scenario& b);

/// Routes and scenarios as one file states them, with the basis of its amounts.
struct Assumptions {
    MoneyBasis basis;
    std::vector<Route> routes;
    std::vector<Scenario> scenarios;  ///< the first is today's
    std::string source;
};

/// JSON: {"basis": {"currency", "year", "rates": {"USD": 7.1}, "index": {"2020": 100}}, "source",
///  "routes": [{"id", "name_en", "name_zh", "from_year", "subsystem", "statuses", "ore_type", "system", "cost_per_t", "payable",
///  "charge", "recoveries": [{"species", "occurrence", "recovery"}], "source"}],
///  "scenarios": [{"id", "name_en", "name_zh", "prices", "year", "routes", "cost_index", "discount", "tax", "royalty",
///  "subsidy", "blocking"}]}. Errors with line and column: no JSON; an unknown or missing key; a value out of range; a
/// species, status, flag or route nobody knows (with a near one); an id twice.
base::Expected<Assumptions> assumptions_from_json(const std::string& text, const std::string& file_name);

/// The same as text that reads back to the same assumptions.
std::string assumptions_to_json(const Assumptions& assumptions);

const Scenario* find_scenario(const Assumptions& assumptions, const std::string& id);

}  // namespace orelens::ledger
