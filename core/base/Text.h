// Messages without language: a key and its arguments leave the core; the words are made at the edge.
// Use `Message` in errors, findings and progress; call `text()` where a person reads it.
// Catalogues are resources/texts/*.json: {"room.key": {"en": "… {name} …", "zh": "…"}}.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orelens::base {

enum class Language { english, chinese };

/// Two wordings declared side by side, for parameters and actions (both must be non-empty).
struct Bilingual {
    std::string en;
    std::string zh;
    [[nodiscard]] const std::string& in(Language language) const {
        return language == Language::chinese ? zh : en;
    }
    bool operator==(const Bilingual&) const = default;
};

struct Message {
    std::string key;
    std::vector<std::pair<std::string, std::string>> args;

    Message() = default;
    explicit Message(std::string k, std::vector<std::pair<std::string, std::string>> a = {})
        : key(std::move(k)), args(std::move(a)) {}
    [[nodiscard]] bool empty() const { return key.empty(); }
    bool operator==(const Message&) const = default;
};

/// A message with its words in it, for what is declared in both languages.
Message both(const Bilingual& words);

/// The message in words. An argument of the form "@key" is itself a text of the catalogue. An argument {name}
/// absent from `args` stays visible as "{name}"; an unknown key is returned as itself so that nothing is
/// lost.
std::string text(const Message& message, Language language);
std::string text(std::string_view key, Language language);

/// Every key of every catalogue, sorted; for tests.
std::vector<std::string> text_keys();

/// A number for messages and tables: shortest form with `digits` significant digits, no locale.
std::string number(double value, int digits = 6);

/// A count for messages, rounded to a whole number: "990,000".
std::string grouped(double count);

}  // namespace orelens::base
