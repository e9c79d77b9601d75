// The middle of the window: the rail, the stage with a side to its left and right, and the drawer below them.
// Which panels a side offers follows from the workspace; which sides are open is remembered for each
// workspace and for each of three widths, so that a narrow window folds what a wide one has room for and both
// come back as they were. Knows panels by id only.
#pragma once

#include <QWidget>
#include <array>
#include <map>
#include <string>

#include "ui/workspaces/Workspace.h"

class QSettings;
class QSplitter;

namespace orelens::shell {

class PanelWindow;
class Rail;
class Side;

class Desk : public QWidget {
    Q_OBJECT
  public:
    using Place = workspaces::Place;
    /// Up to these widths, in logical pixels, one side fits, or none by itself.
    static constexpr int both_sides = 1500, one_side = 1000;

    /// Takes both.
    Desk(Rail* rail, QWidget* stage, QWidget* parent = nullptr);
    ~Desk() override;

    /// Owned by the desk from now on.
    void add(const std::string& id, QWidget* panel, Place place);
    [[nodiscard]] const std::map<std::string, QWidget*>& all() const { return panels_; }
    [[nodiscard]] QWidget& stage() const { return *stage_; }
    [[nodiscard]] Rail& rail() const { return *rail_; }
    [[nodiscard]] Side& side(Place place) const { return *sides_[static_cast<std::size_t>(place)]; }

    /// Shows a workspace as it was left.
    void enter(const std::string& workspace);
    [[nodiscard]] const std::string& workspace() const { return workspace_; }
    /// Offers the panels that stand around a central page.
    void set_page(const std::string& page);
    /// In a window without room for two, a side that opens folds the other.
    void set_open(Place place, bool open);
    [[nodiscard]] bool is_open(Place place) const;
    /// In front; its workspace, and its central page, where the present one does not show it.
    void bring(const std::string& id);
    /// …and the keyboard in its first field.
    void raise(const std::string& id);
    /// The panel that had the keyboard last; that in front of the first side of the workspace before any had.
    [[nodiscard]] QWidget* used() const;
    /// A window of its own for a panel, for a second screen; closing it brings the panel back.
    void set_apart(const std::string& id, bool apart);
    [[nodiscard]] bool is_apart(const std::string& id) const { return apart_.contains(id); }

    /// Nothing but the stage, while the welcome page stands there.
    void set_shown(bool shown);
    [[nodiscard]] bool shown() const { return shown_; }
    /// Every workspace as the table has it.
    void arrange();
    void load(const QSettings& settings);
    void save(QSettings& settings) const;

  Q_SIGNALS:
    void entered(const QString& workspace);
    /// A panel is wanted that stands around another central page.
    void pageWanted(const QString& page);
    /// A side was opened or folded, or all of it was shown or hidden.
    void changed();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    enum Width { narrow, medium, wide };
    struct Layout {
        std::array<std::array<bool, 3>, 3> open{};  ///< by width and place
        std::map<std::string, std::array<std::string, 3>> front;  ///< by central page and place; empty = the first
        std::array<int, 3> size{};                  ///< by place, pixels; 0 = usual
    };
    [[nodiscard]] static Layout standard(const workspaces::WorkspaceInfo& workspace);
    [[nodiscard]] Width width_class() const;
    [[nodiscard]] Layout& layout_now() { return layouts_.at(workspace_); }
    [[nodiscard]] std::string& front_now(Place place);
    [[nodiscard]] Place place_of(const std::string& id) const { return places_.at(id); }
    [[nodiscard]] int usual_size(Place place) const;
    void offer();
    void apply();
    void remember_sizes();
    void focus_into(QWidget* panel);

    Rail* rail_;
    QWidget* stage_;
    QSplitter *across_, *down_;
    std::array<Side*, 3> sides_{};
    std::map<std::string, QWidget*> panels_;
    std::map<std::string, Place> places_;
    std::map<std::string, PanelWindow*> apart_;
    std::map<std::string, Layout> layouts_;
    std::string workspace_, page_;
    QWidget* used_ = nullptr;
    bool shown_ = true;
    bool entering_ = false;
    int applied_width_ = -1;  ///< width class the layout was last applied for
};

}  // namespace orelens::shell
