// The columns of one element in a block model: their names, and writing a leaf's results to them. Private to
// the room, but for the names.
#pragma once

#include <string>
#include <vector>

#include "core/base/Ranks.h"
#include "core/blocks/BlockModel.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// Names of all columns that an element's rule asks for, the grade first.
std::vector<std::string> column_names(const ElementEstimate& how);

/// What one leaf adds to an element's summary; summed leaf by leaf in order afterwards.
struct LeafTally {
    std::int64_t estimated = 0;
    double sum = 0;
    std::vector<std::int64_t> per_pass;
    std::int64_t redundant = 0, negative = 0, beyond = 0, no_secondary = 0, reduced_trend = 0, corrected = 0;
};

/// One row per leaf, one entry per element.
using Tallies = std::vector<std::vector<LeafTally>>;

class EstimateWriter {
  public:
    /// Adds the columns, all missing. `unit` is the grade's.
    EstimateWriter(blocks::BlockModel& model, const ElementEstimate& how, const std::string& unit);

    /// Leaf pointers, once all columns of all elements are there.
    void open(blocks::BlockModel& model);

    /// `positions` are those of the results' centres in the leaf. Different leaves may be written at a time.
    LeafTally write(const PointResults& results, const std::vector<int>& positions, std::size_t leaf) const;

    /// Leaves that other ranks have written, into this one's model.
    base::Expected<void> gather(const blocks::BlockModel& model, const base::Shares& shares,
                                const base::Progress& progress) const;
    [[nodiscard]] std::size_t passes() const { return passes_; }

  private:
    struct RealColumn {
        std::string name;
        const std::vector<double>& (*values)(const PointResults&, std::size_t number);
        std::size_t number = 0;
        std::vector<float*> leaves;
    };
    struct IntegerColumn {
        std::string name;
        const std::vector<std::int32_t>& (*values)(const PointResults&);
        blocks::IntegerWriter writer;
    };
    void add_real(blocks::BlockModel& model, const std::string& suffix, const std::string& unit,
                  const std::vector<double>& (*values)(const PointResults&, std::size_t),
                  std::size_t number = 0);
    void add_integer(blocks::BlockModel& model, const std::string& suffix, std::int32_t highest,
                     const std::vector<std::int32_t>& (*values)(const PointResults&));

    std::string element_;
    std::size_t passes_;
    std::vector<RealColumn> reals_;
    std::vector<IntegerColumn> integers_;
};

/// An integer column of which each rank has written its shares of the leaves.
base::Expected<void> gather_codes(const blocks::BlockModel& model, const std::string& column, const blocks::IntegerWriter& writer,
                                  const base::Shares& shares, const base::Progress& progress);

/// What other ranks have made of their leaves, columns and tallies; nothing where there is one. Error: cancelled; a rank is
/// gone.
base::Expected<void> gather(const blocks::BlockModel& model, const std::vector<EstimateWriter>& writers,
                            const base::Shares& shares, Tallies& tallies, const base::Progress& progress);

/// Sums of one element over all leaves, in their order. Places, added nugget and what else the plan knows are
/// left to the caller.
EstimateSummary summarise(const ElementEstimate& how, std::span<const double> values, const Tallies& tallies,
                          std::size_t number);

}  // namespace orelens::geostat
