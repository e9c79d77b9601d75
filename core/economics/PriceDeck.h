// Prices, costs and recoveries as people state them; `economics/Value.h` turns them into net values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/economics/CostDetail.h"
#include "core/economics/SaleTerms.h"

namespace orelens::economics {

/// One commodity. Grades come from the block column of the same name (its unit is known there).
struct Commodity {
    std::string name;              ///< "Cu"; also the grade column unless `grade_column` says otherwise
    std::string grade_column;      ///< for instance "mFe" for iron on the magnetic basis; empty = name
    double price = 0;              ///< in `price_currency` per `price_unit`
    std::string price_unit = "t";  ///< t, kg, g, oz, lb
    bool price_includes_vat = false;
    double vat_percent = 13;
    double recovery_percent = 0;     ///< ε to product
    double payable_percent = 100;    ///< θ
    double selling_cost = 0;         ///< s, currency per t of metal
    double royalty_percent = 0;      ///< r, ad-valorem royalty and resource tax
    double subsidy = 0;              ///< currency per t of metal
    double waste_grade_percent = 0;  ///< mass percent in the waste that dilutes; 0 = barren
    std::string currency;            ///< of the price; empty = of the deck
    double currency_rate = 1;        ///< units of the deck's currency for one of it; NaN = none stated. Not a parameter
    std::string royalty_tiers;       ///< price as quoted: rate in %, in place of royalty_percent from there on
    TierRule tier_rule = TierRule::whole;
    double relief_percent = 0;       ///< that royalty is reduced by everywhere (co-products and by-products)
    double low_grade_below = 0;      ///< in-situ grade in mass percent; 0 = none
    double low_grade_relief_percent = 0;  ///< that royalty is reduced by below it
    bool operator==(const Commodity&) const = default;
};

enum class DilutionConvention {
    waste_per_mined,  ///< γ = waste / mined
    waste_per_ore     ///< d = waste / ore, γ = d / (1 + d)
};
enum class CutoffTest { full, marginal };

struct Costs {
    std::string currency = "CNY";
    double mining = 0;            ///< per t mined at the reference elevation
    double mining_per_metre = 0;  ///< haulage: added per t and metre below the reference elevation
    double reference_elevation_m = 0;
    double processing = 0;             ///< per t mined
    double general = 0;                ///< G&A, per t mined
    double sustaining = 0;             ///< per t mined
    double ore_mining_difference = 0;  ///< ore minus waste mining cost; the mining part of the marginal test
    double mining_recovery_percent = 100;  ///< K
    double dilution_percent = 0;           ///< as declared
    DilutionConvention dilution_convention = DilutionConvention::waste_per_mined;
    double density_t_per_m3 = 2.7;  ///< dry bulk density where the model has no "density" column
    CostDetail detail;
    bool operator==(const Costs&) const = default;
};

struct PriceDeck {
    std::vector<Commodity> commodities;
    Costs costs;
    std::string main_commodity;  ///< break-even prices are solved for this one; others fixed
    CutoffTest test = CutoffTest::full;
    std::vector<Product> products;
    std::vector<PayableMetal> payables;
    std::vector<RouteRule> routes;  ///< empty = one plant by the commodities' own recoveries
    Fiscal fiscal;
    bool operator==(const PriceDeck&) const = default;
};

}  // namespace orelens::economics
