#include "core/recycling/Sunk.h"

#include <algorithm>
#include <cmath>

namespace orelens::recycling {
namespace {

using base::Expected;

/// Streams of one sink, and what each has to offer.
struct Melt {
    std::vector<std::size_t> rows;
    std::vector<Stream> streams;
    std::vector<double> offered;
    std::vector<Sink> sink;
    [[nodiscard]] Expected<double> taken() const {
        const auto made = blend(streams, offered, sink);
        if (!made) return std::unexpected(made.error());
        double sum = 0;
        for (const double used : made->used_t) sum += std::isnan(used) ? 0 : used;
        return sum;
    }
};

std::vector<Melt> melts(const std::vector<Stream>& streams, const std::vector<Sink>& sinks) {
    std::vector<Melt> all;
    for (const Sink& sink : sinks) {
        Melt one;
        one.sink = {sink};
        for (std::size_t n = 0; n < streams.size(); ++n)
            if (streams[n].sink == sink.id && untold_tramp(streams[n], sinks).empty()) {
                one.rows.push_back(n);
                one.streams.push_back(streams[n]);
            }
        one.offered.assign(one.rows.size(), 0);
        if (!one.rows.empty()) all.push_back(std::move(one));
    }
    return all;
}

/// NaN as nothing: what is not known to pay is not melted.
double known(double tonnes) {
    return std::isnan(tonnes) ? 0 : tonnes;
}

/// Calls `with(levers, lever a, lever b or a)` for each lever and each pair.
template <class With>
Expected<void> each_lever(const With& with) {
    for (std::size_t a = 0; a < lever_count; ++a)
        for (std::size_t b = a; b < lever_count; ++b) {
            std::vector<Lever> levers{static_cast<Lever>(a)};
            if (b != a) levers.push_back(static_cast<Lever>(b));
            if (auto done = with(levers, a, b); !done) return done;
        }
    return {};
}

double& cell(Released& released, std::size_t a, std::size_t b) {
    return a == b ? released.one[a] : released.pair[a][b];
}

bool without_sink(const Stream& stream) {
    return stream.sink.empty();
}

}  // namespace

Expected<std::vector<double>> curve_tonnes(const std::vector<Stream>& streams, const std::vector<Sink>& sinks, const base::Progress& progress) {
    std::vector<double> made(streams.size(), 0), even(streams.size()), recoverable(streams.size());
    for (std::size_t n = 0; n < streams.size(); ++n) {
        const auto steps = cascade(streams[n]);
        if (!steps) return std::unexpected(steps.error());
        even[n] = steps->break_even;
        recoverable[n] = steps->recoverable_t;
        if (without_sink(streams[n])) made[n] = recoverable[n];
        else if (!untold_tramp(streams[n], sinks).empty()) made[n] = not_known;
    }
    for (Melt& melt : melts(streams, sinks)) {
        std::vector<std::size_t> order;
        for (std::size_t k = 0; k < melt.rows.size(); ++k)
            if (std::isfinite(even[melt.rows[k]])) order.push_back(k);
        std::ranges::stable_sort(order, {}, [&](std::size_t k) { return even[melt.rows[k]]; });
        double before = 0;
        for (const std::size_t k : order) {
            if (progress.cancelled()) return base::cancelled();
            melt.offered[k] = recoverable[melt.rows[k]];
            const auto now = melt.taken();
            if (!now) return std::unexpected(now.error());
            // More to choose from never takes less; what rounding says otherwise is none.
            made[melt.rows[k]] = std::max(0.0, *now - before);
            before = std::max(before, *now);
        }
    }
    return made;
}

Expected<std::vector<Released>> released_in_sinks(const std::vector<Stream>& streams, double price, const std::vector<Sink>& sinks, const base::Progress& progress) {
    std::vector<Released> made(streams.size());
    for (std::size_t n = 0; n < streams.size(); ++n) {
        made[n].one.fill(not_known);
        for (auto& pairs : made[n].pair) pairs.fill(not_known);
        if (!without_sink(streams[n])) continue;
        const auto alone = released(streams[n], price);
        if (!alone) return std::unexpected(alone.error());
        made[n] = *alone;
    }
    for (Melt& melt : melts(streams, sinks)) {
        for (std::size_t k = 0; k < melt.rows.size(); ++k) melt.offered[k] = known(economic_with(melt.streams[k], price, {}));
        const auto today = melt.taken();
        if (!today) return std::unexpected(today.error());
        for (std::size_t k = 0; k < melt.rows.size(); ++k) {
            if (progress.cancelled()) return base::cancelled();
            if (std::isnan(economic_with(melt.streams[k], price, {}))) continue;
            const double own = melt.offered[k];
            const auto lifted = each_lever([&](const std::vector<Lever>& levers, std::size_t a, std::size_t b) -> Expected<void> {
                const double better = economic_with(melt.streams[k], price, levers);
                if (std::isnan(better)) return {};
                double& gain = cell(made[melt.rows[k]], a, b);
                if (better == own) {
                    gain = 0;
                    return {};
                }
                melt.offered[k] = better;
                const auto now = melt.taken();
                melt.offered[k] = own;
                if (!now) return std::unexpected(now.error());
                gain = *now - *today;
                return {};
            });
            if (!lifted) return std::unexpected(lifted.error());
        }
    }
    return made;
}

Expected<ReleasedSum> released_sum(const std::vector<Stream>& streams, double price, const std::vector<Sink>& sinks, const base::Progress& progress) {
    std::vector<Stream> free, unknown;
    for (const Stream& stream : streams) {
        if (without_sink(stream)) free.push_back(stream);
        else if (!untold_tramp(stream, sinks).empty()) unknown.push_back(stream);
    }
    auto sum = released_sum(free, price);
    if (!sum) return sum;
    const auto count = [&](std::size_t a, std::size_t b) -> int& { return a == b ? sum->without_benchmark[a] : sum->pair_without[a][b]; };
    if (!unknown.empty())
        for (std::size_t a = 0; a < lever_count; ++a)
            for (std::size_t b = a; b < lever_count; ++b) count(a, b) += static_cast<int>(unknown.size());
    for (Melt& melt : melts(streams, sinks)) {
        std::vector<double> own;
        for (const Stream& stream : melt.streams) own.push_back(known(economic_with(stream, price, {})));
        melt.offered = own;
        const auto today = melt.taken();
        if (!today) return std::unexpected(today.error());
        const auto lifted = each_lever([&](const std::vector<Lever>& levers, std::size_t a, std::size_t b) -> Expected<void> {
            if (progress.cancelled()) return base::cancelled();
            for (std::size_t k = 0; k < melt.rows.size(); ++k) {
                // A pair of which one has no benchmark releases what the other does alone.
                double better = economic_with(melt.streams[k], price, levers);
                for (const Lever lever : levers)
                    if (std::isnan(better)) better = economic_with(melt.streams[k], price, {lever});
                if (std::isnan(better)) ++count(a, b);
                melt.offered[k] = std::isnan(better) ? own[k] : better;
            }
            const auto now = melt.taken();
            if (!now) return std::unexpected(now.error());
            cell(sum->tonnes, a, b) += *now - *today;
            return {};
        });
        if (!lifted) return std::unexpected(lifted.error());
    }
    return sum;
}

std::vector<Sink> sinks_of(const std::vector<Sink>& sinks, const std::vector<Stream>& all, const std::string& element) {
    std::vector<Sink> own = sinks;
    for (Sink& sink : own) {
        double sum = 0, mine = 0;
        for (const Stream& stream : all) {
            if (stream.sink != sink.id) continue;
            const auto steps = cascade(stream);
            const double recoverable = steps ? steps->recoverable_t : 0;
            sum += recoverable;
            mine += stream.element == element ? recoverable : 0;
        }
        if (sum > 0 && mine < sum) sink.primary_t *= mine / sum;
    }
    return own;
}

}  // namespace orelens::recycling
