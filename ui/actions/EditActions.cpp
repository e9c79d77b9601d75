#include "ui/actions/EditActions.h"

#include <QApplication>
#include <QClipboard>
#include <QTableView>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/charts/Chart.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/TableView.h"
#include "ui/shell/Desk.h"
#include "ui/shell/SaveFile.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

/// A panel's own words where it has them, else its tables one below the other.
QString table_text(const QWidget* panel) {
    if (const auto* findings = qobject_cast<const panels::FindingsPanel*>(panel)) return findings->as_text();
    if (const auto* block = qobject_cast<const panels::BlockPanel*>(panel)) return block->as_text();
    QString text;
    for (const panels::TableView* table : panel->findChildren<panels::TableView*>())
        text += (text.isEmpty() ? "" : "\n") + table->as_text();
    return text;
}

}  // namespace

EditActions::EditActions(commands::ActionSet& actions, ui::Document& document, shell::Desk& desk,
                         viewport::VtkView& view, shell::Shell& shell)
    : actions_(actions), document_(document), desk_(desk), view_(view), shell_(shell) {
    actions_.on("edit.undo", [this] { document_.edits().undo_stack().undo(); });
    actions_.on("edit.redo", [this] { document_.edits().undo_stack().redo(); });
    actions_.on("edit.copy_chart", [this] { copy_chart(); });
    actions_.on("export.chart", [this] { save_chart(); });
    actions_.on("edit.copy_table", [this] { copy_table(); });
    actions_.on("edit.copy_view", [this] { copy_view(); });
    connect(&document_, &ui::Document::stateChanged, this, &EditActions::refresh);
    connect(&document_.edits().undo_stack(), &QUndoStack::indexChanged, this, &EditActions::refresh);
    connect(&actions_, &commands::ActionSet::retranslated, this, &EditActions::refresh);
    refresh();
}

void EditActions::refresh() {
    const QUndoStack& undo = document_.edits().undo_stack();
    actions_.set_enabled({"edit.undo"}, undo.canUndo());
    actions_.set_enabled({"edit.redo"}, undo.canRedo());
    actions_.set_enabled({"edit.copy_view"}, document_.open());
    const auto name = [this](const char* id, const QString& what) {
        const QString plain = ui::words(commands::find_action(id)->text);
        actions_.action(id)->setText(what.isEmpty() ? plain : plain + ": " + what);
    };
    name("edit.undo", undo.undoText());
    name("edit.redo", undo.redoText());
}

charts::Chart* EditActions::chart_in_use() const {
    if (auto* chart = qobject_cast<charts::Chart*>(QApplication::focusWidget())) return chart;
    for (const QWidget* place : {desk_.used(), desk_.all().at("usable")})
        if (place != nullptr)
            if (auto* chart = place->findChild<charts::Chart*>()) return chart;
    return nullptr;
}

void EditActions::copy_chart() {
    const charts::Chart* chart = chart_in_use();
    if (chart == nullptr) return;
    chart->copy_picture();
    shell_.say(ui::words("ui.copied"), 3000);
}

void EditActions::save_chart() {
    const charts::Chart* chart = chart_in_use();
    if (chart == nullptr) return;
    const QStringList kinds{ui::words("ui.chart.as_png") + " (*.png)", ui::words("ui.chart.as_svg") + " (*.svg)",
                            ui::words("ui.chart.as_csv") + " (*.csv)"};
    const shell::SaveChoice chosen = shell::ask_save_file(
        shell_.widget(), {.title = ui::plain_words("ui.chart.save"), .name = chart->accessibleName(), .suffix = "png",
                          .filters = kinds, .beside = document_.path()});
    if (chosen.file.isEmpty()) return;
    if (const auto saved = chart->save(chosen.file); !saved)
        shell_.show_error(saved.error());
    else
        shell_.say(ui::words("ui.export.done", {{"file", chosen.file.toStdString()}}), 8000);
}

void EditActions::copy_table() {
    const QWidget* panel = desk_.used();
    if (panel == nullptr) return;
    const auto* note = panel->findChild<panels::OlderNote*>();
    const QString text = ui::told_as(table_text(panel), note == nullptr || note->isHidden());
    if (text.isEmpty()) return;
    QApplication::clipboard()->setText(text);
    shell_.say(ui::words("ui.copied"), 3000);
}

void EditActions::copy_view() {
    QApplication::clipboard()->setImage(
        view_.screenshot(view_.size() * view_.devicePixelRatioF(), false, true));
}

}  // namespace orelens::actions
