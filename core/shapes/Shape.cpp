#include "core/shapes/Shape.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/shapes/Inside.h"

namespace orelens::shapes {
namespace {

/// Calls body(leaf) for each leaf in parallel, until cancelled.
template <class Body>
void each_leaf(const blocks::BlockModel& model, const base::Progress& progress, const Body& body) {
    base::parallel_for(model.leaf_count(), 32, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t leaf = begin; leaf < end; ++leaf) body(leaf);
    });
}

/// Of a second solid of a domain, before it is added to the first.
constexpr const char* another = "fraction of another solid";

}  // namespace

bool flips(Role role, Side side, Kind kind) {
    if (side != Side::usual) return side == Side::outside;
    return role == Role::mined_out && kind == Kind::surface;
}

base::Expected<FractionSummary> add_share(blocks::BlockModel& model, const std::string& column, const Shape& shape,
                                          bool flipped, const base::Progress& progress, float beyond) {
    auto summary = add_fraction(model, column, shape.mesh, shape.kind, progress, beyond);
    if (!summary || !flipped) return summary;
    const std::vector<float*> values = model.real_leaves(column);
    each_leaf(model, progress, [&](std::size_t leaf) {
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) values[leaf][n] = 1 - values[leaf][n];
    });
    const std::int64_t none = model.block_count() - summary->whole - summary->cut;
    summary->whole = none;
    summary->volume_m3 = static_cast<double>(model.block_count()) * model.geometry().block_volume() - summary->volume_m3;
    return summary;
}

base::Expected<std::vector<std::uint8_t>> meant(const Shape& shape, const std::vector<Vec3>& points,
                                                const base::Progress& progress) {
    std::vector<std::uint8_t> out(points.size(), 0);
    const Plumb plumb(shape.mesh);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(points.size(), 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            if (n % 256 == 0 && progress.cancelled()) return;
            const bool in = shape.kind == Kind::solid ? plumb.winding(points[n]) != 0
                                                      : !(plumb.height(points[n][0], points[n][1]) < points[n][2]);
            out[n] = in != shape.flipped ? 1 : 0;
        }
        progress.report(static_cast<double>(done += end - begin) / static_cast<double>(points.size()));
    });
    if (progress.cancelled()) return base::cancelled();
    return out;
}

std::vector<const Shape*> domains_of(const std::vector<Shape>& shapes) {
    std::vector<const Shape*> domains;
    for (const Shape& shape : shapes)
        if (shape.role == Role::domain) domains.push_back(&shape);
    std::ranges::stable_sort(domains, [](const Shape* a, const Shape* b) {
        return a->priority != b->priority ? a->priority > b->priority : a->name < b->name;
    });
    return domains;
}

std::vector<std::string> domain_codes(const std::vector<Shape>& shapes) {
    std::vector<std::string> codes;
    for (const Shape* shape : domains_of(shapes))
        if (std::ranges::find(codes, shape->code) == codes.end()) codes.push_back(shape->code);
    return codes;
}

base::Expected<std::vector<std::int32_t>> domain_of_points(const std::vector<Shape>& shapes,
                                                           const std::vector<Vec3>& points,
                                                           const base::Progress& progress) {
    std::vector<std::int32_t> out(points.size(), -1);
    const std::vector<std::string> codes = domain_codes(shapes);
    for (const Shape* domain : domains_of(shapes)) {
        const auto code = static_cast<std::int32_t>(std::ranges::find(codes, domain->code) - codes.begin());
        const auto in = meant(*domain, points, progress);
        if (!in) return std::unexpected(in.error());
        for (std::size_t n = 0; n < points.size(); ++n)
            if (out[n] < 0 && (*in)[n] != 0) out[n] = code;
    }
    return out;
}

base::Expected<void> add_domains(blocks::BlockModel& model, const std::vector<Shape>& shapes, bool majority_only,
                                 const base::Progress& progress) {
    const auto domains = domains_of(shapes);
    if (domains.empty()) return {};
    const std::vector<std::string> codes = domain_codes(shapes);
    std::vector<std::string> columns;
    const auto drop = [&] {
        for (const std::string& column : columns)
            if (model.has(column)) model.remove_column(column);
        if (model.has(solid_column)) model.remove_column(solid_column);
        if (model.has(another)) model.remove_column(another);
        return base::cancelled();
    };
    for (std::size_t d = 0; d < domains.size(); ++d) {
        const std::string column = domain_prefix + domains[d]->code;
        const bool first = std::ranges::find(columns, column) == columns.end();
        if (first) columns.push_back(column);
        const auto all = static_cast<double>(domains.size());
        const auto part = progress.part(static_cast<double>(d) / all, static_cast<double>(d + 1) / all);
        if (auto added = add_share(model, first ? column : another, *domains[d], domains[d]->flipped, part); !added) {
            (void)drop();
            return std::unexpected(added.error());
        }
        if (first) continue;
        const std::vector<float*> sum = model.real_leaves(column), more = model.real_leaves(another);
        each_leaf(model, progress, [&](std::size_t leaf) {
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n)) sum[leaf][n] = std::min(1.0F, sum[leaf][n] + more[leaf][n]);
        });
        model.remove_column(another);
    }
    std::vector<std::vector<float*>> shares;
    for (const std::string& column : columns) shares.push_back(model.real_leaves(column));
    model.add_column({solid_column, blocks::ColumnType::integer, "", codes},
                     static_cast<std::int32_t>(codes.size()) - 1);
    const blocks::IntegerWriter solid = model.integer_writer(solid_column);
    each_leaf(model, progress, [&](std::size_t leaf) {
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            float left = 1, most = 0;
            std::int32_t best = blocks::missing_int;
            for (std::size_t d = 0; d < shares.size(); ++d) {
                float& share = shares[d][leaf][n];
                share = std::min(share, left);
                left -= share;
                if (share <= most) continue;
                most = share;
                best = static_cast<std::int32_t>(d);
            }
            if (best != blocks::missing_int && majority_only && left > most) best = blocks::missing_int;
            if (best != blocks::missing_int) solid.set(leaf, n, best);
        }
    });
    if (progress.cancelled()) return drop();
    return {};
}

}  // namespace orelens::shapes
