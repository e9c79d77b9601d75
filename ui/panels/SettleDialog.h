// The settings that decide a group of findings, all at once: those its advice names, with the value where the
// advice states one. Edits go to the recipe as from any form; the note above says when results are of before.
#pragma once

#include <QDialog>
#include <vector>

#include "core/project/FindingGroups.h"
#include "core/project/Remedies.h"

class QPushButton;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class ParamForm;

class SettleDialog : public QDialog {
    Q_OBJECT
  public:
    /// `remedies` are of the group's first finding and not empty; the document must outlive the dialog.
    SettleDialog(ui::Document& document, const project::FindingGroup& group,
                 const std::vector<project::Remedy>& remedies, QWidget* parent);
    [[nodiscard]] ParamForm* form() const { return form_; }
    /// One per proposed value, in the order of the advice.
    [[nodiscard]] const std::vector<QPushButton*>& proposals() const { return proposals_; }

  private:
    void propose(const project::Remedy& remedy);

    ui::Document& document_;
    ParamForm* form_;
    std::vector<QPushButton*> proposals_;
};

}  // namespace orelens::panels
