// The line above a page or panel that has nothing to show yet: it offers what would give it something, a run where the
// recipe names what is needed, and the step where it is named where it does not. The page itself says what is missing.
// One row per page and panel in NextStep.cpp; those without a row always have something to show.
#pragma once

#include <QWidget>
#include <string>

class QPushButton;

namespace orelens::ui {
class Document;
}

namespace orelens::shell {

/// What a page or panel without data offers; both empty where it has data, or where nothing would give it any.
struct Offer {
    std::string run;   ///< the stage to run up to
    std::string step;  ///< the stage whose parameters name what is missing
    bool operator==(const Offer&) const = default;
};
Offer offer_for(const ui::Document& document, const std::string& page_or_panel);

class NextStep : public QWidget {
    Q_OBJECT
  public:
    explicit NextStep(ui::Document& document, QWidget* parent = nullptr);
    /// For the page or panel that came in front.
    void ask_for(const QString& page_or_panel);
    [[nodiscard]] QPushButton* run() const { return run_; }
    [[nodiscard]] QPushButton* step() const { return step_; }

  Q_SIGNALS:
    void stepWanted(const QString& stage);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh();

    ui::Document& document_;
    std::string in_front_;
    Offer offer_;
    QPushButton *run_, *step_;
};

}  // namespace orelens::shell
