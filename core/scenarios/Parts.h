// The parts that a scenario consists of, by the parameters that belong to them: what a difference between two
// scenarios is put down to.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace orelens::scenarios {

/// Ids, in the order of tables. "price": quotations. "recovery": what the plant recovers. "sale": what a buyer pays
/// and charges. "fiscal": taxes, royalties, subsidies. "cost": operating costs and which of them the test counts.
/// "mining": dilution and mining recovery. "other": what belongs to none of them.
inline constexpr std::array part_ids{"price", "recovery", "sale", "fiscal", "cost", "mining", "other"};

/// Of a concrete parameter id ("commodity.Cu.price", "economics.mining").
std::string part_of(std::string_view parameter);

/// Whether a scenario may differ in it: not in what a block holds (grade columns, density), nor in the words that
/// quantities are told in (currency, main commodity).
bool may_differ(std::string_view parameter);

}  // namespace orelens::scenarios
