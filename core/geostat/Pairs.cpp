#include "core/geostat/Pairs.h"

namespace orelens::geostat {

base::Expected<ValueSamples> samples_with_value(const drilling::CompositeTable& samples,
                                                const std::string& element) {
    const drilling::CompositeTable::Grade* grade = samples.grade(element);
    if (!grade)
        return base::fail(base::ErrorKind::data,
                          base::Message("geostat.no_such_element", {{"element", element}}));
    ValueSamples out;
    double sum = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double value = grade->values[i];
        if (!std::isfinite(value + samples.x[i] + samples.y[i] + samples.z[i])) continue;
        out.x.push_back(samples.x[i]);
        out.y.push_back(samples.y[i]);
        out.z.push_back(samples.z[i]);
        out.value.push_back(value);
        out.hole.push_back(i < samples.hole.size() ? samples.hole[i] : -1);
        sum += value;
    }
    if (out.size() == 0) return out;
    out.mean = sum / static_cast<double>(out.size());
    double squares = 0;
    for (const double value : out.value) squares += (value - out.mean) * (value - out.mean);
    if (out.size() > 1) out.variance = squares / static_cast<double>(out.size() - 1);
    return out;
}

std::vector<std::size_t> order_by_hole(const ValueSamples& samples) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (samples.hole[i] >= 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return samples.hole[a] < samples.hole[b]; });
    return order;
}

std::size_t head_stride(std::size_t samples) {
    const auto n = static_cast<double>(samples);
    const double pairs = n * (n - 1) / 2;
    if (pairs <= most_pairs) return 1;
    return static_cast<std::size_t>(std::ceil(n * n / most_pairs));
}

}  // namespace orelens::geostat
