// The stages and their results. Each result remembers a fingerprint of everything it was made from
// (parameters of its stage, fingerprints of its inputs, size/time/hash of files); only stale stages run
// again.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Tools.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "core/geostat/Experimental.h"
#include "core/io/DrillholeCsv.h"
#include "core/project/Recipe.h"
#include "core/utilization/Rates.h"

namespace orelens::project {

enum class Stage { import, composite, variogram, grid, estimate, evaluate, utilization };
inline constexpr int stage_count = 7;
std::string_view stage_id(Stage stage);

enum class StageState { never_run, current, stale, failed };

/// Results are immutable once published and shared, so that the desktop keeps drawing the old one while a new
/// one is made.
struct Results {
    std::shared_ptr<const io::DrillholeImport> import;
    std::shared_ptr<const std::vector<drilling::Trace>> traces;
    std::shared_ptr<const std::vector<drilling::Finding>> findings;  ///< after validation, approvals applied
    std::shared_ptr<const drilling::CompositeTable> composites;
    std::shared_ptr<const std::vector<geostat::VariogramFit>> variograms;  ///< in element order
    std::shared_ptr<const blocks::GridGeometry> geometry;
    std::shared_ptr<const blocks::BlockModel> model;  ///< with estimates and economics
    std::shared_ptr<const std::vector<geostat::EstimateSummary>> estimates;
    std::shared_ptr<const economics::UsableCurve> curve_full, curve_marginal;
    /// By category_column: code → curve under the recipe's test; empty when there is none.
    std::shared_ptr<const std::vector<std::pair<std::string, economics::UsableCurve>>> curves_by_category;
    std::shared_ptr<const std::vector<utilization::UtilizationResult>> utilization;
    std::shared_ptr<const std::vector<utilization::MineRecord>> mine_records;
};

class Project {
  public:
    Recipe recipe;
    Results results;
    std::set<std::string> approved_findings;  ///< Finding::id()

    [[nodiscard]] StageState state(Stage stage) const;
    /// Runs what is stale, in order; stops at the first error, keeping the results so far. Stages without
    /// input (no mine record) are current and empty. `until` limits how far it goes.
    base::Expected<void> run(base::Progress& progress, Stage until = Stage::utilization);
    /// Stages the next run would execute.
    [[nodiscard]] std::vector<Stage> stale() const;
    [[nodiscard]] const std::optional<base::Error>& error(Stage stage) const;
    /// Takes a block model from a file instead of drillholes (import, composite, … are then skipped).
    void set_model(blocks::BlockModel model, const std::string& source);

    /// Fingerprints by stage as saved; used by the store.
    std::vector<std::string> fingerprints = std::vector<std::string>(stage_count);
    std::vector<std::optional<base::Error>> errors = std::vector<std::optional<base::Error>>(stage_count);
    std::string model_source;  ///< file of an imported model; empty = estimated from drillholes
};

/// One GeoPackage: recipe, results, collars and traces as layers. Saved to a temporary file beside, flushed,
/// then renamed over, so that a kill at any moment leaves the old or the new file whole.
base::Expected<void> save_project(const Project& project, const std::string& path, base::Progress& progress);
base::Expected<Project> open_project(const std::string& path, base::Progress& progress);

}  // namespace orelens::project
