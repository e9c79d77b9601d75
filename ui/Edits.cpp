#include "ui/Edits.h"

#include "ui/Document.h"

namespace orelens::ui {

RecipeEdit::RecipeEdit(Document& document, const QString& text, std::string merge_key, project::Recipe after)
    : QUndoCommand(text),
      document_(document),
      merge_key_(std::move(merge_key)),
      before_(document.project().recipe),
      after_(std::move(after)) {
    since_.start();
}
void RecipeEdit::undo() {
    document_.put_recipe(before_);
}
void RecipeEdit::redo() {
    document_.put_recipe(after_);
}
bool RecipeEdit::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const RecipeEdit*>(later);
    constexpr qint64 joined_ms = 1000;
    if (merge_key_.empty() || other->merge_key_ != merge_key_ || since_.elapsed() > joined_ms) return false;
    after_ = other->after_;
    since_.restart();
    setObsolete(project::recipe_to_json(before_) == project::recipe_to_json(after_));
    return true;
}

ApprovalEdit::ApprovalEdit(Document& document, const QString& text, std::set<std::string> after)
    : QUndoCommand(text),
      document_(document),
      before_(document.project().approved_findings),
      after_(std::move(after)) {}
void ApprovalEdit::undo() {
    document_.put_approvals(before_);
}
void ApprovalEdit::redo() {
    document_.put_approvals(after_);
}

PriceEdit::PriceEdit(Document& document, const QString& text, double before, double after, int drag,
                     bool dragging)
    : QUndoCommand(text),
      document_(document),
      before_(before),
      after_(after),
      drag_(drag),
      dragging_(dragging) {}
void PriceEdit::undo() {
    document_.put_price(before_, false);
}
void PriceEdit::redo() {
    document_.put_price(after_, dragging_);
    dragging_ = false;
}
bool PriceEdit::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const PriceEdit*>(later);
    if (other->drag_ != drag_) return false;
    after_ = other->after_;
    return true;
}

}  // namespace orelens::ui
