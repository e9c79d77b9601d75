// Which of a project's sections become sheets: a list to be ticked, all of them at first.
#pragma once

#include <QDialog>
#include <QStringList>
#include <vector>

class QListWidget;
class QPushButton;

namespace orelens::output {

class SectionsDialog : public QDialog {
    Q_OBJECT
  public:
    explicit SectionsDialog(const QStringList& names, QWidget* parent);
    [[nodiscard]] QListWidget* list() const { return list_; }
    [[nodiscard]] QPushButton* go() const { return go_; }
    /// Places of those that are ticked, ascending.
    [[nodiscard]] std::vector<std::size_t> chosen() const;

  private:
    void tick(bool on);
    QListWidget* list_;
    QPushButton* go_;
};

}  // namespace orelens::output
