#include "core/project/stages/Doubt.h"

#include <algorithm>
#include <cmath>

namespace orelens::project {

base::Finding doubt(const std::string& stage, const std::string& kind, base::Severity severity,
                    std::int64_t count, Words args) {
    base::Finding finding;
    finding.stage = stage;
    finding.kind = kind;
    finding.severity = severity;
    finding.count = count;
    args.emplace_back("count", std::to_string(count));
    const std::string what = "finding.what." + kind, fix = "finding.fix." + kind;
    finding.what = base::Message(what, args);
    finding.fix = base::Message(fix, std::move(args));
    return finding;
}

std::string tonnes_text(double tonnes) {
    if (std::abs(tonnes) >= 1e6) return base::number(tonnes / 1e6, 4) + " Mt";
    if (std::abs(tonnes) >= 1e3) return base::number(tonnes / 1e3, 4) + " kt";
    if (std::abs(tonnes) >= 1 || tonnes == 0) return base::number(tonnes, 4) + " t";
    return base::number(tonnes * 1e3, 4) + " kg";
}

std::string percent_text(double part, double whole) {
    if (!(whole > 0)) return base::number(0);
    const double percent = 100 * part / whole;
    if (percent > 0 && percent < 0.01) return "<0.01";
    if (percent < 100 && percent > 99.99) return ">99.99";
    return base::number(std::round(percent * 100) / 100, 5);
}

}  // namespace orelens::project
