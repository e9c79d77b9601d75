#include "core/geostat/EstimateWriter.h"

#include <algorithm>
#include <cmath>

#include "core/geostat/EstimationPlan.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using Reals = const std::vector<double>&;
using Integers = const std::vector<std::int32_t>&;

std::string squared(const std::string& unit) {
    return unit.find('/') == std::string::npos ? unit + "²" : "(" + unit + ")²";
}

/// Most samples that a block of this element can have.
std::int32_t most_samples(const ElementEstimate& how) {
    std::int32_t most = 1;
    for (const SearchPass& pass : how.passes) most = std::max(most, pass.max_samples);
    return most;
}

}  // namespace

std::vector<std::string> column_names(const ElementEstimate& how) {
    const std::string& e = how.element;
    std::vector<std::string> names{e};
    const auto add = [&](std::initializer_list<const char*> suffixes) {
        for (const char* suffix : suffixes) names.push_back(e + "." + suffix);
    };
    if (how.method == Method::indicator_kriging)
        for (const double cutoff : how.indicator.cutoffs)
            for (const std::string& suffix : {above_suffix(cutoff), mean_above_suffix(cutoff)})
                names.push_back(e + "." + suffix);
    if (!how.diagnostics) return names;
    add({"variance", "samples", "pass", "distance"});
    if (!how.quality) return names;
    add({"holes"});
    if (is_kriging(how.method) && how.method != Method::indicator_kriging)
        add({"slope", "efficiency", "negative_weights", "lagrange"});
    return names;
}

EstimateWriter::EstimateWriter(BlockModel& model, const ElementEstimate& how, const std::string& unit)
    : element_(how.element), passes_(how.passes.size()) {
    add_real(model, "", unit, [](const PointResults& r, std::size_t) -> Reals { return r.estimate; });
    if (how.method == Method::indicator_kriging)
        for (std::size_t c = 0; c < how.indicator.cutoffs.size(); ++c) {
            add_real(
                model, above_suffix(how.indicator.cutoffs[c]), "",
                [](const PointResults& r, std::size_t n) -> Reals { return r.above[n]; }, c);
            add_real(
                model, mean_above_suffix(how.indicator.cutoffs[c]), unit,
                [](const PointResults& r, std::size_t n) -> Reals { return r.mean_above[n]; }, c);
        }
    if (!how.diagnostics) return;
    add_real(model, "variance", squared(unit),
             [](const PointResults& r, std::size_t) -> Reals { return r.variance; });
    add_integer(model, "samples", most_samples(how),
                [](const PointResults& r) -> Integers { return r.samples; });
    add_integer(model, "pass", static_cast<std::int32_t>(passes_),
                [](const PointResults& r) -> Integers { return r.pass; });
    add_real(model, "distance", "m", [](const PointResults& r, std::size_t) -> Reals { return r.distance; });
    if (!how.quality) return;
    add_integer(model, "holes", most_samples(how), [](const PointResults& r) -> Integers { return r.holes; });
    if (!is_kriging(how.method) || how.method == Method::indicator_kriging) return;
    add_real(model, "slope", "", [](const PointResults& r, std::size_t) -> Reals { return r.slope; });
    add_real(model, "efficiency", "",
             [](const PointResults& r, std::size_t) -> Reals { return r.efficiency; });
    add_real(model, "negative_weights", "",
             [](const PointResults& r, std::size_t) -> Reals { return r.negative_weights; });
    add_real(model, "lagrange", squared(unit),
             [](const PointResults& r, std::size_t) -> Reals { return r.lagrange; });
}

void EstimateWriter::add_real(BlockModel& model, const std::string& suffix, const std::string& unit,
                              const std::vector<double>& (*values)(const PointResults&, std::size_t),
                              std::size_t number) {
    const std::string name = suffix.empty() ? element_ : element_ + "." + suffix;
    model.add_column({name, ColumnType::real, unit, {}});
    reals_.push_back({name, values, number, {}});
}

void EstimateWriter::add_integer(BlockModel& model, const std::string& suffix, std::int32_t highest,
                                 const std::vector<std::int32_t>& (*values)(const PointResults&)) {
    const std::string name = element_ + "." + suffix;
    model.add_column({name, ColumnType::integer, "", {}}, highest);
    integers_.push_back({name, values, {}});
}

void EstimateWriter::open(BlockModel& model) {
    for (RealColumn& column : reals_) column.leaves = model.real_leaves(column.name);
    for (IntegerColumn& column : integers_) column.writer = model.integer_writer(column.name);
}

LeafTally EstimateWriter::write(const PointResults& results, const std::vector<int>& positions,
                                std::size_t leaf) const {
    for (const RealColumn& column : reals_) {
        const std::vector<double>& values = column.values(results, column.number);
        float* to = column.leaves[leaf];
        for (std::size_t i = 0; i < positions.size(); ++i) to[positions[i]] = static_cast<float>(values[i]);
    }
    for (const IntegerColumn& column : integers_) {
        const std::vector<std::int32_t>& values = column.values(results);
        for (std::size_t i = 0; i < positions.size(); ++i) column.writer.set(leaf, positions[i], values[i]);
    }
    LeafTally tally{.per_pass = std::vector<std::int64_t>(passes_, 0),
                    .redundant = results.redundant,
                    .negative = results.negative,
                    .beyond = results.beyond,
                    .no_secondary = results.no_secondary,
                    .reduced_trend = results.reduced_trend,
                    .corrected = results.corrected};
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (results.pass[i] == 0) continue;
        ++tally.estimated;
        ++tally.per_pass[static_cast<std::size_t>(results.pass[i] - 1)];
        tally.sum += results.estimate[i];
    }
    return tally;
}

EstimateSummary summarise(const ElementEstimate& how, std::span<const double> values, const Tallies& tallies,
                          std::size_t number) {
    EstimateSummary summary;
    summary.element = how.element;
    double sum = 0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        ++summary.samples;
        sum += std::isnan(how.top_cut) ? value : std::min(value, how.top_cut);
    }
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    summary.sample_mean = summary.samples > 0 ? sum / static_cast<double>(summary.samples) : nothing;
    summary.per_pass.assign(how.passes.size(), 0);
    double total = 0;
    for (const std::vector<LeafTally>& leaf : tallies) {
        const LeafTally& tally = leaf[number];
        summary.estimated += tally.estimated;
        summary.redundant += tally.redundant;
        summary.negative += tally.negative;
        summary.beyond += tally.beyond;
        summary.no_secondary += tally.no_secondary;
        summary.reduced_trend += tally.reduced_trend;
        summary.corrected += tally.corrected;
        total += tally.sum;
        for (std::size_t p = 0; p < tally.per_pass.size(); ++p) summary.per_pass[p] += tally.per_pass[p];
    }
    summary.estimate_mean = summary.estimated > 0 ? total / static_cast<double>(summary.estimated) : nothing;
    return summary;
}

}  // namespace orelens::geostat
