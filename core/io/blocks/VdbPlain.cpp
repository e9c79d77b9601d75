#include "core/io/blocks/VdbPlain.h"

#include <algorithm>

namespace orelens::io {

using base::ErrorKind;

void vdb::put_error(std::ostream& out, const base::Error& error) {
    put(out, static_cast<std::int32_t>(error.kind));
    put_text(out, error.what.key);
    put(out, static_cast<std::uint32_t>(error.what.args.size()));
    for (const auto& [name, value] : error.what.args) {
        put_text(out, name);
        put_text(out, value);
    }
    put_text(out, error.fix.key);
}

base::Error vdb::take_error(std::istream& in) {
    base::Error error;
    const auto kind = take<std::int32_t>(in);
    error.kind = kind == static_cast<std::int32_t>(ErrorKind::file) ? ErrorKind::file : ErrorKind::data;
    error.what.key = take_text(in);
    const auto count = take<std::uint32_t>(in);
    for (std::uint32_t n = 0; n < std::min(count, 16U); ++n) {
        std::string name = take_text(in);
        error.what.args.emplace_back(std::move(name), take_text(in));
    }
    error.fix.key = take_text(in);
    return error;
}

}  // namespace orelens::io
