// Metal mined and metal used per component, the sums that every rate divides. Use `rates` in Rates.h for the
// rates; `wholes` where a mine's period has several ore types or shifts, each with a record.
#pragma once

#include <string>
#include <vector>

#include "core/utilization/Rates.h"

namespace orelens::utilization {

struct MetalBalance {
    const MineComponent* component = nullptr;  ///< into the record
    bool show_basis = false;                   ///< the record names the element on more than one basis
    double mined = 0;                          ///< M = Q·α, t
    double used = 0;                           ///< U = Σ Q_p·β·u, t
    double realised_value = 0;                 ///< Σ Q_p·β·u·realised price
    /// "Cu", or "Fe (magnetic)" where the record has the element on two bases.
    [[nodiscard]] std::string name() const;
};

/// What `rates` refuses; place.field is the path in the record ("products[1].grades[0].counted").
base::Expected<void> check_record(const MineRecord& record, PriceBasis basis);
/// Components in the record's order. A product grade goes to the component of its name and basis; when only
/// the basis differs it goes to the component of its name and a remark warns.
std::vector<MetalBalance> metal_balance(const MineRecord& record, std::vector<base::Message>& remarks);
/// The named main component, or the first priced one, or the first.
const MineComponent* main_component(const MineRecord& record);

/// Several ore types or parts of a period as one record: masses are summed first, so that rates divide last.
/// Grades and ε* become metal-weighted means; K and γ need to be known for all parts. Errors: no records; a
/// component's price, use or basis differs between parts; currencies differ.
base::Expected<MineRecord> combine(const std::vector<MineRecord>& parts);

/// A mine and period that several records tell of.
struct WholeOfParts {
    std::string mine, period;
    std::vector<std::size_t> parts;                 ///< of the records
    base::Expected<UtilizationResult> rates;        ///< of all of them as one; error: those of combine and rates
};
/// In order of first appearance; records without a mine's name stand for themselves.
std::vector<WholeOfParts> wholes(const std::vector<MineRecord>& records, PriceBasis basis);

}  // namespace orelens::utilization
