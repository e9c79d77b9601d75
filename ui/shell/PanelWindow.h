// A panel in a window of its own, for a second screen. Closing it gives the panel back.
#pragma once

#include <QWidget>
#include <string>

namespace orelens::shell {

class PanelWindow : public QWidget {
    Q_OBJECT
  public:
    /// Shows `panel` under the words of "ui.dock.<id>"; the panel is owned by whoever takes it back.
    PanelWindow(const std::string& id, QWidget* panel, QWidget* main_window);
    [[nodiscard]] QWidget* panel() const { return panel_; }

  Q_SIGNALS:
    void closed(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

  private:
    void reword();

    std::string id_;
    QWidget* panel_;
};

}  // namespace orelens::shell
