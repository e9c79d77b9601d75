#include "ui/Words.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QGroupBox>
#include <QLabel>
#include <QLibraryInfo>
#include <QTranslator>
#include <algorithm>
#include <atomic>
#include <utility>

namespace orelens::ui {
namespace {

constexpr const char* bound_key = "orelens_words";
std::atomic<base::Language> current = base::Language::english;
/// A report may be made off the GUI thread: its language is that of its thread alone.
thread_local std::optional<base::Language> of_this_task;

QString without_mnemonic(QString text) {
    // "&&" is a real ampersand; Chinese menus put the letter in brackets: 文件(&F).
    const QChar keep(1);
    text.replace("&&", keep);
    const qsizetype bracket = text.indexOf("(&");
    if (bracket >= 0) text.remove(bracket, 4);
    text.remove('&');
    return text.replace(keep, QChar('&'));
}

void reword(QWidget* widget, const std::string& key) {
    const QString text = words(key.c_str());
    const QString plain = without_mnemonic(text);
    if (auto* button = qobject_cast<QAbstractButton*>(widget))
        button->setText(text);
    else if (auto* label = qobject_cast<QLabel*>(widget))
        label->setText(text);
    else if (auto* box = qobject_cast<QGroupBox*>(widget))
        box->setTitle(text);
    else if (qobject_cast<QDockWidget*>(widget) || widget->isWindow())
        widget->setWindowTitle(plain);
    if (!qobject_cast<QLabel*>(widget)) widget->setAccessibleName(plain);
    const std::string tip = key + ".tip";
    if (has_words(tip)) {
        widget->setToolTip(words(tip.c_str()));
        widget->setAccessibleDescription(words(tip.c_str()));
    } else if (widget->toolTip().isEmpty() || widget->property("orelens_plain_tip").toBool()) {
        widget->setToolTip(plain);
        widget->setProperty("orelens_plain_tip", true);
    }
}

/// Texts of Qt's own dialogs, where its translations are installed.
void translate_controls(base::Language wanted) {
    static QTranslator chinese;
    static const bool loaded =
        chinese.load("qtbase_zh_CN", QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (!loaded) return;
    if (wanted == base::Language::chinese)
        QCoreApplication::installTranslator(&chinese);
    else
        QCoreApplication::removeTranslator(&chinese);
}

}  // namespace

base::Language language() {
    return of_this_task.value_or(current);
}

LanguageScope::LanguageScope(base::Language language) : before_(std::exchange(of_this_task, language)) {}
LanguageScope::~LanguageScope() {
    of_this_task = before_;
}

void set_language(base::Language wanted) {
    current = wanted;
    translate_controls(wanted);
    for (QWidget* widget : QApplication::allWidgets()) {
        const QByteArray key = widget->property(bound_key).toByteArray();
        if (!key.isEmpty()) reword(widget, key.toStdString());
    }
    QEvent change(QEvent::LanguageChange);
    for (QWidget* window : QApplication::topLevelWidgets()) QCoreApplication::sendEvent(window, &change);
}

QString words(const char* key, Args args) {
    return QString::fromStdString(base::text(base::Message(key, std::move(args)), language()));
}
QString words(const base::Message& message) {
    return QString::fromStdString(base::text(message, language()));
}
QString plain_words(const char* key) {
    return without_mnemonic(words(key));
}
QString told_as(const QString& text, bool current) {
    return current || text.isEmpty() ? text : "⚠ " + words("ui.older.short") + "\n" + text;
}

QString words(const base::Bilingual& both) {
    return QString::fromStdString(both.in(language()));
}
QString words(const base::Error& error) {
    return QString::fromStdString(base::describe(error, language()));
}

bool has_words(const std::string& key) {
    static const std::vector<std::string> keys = base::text_keys();
    return std::binary_search(keys.begin(), keys.end(), key);
}

void tell_widget(QWidget* widget, const char* key) {
    widget->setProperty(bound_key, QByteArray(key));
    reword(widget, key);
}

QLabel* label_for(QWidget* field, const char* key) {
    auto* label = new QLabel;
    tell_widget(label, key);
    label->setBuddy(field);
    tell_widget(field, key);
    return label;
}

}  // namespace orelens::ui
