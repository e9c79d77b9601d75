// Reconciliation: the JSON, then its table a.csv. What is adjusted keeps the balances; what nothing tells stays unknown.
#include <cmath>

#include "core/io/flows/SystemFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto parts = fuzz::parts(data, size);
    if (parts.size() != 2) return 0;
    fuzz::scratch_file("a.csv", parts[1]);
    const auto read = io::read_reconciliation(fuzz::scratch_file("reconcile.json", parts.front()));
    if (!read || read->problem.variables.size() > 60) return 0;
    const auto made = recycling::reconcile(read->problem, read->rule.level);
    if (!made) return 0;
    fuzz::require(made->variables.size() == read->problem.variables.size(), "an answer for every variable");
    for (const auto& variable : made->variables)
        fuzz::require((variable.is == recycling::VariableClass::unobservable) == std::isnan(variable.value),
                      "unknown is unknown, and nothing else is");
    return 0;
}
