// The views kept with the project: keeps what the view shows now, shows one again, steps through them. What is kept is
// look, camera, price and filter with a small picture; an edit of the project that can be undone.
#pragma once

#include <QObject>
#include <QString>

#include "core/base/Error.h"

namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class KeptViews : public QObject {
    Q_OBJECT
  public:
    /// All must outlive it.
    KeptViews(ui::Document& document, ui::ViewState& state, viewport::VtkView& view);

    [[nodiscard]] int count() const;
    /// Number of the one that was shown or kept last, −1 = none.
    [[nodiscard]] int current() const { return current_; }
    /// Behind the others; a name that is taken gets a number.
    void keep(const QString& name);
    /// What the view shows now in place of what was kept under that name.
    void replace(int at);
    /// Whether reports print it.
    [[nodiscard]] bool in_report(int at) const;
    void set_in_report(int at, bool print);
    void rename(int at, const QString& name);
    void remove(int at);
    void move(int from, int to);
    /// The camera flies; price and filter are those of the view. Error: cannot be read.
    base::Expected<void> show(int at);
    /// The next one (1) or the one before (−1), from the end to the beginning.
    base::Expected<void> step(int way);

  Q_SIGNALS:
    /// Which one is shown.
    void currentChanged();

  private:
    [[nodiscard]] std::string look_now() const;
    [[nodiscard]] std::string picture_now() const;
    void set_current(int at);

    ui::Document& document_;
    ui::ViewState& state_;
    viewport::VtkView& view_;
    int current_ = -1;
};

}  // namespace orelens::shell
