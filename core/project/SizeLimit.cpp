#include "core/project/SizeLimit.h"

#include <limits>

#include "core/base/Memory.h"

namespace orelens::project {

double memory_limit(const Recipe& recipe) {
    if (recipe.general.memory_limit_gb > 0) return recipe.general.memory_limit_gb * 1e9;
    const double machine = base::machine_memory();
    return machine > 0 ? 0.7 * machine : std::numeric_limits<double>::infinity();
}

base::Expected<void> check_size(const Recipe& recipe, const WorkSize& work) {
    const double limit = memory_limit(recipe);
    if (base::process_memory() + work.bytes <= limit) return {};
    base::release_memory();
    const double held = base::process_memory();
    if (held + work.bytes <= limit) return {};
    return base::fail(base::ErrorKind::data,
                      base::Message("project.too_large", {{"needs", base::memory_text(work.bytes)},
                                                          {"cells", base::grouped(work.cells)},
                                                          {"unit", std::string("@") + work.unit},
                                                          {"held", base::memory_text(held)},
                                                          {"limit", base::memory_text(limit)}}),
                      work.place, work.fix);
}

}  // namespace orelens::project
