// What a stage has to show for itself in the list of steps: a line of figures, what was found, and a small
// picture of the result. One row per stage in StageBadge.cpp; a stage without a row shows its findings only.
#pragma once

#include <QString>
#include <string>
#include <vector>

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

struct StageBadge {
    QString figures;               ///< "4,982 · mean 0.31 % Cu"; empty where there is no result
    int errors = 0, warnings = 0;  ///< that nobody has approved
    std::vector<double> bars;      ///< heights from 0 to 1, left to right; empty = no picture
    bool line = false;             ///< joined to a line instead of standing as bars
};

/// Of the results as they stand, also where they are those of older parameters.
StageBadge stage_badge(const ui::Document& document, const std::string& stage);
/// "2 errors, 52 warnings"; empty without any.
QString findings_words(const StageBadge& badge);

}  // namespace orelens::panels
