#include "core/project/LedgerOutside.h"

#include "core/base/RegularFile.h"

namespace orelens::project {

base::Expected<std::optional<ledger::OutsideFile>> outside_of(const Recipe& recipe) {
    const std::string& name = recipe.ledger.outside_file;
    if (name.empty()) return std::optional<ledger::OutsideFile>();
    auto text = base::read_regular_file(resolved_file(recipe, name), {.most = base::most_text_bytes});
    if (!text) {
        text.error().place.field = "ledger.outside_file";
        return std::unexpected(text.error());
    }
    auto read = ledger::outside_from_json(*text, name);
    if (!read) return std::unexpected(read.error());
    return std::optional(std::move(*read));
}

}  // namespace orelens::project
