// What a plant sells and what is paid for it, as people state it: products of routes, and the metals in them that are
// paid for. Two dialects: international (payables with minimum deductions, treatment and refining charges, price
// participation) and Chinese (share of a benchmark price by bands of grade, grade differences). domain.md §3.
#pragma once

#include <string>

namespace orelens::economics {

enum class Dialect { international, chinese };

/// A product of a route: a concentrate, a matte, a cathode.
struct Product {
    std::string name;
    std::string route;  ///< that makes it
    Dialect dialect = Dialect::international;
    std::string host;   ///< commodity whose grade in the product is stated; it sets the mass pull
    std::string grade;  ///< of the host in the product, %: a Response to its head grade in %; empty = no mass is known
    double lowest_grade_percent = 0;  ///< the buyer refuses a product whose host is below; 0 = never
    std::string currency;             ///< of the charges; empty = of the deck
    bool charges_include_vat = false;
    double charges_vat_percent = 13;
    double treatment_charge = 0;       ///< per dry tonne of product
    double freight_per_wet_tonne = 0;  ///< of product
    double moisture_percent = 0;       ///< of the wet mass
    std::string impurities;            ///< see Impurities.h
    bool operator==(const Product&) const = default;
};

/// A metal of a product that is paid for.
struct PayableMetal {
    std::string name;
    std::string product;
    std::string commodity;  ///< price, tax and grade column come from it
    std::string recovery;   ///< to the product, %: a Response to the head grade in `grade_unit`
    std::string grade_unit = "%";  ///< %, g/t: of deductions, bands and base grade, in the product
    double payable_percent = 100;
    double minimum_deduction = 0;  ///< in grade_unit
    double refining_charge = 0;    ///< per refining_unit of payable metal, in the product's currency
    std::string refining_unit = "t";
    double participation_base = 0;           ///< price as the commodity is quoted; 0 = no participation
    double participation_above_percent = 0;  ///< of what the price is above the base: the buyer's
    double participation_below_percent = 0;  ///< of what it is below: the buyer's part of the loss
    std::string coefficients;  ///< Chinese: grade in the product: % of the price; below the first band nothing is paid
    double base_grade = 0;     ///< Chinese: grade differences are counted from it; 0 = none
    double grade_step = 1;
    double amount_per_step = 0;  ///< per t of metal and step, in the product's currency
    bool operator==(const PayableMetal&) const = default;
};

enum class RouteKind {
    mill,
    leach,
    direct,    ///< sold as mined
    stockpile, ///< treated later: what it earns is discounted
    dump       ///< earns nothing; its cost is what ore must beat in the marginal test
};

/// A way that a block can go. Without products of its own it earns by the recoveries and payables of the commodities.
struct RouteRule {
    std::string name;
    RouteKind kind = RouteKind::mill;
    double processing = 0;              ///< per t mined; of a dump: cost of dumping
    std::string hardness_column;        ///< real block column; empty = none
    double processing_per_hardness = 0; ///< added per t and unit of that column
    double ore_handling = 0;            ///< per t mined: rehandling, haulage to this plant
    double ore_subsidy = 0;             ///< per t mined
    std::string ore_types;              ///< codes that may go this way, separated by ';'; empty = all
    double delay_years = 0;             ///< of a stockpile
    bool operator==(const RouteRule&) const = default;
};

}  // namespace orelens::economics
