// The docks of a window: adds them, puts them in their places, brings one to the front, hides them all while
// the welcome page stands alone, and keeps the user's layout. Knows nothing of what is in them.
#pragma once

#include <QObject>
#include <map>
#include <string>
#include <vector>

class QDockWidget;
class QMainWindow;
class QSettings;
class QWidget;

namespace orelens::shell {

class Docks : public QObject {
    Q_OBJECT
  public:
    /// The window must outlive the docks.
    explicit Docks(QMainWindow& window);
    ~Docks() override;  ///< with the docks and what is in them

    /// `area` is left or right; docks of one area become tabs in the order they are added, the first in
    /// front. Words under "ui.dock.<id>".
    void add(const std::string& id, QWidget* panel, Qt::DockWidgetArea area);
    [[nodiscard]] const std::map<std::string, QDockWidget*>& all() const { return docks_; }

    /// Every dock in its own place, shown.
    void arrange();
    void set_shown(bool shown);
    /// In front, with the keyboard in its first field.
    void raise(const std::string& id);
    /// What is in the dock that had the keyboard last.
    [[nodiscard]] QWidget* used() const;

    void load(const QSettings& settings);
    void save(QSettings& settings) const;

  private:
    QMainWindow& window_;
    std::map<std::string, QDockWidget*> docks_;
    std::vector<QDockWidget*> left_, right_;
    QWidget* used_ = nullptr;
    bool shown_ = true;
    QByteArray layout_;  ///< while they are hidden
};

}  // namespace orelens::shell
