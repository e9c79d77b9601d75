// Assumptions, industrial indicators and queries of the ledger: what is understood says the same when it is written.
#include "core/ledger/Indicators.h"
#include "core/ledger/Query.h"
#include "core/ledger/Scenario.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto assumptions = ledger::assumptions_from_json(text, "fuzz.json"))
        fuzz::require(!assumptions->scenarios.empty(), "there is a scenario of today");
    if (const auto set = ledger::indicators_from_json(text, "fuzz.json")) {
        const std::string written = ledger::indicators_to_json(*set);
        const auto again = ledger::indicators_from_json(written, "written.json");
        fuzz::require(again && ledger::indicators_to_json(*again) == written, "a written set says the same");
    }
    if (const auto query = ledger::parse_query(text))
        for (const base::Language language : {base::Language::english, base::Language::chinese}) {
            const std::string words = ledger::query_text(*query, language);
            const auto again = ledger::parse_query(words);
            fuzz::require(again && ledger::query_text(*again, language) == words, "a query in words is the same query");
        }
    return 0;
}
