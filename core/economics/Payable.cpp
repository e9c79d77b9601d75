#include "core/economics/Payable.h"

#include <algorithm>
#include <limits>

namespace orelens::economics {

double paid_grade(const PayableRule& rule, double product_grade) {
    return std::max(0.0, std::min(rule.share * product_grade, product_grade - rule.minimum_deduction));
}

double switch_grade(const PayableRule& rule) {
    if (rule.share < 1) return rule.minimum_deduction / (1 - rule.share);
    return rule.minimum_deduction > 0 ? std::numeric_limits<double>::infinity() : 0;
}

ConcentrateValue concentrate_value(const ConcentrateTerms& terms) {
    using Kind = ConcentrateLine::Kind;
    ConcentrateValue value;
    if (terms.metals.empty() || !(terms.concentrate_grade > 0)) return value;
    value.mass_pull = terms.metals[0].head * terms.metals[0].recovery / terms.concentrate_grade;
    if (!(value.mass_pull > 0)) return value;
    std::vector<ConcentrateLine> refining;
    for (const PaidMetal& metal : terms.metals) {
        ConcentrateLine line{.kind = Kind::metal, .name = metal.name};
        line.grade = metal.head * metal.recovery / value.mass_pull;
        line.paid = paid_grade(metal.payable, line.grade);
        const double payable_tonnes = line.paid * metal.unit_fraction;
        line.amount = payable_tonnes * metal.price_per_tonne;
        refining.push_back({.kind = Kind::refining,
                            .name = metal.name,
                            .amount = -payable_tonnes * metal.refining_charge_per_tonne});
        value.lines.push_back(std::move(line));
    }
    value.lines.push_back({.kind = Kind::treatment, .amount = -terms.treatment_charge});
    value.lines.insert(value.lines.end(), refining.begin(), refining.end());
    for (const Penalty& penalty : terms.penalties) {
        const double over = std::max(0.0, penalty.grade - penalty.free_up_to);
        value.lines.push_back({.kind = Kind::penalty,
                               .name = penalty.name,
                               .grade = penalty.grade,
                               .amount = -over / penalty.step * penalty.charge_per_step});
    }
    // Freight is paid on the wet mass that carries a dry tonne.
    value.lines.push_back(
        {.kind = Kind::freight, .amount = -terms.freight_per_wet_tonne / (1 - terms.moisture)});
    for (const ConcentrateLine& line : value.lines) value.per_dry_tonne += line.amount;
    value.per_tonne_feed = value.per_dry_tonne * value.mass_pull;
    return value;
}

double coefficient_value(const CoefficientTerms& terms, double grade, double unit_fraction,
                         double impurity_grade) {
    double coefficient = 0;
    for (const CoefficientBand& band : terms.coefficients)
        if (grade >= band.from_grade) coefficient = band.coefficient;
    if (coefficient == 0) return 0;
    const double difference =
        (grade - terms.difference.base_grade) / terms.difference.step * terms.difference.amount_per_step;
    double charge = 0;
    for (const PenaltyBand& band : terms.penalties)
        if (impurity_grade >= band.from_grade) charge = band.charge;
    return grade * unit_fraction * (terms.benchmark_price * coefficient + difference) - charge;
}

}  // namespace orelens::economics
