#include "core/project/Bounds.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/shapes/SurfaceDistance.h"

namespace orelens::project {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using shapes::Kind;
using shapes::Role;
using shapes::Shape;

constexpr const char* below_column = "fraction.below_topography";
constexpr const char* mined_column = "fraction.mined_out";
constexpr const char* licence_column = "fraction.licence";
constexpr const char* one_shape = "fraction of one shape";

enum class Join { least, sum };

template <class Body>
void each_block(const BlockModel& model, const base::Progress& progress, const Body& body) {
    base::parallel_for(model.leaf_count(), 32, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t leaf = begin; leaf < end; ++leaf)
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n)) body(leaf, n);
    });
}

/// The shares of all shapes that `fits` takes, as one column; false where there is none.
template <class Fits>
base::Expected<bool> add_joined(BlockModel& model, const std::vector<Shape>& shapes, const char* column, Join join,
                                float beyond, std::int64_t* uncovered, const Fits& fits, const base::Progress& progress) {
    bool first = true;
    for (const Shape& shape : shapes) {
        if (!fits(shape)) continue;
        // A mined-out surface means what is above it; the ground is the rest.
        const bool ground = join == Join::least && shape.role == Role::mined_out;
        const auto added =
            shapes::add_share(model, first ? column : one_shape, shape, shape.flipped != ground, progress,
                              shape.role == Role::topography ? beyond : 1);
        if (!added) return std::unexpected(added.error());
        if (uncovered != nullptr && shape.role == Role::topography) *uncovered = std::max(*uncovered, added->uncovered);
        if (!first) {
            const auto sum = model.real_leaves(column), more = model.real_leaves(one_shape);
            each_block(model, progress, [&](std::size_t leaf, int n) {
                float& value = sum[leaf][n];
                value = join == Join::least ? std::min(value, more[leaf][n]) : std::min(1.0F, value + more[leaf][n]);
            });
            model.remove_column(one_shape);
        }
        first = false;
        if (progress.cancelled()) return base::cancelled();
    }
    return !first;
}

/// Of every shape that asks for it and has a surface.
base::Expected<void> add_distances(BlockModel& model, const std::vector<Shape>& list, const base::Progress& progress) {
    for (const Shape& shape : list) {
        if (!shape.distance || shape.mesh.triangles.empty()) continue;
        const auto surface = shapes::SurfaceDistance::build(shape.mesh, progress.part(0, 0.1));
        if (!surface) return std::unexpected(surface.error());
        const auto added =
            shapes::add_distance(model, shapes::distance_prefix + shape.name, *surface, progress.part(0.1, 1));
        if (!added) return std::unexpected(added.error());
    }
    return {};
}

/// Everything the share of a block follows from.
struct Parts {
    std::vector<float*> below, mined, licence, fraction;
    std::vector<std::vector<float*>> solids;
    std::vector<const float*> read_fraction;
    blocks::IntegerLeaves read_excluded;
    std::vector<std::vector<const float*>> grades;
    std::vector<const float*> densities;

    /// What the model says before shapes bound it.
    Parts(const BlockModel& model, const std::vector<std::string>& graded) {
        const auto real = [&](const std::string& name) {
            const blocks::ColumnInfo* info = model.info(name);
            return info != nullptr && info->type == ColumnType::real;
        };
        if (real(economics::fraction_column)) read_fraction = model.real_leaves(economics::fraction_column);
        if (real(economics::density_column)) densities = model.real_leaves(economics::density_column);
        if (const auto* info = model.info(economics::excluded_column); info && info->type == ColumnType::integer)
            read_excluded = model.integer_leaves(economics::excluded_column);
        for (const std::string& grade : graded)
            if (real(grade)) grades.push_back(model.real_leaves(grade));
    }

