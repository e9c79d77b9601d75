// The list of a combo box as wide as its names: a box that has little room beside its label cuts what stands in it, the
// list that it opens does not.
#pragma once

#include <QAbstractItemView>
#include <QComboBox>
#include <QScrollBar>

namespace orelens::panels {

/// After it was filled, or its words have changed.
inline void show_names_whole(QComboBox& combo) {
    QAbstractItemView* list = combo.view();
    constexpr int edges = 24;  // frame, and the room of an item beside its words
    list->setMinimumWidth(list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width() + edges);
}

}  // namespace orelens::panels
