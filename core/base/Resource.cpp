#include "core/base/Resource.h"

namespace orelens::base {

std::optional<std::string_view> resource(std::string_view path) {
    for (const EmbeddedFile& file : embedded_files())
        if (file.path == path) return file.text;
    return std::nullopt;
}

}  // namespace orelens::base
