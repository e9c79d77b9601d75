// What every way to learn a cost is to the rest: fit on some rows, predict others. Targets are ln(cost).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/costmodel/Mines.h"

namespace orelens::costmodel {

/// ln(cost) of `rows` of a table with the features that were learned. Safe to call from several threads.
using Predict = std::function<base::Expected<Eigen::VectorXd>(const Mines& mines, std::span<const int> rows)>;

/// `target` is as long as the table and is read at `rows` alone, where it must be finite.
using Fit = std::function<base::Expected<Predict>(const Mines& mines, std::span<const double> target,
                                                  std::span<const int> rows, std::uint64_t seed,
                                                  const base::Progress& progress)>;

struct Learner {
    std::string id;  ///< "median", "ridge", …
    Fit fit;
};

/// The median of the training rows for everybody: whatever is not better than this has learned nothing.
Learner median_learner();

}  // namespace orelens::costmodel
