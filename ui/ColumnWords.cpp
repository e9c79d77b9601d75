#include "ui/ColumnWords.h"

#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "ui/Words.h"

namespace orelens::ui {

QString column_words(const std::string& column) {
    if (const std::string whole = "ui.column." + column; has_words(whole)) return words(whole.c_str());
    // "Cu.above_0.3": the grade behind the line may have a point of its own.
    for (const std::string kind : {"above", "mean_above"})
        if (const std::size_t at = column.find("." + kind + "_"); at != std::string::npos && at > 0)
            return words(("ui.column_of." + kind).c_str(),
                         {{"name", column.substr(0, at)}, {"grade", column.substr(at + kind.size() + 2)}});
    // "Cu.variance", "break_even.Cu.full": one part is a name, the rest says what the column is.
    const std::size_t first = column.find('.'), last = column.rfind('.');
    if (first == std::string::npos) return QString::fromStdString(column);
    const bool middle = first != last;
    const std::string name = middle ? column.substr(first + 1, last - first - 1) : column.substr(0, first);
    const std::string what =
        middle ? column.substr(0, first) + column.substr(last) : column.substr(first + 1);
    const std::string key = "ui.column_of." + what;
    return has_words(key) ? words(key.c_str(), {{"name", name}}) : QString::fromStdString(column);
}

QString code_words(const std::string& column, const std::string& code) {
    const std::string key = "scene." + code;
    const bool ours = column == economics::status_column || column == geostat::class_column;
    return ours && has_words(key) ? words(key.c_str()) : QString::fromStdString(code);
}

}  // namespace orelens::ui
