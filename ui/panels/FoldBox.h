// One object of the view as a foldable group: its eye, its name, and below them how it is drawn.
#pragma once

#include <QWidget>

class QFormLayout;
class QToolButton;

namespace orelens::panels {

class FoldBox : public QWidget {
    Q_OBJECT
  public:
    /// Heading under `key`; an eye under `eye_key`, none where that is null.
    FoldBox(const char* key, const char* eye_key, QWidget* parent = nullptr);
    [[nodiscard]] QFormLayout* form() const { return form_; }
    /// Checkable: whether the object is drawn. Null without one.
    [[nodiscard]] QToolButton* eye() const { return eye_; }
    void set_open(bool open);
    [[nodiscard]] bool is_open() const;

  private:
    QToolButton *head_, *eye_ = nullptr;
    QWidget* body_;
    QFormLayout* form_;
};

}  // namespace orelens::panels
