#include "core/geostat/ConfidenceClasses.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/geostat/CheckEstimate.h"
#include "core/geostat/EstimateWriter.h"
#include "core/geostat/LeafRun.h"
#include "core/geostat/LeafTargets.h"
#include "core/geostat/SampleIndex.h"
#include "core/geostat/Simd.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnType;

constexpr int classes = 3;

/// Holes numbered from 0 without gaps; a sample without one is a hole of its own.
std::vector<std::int32_t> numbered(const SamplePlaces& places) {
    std::map<std::int64_t, std::int32_t> numbers;
    std::vector<std::int32_t> out;
    for (std::size_t n = 0; n < places.x.size(); ++n) {
        const bool named = !places.hole.empty() && places.hole[n] >= 0;
        const std::int64_t key = named ? std::int64_t{places.hole[n]} : -1 - static_cast<std::int64_t>(n);
        out.push_back(numbers.emplace(key, static_cast<std::int32_t>(numbers.size())).first->second);
    }
    return out;
}

/// Distances to holes of one place, as they are met.
class Spacing {
  public:
    void begin() { met_.clear(); }
    void add(std::int32_t hole, double squared, std::vector<double>& of_hole) {
        double& least = of_hole[static_cast<std::size_t>(hole)];
        if (std::isinf(least)) met_.push_back(hole);
        least = std::min(least, squared);
    }
    /// Resets `of_hole`.
    HoleSpacing end(std::vector<double>& of_hole, std::span<const double> within) {
        HoleSpacing spacing;
        spacing.holes.assign(within.size(), 0);
        for (const std::int32_t hole : met_) {
            const double far =
                std::sqrt(std::exchange(of_hole[static_cast<std::size_t>(hole)], ClassRule::none));
            for (std::size_t w = 0; w < within.size(); ++w) spacing.holes[w] += far <= within[w];
            if (far >= spacing.nearest[2]) continue;
            spacing.nearest[2] = far;
            std::ranges::sort(spacing.nearest);
        }
        return spacing;
    }

  private:
    std::vector<std::int32_t> met_;
};

/// Columns that some rule reads, leaf by leaf; empty where none does.
struct Read {
    std::vector<const float*> grade, slope, efficiency, variance, precision;
    blocks::IntegerLeaves pass;
};

base::Expected<Read> columns_of(const BlockModel& model, const ClassesRule& rule,
                                const ClassColumns& columns) {
    Read read;
    const auto wants = [&](auto member, auto unset) {
        return std::ranges::any_of(rule.of, [&](const ClassRule& r) { return r.use && r.*member != unset; });
    };
    const auto real = [&](const std::string& name, std::vector<const float*>& to) -> base::Expected<void> {
        const blocks::ColumnInfo* info = model.info(name);
        if (info == nullptr || info->type != ColumnType::real)
            return base::fail(ErrorKind::data, Message("geostat.no_such_column", {{"column", name}}));
        to = model.real_leaves(name);
        return {};
    };
    const std::string& e = columns.element;
    base::Expected<void> done;
    if (!e.empty()) done = real(e, read.grade);
    if (done && wants(&ClassRule::least_slope, -ClassRule::none)) done = real(e + ".slope", read.slope);
    if (done && wants(&ClassRule::least_efficiency, -ClassRule::none))
        done = real(e + ".efficiency", read.efficiency);
    if (done && wants(&ClassRule::most_variance_share, ClassRule::none))
        done = real(e + ".variance", read.variance);
    if (done && wants(&ClassRule::most_precision, ClassRule::none)) done = real(columns.precision, read.precision);
    if (done && wants(&ClassRule::last_pass, 0)) {
        if (!model.has(e + ".pass"))
            done = base::fail(ErrorKind::data, Message("geostat.no_such_column", {{"column", e + ".pass"}}));
        else
            read.pass = model.integer_leaves(e + ".pass");
    }
    if (!done) return std::unexpected(done.error());
    return read;
}

/// Beyond this no hole matters to any rule: the three nearest have no mean within a limit when the third is
/// further than three times it.
double reach_of(const ClassesRule& rule) {
    double reach = 0;
    for (const ClassRule& r : rule.of) {
        if (!r.use) continue;
        if (r.holes > 0) reach = std::max(reach, r.holes_within_m);
        if (std::isfinite(r.nearest_m)) reach = std::max(reach, r.nearest_m);
        if (std::isfinite(r.three_holes_m)) reach = std::max(reach, 3 * r.three_holes_m);
    }
    return reach;
}

