// Form rows generated from the recipe's table of parameters, for one stage or for a few chosen ones. Every edit goes through the
// document (undo, checks); what is refused is shown and put back. Knows no parameter by name.
#pragma once

#include <QWidget>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/project/Recipe.h"

class QFormLayout;
class QVBoxLayout;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class ParamForm : public QWidget {
    Q_OBJECT
  public:
    explicit ParamForm(ui::Document& document, QWidget* parent = nullptr);

    /// Stage as named in RecipeParam::stage.
    void show_stage(const std::string& stage);
    [[nodiscard]] const std::string& stage() const { return stage_; }
    /// These and no others, whatever their stage and level; concrete ids of declared parameters.
    void show_parameters(std::vector<std::string> ids);
    /// Never shown here, by declared id: they have a place of their own beside the form.
    void leave_out(std::set<std::string> ids);
    void set_advanced(bool shown);
    /// Shows the recipe's values again; rebuilds only when keys of a group came or went.
    void refresh();
    /// Concrete ids that have a row now, for tests.
    [[nodiscard]] std::vector<std::string> shown_ids() const;
    [[nodiscard]] QWidget* editor(const std::string& concrete_id) const;

  Q_SIGNALS:
    void refused(const QString& why);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Row {
        QWidget* editor;
        std::function<void(const base::ParamValue&)> show;
    };
    void rebuild();
    void add_chosen(QFormLayout* form);
    void add_row(QFormLayout* form, const project::RecipeParam& param, const std::string& key);
    void add_group(QVBoxLayout* box, const std::string& group);
    void commit(const std::string& id, const base::ParamValue& value);
    Row make_editor(const project::RecipeParam& param, const std::string& id);
    Row make_number(const project::RecipeParam& param, const std::string& id);
    Row make_main_commodity(const std::string& id);
    /// In the recipe's own words: "USD/oz" for a price, "g/t" for the top cut of gold.
    [[nodiscard]] QString unit_of(const project::RecipeParam& param, const std::string& key) const;
    Row make_choice(const project::RecipeParam& param, const std::string& id);
    Row make_text(const project::RecipeParam& param, const std::string& id);

    ui::Document& document_;
    std::string stage_;
    std::set<std::string> left_out_;
    std::vector<std::string> only_;  ///< where parameters were chosen one by one
    bool advanced_ = false;
    std::map<std::string, Row> rows_;
    std::map<std::string, std::string> chosen_key_;  ///< per group
    std::vector<std::string> built_for_;             ///< keys of the groups when built
    QWidget* body_ = nullptr;
};

}  // namespace orelens::panels
