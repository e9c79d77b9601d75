// The linear system of one tuple and year, year after year.
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include "core/base/Parallel.h"
#include "core/recycling/SystemParts.h"

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

/// How a process answers to what comes in: out = a · in + b; or what comes in is asked for.
struct Answer {
    bool accumulates = false;
    double a = 1, b = 0;
    std::optional<double> asked;  ///< inflow of a stock-driven process
};

/// A stock of one tuple on its way through the years.
struct Ageing {
    const SurvivalTable* survival = nullptr;
    std::vector<double> inflow;  ///< as it is aged
    double initial = 0, age = 0;  ///< before the first year; shrinks with the cohorts where they do
    Lifetime life = {};           ///< of the initial one
    [[nodiscard]] double left(int t) const { return initial > 0 ? initial * recycling::survival(life, age + t + 1) / recycling::survival(life, age) : 0; }
};

class OneTuple {
  public:
    OneTuple(const System& system, const Values& values, SolvedSystem& all, std::size_t tuple)
        : system_(system), values_(values), all_(all), tuple_(tuple) {
        for (std::size_t f = 0; f < system.flows.size(); ++f)
            if (system.flows[f].rule != FlowRule::given) {
                unknown_.push_back(static_cast<int>(f));
            }
        column_.assign(system.flows.size(), -1);
        for (std::size_t n = 0; n < unknown_.size(); ++n) column_[static_cast<std::size_t>(unknown_[n])] = static_cast<int>(n);
        stock_of_.assign(system.processes.size(), -1);
        for (std::size_t s = 0; s < system.stocks.size(); ++s) stock_of_[static_cast<std::size_t>(system.stocks[s].process)] = static_cast<int>(s);
    }