    [[nodiscard]] double density(std::size_t leaf, int n) const {
        return densities.empty() ? std::nan("") : static_cast<double>(densities[leaf][n]);
    }
    [[nodiscard]] bool excluded_by_file(std::size_t leaf, int n) const {
        const std::int32_t read = read_excluded.empty() ? 0 : read_excluded[leaf][n];
        return read != 0 && read != blocks::missing_int;
    }
    [[nodiscard]] double share_of_file(std::size_t leaf, int n) const {
        return read_fraction.empty() ? 1 : economics::counted_share(read_fraction[leaf][n]);
    }
    [[nodiscard]] bool graded(std::size_t leaf, int n) const {
        return std::ranges::any_of(grades, [&](const auto& grade) { return !std::isnan(grade[leaf][n]); });
    }
};

/// Nearer to nothing than this is nothing: what rounding leaves of products.
constexpr double nothing = 1e-6;

/// Volume lost by reason, as shares of the block.
using Lost = std::array<double, exclusions>;

Excluded share_of(const Parts& parts, const BoundRule& rule, std::size_t leaf, int n, double& share, Lost& lost) {
    share = parts.share_of_file(leaf, n);
    const double whole = share;
    Excluded reason = Excluded::no;
    const auto take = [&](double left, Excluded why) {
        left = left < nothing ? 0 : left;
        lost[static_cast<std::size_t>(why)] = share - left;
        if (left == 0 && share > 0) reason = why;
        share = left;
    };
    if (!parts.below.empty()) take(std::min(whole, whole * static_cast<double>(parts.below[leaf][n])), Excluded::air);
    if (!parts.mined.empty())
        take(std::max(0.0, share - whole * static_cast<double>(parts.mined[leaf][n])), Excluded::mined_out);
    if (!parts.licence.empty())
        take(share * static_cast<double>(parts.licence[leaf][n]), Excluded::outside_licence);
    if (rule.only_in_solids) {
        double in = 0;
        for (const auto& solid : parts.solids) in += static_cast<double>(solid[leaf][n]);
        take(std::min(share, whole * std::min(in, 1.0)), Excluded::outside_solids);
    }
    return reason;
}

/// Puts a block, of which `share` counts, where it belongs.
void tally(const Parts& parts, std::size_t leaf, int n, double volume, Excluded why, double share, const Lost& lost,
           BoundSummary& sums) {
    const double density = parts.density(leaf, n);
    const auto put = [&](BoundPart& part, double some, bool whole) {
        if (some <= 0 && !whole) return;
        part.add(volume * some, density);
        ++(whole ? part.blocks : part.cut);
    };
    if (!parts.graded(leaf, n)) return put(sums.without_grade, parts.share_of_file(leaf, n), true);
    const auto reason = static_cast<std::size_t>(why);
    if (why == Excluded::as_read) return put(sums.out[reason], parts.share_of_file(leaf, n), true);
    double taken = 0;
    for (std::size_t one = 0; one < exclusions; ++one) {
        put(sums.out[one], lost[one], why != Excluded::no && one == reason);
        taken += lost[one];
    }
    if (why == Excluded::no) put(sums.counted, share, taken <= 0);
}

}  // namespace

void BoundPart::add(double volume_m3, double density) {
    m3 += volume_m3;
    if (!(density >= 0)) return;  // 0 is air, and weighs nothing
    weighed_m3 += volume_m3;
    weighed_t += volume_m3 * density;
}

void BoundPart::add(const BoundPart& other) {
    blocks += other.blocks;
    cut += other.cut;
    m3 += other.m3;
    weighed_m3 += other.weighed_m3;
    weighed_t += other.weighed_t;
}

double BoundSummary::graded_m3() const {
    double sum = counted.m3;
    for (std::size_t reason = 0; reason < exclusions; ++reason)
        if (reason != static_cast<std::size_t>(Excluded::as_read)) sum += out[reason].m3;
    return sum;
}

void BoundSummary::add(const BoundSummary& other) {
    without_grade.add(other.without_grade);
    for (std::size_t reason = 0; reason < exclusions; ++reason) out[reason].add(other.out[reason]);
    counted.add(other.counted);
    uncovered += other.uncovered;
}

