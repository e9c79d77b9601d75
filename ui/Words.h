// The language of the desktop and the words of its widgets. Bind a widget to a catalogue key once with
// `tell`; a change of language then re-words every bound widget and sends LanguageChange for the rest.
// Nothing here knows what the words mean; they live in resources/texts.
#pragma once

#include <QString>
#include <QWidget>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Text.h"

class QLabel;

namespace orelens::ui {

using Args = std::vector<std::pair<std::string, std::string>>;

base::Language language();
/// Re-words all bound widgets and sends QEvent::LanguageChange to the application.
void set_language(base::Language language);

/// Another language for the words of one task, a report for instance, on the thread that does it; widgets and
/// other threads keep theirs.
class LanguageScope {
  public:
    explicit LanguageScope(base::Language language);
    ~LanguageScope();
    LanguageScope(const LanguageScope&) = delete;
    LanguageScope& operator=(const LanguageScope&) = delete;

  private:
    std::optional<base::Language> before_;
};

QString words(const char* key, Args args = {});
QString words(const base::Message& message);
QString words(const base::Bilingual& both);
/// Without the mark of a mnemonic, for titles.
QString plain_words(const char* key);
/// Text that leaves the window; what belongs to older parameters says so in its first line.
QString told_as(const QString& text, bool current);
QString words(const base::Error& error);
bool has_words(const std::string& key);

/// Text of buttons, labels and group boxes; for entry fields, lists and charts the accessible name. The key
/// with
/// ".tip" gives the tooltip. Shows now and after each change of language.
void tell_widget(QWidget* widget, const char* key);
template <class W>
W* tell(W* widget, const char* key) {
    tell_widget(widget, key);
    return widget;
}
/// A label for `field`: its mnemonic moves the focus there, and both share the key's words.
QLabel* label_for(QWidget* field, const char* key);

}  // namespace orelens::ui