base::Expected<void> check(const ClassesRule& rule) {
    for (const ClassRule& r : rule.of)
        if (r.use &&
            (r.holes < 0 || (r.holes > 0 && !(r.holes_within_m > 0 && std::isfinite(r.holes_within_m))) ||
             !(r.three_holes_m > 0) || !(r.nearest_m > 0) || std::isnan(r.least_slope) ||
             std::isnan(r.least_efficiency) || std::isnan(r.most_variance_share) || std::isnan(r.most_precision) || r.last_pass < 0))
            return base::fail(ErrorKind::data, Message("geostat.bad_classes"));
    return {};
}

class Classifier {
  public:
    Classifier(const BlockModel& model, const SamplePlaces& places, const ClassesRule& rule,
               const ClassColumns& columns, Read read, const kernel::Table& kernel)
        : model_(model), rule_(rule), columns_(columns), read_(std::move(read)), kernel_(kernel) {
        hole_ = numbered(places);
        hole_count_ = hole_.empty() ? 0 : static_cast<std::size_t>(std::ranges::max(hole_)) + 1;
        reach_ = reach_of(rule);
        for (const ClassRule& r : rule.of) within_.push_back(r.holes_within_m);
        // Near the origin, so that doubles tell fractions of a millimetre apart.
        const auto& o = model.geometry().origin;
        std::vector<double> x, y, z;
        for (std::size_t n = 0; n < places.x.size(); ++n) {
            x.push_back(places.x[n] - o[0]);
            y.push_back(places.y[n] - o[1]);
            z.push_back(places.z[n] - o[2]);
        }
        index_.emplace_back(std::move(x), std::move(y), std::move(z), std::vector<std::int32_t>(),
                            std::max(reach_, 1e-3));
    }

    struct Thread {
        LeafTargets leaf;
        SearchScratch scratch;
        Candidates near;
        Spacing spacing;
        std::vector<double> of_hole;
    };

    base::Expected<void> leaf(Thread& own, std::size_t number, const blocks::IntegerWriter& to,
                              std::array<std::int64_t, 4>& counts) const {
        own.leaf.set({0, 0, 0}, edges_, model_.leaf(number));
        own.of_hole.resize(hole_count_, ClassRule::none);
        if (own.leaf.centres.empty()) return {};
        const auto& all = own.leaf.centres;
        Point low = all[0], high = all[0], middle{};
        for (const Point& c : all)
            for (int a = 0; a < 3; ++a) low[a] = std::min(low[a], c[a]), high[a] = std::max(high[a], c[a]);
        double spread = 0;
        for (int a = 0; a < 3; ++a) {
            middle[a] = (low[a] + high[a]) / 2;
            spread += (high[a] - low[a]) * (high[a] - low[a]) / 4;
        }
        if (!index_.front().collect(kernel_, middle, reach_ + std::sqrt(spread), own.scratch, own.near))
            return base::fail(ErrorKind::data, Message("geostat.too_many_candidates"));
        for (std::size_t i = 0; i < all.size(); ++i) {
            const int at = own.leaf.positions[i];
            const int found = class_of(spacing_at(own, all[i]), number, at);
            to.set(number, at, found);
            ++counts[static_cast<std::size_t>(found)];
        }
        return {};
    }

  private:
    HoleSpacing spacing_at(Thread& own, const Point& at) const {
        own.spacing.begin();
        const Candidates& near = own.near;
        const double far = reach_ * reach_;
        for (std::size_t k = 0; k < near.count(); ++k) {
            const double dx = near.x[k] - at[0], dy = near.y[k] - at[1], dz = near.z[k] - at[2];
            const double squared = dx * dx + dy * dy + dz * dz;
            if (squared <= far) own.spacing.add(hole_[near.id[k]], squared, own.of_hole);
        }
        return own.spacing.end(own.of_hole, within_);
    }

