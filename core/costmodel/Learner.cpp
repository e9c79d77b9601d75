#include "core/costmodel/Learner.h"

#include <algorithm>
#include <vector>

namespace orelens::costmodel {

Learner median_learner() {
    return {"median", [](const Mines&, std::span<const double> target, std::span<const int> rows, std::uint64_t,
                         const base::Progress&) -> base::Expected<Predict> {
                if (rows.empty()) return base::fail(base::ErrorKind::data, base::Message("costmodel.no_rows"));
                std::vector<double> values;
                for (int row : rows) values.push_back(target[row]);
                std::ranges::sort(values);
                const std::size_t half = values.size() / 2;
                const double median =
                    values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
                return [median](const Mines&, std::span<const int> wanted) -> base::Expected<Eigen::VectorXd> {
                    return Eigen::VectorXd::Constant(static_cast<Eigen::Index>(wanted.size()), median);
                };
            }};
}

}  // namespace orelens::costmodel
