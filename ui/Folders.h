// Where file dialogs begin, and how files are called that have no name yet: the folder last used, across starts,
// and the project's name without what file systems refuse.
#pragma once

#include <QString>

namespace orelens::ui {

/// The name as a file name on any system: no separators, no signs that Windows keeps for itself, no reserved
/// device names, at most 100 characters; "project" where nothing is left.
QString safe_file_name(const QString& name);

/// The folder last used, where it is still there; else that of `beside` (a project's file), else the user's
/// documents.
QString last_folder(const QString& beside = QString());
/// Of a file or folder that was chosen; nothing happens for an empty one.
void remember_folder(const QString& chosen);

/// Where a save begins: that folder with a safe name, "…/My deposit.pdf".
QString proposed_file(const QString& name, const QString& suffix, const QString& beside = QString());

}  // namespace orelens::ui
