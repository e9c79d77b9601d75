// Words of the command line, one "id=value" a line: what is set can be written and read again.
#include "core/project/Approvals.h"
#include "core/project/Recipe.h"
#include "tests/fuzz/Input.h"

namespace {

void check_approvals(const std::string& list) {
    using namespace orelens;
    const auto patterns = project::approval_patterns(list);
    std::string again;
    for (const project::ApprovalPattern& pattern : patterns) again += project::pattern_text(pattern) + ";";
    fuzz::require(project::approval_patterns(again) == patterns, "a list of approvals says the same again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    std::vector<std::pair<std::string, std::string>> typed;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        typed.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    project::Recipe recipe;
    if (!project::set_params(recipe, typed)) return 0;
    check_approvals(recipe.general.approve);
    const std::string written = project::recipe_to_json(recipe);
    const auto again = project::recipe_from_json(written, "written.json");
    fuzz::require(again.has_value(), "a recipe that was set is understood");
    fuzz::require(project::recipe_to_json(*again) == written, "reading and writing changes nothing");
    return 0;
}
