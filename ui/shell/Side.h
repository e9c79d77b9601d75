// One side of the stage: a row of short tabs over the panel in front. Knows nothing of what is in the panels,
// nor when it should be seen.
#pragma once

#include <QWidget>
#include <map>
#include <string>
#include <vector>

class QStackedWidget;
class QTabBar;
class QToolButton;

namespace orelens::shell {

class Side : public QWidget {
    Q_OBJECT
  public:
    /// Words of the side under `words_key`.
    explicit Side(const char* words_key, QWidget* parent = nullptr);

    /// Owned by the side. Words of its tab under "ui.tab.<id>", its question under "ui.dock.<id>".
    void add(const std::string& id, QWidget* panel);
    /// Gives a panel up without deleting it, for a window of its own.
    QWidget* take(const std::string& id);
    [[nodiscard]] bool holds(const std::string& id) const { return panels_.contains(id); }
    /// The panels that have a tab, in this order; ids the side does not hold are passed over.
    void offer(const std::vector<std::string>& ids);
    [[nodiscard]] const std::vector<std::string>& offered() const { return offered_; }
    /// A line between the tabs and the panel in front; owned by the side.
    void put_above(QWidget* line);
    /// In front; nothing happens for one that is not offered.
    void bring(const std::string& id);
    /// Id of the panel in front, empty without one.
    [[nodiscard]] std::string front() const;
    [[nodiscard]] QTabBar* tabs() const { return tabs_; }
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void foldWanted();
    void apartWanted(const QString& id);
    void brought(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void reword();
    void show_front(int tab);

    QTabBar* tabs_;
    QToolButton *apart_, *fold_;
    QStackedWidget* stack_;
    std::map<std::string, QWidget*> panels_;
    std::vector<std::string> offered_;
};

}  // namespace orelens::shell
