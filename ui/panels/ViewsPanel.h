// "From where?": the views kept with the project, as small pictures with names.
#pragma once

#include <QWidget>

class QLabel;
class QListWidget;
class QToolButton;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class ViewsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ViewsPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QListWidget* list() const { return list_; }
    /// Marks one without showing it; −1 = none.
    void set_current(int at);

  Q_SIGNALS:
    void keepWanted();
    void showWanted(int at);
    void replaceWanted(int at);
    void renamed(int at, const QString& name);
    void removeWanted(int at);
    void reportWanted(int at, bool print);
    void moved(int from, int to);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void enable();
    void ask_menu(const QPoint& at);
    [[nodiscard]] bool printed(int row) const;

    ui::Document& document_;
    QListWidget* list_;
    QLabel* none_;
    QToolButton *keep_, *replace_, *remove_, *up_, *down_;
};

}  // namespace orelens::panels
