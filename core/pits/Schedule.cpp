#include "core/pits/Schedule.h"

#include <cmath>

namespace orelens::pits {
namespace {

/// Adds up money that comes in while rock is moved.
class Clock {
  public:
    explicit Clock(const DiscountRule& rule) : rule_(rule), force_(std::log1p(rule.percent_per_year / 100)) {}
    void move(const ShellBench& bench) {
        const double span = bench.moved_tonnes / rule_.tonnes_per_year;
        // Mean of e^(−f·t) over the span; a small exponent by its series, which the difference would lose.
        const double x = force_ * span;
        const double mean = x < 1e-8 ? 1 - x / 2 : -std::expm1(-x) / x;
        money_ += bench.value * std::exp(-force_ * years_) * mean;
        years_ += span;
    }
    [[nodiscard]] double money() const { return money_; }
    [[nodiscard]] double years() const { return years_; }

  private:
    DiscountRule rule_;
    double force_;
    double money_ = 0;
    double years_ = 0;
};

}  // namespace

Discounted discount(const ShellBenches& benches, std::size_t shells, const DiscountRule& rule) {
    Clock best(rule);
    for (std::size_t shell = 0; shell < shells; ++shell)
        for (auto bench = benches[shell].rbegin(); bench != benches[shell].rend(); ++bench) best.move(*bench);
    Clock worst(rule);
    const std::size_t levels = benches.empty() ? 0 : benches.front().size();
    for (std::size_t level = levels; level-- > 0;) {
        ShellBench whole;
        for (std::size_t shell = 0; shell < shells; ++shell) {
            whole.moved_tonnes += benches[shell][level].moved_tonnes;
            whole.value += benches[shell][level].value;
        }
        worst.move(whole);
    }
    return {.years = best.years(), .best = best.money(), .worst = worst.money()};
}

}  // namespace orelens::pits
