// A file that is refused: thrown within this folder, and told to the other process by Teller.cpp.
#pragma once

#include <utility>

#include "core/base/Error.h"

namespace orelens::io::geoh5 {

struct Refusal {
    base::Error error;
};
[[noreturn]] inline void refuse(base::Message what, base::Message fix = {}) {
    throw Refusal{base::Error{base::ErrorKind::data, std::move(what), {}, std::move(fix)}};
}

}  // namespace orelens::io::geoh5
