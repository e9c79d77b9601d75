#include "core/project/LedgerOutside.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace orelens::project {

base::Expected<std::optional<ledger::OutsideFile>> outside_of(const Recipe& recipe) {
    const std::string& name = recipe.ledger.outside_file;
    if (name.empty()) return std::optional<ledger::OutsideFile>();
    const std::string path = resolved_file(recipe, name);
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return base::fail(base::ErrorKind::file, base::Message("file.cannot_read", {{"reason", path}}),
                          {.file = path, .field = "ledger.outside_file"});
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto read = ledger::outside_from_json(text, name);
    if (!read) return std::unexpected(read.error());
    return std::optional(std::move(*read));
}

}  // namespace orelens::project