BoundSummary summary_without_shapes(const BlockModel& model, const std::vector<std::string>& graded,
                                    const base::Progress& progress) {
    const Parts parts(model, graded);
    const double volume = model.geometry().block_volume();
    std::vector<BoundSummary> tallies(model.leaf_count());
    each_block(model, progress, [&](std::size_t leaf, int n) {
        const Excluded why = parts.excluded_by_file(leaf, n) ? Excluded::as_read : Excluded::no;
        tally(parts, leaf, n, volume, why, parts.share_of_file(leaf, n), {}, tallies[leaf]);
    });
    BoundSummary summary;
    for (const BoundSummary& one : tallies) summary.add(one);
    return summary;
}

std::vector<std::string> excluded_codes() {
    return {"", "as_read", "air", "mined_out", "outside_licence", "outside_solids"};
}

bool is_bound_column(const std::string& column) {
    return column == economics::fraction_column || column == economics::excluded_column ||
           column == shapes::solid_column || column.starts_with(shapes::domain_prefix) ||
           column.starts_with(shapes::distance_prefix);
}

bool bounds_blocks(const std::vector<Shape>& list) {
    return std::ranges::any_of(list, [](const Shape& shape) { return shape.role != Role::view || shape.distance; });
}

base::Expected<BoundSummary> bound(BlockModel& model, const std::vector<Shape>& list, const BoundRule& rule,
                                   const base::Progress& progress) {
    BoundSummary summary;
    if (auto added = add_distances(model, list, progress.part(0, 0.2)); !added) return std::unexpected(added.error());
    if (!model.has(shapes::solid_column))
        if (auto added = shapes::add_domains(model, list, false, progress.part(0.2, 0.4)); !added)
            return std::unexpected(added.error());
    const auto below = add_joined(
        model, list, below_column, Join::least, rule.air_beyond ? 0.0F : 1.0F, &summary.uncovered,
        [](const Shape& s) { return s.role == Role::topography || (s.role == Role::mined_out && s.kind == Kind::surface); },
        progress.part(0.4, 0.55));
    if (!below) return std::unexpected(below.error());
    const auto mined = add_joined(
        model, list, mined_column, Join::sum, 1, nullptr,
        [](const Shape& s) { return s.role == Role::mined_out && s.kind == Kind::solid; }, progress.part(0.55, 0.7));
    if (!mined) return std::unexpected(mined.error());
    const auto licence = add_joined(
        model, list, licence_column, Join::sum, 1, nullptr, [](const Shape& s) { return s.role == Role::licence; },
        progress.part(0.7, 0.9));
    if (!licence) return std::unexpected(licence.error());
    if (!*below && !*mined && !*licence && !rule.only_in_solids)
        return summary_without_shapes(model, rule.graded, progress.part(0.9, 1));

    // What the file said is read from a copy: the columns are written anew.
    const BlockModel before(model);
    Parts parts(before, rule.graded);
    model.add_column({economics::fraction_column, ColumnType::real, "", {}});
    model.add_column({economics::excluded_column, ColumnType::integer, "", excluded_codes()},
                     static_cast<std::int32_t>(Excluded::outside_solids));
    if (*below) parts.below = model.real_leaves(below_column);
    if (*mined) parts.mined = model.real_leaves(mined_column);
    if (*licence) parts.licence = model.real_leaves(licence_column);
    if (rule.only_in_solids)
        for (const std::string& code : shapes::domain_codes(list))
            parts.solids.push_back(model.real_leaves(shapes::domain_prefix + code));
    parts.fraction = model.real_leaves(economics::fraction_column);
    const blocks::IntegerWriter excluded = model.integer_writer(economics::excluded_column);
    const double volume = model.geometry().block_volume();
    std::vector<BoundSummary> tallies(model.leaf_count());
    each_block(model, progress, [&](std::size_t leaf, int n) {
        double share = 1;
        Lost lost{};
        Excluded why = share_of(parts, rule, leaf, n, share, lost);
        parts.fraction[leaf][n] = static_cast<float>(share);
        if (parts.excluded_by_file(leaf, n)) why = Excluded::as_read;
        excluded.set(leaf, n, static_cast<std::int32_t>(why));
        tally(parts, leaf, n, volume, why, share, lost, tallies[leaf]);
    });
    if (!progress.report(1)) return base::cancelled();
    for (const BoundSummary& one : tallies) summary.add(one);
    return summary;
}

}  // namespace orelens::project
