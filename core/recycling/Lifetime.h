// Lifetimes of products and the share of a cohort that is still in use. Use it for stock dynamics; knows no stocks.
// Formulas: recycling-and-costs.md §1.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::recycling {

/// What the two numbers of a lifetime are:
///   fixed          first = years of use; a cohort leaves in the year its age reaches them
///   normal         first = mean, second = standard deviation, years; what lies below age 0 fails in the year of entry
///   lognormal      first = mean, second = standard deviation **of the lifetime** in years, not of its logarithm
///   weibull        first = shape k, second = scale η in years: exp(−(a/η)^k)
///   folded_normal  first = μ, second = σ before folding, years
///   gamma          first = mean, second = standard deviation, years
///   exponential    first = mean, years
enum class LifetimeKind { fixed, normal, lognormal, weibull, folded_normal, gamma, exponential };

struct Lifetime {
    LifetimeKind kind = LifetimeKind::normal;
    double first = 0, second = 0;
    bool operator==(const Lifetime&) const = default;
};

/// Ids in the order of the kinds, as files write them.
const std::vector<std::string>& lifetime_ids();
/// Error: the id is none of `lifetime_ids`.
base::Expected<LifetimeKind> lifetime_kind(const std::string& id);

/// Error: a number that is negative, not finite, or 0 where it divides; `place.field` names which of the two.
base::Expected<void> check_lifetime(const Lifetime& lifetime);

/// Share in use at an age in years, 0 to 1, falling. 1 below age 0. The lifetime must have passed `check_lifetime`.
double survival(const Lifetime& lifetime, double age);

/// When in its year of entry an inflow is taken to come in: δ = 0, ½, 1 of age = t − c + δ. Same data give different
/// stocks, so that results name it.
enum class Timing { end_of_year, middle_of_year, start_of_year };
const std::vector<std::string>& timing_ids();
double timing_offset(Timing timing);

/// The share of a cohort that is in use at the end of a year: one age, or the mean over ages of an inflow that is
/// spread over its year, by Gauss–Lobatto quadrature. The latter alone is right for lifetimes below a few years.
struct SurvivalRule {
    Timing timing = Timing::middle_of_year;
    int lobatto_points = 0;  ///< 0 = by the timing; else 2 … 20 and the timing is not used
    bool operator==(const SurvivalRule&) const = default;
};

/// Nodes in [0, 1] and weights that sum to 1.
struct Quadrature {
    std::vector<double> nodes, weights;
};
/// Exact for polynomials to degree 2·points − 3. `points` at least 2.
Quadrature gauss_lobatto(int points);

/// S of age classes 0 … years − 1. Error: as of check_lifetime; a number of points outside 0, 2 … 20.
base::Expected<std::vector<double>> survival_by_age(const Lifetime& lifetime, const SurvivalRule& rule, int years);

/// S[t, c] of a lifetime that may change from cohort to cohort: row t holds c = 0 … t, rows one after another.
class SurvivalTable {
  public:
    /// One lifetime for all cohorts, or one for each of `years`. Errors: as above, `place.row` = the cohort from 1;
    /// another number of lifetimes.
    static base::Expected<SurvivalTable> make(const std::vector<Lifetime>& lifetimes, const SurvivalRule& rule, int years);
    [[nodiscard]] int years() const { return years_; }
    [[nodiscard]] const double* row(int t) const { return values_.data() + static_cast<std::size_t>(t) * (static_cast<std::size_t>(t) + 1) / 2; }
    [[nodiscard]] double at(int t, int c) const { return row(t)[c]; }

  private:
    int years_ = 0;
    std::vector<double> values_;
};

}  // namespace orelens::recycling
