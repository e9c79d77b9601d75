// Words and numbers that the panels of potential share.
#pragma once

#include <QString>
#include <string>

namespace orelens::project {
struct TargetNote;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

/// Why a panel of potential has nothing to show: no project, no study, not run. Empty where there is something.
QString potential_silence(const ui::Document& document, bool there);
/// "0.873", "–" for NaN.
QString score_text(double value);
/// Metres without digits behind the point.
QString metres_text(double value);
/// Cubic metres in words of their size: "8.97 Mm³", "125 000 m³".
QString volume_text(double cubic_metres);
/// What a target rests on, in plain words: "fault: odds ×4.2; clay: ×0.8". At most `most` of them.
QString drivers_text(const project::TargetNote& note, std::size_t most);
/// "12 kt (8–19 kt)"; empty where no metal was reckoned.
QString metal_text(const project::TargetNote& note);
/// "T3".
std::string target_name(std::size_t n);

}  // namespace orelens::panels
