// A study of potential as a JSON file: grid, ground, evidence, labels, methods, validation, targets, holes. Read here,
// with the place of every mistake; the work is core/potential's. Where the study says nothing of its grid or of its
// drillholes, those of the project stand in.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/JsonPlaces.h"
#include "core/base/Progress.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/potential/Drill.h"
#include "core/potential/TargetEdits.h"
#include "core/potential/Validation.h"

namespace orelens::project {

/// What a study may take from the project that it belongs to.
struct StudyContext {
    std::optional<blocks::GridGeometry> grid;        ///< of the block model
    const drilling::DrillholeSet* holes = nullptr;   ///< must outlive the study
    std::string crs;
    std::function<bool(const base::Finding&)> agreed = {};  ///< what somebody approved in the files of a study's own holes; empty = nothing
    std::shared_ptr<const void> kept = {};                  ///< owns `holes` where nobody else does
};

struct PotentialStudy {
    nlohmann::json rule;
    std::shared_ptr<const base::JsonNode> places;  ///< the same text as a tree that knows lines and columns; null = not known
    std::string file, folder;
    StudyContext context;
    potential::Evidence evidence;
    std::optional<potential::Raster> ground;
    potential::Labels labels;
    double grade_fraction = 0;  ///< mass fraction of one unit of the labels' grade; 0 = not known
    std::vector<potential::MethodRule> methods;
    potential::ValidationRule validation;
    std::vector<base::Finding> findings;  ///< of ground and labels
    /// Per layer: what its file had to say, and a name for all that its values are made from.
    std::vector<std::vector<base::Finding>> layer_findings;
    std::vector<std::string> layer_stamps;
};

/// Keys that a study may have are checked: an unknown one is refused with the nearest known name.
base::Expected<PotentialStudy> read_potential_study(const std::string& file, const StudyContext& context = {});

/// Merges and splits that the study states under targets.edits. Error: the first that cannot be read, with its place.
base::Expected<std::vector<potential::TargetEdit>> study_edits(const PotentialStudy& study);

/// All files that the study is made from, itself among them.
std::vector<std::string> input_files(const PotentialStudy& study);
/// Those that a part of it names.
std::vector<std::string> files_in(const PotentialStudy& study, const nlohmann::json& part);

/// 1 where a layer of one of the names is above 0, and inside of solids in files. Errors: those of the files.
base::Expected<std::vector<std::uint8_t>> marked(const PotentialStudy& study, const std::vector<std::string>& names, const base::Progress& progress);

/// Layers that were made before, by their stamps: one that is found here is taken as it is.
struct EarlierLayers {
    std::map<std::string, potential::Layer> by_stamp;
    std::map<std::string, std::vector<base::Finding>> findings;
};

/// The ground, and which voxels lie below it. Errors: those of its file.
base::Expected<void> read_ground(PotentialStudy& study, const base::Progress& progress);
/// Reads and derives all layers, in order; each may use those before it. Errors: those of files and derivations.
base::Expected<void> derive_evidence(PotentialStudy& study, const base::Progress& progress, const EarlierLayers& earlier = {});
base::Expected<void> make_labels(PotentialStudy& study, base::Progress& progress);

/// Opens every evidence file once and says what it is, without stopping at the first that is refused.
struct FileVerdict {
    std::string layer, file, format;
    std::vector<base::Finding> findings;
    std::optional<base::Error> refused;
};
std::vector<FileVerdict> examine_files(const PotentialStudy& study, const base::Progress& progress);

}  // namespace orelens::project
