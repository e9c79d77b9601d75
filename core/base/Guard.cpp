#include "core/base/Guard.h"

#include <exception>
#include <new>

namespace orelens::base {

Error thrown_error() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return {ErrorKind::data, Message("base.out_of_memory"), {}, Message("base.out_of_memory_fix")};
    } catch (const std::exception& thrown) {
        return {ErrorKind::internal, Message("base.unexpected", {{"what", thrown.what()}}), {}, {}};
    } catch (...) {
        return {ErrorKind::internal, Message("base.unexpected", {{"what", "?"}}), {}, {}};
    }
}

}  // namespace orelens::base
