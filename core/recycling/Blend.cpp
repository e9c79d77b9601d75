// Scrap into sinks under limits of tramp elements: a linear program for each sink, whose start (no scrap) is feasible.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/recycling/Availability.h"

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

/// max Σ x, A·x ≤ b (b ≥ 0), x ≥ 0, by the simplex method on a tableau with Bland's rule, which never cycles.
std::vector<double> most(const std::vector<std::vector<double>>& a, const std::vector<double>& b, std::size_t n) {
    const std::size_t m = a.size();
    std::vector<std::vector<double>> rows(m + 1, std::vector<double>(n + m + 1));
    std::vector<std::size_t> basis(m);
    for (std::size_t r = 0; r < m; ++r) {
        std::copy(a[r].begin(), a[r].end(), rows[r].begin());
        rows[r][n + r] = 1;
        rows[r][n + m] = b[r];
        basis[r] = n + r;
    }
    std::fill_n(rows[m].begin(), n, -1.0);
    for (;;) {
        std::size_t enter = 0;
        while (enter < n + m && rows[m][enter] > -1e-12) ++enter;
        if (enter == n + m) break;
        std::size_t leave = m;
        for (std::size_t r = 0; r < m; ++r) {
            if (rows[r][enter] <= 1e-12) continue;
            if (leave == m) {
                leave = r;
                continue;
            }
            const double here = rows[r][n + m] / rows[r][enter], best = rows[leave][n + m] / rows[leave][enter];
            if (here < best || (here == best && basis[r] < basis[leave])) leave = r;
        }
        if (leave == m) break;  // every stream has an upper bound: does not happen
        const double pivot = rows[leave][enter];
        for (double& v : rows[leave]) v /= pivot;
        for (std::size_t r = 0; r <= m; ++r) {
            const double factor = rows[r][enter];
            if (r == leave || factor == 0) continue;
            for (std::size_t c = 0; c <= n + m; ++c) rows[r][c] -= factor * rows[leave][c];
        }
        basis[leave] = enter;
    }
    std::vector<double> x(n);
    for (std::size_t r = 0; r < m; ++r)
        if (basis[r] < n) x[basis[r]] = rows[r][n + m];
    return x;
}

double of(const std::map<std::string, double>& values, const std::string& key) {
    const auto found = values.find(key);
    return found == values.end() ? not_known : found->second;
}

}  // namespace

std::vector<std::string> untold_tramp(const Stream& stream, const std::vector<Sink>& sinks) {
    std::vector<std::string> untold;
    for (const Sink& sink : sinks) {
        if (sink.id != stream.sink) continue;
        for (const auto& [tramp, limit] : sink.limit)
            if (std::isnan(of(stream.tramp, tramp))) untold.push_back(tramp);
    }
    return untold;
}

Expected<Blended> blend(const std::vector<Stream>& streams, const std::vector<double>& economic_t, const std::vector<Sink>& sinks) {
    std::set<std::string> known;
    for (const Sink& sink : sinks) {
        known.insert(sink.id);
        if (!std::isfinite(sink.primary_t) || sink.primary_t < 0) return fail(ErrorKind::data, Message("recycling.sink.number", {{"sink", sink.id}}), {.field = "primary_t"});
        for (const auto& [tramp, limit] : sink.limit) {
            if (!std::isfinite(limit) || limit < 0) return fail(ErrorKind::data, Message("recycling.sink.number", {{"sink", sink.id}}), {.field = tramp});
            if (const double carried = of(sink.primary_tramp, tramp); carried > limit || carried < 0 || std::isinf(carried))
                return fail(ErrorKind::data, Message("recycling.sink.primary", {{"sink", sink.id}, {"tramp", tramp}}), {.field = tramp});
        }
    }
    for (const Stream& stream : streams) {
        if (!stream.sink.empty() && !known.contains(stream.sink))
            return fail(ErrorKind::data, Message("recycling.sink.absent", {{"sink", stream.sink}, {"stream", stream.id}}), {.field = "sink"});
        for (const auto& [tramp, share] : stream.tramp)
            if (!std::isfinite(share) || share < 0) return fail(ErrorKind::data, Message("recycling.sink.number", {{"sink", stream.id}}), {.field = tramp});
    }
    Blended made;
    made.used_t = economic_t;
    for (std::size_t n = 0; n < streams.size(); ++n)
        if (!untold_tramp(streams[n], sinks).empty()) made.used_t[n] = not_known;
    for (const Sink& sink : sinks) {
        std::vector<std::size_t> mine;
        for (std::size_t n = 0; n < streams.size(); ++n)
            if (streams[n].sink == sink.id && made.used_t[n] > 0) mine.push_back(n);
        if (sink.primary_t > 0)
            for (const auto& [tramp, limit] : sink.limit)
                if (std::isnan(of(sink.primary_tramp, tramp))) made.primary_untold[sink.id].push_back(tramp);
        if (mine.empty()) continue;
        // Quantities as shares of the largest, so that one tolerance serves all.
        double scale = 0;
        for (const std::size_t n : mine) scale = std::max(scale, economic_t[n]);
        std::vector<std::vector<double>> a;
        std::vector<double> b;
        for (std::size_t k = 0; k < mine.size(); ++k) {
            a.emplace_back(mine.size());
            a.back()[k] = 1;
            b.push_back(economic_t[mine[k]] / scale);
        }
        for (const auto& [tramp, limit] : sink.limit) {
            a.emplace_back();
            for (const std::size_t n : mine) a.back().push_back(of(streams[n].tramp, tramp) - limit);
            // Primary metal of which nobody says what it carries makes no room.
            const double room = limit - of(sink.primary_tramp, tramp);
            b.push_back(std::isnan(room) ? 0 : sink.primary_t / scale * room);
        }
        const std::vector<double> x = most(a, b, mine.size());
        for (std::size_t k = 0; k < mine.size(); ++k) made.used_t[mine[k]] = std::min(x[k] * scale, economic_t[mine[k]]);
        std::size_t row = mine.size();
        for (const auto& [tramp, limit] : sink.limit) {
            double used = 0;
            for (std::size_t k = 0; k < mine.size(); ++k) used += a[row][k] * x[k];
            if (used >= b[row] - 1e-9) made.binding[sink.id].push_back(tramp);
            ++row;
        }
    }
    for (std::size_t n = 0; n < streams.size(); ++n)
        if (!std::isnan(made.used_t[n])) made.left_t += economic_t[n] - made.used_t[n];
    return made;
}

}  // namespace orelens::recycling
