#include "core/recycling/Sankey.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orelens::recycling {

using base::ErrorKind;
using base::fail;
using base::Message;

namespace {

/// Links that close a loop, found from nodes with most going out over in (Eades, Lin, Smyth 1993): an order of the nodes
/// with little weight against it.
std::vector<int> order_of_nodes(int nodes, const std::vector<SankeyLink>& links) {
    const auto n = static_cast<std::size_t>(nodes);
    std::vector<bool> placed(n);
    std::vector<int> first, last;
    for (int left = nodes; left > 0; --left) {
        std::vector<double> in(n), out(n);
        std::vector<int> ins(n), outs(n);
        for (const SankeyLink& link : links) {
            if (placed[static_cast<std::size_t>(link.from)] || placed[static_cast<std::size_t>(link.to)]) continue;
            out[static_cast<std::size_t>(link.from)] += link.weight;
            in[static_cast<std::size_t>(link.to)] += link.weight;
            ++outs[static_cast<std::size_t>(link.from)];
            ++ins[static_cast<std::size_t>(link.to)];
        }
        int best = -1;
        bool sink = false;
        for (int v = 0; v < nodes && best < 0; ++v)
            if (const auto u = static_cast<std::size_t>(v); !placed[u] && ins[u] == 0) best = v;
        for (int v = nodes - 1; v >= 0 && best < 0; --v)
            if (const auto u = static_cast<std::size_t>(v); !placed[u] && outs[u] == 0) {
                best = v;
                sink = true;
            }
        if (best < 0)
            for (int v = 0; v < nodes; ++v)
                if (const auto u = static_cast<std::size_t>(v);
                    !placed[u] && (best < 0 || out[u] - in[u] > out[static_cast<std::size_t>(best)] - in[static_cast<std::size_t>(best)]))
                    best = v;
        placed[static_cast<std::size_t>(best)] = true;
        (sink ? last : first).push_back(best);
    }
    first.insert(first.end(), last.rbegin(), last.rend());
    return first;
}

/// Nodes and the places where long links pass a layer, with links between neighbouring layers only.
struct Chain {
    std::vector<std::vector<int>> order;  // per layer
    std::vector<int> layer, place;
    struct Piece {
        int from, to;
        double weight;
    };
    std::vector<Piece> pieces;
    std::vector<std::vector<std::size_t>> by_layer;  // pieces by the layer they leave

    void put(int layer_number) {
        for (std::size_t r = 0; r < order[static_cast<std::size_t>(layer_number)].size(); ++r)
            place[static_cast<std::size_t>(order[static_cast<std::size_t>(layer_number)][r])] = static_cast<int>(r);
    }
    [[nodiscard]] double crossings() const {
        double sum = 0;
        for (const auto& some : by_layer)
            for (std::size_t a = 0; a < some.size(); ++a)
                for (std::size_t b = a + 1; b < some.size(); ++b) {
                    const Piece &one = pieces[some[a]], &other = pieces[some[b]];
                    const int left = place[static_cast<std::size_t>(one.from)] - place[static_cast<std::size_t>(other.from)];
                    const int right = place[static_cast<std::size_t>(one.to)] - place[static_cast<std::size_t>(other.to)];
                    if ((left < 0 && right > 0) || (left > 0 && right < 0)) sum += std::min(one.weight, other.weight);
                }
        return sum;
    }
    void sweep(int number, bool from_left) {
        auto& nodes = order[static_cast<std::size_t>(number)];
        std::vector<double> wanted(layer.size()), weight(layer.size());
        const std::size_t side = static_cast<std::size_t>(from_left ? number - 1 : number);
        for (const std::size_t p : by_layer[side]) {
            const auto here = static_cast<std::size_t>(from_left ? pieces[p].to : pieces[p].from);
            const auto there = static_cast<std::size_t>(from_left ? pieces[p].from : pieces[p].to);
            wanted[here] += (pieces[p].weight + 1e-12) * place[there];
            weight[here] += pieces[p].weight + 1e-12;
        }
        for (const int v : nodes) {
            const auto u = static_cast<std::size_t>(v);
            wanted[u] = weight[u] > 0 ? wanted[u] / weight[u] : place[u];
        }
        std::ranges::stable_sort(nodes, {}, [&](int v) { return wanted[static_cast<std::size_t>(v)]; });
        put(number);
    }
};

}  // namespace

