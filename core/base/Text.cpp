#include "core/base/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/Error.h"
#include "core/base/Printable.h"
#include "core/base/Resource.h"

namespace orelens::base {
namespace {

using Catalogue = std::map<std::string, Bilingual, std::less<>>;

Catalogue load() {
    Catalogue catalogue;
    for (const EmbeddedFile& file : embedded_files()) {
        if (!file.path.starts_with("texts/")) continue;
        const nlohmann::json words_by_key = nlohmann::json::parse(file.text);
        for (const auto& [key, words] : words_by_key.items()) {
            if (!catalogue.emplace(key, Bilingual{words.at("en"), words.at("zh")}).second)
                throw std::logic_error("text key declared twice: " + key);
        }
    }
    return catalogue;
}

const Catalogue& catalogue() {
    static const Catalogue loaded = load();
    return loaded;
}

/// "{count|block|blocks}" in a wording is the first form where the argument is exactly one ("1", "−1"), else the
/// second: 0, 1.0, 1,000 and what is no number take the plural.
std::string_view by_count(std::string_view forms, std::string_view count) {
    const std::size_t bar = std::min(forms.find('|'), forms.size());
    if (count == "1" || count == "-1" || count == "−1") return forms.substr(0, bar);
    return bar < forms.size() ? forms.substr(bar + 1) : forms;
}

/// Whether a wording counts an argument, as in "{blocks} {blocks|block|blocks}", or its name says so.
bool wording_counts(std::string_view pattern, std::string_view name) {
    for (const std::string_view number : {"count", "all", "all_rows", "blocks", "shown"})
        if (name == number) return true;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1))
        if (pattern.substr(at + 1).starts_with(name) && pattern.substr(at + 1 + name.size()).starts_with('|')) return true;
    return false;
}

/// Whole numbers of four digits and more as people read them; anything else as it is.
std::string comma_grouped(const std::string& value) {
    const std::size_t digits = value.size() - (value.starts_with('-') ? 1 : 0);
    if (digits < 4 || digits > 15 || value.find_first_not_of("0123456789", value.size() - digits) != std::string::npos)
        return value;
    return grouped(std::stod(value));
}

/// Marks a message that carries its words; no key of a catalogue.
constexpr const char* both_key = "(both)";

}  // namespace

Message both(const Bilingual& words) {
    return Message(both_key, {{"en", words.en}, {"zh", words.zh}});
}

std::string text(const Message& message, Language language) {
    if (message.key == both_key)
        for (const auto& [name, words] : message.args)
            if (name == (language == Language::chinese ? "zh" : "en")) return printable_lines(words);
    const auto found = catalogue().find(message.key);
    if (found == catalogue().end()) {
        // Keys stand in project files too, and those come from anybody.
        std::string plain = message.key;
        for (const auto& [name, value] : message.args) plain += fmt::format(" {}={}", name, value);
        return printable_lines(plain);
    }
    const std::string& pattern = found->second.in(language);
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
        if (close == std::string::npos) {
            out.append(pattern, at);
            break;
        }
        out.append(pattern, at, open - at);
        const std::string_view inside(pattern.data() + open + 1, close - open - 1);
        const std::string_view name = inside.substr(0, inside.find('|'));
        const auto arg = std::find_if(message.args.begin(), message.args.end(),
                                      [&](const auto& pair) { return pair.first == name; });
        const auto word = arg != message.args.end() && arg->second.starts_with('@')
                              ? catalogue().find(std::string_view(arg->second).substr(1))
                              : catalogue().end();
        if (name.size() < inside.size())
            out += by_count(inside.substr(name.size() + 1), arg != message.args.end() ? arg->second : "");
        else if (word != catalogue().end())
            out += word->second.in(language);
        else if (arg != message.args.end())
            // English tells what is counted; so it is in both languages.
            out += printable_lines(wording_counts(found->second.en, name) ? comma_grouped(arg->second) : arg->second);
        else
            out.append(pattern, open, close - open + 1);
        at = close + 1;
    }
    return out;
}

std::string text(std::string_view key, Language language) {
    return text(Message(std::string(key)), language);
}

std::vector<std::string> text_keys() {
    std::vector<std::string> keys;
    for (const auto& [key, words] : catalogue()) keys.push_back(key);
    return keys;
}

std::string number(double value, int digits) {
    if (std::isnan(value)) return "–";
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    return fmt::format("{:.{}g}", value, digits);
}

namespace {
/// In one line, whatever stands in the names of files, columns and holes.
std::string line_of(Message message, Language language) {
    for (auto& [name, value] : message.args) value = printable(value);
    message.key = printable(message.key);
    return text(message, language);
}
}  // namespace

std::string describe(const Error& error, Language language) {
    std::string out;
    const Place& place = error.place;
    if (!place.file.empty()) {
        out += printable(place.file);
        if (place.row > 0) out += fmt::format(":{}", place.row);
        if (place.row > 0 && place.column > 0) out += fmt::format(":{}", place.column);
        out += ": ";
    }
    if (!place.hole.empty()) out += printable(place.hole) + ": ";
    if (!place.field.empty()) out += printable(place.field) + ": ";
    out += line_of(error.what, language);
    if (!error.fix.empty())
        out += (language == Language::chinese ? "；" : "; ") + line_of(error.fix, language);
    return out;
}

std::string grouped(double count) {
    const std::string digits = fmt::format("{:.0f}", count);
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    std::string out;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > first && (digits.size() - at) % 3 == 0) out.push_back(',');
        out.push_back(digits[at]);
    }
    return out;
}

}  // namespace orelens::base
