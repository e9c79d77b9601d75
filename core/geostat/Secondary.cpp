#include "core/geostat/Secondary.h"

#include <algorithm>
#include <cmath>

#include "core/geostat/EstimateWriter.h"
#include "core/geostat/EstimationPlan.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnType;

/// The column's value in the block that holds each sample.
std::vector<double> column_at(const BlockModel& model, const std::string& column,
                              const drilling::CompositeTable& samples) {
    const BlockModel& reading = model;
    std::vector<double> values;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const blocks::Vec3 at = model.geometry().to_grid({samples.x[n], samples.y[n], samples.z[n]});
        blocks::Index3 block{};
        bool inside = true;
        for (int a = 0; a < 3; ++a) {
            inside = inside && at[a] >= 0 && at[a] < model.geometry().count[a];
            if (inside) block[a] = static_cast<std::int32_t>(at[a]);
        }
        values.push_back(inside ? reading.value(column, block) : std::nan(""));
    }
    return values;
}

struct Moments {
    double count = 0, mean = 0, square = 0;
    void add(double value) {
        ++count;
        const double from = value - mean;
        mean += from / count;
        square += from * (value - mean);
    }
    [[nodiscard]] double sd() const { return std::sqrt(square / count); }
};

/// Fewer pairs of primary and secondary tell no correlation.
constexpr double least_pairs = 10;

/// What the rule of collocated cokriging leaves open, from the data: mean and spread of the column, spread of
/// the samples and their correlation with the column. False where these do not tell.
bool measure(ElementSamples& element, const std::vector<const float*>& column) {
    Collocated& rule = element.how.collocated;
    Moments blocks_have, primary, both, secondary;
    for (const float* leaf : column)
        for (int n = 0; n < 512; ++n)
            if (!std::isnan(leaf[n])) blocks_have.add(leaf[n]);
    double product = 0;
    for (std::size_t n = 0; n < element.values.size(); ++n) {
        if (std::isnan(element.values[n])) continue;
        const double value = std::isnan(element.how.top_cut)
                                 ? element.values[n]
                                 : std::min(element.values[n], element.how.top_cut);
        primary.add(value);
        if (std::isnan(element.secondary[n])) continue;
        const double from = value - both.mean;
        both.add(value);
        secondary.add(element.secondary[n]);
        product += from * (element.secondary[n] - secondary.mean);
    }
    if (std::isnan(rule.mean)) rule.mean = blocks_have.mean;
    if (std::isnan(rule.sd)) rule.sd = blocks_have.sd();
    if (std::isnan(rule.primary_sd)) rule.primary_sd = primary.sd();
    if (std::isnan(rule.correlation)) {
        if (both.count < least_pairs) return false;
        rule.correlation = std::clamp(product / std::sqrt(both.square * secondary.square), -1.0, 1.0);
    }
    return std::isfinite(rule.correlation) && rule.sd > 0 && rule.primary_sd > 0;
}

}  // namespace

base::Expected<EstimateInputs> estimate_inputs_of(const BlockModel& model,
                                                  const drilling::CompositeTable& samples,
                                                  const std::vector<ElementEstimate>& elements) {
    EstimateInputs inputs;
    inputs.at_samples.resize(elements.size());
    inputs.at_blocks.resize(elements.size());
    for (std::size_t e = 0; e < elements.size(); ++e) {
        const ElementEstimate& how = elements[e];
        const drilling::CompositeTable::Grade* grade = samples.grade(how.element);
        if (!grade)
            return base::fail(ErrorKind::data,
                              Message("geostat.no_such_element", {{"element", how.element}}));
        inputs.elements.push_back({how, grade->values, {}});
        if (!takes_secondary(how.method)) continue;
        const blocks::ColumnInfo* info = model.info(how.secondary);
        const auto refuse = [&](const char* key) {
            return base::fail(ErrorKind::data,
                              Message(key, {{"element", how.element}, {"column", how.secondary}}));
        };
        if (info == nullptr || info->type != ColumnType::real) return refuse("geostat.no_secondary_column");
        if (std::ranges::any_of(elements, [&](const ElementEstimate& other) {
                const std::vector<std::string> names = column_names(other);
                return std::ranges::find(names, how.secondary) != names.end();
            }))
            return refuse("geostat.secondary_is_estimated");
        inputs.at_samples[e] = column_at(model, how.secondary, samples);
        inputs.at_blocks[e] = model.real_leaves(how.secondary);
        inputs.elements.back().secondary = inputs.at_samples[e];
        if (how.method == Method::collocated_cokriging &&
            !measure(inputs.elements.back(), inputs.at_blocks[e]))
            return refuse("geostat.no_correlation");
    }
    return inputs;
}

}  // namespace orelens::geostat
