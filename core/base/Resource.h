// Text files of resources/ that are compiled into the binaries.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace orelens::base {

struct EmbeddedFile {
    std::string_view path;  ///< below resources/, for instance "texts/base.json"
    std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();

/// The text of resources/<path>, or nothing when it is not embedded.
std::optional<std::string_view> resource(std::string_view path);

}  // namespace orelens::base
