#include "core/recycling/Reconcile.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <numbers>

#include "core/base/Memory.h"

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const std::vector<std::string>& variable_class_ids() {
    static const std::vector<std::string> ids{"measured_redundant", "measured_just", "observable", "unobservable", "constant"};
    return ids;
}

namespace {

constexpr double small = 1e-8;  // of normalised directions: what is not moved

Expected<void> check(const ReconcileProblem& problem) {
    const int processes = static_cast<int>(problem.processes.size()), count = static_cast<int>(problem.variables.size());
    for (const Variable& one : problem.variables) {
        const base::Place place{.row = one.row, .field = one.id};
        const bool flow = one.kind != VariableKind::transfer;
        const auto inside = [](int n, int most) { return n >= 0 && n < most; };
        const auto is_flow = [&](int n) { return inside(n, count) && problem.variables[static_cast<std::size_t>(n)].kind != VariableKind::transfer; };
        if (flow ? !inside(one.from, processes) || !inside(one.to, processes) : !is_flow(one.from_flow) || !is_flow(one.to_flow))
            return fail(ErrorKind::data, Message("recycling.reconcile.ends", {{"variable", one.id}}), place);
        if (std::isnan(one.value)) {
            if (one.constant) return fail(ErrorKind::data, Message("recycling.reconcile.constant", {{"variable", one.id}}), place);
            continue;
        }
        if (!std::isfinite(one.value)) return fail(ErrorKind::data, Message("recycling.reconcile.infinite", {{"variable", one.id}}), place);
        if (!one.constant && !(one.sd > 0 && std::isfinite(one.sd)))
            return fail(ErrorKind::data, Message("recycling.reconcile.sd", {{"variable", one.id}}), place, Message("recycling.reconcile.sd.fix"));
    }
    for (const Relation& relation : problem.relations)
        for (const auto& [n, factor] : relation.terms)
            if (n < 0 || n >= count || !std::isfinite(factor)) return fail(ErrorKind::data, Message("recycling.reconcile.relation"));
    return {};
}

/// Constraints f(x) = 0 and their derivatives.
class Constraints {
  public:
    explicit Constraints(const ReconcileProblem& problem) : problem_(problem) {
        for (std::size_t p = 1; p < problem.processes.size(); ++p) {
            VectorXd row = VectorXd::Zero(size());
            for (std::size_t n = 0; n < problem.variables.size(); ++n) {
                const Variable& one = problem.variables[n];
                if (one.kind == VariableKind::transfer) continue;
                if (one.to == static_cast<int>(p)) row(static_cast<Index>(n)) += one.kind == VariableKind::flow ? 1 : -1;
                if (one.kind == VariableKind::flow && one.from == static_cast<int>(p)) row(static_cast<Index>(n)) -= 1;
            }
            if (!row.isZero()) add(row, 0);
        }
        for (const Relation& relation : problem.relations) {
            VectorXd row = VectorXd::Zero(size());
            for (const auto& [n, factor] : relation.terms) row(n) += factor;
            add(row, relation.constant);
        }
        for (std::size_t n = 0; n < problem.variables.size(); ++n)
            if (problem.variables[n].kind == VariableKind::transfer) transfers_.push_back(static_cast<Index>(n));
    }
    [[nodiscard]] Index size() const { return static_cast<Index>(problem_.variables.size()); }
    [[nodiscard]] Index count() const { return static_cast<Index>(rows_.size() + transfers_.size()); }
    [[nodiscard]] VectorXd at(const VectorXd& x) const {
        VectorXd f(count());
        Index r = 0;
        for (; r < static_cast<Index>(rows_.size()); ++r) f(r) = rows_[static_cast<std::size_t>(r)].dot(x) - right_[static_cast<std::size_t>(r)];
        for (const Index n : transfers_) f(r++) = x(to(n)) - x(n) * x(from(n));
        return f;
    }
    [[nodiscard]] MatrixXd derivative(const VectorXd& x) const {
        MatrixXd j = MatrixXd::Zero(count(), size());
        Index r = 0;
        for (; r < static_cast<Index>(rows_.size()); ++r) j.row(r) = rows_[static_cast<std::size_t>(r)].transpose();
        for (const Index n : transfers_) {
            j(r, to(n)) += 1;
            j(r, n) -= x(from(n));
            j(r++, from(n)) -= x(n);
        }
        return j;
    }

