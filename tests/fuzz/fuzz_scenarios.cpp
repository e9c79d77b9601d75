// Scenarios beside a recipe, and as a project keeps them.
#include "core/project/ScenariosFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    static const std::string recipe_file = fuzz::scratch_file("fuzz.orelens.json", "{}");
    fuzz::scratch_file("fuzz.scenarios.json", text);
    const project::Recipe recipe;
    if (const auto read = project::read_scenarios_beside(recipe_file, recipe)) {
        const std::string kept = project::scenarios_to_text(*read);
        const auto again = project::scenarios_from_text(kept);
        fuzz::require(again && *again == *read, "what is kept is what was read");
    }
    if (const auto kept = project::scenarios_from_text(text))
        fuzz::require(project::scenarios_to_text(*kept) == text || kept->empty(), "kept scenarios have one text");
    return 0;
}
