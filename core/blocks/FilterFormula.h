// A formula over the columns of a block model. Inside blocks/ only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// Reads the formula once and is copied for every thread.
class FilterFormula {
  public:
    /// Error (kind usage): not a formula, an unknown name; says where.
    static base::Expected<FilterFormula> read(const BlockModel& model, const std::string& formula);
    FilterFormula(const FilterFormula& other);
    FilterFormula& operator=(const FilterFormula&) = delete;
    ~FilterFormula();

    /// What it is for the 512 places of a leaf; NaN where it reads a missing value.
    void evaluate(std::size_t leaf, double* out);

  private:
    struct Parser;
    explicit FilterFormula(std::unique_ptr<Parser> parser);
    std::unique_ptr<Parser> parser_;
};

}  // namespace orelens::blocks
