// The central pages of the workspaces, one in front: the 3D view, the map, … A slim row of buttons above chooses where
// several have something to show. Which ones follows from the table of workspaces; what was in front of each is remembered.
// To add a page: a class in ui/pages, a line in Pages.cpp, an action "page.<id>", and its id in the table of workspaces.
#pragma once

#include <QWidget>
#include <functional>
#include <map>
#include <string>
#include <vector>

class QHBoxLayout;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace orelens::commands {
class ActionSet;
}

namespace orelens::shell {

class Centre : public QWidget {
    Q_OBJECT
  public:
    explicit Centre(commands::ActionSet& actions, QWidget* parent = nullptr);

    struct Ways {
        /// Answers for every project that has a deposit: for it alone the row of buttons takes no room from a small window.
        bool accompanies = false;
        /// Needs more height than a small window has, and is scrolled there.
        bool scrolls = false;
    };
    /// Owned by this from now on. `answers`: whether the open project has anything to show on it.
    void add(const std::string& id, QWidget* page, std::function<bool()> answers) { add(id, page, std::move(answers), Ways()); }
    void add(const std::string& id, QWidget* page, std::function<bool()> answers, Ways ways);
    /// A line between the row of buttons and the page in front; owned by this.
    void put_above(QWidget* line);
    /// Offers the pages of a workspace and shows the one that was in front of it last; where that has nothing to show,
    /// the first that has, and the first of all where none has.
    void enter(const std::string& workspace);
    /// In front, where the present workspace offers it. False: it does not, or no page has the id.
    bool show(const std::string& id);
    [[nodiscard]] const std::string& shown() const { return shown_; }
    [[nodiscard]] QWidget* page(const std::string& id) const;
    [[nodiscard]] std::vector<std::string> all() const;
    [[nodiscard]] const std::vector<std::string>& offered() const { return offered_; }
    [[nodiscard]] QWidget& bar() const { return *bar_; }
    /// Without the row of buttons, for a presentation.
    void set_presenting(bool on);

    /// Another project is open: what was in front is asked anew.
    void start_over();
    void load(const QSettings& settings);
    void save(QSettings& settings) const;

  Q_SIGNALS:
    void changed(const QString& page);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Page {
        QWidget* widget = nullptr;
        QWidget* frame = nullptr;  ///< what stands in the stack: the page, or what scrolls it
        std::function<bool()> answers;
        QToolButton* button = nullptr;
        bool accompanies = false;
    };
    void put(const std::string& id);
    void show_bar();

    commands::ActionSet& actions_;
    QWidget* bar_;
    QHBoxLayout* row_;
    QStackedWidget* stack_;
    std::map<std::string, Page> pages_;
    std::map<std::string, std::string> front_;  ///< by workspace, what the hand chose
    std::vector<std::string> offered_;
    std::string workspace_, shown_;
    bool presenting_ = false;
};

}  // namespace orelens::shell