    std::optional<base::Error> run(std::vector<FastFall>& falls, std::vector<NegativeFlow>& negative, std::vector<NegativeStock>& overdrawn,
                                   const base::Progress& progress) {
        if (auto made = lifetimes(); !made) return made.error();
        for (const Ageing& one : ageing_) initial_.push_back(one.initial);
        for (int t = 0; t < all_.years; ++t) {
            if (progress.cancelled()) return base::cancelled().error();
            if (auto error = year(t, falls, negative)) return error;
            keep_stocks(t, overdrawn);
            residual(t);
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] std::size_t at(int t) const { return tuple_ * static_cast<std::size_t>(all_.years) + static_cast<std::size_t>(t); }
    double& flow(std::size_t f, int t) { return all_.flows[f][at(t)]; }

    Expected<void> lifetimes() {
        tables_.resize(system_.stocks.size());
        ageing_.resize(system_.stocks.size());
        for (std::size_t s = 0; s < system_.stocks.size(); ++s) {
            const Stock& stock = system_.stocks[s];
            if (stock.initial >= 0) ageing_[s].initial = values_.one(stock.initial, tuple_, 0);
            if (stock.drive == StockDrive::accumulates) continue;
            std::vector<Lifetime> cohorts;
            for (int t = 0; t < all_.years; ++t)
                cohorts.push_back({stock.lifetime, values_.one(stock.first, tuple_, t), stock.second < 0 ? 0 : values_.one(stock.second, tuple_, t)});
            auto table = SurvivalTable::make(cohorts, system_.survival, all_.years);
            if (!table) {
                base::Error error = table.error();
                error.place.field = stock.id;
                return std::unexpected(std::move(error));
            }
            tables_[s] = std::move(*table);
            ageing_[s].survival = &tables_[s];
            ageing_[s].inflow.assign(static_cast<std::size_t>(all_.years), 0);
            if (stock.initial < 0) continue;
            ageing_[s].life = cohorts.front();
            ageing_[s].age = values_.one(stock.initial_age, tuple_, 0);
            if (ageing_[s].initial > 0 && !(recycling::survival(cohorts.front(), ageing_[s].age) > 0))
                return base::fail(ErrorKind::data, Message("recycling.stock.too_old", {{"stock", stock.id}, {"tuple", values_.told(tuple_, 0)}}), {.field = stock.id});
        }
        return {};
    }

    [[nodiscard]] double stock_before(std::size_t s, int t) const { return t > 0 ? all_.stocks[s].stock[at(t - 1)] : initial_[s]; }

    Answer answer(std::size_t p, int t, std::vector<FastFall>& falls, std::optional<base::Error>& error) {
        const int s = stock_of_[p];
        if (s < 0) return {};
        const auto n = static_cast<std::size_t>(s);
        const Stock& stock = system_.stocks[n];
        if (stock.drive == StockDrive::accumulates) return {true, 0, 0, {}};
        Ageing& age = ageing_[n];
        const double* share = age.survival->row(t);
        double survivors = 0;
        for (int c = 0; c < t; ++c) survivors += age.inflow[static_cast<std::size_t>(c)] * share[c];
        survivors += age.left(t);
        const double before = stock_before(n, t);
        if (stock.drive == StockDrive::inflow_driven) return {false, 1 - share[t], before - survivors, {}};
        const double wanted = values_.product(stock.factors, tuple_, t), need = wanted - survivors;
        const double noise = 1e-12 * std::max(wanted, survivors);
        double in = 0;
        if (share[t] > 0) in = need / share[t];
        else if (need > noise) error = base::Error{ErrorKind::data, Message("recycling.stock.no_survivor"), {.field = stock.id}, {}};
        if (need < -noise) {
            falls.push_back({n * all_.tuples + tuple_, t, share[t] > 0 ? in : need});
            if (system_.correct_negative_inflow) {
                for (int c = 0; c < t; ++c) age.inflow[static_cast<std::size_t>(c)] *= wanted / survivors;
                ageing_[n].initial *= wanted / survivors;
                in = 0;
            }
        } else if (in < 0) {
            in = 0;
        }
        return {false, 0, before + in - wanted, in};
    }

    std::optional<base::Error> year(int t, std::vector<FastFall>& falls, std::vector<NegativeFlow>& negative) {
        for (std::size_t f = 0; f < system_.flows.size(); ++f)
            if (column_[f] < 0) flow(f, t) = values_.given(system_.flows[f], tuple_, t);
        std::vector<Answer> answers(system_.processes.size());
        std::optional<base::Error> error;
        for (std::size_t p = 1; p < answers.size(); ++p) answers[p] = answer(p, t, falls, error);
        if (error) return error;
        const auto n = static_cast<Eigen::Index>(unknown_.size());
        std::vector<Eigen::VectorXd> rows;
        std::vector<double> right;
        std::vector<int> process;  // of each row
        const auto equation = [&](std::size_t p, auto&& coefficient, double constant) {
            // Σ coefficient(flow) · flow = constant; what is given moves to the right.
            Eigen::VectorXd row = Eigen::VectorXd::Zero(n);
            for (std::size_t f = 0; f < system_.flows.size(); ++f) {
                const double k = coefficient(f);
                if (k == 0) continue;
                if (column_[f] < 0) constant -= k * flow(f, t);
                else row(column_[f]) += k;
            }
            rows.push_back(std::move(row));
            right.push_back(constant);
            process.push_back(static_cast<int>(p));
        };
        for (std::size_t p = 1; p < answers.size(); ++p) {
            const Answer& is = answers[p];
            const int me = static_cast<int>(p);
            if (is.asked) equation(p, [&](std::size_t f) { return system_.flows[f].to == me ? 1.0 : 0.0; }, *is.asked);
            double others = 0;
            bool transfers = false;
            for (const Flow& one : system_.flows)
                if (one.from == me && one.rule == FlowRule::transfer) others += values_.product(one.factors, tuple_, t);
            for (std::size_t g = 0; g < system_.flows.size(); ++g) {
                const Flow& one = system_.flows[g];
                if (one.from != me || (one.rule != FlowRule::transfer && one.rule != FlowRule::rest)) continue;
                transfers = true;
                const double share = one.rule == FlowRule::rest ? std::max(0.0, 1 - others) : values_.product(one.factors, tuple_, t);
                equation(p, [&](std::size_t f) { return (f == g ? 1.0 : 0.0) - (system_.flows[f].to == me ? share * is.a : 0.0); }, share * is.b);
            }
            if (!transfers && !is.accumulates)
                equation(p, [&](std::size_t f) {
                    return (system_.flows[f].from == me ? 1.0 : 0.0) - (system_.flows[f].to == me ? is.a : 0.0);
                }, is.b);
        }
        return solve_year(t, rows, right, process, negative);
    }

    std::optional<base::Error> solve_year(int t, const std::vector<Eigen::VectorXd>& rows, const std::vector<double>& right,
                                          const std::vector<int>& process, std::vector<NegativeFlow>& negative) {
        const auto n = static_cast<Eigen::Index>(unknown_.size()), m = static_cast<Eigen::Index>(rows.size());
        Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(std::max(m, n), n);
        Eigen::VectorXd constant = Eigen::VectorXd::Zero(std::max(m, n));
        for (Eigen::Index r = 0; r < m; ++r) {
            matrix.row(r) = rows[static_cast<std::size_t>(r)].transpose();
            constant(r) = right[static_cast<std::size_t>(r)];
        }
        Eigen::VectorXd x(n);
        if (n > 0) {
            Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(matrix);
            qr.setThreshold(1e-11);
            if (qr.rank() < n) return undetermined(matrix, t);
            x = qr.solve(constant);
            x += qr.solve(constant - matrix * x);  // refined, so that balances close to the last digits
        }
        double through = constant.size() > 0 ? constant.cwiseAbs().maxCoeff() : 0;
        for (std::size_t f = 0; f < system_.flows.size(); ++f)
            if (column_[f] < 0) through = std::max(through, flow(f, t));
        const Eigen::VectorXd off = n > 0 ? Eigen::VectorXd(matrix * x - constant) : Eigen::VectorXd(-constant);
        Eigen::Index worst = 0;
        if (off.size() > 0 && off.cwiseAbs().maxCoeff(&worst) > 1e-9 * through)
            return base::Error{ErrorKind::data,
                               Message("recycling.system.unbalanced", {{"process", system_.processes[static_cast<std::size_t>(process[static_cast<std::size_t>(worst)])]},
                                                                       {"tuple", values_.told(tuple_, t)}, {"tonnes", base::number(std::abs(off(worst)))}}),
                               {.field = system_.processes[static_cast<std::size_t>(process[static_cast<std::size_t>(worst)])]}, Message("recycling.system.unbalanced.fix")};
        for (Eigen::Index c = 0; c < n; ++c) {
            const int f = unknown_[static_cast<std::size_t>(c)];
            double value = x(c);
            if (value < 0 && value > -1e-12 * through) value = 0;
            flow(static_cast<std::size_t>(f), t) = value;
            if (value < 0) negative.push_back({f, t, tuple_, value});
        }
        return std::nullopt;
    }

    /// Flows that move along the kernel of the matrix.
    base::Error undetermined(const Eigen::MatrixXd& matrix, int t) const {
        const Eigen::MatrixXd pseudo = matrix.completeOrthogonalDecomposition().pseudoInverse();
        const Eigen::MatrixXd fixed = pseudo * matrix;  // the identity where a flow is determined
        std::string names;
        bool loop = true;
        for (Eigen::Index c = 0; c < fixed.cols(); ++c)
            if (std::abs(fixed(c, c) - 1) > 1e-6) {
                const Flow& one = system_.flows[static_cast<std::size_t>(unknown_[static_cast<std::size_t>(c)])];
                names += (names.empty() ? "" : ", ") + one.id;
                loop = loop && one.rule != FlowRule::balance;
            }
        return {ErrorKind::data, Message(loop ? "recycling.system.loop" : "recycling.system.undetermined", {{"flows", names}, {"tuple", values_.told(tuple_, t)}}),
                {.field = names}, {}};
    }

    void keep_stocks(int t, std::vector<NegativeStock>& overdrawn) {
        for (std::size_t s = 0; s < system_.stocks.size(); ++s) {
            const Stock& stock = system_.stocks[s];
            double in = 0, out = 0;
            for (std::size_t f = 0; f < system_.flows.size(); ++f) {
                if (system_.flows[f].to == stock.process) in += flow(f, t);
                if (system_.flows[f].from == stock.process) out += flow(f, t);
            }
            SolvedStock& kept = all_.stocks[s];
            kept.inflow[at(t)] = in;
            kept.outflow[at(t)] = out;
            if (stock.drive == StockDrive::accumulates) {
                const double before = stock_before(s, t), now = before + in - out, noise = 1e-9 * std::max({std::abs(before), in, out});
                kept.stock[at(t)] = now;
                // Told once, where it goes below.
                if (now < -noise && before >= -noise) overdrawn.push_back({static_cast<int>(s), t, tuple_, now});
                continue;
            }
            Ageing& age = ageing_[s];
            age.inflow[static_cast<std::size_t>(t)] = in;
            double* row = kept.by_cohort.row(tuple_, t);
            double sum = 0;
            for (int c = 0; c <= t; ++c) sum += row[c] = age.inflow[static_cast<std::size_t>(c)] * age.survival->at(t, c);
            if (!kept.from_before.empty()) sum += kept.from_before[at(t)] = age.left(t);
            kept.stock[at(t)] = sum;
        }
    }

    void residual(int t) {
        for (std::size_t p = 0; p < system_.processes.size(); ++p) {
            double balance = 0;
            for (std::size_t f = 0; f < system_.flows.size(); ++f) {
                if (system_.flows[f].to == static_cast<int>(p)) balance += flow(f, t);
                if (system_.flows[f].from == static_cast<int>(p)) balance -= flow(f, t);
            }
            if (const int s = stock_of_[p]; s >= 0) balance -= all_.stocks[static_cast<std::size_t>(s)].stock[at(t)] - stock_before(static_cast<std::size_t>(s), t);
            all_.residuals[p][at(t)] = balance;
        }
    }

    const System& system_;
    const Values& values_;
    SolvedSystem& all_;
    std::size_t tuple_;
    std::vector<int> unknown_, column_, stock_of_;
    std::vector<SurvivalTable> tables_;
    std::vector<Ageing> ageing_;
    std::vector<double> initial_;  ///< per stock, before the first year
};

/// What goes through a process in one cell: its flows and what it holds.
double through(const System& system, const SolvedSystem& all, std::size_t process, std::size_t cell) {
    double sum = 0;
    for (std::size_t f = 0; f < system.flows.size(); ++f)
        if (system.flows[f].to == static_cast<int>(process) || system.flows[f].from == static_cast<int>(process))
            sum += std::abs(all.flows[f][cell]);
    for (std::size_t s = 0; s < system.stocks.size(); ++s)
        if (system.stocks[s].process == static_cast<int>(process)) sum += std::abs(all.stocks[s].stock[cell]);
    return sum;
}

/// Against what goes through. Where next to nothing does, what is left over is rounding of the years and places where the
/// process is at work: a millionth of the most that ever goes through it is the least that counts.
void largest(const System& system, SolvedSystem& all) {
    for (std::size_t p = 1; p < system.processes.size(); ++p) {
        double most = 0;
        for (std::size_t n = 0; n < all.residuals[p].size(); ++n) most = std::max(most, through(system, all, p, n));
        if (!(most > 0)) continue;
        for (std::size_t n = 0; n < all.residuals[p].size(); ++n)
            all.largest_residual = std::max(all.largest_residual, std::abs(all.residuals[p][n]) /
                                                                      std::max(through(system, all, p, n), 1e-6 * most));
    }
}

}  // namespace

