// Where to save: the dialog for files, begun in the folder last used under a safe name, with the ending put on and
// the question before a file goes that is there. The question is about the file that is written, not about the
// name that was typed.
#pragma once

#include <QString>
#include <QStringList>

class QWidget;

namespace orelens::shell {

struct SaveWish {
    QString title;
    QString name;         ///< proposed; what file systems refuse is taken out
    QString suffix;       ///< where the filter that is chosen names none
    QStringList filters;  ///< "Table (*.csv)"
    QString beside;       ///< where there is no folder last used: a project's file
    bool only = true;     ///< another ending than the filter's is part of the name: "v1.2" becomes "v1.2.pdf"
};

struct SaveChoice {
    QString file;  ///< empty: the user has left it
    qsizetype filter = 0;
};

/// "deposit" with "gpkg" is "deposit.gpkg"; a name with an ending keeps it unless it must be `only` this one.
QString with_suffix(const QString& file, const QString& suffix, bool only);

/// Asks until the answer is a file that may be written; the folder is remembered.
SaveChoice ask_save_file(QWidget* parent, const SaveWish& wish);

}  // namespace orelens::shell
