// What impurities of a product cost, and when they make the buyer refuse it; read from the text of a product.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/economics/Bands.h"

namespace orelens::economics {

struct Impurity {
    std::string name;
    double grade = 0;         ///< in the product, %, where it is stated
    std::string column;       ///< in place of it: grade column of the blocks…
    double recovery = 0;      ///< …and the share of it that reaches the product, fraction
    double free_up_to = 0;    ///< %; in proportion above it
    double step = 0;          ///< %; 0 = no charge in proportion
    double charge_per_step = 0;
    std::vector<Band> bands;  ///< grade above which a charge holds, rising
    double reject = 0;        ///< %; the product is refused above; 0 = never
    /// Charge per dry tonne at a grade of the product; at a limit the lower charge still holds.
    [[nodiscard]] double charge(double percent) const;
    [[nodiscard]] bool refused(double percent) const { return reject > 0 && percent > reject; }
};

/// "As grade 0.35 free 0.2 step 0.1 charge 3; F grade 0.02 above 0.05 charge 20 above 0.1 charge 60 reject 0.3". Errors: a
/// word that is not known or has no number, no grade, bands that do not rise; place.row is the entry.
base::Expected<std::vector<Impurity>> read_impurities(const std::string& text, const std::string& field);

}  // namespace orelens::economics
