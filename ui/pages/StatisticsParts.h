// What the files of the page of statistics share.
#pragma once

#include <QComboBox>
#include <QSignalBlocker>
#include <QVariant>
#include <algorithm>
#include <utility>
#include <vector>

#include "ui/Numbers.h"

namespace orelens::pages {

/// Fills it anew and keeps what was chosen; `usual` where that is gone.
inline void refill_box(QComboBox* box, const std::vector<std::pair<QString, QVariant>>& items, const QVariant& usual) {
    const QVariant before = box->currentData();
    const QSignalBlocker quiet(box);
    box->clear();
    for (const auto& [text, data] : items) box->addItem(text, data);
    int at = before.isValid() ? box->findData(before) : -1;
    if (at < 0) at = box->findData(usual);
    box->setCurrentIndex(std::max(at, box->count() > 0 ? 0 : -1));
}

inline QString rows_text(std::int64_t count) {
    return ui::plain_number(static_cast<double>(count), 0);
}

}  // namespace orelens::pages
