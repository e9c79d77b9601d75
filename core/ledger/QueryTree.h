// The parsed form of a query. Internal to the room.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ledger/Query.h"

namespace orelens::ledger {

enum class Compare : std::uint8_t { equal, different, less, at_most, more, at_least, contains };

struct Wanted {
    std::string text;    ///< as written, for names
    double number = 0;   ///< for number fields, in t, m or as a mass fraction
    std::size_t value = 0;  ///< of an enumeration
    std::int64_t column = 0;  ///< where it stands
    std::string unit;
};

struct QueryNode {
    enum class Kind { all_of, any_of, none_of, test } kind = Kind::test;
    std::vector<QueryNode> children;
    Field field = Field::species;
    Compare compare = Compare::equal;
    std::vector<Wanted> wanted;
    bool list = false;  ///< written as "in (…)"
};

/// What the values of a field are.
enum class FieldType { enumeration, name, text, number, flag };
FieldType type_of(Field field);
/// Values of an enumeration field.
std::span<const Value> values_of(Field field);

}  // namespace orelens::ledger
