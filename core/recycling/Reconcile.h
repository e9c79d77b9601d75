// Data that contradict each other, reconciled by weighted least squares on balances and transfer coefficients
// (Cencic 2016; Madron 1992). Nothing unobservable is filled. Use it before a system is computed from measurements.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::recycling {

enum class VariableKind { flow, stock_change, transfer };

struct Variable {
    std::string id;
    VariableKind kind = VariableKind::flow;
    int from = 0, to = 0;  ///< processes of a flow; of a stock change `to` is its process
    int from_flow = -1, to_flow = -1;  ///< of a transfer coefficient: to_flow = coefficient · from_flow (numbers of variables)
    double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN = not measured
    double sd = std::numeric_limits<double>::quiet_NaN();
    bool constant = false;  ///< known exactly
    std::int64_t row = 0;   ///< where it was read, for messages
};

/// Σ factor · variable = constant.
struct Relation {
    std::vector<std::pair<int, double>> terms;
    double constant = 0;
};

struct ReconcileProblem {
    std::vector<std::string> processes;  ///< 0 is the environment, which is not balanced
    std::vector<Variable> variables;
    std::vector<Relation> relations;  ///< besides the balances
};

enum class VariableClass {
    measured_redundant,  ///< measured, and a constraint on measured ones alone speaks of it: adjusted, however little where it is exact
    measured_just,       ///< measured, and nothing else speaks of it: as it was
    observable,          ///< not measured, follows from the rest
    unobservable,        ///< not measured, and nothing tells it: stays unknown
    constant
};
const std::vector<std::string>& variable_class_ids();

struct Reconciled {
    VariableClass is = VariableClass::unobservable;
    double value = std::numeric_limits<double>::quiet_NaN(), sd = std::numeric_limits<double>::quiet_NaN();
    double adjustment = std::numeric_limits<double>::quiet_NaN();  ///< value − measured
    double test = std::numeric_limits<double>::quiet_NaN();  ///< |adjustment| over its own deviation: normal where nothing is wrong
    bool impossible = false;  ///< a flow below 0, a transfer coefficient outside 0 … 1: the signs are not constrained
    bool suspect = false;  ///< `test` beyond what chance leaves to the largest of them
};

struct Reconciliation {
    std::vector<Reconciled> variables;
    double chi2 = 0;            ///< Σ (adjustment / sd)²
    int degrees_of_freedom = 0;
    double p = std::numeric_limits<double>::quiet_NaN();  ///< chance of so large a χ² from random errors; NaN without degrees of freedom
    bool gross_error = false;   ///< p below the level
    double test_limit = std::numeric_limits<double>::quiet_NaN();  ///< of Reconciled::test, Šidák over the redundant ones
    int iterations = 0;
    double largest_imbalance = 0;  ///< of the constraints at the result, as a share of the largest flow
};

/// `level`: chance of calling good data wrong, 0 to 1. Errors: a measured value without a deviation, or a deviation that is
/// 0 or less, of what is not called constant (place.row); processes or flows that are not there; constraints of constants
/// alone that do not hold; no convergence in 100 steps; cancelled.
base::Expected<Reconciliation> reconcile(const ReconcileProblem& problem, double level = 0.05,
                                         const base::Progress& progress = base::Progress());

}  // namespace orelens::recycling
