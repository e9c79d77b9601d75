#include "core/drilling/Spans.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace orelens::drilling {
namespace {

/// Walks all ends in depth order with the set of spans open there; the lowest index among them wins.
std::vector<Span> sweep(const std::vector<Span>& spans) {
    struct End {
        double depth;
        bool opens;
        std::size_t index;
    };
    std::vector<End> ends;
    ends.reserve(2 * spans.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
        ends.push_back({spans[i].from, true, i});
        ends.push_back({spans[i].to, false, i});
    }
    std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.depth < b.depth; });
    std::set<std::size_t> open;
    std::vector<Span> out;
    std::size_t last_winner = spans.size();
    for (std::size_t i = 0; i < ends.size();) {
        const double depth = ends[i].depth;
        for (; i < ends.size() && ends[i].depth == depth; ++i) {
            if (ends[i].opens)
                open.insert(ends[i].index);
            else
                open.erase(ends[i].index);
        }
        if (i == ends.size() || open.empty()) {
            last_winner = spans.size();
            continue;
        }
        const std::size_t winner = *open.begin();
        if (winner == last_winner)
            out.back().to = ends[i].depth;
        else
            out.push_back({depth, ends[i].depth, spans[winner].what});
        last_winner = winner;
    }
    return out;
}

}  // namespace

std::vector<Span> resolve_overlaps(std::vector<Span> spans) {
    std::erase_if(spans, [](const Span& span) { return !(span.from < span.to); });
    const auto by_depth = [](const Span& a, const Span& b) { return a.from < b.from; };
    std::vector<Span> sorted = spans;
    std::stable_sort(sorted.begin(), sorted.end(), by_depth);
    const bool apart = std::adjacent_find(sorted.begin(), sorted.end(), [](const Span& a, const Span& b) {
                           return b.from < a.to;
                       }) == sorted.end();
    return apart ? sorted : sweep(spans);
}

std::vector<Span> join_touching(const std::vector<Span>& spans, double gap) {
    std::vector<Span> out;
    for (const Span& span : spans) {
        if (!out.empty() && out.back().what == span.what && span.from - out.back().to < gap)
            out.back().to = span.to;
        else
            out.push_back(span);
    }
    return out;
}

RowsByHole::RowsByHole(const std::vector<std::int32_t>& hole_of_row, std::size_t holes)
    : start_(holes + 1, 0) {
    for (const std::int32_t hole : hole_of_row)
        if (hole >= 0) ++start_[static_cast<std::size_t>(hole) + 1];
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
    rows_.resize(start_.back());
    std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
    for (std::size_t row = 0; row < hole_of_row.size(); ++row)
        if (hole_of_row[row] >= 0) rows_[next[static_cast<std::size_t>(hole_of_row[row])]++] = row;
}

}  // namespace orelens::drilling
