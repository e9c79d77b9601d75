// Reconciliation against a published example, its four classes, and uncertainty against closed forms.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/base/Parallel.h"
#include "core/recycling/Reconcile.h"
#include "core/recycling/Uncertainty.h"
#include "tests/core/recycling/Numbers.h"
#include "tests/support/SharedData.h"

namespace orelens::recycling {
namespace {

Variable measured(const std::string& id, int from, int to, double value, double sd) {
    Variable made;
    made.id = id;
    made.from = from;
    made.to = to;
    made.value = value;
    made.sd = sd;
    return made;
}
Variable unknown(const std::string& id, int from, int to) {
    return measured(id, from, to, NAN, NAN);
}

ReconcileProblem published(const nlohmann::json& example) {
    ReconcileProblem problem;
    problem.processes = {"environment", "1", "2", "3"};
    std::map<std::string, int> number;
    for (const auto& flow : example.at("flows")) {
        Variable one = unknown(flow.at("id"), flow.at("from"), flow.at("to"));
        one.value = flow.value("value", NAN);
        one.sd = flow.value("sd", NAN);
        one.constant = flow.value("constant", false);
        number[one.id] = static_cast<int>(problem.variables.size());
        problem.variables.push_back(one);
    }
    for (const auto& transfer : example.at("transfer_coefficients")) {
        Variable one = measured(transfer.at("id"), 0, 0, transfer.at("value"), transfer.at("sd"));
        one.kind = VariableKind::transfer;
        one.from_flow = number.at(transfer.at("from_flow"));
        one.to_flow = number.at(transfer.at("to_flow"));
        number[one.id] = static_cast<int>(problem.variables.size());
        problem.variables.push_back(one);
    }
    return problem;
}

TEST(Reconcile, PublishedExampleWithATransferCoefficient) {
    ORELENS_SHARED(path, "mfa/stan_reconciliation_example.json");
    const auto example = read_json(path);
    ReconcileProblem problem = published(example);
    const auto made = reconcile(problem);
    ASSERT_TRUE(made) << describe(made.error(), base::Language::english);
    for (std::size_t n = 0; n < problem.variables.size(); ++n) {
        const std::string& id = problem.variables[n].id;
        const auto& expected = example.at("expected").at(id);
        if (expected.is_string()) {
            EXPECT_EQ(made->variables[n].is, VariableClass::unobservable) << id;
            EXPECT_TRUE(std::isnan(made->variables[n].value)) << id << " must not be filled";
            continue;
        }
        EXPECT_NEAR(made->variables[n].value, expected[0].get<double>(), 6e-6) << id;
        EXPECT_NEAR(made->variables[n].sd, expected[1].get<double>(), 6e-6) << id;
    }
    const auto& own = example.at("independent_gauss_newton");
    for (const auto& [id, n] : {std::pair("F1", 0), std::pair("F3", 2), std::pair("F5", 4), std::pair("TC34", 7), std::pair("F4", 3)})
        EXPECT_NEAR(made->variables[n].value, own.at(id).get<double>(), 1e-8) << id;
    EXPECT_NEAR(made->chi2, own.at("objective_chi2").get<double>(), 1e-9);
    EXPECT_EQ(made->degrees_of_freedom, 2);
    EXPECT_FALSE(made->gross_error);
    EXPECT_EQ(made->variables[0].is, VariableClass::measured_redundant);
    EXPECT_EQ(made->variables[1].is, VariableClass::constant);
    EXPECT_EQ(made->variables[3].is, VariableClass::observable);

    problem.relations = {{{{5, 1}, {6, -1}}, 0}};
    const auto halves = reconcile(problem);
    ASSERT_TRUE(halves);
    for (const int n : {5, 6}) {
        const auto& expected = example.at("expected_if_F6_equals_F7").at(problem.variables[n].id);
        EXPECT_NEAR(halves->variables[n].value, expected[0].get<double>(), 6e-6);
        EXPECT_NEAR(halves->variables[n].sd, expected[1].get<double>(), 6e-6);
    }
}

TEST(Reconcile, FourClassesAndTheGrossError) {
    ReconcileProblem problem;
    problem.processes = {"environment", "plant", "store"};
    problem.variables = {measured("in a", 0, 1, 100, 1), measured("in b", 0, 1, 50, 1), measured("out", 1, 2, 180, 1),
                         measured("alone", 2, 0, 40, 2), unknown("stays", 0, 2), unknown("free", 2, 0), unknown("free too", 2, 0)};
    problem.variables[4] = unknown("stays", 2, 2);
    problem.variables[4].kind = VariableKind::stock_change;
    problem.variables[5] = unknown("free", 0, 2);
    auto made = reconcile(problem);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->variables[0].is, VariableClass::measured_redundant);
    EXPECT_NEAR(made->variables[0].value, 110, 1e-9);
    EXPECT_NEAR(made->variables[2].value, 170, 1e-9);
    EXPECT_EQ(made->variables[3].is, VariableClass::measured_just);
    EXPECT_DOUBLE_EQ(made->variables[3].value, 40);
    EXPECT_EQ(made->variables[4].is, VariableClass::unobservable);
    EXPECT_NEAR(made->chi2, 300, 1e-9);
    EXPECT_TRUE(made->gross_error);
    EXPECT_LT(made->p, 1e-10);
    EXPECT_TRUE(made->variables[0].suspect);
    EXPECT_FALSE(made->variables[3].suspect);
    // Without the other unknowns the change of the stock follows from the rest.
    problem.variables.resize(5);
    made = reconcile(problem);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->variables[4].is, VariableClass::observable);
    EXPECT_NEAR(made->variables[4].value, 130, 1e-9);
    EXPECT_NEAR(made->variables[4].sd, std::sqrt(2.0 / 3 + 4), 1e-9);
}