base::Expected<SankeyPlan> sankey_plan(int nodes, const std::vector<SankeyLink>& links) {
    for (const SankeyLink& link : links)
        if (link.from < 0 || link.to < 0 || link.from >= nodes || link.to >= nodes || link.from == link.to || !(link.weight >= 0) || !std::isfinite(link.weight))
            return fail(ErrorKind::data, Message("recycling.sankey.link"));
    SankeyPlan plan;
    plan.links = links;
    const std::vector<int> row = order_of_nodes(nodes, links);
    std::vector<int> position(static_cast<std::size_t>(nodes));
    for (std::size_t n = 0; n < row.size(); ++n) position[static_cast<std::size_t>(row[n])] = static_cast<int>(n);
    plan.layer.assign(static_cast<std::size_t>(nodes), 0);
    for (const SankeyLink& link : links) plan.back.push_back(position[static_cast<std::size_t>(link.from)] > position[static_cast<std::size_t>(link.to)]);
    for (const int v : row)  // longest way from the left
        for (std::size_t l = 0; l < links.size(); ++l)
            if (!plan.back[l] && links[l].from == v) {
                int& to = plan.layer[static_cast<std::size_t>(links[l].to)];
                to = std::max(to, plan.layer[static_cast<std::size_t>(v)] + 1);
            }
    // What only feeds stands right before what it feeds.
    for (auto v = row.rbegin(); v != row.rend(); ++v) {
        int nearest = -1;
        bool fed = false;
        for (std::size_t l = 0; l < links.size(); ++l) {
            if (plan.back[l]) continue;
            if (links[l].from == *v) {
                const int to = plan.layer[static_cast<std::size_t>(links[l].to)];
                nearest = nearest < 0 ? to : std::min(nearest, to);
            }
            fed = fed || links[l].to == *v;
        }
        if (!fed && nearest > 0) plan.layer[static_cast<std::size_t>(*v)] = nearest - 1;
    }
    Chain chain;
    chain.layer = plan.layer;
    const int layers = nodes == 0 ? 0 : *std::ranges::max_element(plan.layer) + 1;
    chain.order.resize(static_cast<std::size_t>(layers));
    chain.by_layer.resize(static_cast<std::size_t>(layers));
    for (const int v : row) chain.order[static_cast<std::size_t>(plan.layer[static_cast<std::size_t>(v)])].push_back(v);
    for (std::size_t l = 0; l < links.size(); ++l) {
        if (plan.back[l]) continue;
        int at = links[l].from;
        for (int k = plan.layer[static_cast<std::size_t>(links[l].from)]; k < plan.layer[static_cast<std::size_t>(links[l].to)]; ++k) {
            int next = links[l].to;
            if (k + 1 < plan.layer[static_cast<std::size_t>(links[l].to)]) {
                next = static_cast<int>(chain.layer.size());
                chain.layer.push_back(k + 1);
                chain.order[static_cast<std::size_t>(k) + 1].push_back(next);
            }
            chain.by_layer[static_cast<std::size_t>(k)].push_back(chain.pieces.size());
            chain.pieces.push_back({at, next, links[l].weight});
            at = next;
        }
    }
    chain.place.assign(chain.layer.size(), 0);
    for (int k = 0; k < layers; ++k) chain.put(k);
    auto best = chain.order;
    plan.crossings = chain.crossings();
    for (int round = 0; round < 12 && plan.crossings > 0; ++round) {
        if (round % 2 == 0)
            for (int k = 1; k < layers; ++k) chain.sweep(k, true);
        else
            for (int k = layers - 2; k >= 0; --k) chain.sweep(k, false);
        if (const double now = chain.crossings(); now < plan.crossings) {
            plan.crossings = now;
            best = chain.order;
        }
    }
    plan.order.resize(static_cast<std::size_t>(layers));
    plan.rank.assign(static_cast<std::size_t>(nodes), 0);
    for (std::size_t k = 0; k < best.size(); ++k)
        for (const int v : best[k])
            if (v < nodes) {
                plan.rank[static_cast<std::size_t>(v)] = static_cast<int>(plan.order[k].size());
                plan.order[k].push_back(v);
            }
    return plan;
}

namespace {

double shown(double value) {
    return std::isfinite(value) && value > 0 ? value : 0;
}

struct Through {
    std::vector<double> node;  ///< the larger of in and out
    double back = 0;
};
Through through(const SankeyPlan& plan, const std::vector<double>& values) {
    const std::size_t n = plan.layer.size();
    std::vector<double> in(n), out(n);
    Through made;
    for (std::size_t l = 0; l < plan.links.size(); ++l) {
        out[static_cast<std::size_t>(plan.links[l].from)] += shown(values[l]);
        in[static_cast<std::size_t>(plan.links[l].to)] += shown(values[l]);
        if (plan.back[l]) made.back += shown(values[l]);
    }
    for (std::size_t v = 0; v < n; ++v) made.node.push_back(std::max(in[v], out[v]));
    return made;
}

std::size_t backs(const SankeyPlan& plan) {
    return static_cast<std::size_t>(std::ranges::count(plan.back, true));
}

}  // namespace

