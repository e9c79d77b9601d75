// What a smelter pays for: the share of a product's metal after a minimum deduction, and the net smelter
// return of a concentrate with its charges. Use it to derive payable percentages and selling costs of a price
// deck; the block evaluation itself takes those two numbers.
#pragma once

#include <string>
#include <vector>

namespace orelens::economics {

/// "x % subject to a minimum deduction of u units": paid grade = max(0, min(x·β, β − u)), in the unit of β.
struct PayableRule {
    double share = 1;              ///< x, fraction
    double minimum_deduction = 0;  ///< u, in the unit of the product's grade
    bool operator==(const PayableRule&) const = default;
};
double paid_grade(const PayableRule& rule, double product_grade);
/// The grade below which the deduction rules and above which the share does: u / (1 − x); +∞ for x = 1 and u
/// > 0.
double switch_grade(const PayableRule& rule);

/// International terms: payables, treatment and refining charges, penalties, freight. One currency
/// throughout.
struct PaidMetal {
    std::string name;
    double head = 0;              ///< in mined ore, in `grade_unit_fraction` units
    double recovery = 0;          ///< ε to the concentrate, fraction
    double unit_fraction = 0.01;  ///< mass fraction of one unit of grade: 0.01 for %, 1e-6 for g/t
    PayableRule payable;
    double price_per_tonne = 0;            ///< of metal
    double refining_charge_per_tonne = 0;  ///< of payable metal
};
struct Penalty {
    std::string name;
    double grade = 0;            ///< in the concentrate
    double free_up_to = 0;       ///< no charge to here
    double step = 0.1;           ///< charged per step above, in proportion
    double charge_per_step = 0;  ///< per dry tonne of concentrate
};
struct ConcentrateTerms {
    std::vector<PaidMetal> metals;  ///< the first one sets the mass pull
    double concentrate_grade = 0;   ///< of the first metal, in its unit
    double treatment_charge = 0;    ///< per dry tonne
    std::vector<Penalty> penalties;
    double freight_per_wet_tonne = 0;
    double moisture = 0;  ///< fraction of the wet mass
};

struct ConcentrateLine {
    enum class Kind { metal, treatment, refining, penalty, freight } kind{};
    std::string name;   ///< of the metal or penalty element
    double grade = 0;   ///< in the concentrate (metals, penalties)
    double paid = 0;    ///< paid grade (metals)
    double amount = 0;  ///< per dry tonne of concentrate; charges negative
};
struct ConcentrateValue {
    double mass_pull = 0;                ///< t of dry concentrate per t of feed
    std::vector<ConcentrateLine> lines;  ///< metals, treatment, refining, penalties, freight
    double per_dry_tonne = 0;            ///< sum of the lines
    double per_tonne_feed = 0;           ///< times the mass pull
};
/// Nothing is made (all zero) when the first metal does not reach the concentrate.
ConcentrateValue concentrate_value(const ConcentrateTerms& terms);

/// Chinese terms (计价系数): benchmark price × coefficient, plus or minus a grade difference per step from
/// the base grade, minus penalties by bands of an impurity's grade.
struct CoefficientBand {
    double from_grade = 0;   ///< of the product; the last band at or below the grade counts
    double coefficient = 0;  ///< share of the benchmark price per t of contained metal
};
struct GradeDifference {
    double base_grade = 0;  ///< in the unit of the product's grade
    double step = 1;
    double amount_per_step = 0;  ///< per t of contained metal, added above the base and taken off below
};
struct PenaltyBand {
    double from_grade = 0;  ///< of the impurity
    double charge = 0;      ///< per dry tonne of product
};
struct CoefficientTerms {
    double benchmark_price = 0;                 ///< per t of metal
    std::vector<CoefficientBand> coefficients;  ///< ascending
    GradeDifference difference;
    std::vector<PenaltyBand> penalties;  ///< ascending
};
/// Value per dry tonne of product with `grade` (unit_fraction as above) and an impurity grade; zero below the
/// first band.
double coefficient_value(const CoefficientTerms& terms, double grade, double unit_fraction,
                         double impurity_grade);

}  // namespace orelens::economics
