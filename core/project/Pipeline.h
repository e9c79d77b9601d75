// The stages and their results. Each result remembers a fingerprint of everything it was made from
// (parameters of its stage, fingerprints of its inputs, size/time/hash of files); only stale stages run
// again.
#pragma once

#include <array>
#include <map>
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
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/project/Recipe.h"
#include "core/utilization/Rates.h"

namespace orelens::project {

enum class Stage { import, composite, variogram, grid, estimate, evaluate, utilization };
inline constexpr int stage_count = 7;
inline constexpr std::array<Stage, stage_count> all_stages{
    Stage::import,   Stage::composite, Stage::variogram,  Stage::grid,
    Stage::estimate, Stage::evaluate,  Stage::utilization};
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
    /// With estimates and economics. Blocks far from every sample are left out (whole leaves); when less than
    /// half of the grid has an estimate, only blocks with one stay.
    std::shared_ptr<const blocks::BlockModel> model;
    std::shared_ptr<const std::vector<geostat::EstimateSummary>> estimates;
    std::shared_ptr<const economics::PriceDeck> deck;  ///< what the model was evaluated with
    std::shared_ptr<const economics::UsableCurve> curve_full, curve_marginal;
    /// By category_column: code → curve under the recipe's test; empty when there is none.
    std::shared_ptr<const std::vector<std::pair<std::string, economics::UsableCurve>>> curves_by_category;
    std::shared_ptr<const std::vector<utilization::UtilizationResult>> utilization;
    std::shared_ptr<const std::vector<utilization::MineRecord>> mine_records;
};

/// A random name, as a UUID.
std::string new_project_id();

class Project {
  public:
    Recipe recipe;
    Results results;
    std::set<std::string> approved_findings;  ///< Finding::id()

    [[nodiscard]] StageState state(Stage stage) const;
    /// Runs what is stale, in order; stops at the first error, keeping the results so far. Stages without
    /// input (no mine record) are current and empty. `until` limits how far it goes.
    /// A cancelled stage leaves the result it would have replaced in place and is stale again.
    base::Expected<void> run(base::Progress& progress, Stage until = Stage::utilization);
    /// Stages the next run would execute.
    [[nodiscard]] std::vector<Stage> stale() const;
    [[nodiscard]] const std::optional<base::Error>& error(Stage stage) const;
    /// Takes a block model from a file instead of drillholes (import, composite, … are then skipped).
    void set_model(blocks::BlockModel model, const std::string& source);
    /// Marks a finding as looked at and agreed to, or not; nothing has to run again.
    void approve(const std::string& finding_id, bool approved);
    /// Elements in force: the recipe's, or, where it names none, those found in the files or the model.
    [[nodiscard]] std::vector<std::string> elements() const;

    /// Fingerprints by stage as saved; used by the store.
    std::vector<std::string> fingerprints = std::vector<std::string>(stage_count);
    std::vector<std::optional<base::Error>> errors = std::vector<std::optional<base::Error>>(stage_count);
    /// What a failed stage was tried with; the same again shows as failed, anything else as stale.
    std::vector<std::string> error_fingerprints = std::vector<std::string>(stage_count);
    /// Per element, so that a new variogram of one does not estimate the others again.
    std::map<std::string, std::string> variogram_fingerprints, estimate_fingerprints;
    std::array<int, stage_count> executions{};  ///< how often each stage ran in this object
    std::string model_source;  ///< file of an imported model; empty = estimated from drillholes
    /// Content of the recipe's files when they were last read, by the name in the recipe. A file that is not
    /// there any more (the project was mailed) counts as unchanged.
    std::map<std::string, std::string> file_digests;
    std::string id = new_project_id();  ///< the same in every file saved from this project
    std::string opened_from;            ///< file this was read from; empty = made new
    /// From a newer version, written back as they were: rows of the project file's key table.
    std::map<std::string, std::string> unknown_keys;
};

/// One GeoPackage: recipe, results, collars and traces as layers. Saved to a temporary file beside, flushed,
/// then renamed over, so that a kill at any moment leaves the old or the new file whole. Layers and tables
/// that the file at `path` holds beside ours (a newer version's, or drawn in a GIS) are carried into the new
/// one.
/// `lives_at`: where the file will be moved to afterwards, when that is another folder; empty = `path`.
base::Expected<void> save_project(const Project& project, const std::string& path, base::Progress& progress,
                                  const std::string& lives_at = "");
base::Expected<Project> open_project(const std::string& path, base::Progress& progress);

}  // namespace orelens::project
