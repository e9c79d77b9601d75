#include "ui/panels/TargetCut.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"

namespace orelens::panels {

std::optional<potential::TargetEdit> ask_cutting_plane(QWidget* parent, const potential::TargetEdit& offered) {
    QDialog dialog(parent);
    dialog.setWindowTitle(ui::words("ui.targets.split_plane"));
    auto* form = new QFormLayout;
    std::array<NumberEntry*, 5> boxes{};
    constexpr std::array keys{"ui.targets.cut_azimuth", "ui.targets.cut_dip", "ui.targets.cut_x", "ui.targets.cut_y", "ui.targets.cut_z"};
    const std::array<double, 5> values{offered.azimuth_deg, offered.dip_deg, offered.through[0], offered.through[1], offered.through[2]};
    for (std::size_t n = 0; n < boxes.size(); ++n) {
        boxes[n] = new NumberEntry;
        boxes[n]->set_limits(n < 2 ? 0 : -1e9, n == 0 ? 360 : n == 1 ? 90 : 1e9, false);
        boxes[n]->show_number(std::round(values[n] * 10) / 10);
        form->addRow(ui::label_for(boxes[n], keys[n]), boxes[n]);
    }
    auto* told = new QLabel(ui::words("ui.targets.cut_note"));
    told->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.targets.cut");
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* box = new QVBoxLayout(&dialog);
    box->addWidget(told);
    box->addLayout(form);
    box->addWidget(buttons);
    if (dialog.exec() != QDialog::Accepted) return std::nullopt;
    potential::TargetEdit edit = offered;
    edit.azimuth_deg = boxes[0]->number();
    edit.dip_deg = boxes[1]->number();
    edit.through = {boxes[2]->number(), boxes[3]->number(), boxes[4]->number()};
    return edit;
}

}  // namespace orelens::panels
