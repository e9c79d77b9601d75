// The work of the three stages of potential, from a study that was read: evidence, prediction, targets.
#pragma once

#include "core/potential/FollowUp.h"
#include "core/potential/Rules.h"
#include "core/project/Potential.h"
#include "core/project/PotentialStudy.h"

namespace orelens::project {

struct MadeEvidence {
    EvidenceResult result;
    blocks::BlockModel model;
};
/// Layers and labels of a study. Errors: those of its files; labels that no method can use.
base::Expected<MadeEvidence> make_evidence(PotentialStudy& study, const EarlierLayers& earlier, const base::Progress& progress);
/// The layers of an earlier run, for make_evidence.
EarlierLayers earlier_layers(const EvidenceResult& result, const blocks::BlockModel& model);
/// The other way round: a study's evidence, ground and labels from the results.
void take_evidence(PotentialStudy& study, const EvidenceResult& result, const blocks::BlockModel& model);

struct MadeValidation {
    PredictionResult result;  ///< as far as methods and folds
    potential::Validation validation;
};
base::Expected<MadeValidation> validate_study(const PotentialStudy& study, const base::Progress& progress);

struct MadePrediction {
    PredictionResult result;
    potential::Trained trained;
    std::vector<float> probability, member_mean, sd, p10, p90;  ///< of members empty where there are none
    std::vector<std::uint8_t> outside;                          ///< DomainGuard bits; empty = not judged
    std::vector<std::int32_t> driver, fold;                     ///< −1 = none; driver counts in result.layers
    std::optional<potential::Platt> platt;
};
/// Validates every method, takes the best by folds of space (or the one that is named), predicts with it.
base::Expected<MadePrediction> predict_study(const PotentialStudy& study, const potential::PotentialRule& rule, const base::Progress& progress);
/// Share of ore among the voxels that were drilled long enough, whatever their grade. NaN where drilling does not tell: beside
/// solids, none of it or nothing else met ore.
double drilled_share(const PotentialStudy& study);
/// All its columns beside those of the evidence.
blocks::BlockModel with_prediction(const blocks::BlockModel& evidence, const PotentialStudy& study, const MadePrediction& made);

/// What stands and what was drilled since, by the study, for targets.
struct Surroundings {
    std::vector<std::uint8_t> workings;    ///< per voxel; empty = the study names none
    std::vector<std::int8_t> new_labels;   ///< of voxels that new holes met and no older one; empty = no new holes
    std::vector<std::uint8_t> met;         ///< of the same voxels: 1, whatever was found
    std::int64_t known_before = 0;
    std::vector<potential::DrilledHole> drilled;  ///< the new holes, for the campaign
    double grade_fraction = 0;                    ///< mass fraction of one unit of their grades; 0 = not known
    std::vector<base::Finding> findings;          ///< of their files
    [[nodiscard]] std::vector<blocks::Vec3> places(const blocks::GridGeometry& grid) const;  ///< of workings
};
/// Errors: those of the files; new holes without a cutoff of the labels.
base::Expected<Surroundings> surroundings_of(const PotentialStudy& study, base::Progress& progress);

struct TargetWork {
    const PotentialStudy& study;
    const EvidenceResult& evidence;
    const PredictionResult& prediction;
    std::span<const float> probability;
    std::span<const std::uint8_t> outside;   ///< empty = not judged
    std::span<const std::uint8_t> excluded;  ///< of excluded_voxels
    const Surroundings& around;
    double density_t_m3 = 0;                 ///< where the study states none; 0 = not known
    std::string forbidden_file = {};         ///< outlines beside those of the study; empty = none
};
/// Voxels that targets leave out by the study: solids and layers that it names, and what was mined. Empty where it names none.
base::Expected<std::vector<std::uint8_t>> excluded_voxels(const PotentialStudy& study, const base::Progress& progress);
/// How targets are put together by the study; the threshold of `rule` where it states one, else the study's, else the
/// crossing. Error: captured and occupied share do not cross, and no threshold is stated.
base::Expected<potential::TargetRule> target_rule(const PotentialStudy& study, const potential::PotentialRule& rule, const PredictionResult& prediction);
base::Expected<TargetResult> find_and_drill(const TargetWork& work, const potential::PotentialRule& rule, const base::Progress& progress);

/// Holes for the targets of a list, by the study; what keeps targets without one is said. Errors: those of files; a pad below
/// the ground that is no station.
base::Expected<void> propose_holes(const TargetWork& work, const potential::TargetList& list, const base::Progress& progress, TargetResult& made);

/// What became of the proposed holes, by the new holes of the study; those that fit no proposal are said, as is a hole that
/// has a proposal's name and stands elsewhere. Nothing without new holes.
void follow_up(const TargetWork& work, const potential::TargetList& list, TargetResult& made);

/// Holes alone, and their prognosis as a table: one row per stretch, what was found in it beside it, `layers` in the order
/// of the evidence. Grades are in the unit that FOUND_UNIT names (told_grade), empty where none is known.
potential::Campaign campaign_of(const TargetResult& result);
std::string prognosis_csv(const TargetResult& result, const std::vector<std::string>& layers);
/// Planned, drilled, result: one row per proposed hole; numbers that are not known are empty.
std::string campaign_csv(const TargetResult& result);
/// Text key of a state, "potential.hole_state.planned" …
const char* state_words(potential::HoleState state);

/// A model of the study's active voxels, and columns for it.
base::Expected<blocks::BlockModel> active_model(const potential::Evidence& evidence, const base::Progress& progress);
void add_real(blocks::BlockModel& model, const std::string& name, std::span<const float> values, const std::string& unit = "");
/// −1 is missing.
void add_codes(blocks::BlockModel& model, const std::string& name, std::span<const std::int32_t> values, std::vector<std::string> codes);

}  // namespace orelens::project