  private:
    void add(const VectorXd& row, double constant) {
        rows_.push_back(row);
        right_.push_back(constant);
    }
    [[nodiscard]] Index to(Index n) const { return problem_.variables[static_cast<std::size_t>(n)].to_flow; }
    [[nodiscard]] Index from(Index n) const { return problem_.variables[static_cast<std::size_t>(n)].from_flow; }
    const ReconcileProblem& problem_;
    std::vector<VectorXd> rows_;
    std::vector<double> right_;
    std::vector<Index> transfers_;
};

MatrixXd columns(const MatrixXd& of, const std::vector<Index>& wanted) {
    MatrixXd some(of.rows(), static_cast<Index>(wanted.size()));
    for (std::size_t n = 0; n < wanted.size(); ++n) some.col(static_cast<Index>(n)) = of.col(wanted[n]);
    return some;
}

/// What the constraints say where flows of any size stand beside coefficients: unknowns are scaled to their own size.
struct Split {
    MatrixXd measured;  ///< constraints on measured ones alone (rows independent)
    VectorXd left;      ///< f of those rows
    MatrixXd answer;    ///< how unknowns follow: du = answer · dm + offset
    VectorXd offset;
    std::vector<bool> told;  ///< unknowns that are determined
};

Split split(const MatrixXd& ju, const MatrixXd& jm, const VectorXd& f, const VectorXd& scale_u, const VectorXd& scale_m) {
    Split made;
    const Index rows = f.size(), unknown = ju.cols();
    MatrixXd left_null = MatrixXd::Identity(rows, rows);
    made.answer = MatrixXd::Zero(unknown, jm.cols());
    made.offset = VectorXd::Zero(unknown);
    made.told.assign(static_cast<std::size_t>(unknown), false);
    if (unknown > 0 && rows > 0) {
        const MatrixXd scaled = ju * scale_u.asDiagonal();
        Eigen::JacobiSVD<MatrixXd> svd(scaled, Eigen::ComputeFullU | Eigen::ComputeFullV);
        const double largest = svd.singularValues().size() > 0 ? svd.singularValues()(0) : 0;
        Index rank = 0;
        while (rank < svd.singularValues().size() && svd.singularValues()(rank) > small * largest && largest > 0) ++rank;
        left_null = svd.matrixU().rightCols(rows - rank);
        const MatrixXd inverse = svd.matrixV().leftCols(rank) * svd.singularValues().head(rank).cwiseInverse().asDiagonal() * svd.matrixU().leftCols(rank).transpose();
        made.answer = -(scale_u.asDiagonal() * inverse * jm);
        made.offset = -(scale_u.asDiagonal() * inverse * f);
        const MatrixXd free = svd.matrixV().rightCols(unknown - rank);
        for (Index n = 0; n < unknown; ++n) made.told[static_cast<std::size_t>(n)] = free.cols() == 0 || free.row(n).norm() < small;
    }
    const MatrixXd reduced = left_null.transpose() * jm;
    const VectorXd rest = left_null.transpose() * f;
    if (reduced.size() == 0) {  // nothing is said of the measured ones, unless of constants, which are looked at in the end
        made.measured = MatrixXd::Zero(0, jm.cols());
        made.left = VectorXd::Zero(0);
        return made;
    }
    // Rows of the measured ones that say the same are told once.
    Eigen::JacobiSVD<MatrixXd> svd(reduced * scale_m.asDiagonal(), Eigen::ComputeFullU | Eigen::ComputeFullV);
    Index rank = 0;
    const double largest = svd.singularValues().size() > 0 ? svd.singularValues()(0) : 0;
    while (rank < svd.singularValues().size() && largest > 0 && svd.singularValues()(rank) > small * largest) ++rank;
    made.measured = svd.matrixU().leftCols(rank).transpose() * reduced;
    made.left = svd.matrixU().leftCols(rank).transpose() * rest;
    return made;
}

}  // namespace

