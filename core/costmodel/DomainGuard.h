// Whether a deposit is one the model can speak of: near enough to mines that taught it, no feature beyond their range,
// no category it has never met, nothing unstated that
// every mine states. Outside, a learned cost is a guess with an interval that does not hold.
#pragma once

#include <map>
#include <set>

#include "core/costmodel/Encoder.h"

namespace orelens::costmodel {

struct DomainVerdict {
    double distance = 0;  ///< mean distance to the nearest training rows, in standard deviations
    double limit = 0;     ///< the 95th percentile of the training rows' own
    std::vector<std::string> beyond;  ///< number features outside the range of training
    std::vector<std::string> unseen;  ///< category features with a value that was not in training
    /// Features that are not stated here and that every training row states: the model has never met their lack.
    std::vector<std::string> missing;
    [[nodiscard]] bool inside() const { return distance <= limit && beyond.empty() && unseen.empty() && missing.empty(); }
};

class DomainGuard {
  public:
    /// `nearest` rows enter the distance. `alike`: columns beside those of `mines` that are the same in all rows and teach
    /// nothing; another value there was never met either. Errors: those of the encoder; not more rows than `nearest`.
    static base::Expected<DomainGuard> learn(const Mines& mines, std::span<const int> rows, int nearest = 5, const Mines& alike = {});

    /// `mines` may have more columns than were learned; those of `alike` are looked at where it has them. A number that is
    /// missing is in range, and is counted as missing where no training row lacks it. Errors: those of the encoder.
    [[nodiscard]] base::Expected<std::vector<DomainVerdict>> judge(const Mines& mines, std::span<const int> rows) const;

    /// The `count` training rows nearest to a row, as rows of the training table; the nearest first.
    [[nodiscard]] base::Expected<std::vector<int>> nearest(const Mines& mines, int row, int count) const;

  private:
    void learn_range(const NumberColumn& column, std::span<const int> rows);
    [[nodiscard]] double distance(const Eigen::RowVectorXd& x, int without) const;

    Encoder encoder_;
    Eigen::MatrixXd training_;
    std::vector<int> rows_;  ///< of the training table
    int nearest_ = 5;
    double limit_ = 0;
    std::map<std::string, std::pair<double, double>> range_;  ///< on the scale of the model
    std::map<std::string, std::set<std::string>> known_;
    std::set<std::string> always_;  ///< stated by every training row
};

}  // namespace orelens::costmodel
