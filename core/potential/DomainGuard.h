// Whether a voxel is one the learned methods can speak of: near enough in features to the voxels that taught them, no
// feature beyond their range, not more than half of the layers missing (potential.md §7). Outside, a score is kept and
// hatched, never silently ranked.
#pragma once

#include <memory>

#include "core/base/Progress.h"
#include "core/potential/Logistic.h"
#include "core/potential/Evidence.h"

namespace orelens::potential {

/// Bits per voxel; 0 = in the domain.
enum OutOf : std::uint8_t { far_from_training = 1, beyond_range = 2, unseen_code = 4, mostly_missing = 8 };

class Guard {
  public:
    /// Mean distance to the `nearest` training voxels in standardised features, missing = 0; two codes of a nominal layer
    /// are 1 apart, whatever their numbers. The limit is the 95th percentile of the training voxels' own, each without
    /// itself. Error: not more rows than `nearest`.
    static base::Expected<Guard> learn(const Evidence& evidence, const std::vector<std::string>& layers,
                                       std::span<const std::int64_t> rows, int nearest = 5);
    [[nodiscard]] double limit() const { return limit_; }
    [[nodiscard]] std::vector<double> distances(const Evidence& evidence, std::span<const std::int64_t> voxels) const;
    /// Bits of every active voxel, 0 elsewhere. Error: cancelled.
    [[nodiscard]] base::Expected<std::vector<std::uint8_t>> judge(const Evidence& evidence, const base::Progress& progress) const;

  private:
    struct Tree;
    std::shared_ptr<const Tree> tree_;
    std::vector<std::string> layers_;
    Standardiser standard_;
    [[nodiscard]] std::vector<double> rows_of(const Evidence& evidence, std::span<const std::int64_t> voxels) const;

    std::vector<bool> nominal_;
    std::vector<std::vector<float>> codes_;  ///< of nominal layers, ascending; empty for amounts
    std::size_t columns_ = 0;
    int nearest_ = 5;
    double limit_ = 0;
};

}  // namespace orelens::potential
