// Maximum closures by Boost.Graph (Boykov–Kolmogorov), for reference.py. Reads blocks, steps of the ladder, arcs
// (block, must be mined before) and values as binary; writes one byte per block and step: the smallest of the best sets.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <cstdint>
#include <cstdio>
#include <vector>

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS,
    boost::property<boost::vertex_index_t, long,
                    boost::property<boost::vertex_color_t, boost::default_color_type,
                                    boost::property<boost::vertex_distance_t, long,
                                                    boost::property<boost::vertex_predecessor_t, Traits::edge_descriptor>>>>,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

static void arc(Graph& g, std::size_t from, std::size_t to, std::int64_t capacity) {
    const auto there = add_edge(from, to, g).first;
    const auto back = add_edge(to, from, g).first;
    put(boost::edge_capacity, g, there, capacity);
    put(boost::edge_capacity, g, back, 0);
    put(boost::edge_reverse, g, there, back);
    put(boost::edge_reverse, g, back, there);
}

int main() {
    std::int64_t head[3];
    if (std::fread(head, 8, 3, stdin) != 3) return 1;
    const std::size_t blocks = static_cast<std::size_t>(head[0]), steps = static_cast<std::size_t>(head[1]), arcs = static_cast<std::size_t>(head[2]);
    std::vector<std::int32_t> list(arcs * 2);
    std::vector<std::int64_t> values(blocks * steps);
    if (std::fread(list.data(), 4, list.size(), stdin) != list.size()) return 1;
    if (std::fread(values.data(), 8, values.size(), stdin) != values.size()) return 1;
    for (std::size_t step = 0; step < steps; ++step) {
        Graph g(blocks + 2);
        std::int64_t unbounded = 1;
        for (std::size_t n = 0; n < blocks; ++n) {
            const std::int64_t value = values[step * blocks + n];
            if (value > 0) arc(g, blocks, n, value), unbounded += value;
            if (value < 0) arc(g, n, blocks + 1, -value);
        }
        for (std::size_t a = 0; a < arcs; ++a) arc(g, static_cast<std::size_t>(list[2 * a]), static_cast<std::size_t>(list[2 * a + 1]), unbounded);
        boykov_kolmogorov_max_flow(g, blocks, blocks + 1);
        std::vector<std::uint8_t> in(blocks + 2, 0);
        std::vector<std::size_t> open{blocks};
        in[blocks] = 1;
        while (!open.empty()) {
            const std::size_t now = open.back();
            open.pop_back();
            for (auto [e, end] = out_edges(now, g); e != end; ++e)
                if (!in[target(*e, g)] && get(boost::edge_residual_capacity, g, *e) > 0) in[target(*e, g)] = 1, open.push_back(target(*e, g));
        }
        std::fwrite(in.data(), 1, blocks, stdout);
        std::fprintf(stderr, "step %zu\n", step + 1);
    }
}
