// The strip at the top of the window: tools, those of the workspace, the project and its scenario, the price
// of every commodity, the test, and the way to any action. The same in every workspace but for the tools.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class PriceFields;
}
namespace orelens::ui {
class Document;
}

namespace orelens::shell {

class Strip : public QWidget {
    Q_OBJECT
  public:
    Strip(ui::Document& document, const commands::ActionSet& actions, QWidget* parent = nullptr);
    /// Offers the actions of a workspace.
    void enter(const std::string& workspace);
    [[nodiscard]] panels::PriceFields& prices() const { return *prices_; }
    [[nodiscard]] QToolButton* scenario() const { return scenario_; }
    [[nodiscard]] QLabel* project() const { return project_; }
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void refused(const QString& why);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void fit();

    ui::Document& document_;
    const commands::ActionSet& actions_;
    QHBoxLayout* own_;  ///< tools of the workspace
    std::vector<QToolButton*> tools_, own_tools_, tests_;
    QLabel* project_;
    QToolButton* scenario_;
    panels::PriceFields* prices_;
};

}  // namespace orelens::shell
