// How well a mine uses what it digs: the five rates of domain.md §4.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Units.h"

namespace orelens::utilization {

enum class Usable { yes, technical_not_economic, no, unknown };

struct MineComponent {
    std::string name;             ///< "Cu"
    std::string basis = "total";  ///< "total", "magnetic" … grades on other bases must not be mixed
    double in_situ_grade = 0;     ///< mass fraction
    std::optional<double> price_per_tonne;       ///< of the pure element, any one currency
    std::optional<double> theoretical_recovery;  ///< ε*, fraction
    Usable usable = Usable::yes;
    std::optional<double> dressing_recovery;  ///< ε, fraction, shown beside the rates
    std::string doubtful_unit = {};  ///< of the grade as written, where its ton may be a short one: "oz/t"
};

struct ProductGrade {
    std::string component;
    std::string basis = "total";
    double grade = 0;                                ///< mass fraction
    double counted = 1;                              ///< u ∈ [0,1]: share that counts as used
    std::optional<double> realised_price_per_tonne;  ///< of contained metal, for the "realised" dialect
    std::string doubtful_unit = {};                  ///< as of the ore
};
struct Product {
    std::string name;
    double tonnes = 0;
    std::vector<ProductGrade> grades;
};

/// One mine and period.
struct MineRecord {
    std::string mine, period;
    double consumed_tonnes = 0;             ///< Q, dry, in situ, including mining losses
    std::optional<double> mining_recovery;  ///< K, fraction
    std::optional<double> dilution;         ///< γ, fraction
    std::string main_component;
    std::string currency;
    std::vector<MineComponent> components;
    std::vector<Product> products;
};

enum class PriceBasis { element, realised };

/// A rate is undefined (no value) for a reason, or a value with remarks; never clamped.
struct Rate {
    std::string id;               ///< "R1" … "R5", "R5_all"
    std::optional<double> value;  ///< fraction
    double numerator = 0, denominator = 0;
    std::vector<std::string> counted;    ///< components in the list
    std::vector<std::string> left_out;   ///< components not in the list
    std::vector<base::Message> remarks;  ///< why undefined, over 100 %, unknown counted as yes …
};

struct ComponentShare {
    std::string component;
    double mined_tonnes = 0;            ///< M
    double used_tonnes = 0;             ///< U
    std::optional<double> recovery;     ///< U / M
    std::optional<double> theoretical;  ///< ε*
    /// Each rate if only this component were recovered at ε*; order R1…R5; empty where not defined.
    std::vector<std::optional<double>> rates_if_theoretical;
};

struct UtilizationResult {
    std::string mine, period;
    PriceBasis price_basis = PriceBasis::element;
    std::vector<Rate> rates;  ///< R1, R2, R3, R4, R5, R5_all
    std::vector<ComponentShare> components;
    std::optional<double> mining_recovery, dilution;
    std::vector<base::Message> remarks;  ///< R5 ≡ R1, mixed bases …
    /// A remark says that the record cannot be true as it stands (more out than in, a grade no ore has).
    bool at_fault = false;
};

/// Errors: no components, negative masses, u outside [0,1], a product that names no component,
/// realised prices wanted but missing, shares of ore or of a product
/// that add up to more than 100 %.
base::Expected<UtilizationResult> rates(const MineRecord& record, PriceBasis basis);

}  // namespace orelens::utilization
