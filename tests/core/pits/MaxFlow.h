// The same question asked of somebody else: Boost.Graph's maximum flow on stored arcs.
#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <cstdint>
#include <vector>

#include "core/pits/Closure.h"

namespace orelens::pits::testing {

/// Largest total value of a closed set, Σ⁺ − maximum flow (Picard 1976), and the smallest such set: what the
/// source still reaches.
struct FlowAnswer {
    std::int64_t value = 0;
    std::vector<std::uint8_t> in;
};

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS,
    boost::property<boost::vertex_index_t, std::int64_t,
                    boost::property<boost::vertex_color_t, boost::default_color_type,
                                    boost::property<boost::vertex_distance_t, std::int64_t,
                                                    boost::property<boost::vertex_predecessor_t,
                                                                    Traits::edge_descriptor>>>>,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

inline void add_arc(Graph& graph, std::size_t from, std::size_t to, std::int64_t capacity) {
    const auto there = boost::add_edge(from, to, graph).first;
    const auto back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, capacity);
    boost::put(boost::edge_capacity, graph, back, 0);
    boost::put(boost::edge_reverse, graph, there, back);
    boost::put(boost::edge_reverse, graph, back, there);
}

/// The graph of a closure, with a source (blocks) and a sink (blocks + 1). Blocks that `leave_out` names have
/// no arcs.
inline Graph flow_graph(const Closure& closure, const std::vector<std::int64_t>& values) {
    const std::size_t blocks = values.size();
    Graph graph(blocks + 2);
    std::int64_t unbounded = 1;
    for (const std::int64_t value : values) unbounded += value > 0 ? value : 0;
    for (std::size_t block = 0; block < blocks; ++block) {
        if (closure.barred(block)) continue;
        if (values[block] > 0) add_arc(graph, blocks, block, values[block]);
        if (values[block] < 0) add_arc(graph, block, blocks + 1, -values[block]);
        closure.each_before(block, [&](std::size_t before) { add_arc(graph, block, before, unbounded); });
    }
    return graph;
}

inline FlowAnswer ask_boost(const Closure& closure, const std::vector<std::int64_t>& values,
                            bool push_relabel) {
    const std::size_t blocks = values.size();
    Graph graph = flow_graph(closure, values);
    FlowAnswer answer;
    for (std::size_t block = 0; block < blocks; ++block)
        if (!closure.barred(block) && values[block] > 0) answer.value += values[block];
    answer.value -= push_relabel ? boost::push_relabel_max_flow(graph, blocks, blocks + 1)
                                 : boost::boykov_kolmogorov_max_flow(graph, blocks, blocks + 1);
    answer.in.assign(blocks, 0);
    std::vector<std::size_t> open{blocks};
    std::vector<std::uint8_t> seen(blocks + 2, 0);
    seen[blocks] = 1;
    while (!open.empty()) {
        const std::size_t now = open.back();
        open.pop_back();
        if (now < blocks) answer.in[now] = 1;
        for (auto [arc, end] = boost::out_edges(now, graph); arc != end; ++arc) {
            const std::size_t next = boost::target(*arc, graph);
            if (seen[next] != 0 || boost::get(boost::edge_residual_capacity, graph, *arc) <= 0) continue;
            seen[next] = 1;
            open.push_back(next);
        }
    }
    return answer;
}

}  // namespace orelens::pits::testing
