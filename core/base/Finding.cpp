#include "core/base/Finding.h"

#include <fmt/format.h>

#include <cmath>

namespace orelens::base {

std::string Finding::id() const {
    const std::string from = std::isnan(from_m) ? "" : number(from_m, 10);
    std::string id = fmt::format("{}|{}|{}|{}|{}|{}", kind, file, row, hole, column, from);
    if (count != 1) id += fmt::format("|{}", count);
    return id;
}

std::string kind_words(const std::string& kind) {
    return "finding.kind." + kind;
}

}  // namespace orelens::base
