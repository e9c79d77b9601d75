#include "core/learning/Booster.h"

#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <limits>
#include <mutex>
#include <utility>

#include "core/learning/SavedTrees.h"

namespace orelens::learning {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

std::unexpected<base::Error> library_error() {
    return fail(ErrorKind::internal, Message("learning.xgboost", {{"what", XGBGetLastError()}}));
}

class Matrix {
  public:
    explicit Matrix(const Eigen::MatrixXd& x) {
        const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = x.cast<float>();
        create(rows.data(), static_cast<bst_ulong>(x.rows()), static_cast<bst_ulong>(x.cols()));
    }
    Matrix(const float* rows, std::size_t count, std::size_t columns) {
        create(rows, static_cast<bst_ulong>(count), static_cast<bst_ulong>(columns));
    }
    Matrix() = default;
    ~Matrix() {
        if (handle_ != nullptr) XGDMatrixFree(handle_);
    }
    Matrix(const Matrix&) = delete;
    Matrix& operator=(const Matrix&) = delete;
    [[nodiscard]] DMatrixHandle get() const { return handle_; }

  private:
    void create(const float* rows, bst_ulong count, bst_ulong columns) {
        if (XGDMatrixCreateFromMat(rows, count, columns, missing, &handle_) != 0) handle_ = nullptr;
    }
    DMatrixHandle handle_ = nullptr;
};

constexpr const char* sums = R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})";

}  // namespace

struct Booster::Handles {
    Handles() = default;
    explicit Handles(const Eigen::MatrixXd& x) : training(x) {}
    ~Handles() {
        if (booster != nullptr) XGBoosterFree(booster);
    }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;
    Matrix training;
    BoosterHandle booster = nullptr;
    std::mutex one_at_a_time;  ///< what a prediction returns belongs to the booster until the next one
};

base::Expected<Booster> Booster::begin(const Eigen::MatrixXd& x, const Eigen::VectorXd& y,
                                       const std::vector<Monotone>& signs, const BoosterRule& rule,
                                       const Eigen::VectorXd& weights) {
    Booster made;
    made.handles_ = std::make_shared<Handles>(x);
    Handles& h = *made.handles_;
    if (h.training.get() == nullptr) return library_error();
    const Eigen::VectorXf label = y.cast<float>();
    if (XGDMatrixSetFloatInfo(h.training.get(), "label", label.data(), static_cast<bst_ulong>(label.size())) != 0)
        return library_error();
    const Eigen::VectorXf weight = weights.cast<float>();
    if (weight.size() > 0 && XGDMatrixSetFloatInfo(h.training.get(), "weight", weight.data(),
                                                   static_cast<bst_ulong>(weight.size())) != 0)
        return library_error();
    const DMatrixHandle known[] = {h.training.get()};
    if (XGBoosterCreate(known, 1, &h.booster) != 0) return library_error();

    std::string constraints = "(";
    for (std::size_t i = 0; i < signs.size(); ++i)
        constraints += fmt::format("{}{}", i == 0 ? "" : ",", static_cast<int>(signs[i]));
    constraints += ")";
    // One thread: folds run side by side, and threads of the library's own on a busy machine wait for each other.
    const std::pair<const char*, std::string> settings[] = {
        {"nthread", "1"},
        {"verbosity", "0"},
        {"objective", rule.aim == BoosterRule::Aim::logistic ? "binary:logistic" : "reg:squarederror"},
        {"base_score", fmt::format("{}", rule.start)},
        {"tree_method", "exact"},
        {"max_depth", fmt::format("{}", rule.depth)},
        {"eta", fmt::format("{}", rule.rate)},
        {"min_child_weight", fmt::format("{}", rule.least_rows)},
        {"subsample", fmt::format("{}", rule.row_share)},
        {"colsample_bytree", fmt::format("{}", rule.column_share)},
        {"colsample_bynode", fmt::format("{}", rule.node_share)},
        {"num_parallel_tree", fmt::format("{}", rule.together)},
        {"lambda", fmt::format("{}", rule.penalty)},
        {"seed", fmt::format("{}", rule.seed % 2147483647U)},
        {"monotone_constraints", constraints},
    };
    for (const auto& [name, value] : settings)
        if (XGBoosterSetParam(h.booster, name, value.c_str()) != 0) return library_error();
    return made;
}

base::Expected<void> Booster::grow() {
    if (XGBoosterUpdateOneIter(handles_->booster, steps_, handles_->training.get()) != 0) return library_error();
    ++steps_;
    return {};
}

namespace {

/// What the library returns is its own until the next question: copied under the lock of the booster.
base::Expected<std::vector<float>> copied(BoosterHandle booster, std::mutex& one_at_a_time, const Matrix& asked,
                                          const char* how) {
    if (asked.get() == nullptr) return library_error();
    const std::lock_guard lock(one_at_a_time);
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* result = nullptr;
    if (XGBoosterPredictFromDMatrix(booster, asked.get(), how, &shape, &dimensions, &result) != 0)
        return library_error();
    std::size_t count = 1;
    for (bst_ulong d = 0; d < dimensions; ++d) count *= shape[d];
    return std::vector<float>(result, result + count);
}

}  // namespace

base::Expected<std::vector<float>> Booster::ask(const Eigen::MatrixXd& x, const char* how) const {
    return copied(handles_->booster, handles_->one_at_a_time, Matrix(x), how);
}

base::Expected<std::vector<float>> Booster::predict_rows(const float* rows, std::size_t count, std::size_t columns) const {
    if (steps_ == 0 || count == 0) return std::vector<float>(count, 0.0F);
    return copied(handles_->booster, handles_->one_at_a_time, Matrix(rows, count, columns), sums);
}

base::Expected<std::string> Booster::save() const {
    bst_ulong size = 0;
    const char* text = nullptr;
    const std::lock_guard lock(handles_->one_at_a_time);
    if (XGBoosterSaveModelToBuffer(handles_->booster, R"({"format":"json"})", &size, &text) != 0) return library_error();
    return std::string(text, size);
}

base::Expected<Booster> Booster::load(const std::string& saved) {
    const auto checked = checked_trees(saved);
    if (!checked) return std::unexpected(checked.error());
    Booster made;
    made.handles_ = std::make_shared<Handles>();
    if (XGBoosterCreate(nullptr, 0, &made.handles_->booster) != 0) return library_error();
    if (XGBoosterLoadModelFromBuffer(made.handles_->booster, checked->data(), checked->size()) != 0) return library_error();
    if (XGBoosterSetParam(made.handles_->booster, "nthread", "1") != 0) return library_error();
    made.steps_ = 1;
    return made;
}

base::Expected<Eigen::VectorXd> Booster::predict(const Eigen::MatrixXd& x) const {
    if (steps_ == 0 || x.rows() == 0) return Eigen::VectorXd(Eigen::VectorXd::Zero(x.rows()));
    auto said = ask(x, sums);
    if (!said) return std::unexpected(said.error());
    return Eigen::VectorXd(Eigen::Map<const Eigen::VectorXf>(said->data(), x.rows()).cast<double>());
}

base::Expected<Eigen::MatrixXd> Booster::contributions(const Eigen::MatrixXd& x) const {
    if (steps_ == 0 || x.rows() == 0) return Eigen::MatrixXd(Eigen::MatrixXd::Zero(x.rows(), x.cols() + 1));
    auto said = ask(x, R"({"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})");
    if (!said) return std::unexpected(said.error());
    using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::MatrixXd(Eigen::Map<const Rows>(said->data(), x.rows(), x.cols() + 1).cast<double>());
}

}  // namespace orelens::learning
