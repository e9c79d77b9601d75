// "How much of everything is there, and what is it good for?": the total system of the project's ledger. Its framework, how much by
// each dimension, the usual way beside it, elements, what moves between two scenarios, grades. One filter for all of them: a click
// adds to it, and it stands there as the query it is. The price in hand moves all of it.
#pragma once

#include <QWidget>
#include <array>
#include <memory>

#include "ui/LatestJob.h"
#include "ui/pages/SystemAnswer.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace orelens::charts {
class FrameworkMap;
class GradeAxisWidget;
class PlotWidget;
class StackedBarsWidget;
class TreemapWidget;
class WaterfallWidget;
}  // namespace orelens::charts
namespace orelens::maps {
class MapView;
}
namespace orelens::panels {
class TableView;
}
namespace orelens::ui {
class Document;
}

namespace orelens::pages {

class SystemPage : public QWidget {
    Q_OBJECT
  public:
    explicit SystemPage(ui::Document& document, QWidget* parent = nullptr);
    /// Null while there is none.
    [[nodiscard]] const SystemAnswer* answer() const { return answer_.get(); }
    [[nodiscard]] QTabBar* views() const { return views_; }
    [[nodiscard]] QLineEdit* query() const { return query_; }
    [[nodiscard]] QComboBox* scenario() const { return scenario_; }
    [[nodiscard]] QComboBox* other() const { return other_; }
    [[nodiscard]] QComboBox* dimension() const { return dimension_; }
    [[nodiscard]] QComboBox* counted() const { return counted_; }
    [[nodiscard]] QLabel* summary() const { return summary_; }
    [[nodiscard]] charts::TreemapWidget* treemap() const { return treemap_; }
    [[nodiscard]] charts::FrameworkMap* map() const { return map_; }
    [[nodiscard]] charts::GradeAxisWidget* grades() const { return grades_; }
    [[nodiscard]] charts::PlotWidget* years() const { return years_; }
    [[nodiscard]] maps::MapView* places() const { return places_; }
    [[nodiscard]] panels::TableView* table(SystemView view) const { return tables_[static_cast<std::size_t>(view)]; }
    /// Puts a condition into the filter, or takes it out where it stands there already.
    void toggle(ledger::Field field, const std::string& code);
    void set_query(const QString& text);
    /// Serves events until what is shown belongs to what is chosen.
    void settle() { job_.wait(); }

  Q_SIGNALS:
    /// A mine with a project of its own was opened on the map: its 3D model is there.
    void projectWanted(const QString& file);

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QWidget* head();
    QWidget* quantities();
    QWidget* with_table(SystemView view, QWidget* chart, const char* note);
    void due();
    void price_moved();
    void refresh();
    void put_query();
    void ask();
    void tell();
    void fill_choices(const project::LedgerStudy& study);
    void fill_builder();
    [[nodiscard]] SystemAsked asked() const;
    [[nodiscard]] QString standing_words() const;
    /// Who judges the units, and what other answers there are.
    [[nodiscard]] QString judge_note() const;

    ui::Document& document_;
    QLineEdit* query_;
    QToolButton *builder_, *clear_;
    QComboBox *scenario_, *other_, *dimension_, *counted_, *element_;
    QLabel *summary_, *wrong_, *activation_note_;
    QPushButton* keep_;  ///< asks for a ledger where there is none
    QTabBar* views_;
    QStackedWidget *stack_, *body_;
    charts::FrameworkMap* map_;
    charts::TreemapWidget* treemap_;
    charts::StackedBarsWidget *bars_, *usual_;
    charts::WaterfallWidget* waterfall_;
    charts::GradeAxisWidget* grades_;
    charts::PlotWidget* years_;
    maps::MapView* places_;
    std::vector<std::size_t> shown_units_;  ///< of the marks on the map
    std::array<panels::TableView*, system_views> tables_{};
    std::array<QLabel*, system_views> notes_{};
    QMenu* menu_;

    /// Of the recipe; null where it names no file, or one that cannot be read: then why.
    std::shared_ptr<const ledger::OutsideFile> outside_;
    QString no_outside_;
    void read_outside();
    std::string hand_;  ///< of the filter, what was written
    std::vector<std::pair<ledger::Field, std::string>> conditions_;  ///< and what clicks added to it
    std::shared_ptr<const project::LedgerStudy> offered_;            ///< whose values the builder offers
    std::shared_ptr<const SystemAnswer> answer_;
    std::vector<std::vector<std::size_t>> tile_values_, framework_values_;
    ui::LatestJob job_;
    bool due_ = true;
};

}  // namespace orelens::pages