double sankey_scale(const SankeyPlan& plan, const std::vector<double>& values, const SankeyFrame& frame) {
    const Through flow = through(plan, values);
    double scale = 0;
    for (const auto& layer : plan.order) {
        double sum = flow.back;
        for (const int v : layer) sum += flow.node[static_cast<std::size_t>(v)];
        const double gaps = frame.gap * static_cast<double>(layer.size() + backs(plan));
        const double here = sum > 0 ? std::max(0.0, frame.height - gaps) / sum : 0;
        if (sum > 0) scale = scale == 0 ? here : std::min(scale, here);
    }
    return scale;
}

SankeyPicture sankey_picture(const SankeyPlan& plan, const std::vector<double>& values, const SankeyFrame& frame) {
    SankeyPicture picture;
    const Through flow = through(plan, values);
    const std::size_t nodes = plan.layer.size(), layers = plan.order.size();
    picture.scale = frame.fixed_scale > 0 ? frame.fixed_scale : sankey_scale(plan, values, frame);
    picture.boxes.resize(nodes);
    // Back bands run below all boxes.
    const double below = flow.back * picture.scale + frame.gap * static_cast<double>(backs(plan));
    const double height = frame.height - below;
    for (std::size_t k = 0; k < layers; ++k) {
        double used = frame.gap * static_cast<double>(plan.order[k].empty() ? 0 : plan.order[k].size() - 1);
        for (const int v : plan.order[k]) used += flow.node[static_cast<std::size_t>(v)] * picture.scale;
        double y = std::max(0.0, (height - used) / 2);
        for (const int v : plan.order[k]) {
            const double x = layers > 1 ? (frame.width - frame.node_width) * static_cast<double>(k) / static_cast<double>(layers - 1) : 0;
            picture.boxes[static_cast<std::size_t>(v)] = {x, y, frame.node_width, flow.node[static_cast<std::size_t>(v)] * picture.scale};
            y += picture.boxes[static_cast<std::size_t>(v)].height + frame.gap;
        }
    }
    // Bands of a box in the order of their other ends, back bands lowest.
    const auto stacked = [&](bool outgoing) {
        std::vector<std::size_t> order(plan.links.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [&](std::size_t l) {
            const SankeyLink& link = plan.links[l];
            const auto me = static_cast<std::size_t>(outgoing ? link.from : link.to), other = static_cast<std::size_t>(outgoing ? link.to : link.from);
            return std::tuple(me, plan.back[l], plan.rank[other], plan.layer[other]);
        });
        std::vector<double> middle(plan.links.size()), y(nodes);
        for (std::size_t v = 0; v < nodes; ++v) y[v] = picture.boxes[v].y;
        for (const std::size_t l : order) {
            const auto me = static_cast<std::size_t>(outgoing ? plan.links[l].from : plan.links[l].to);
            const double thickness = shown(values[l]) * picture.scale;
            middle[l] = y[me] + thickness / 2;
            y[me] += thickness;
        }
        return middle;
    };
    const std::vector<double> out = stacked(true), in = stacked(false);
    double lane = height + frame.gap;
    for (std::size_t l = 0; l < plan.links.size(); ++l) {
        const SankeyBox &from = picture.boxes[static_cast<std::size_t>(plan.links[l].from)], &to = picture.boxes[static_cast<std::size_t>(plan.links[l].to)];
        SankeyBand band;
        band.thickness = shown(values[l]) * picture.scale;
        band.back = plan.back[l];
        band.x0 = from.x + from.width;
        band.y0 = out[l];
        band.x1 = to.x;
        band.y1 = in[l];
        const double half = (band.x1 - band.x0) / 2;
        band.cx0 = band.x0 + half;
        band.cx1 = band.x1 - half;
        band.cy0 = band.y0;
        band.cy1 = band.y1;
        if (band.back) {
            const double reach = std::max(40.0, frame.width / 20);
            band.cx0 = band.x0 + reach;
            band.cx1 = band.x1 - reach;
            band.cy0 = band.cy1 = lane + band.thickness / 2;
            lane += band.thickness + frame.gap;
        }
        picture.bands.push_back(band);
    }
    return picture;
}

}  // namespace orelens::recycling
