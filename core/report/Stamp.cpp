#include "core/report/Stamp.h"

#include "core/project/Fingerprint.h"

namespace orelens::report {

std::string stamp_of(const project::Project& project) {
    project::Fingerprint all;
    bool any = false;
    for (const project::Stage& stage : project.stages())
        if (const auto made = project.results.stamps.find(stage.id); made != project.results.stamps.end()) {
            all.add(stage.id, made->second);
            any = true;
        }
    return any ? all.text() : "";
}

}  // namespace orelens::report