TEST(Reconcile, VeryExactDataAreReconciledAndTheirClassIsThatOfTheSystem) {
    for (const double exact : {1.0, 1e-3, 1e-6, 1e-9}) {
        ReconcileProblem problem;
        problem.processes = {"environment", "plant", "store"};
        // Two chains that have nothing to do with each other, one measured a million times more exactly.
        problem.variables = {measured("in", 0, 1, 1e6, exact), measured("out", 1, 0, 1e6 + 3 * exact, exact), measured("rough in", 0, 2, 500, 300),
                             measured("rough out", 2, 0, 900, 300)};
        auto made = reconcile(problem);
        ASSERT_TRUE(made) << exact << " " << describe(made.error(), base::Language::english);
        EXPECT_NEAR(made->variables[0].value, 1e6 + 1.5 * exact, 1e-9 * 1e6 * 1e-3);
        EXPECT_NEAR(made->variables[0].adjustment, 1.5 * exact, 1e-6 * exact + 4e-10);
        EXPECT_NEAR(made->variables[2].value, 700, 1e-6);
        EXPECT_EQ(made->degrees_of_freedom, 2);
        // An exact value beside a rough one: adjusted by next to nothing, and still spoken of.
        problem.variables = {measured("in", 0, 1, 1e6, exact), measured("out", 1, 0, 1e6 + 1000, 1000)};
        made = reconcile(problem);
        ASSERT_TRUE(made) << exact;
        EXPECT_EQ(made->variables[0].is, VariableClass::measured_redundant) << exact;
        EXPECT_EQ(made->variables[1].is, VariableClass::measured_redundant) << exact;
        EXPECT_NEAR(made->variables[1].value, 1e6, 2e-3);
        EXPECT_NEAR(made->variables[0].test, made->variables[1].test, 1e-6) << "one constraint, one test";
        EXPECT_NEAR(made->chi2, 1, 1e-5);
    }
}

TEST(Reconcile, CoefficientsOfAWholeProcessSumToOne) {
    ReconcileProblem problem;
    problem.processes = {"environment", "sorting", "a", "b"};
    problem.variables = {unknown("in", 0, 1), unknown("to a", 1, 2), unknown("to b", 1, 3), unknown("from a", 2, 0), unknown("from b", 3, 0)};
    for (const auto& [id, flow, value] : {std::tuple("share a", 1, 0.6), std::tuple("share b", 2, 0.5)}) {
        Variable share;
        share.id = id;
        share.kind = VariableKind::transfer;
        share.from_flow = 0;
        share.to_flow = flow;
        share.value = value;
        share.sd = 0.05;
        problem.variables.push_back(share);
    }
    auto made = reconcile(problem);
    ASSERT_TRUE(made) << describe(made.error(), base::Language::english);
    EXPECT_NEAR(made->variables[5].value, 0.55, 1e-9);
    EXPECT_NEAR(made->variables[6].value, 0.45, 1e-9);
    EXPECT_EQ(made->variables[0].is, VariableClass::unobservable) << "shares alone say nothing of tonnes, and not 0";
    problem.variables[1] = measured("to a", 1, 2, 110, 5);
    made = reconcile(problem);
    ASSERT_TRUE(made) << describe(made.error(), base::Language::english);
    EXPECT_NEAR(made->variables[0].value, 200, 1e-6);
    EXPECT_NEAR(made->variables[2].value, 90, 1e-6);
}

