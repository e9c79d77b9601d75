// Any recipe: one that is understood says the same when it is written and read again.
#include "core/project/Recipe.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto recipe = project::recipe_from_json(text, "fuzz.json");
    if (!recipe) return 0;
    const std::string written = project::recipe_to_json(*recipe);
    const auto again = project::recipe_from_json(written, "written.json");
    fuzz::require(again.has_value(), "a written recipe is understood");
    fuzz::require(project::recipe_to_json(*again) == written, "reading and writing changes nothing");
    return 0;
}
