// What uncertain inputs make of results: Monte Carlo and first-order propagation side by side. Use it with any function
// of numbers: a system, an availability, a reconciliation.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::recycling {

enum class Spread { normal, lognormal, uniform };
struct UncertainInput {
    std::string id;
    double mean = 0, sd = 0;  ///< of the input itself, whatever the spread; sd 0 = certain
    Spread spread = Spread::normal;
    double low = 0, high = 0;  ///< where low < high: draws beyond are drawn anew
};

/// Called from several threads. Error: the input cannot be computed.
using Model = std::function<base::Expected<std::vector<double>>(std::span<const double> inputs)>;

struct MonteCarlo {
    int draws = 2000;
    std::uint64_t seed = 1;
};

struct UncertainOutput {
    double at_means = 0;              ///< the model at the inputs' means
    double first_order_sd = 0;        ///< √Σ (∂f/∂x · sd)², central differences of a hundredth of a deviation
    double mean = 0, sd = 0;          ///< of the draws
    double p05 = 0, p50 = 0, p95 = 0;  ///< of the draws, linear between ranks
};
struct Uncertainty {
    std::vector<UncertainOutput> outputs;
    int draws = 0;   ///< that could be computed
    int failed = 0;  ///< draws the model refused: left out of all figures, and told
};

/// Draw n has the same inputs whatever the threads. Errors: fewer than 2 000 draws; a deviation below 0; the model at the
/// means refuses; more than 5 % of the draws fail; cancelled.
base::Expected<Uncertainty> propagate(const std::vector<UncertainInput>& inputs, const Model& model, const MonteCarlo& rule,
                                      const base::Progress& progress = base::Progress());

}  // namespace orelens::recycling
