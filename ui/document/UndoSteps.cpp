#include "ui/document/UndoSteps.h"

#include "ui/document/Edits.h"
#include "ui/document/PriceInHand.h"

namespace orelens::ui {
namespace {
constexpr qint64 joined_ms = 1000;
}

RecipeEdit::RecipeEdit(Edits& edits, const QString& text, std::string merge_key, project::Recipe before,
                       project::Recipe after, bool price_stays)
    : QUndoCommand(text),
      edits_(edits),
      merge_key_(std::move(merge_key)),
      before_(std::move(before)),
      after_(std::move(after)),
      price_stays_(price_stays) {
    since_.start();
}
void RecipeEdit::undo() {
    edits_.put_recipe(before_, price_stays_);
}
void RecipeEdit::redo() {
    edits_.put_recipe(after_, price_stays_);
}
bool RecipeEdit::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const RecipeEdit*>(later);
    if (merge_key_.empty() || other->merge_key_ != merge_key_ || since_.elapsed() > joined_ms) return false;
    after_ = other->after_;
    since_.restart();
    setObsolete(project::recipe_to_json(before_) == project::recipe_to_json(after_));
    return true;
}

ApprovalEdit::ApprovalEdit(Edits& edits, const QString& text, std::set<std::string> before,
                           std::set<std::string> after)
    : QUndoCommand(text), edits_(edits), before_(std::move(before)), after_(std::move(after)) {}
void ApprovalEdit::undo() {
    edits_.put_approvals(before_);
}
void ApprovalEdit::redo() {
    edits_.put_approvals(after_);
}

ViewsEdit::ViewsEdit(Edits& edits, const QString& text, std::vector<project::SavedView> before,
                     std::vector<project::SavedView> after)
    : QUndoCommand(text), edits_(edits), before_(std::move(before)), after_(std::move(after)) {}
void ViewsEdit::undo() {
    edits_.put_views(before_);
}
void ViewsEdit::redo() {
    edits_.put_views(after_);
}

ScenariosEdit::ScenariosEdit(Edits& edits, const QString& text, std::string merge_key,
                             std::vector<project::Scenario> before, std::vector<project::Scenario> after)
    : QUndoCommand(text),
      edits_(edits),
      merge_key_(std::move(merge_key)),
      before_(std::move(before)),
      after_(std::move(after)) {
    since_.start();
}
void ScenariosEdit::undo() {
    edits_.put_scenarios(before_);
}
void ScenariosEdit::redo() {
    edits_.put_scenarios(after_);
}
bool ScenariosEdit::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const ScenariosEdit*>(later);
    if (merge_key_.empty() || other->merge_key_ != merge_key_ || since_.elapsed() > joined_ms) return false;
    after_ = other->after_;
    since_.restart();
    setObsolete(before_ == after_);
    return true;
}

PriceEdit::PriceEdit(PriceInHand& price, const QString& text, double before, double after, int drag,
                     bool dragging)
    : QUndoCommand(text), price_(price), before_(before), after_(after), drag_(drag), dragging_(dragging) {}
void PriceEdit::undo() {
    price_.put(before_, false);
}
void PriceEdit::redo() {
    price_.put(after_, dragging_);
    dragging_ = false;
}
bool PriceEdit::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const PriceEdit*>(later);
    if (other->drag_ != drag_) return false;
    after_ = other->after_;
    return true;
}

}  // namespace orelens::ui
