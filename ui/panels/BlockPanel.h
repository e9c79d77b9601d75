// "What is here?": the selection. Grades, margin, break-even price, and line by line why it is or is not usable at
// the slider's price. For a drillhole: depth, the assays there, and its strip log.
#pragma once

#include <QWidget>
#include <optional>

#include "core/blocks/GridGeometry.h"

class QLabel;

namespace orelens::blocks {
class BlockModel;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class StripLogView;
class TableView;

class BlockPanel : public QWidget {
    Q_OBJECT
  public:
    explicit BlockPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QLabel* verdict() const { return verdict_; }
    [[nodiscard]] TableView* grades() const { return grades_; }
    [[nodiscard]] TableView* reasons() const { return reasons_; }
    [[nodiscard]] StripLogView* strip_log() const { return strip_log_; }
    [[nodiscard]] QString as_text() const;

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void show_block();
    void show_voxel();
    void tell_place(const blocks::BlockModel& model, const blocks::Index3& at);
    void tell_values(const blocks::BlockModel& model, std::size_t leaf, int at);
    void show_hole();
    void show_nothing();

    ui::Document& document_;
    QLabel *where_, *verdict_, *reason_heading_;
    TableView *grades_, *reasons_;
    StripLogView* strip_log_;
};

}  // namespace orelens::panels
