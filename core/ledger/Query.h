// Saved systems (全量铜资源系统, one orebody, one belt): a query over the ledger, never a copy of it.
//
//   species = Cu and status in (undeveloped, closed) and not flag = protected
//   元素 = 铜 且 品位级 = 超低品位 且 深度 >= 500
//   grade >= 0.3 % and species = Cu        (grade is that of the species the row is of)
//
// or ‹ and ‹ not; words of both languages, codes of the enumerations in both; "quoted text" where a value has spaces; ~ for
// "contains". Values of a field: Field table below. A unit is in the system where one of its species in one of its states
// satisfies the query; its ore counts once, the metal that does not satisfy it does not.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/ledger/Ledger.h"

namespace orelens::ledger {

enum class Field : std::uint8_t {
    species, role, occurrence, grade_class, status, stage,  // the five dimensions, the first of them twice
    subsystem, confidence, kind, system, region, source, licence, deposit_type, ore_type, mining, year, outcome,
    ground, id, name, flag, mass, depth, grade, contained
};
template <> std::span<const Value> values<Field>();

struct QueryNode;
struct Query {
    std::string text;                       ///< as written
    std::shared_ptr<const QueryNode> root;  ///< null = everything
};

/// Errors (kind usage): place.column is the character (1-based) where it goes wrong; what was expected; a near name.
base::Expected<Query> parse_query(const std::string& text);
/// The same query in the words of a language; it parses to the same.
std::string query_text(const Query& query, base::Language language);

/// What of the ledger a query takes: for each assay row the occurrences taken, bit n = Occurrence n. Excluded units have
/// none. Empty = everything that counts.
struct Selection {
    std::vector<std::uint16_t> rows;
};
inline constexpr std::uint16_t all_occurrences = (1U << occurrences) - 1;

/// `outcome`: State by unit, for queries that name it. Error (usage): it is named and not given; a species, system, region
/// or other name that no unit has (with a near one), with its place in the text.
base::Expected<Selection> select(const Ledger& ledger, const Query& query, std::span<const State> outcome = {});

}  // namespace orelens::ledger
