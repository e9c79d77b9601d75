// Errors are values with a place. Every function that can fail on the user's input returns Expected<T>.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "core/base/Text.h"

namespace orelens::base {

/// Where it happened; members that do not apply stay empty or 0.
struct Place {
    std::string file;
    std::int64_t row = 0;     ///< 1-based line in the file, 0 = not known
    std::int64_t column = 0;  ///< 1-based column or character, 0 = not known
    std::string field;        ///< column name or parameter id
    std::string hole;         ///< drillhole id
    bool operator==(const Place&) const = default;
};

enum class ErrorKind {
    data,       ///< the input is refused (CLI exit code 1)
    usage,      ///< the request itself is wrong (CLI exit code 2)
    file,       ///< cannot read or write (exit code 1)
    cancelled,  ///< the user stopped it
    internal    ///< our mistake
};

struct Error {
    ErrorKind kind = ErrorKind::data;
    Message what;
    Place place;
    Message fix;  ///< what to do, may be empty
};

template <class T>
using Expected = std::expected<T, Error>;

/// Short hand: return fail(ErrorKind::data, Message("csv.no_header"), {.file = path});
inline std::unexpected<Error> fail(ErrorKind kind, Message what, Place place = {}, Message fix = Message()) {
    return std::unexpected<Error>(Error{kind, std::move(what), std::move(place), std::move(fix)});
}
inline std::unexpected<Error> cancelled() {
    return fail(ErrorKind::cancelled, Message("base.cancelled"));
}

/// "file:row:column: what. fix" in one line.
std::string describe(const Error& error, Language language);

}  // namespace orelens::base
