// What is known of the occurrence state of elements: phases, the share of an element in each (its deportment) by ore
// type, and what a route recovers of each phase (domain.md §5). Plain data as people state it; Check.h refuses what
// cannot be, Plan.h makes of it what blocks need. Knows no files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Text.h"

namespace orelens::occurrence {

/// How an element sits in its phase (domain.md §0, ledger.md). Order as in `kind_names`.
enum class PhaseKind { native, carrier, enriched, lattice, inclusion, adsorbed, amorphous };
/// "native", "carrier" … as written in tables.
const std::vector<std::string>& kind_names();
/// Text key of a kind: "occurrence.kind.lattice".
std::string kind_text(PhaseKind kind);

struct Phase {
    std::string id;  ///< "primary_sulfide": letters, digits and _
    base::Bilingual name;
    PhaseKind kind = PhaseKind::carrier;
    std::string host_mineral;  ///< what it sits in; empty = stands for itself
    /// A companion: there is a route for it only where the host's element is there and that route recovers it
    /// (indium in sphalerite only where zinc is recovered). Empty = none.
    std::string host_element;
    std::string host_phase;  ///< phase of the host's element that carries it; empty = any
    bool operator==(const Phase&) const = default;
};

/// Every ore type, every element.
inline constexpr const char* any = "*";

/// Share of an element of one ore type in one phase.
struct Deportment {
    std::string ore_type = any;
    std::string element;
    std::string phase;
    double fraction = 0;  ///< 0…1 of the element's mass
    std::string method;   ///< "chemical phase analysis", "MLA"; empty = not stated
    std::int64_t samples = 0;  ///< 0 = not stated
    std::string source;
    std::string confidence;  ///< of shipped values: "low", "medium", "high"; empty = measured
    bool shipped = false;    ///< a value of the program, not of the deposit
    base::Place place;       ///< where it was read
};

/// What a route recovers of a phase; 0 unless stated. The row that names both ore type and element counts before one
/// that names only the ore type, that before one that names only the element, that before one for all.
struct RouteRecovery {
    std::string route;
    std::string ore_type = any;
    std::string element = any;
    std::string phase;
    double recovery = 0;  ///< 0…1
    std::string product, stage;
    std::string source, confidence;
    bool shipped = false;
    base::Place place;
};

struct Table {
    std::vector<Phase> phases;  ///< beside the shipped ones, which every table knows
    std::vector<Deportment> deportment;
    std::vector<RouteRecovery> recoveries;
};

/// Shares of an element add up to 1 within this; more is refused, less is unassigned.
inline constexpr double tolerance = 0.005;

}  // namespace orelens::occurrence
