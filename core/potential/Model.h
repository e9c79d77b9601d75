// What the methods of this room learn, in one form: trained on some voxels, asked about others, explained, saved and
// read back (potential.md §5). Everything that is learned (weights, cutoffs, means, trees) is learned from the training
// voxels alone, so that a fold can be tested.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <variant>

#include "core/base/Progress.h"
#include "core/learning/Booster.h"
#include "core/potential/Evidence.h"
#include "core/potential/Fuzzy.h"
#include "core/potential/Logistic.h"
#include "core/potential/WeightModel.h"

namespace orelens::potential {

enum class MethodKind { weights, information, logistic, forest, boosting, fuzzy, bagging, elkan_noto, distance, random };
/// "weights" …: ids in study files, in the order of the enumerators.
const std::vector<std::string>& method_ids();

struct LayerRule {
    std::string layer;
    WeightRule weights;
    int classes = 5;          ///< equal-count classes of amounts
    std::vector<double> edges;  ///< own class edges instead
    learning::Monotone sign = learning::Monotone::free;
};

struct MethodRule {
    MethodKind kind = MethodKind::weights;
    std::string id;                  ///< name in tables; empty = that of the kind
    std::vector<std::string> layers; ///< empty = all
    std::vector<LayerRule> per_layer;
    double ridge = 0;                ///< logistic
    int trees = 0;                   ///< 0 = 60 boosted, 300 of a forest, 20 members of a bag
    int depth = 0;                   ///< 0 = 3 boosted, 12 of a forest
    double rate = 0.1, row_share = 0, column_share = 0;  ///< 0 = all boosted, √ of the columns and 63 % in a forest
    double least_rows = 0;           ///< 0 = 1 boosted, 3 in a forest
    bool balance = false;            ///< weights that make both classes alike; nothing is duplicated
    FuzzyTree fuzzy;
    [[nodiscard]] const std::string& name() const;
};

/// Whether scores are probabilities by construction, or only ranks until they are calibrated.
bool is_relative(const MethodRule& rule);
bool needs_labels(MethodKind kind);

struct LogisticModel {
    Standardiser standard;
    LogisticFit fit;
};
struct WeightsModel {
    WeightModel model;
    bool information = false;  ///< scores are sums of information values
};
struct TreesModel {
    std::shared_ptr<learning::Booster> trees;
    bool forest = false;
};
struct FuzzyModel {
    FuzzyTree tree;
};
struct BagModel {
    std::vector<LogisticModel> members;
    std::vector<std::vector<std::int64_t>> drawn;  ///< unlabelled voxels of each member, ascending: not scored by it
    double share = 1;  ///< Elkan & Noto's c; 1 of a bag
};
struct DistanceModel {
    std::vector<Vec3> ore;
};
struct RandomModel {
    std::uint64_t seed = 1;
};

struct Trained {
    MethodRule rule;
    std::vector<std::string> layers;
    std::int64_t rows = 0, positives = 0;
    std::variant<LogisticModel, WeightsModel, TreesModel, FuzzyModel, BagModel, DistanceModel, RandomModel> model;
};

/// rows: training voxels with a label (positive-unlabelled methods take active voxels without one besides).
/// Errors: those of the methods; fewer positives than they need; cancelled.
base::Expected<Trained> train(const Evidence& evidence, std::span<const std::int8_t> labels, std::span<const std::int64_t> rows,
                              const MethodRule& rule, std::uint64_t seed, const base::Progress& progress);

/// Score of each voxel: a probability where the method has one, else a rank; NaN where every layer of it is missing.
/// From several threads, same bits whatever they are.
base::Expected<std::vector<double>> score(const Trained& trained, const Evidence& evidence, std::span<const std::int64_t> voxels);

/// Every active voxel, piece by piece, so that the features are never held all at once; NaN elsewhere.
base::Expected<std::vector<float>> predict(const Trained& trained, const Evidence& evidence, const base::Progress& progress);

/// voxels × (layers + 1): what each layer adds, and last what every voxel has. In log-odds for logistic regression,
/// weights and boosting, in probability for a forest. Error (kind usage): a method without such parts.
base::Expected<Eigen::MatrixXd> explain(const Trained& trained, const Evidence& evidence, std::span<const std::int64_t> voxels);

/// rows × layers, NaN = missing.
Eigen::MatrixXd features(const Evidence& evidence, const std::vector<std::string>& layers, std::span<const std::int64_t> voxels);

}  // namespace orelens::potential
