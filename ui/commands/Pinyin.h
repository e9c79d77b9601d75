// First letters of the readings of Chinese words, so that an action is found by them: "pmqy" for 剖面前移.
#pragma once

#include <QString>
#include <QStringList>

namespace orelens::commands {

bool has_initial(QChar character);

/// Every way to read the text (a character may have two readings), letters and digits of other scripts in
/// between in lower case; at most eight.
QStringList pinyin_initials(const QString& text);

}  // namespace orelens::commands
