#include "core/geostat/EstimateWriter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"
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

base::Expected<void> gather_codes(const BlockModel& model, const std::string& name, const blocks::IntegerWriter& writer,
                                  const base::Shares& shares, const base::Progress& progress) {
    if (base::ranks().alone()) return {};
    // A piece of every rank at a time, in the column's own width.
    const auto run = [&](auto absent) -> base::Expected<void> {
        using Value = decltype(absent);
        const blocks::IntegerLeaves values = model.integer_leaves(name);
        const std::size_t round = shares.piece * static_cast<std::size_t>(shares.size);
        std::vector<Value> some(std::min(round, shares.count) * 512);
        for (std::size_t first = 0; first < shares.count; first += round) {
            base::Shares now = shares;
            now.count = std::min(round, shares.count - first);
            for (std::size_t leaf = 0; leaf < now.count; ++leaf)
                for (int n = 0; n < 512 && now.mine(leaf); ++n) {
                    const std::int32_t value = values[first + leaf][n];
                    some[leaf * 512 + static_cast<std::size_t>(n)] =
                        value == blocks::missing_int ? absent : static_cast<Value>(value);
                }
            if (auto all = base::ranks().gather(some.data(), 512 * sizeof(Value), now, progress); !all) return all;
            base::parallel_for(now.count, 64, [&](std::size_t begin, std::size_t end) {
                for (std::size_t leaf = begin; leaf < end; ++leaf)
                    for (int n = 0; n < 512 && !now.mine(leaf); ++n) {
                        const Value value = some[leaf * 512 + static_cast<std::size_t>(n)];
                        writer.set(first + leaf, n, value == absent ? blocks::missing_int : static_cast<std::int32_t>(value));
                    }
            });
        }
        return {};
    };
    return model.is_small(name) ? run(blocks::missing_small) : run(blocks::missing_int);
}

base::Expected<void> EstimateWriter::gather(const BlockModel& model, const base::Shares& shares,
                                            const base::Progress& progress) const {
    for (const RealColumn& column : reals_) {
        if (column.leaves.empty()) continue;
        // Leaves of a column stand one after another.
        if (auto all = base::ranks().gather(column.leaves.front(), 512 * sizeof(float), shares, progress); !all) return all;
    }
    for (const IntegerColumn& column : integers_)
        if (auto all = gather_codes(model, column.name, column.writer, shares, progress); !all) return all;
    return {};
}

base::Expected<void> gather(const BlockModel& model, const std::vector<EstimateWriter>& writers, const base::Shares& shares,
                            Tallies& tallies, const base::Progress& progress) {
    if (base::ranks().alone()) return {};
    for (const EstimateWriter& writer : writers)
        if (auto all = writer.gather(model, shares, progress); !all) return all;
    // Tallies as numbers of one width: those of a leaf stand together.
    std::size_t each = 0;
    for (const EstimateWriter& writer : writers) each += 8 + writer.passes();
    std::vector<std::int64_t> numbers(each * tallies.size());
    const auto fields = [](auto& t) {
        return std::array{&t.estimated, &t.redundant, &t.negative, &t.beyond, &t.no_secondary, &t.reduced_trend, &t.corrected};
    };
    for (std::size_t leaf = 0; leaf < tallies.size(); ++leaf) {
        std::int64_t* to = numbers.data() + leaf * each;
        for (LeafTally& tally : tallies[leaf]) {
            for (const std::int64_t* field : fields(tally)) *to++ = *field;
            *to++ = std::bit_cast<std::int64_t>(tally.sum);
            to = std::ranges::copy(tally.per_pass, to).out;
        }
    }
    if (auto all = base::ranks().gather(numbers.data(), each * sizeof(std::int64_t), shares, progress); !all) return all;
    for (std::size_t leaf = 0; leaf < tallies.size(); ++leaf) {
        if (shares.mine(leaf)) continue;
        const std::int64_t* from = numbers.data() + leaf * each;
        for (const EstimateWriter& writer : writers) {
            LeafTally tally;
            for (std::int64_t* field : fields(tally)) *field = *from++;
            tally.sum = std::bit_cast<double>(*from++);
            tally.per_pass.assign(from, from + writer.passes());
            from += writer.passes();
            tallies[leaf].push_back(std::move(tally));
        }
    }
    return {};
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