TEST(Reconcile, ImpossibleSignsAreMarked) {
    ReconcileProblem problem;
    problem.processes = {"environment", "plant"};
    Variable left;
    left.id = "left";
    left.from = 1;
    problem.variables = {measured("in", 0, 1, 90, 5), measured("out", 1, 0, 100, 5), left};
    Variable share;
    share.id = "share";
    share.kind = VariableKind::transfer;
    share.from_flow = 0;
    share.to_flow = 1;
    problem.variables.push_back(share);
    const auto made = reconcile(problem);
    ASSERT_TRUE(made) << describe(made.error(), base::Language::english);
    EXPECT_NEAR(made->variables[2].value, -10, 1e-9);
    EXPECT_TRUE(made->variables[2].impossible);
    EXPECT_TRUE(made->variables[3].impossible) << "more leaves than came";
    EXPECT_FALSE(made->variables[0].impossible);
}

TEST(Reconcile, BadDataAreRefused) {
    const struct { const char* key; void (*spoil)(ReconcileProblem&); } cases[] = {
        {"recycling.reconcile.sd", [](ReconcileProblem& p) { p.variables[0].sd = NAN; }},
        {"recycling.reconcile.sd", [](ReconcileProblem& p) { p.variables[0].sd = 0; }},
        {"recycling.reconcile.infinite", [](ReconcileProblem& p) { p.variables[0].value = INFINITY; }},
        {"recycling.reconcile.ends", [](ReconcileProblem& p) { p.variables[0].to = 7; }},
        {"recycling.reconcile.constant", [](ReconcileProblem& p) { p.variables[1].value = NAN; p.variables[1].constant = true; }},
        {"recycling.reconcile.relation", [](ReconcileProblem& p) { p.relations = {{{{9, 1}}, 0}}; }},
        {"recycling.reconcile.impossible", [](ReconcileProblem& p) { for (Variable& one : p.variables) one.constant = true; }}};
    for (const auto& c : cases) {
        ReconcileProblem problem;
        problem.processes = {"environment", "plant"};
        problem.variables = {measured("in", 0, 1, 100, 5), measured("out", 1, 0, 90, 5)};
        problem.variables[0].row = 2;
        c.spoil(problem);
        const auto made = reconcile(problem);
        ASSERT_FALSE(made) << c.key;
        EXPECT_EQ(made.error().what.key, c.key);
    }
}

TEST(Uncertainty, AgreesWithClosedFormsAndWithItself) {
    const std::vector<UncertainInput> inputs{{"a", 100, 3}, {"b", 0.8, 0.05, Spread::normal, 0, 1}, {"c", 50, 20, Spread::lognormal}, {"d", 7, 1, Spread::uniform}};
    const Model model = [](std::span<const double> x) -> base::Expected<std::vector<double>> {
        return std::vector<double>{x[0] + x[3], x[0] * x[1], x[2]};
    };
    const auto made = propagate(inputs, model, {20000, 7});
    ASSERT_TRUE(made);
    EXPECT_NEAR(made->outputs[0].first_order_sd, std::sqrt(10.0), 1e-9);
    EXPECT_NEAR(made->outputs[0].sd, std::sqrt(10.0), 0.06);
    EXPECT_NEAR(made->outputs[1].first_order_sd, std::hypot(0.8 * 3, 100 * 0.05), 1e-9);
    EXPECT_NEAR(made->outputs[2].mean, 50, 0.6);
    EXPECT_NEAR(made->outputs[2].sd, 20, 0.6);
    EXPECT_NEAR(made->outputs[2].p50, 50 / std::sqrt(1 + 0.16), 0.6);
    base::set_thread_limit(1);
    const auto again = propagate(inputs, model, {20000, 7});
    base::set_thread_limit(0);
    for (std::size_t n = 0; n < 3; ++n) {
        EXPECT_EQ(made->outputs[n].mean, again->outputs[n].mean);
        EXPECT_EQ(made->outputs[n].p95, again->outputs[n].p95);
    }
    EXPECT_NE(propagate(inputs, model, {20000, 8})->outputs[0].mean, made->outputs[0].mean);
    EXPECT_FALSE(propagate(inputs, model, {1999, 7})) << "too few draws";
    EXPECT_FALSE(propagate({{"a", 1, -1}}, model, {}));
}

TEST(Uncertainty, ACancelEndsIt) {
    const base::Progress progress;
    std::atomic<int> calls = 0;
    const auto made = propagate({{"a", 1, 1}}, [&](std::span<const double> x) -> base::Expected<std::vector<double>> {
        if (++calls == 50) progress.cancel();
        return std::vector<double>{x[0]};
    }, {1000000, 1}, progress);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, base::ErrorKind::cancelled);
    EXPECT_LT(calls, 200);
}

}  // namespace
}  // namespace orelens::recycling
