#include "ui/ColumnWords.h"

#include "ui/Words.h"
#include "ui/scene/ColumnText.h"

namespace orelens::ui {

QString column_words(const std::string& column) {
    return QString::fromStdString(scene::column_text(column, language()));
}

QString code_words(const std::string& column, const std::string& code) {
    return QString::fromStdString(scene::code_text(column, code, language()));
}

}  // namespace orelens::ui
