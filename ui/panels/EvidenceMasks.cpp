// The context menu of the evidence list: one click masks a layer by another, by a solid, by depth or elevation.
#include <QFileDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <algorithm>

#include "core/project/Pipeline.h"
#include "core/project/PotentialMasks.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Words.h"
#include "ui/panels/EvidencePanel.h"

namespace orelens::panels {
namespace {

std::vector<project::MaskStatement> masks_of(const ui::Document& document) {
    return project::mask_statements(document.project().recipe.potential.masks).value_or(std::vector<project::MaskStatement>());
}

}  // namespace

void EvidencePanel::mask(const project::MaskStatement& statement) {
    document_.edits().change_recipe(ui::words("ui.evidence.mask_edit"), {}, [&](project::Recipe& recipe) {
        std::string& all = recipe.potential.masks;
        all += (all.empty() ? "" : "; ") + project::text_of({statement});
    });
    document_.runs().run("evidence");
}

void EvidencePanel::unmask(const std::string& layer) {
    std::vector<project::MaskStatement> left = masks_of(document_);
    if (std::erase_if(left, [&](const project::MaskStatement& one) { return one.layer == layer; }) == 0) return;
    document_.edits().change_recipe(ui::words("ui.evidence.unmask_edit"), {}, [&](project::Recipe& recipe) { recipe.potential.masks = project::text_of(left); });
    document_.runs().run("evidence");
}

void EvidencePanel::ask_solid(const std::string& layer, const char* kind) {
    const QString file = QFileDialog::getOpenFileName(this, ui::words("ui.evidence.mask_solid_title"), ui::last_folder(document_.path()), ui::words("ui.evidence.mask_solid_filter"));
    ui::remember_folder(file);
    if (!file.isEmpty()) mask({layer, kind, file.toStdString()});
}

void EvidencePanel::ask_range(const std::string& layer, const char* kind) {
    QString text = QStringLiteral("0 300");
    const std::string label = std::string("ui.evidence.mask.") + kind + "_ask";
    for (bool taken = true;;) {
        text = QInputDialog::getText(this, ui::words("ui.evidence.mask_edit"), ui::words(label.c_str()), QLineEdit::Normal, text, &taken);
        if (!taken) return;
        // What is no range is asked for again.
        const auto read = project::mask_statements(layer + ": " + kind + " " + text.trimmed().toStdString());
        if (!read || read->size() != 1) continue;
        return mask(read->front());
    }
}

void EvidencePanel::offer_masks_of(QMenu& menu, const std::string& layer) {
    for (const char* kind : {"where", "covered"}) {
        QMenu* by = menu.addMenu(ui::words((std::string("ui.evidence.mask.") + kind).c_str()));
        for (const project::EvidenceLayer& other : document_.potential().evidence()->layers) {
            if (other.id == layer) continue;
            connect(by->addAction(QString::fromStdString(other.id)), &QAction::triggered, this, [this, layer, kind, id = other.id] { mask({layer, kind, id}); });
        }
        by->setEnabled(!by->isEmpty());
    }
    for (const char* kind : {"inside", "outside"})
        connect(menu.addAction(ui::words((std::string("ui.evidence.mask.") + kind).c_str())), &QAction::triggered, this, [this, layer, kind] { ask_solid(layer, kind); });
    for (const char* kind : {"depth", "elevation"}) {
        QAction* ask = menu.addAction(ui::words((std::string("ui.evidence.mask.") + kind).c_str()));
        connect(ask, &QAction::triggered, this, [this, layer, kind] { ask_range(layer, kind); });
        // Without a ground no depth is known.
        if (kind == std::string("depth")) ask->setEnabled(document_.potential().evidence()->ground.has_value());
    }
    const auto masks = masks_of(document_);
    const bool any = std::ranges::any_of(masks, [&](const project::MaskStatement& one) { return one.layer == layer; });
    QAction* away = menu.addAction(ui::words("ui.evidence.unmask_edit"));
    away->setEnabled(any);
    connect(away, &QAction::triggered, this, [this, layer] { unmask(layer); });
}

void EvidencePanel::offer_masks(QMenu& menu, int row) {
    const auto& evidence = document_.potential().evidence();
    if (!evidence || row < 0 || static_cast<std::size_t>(row) >= columns_.size()) return;
    for (const project::EvidenceLayer& layer : evidence->layers) {
        if (project::evidence_prefix + layer.id != columns_[static_cast<std::size_t>(row)]) continue;
        offer_masks_of(*menu.addMenu(ui::words("ui.evidence.mask_layer", {{"layer", layer.id}})), layer.id);
        offer_masks_of(*menu.addMenu(ui::words("ui.evidence.mask_all")), "*");
    }
}

}  // namespace orelens::panels
