// Metal equivalents: other metals expressed as grade of the main one. For display beside the grades and
// always with its label; usable quantities are decided by margin, never by an equivalent.
#pragma once

#include "core/economics/PriceDeck.h"

namespace orelens::economics {

enum class EquivalentRule {
    price_only,           ///< 比价法: price ratio alone
    recovery_and_payable  ///< price ratio times the ratio of recovery × payable
};

/// Grade of `main` (mass fraction) worth as much as a grade `fraction` of `other`, with prices net of VAT.
/// NaN when the main metal has no price (or, weighted, no recovery or payable).
double equivalent_of(const Commodity& main, const Commodity& other, double fraction, EquivalentRule rule);

/// Recovery and payable of `other` over those of `main`: the factor between the two rules.
double recovery_payable_factor(const Commodity& main, const Commodity& other);

/// Grades (mass fractions in the deck's order; NaN adds nothing) as one grade of the main commodity; NaN when
/// no grade is known.
double metal_equivalent(const PriceDeck& deck, const std::vector<double>& in_situ_fractions,
                        EquivalentRule rule);

}  // namespace orelens::economics
