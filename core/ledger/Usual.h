// What the usual way of estimating keeps of a system, and where the rest of it is: the main product at industrial grade in the
// ground, beside everything else that the ledger holds.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/ledger/Query.h"

namespace orelens::ledger {

/// Where a metal row stands; the first that holds, so that each stands once.
enum class Usually : std::uint8_t {
    reserve,     ///< main product, industrial grade or better, a reserve: what the usual way keeps
    resource,    ///< the same, a resource
    by_product,  ///< beside a main product in such ore: co-product, associated, minor
    low_grade,   ///< in the ground below the minimum industrial grade
    potential,   ///< potential only
    tailings,    ///< tailings, slag, stockpiles
    scrap,       ///< the rest of the social subsystem: in use and scrap
    not_known    ///< in the ground, and its confidence, grade class or role is not known
};
inline constexpr std::size_t usually_parts = 8;
template <> std::span<const Value> values<Usually>();

struct UsualWay {
    struct Row {
        std::uint16_t species = 0;
        std::array<double, usually_parts> metal_t{};
        [[nodiscard]] double kept() const { return metal_t[0] + metal_t[1]; }
        [[nodiscard]] double all() const;
        /// Share of the metal that the usual way leaves out; NaN without any.
        [[nodiscard]] double left_out() const;
    };
    std::vector<Row> rows;  ///< species with metal, in the ledger's order
    std::int64_t rows_without_metal = 0;  ///< whose metal is not known: in no part
};
Usually usually_of(const Ledger& ledger, std::size_t unit, std::size_t row);
/// Of a selection. The parts of a species sum to its metal in it.
UsualWay usual_way(const Ledger& ledger, const Selection& selection = {});

/// Metal that a selection takes of an assay row: its shares of the occurrences taken; NaN where it is not known.
/// A selection that names occurrence states takes the row only where it has any of them.
bool holds_selected(const Ledger& ledger, std::size_t row, const Selection& selection);
double taken_metal(const Ledger& ledger, std::size_t row, const Selection& selection);

}  // namespace orelens::ledger
