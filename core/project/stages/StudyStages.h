// What the three stages of potential share: the study's file as the project sees it, what its parts are made from, and
// how a model of columns is kept. Internal to them.
#pragma once

#include "core/project/PotentialWork.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {

/// What a study's file names, as far as stages must know before they read it all. Remembered by the file's digest.
struct StudyNames {
    bool readable = false;
    bool own_grid = false, own_holes = false;
    std::vector<std::string> files;      ///< that it names, by name as seen from its folder
    std::string folder;
};
StudyNames study_names(const Project& project);

bool study_in_use(const Project& project);
/// The study with what it may take from the project.
base::Expected<PotentialStudy> read_study(const Project& project);
/// The same with evidence and labels as the results hold them. Error: they are not there.
base::Expected<PotentialStudy> study_with_evidence(const Project& project);

/// A model kept under a name of its own; compressed, never held twice.
ResultRow kept_model(const std::string& name);
/// Both results of a stage, or neither.
bool both_or_neither(Results& results, const std::string& study, const std::string& columns);

}  // namespace orelens::project
