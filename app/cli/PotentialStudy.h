// A study of potential as a JSON file: grid, ground, evidence, labels, methods, validation, targets, holes. Read here, with
// the place of every mistake; the work is core/potential's.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/potential/Drill.h"
#include "core/potential/Validation.h"

namespace orelens::cli {

struct PotentialStudy {
    nlohmann::json rule;
    std::string file, folder;
    potential::Evidence evidence;
    std::optional<potential::Raster> ground;
    potential::Labels labels;
    std::vector<potential::MethodRule> methods;
    potential::ValidationRule validation;
    std::vector<base::Finding> findings;
};

/// Keys that a study may have are checked: an unknown one is refused with the nearest known name.
base::Expected<PotentialStudy> read_potential_study(const std::string& file);

/// All files that the study is made from, itself among them.
std::vector<std::string> input_files(const PotentialStudy& study);

/// 1 where a layer of one of the names is above 0, and inside of solids in files. Errors: those of the files.
base::Expected<std::vector<std::uint8_t>> marked(const PotentialStudy& study, const std::vector<std::string>& names, const base::Progress& progress);

/// Reads and derives all layers, in order; each may use those before it. Errors: those of files and derivations.
base::Expected<void> derive_evidence(PotentialStudy& study, const base::Progress& progress);
base::Expected<void> make_labels(PotentialStudy& study, base::Progress& progress);

/// Opens every evidence file once and says what it is, without stopping at the first that is refused.
struct FileVerdict {
    std::string layer, file, format;
    std::vector<base::Finding> findings;
    std::optional<base::Error> refused;
};
std::vector<FileVerdict> examine_files(const PotentialStudy& study, const base::Progress& progress);

}  // namespace orelens::cli
