#include "core/geostat/PairedValues.h"

#include <cmath>
#include <limits>

#include "core/statistics/NormalScore.h"

namespace orelens::geostat {
namespace {

/// The values of one element as they are paired: capped, then turned into scores or indicators.
std::vector<double> paired(std::vector<double> value, const VariogramRequest& request) {
    for (double& v : value)
        if (v > request.top_cut) v = request.top_cut;
    if (request.scale == Scale::indicator)
        for (double& v : value)
            if (!std::isnan(v)) v = v <= request.cutoff ? 1 : 0;
    if (request.scale == Scale::normal_scores)
        value = statistics::normal_scores(value, request.weights, statistics::Ties::shared).score;
    return value;
}

/// A table of places and one grade.
drilling::CompositeTable places_of(const drilling::CompositeTable& samples, const std::string& element) {
    drilling::CompositeTable own;
    own.x = samples.x;
    own.y = samples.y;
    own.z = samples.z;
    own.hole = samples.hole;
    own.grades = {{element, base::GradeUnit::percent, {}, {}}};
    return own;
}

std::unexpected<base::Error> refuse(base::ErrorKind kind, const char* why, const std::string& element) {
    return base::fail(kind, base::Message(why, {{"element", element}}));
}

}  // namespace

base::Expected<PairedSamples> paired_samples(const drilling::CompositeTable& samples, const VariogramRequest& request,
                                             const base::Progress& progress) {
    using base::ErrorKind;
    if (request.scale == Scale::indicator && std::isnan(request.cutoff))
        return refuse(ErrorKind::usage, "geostat.no_cutoff", request.element);
    if (!request.weights.empty() && request.weights.size() != samples.size())
        return refuse(ErrorKind::usage, "geostat.unequal_lengths", request.element);
    const bool cross = request.measure == Measure::cross;
    const auto* one = samples.grade(request.element);
    const auto* other = cross ? samples.grade(request.second) : one;
    if (one == nullptr || other == nullptr)
        return refuse(ErrorKind::data, "geostat.no_such_element", one == nullptr ? request.element : request.second);
    drilling::CompositeTable own = places_of(samples, request.element);
    std::vector<double>& values = own.grades.front().values;
    values = paired(one->values, request);
    std::vector<double> others;
    if (cross) others = paired(other->values, request);
    for (std::size_t n = 0; n < others.size(); ++n)
        if (!std::isfinite(others[n])) values[n] = std::numeric_limits<double>::quiet_NaN();
    PairedSamples out;
    auto with = samples_with_value(own, request.element, &progress);
    if (!with) return std::unexpected(with.error());
    out.samples = std::move(*with);
    if (cross)
        for (const std::uint32_t row : out.samples.from) out.second.push_back(others[row]);
    return out;
}

}  // namespace orelens::geostat
