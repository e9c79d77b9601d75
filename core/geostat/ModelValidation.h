// The validation of a whole model: one sheet per element. What the validation stage publishes and tables print.
#pragma once

#include "core/geostat/Verdict.h"

namespace orelens::geostat {

struct ModelValidation {
    std::int64_t blocks = 0, of_blocks = 0;  ///< compared with the samples; fewer than all: an even choice
    std::vector<ElementValidation> elements;
    [[nodiscard]] const ElementValidation* element(const std::string& name) const {
        for (const ElementValidation& one : elements)
            if (one.element == name) return &one;
        return nullptr;
    }
};

}  // namespace orelens::geostat
