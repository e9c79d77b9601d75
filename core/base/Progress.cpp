#include "core/base/Progress.h"

#include <algorithm>

namespace orelens::base {

bool Progress::report(double fraction) const {
    if (sink_) sink_(from_ + (to_ - from_) * std::clamp(fraction, 0.0, 1.0), stage_);
    return !cancelled();
}

bool Progress::report(double fraction, const Message& stage) {
    stage_ = stage;
    return report(fraction);
}

Progress Progress::part(double from, double to, Message stage) const {
    Progress child = *this;
    child.from_ = from_ + (to_ - from_) * from;
    child.to_ = from_ + (to_ - from_) * to;
    if (!stage.empty()) child.stage_ = std::move(stage);
    return child;
}

}  // namespace orelens::base
