// The container of an OMF file, version 1: a header, packed arrays, and a JSON object of objects by their
// UID. For OmfRead.cpp and OmfWrite.cpp only. A refusal is thrown within this folder, as there are some
// hundred places where a file can be wrong, and turned into a value at its door.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io::omf {

using Json = nlohmann::json;

inline constexpr std::string_view magic = "\x84\x83\x82\x81";
inline constexpr std::string_view version = "OMF-v0.9.0";
inline constexpr std::size_t version_bytes = 32, uid_bytes = 16, header_bytes = 60;

struct Refused {
    base::Error error;
};
[[noreturn]] void refuse(base::Message what, base::Message fix = base::Message());
[[noreturn]] void wrong_member(const std::string& object, const std::string& member);

class Archive {
  public:
    /// Throws Refused; also where the work is cancelled.
    Archive(std::string bytes, const base::Progress& progress);

    [[nodiscard]] const Json& project() const { return *project_; }
    /// The object whose UID stands in `reference`.
    [[nodiscard]] const Json& object(const Json& reference, const std::string& of) const;

    /// Numbers of an array: packed, a list, or an object with either. `count` numbers are wanted where it is
    /// stated; else any that are a multiple of `components`.
    std::vector<double> reals(const Json& array, const std::string& of, std::size_t components,
                              std::optional<std::size_t> count);
    std::vector<std::int64_t> integers(const Json& array, const std::string& of, std::size_t components,
                                       std::optional<std::size_t> count);
    /// Whether the numbers are kept as whole ones.
    [[nodiscard]] bool holds_integers(const Json& array, const std::string& of) const;

  private:
    [[nodiscard]] const Json& resolved(const Json& array, const std::string& of) const;
    std::string unpack(const Json& packed, const std::string& of, std::optional<std::size_t> bytes);
    void take(std::size_t bytes);

    base::Progress progress_;
    std::string bytes_;
    Json objects_;
    const Json* project_ = nullptr;
    double most_memory_ = 0, memory_ = 0;
};

/// A member of a JSON object; null where it is absent or null.
const Json* member(const Json& object, const char* name);
/// A text; empty where it is absent.
std::string text(const Json& object, const char* name, const std::string& of);

/// Packs what `fill` hands it in pieces. False from `fill` ends it.
using Piece = std::function<void(const void* data, std::size_t bytes)>;
std::string packed(const std::function<void(const Piece&)>& fill);

}  // namespace orelens::io::omf
