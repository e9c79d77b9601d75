// Undo steps of a Document. An edit that changes nothing is never pushed; steps of one drag or one spin join.
#pragma once

#include <QElapsedTimer>
#include <QUndoCommand>
#include <set>
#include <string>

#include "core/project/Recipe.h"

namespace orelens::ui {

class Document;

class RecipeEdit : public QUndoCommand {
  public:
    RecipeEdit(Document& document, const QString& text, std::string merge_key, project::Recipe after);
    void undo() override;
    void redo() override;
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* later) override;

  private:
    Document& document_;
    std::string merge_key_;
    project::Recipe before_, after_;
    QElapsedTimer since_;
};

class ApprovalEdit : public QUndoCommand {
  public:
    ApprovalEdit(Document& document, const QString& text, std::set<std::string> after);
    void undo() override;
    void redo() override;

  private:
    Document& document_;
    std::set<std::string> before_, after_;
};

class PriceEdit : public QUndoCommand {
  public:
    PriceEdit(Document& document, const QString& text, double before, double after, int drag, bool dragging);
    void undo() override;
    void redo() override;
    int id() const override { return 2; }
    bool mergeWith(const QUndoCommand* later) override;

  private:
    Document& document_;
    double before_, after_;
    int drag_;
    bool dragging_;
};

}  // namespace orelens::ui
