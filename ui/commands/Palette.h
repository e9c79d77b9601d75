// Ctrl+K: type a few letters of any action and run it. Also the list of shortcuts (F1): the same table,
// unfiltered.
#pragma once

#include <QDialog>

class QLineEdit;
class QLabel;
class QListWidget;
class QTableWidget;

namespace orelens::commands {

class ActionSet;

/// How well `typed` fits `text`: letters in order, runs and word starts count more; negative = does not fit.
int fit_score(const QString& typed, const QString& text);

class Palette : public QDialog {
    Q_OBJECT
  public:
    Palette(ActionSet& actions, QWidget* parent);
    /// Ids of the rows now shown, best first.
    [[nodiscard]] QStringList shown() const;
    [[nodiscard]] QLineEdit* entry() const { return entry_; }
    /// Says that nothing fits what was typed; hidden otherwise.
    [[nodiscard]] QLabel* nothing() const { return nothing_; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refill();
    void run_current();

    ActionSet& actions_;
    QLineEdit* entry_;
    QListWidget* list_;
    QLabel* nothing_;
};

class ShortcutList : public QDialog {
    Q_OBJECT
  public:
    ShortcutList(const ActionSet& actions, QWidget* parent);
};

}  // namespace orelens::commands
