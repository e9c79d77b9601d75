#include "core/potential/Evidence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/Memory.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

const Layer* Evidence::layer(const std::string& id) const {
    for (const Layer& one : layers)
        if (one.id == id) return &one;
    return nullptr;
}

base::Expected<void> check(const Evidence& evidence) {
    const std::size_t voxels = evidence.voxels();
    if (evidence.active.size() != voxels)
        return fail(ErrorKind::internal, Message("potential.layer_length", {{"layer", "active"}}));
    if (std::ranges::find(evidence.active, 1) == evidence.active.end())
        return fail(ErrorKind::data, Message("potential.nothing_active"), {}, Message("potential.nothing_active_fix"));
    std::set<std::string> ids;
    for (const Layer& layer : evidence.layers) {
        if (layer.values.size() != voxels)
            return fail(ErrorKind::internal, Message("potential.layer_length", {{"layer", layer.id}}));
        if (!ids.insert(layer.id).second)
            return fail(ErrorKind::data, Message("potential.layer_twice", {{"layer", layer.id}}), {.field = layer.id});
    }
    return {};
}

base::Expected<void> check_size(const GridGeometry& grid, std::size_t layers) {
    const double bytes = static_cast<double>(grid.cell_count()) * (4.0 * static_cast<double>(layers) + 24);
    const double most = base::machine_memory();
    if (grid.cell_count() > blocks::max_cells || (most > 0 && bytes > 0.8 * most))
        return fail(ErrorKind::data,
                    Message("potential.too_large", {{"cells", base::grouped(static_cast<double>(grid.cell_count()))},
                                                    {"need", base::memory_text(bytes)},
                                                    {"has", base::memory_text(most)}}),
                    {}, Message("potential.too_large_fix"));
    return {};
}

GridGeometry extended(const GridGeometry& grid, int below, int sideways) {
    GridGeometry larger = grid;
    larger.origin = grid.to_world({-double(sideways), -double(sideways), -double(below)});
    larger.count[0] += 2 * sideways;
    larger.count[1] += 2 * sideways;
    larger.count[2] += below;
    return larger;
}

namespace {

double share_of(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : std::numeric_limits<double>::quiet_NaN();
}

bool same_values(const std::vector<float>& a, const std::vector<float>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

Coverage coverage_of(const Evidence& evidence, const Layer& layer, std::span<const std::int8_t> labels) {
    Coverage row;
    row.layer = layer.id;
    row.lowest = std::numeric_limits<double>::infinity();
    row.highest = -row.lowest;
    for (std::size_t v = 0; v < layer.values.size(); ++v) {
        if (evidence.active[v] == 0) continue;
        const bool covered = std::isfinite(layer.values[v]);
        if (labels[v] != unknown) {
            ++row.labelled;
            row.labelled_covered += covered;
        } else {
            ++row.predicted;
            row.predicted_covered += covered;
        }
        if (!covered) continue;
        row.lowest = std::min(row.lowest, static_cast<double>(layer.values[v]));
        row.highest = std::max(row.highest, static_cast<double>(layer.values[v]));
    }
    row.all_missing = row.labelled_covered + row.predicted_covered == 0;
    if (row.all_missing) row.lowest = row.highest = std::numeric_limits<double>::quiet_NaN();
    row.constant = row.lowest == row.highest;
    row.only_labelled = !row.all_missing && row.predicted_covered == 0;
    const double known = row.labelled_share(), asked = row.predicted_share();
    row.leaks = !row.all_missing && row.predicted > 0 && (asked < 0.5 || known > 1.5 * asked);
    return row;
}

}  // namespace

double Coverage::labelled_share() const {
    return share_of(labelled_covered, labelled);
}
double Coverage::predicted_share() const {
    return share_of(predicted_covered, predicted);
}

std::vector<Coverage> coverage(const Evidence& evidence, std::span<const std::int8_t> labels) {
    std::vector<Coverage> rows;
    for (std::size_t n = 0; n < evidence.layers.size(); ++n) {
        rows.push_back(coverage_of(evidence, evidence.layers[n], labels));
        for (std::size_t before = 0; before < n && rows.back().same_as.empty(); ++before)
            if (rows[before].lowest == rows.back().lowest && rows[before].highest == rows.back().highest &&
                same_values(evidence.layers[before].values, evidence.layers[n].values))
                rows.back().same_as = evidence.layers[before].id;
    }
    return rows;
}

std::vector<double> correlation(const Evidence& evidence) {
    const std::size_t count = evidence.layers.size();
    std::vector<double> r(count * count, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = a; b < count; ++b) {
            const auto &x = evidence.layers[a].values, &y = evidence.layers[b].values;
            double n = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
            for (std::size_t v = 0; v < x.size(); ++v) {
                if (evidence.active[v] == 0 || !std::isfinite(x[v]) || !std::isfinite(y[v])) continue;
                ++n;
                const double dx = x[v] - mx, dy = y[v] - my;
                mx += dx / n;
                my += dy / n;
                xx += dx * (x[v] - mx);
                yy += dy * (y[v] - my);
                xy += dx * (y[v] - my);
            }
            if (n >= 3 && xx > 0 && yy > 0) r[a * count + b] = r[b * count + a] = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
        }
    return r;
}

LabelHistogram histogram(const Evidence& evidence, std::size_t layer, std::span<const std::int8_t> labels, int bins) {
    LabelHistogram made;
    const Coverage row = coverage_of(evidence, evidence.layers[layer], labels);
    if (row.all_missing || bins < 1) return made;
    const double width = row.constant ? 1 : (row.highest - row.lowest) / bins;
    for (int b = 0; b <= bins; ++b) made.edges.push_back(row.lowest + b * width);
    for (auto* list : {&made.of_positive, &made.of_barren, &made.of_unknown}) list->assign(static_cast<std::size_t>(bins), 0);
    const auto& values = evidence.layers[layer].values;
    for (std::size_t v = 0; v < values.size(); ++v) {
        if (evidence.active[v] == 0 || !std::isfinite(values[v])) continue;
        const auto bin = static_cast<std::size_t>(std::clamp(std::floor((values[v] - row.lowest) / width), 0.0, bins - 1.0));
        ++(labels[v] == positive ? made.of_positive : labels[v] == barren ? made.of_barren : made.of_unknown)[bin];
    }
    return made;
}

void mask(Layer& layer, std::span<const std::uint8_t> keep) {
    for (std::size_t v = 0; v < layer.values.size(); ++v)
        if (keep[v] == 0) layer.values[v] = missing;
}

}  // namespace orelens::potential
