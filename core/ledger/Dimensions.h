// The closed enumerations of the total ledger: five dimensions, each a partition with `unknown` counted, and what stands
// beside them (subsystem, confidence, flags). One table holds codes and the words of both languages; CSV, queries, files and
// reports read it. Does not hold limits of grades (Indicators.h) nor species (Species.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"

namespace orelens::ledger {

enum class Subsystem : std::uint8_t { unknown, geological, social };
/// 1: what a species is in its unit.
enum class Role : std::uint8_t { unknown, main, co_product, associated, minor, harmful };
/// 2: how a species occurs. `unassigned` is the unknown of this dimension.
enum class Occurrence : std::uint8_t {
    unassigned, native, carrier, enriched, lattice, inclusion, adsorbed, amorphous,
    metal, compound, dissolved, slag  // social subsystem only
};
inline constexpr std::size_t occurrences = 12;
/// 3: half-open [a, b) classes of an indicator set; geology, not economics.
enum class GradeClass : std::uint8_t { unknown, background, ultra_low, low, industrial, rich };
/// 4: in order of precedence within each subsystem, the first that is stated wins.
enum class Status : std::uint8_t {
    unknown, producing, suspended, closed, developed, undeveloped, potential,
    in_use, hibernating, end_of_life, collected, processed, disposed, tailings  // social subsystem only
};
/// 5: life-cycle stage. Exploration and construction own in-situ units only, the others social units only.
enum class Stage : std::uint8_t {
    unknown, exploration, construction, mining, dressing, smelting, fabrication, use, recycling
};
/// A field of its own: resources and reserves are never summed, potential is added to neither.
enum class Confidence : std::uint8_t { unknown, inferred, indicated, measured, probable, proved, potential };
/// What a confidence counts as.
enum class Kind : std::uint8_t { unknown, resource, reserve, potential };
Kind kind_of(Confidence confidence);

/// Conditions apart from the status; a scenario says which of them block.
enum class Flag : std::uint8_t { overlain, protected_area, environment, water, dispute };
inline constexpr std::size_t flags = 5;
using Flags = std::uint8_t;  ///< bit n = Flag n
inline constexpr Flags bit(Flag flag) { return static_cast<Flags>(1U << static_cast<unsigned>(flag)); }

/// What a unit is in a scenario (Evaluate.h); the order of the table. "not_evaluated" is no answer, and never "usable".
enum class State : std::uint8_t { not_evaluated, no_route, uneconomic, blocked, usable };

/// How a unit's place is referred to; also the precedence of authorities: the first kind knows its ground best.
enum class Ground : std::uint8_t { unknown, blocks, orebody, pile, stream, city };

/// One value of an enumeration. The code is what files and queries write; both words are read as well.
struct Value {
    std::string_view code, en, zh;
    /// Further spellings that are read, separated by |.
    std::string_view also = {};
};
/// In the order of the enumerators.
template <class Enum>
std::span<const Value> values();

std::optional<std::size_t> find_value(std::span<const Value> values, std::string_view written);
/// By code, word or further spelling, letters without case; nothing when unknown.
template <class Enum>
std::optional<Enum> read_value(std::string_view written) {
    const auto found = find_value(values<Enum>(), written);
    if (!found) return std::nullopt;
    return static_cast<Enum>(*found);
}
template <class Enum>
std::string_view code(Enum value) {
    return values<Enum>()[static_cast<std::size_t>(value)].code;
}
template <class Enum>
std::string word(Enum value, base::Language language) {
    const Value& one = values<Enum>()[static_cast<std::size_t>(value)];
    return std::string(language == base::Language::chinese ? one.zh : one.en);
}

template <> std::span<const Value> values<Subsystem>();
template <> std::span<const Value> values<Role>();
template <> std::span<const Value> values<Occurrence>();
template <> std::span<const Value> values<GradeClass>();
template <> std::span<const Value> values<Status>();
template <> std::span<const Value> values<Stage>();
template <> std::span<const Value> values<Confidence>();
template <> std::span<const Value> values<Kind>();
template <> std::span<const Value> values<Flag>();
template <> std::span<const Value> values<Ground>();
template <> std::span<const Value> values<State>();

/// Whether a status, stage or occurrence belongs to a subsystem; unknown belongs to each.
bool belongs(Status status, Subsystem subsystem);
bool belongs(Stage stage, Subsystem subsystem);
bool belongs(Occurrence occurrence, Subsystem subsystem);
/// The status that counts of several: the first by precedence. Unknown where none is stated.
Status first_of(std::span<const Status> stated);

/// Shares of a species' mass by occurrence; they sum to 1.
using Shares = std::array<double, occurrences>;
/// Everything unassigned.
Shares unassigned_shares();
/// Sums may miss 1 by this and more is refused; a shortfall is unassigned, never normalised away.
inline constexpr double share_tolerance = 0.005;
/// Puts the shortfall under `unassigned`; a surplus within the tolerance is rounding and scaled to 1. False: a share
/// below 0 or a sum beyond the tolerance above 1.
bool settle_shares(Shares& shares);

}  // namespace orelens::ledger
