// The table of stages: one row per stage, one file per row. Order, fingerprints, staleness, partial runs, the
// project file, progress words, forms and the reference page all come from the rows; there is no other list.
// To add a stage: write <Name>Stage.cpp with one function that returns its row, and add it in StageTable.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ByteStream.h"
#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/project/Results.h"

namespace orelens::project {

class Project;
class Fingerprint;

/// One result as the project file keeps it.
struct ResultRow {
    std::string name;  ///< "drilling.composites": room and member; names the bytes in the file
    std::function<bool(const Results&)> present;
    std::function<void(Results&)> clear;
    std::function<std::string()> shape;  ///< layout of the bytes; only equal shapes are read
    std::function<base::Expected<std::string>(const Results&)> write;
    /// False: the bytes are damaged, or what they rest on is not there; the result then stays absent.
    std::function<bool(const std::string& bytes, Results&)> read;
    bool compressed = false;  ///< the bytes are compressed already
    /// For results too large to be held twice, in place of `write` and `read`; the bytes are compressed
    /// already.
    std::function<base::Expected<void>(const Results&, const base::ByteSink&, std::size_t piece)> stream_out;
    /// False as above; an error where nothing can be said of the bytes: cancelled, or the system's.
    std::function<base::Expected<bool>(const base::ByteSource&, Results&, const base::Progress&)> stream_in;
};

/// What a stage will need, known before it starts.
struct WorkSize {
    double cells = 0;                          ///< what it goes through, counted in `unit`
    const char* unit = "project.size.blocks";  ///< text key: blocks, samples, rows or pairs
    double bytes = 0;                          ///< of memory, at its peak, beyond what is held already
    double seconds = 0;                        ///< rough, on this machine
    base::Message fix;                         ///< which parameter would make it smaller
    base::Place place;
};

struct Stage {
    std::string id;         ///< "composite"
    std::string workspace;  ///< "data", "perspective", "evaluation" or "utilisation"
    base::Bilingual label;  ///< of lists and docks
    base::Bilingual doing;  ///< progress words while it runs
    base::Bilingual help;
    std::vector<std::string> inputs;  ///< stages whose results it reads
    /// Parameters whose change makes it stale: ids, or groups that end with a dot. A parameter belongs to the
    /// stage that names it most exactly. A whole repeated group ("element.*.") stands for its keys as well.
    std::vector<std::string> parameters;
    std::string keys;     ///< repeated group it works by, each key on its own: "element"; empty = none
    /// Ids of parameters of another stage that its own results rest on as well.
    std::vector<std::string> reads_parameters;
    /// Of its parameters, those that say what is made of all keys together: a change leaves each key's own.
    std::vector<std::string> beside_keys;
    std::string extends;  ///< input whose result it adds to; when that is made anew, its own results go
    bool model_replaces = false;  ///< skipped when the block model comes from a file
    double share = 0.01;          ///< of the time of a whole run, roughly; for one progress bar

    /// Whether an input matters under this recipe; always, where it is absent.
    std::function<bool(const Project&, const std::string& input)> reads_input;
    /// Inputs that do not matter are not made for it when a run ends there: it can do without them.
    bool spares_inputs = false;
    /// Adds what it depends on beside parameters and inputs: approvals, files that no parameter names.
    std::function<void(const Project&, Fingerprint&)> depends;
    std::vector<ResultRow> results;
    /// Before it starts: what it will need. Absent: little.
    std::function<base::Expected<WorkSize>(const Project&)> size;
    /// Reads the recipe and the results of its inputs; publishes its own only when they are whole.
    std::function<base::Expected<void>(Project&, base::Progress&)> run;
    /// Looks at the results it has just made. A cancel may cut it off: half a list would read as a clean
    /// bill, so the list and the results are then thrown away and those of before stay. Absent: nothing to
    /// look at.
    std::function<std::vector<base::Finding>(const Project&, base::Progress&)> examine;
    /// Makes again what the file does not keep, once its results have been read. False: it must run again, or
    /// the work was cancelled.
    std::function<bool(Project&, const base::Progress&)> restored;
};

using StageTable = std::vector<Stage>;

/// The program's stages, in the order in which they run.
const StageTable& stage_table();

/// Null for an unknown id.
const Stage* find_stage(const StageTable& table, std::string_view id);
/// Ids in an order in which every stage comes after its inputs; the table's own order where that is free.
/// Throws std::logic_error when stages wait for each other or name an input that is not there.
std::vector<std::string> run_order(const StageTable& table);
/// A stage and all that it rests on under a project's recipe, in run order.
std::vector<std::string> needed_for(const Project& project, const std::string& stage);
/// The stages that a parameter belongs to, by its declared id ("element.*.top_cut"); empty where it only
/// labels and reports.
std::vector<std::string> stages_of_param(const StageTable& table, std::string_view declared_id);
/// Whether `stage` is one of stages_of_param: asked first of the stage alone, which nearly always decides it.
bool owns_param(const StageTable& table, const Stage& stage, std::string_view declared_id);
/// The first of them, or "report".
std::string stage_of_param(std::string_view declared_id);

/// A mistyped stage id as an error with the nearest known one.
base::Expected<void> check_stage(const StageTable& table, const std::string& id);

/// resources/docs/stages.{en,zh}.md.
std::string stage_reference(base::Language language);

}  // namespace orelens::project