Expected<SolvedSystem> solve(const System& system, const base::Progress& progress) {
    if (auto good = check_system(system); !good) return std::unexpected(good.error());
    SolvedSystem all;
    all.years = system.years();
    all.tuples = system.tuples();
    const std::size_t cells = all.tuples * static_cast<std::size_t>(all.years);
    all.flows.assign(system.flows.size(), std::vector<double>(cells));
    all.residuals.assign(system.processes.size(), std::vector<double>(cells));
    all.stocks.resize(system.stocks.size());
    for (std::size_t s = 0; s < system.stocks.size(); ++s) {
        for (auto* one : {&all.stocks[s].stock, &all.stocks[s].inflow, &all.stocks[s].outflow}) one->assign(cells, 0);
        if (system.stocks[s].drive != StockDrive::accumulates) all.stocks[s].by_cohort = CohortTable(all.tuples, all.years);
        if (system.stocks[s].drive != StockDrive::accumulates && system.stocks[s].initial >= 0) all.stocks[s].from_before.assign(cells, 0);
    }
    const Values values(system);
    std::mutex guard;
    std::optional<base::Error> refused;
    std::size_t refused_tuple = 0;
    const auto work = [&](std::size_t begin, std::size_t end) {
        for (std::size_t u = begin; u < end; ++u) {
            std::vector<FastFall> falls;
            std::vector<NegativeFlow> negative;
            std::vector<NegativeStock> overdrawn;
            auto error = OneTuple(system, values, all, u).run(falls, negative, overdrawn, progress);
            const std::lock_guard lock(guard);
            all.fast_falls.insert(all.fast_falls.end(), falls.begin(), falls.end());
            all.negative.insert(all.negative.end(), negative.begin(), negative.end());
            all.overdrawn.insert(all.overdrawn.end(), overdrawn.begin(), overdrawn.end());
            if (error && (!refused || u < refused_tuple)) {
                refused = std::move(error);
                refused_tuple = u;
            }
        }
    };
    if (!base::parallel_pieces(all.tuples, 1, progress, work)) return base::cancelled();
    if (refused) return std::unexpected(*refused);
    std::ranges::sort(all.fast_falls, {}, [](const FastFall& one) { return std::pair(one.series, one.year); });
    std::ranges::sort(all.negative, {}, [](const NegativeFlow& one) { return std::tuple(one.tuple, one.year, one.flow); });
    std::ranges::sort(all.overdrawn, {}, [](const NegativeStock& one) { return std::tuple(one.stock, one.tuple, one.year); });
    largest(system, all);
    return all;
}

}  // namespace orelens::recycling
