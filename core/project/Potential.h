// What the stages of potential leave behind, and how: evidence on its grid, the prediction with how far to trust it,
// targets with the holes that test them (potential.md). The values of voxels stand in block models of their own, which
// share their columns; everything here is potential (潜在) and never added to resources.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/blocks/BlockModel.h"
#include "core/potential/FollowUp.h"
#include "core/potential/Raster.h"
#include "core/potential/TargetEdits.h"

namespace orelens::project {

struct Results;

/// Columns: "evidence.fault" … for the layers, and those below.
inline constexpr const char* evidence_prefix = "evidence.";
inline constexpr const char* potential_prefix = "potential.";
inline constexpr const char* label_column = "potential.label";  ///< 0 barren, 1 positive, missing = unknown
inline constexpr const char* label_length_column = "potential.label_length";
inline constexpr const char* label_grade_column = "potential.label_grade";
inline constexpr const char* label_hole_column = "potential.label_hole";
inline constexpr const char* probability_column = "potential.probability";
inline constexpr const char* member_mean_column = "potential.member_mean";
inline constexpr const char* member_sd_column = "potential.sd";
inline constexpr const char* p10_column = "potential.p10";
inline constexpr const char* p90_column = "potential.p90";
inline constexpr const char* domain_column = "potential.domain";
inline constexpr const char* driver_column = "potential.driver";
inline constexpr const char* fold_column = "potential.fold";  ///< from 1; missing = no label
inline constexpr const char* missing_layers_column = "potential.missing_layers";
inline constexpr const char* target_column = "potential.target";
inline constexpr const char* workings_column = "potential.workings";  ///< 1: workings, by the study
inline constexpr const char* new_hole_column = "potential.new_hole";    ///< met by new holes: 0 barren, 1 ore, 2 neither
inline constexpr const char* excluded_column = "potential.excluded";  ///< 1: no target by the study

struct EvidenceLayer {
    std::string id, stamp;
    potential::Provenance from;
    bool nominal = false, projected = false;
    potential::Coverage coverage;
    potential::LabelHistogram histogram;
    std::vector<base::Finding> findings;
};

/// A file as it was read: its name seen from the study's folder, and its digest.
using StudyFileRead = std::pair<std::string, std::string>;

struct EvidenceResult {
    std::vector<StudyFileRead> files;
    bool grid_of_model = false, holes_of_project = false;  ///< taken from the project
    std::string labels_stamp;                              ///< a name for the labels of all voxels
    std::string crs;
    blocks::GridGeometry grid;
    std::vector<EvidenceLayer> layers;
    std::vector<double> correlation;           ///< layers × layers
    std::optional<potential::Raster> ground;   ///< over the grid
    std::int64_t active = 0, positives = 0, barrens = 0, weak = 0, inactive = 0;
    std::string label_element;                 ///< empty: labels of a list
    double cutoff = 0, barren = 0;
    double grade_fraction = 0;                 ///< mass fraction of one unit of the label's grade; 0 = not known
    std::vector<base::Finding> findings;
    std::vector<base::Message> advice;
};

/// The unit that grades of the labels are told in, and what a grade as read is multiplied by for it: g/t where they are so
/// read, else %; "" and 1 where nobody knows the unit that they were read in.
struct ToldGrade {
    std::string unit;
    double factor = 1;
};
ToldGrade told_grade(const EvidenceResult& evidence);
/// The same by the mass fraction of one unit as read; 0 = not known.
ToldGrade told_grade(double grade_fraction);

struct MethodNote {
    std::string name;
    bool baseline = false, relative = false;
    base::Message refused;
    double mean = 0, low = 0, high = 0, fit = 0, depth = 0, orebody = 0, precision = 0;  ///< NaN where not judged
    double captured = 0, occupied = 0;   ///< P-A crossing
    double brier = 0, calibration_error = 0;
    std::array<double, 3> capture{};     ///< at 1, 5, 10 % of the labelled volume
    std::vector<double> repeats;         ///< area of each
    double se = 0;                       ///< DeLong's, of the first repeat
    std::int64_t scored = 0, held_out = 0;
    std::vector<std::pair<double, double>> prediction, success;  ///< volume share, captured share
    std::vector<std::array<double, 3>> roc;                      ///< false rate, true rate, precision
    std::vector<std::array<double, 3>> reliability;              ///< count, mean, observed
};

struct FoldNote {
    std::int64_t positives = 0, samples = 0, trained = 0;
};

/// Weights of evidence of one layer, learned from all labels.
struct ContrastRow {
    std::int32_t cls = 0;
    std::int64_t in_positive = 0, out_positive = 0, in_other = 0, out_other = 0;
    double w_plus = 0, w_minus = 0, contrast = 0, s_contrast = 0, studentised = 0, information = 0;
    bool zero = false;
};
struct ContrastTable {
    std::string layer;
    std::vector<double> edges;  ///< empty: codes
    std::vector<ContrastRow> rows;
    std::int64_t missing = 0;
    std::int32_t cutoff = -1;   ///< row; −1 = each class for itself, or none qualifies
    bool left_out = false;
};

struct PredictionResult {
    std::string stamp;           ///< of all that it rests on
    std::vector<MethodNote> methods;
    std::string method;          ///< that predicts
    std::string meaning;         ///< text key: calibrated, at the drilled share, relative
    bool calibrated = false, chosen_by_hand = false;
    double platt_slope = 1, platt_intercept = 0;  ///< of the calibration, at the share of the field
    double training_share = 0, field_share = 0;   ///< of ore: among labels, and that the probabilities are true to
    bool share_stated = false;                    ///< by the study; else it is the drilled share
    std::vector<base::Message> trust;
    double edge_m = 0, buffer_m = 0;
    std::int32_t blocks = 0, repeats = 0;
    std::vector<FoldNote> folds;
    std::vector<ContrastTable> contrasts;
    std::vector<base::Message> independence;  ///< advice of the tests, where layers are added up
    double omnibus_z = 0, omnibus_ratio = 0;  ///< NaN without weights of evidence
    std::vector<std::string> layers;          ///< that the method uses
    std::int32_t members = 0, failed_members = 0;
    double domain_limit = 0;
    std::int64_t unknown = 0, outside = 0;    ///< voxels never drilled; of them out of the domain
    double crossing = 0;                      ///< threshold where captured and occupied share cross; NaN = they do not
    bool drivers_of_best_only = false;        ///< only the voxels that score highest were explained
};

struct TargetNote {
    potential::Target target;
    double stands = 0;  ///< share of changes of the evidence that it survives; NaN = not asked
    std::vector<std::pair<std::string, double>> drivers;  ///< layer, mean part; the strongest first
    bool factors = false;  ///< parts are of log-odds: exp makes factors of them; else of probability
    std::int64_t met = 0, found = 0;  ///< voxels that new holes met; of them ore
    bool has_metal = false;
    potential::Metal metal;
};
struct HoleNote {
    potential::ProposedHole hole;
    std::vector<potential::PrognosisRow> rows;
    potential::HoleOutcome outcome;  ///< planned, where the study names no new holes
};
struct TargetResult {
    double threshold = 0;
    bool by_crossing = false;
    std::int64_t voxels = 0, excluded = 0;
    std::int32_t components = 0, too_small = 0, connectivity = 6;
    double too_small_m3 = 0, least_volume_m3 = 0;
    double grade = 0, density_t_m3 = 0;  ///< that metal was reckoned with; NaN = none was
    double grade_fraction = 0;           ///< mass fraction of one unit of the grades that holes found; 0 = not known
    std::vector<TargetNote> targets;
    std::vector<HoleNote> holes;
    double metres = 0;
    std::vector<std::vector<std::array<double, 2>>> forbidden;  ///< outlines in which no hole may start
    bool drilled_since = false;               ///< the study names new holes
    std::int64_t known_before = 0;            ///< voxels that they met and that older holes had met as well: not counted
    std::vector<potential::HitRate> hits;     ///< ten classes of probability; empty without new holes
    std::vector<base::Message> said;
    std::vector<base::Finding> findings;      ///< of the files of new holes
    std::string study_edits, edits;           ///< merges and splits by the study, and by the recipe after it, as they were done
};

/// The results; null where nothing was made. Models: evidence, then with the prediction, then with the targets.
std::shared_ptr<const EvidenceResult> evidence_of(const Results& results);
std::shared_ptr<const PredictionResult> prediction_of(const Results& results);
std::shared_ptr<const TargetResult> targets_of(const Results& results);
/// The fullest of the models that fit together.
std::shared_ptr<const blocks::BlockModel> potential_model(const Results& results);

/// What targets are looked for in, once made from a model; asked for any threshold.
struct TargetInput {
    potential::Evidence evidence;  ///< without layers
    std::vector<float> probability;
    std::vector<std::int8_t> labels;
    std::vector<std::uint8_t> outside;  ///< of the domain
    std::vector<std::uint8_t> excluded, drilled_since;
    std::vector<std::uint8_t> ore_since;  ///< of drilled_since: voxels where new holes found ore; empty = no new holes
    std::vector<blocks::Vec3> workings;
    std::optional<potential::Raster> ground;
    potential::TargetRule rule;
    std::vector<potential::TargetEdit> study_edits, edits;
    [[nodiscard]] potential::TargetData data() const;
};
/// Voxels of a target that new holes met, and those of them that were ore; {0, 0} without new holes.
struct MetAndFound {
    std::int64_t met = 0, found = 0;
};
MetAndFound met_in(const potential::Target& target, std::span<const std::uint8_t> met, std::span<const std::uint8_t> ore);
/// Targets at another threshold, with other edits by hand than the results have; what could not be edited is said.
base::Expected<potential::TargetList> targets_at(const TargetInput& input, double threshold, const std::vector<potential::TargetEdit>& edits, std::vector<base::Message>& said);
/// Null without a prediction.
std::shared_ptr<const TargetInput> target_input(const Results& results);

/// A column as one number per voxel of the grid, NaN where there is none.
std::vector<float> column_values(const blocks::BlockModel& model, const std::string& column);

}  // namespace orelens::project
