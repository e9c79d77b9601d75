// A price deck reduced to straight lines: what a tonne of each payable metal earns as the slider moves, what each route
// costs, and which block columns are read for it. For decks with routes, products, tiers or reliefs; the plain ones have
// Terms.h. Internal to the room.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/economics/Bands.h"
#include "core/economics/Impurities.h"
#include "core/economics/PriceDeck.h"
#include "core/economics/Slider.h"

namespace orelens::economics {

inline constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

/// Value = slope · x + shift, x the slider's number.
struct Line {
    double slope = 0, shift = 0;
    [[nodiscard]] double at(double x) const { return slope * x + shift; }
};

struct PayablePlan {
    std::size_t commodity = 0;
    Response recovery;
    std::size_t recovery_column = nowhere;  ///< of Plan::reals
    double unit = 0.01;                     ///< mass fraction of one unit of grade
    bool chinese = false, by_grade = false;  ///< by_grade: what is paid depends on the grade in the product
    double share = 1, deduction = 0;
    std::vector<Band> coefficients;  ///< share in fractions
    double base_grade = 0, step = 1, amount = 0;
    double refining = 0;  ///< deck currency per t of payable metal
    double subsidy = 0;   ///< … per t of metal in the product
    double selling = 0;   ///< per payable t, where the commodity's own terms hold: it is in `price` already
    /// By piece of the slider: what a payable tonne earns, the full royalty on it, the rate on amounts beside the price.
    std::vector<Line> price, duty;
    std::vector<double> rate;
};

struct ImpurityPlan {
    Impurity terms;
    std::size_t column = nowhere;  ///< of Plan::reals, as mass fraction
};

struct ProductPlan {
    std::size_t host = nowhere;  ///< of payables
    Response grade;              ///< %, of the host
    double lowest = 0;           ///< %
    double charge = 0;           ///< treatment and freight, deck currency per dry t
    double per_charge = 1;       ///< deck currency, net of VAT, for one unit of an impurity's charge
    std::vector<ImpurityPlan> impurities;
    std::vector<PayablePlan> payables;
};

struct RoutePlan {
    std::string name;
    double now = 0;    ///< per t, paid when the block is mined
    double later = 0;  ///< per t, paid when it is treated
    double hardness = 0;
    std::size_t hardness_column = nowhere;
    double subsidy = 0;
    double discount = 1;  ///< what a unit of money at treatment is worth when the block is mined
    std::vector<std::string> ore_types;
    std::vector<ProductPlan> products;
};

/// What royalty is reduced by, as fractions.
struct ReliefPlan {
    double everywhere = 0, low_below = 0, low = 0;
};

struct Plan {
    Slider slider;
    double x = 0;                ///< of the deck
    std::vector<double> from;    ///< starts of the pieces; the first is 0
    std::size_t piece = 0;       ///< that x lies in
    double keep = 1;             ///< 1 − γ
    std::vector<double> waste_head;  ///< by commodity
    std::vector<ReliefPlan> reliefs;
    std::vector<std::pair<std::string, double>> class_reliefs;
    std::vector<RoutePlan> routes;  ///< no dumps
    double dump = 0;                ///< cost of the cheapest dump; what ore saves in the marginal test
    std::vector<std::pair<std::string, double>> mining_by_rock;
    std::vector<std::string> reals;   ///< real columns read, in %, fractions of grades or plain numbers
    std::vector<bool> real_is_grade;  ///< read as mass fraction
    std::string rock_column, ore_type_column, relief_column;  ///< integer columns; empty = not read
    Costs costs;
    CutoffTest test = CutoffTest::full;
};

/// Whether a deck needs a plan: it has routes, tiers, or anything that differs from block to block beside grade and depth.
bool needs_plan(const PriceDeck& deck);

/// Errors: those of every text in it; a name that is not there; a product whose mass is not known but charged for; shares
/// out of range. place.field is the parameter, place.row the entry of its text.
base::Expected<Plan> make_plan(const PriceDeck& deck, const Slider& slider);

}  // namespace orelens::economics
