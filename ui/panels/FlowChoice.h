// Which year, metal and place of the flow system is looked at: one choice for the page of flows and the panels below it.
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/project/FlowStudy.h"

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class FlowChoice : public QObject {
    Q_OBJECT
  public:
    /// The choice of a document, made when it is first asked for; goes with the document.
    static FlowChoice& of(ui::Document& document);

    /// Null where the project has no solved system.
    [[nodiscard]] const std::shared_ptr<const project::FlowStudy>& study() const { return study_; }
    [[nodiscard]] int year() const { return year_; }
    /// Of a dimension of the system, −1 = all of them together. The metal's is always a single one.
    [[nodiscard]] int item(int dimension) const { return items_[static_cast<std::size_t>(dimension)]; }
    /// Tuples of the present choice.
    [[nodiscard]] const std::vector<std::size_t>& tuples() const { return tuples_; }
    /// "Cu, Anping"; empty where everything is one.
    [[nodiscard]] QString name() const;

    void set_year(int year);
    void set_item(int dimension, int item);

  Q_SIGNALS:
    void yearChanged();
    /// Another system, metal or place; or the results stand otherwise to the parameters now.
    void choiceChanged();

  private:
    explicit FlowChoice(ui::Document& document);
    void follow();
    void find_tuples();

    ui::Document& document_;
    std::shared_ptr<const project::FlowStudy> study_;
    int year_ = 0;
    std::vector<int> items_;
    std::vector<std::size_t> tuples_;
};

/// Sums over the tuples of a choice, by year, in tonnes.
struct FlowSums {
    std::vector<std::vector<double>> flows;  ///< per flow
    std::vector<std::vector<double>> stock, inflow, outflow;  ///< per stock
};
FlowSums flow_sums(const project::FlowStudy& study, const std::vector<std::size_t>& tuples);
/// What is left of each cohort at the end of a year; empty for a stock without cohorts.
std::vector<double> cohorts_at(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, int year);

}  // namespace orelens::panels
