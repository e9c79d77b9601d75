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
        for (std::size_t p = 1; p < problem.processes.size(); ++p) whole(static_cast<int>(p));
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
    /// Σ = 1 where one flow comes into a process and all that leaves or stays is a coefficient of it: else a flow that nobody
    /// measured would be taken to 0 rather than coefficients to 1.
    void whole(int process) {
        int in = -1, ins = 0;
        std::vector<Index> outs;
        for (std::size_t n = 0; n < problem_.variables.size(); ++n) {
            const Variable& one = problem_.variables[n];
            if (one.kind == VariableKind::transfer) continue;
            if (one.kind == VariableKind::stock_change ? one.to == process : one.from == process) outs.push_back(static_cast<Index>(n));
            else if (one.to == process) in = static_cast<int>(n), ++ins;
        }
        VectorXd row = VectorXd::Zero(size());
        for (const Index out : outs) {
            const auto share = std::ranges::find_if(transfers_, [&](Index n) { return to(n) == out && from(n) == in; });
            if (ins != 1 || share == transfers_.end()) return;
            row(*share) += 1;
        }
        if (!outs.empty()) add(row, 1);
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

/// What the constraints say where flows of any size stand beside coefficients: variables are scaled to their own size, never
/// to their deviations, so that an exact measurement weighs in the answer and not in what counts as said.
struct Split {
    MatrixXd measured;  ///< constraints on measured ones alone (rows independent)
    VectorXd left;      ///< f of those rows
    MatrixXd answer;    ///< how unknowns follow: du = answer · dm + offset
    VectorXd offset;
    std::vector<bool> told;   ///< unknowns that are determined
    std::vector<bool> bound;  ///< measured ones that a constraint on measured ones alone speaks of
};

/// Rows with the same span and as many zeros as elimination makes: constraints that have nothing to do with each other are
/// not mixed.
MatrixXd apart(MatrixXd rows) {
    for (Index r = 0; r < rows.rows(); ++r) {
        Index row = 0, column = 0;
        if (!(rows.bottomRows(rows.rows() - r).cwiseAbs().maxCoeff(&row, &column) > small)) break;
        rows.row(r).swap(rows.row(r + row));
        rows.row(r) /= rows(r, column);
        for (Index other = 0; other < rows.rows(); ++other)
            if (other != r && rows(other, column) != 0) rows.row(other) -= rows(other, column) * rows.row(r);
    }
    return (rows.array().abs() < 1e-12).select(0, rows);
}

Split split(const MatrixXd& ju, const MatrixXd& jm, const VectorXd& f, const VectorXd& scale_u, const VectorXd& scale_m) {
    Split made;
    const Index rows = f.size(), unknown = ju.cols();
    MatrixXd left_null = MatrixXd::Identity(rows, rows);
    made.answer = MatrixXd::Zero(unknown, jm.cols());
    made.offset = VectorXd::Zero(unknown);
    made.told.assign(static_cast<std::size_t>(unknown), false);
    made.bound.assign(static_cast<std::size_t>(jm.cols()), false);
    if (unknown > 0 && rows > 0) {
        const MatrixXd scaled = ju * scale_u.asDiagonal();
        Eigen::JacobiSVD<MatrixXd> svd(scaled, Eigen::ComputeFullU | Eigen::ComputeFullV);
        const double largest = svd.singularValues().size() > 0 ? svd.singularValues()(0) : 0;
        Index rank = 0;
        while (rank < svd.singularValues().size() && svd.singularValues()(rank) > small * largest && largest > 0) ++rank;
        left_null = apart(svd.matrixU().rightCols(rows - rank).transpose()).transpose();
        const MatrixXd inverse = svd.matrixV().leftCols(rank) * svd.singularValues().head(rank).cwiseInverse().asDiagonal() * svd.matrixU().leftCols(rank).transpose();
        made.answer = -(scale_u.asDiagonal() * inverse * jm);
        made.offset = -(scale_u.asDiagonal() * inverse * f);
        const MatrixXd free = svd.matrixV().rightCols(unknown - rank);
        for (Index n = 0; n < unknown; ++n) made.told[static_cast<std::size_t>(n)] = free.cols() == 0 || free.row(n).norm() < small;
    }
    MatrixXd reduced = left_null.transpose() * jm * scale_m.asDiagonal();
    const VectorXd rest = left_null.transpose() * f;
    made.measured = MatrixXd::Zero(0, jm.cols());
    made.left = VectorXd::Zero(0);
    if (reduced.size() == 0) return made;  // nothing is said of the measured ones, unless of constants, which are looked at in the end
    // Rows of the measured ones that say the same are told once.
    const double largest = reduced.cwiseAbs().maxCoeff();
    if (!(largest > 0)) return made;
    reduced = (reduced.array().abs() < small * largest).select(0, reduced);
    Eigen::ColPivHouseholderQR<MatrixXd> qr(reduced.transpose());
    qr.setThreshold(small);
    made.measured.resize(qr.rank(), jm.cols());
    made.left.resize(qr.rank());
    for (Index r = 0; r < qr.rank(); ++r) {
        const Index row = qr.colsPermutation().indices()(r);
        made.measured.row(r) = reduced.row(row) * scale_m.cwiseInverse().asDiagonal();
        made.left(r) = rest(row);
    }
    for (Index n = 0; n < jm.cols(); ++n) made.bound[static_cast<std::size_t>(n)] = !made.measured.col(n).isZero(0);
    return made;
}

/// The least weighted change of measured values that meets constraints, by orthogonal columns: deviations of very different
/// size do not meet in squares.
struct Least {
    MatrixXd q, r;  ///< of (constraints · sd)ᵀ
    Least() = default;
    Least(const MatrixXd& measured, const VectorXd& sd) {
        const MatrixXd scaled = (measured * sd.asDiagonal()).transpose();
        Eigen::HouseholderQR<MatrixXd> qr(scaled);
        q = qr.householderQ() * MatrixXd::Identity(scaled.rows(), scaled.cols());
        r = qr.matrixQR().topRows(scaled.cols()).triangularView<Eigen::Upper>();
    }
    /// In deviations: minimal z with constraints · sd · z = wanted.
    [[nodiscard]] VectorXd change(const VectorXd& wanted) const { return q * r.transpose().triangularView<Eigen::Lower>().solve(wanted); }
};

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
    VectorXd start(nm), deviation(nm), scale_u(nu), scale_m(nm), z = VectorXd::Zero(nm);
    for (Index n = 0; n < nm; ++n) {
        const Variable& one = problem.variables[static_cast<std::size_t>(measured[static_cast<std::size_t>(n)])];
        start(n) = one.value;
        deviation(n) = one.sd;
        scale_m(n) = one.kind == VariableKind::transfer ? 1 : typical;
    }
    for (Index n = 0; n < nu; ++n)
        scale_u(n) = problem.variables[static_cast<std::size_t>(unknown[static_cast<std::size_t>(n)])].kind == VariableKind::transfer ? 1 : typical;

    Reconciliation result;
    Split now;
    Least least;
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
            least = Least(now.measured, deviation);
            z = -least.change(now.left + now.measured * (start - here));
            dm = start + deviation.cwiseProduct(z) - here;
        }
        const VectorXd du = now.answer * dm + now.offset;
        double moved = 0;
        for (Index n = 0; n < nm; ++n) {
            x(measured[static_cast<std::size_t>(n)]) += dm(n);
            // A value is not moved by less than its last digits, however exact it is said to be.
            const double digits = 1e-13 * std::max(scale_m(n), std::abs(x(measured[static_cast<std::size_t>(n)])));
            moved = std::max(moved, std::abs(dm(n)) / (deviation(n) + 1e11 * digits));
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
    MatrixXd gain = MatrixXd::Zero(nm, nm);  // in deviations: the part of each variance that the others take away
    if (now.measured.rows() > 0) {
        least = Least(now.measured, deviation);
        gain = least.q * least.q.transpose();
    }
    const MatrixXd after = deviation.asDiagonal() * (MatrixXd::Identity(nm, nm) - gain) * deviation.asDiagonal();
    result.degrees_of_freedom = static_cast<int>(now.measured.rows());
    result.variables.resize(problem.variables.size());
    for (std::size_t n = 0; n < problem.variables.size(); ++n)
        if (problem.variables[n].constant) result.variables[n] = {VariableClass::constant, problem.variables[n].value, 0, 0};
    int redundant = 0;
    for (Index n = 0; n < nm; ++n) {
        Reconciled& one = result.variables[static_cast<std::size_t>(measured[static_cast<std::size_t>(n)])];
        // Whether others speak of it is a matter of the system, not of how exact it or they are.
        one.is = now.bound[static_cast<std::size_t>(n)] ? VariableClass::measured_redundant : VariableClass::measured_just;
        one.value = one.is == VariableClass::measured_just ? start(n) : x(measured[static_cast<std::size_t>(n)]);
        one.adjustment = one.is == VariableClass::measured_just ? 0 : deviation(n) * z(n);
        one.sd = std::sqrt(std::max(0.0, after(n, n)));
        if (one.is != VariableClass::measured_redundant) continue;
        result.chi2 += z(n) * z(n);
        const double own = std::sqrt(gain(n, n));
        one.test = own > 0 ? std::abs(z(n)) / own : 0;
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
