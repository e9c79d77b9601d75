// A project: its recipe, the results of its stages and how they stand to each other. Each result remembers a
// fingerprint of everything it was made from (parameters of its stage, fingerprints of its inputs, content of
// files); only stale stages run again. What the stages are stands in stages/Stage.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Recipe.h"
#include "core/project/Results.h"
#include "core/project/SavedScenarios.h"
#include "core/project/SavedViews.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {

enum class StageState { never_run, current, stale, failed };

/// Why a stage failed, and what it was tried with: the same again shows as failed, anything else as stale.
struct Failure {
    base::Error error;
    std::string tried;
};

/// A random name, as a UUID.
std::string new_project_id();

struct Approvals;

class Project {
  public:
    /// `stages` must outlive the project; tests bring a table of their own.
    explicit Project(const StageTable& stages = stage_table()) : stages_(&stages) {}

    Recipe recipe;
    Results results;
    std::set<std::string> approved_findings;  ///< base::Finding::id()

    [[nodiscard]] const StageTable& stages() const { return *stages_; }
    /// Never run for an unknown id.
    [[nodiscard]] StageState state(const std::string& stage) const;
    /// Whether a stage's results are made from what the recipe and the files say now.
    [[nodiscard]] bool current(const std::string& stage) const { return state(stage) == StageState::current; }
    /// Runs what is stale, in order; stops at the first error, keeping the results so far. Stages without
    /// input (no mine record) are current and empty. `until` limits it to that stage and what it rests on.
    /// A cancelled stage leaves the result it would have replaced in place and is stale again.
    base::Expected<void> run(base::Progress& progress, const std::string& until = "");
    /// Stages the next run would execute, in order.
    [[nodiscard]] std::vector<std::string> stale() const;
    /// Null where the stage has not failed.
    [[nodiscard]] const base::Error* error(const std::string& stage) const;
    /// Takes a block model from a file instead of drillholes (import, composite, … are then skipped).
    void set_model(blocks::BlockModel model, const std::string& source);
    /// The same for large ones. Error: cancelled; the project is then as it was.
    base::Expected<void> set_model(blocks::BlockModel model, const std::string& source,
                                   base::Progress& progress);
    /// Marks a finding as looked at and agreed to, or not; nothing has to run again.
    void approve(const std::string& finding_id, bool approved);
    /// Findings of every stage in one list, in the order of the stages; approvals are marked.
    [[nodiscard]] std::vector<base::Finding> findings() const;
    /// File of the model that stands in place of an estimate: `model_source`, or the recipe's; empty = estimated.
    [[nodiscard]] const std::string& model_file() const {
        return model_source.empty() ? recipe.model.file : model_source;
    }
    /// Integer column that splits curves and reports: the recipe's, else that of the confidence classes where
    /// there are any; empty = none.
    [[nodiscard]] std::string category_column() const;
    /// Elements in force: the recipe's, or, where it names none, those found in the files or the model.
    [[nodiscard]] std::vector<std::string> elements() const;

    std::vector<SavedView> views;  ///< kept with the project, in the order of their list
    std::vector<Scenario> scenarios;  ///< likewise; differences from the recipe
    std::map<std::string, Failure> failures;  ///< by stage
    std::map<std::string, int> executions;    ///< by stage: how often it ran in this object
    std::string model_source;  ///< file of an imported model; empty = estimated from drillholes
    /// Content of the recipe's files when they were last read, by the name in the recipe. A file that is not
    /// there any more (the project was mailed) counts as unchanged.
    std::map<std::string, std::string> file_digests;
    std::string id = new_project_id();  ///< the same in every file saved from this project
    std::string opened_from;            ///< file this was read from; empty = made new
    /// From a newer version, written back as they were: rows of the project file's key table.
    std::map<std::string, std::string> unknown_keys;
    std::map<std::string, std::string>
        unknown_digests;  ///< of results the file keeps, by name, as it has them
    std::string save_id;  ///< of the save this was read from or last written by; empty = none
    /// What opening had to say, by stage: results that were damaged, files that are not there. A stage's own
    /// go when it has run.
    std::vector<base::Finding> opening;

  private:
    base::Expected<void> run_stage(const Stage& stage, const std::string& stamp, base::Progress& progress);
    void publish(const Stage& stage, const std::string& stamp);

    const StageTable* stages_;
};

/// The list with approvals marked; the same list where that changes nothing.
Shared<std::vector<base::Finding>> with_approvals(const Shared<std::vector<base::Finding>>& findings,
                                                  const Approvals& approvals);
/// What a stage finds in its own results, with its id and approvals marked. The stage has an `examine`.
Shared<std::vector<base::Finding>> examined(const Project& project, const Stage& stage,
                                            base::Progress& progress);

struct SaveOptions {
    std::string lives_at;  ///< where the file will be moved to afterwards; empty = where it is saved
    /// The file there may be another project's, or no project at all: the user was asked and agreed.
    bool replace_other = false;
    /// Somebody may have saved the file since this project was opened: the user was asked and agreed.
    bool overwrite_newer = false;
};

/// What a save leaves to be remembered: the caller sets `Project::save_id` of the project that goes on.
struct Saved {
    std::string save_id;
};

/// One GeoPackage: recipe, results, collars and traces as layers. Where a file of this project is there
/// already, our tables in it are replaced in one transaction of the database, so that other programs may have
/// it open, and nothing of theirs (layers, tables, styles) is touched; else it is made beside and renamed. A
/// kill at any moment leaves the old content or the new. A copy under another name takes along what the file
/// this was opened from holds beside ours. Links, mode and owner stay.
/// Refused, with nothing changed: the file is locked, read only, another's, or saved by somebody else since.
base::Expected<Saved> save_project(const Project& project, const std::string& path, base::Progress& progress,
                                   const SaveOptions& options = {});
/// Moves a finished project file to where it belongs in the same way: renamed where nothing is there, else
/// its tables go into the file of the same project that stands there. `from` is gone afterwards.
base::Expected<Saved> deliver_project(const std::string& from, const std::string& to,
                                      base::Progress& progress, const SaveOptions& options = {});
base::Expected<Project> open_project(const std::string& path, base::Progress& progress,
                                     const StageTable& stages = stage_table());

}  // namespace orelens::project
