// The rows that statistics are taken of, whichever source they come from: assays as sampled, composites, or the blocks
// of a model, own or imported. Columns of grades, what each row weighs, where it lies, and of which kind it is.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/project/Pipeline.h"
#include "core/statistics/Correlation.h"

namespace orelens::report {

enum class StatisticsSource { samples, composites, blocks };
inline constexpr const char* statistics_source_ids[] = {"samples", "composites", "blocks"};

/// Of which kind a row is: an index into codes, below 0 or beyond them none.
/// Of rows that lie in none of the solids.
inline constexpr const char* outside_code = "outside";

struct RowClasses {
    std::string name;  ///< "domain", "solid", the name of a column of codes
    std::vector<std::string> codes;
    std::vector<std::int32_t> of;
};

struct StatisticsTable {
    StatisticsTable() = default;
    StatisticsTable(StatisticsTable&&) = default;
    StatisticsTable& operator=(StatisticsTable&&) = default;
    StatisticsTable(const StatisticsTable&) = delete;  // spans look into its own memory
    StatisticsTable& operator=(const StatisticsTable&) = delete;

    StatisticsSource source = StatisticsSource::composites;
    std::vector<std::string> elements, units;
    std::vector<std::span<const double>> value;    ///< per element; NaN = missing
    /// Per element, what a row counts for in means: metres assayed, or tonnes.
    std::vector<std::span<const double>> support;
    std::span<const double> x, y, z;               ///< metres
    std::vector<RowClasses> classes;               ///< empty = nothing is known of kinds
    std::shared_ptr<const drilling::CompositeTable> samples;  ///< null for blocks
    std::shared_ptr<const blocks::BlockModel> model;          ///< null for samples and composites
    std::vector<std::uint32_t> leaf;               ///< of each block, and its place in the leaf
    std::vector<std::uint16_t> at;
    std::int64_t step = 1;                         ///< every so many blocks are rows (1 = all)
    std::int64_t left_out = 0;                     ///< samples without a place or a length

    [[nodiscard]] std::size_t size() const { return x.size(); }
    /// The number of the element; elements.size() where it is none.
    [[nodiscard]] std::size_t find(const std::string& element) const;
    /// Null where rows are of no such kinds.
    [[nodiscard]] const RowClasses* classes_of(const std::string& name) const;
    [[nodiscard]] statistics::Columns columns() const { return {elements, value}; }

    std::vector<std::vector<double>> own;  ///< what spans look into, where no result holds it
};

/// Which sources the project's results can answer for.
bool answers(const project::Project& project, StatisticsSource source);

/// Blocks beyond `most` are taken evenly. Samples: intervals of the assay tables at their middles, as compositing uses
/// them and in the unit of the composites; those without a place or a length are left out and counted. Elements are the
/// project's, those of the source. Errors: kind data where the source has nothing; cancelled.
base::Expected<StatisticsTable> statistics_table(const project::Project& project, StatisticsSource source,
                                                 std::int64_t most, base::Progress& progress);

/// Names of the surfaces and solids that distances can be taken to.
std::vector<std::string> distance_shapes(const project::Project& project);
/// Signed distance of every row to one of them, m: above 0 on the side to which its faces turn, outside of a solid.
/// Errors: no such shape; cancelled.
base::Expected<std::vector<double>> distances_to(const project::Project& project, const StatisticsTable& table,
                                                 const std::string& shape, const base::Progress& progress);

/// What makes a mean speak for the ground rather than for the drilling: declustering weights of composites by the cell in
/// force, else `support`.
std::vector<double> row_weights(const project::Project& project, const StatisticsTable& table, std::size_t element);

}  // namespace orelens::report