    /// A condition on something that is missing is not fulfilled.
    bool fulfils(const ClassRule& r, std::size_t number, const HoleSpacing& s, std::size_t leaf,
                 int at) const {
        if (!r.use) return false;
        if (r.holes > 0 && s.holes[number] < r.holes) return false;
        if (std::isfinite(r.three_holes_m) && !(s.mean_of_three() <= r.three_holes_m)) return false;
        if (std::isfinite(r.nearest_m) && !(s.nearest[0] <= r.nearest_m)) return false;
        if (r.least_slope > -ClassRule::none && !(read_.slope[leaf][at] >= r.least_slope)) return false;
        if (r.least_efficiency > -ClassRule::none && !(read_.efficiency[leaf][at] >= r.least_efficiency))
            return false;
        if (r.most_variance_share < ClassRule::none &&
            !(read_.variance[leaf][at] <= r.most_variance_share * columns_.sill))
            return false;
        if (r.most_precision < ClassRule::none && !(read_.precision[leaf][at] <= r.most_precision)) return false;
        if (r.last_pass > 0) {
            const std::int32_t pass = read_.pass[leaf][at];
            if (pass < 1 || pass > r.last_pass) return false;
        }
        return true;
    }

    int class_of(const HoleSpacing& spacing, std::size_t leaf, int at) const {
        if (!read_.grade.empty() && std::isnan(read_.grade[leaf][at])) return unclassified;
        for (std::size_t c = 0; c < classes; ++c)
            if (fulfils(rule_.of[c], c, spacing, leaf, at)) return static_cast<int>(c) + 1;
        return unclassified;
    }

    const BlockModel& model_;
    const ClassesRule& rule_;
    const ClassColumns& columns_;
    Read read_;
    const kernel::Table& kernel_;
    BlockEdges edges_ = block_edges(model_.geometry());
    std::vector<SampleIndex> index_;  ///< exactly one
    std::vector<std::int32_t> hole_;
    std::size_t hole_count_ = 0;
    double reach_ = 0;
    std::vector<double> within_;
};

}  // namespace

std::vector<std::string> class_codes() {
    return {"unclassified", "measured", "indicated", "inferred"};
}

HoleSpacing hole_spacing(const SamplePlaces& places, const std::array<double, 3>& at,
                         std::span<const double> within) {
    const std::vector<std::int32_t> hole = numbered(places);
    std::vector<double> of_hole(hole.size(), ClassRule::none);
    Spacing spacing;
    for (std::size_t n = 0; n < hole.size(); ++n) {
        const double dx = places.x[n] - at[0], dy = places.y[n] - at[1], dz = places.z[n] - at[2];
        spacing.add(hole[n], dx * dx + dy * dy + dz * dz, of_hole);
    }
    return spacing.end(of_hole, within);
}

base::Expected<ClassSummary> classify(BlockModel& model, const SamplePlaces& places, const ClassesRule& rule,
                                      const ClassColumns& columns, base::Progress& progress) {
    if (auto sound = check(rule); !sound) return std::unexpected(sound.error());
    if (auto sound = check_samples(places, {}); !sound) return std::unexpected(sound.error());
    const auto kernel = selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    auto read = columns_of(model, rule, columns);
    if (!read) return std::unexpected(read.error());
    const BlockModel& reading = model;
    const Classifier classifier(reading, places, rule, columns, std::move(*read), **kernel);
    model.add_column({class_column, ColumnType::integer, "", class_codes()}, classes);
    const blocks::IntegerWriter to = model.integer_writer(class_column);
    std::vector<std::array<std::int64_t, 4>> counts(model.leaf_count());
    const base::Progress classing = progress.part(0, 0.8), smoothing = progress.part(0.8, 1);
    const base::Shares shares = base::ranks().shares(model.leaf_count());
    auto run = for_own_leaves<Classifier::Thread>(shares, classing, [&](Classifier::Thread& own, std::size_t leaf) {
        return classifier.leaf(own, leaf, to, counts[leaf]);
    });
    if (run) run = gather_codes(reading, class_column, to, shares, classing);
    if (run) run = base::ranks().gather(counts.data(), sizeof counts.front(), shares, classing);
    ClassSummary summary;
    for (const auto& of_leaf : counts)
        for (std::size_t c = 0; c < 4; ++c) summary.blocks[c] += of_leaf[c];
    if (run && rule.least_island > 1)
        run = smooth_classes(model, class_column, rule.least_island, summary, smoothing);
    if (!run) {
        model.remove_column(class_column);
        return std::unexpected(run.error());
    }
    return summary;
}

}  // namespace orelens::geostat
