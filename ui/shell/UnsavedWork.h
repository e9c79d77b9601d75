// After a program that was not closed: what it left behind is shown, and the user restores it, throws it away
// or leaves it for later.
#pragma once

#include <QDialog>
#include <functional>
#include <vector>

#include "ui/document/SafeCopy.h"

class QListWidget;

namespace orelens::shell {

class Shell;

enum class UnsavedAnswer { restore, throw_away, later };

class UnsavedWorkDialog : public QDialog {
    Q_OBJECT
  public:
    UnsavedWorkDialog(const std::vector<ui::LeftBehind>& found, QWidget* parent);
    [[nodiscard]] UnsavedAnswer answer() const { return answer_; }
    /// Index of the one chosen.
    [[nodiscard]] std::size_t chosen() const;

  private:
    QListWidget* list_;
    UnsavedAnswer answer_ = UnsavedAnswer::later;
};

/// Nothing is asked where nothing was left behind. A project that is open now gives way to the restored one
/// only when it has nothing unsaved itself.
void offer_unsaved_work(ui::Document& document, ui::SafeCopy& own, Shell& shell);
/// The same for one that was chosen.
bool restore_unsaved_work(const ui::LeftBehind& left, ui::Document& document, ui::SafeCopy& own,
                          Shell& shell);

}  // namespace orelens::shell
