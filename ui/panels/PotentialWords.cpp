#include "ui/panels/PotentialWords.h"

#include <algorithm>
#include <cmath>

#include "core/project/Potential.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::panels {

QString potential_silence(const ui::Document& document, bool there) {
    if (there) return {};
    if (!document.open()) return ui::words("ui.usable.no_project");
    if (document.project().recipe.potential.study_file.empty()) return ui::words("ui.potential.no_study");
    return ui::words("ui.potential.not_run");
}

QString score_text(double value) {
    return ui::plain_number(value, 3);
}

QString metres_text(double value) {
    return std::isfinite(value) ? ui::plain_number(value, 0) : QStringLiteral("–");
}

QString volume_text(double cubic_metres) {
    if (!std::isfinite(cubic_metres)) return QStringLiteral("–");
    return std::abs(cubic_metres) >= 1e6 ? ui::number_text(cubic_metres / 1e6, 3) + " Mm³" : ui::number_text(cubic_metres, 3) + " m³";
}

QString drivers_text(const project::TargetNote& note, std::size_t most) {
    QStringList parts;
    for (std::size_t n = 0; n < std::min(most, note.drivers.size()); ++n) {
        const auto& [layer, part] = note.drivers[n];
        const ui::Args args{{"layer", layer}, {"factor", ui::number_text(std::exp(part), 3).toStdString()}, {"part", (part > 0 ? "+" : "") + ui::plain_number(100 * part, 1).toStdString()}};
        parts << ui::words(note.factors ? "ui.targets.driver_odds" : "ui.targets.driver_part", args);
    }
    return parts.join("; ");
}

QString metal_text(const project::TargetNote& note) {
    if (!note.has_metal) return QStringLiteral("–");
    if (!std::isfinite(note.metal.low)) return ui::tonnes_text(note.metal.tonnes);
    return ui::words("ui.targets.metal_band", {{"low", ui::tonnes_text(note.metal.low).toStdString()}, {"high", ui::tonnes_text(note.metal.high).toStdString()}, {"mean", ui::tonnes_text(note.metal.tonnes).toStdString()}});
}

std::string target_name(std::size_t n) {
    return "T" + std::to_string(n + 1);
}

}  // namespace orelens::panels
