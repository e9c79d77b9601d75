#include "core/pits/Shells.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/LargeArray.h"
#include "core/base/Parallel.h"

namespace orelens::pits {
namespace {

using base::Expected;
using base::Message;

constexpr std::size_t piece = 1 << 16;

/// Money to whole numbers, the same for all steps so that they can be compared.
class Rounding {
  public:
    /// Σ|worth|, in a fixed order; not finite where one of them is not.
    static std::optional<double> size_of(std::span<const double> worth, const base::Progress& progress) {
        std::vector<double> sums((worth.size() + piece - 1) / piece, 0);
        const bool whole = base::parallel_pieces(worth.size(), piece, progress.part(0, 0),
                                                 [&](std::size_t begin, std::size_t end) {
                                                     double sum = 0;
                                                     for (std::size_t n = begin; n < end; ++n)
                                                         sum += std::abs(worth[n]);
                                                     sums[begin / piece] = sum;
                                                 });
        if (!whole) return std::nullopt;
        double sum = 0;
        for (const double part : sums) sum += part;
        return sum;
    }
    void fit(double size) { scale_ = size > 0 ? std::exp2(55 - std::ceil(std::log2(size))) : 1; }
    [[nodiscard]] bool fits(double size) const {
        return scale_ > 0 && size * scale_ < Closure::most_value / 2;
    }
    [[nodiscard]] std::int64_t operator()(double worth) const { return std::llround(worth * scale_); }

  private:
    double scale_ = 0;
};

class Ladder {
  public:
    Ladder(Precedence precedence, std::size_t steps, const WorthAt& worth_at)
        : closure_(std::move(precedence)),
          steps_(steps),
          worth_at_(worth_at),
          worth_(closure_.size()),
          whole_(closure_.size()) {
        shells_.number.assign(closure_.size(), 0);
    }

    Expected<Shells> run(const base::Progress& progress, const EachPit& each_pit) {
        const double share = 1.0 / static_cast<double>(steps_);
        for (std::size_t step = 0; step < steps_; ++step) {
            const double from = static_cast<double>(step) * share;
            const base::Progress part = progress.part(from, from + share);
            if (auto solved = solve(step, part); !solved) return std::unexpected(solved.error());
            if (!note(step, part)) return base::cancelled();
            if (each_pit) each_pit(step, closure_);
            if (!part.report(1)) return base::cancelled();
        }
        return std::move(shells_);
    }

  private:
    Expected<void> solve(std::size_t step, const base::Progress& progress) {
        if (!worth_at_(step, {worth_.data(), worth_.size()}, progress.part(0, 0.3))) return base::cancelled();
        const auto size = Rounding::size_of({worth_.data(), worth_.size()}, progress);
        if (!size) return base::cancelled();
        if (!std::isfinite(*size)) return base::fail(base::ErrorKind::internal, Message("pits.not_finite"));
        const bool same_rounding = step > 0 && rounding_.fits(*size);
        if (!same_rounding) rounding_.fit(*size);
        std::vector<std::uint8_t> falls((worth_.size() + piece - 1) / piece, 0);
        const bool whole = base::parallel_pieces(
            worth_.size(), piece, progress.part(0.3, 0.35), [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end; ++n) {
                    const std::int64_t now = rounding_(worth_[n]);
                    if (step > 0 && now < whole_[n] && !closure_.barred(n)) falls[begin / piece] = 1;
                    whole_[n] = now;
                }
            });
        if (!whole) return base::cancelled();
        const bool rises = std::ranges::find(falls, 1) == falls.end();
        // Numbers of another rounding cannot be compared: such a step begins anew, and may still nest.
        if (step > 0 && same_rounding && !rises) shells_.nested = false;
        const bool warm = step > 0 && same_rounding && rises && shells_.nested;
        const std::span<const std::int64_t> values(whole_.data(), whole_.size());
        const bool done = warm ? closure_.raise(values, progress.part(0.35, 0.99))
                               : closure_.solve(values, progress.part(0.35, 0.99));
        if (!done) return base::cancelled();
        return {};
    }

    bool note(std::size_t step, const base::Progress& progress) {
        std::int64_t blocks = 0, leaving = 0;
        double worth = 0;
        const auto number = static_cast<std::uint8_t>(step + 1);
        const bool whole = base::ordered_pieces(worth_.size(), piece, progress.part(1, 1),
                                                [&](std::size_t begin, std::size_t end) {
                                                    for (std::size_t n = begin; n < end; ++n) {
                                                        if (!closure_.holds(n)) {
                                                            leaving += shells_.number[n] != 0 ? 1 : 0;
                                                            continue;
                                                        }
                                                        if (shells_.number[n] == 0)
                                                            shells_.number[n] = number;
                                                        ++blocks;
                                                        worth += worth_[n];
                                                    }
                                                });
        if (leaving > 0) shells_.nested = false;
        shells_.leaving = std::max(shells_.leaving, leaving);
        shells_.blocks.push_back(blocks);
        shells_.worth.push_back(worth);
        return whole;
    }

    Closure closure_;
    std::size_t steps_;
    const WorthAt& worth_at_;
    Rounding rounding_;
    base::LargeArray<double> worth_;
    base::LargeArray<std::int64_t> whole_;
    Shells shells_;
};

}  // namespace

double shell_bytes(double blocks, bool barred, bool regions) {
    // Worth, its whole numbers, the shell number; what the closure keeps; a byte each for what may be stated.
    return closure_bytes(blocks) + blocks * (8 + 8 + 1 + (barred ? 1 : 0) + (regions ? 1 : 0));
}

Expected<Shells> nested_shells(Precedence precedence, std::size_t steps, const WorthAt& worth_at,
                               const base::Progress& progress, const EachPit& each_pit) {
    if (steps < 1 || steps > most_steps)
        return base::fail(base::ErrorKind::data,
                          Message("pits.steps_range",
                                  {{"steps", std::to_string(steps)}, {"most", std::to_string(most_steps)}}),
                          {.field = "pits.factors"});
    const double blocks =
        static_cast<double>(precedence.count[0]) * precedence.count[1] * precedence.count[2];
    if (blocks >= 4294967295.0)
        return base::fail(base::ErrorKind::data,
                          Message("pits.too_many", {{"blocks", base::grouped(blocks)}}));
    Ladder ladder(std::move(precedence), steps, worth_at);
    return ladder.run(progress, each_pit);
}

}  // namespace orelens::pits