Expected<Reconciliation> reconcile(const ReconcileProblem& problem, double level, const base::Progress& progress) {
    if (auto good = check(problem); !good) return std::unexpected(good.error());
    if (!(level > 0 && level < 1)) return fail(ErrorKind::usage, Message("recycling.reconcile.level", {{"level", base::number(level)}}));
    // Dense matrices: constraints, their full decompositions, and variances.
    const double all = static_cast<double>(problem.variables.size()), rows = static_cast<double>(problem.processes.size() + problem.relations.size()) + all;
    const double bytes = 8 * (6 * rows * all + 3 * rows * rows + 6 * all * all);
    if (const double machine = base::machine_memory(); machine > 0 && bytes > 0.8 * machine)
        return fail(ErrorKind::data, Message("recycling.stock.memory", {{"needed", base::memory_text(bytes)}, {"there", base::memory_text(machine)}}));
    const Constraints constraints(problem);
    std::vector<Index> unknown, measured;
    VectorXd x(constraints.size());
    double sum = 0, count = 0, largest = 0;
    for (const Variable& one : problem.variables)
        if (one.kind != VariableKind::transfer && !std::isnan(one.value)) {
            sum += std::abs(one.value);
            count += 1;
            largest = std::max(largest, std::abs(one.value));
        }
    const double typical = count > 0 && sum > 0 ? sum / count : 1;
    largest = largest > 0 ? largest : 1;
    for (Index n = 0; n < x.size(); ++n) {
        const Variable& one = problem.variables[static_cast<std::size_t>(n)];
        x(n) = !std::isnan(one.value) ? one.value : one.kind == VariableKind::transfer ? 0.5 : typical;
        if (std::isnan(one.value)) unknown.push_back(n);
        else if (!one.constant) measured.push_back(n);
    }
    const Index nm = static_cast<Index>(measured.size()), nu = static_cast<Index>(unknown.size());
    VectorXd start(nm), variance(nm), scale_u(nu), scale_m(nm);
    for (Index n = 0; n < nm; ++n) {
        const Variable& one = problem.variables[static_cast<std::size_t>(measured[static_cast<std::size_t>(n)])];
        start(n) = one.value;
        variance(n) = one.sd * one.sd;
        scale_m(n) = one.sd;
    }
    for (Index n = 0; n < nu; ++n)
        scale_u(n) = problem.variables[static_cast<std::size_t>(unknown[static_cast<std::size_t>(n)])].kind == VariableKind::transfer ? 1 : typical;

    Reconciliation result;
    Split now;
    Eigen::LDLT<MatrixXd> inner;
    bool settled = false;
    for (int step = 0; step < 100 && !settled; ++step) {
        if (!progress.report(step / 100.0)) return base::cancelled();
        const MatrixXd j = constraints.derivative(x);
        const MatrixXd jm = columns(j, measured), ju = columns(j, unknown);
        now = split(ju, jm, constraints.at(x), scale_u, scale_m);
        VectorXd dm = VectorXd::Zero(nm);
        VectorXd here(nm);
        for (Index n = 0; n < nm; ++n) here(n) = x(measured[static_cast<std::size_t>(n)]);
        if (now.measured.rows() > 0) {
            inner.compute(now.measured * variance.asDiagonal() * now.measured.transpose());
            const VectorXd next = start - variance.asDiagonal() * now.measured.transpose() * inner.solve(now.left + now.measured * (start - here));
            dm = next - here;
        }
        const VectorXd du = now.answer * dm + now.offset;
        double moved = 0;
        for (Index n = 0; n < nm; ++n) {
            x(measured[static_cast<std::size_t>(n)]) += dm(n);
            moved = std::max(moved, std::abs(dm(n)) / scale_m(n));
        }
        for (Index n = 0; n < nu; ++n) {
            x(unknown[static_cast<std::size_t>(n)]) += du(n);
            moved = std::max(moved, std::abs(du(n)) / scale_u(n));
        }
        result.iterations = step + 1;
        settled = moved < 1e-11;
    }
    result.largest_imbalance = constraints.count() > 0 ? constraints.at(x).cwiseAbs().maxCoeff() / largest : 0;
    if (result.largest_imbalance > 1e-7) return fail(ErrorKind::data, Message("recycling.reconcile.impossible"), {}, Message("recycling.reconcile.impossible.fix"));
    if (!settled) return fail(ErrorKind::data, Message("recycling.reconcile.endless"));

    // Deviations at the result.
    const MatrixXd j = constraints.derivative(x);
    now = split(columns(j, unknown), columns(j, measured), constraints.at(x), scale_u, scale_m);
    const MatrixXd before = variance.asDiagonal();
    MatrixXd gain = MatrixXd::Zero(nm, nm);
    if (now.measured.rows() > 0) {
        inner.compute(now.measured * before * now.measured.transpose());
        gain = before * now.measured.transpose() * inner.solve(now.measured * before);
    }
    const MatrixXd after = before - gain;
    result.degrees_of_freedom = static_cast<int>(now.measured.rows());
    result.variables.resize(problem.variables.size());
    for (std::size_t n = 0; n < problem.variables.size(); ++n)
        if (problem.variables[n].constant) result.variables[n] = {VariableClass::constant, problem.variables[n].value, 0, 0};
    int redundant = 0;
    for (Index n = 0; n < nm; ++n) {
        Reconciled& one = result.variables[static_cast<std::size_t>(measured[static_cast<std::size_t>(n)])];
        one.is = gain(n, n) > small * variance(n) ? VariableClass::measured_redundant : VariableClass::measured_just;
        one.value = x(measured[static_cast<std::size_t>(n)]);
        one.adjustment = one.value - start(n);
        one.sd = std::sqrt(std::max(0.0, after(n, n)));
        result.chi2 += one.adjustment * one.adjustment / variance(n);
        if (one.is != VariableClass::measured_redundant) continue;
        one.test = std::abs(one.adjustment) / std::sqrt(gain(n, n));
        ++redundant;
    }
    const MatrixXd follows = now.answer * after * now.answer.transpose();
    for (Index n = 0; n < nu; ++n) {
        if (!now.told[static_cast<std::size_t>(n)]) continue;
        Reconciled& one = result.variables[static_cast<std::size_t>(unknown[static_cast<std::size_t>(n)])];
        one.is = VariableClass::observable;
        one.value = x(unknown[static_cast<std::size_t>(n)]);
        one.sd = std::sqrt(std::max(0.0, follows(n, n)));
    }
    if (result.degrees_of_freedom > 0) {
        result.p = boost::math::gamma_q(result.degrees_of_freedom / 2.0, result.chi2 / 2);
        result.gross_error = result.p < level;
        const double each = 1 - std::pow(1 - level, 1.0 / redundant);
        result.test_limit = std::numbers::sqrt2 * boost::math::erfc_inv(each);
        for (Reconciled& one : result.variables) one.suspect = one.test > result.test_limit;
    }
    for (std::size_t n = 0; n < problem.variables.size(); ++n) {
        Reconciled& one = result.variables[n];
        const VariableKind kind = problem.variables[n].kind;
        if (kind == VariableKind::flow) one.impossible = one.value < -1e-9 * largest;
        else if (kind == VariableKind::transfer) one.impossible = one.value < -1e-9 || one.value > 1 + 1e-9;
    }
    return result;
}

}  // namespace orelens::recycling
