// The steps on a document's undo stack. A step that changes nothing is never pushed; steps of one drag or one
// spin join.
#pragma once

#include <QElapsedTimer>
#include <QUndoCommand>
#include <set>
#include <string>
#include <vector>

#include "core/project/Recipe.h"
#include "core/project/SavedScenarios.h"
#include "core/project/SavedViews.h"

namespace orelens::ui {

class Edits;
class PriceInHand;

class RecipeEdit : public QUndoCommand {
  public:
    RecipeEdit(Edits& edits, const QString& text, std::string merge_key, project::Recipe before,
               project::Recipe after, bool price_stays = false);
    void undo() override;
    void redo() override;
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* later) override;

  private:
    Edits& edits_;
    std::string merge_key_;
    project::Recipe before_, after_;
    bool price_stays_;  ///< see Edits::take_price
    QElapsedTimer since_;
};

class ApprovalEdit : public QUndoCommand {
  public:
    ApprovalEdit(Edits& edits, const QString& text, std::set<std::string> before,
                 std::set<std::string> after);
    void undo() override;
    void redo() override;

  private:
    Edits& edits_;
    std::set<std::string> before_, after_;
};

class ViewsEdit : public QUndoCommand {
  public:
    ViewsEdit(Edits& edits, const QString& text, std::vector<project::SavedView> before,
              std::vector<project::SavedView> after);
    void undo() override;
    void redo() override;

  private:
    Edits& edits_;
    std::vector<project::SavedView> before_, after_;
};

class ScenariosEdit : public QUndoCommand {
  public:
    ScenariosEdit(Edits& edits, const QString& text, std::string merge_key, std::vector<project::Scenario> before,
                  std::vector<project::Scenario> after);
    void undo() override;
    void redo() override;
    int id() const override { return 3; }
    bool mergeWith(const QUndoCommand* later) override;

  private:
    Edits& edits_;
    std::string merge_key_;
    std::vector<project::Scenario> before_, after_;
    QElapsedTimer since_;
};

class PriceEdit : public QUndoCommand {
  public:
    PriceEdit(PriceInHand& price, const QString& text, double before, double after, int drag, bool dragging);
    void undo() override;
    void redo() override;
    int id() const override { return 2; }
    bool mergeWith(const QUndoCommand* later) override;

  private:
    PriceInHand& price_;
    double before_, after_;
    int drag_;
    bool dragging_;
};

}  // namespace orelens::ui
