#include "ui/panels/GridLabel.h"

#include "core/project/GridPreview.h"
#include "core/project/Pipeline.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {

GridLabel::GridLabel(QWidget* parent) : QLabel(parent) {
    setWordWrap(true);
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setFrameShape(QFrame::StyledPanel);
    setContentsMargins(4, 2, 4, 2);
    // All of it is read, whatever else wants the room.
    QSizePolicy whole(QSizePolicy::Preferred, QSizePolicy::Minimum);
    whole.setHeightForWidth(true);
    setSizePolicy(whole);
    hide();
}

void GridLabel::refresh(const project::Project* project, const std::string& stage) {
    const bool wanted =
        project != nullptr && (stage == "grid" || stage == "estimate") && project->model_source.empty();
    setVisible(wanted);
    setToolTip(ui::words("ui.project.grid.tip"));
    if (!wanted) return;
    const project::GridPreview preview = project::preview_grid(project->recipe, project->results);
    warns_ = !preview.fits || preview.far;
    const QString colour = ui::chart_colors(ui::theme()).warning.name();
    QStringList lines;
    const std::vector<base::Message> sentences = project::preview_words(preview);
    for (std::size_t n = 0; n < sentences.size(); ++n) {
        const QString line = ui::words(sentences[n]).toHtmlEscaped();
        lines << (n == 0 ? "<b>" + line + "</b>" : line);
    }
    // What warns comes last; a figure that does not fit is marked from the start.
    if (warns_) {
        lines.last() = QStringLiteral("<span style='color:%1'><b>⚠ %2</b></span>").arg(colour, lines.last());
        if (!preview.fits)
            lines.first() = QStringLiteral("<span style='color:%1'>%2</span>").arg(colour, lines.first());
    }
    if (project->recipe.grid.fit_to_samples && preview.geometry && !project->current("composite"))
        lines << ui::words("ui.project.grid.older").toHtmlEscaped();
    setText(lines.join("<br>"));
}

}  // namespace orelens::panels
