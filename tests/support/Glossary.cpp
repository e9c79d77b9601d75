#include "tests/support/Glossary.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string_view>
#include <utility>

namespace orelens::testing {
namespace {

/// Making a pattern takes longer than looking for it in a text: each is made once.
std::string without(const std::string& text, const char* pattern, const char* put = " ") {
    static std::map<std::string_view, std::regex> made;
    return std::regex_replace(text, made.try_emplace(pattern, pattern).first->second, put);
}

const char* const identifiers = "[A-Za-z0-9*]+([._][A-Za-z0-9*]+)+";
const char* const placeholders = "\\{[^}]*\\}";

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// "&File" is "File", "G&A" stays.
std::string plain(const std::string& en) {
    return without(without(en, "&(?!A\\b)", ""), identifiers);
}

bool is_letter(const std::string& text, std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

/// The form stands in the text, as whole words where `words`.
bool stands_at(const std::string& text, std::size_t at, const std::string& form, bool words) {
    if (text.compare(at, form.size(), form) != 0) return false;
    return !words || ((at == 0 || !is_letter(text, at - 1)) && !is_letter(text, at + form.size()));
}

bool contains(const std::string& text, const std::string& form, bool words) {
    for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + 1))
        if (stands_at(text, at, form, words)) return true;
    return false;
}

/// The forms of one language by their first byte, with the terms they are of.
using Forms = std::array<std::vector<std::pair<const std::string*, std::size_t>>, 256>;
const Forms& forms(bool english) {
    static const auto both = [] {
        std::array<Forms, 2> out;
        const auto& all = glossary().terms;
        for (std::size_t n = 0; n < all.size(); ++n) {
            for (const std::string& form : all[n].zh) out[0][static_cast<unsigned char>(form.at(0))].emplace_back(&form, n);
            for (const std::string& form : all[n].en) out[1][static_cast<unsigned char>(form.at(0))].emplace_back(&form, n);
        }
        return out;
    }();
    return both[english ? 1 : 0];
}

/// Indices of the terms found, each stretch of text taken by the longest form that fits there.
std::set<std::size_t> found(const std::string& text, bool english) {
    std::set<std::size_t> terms;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t longest = 0, which = 0;
        for (const auto& [form, term] : forms(english)[static_cast<unsigned char>(text[at])])
            if (form->size() > longest && stands_at(text, at, *form, english)) {
                longest = form->size();
                which = term;
            }
        if (longest > 0) terms.insert(which);
        at += std::max<std::size_t>(longest, 1);
    }
    return terms;
}

bool excepted(const std::string& key, const Term& term) {
    return std::ranges::any_of(glossary().exceptions, [&](const GlossaryException& e) {
        return e.key == key && e.term == term.en.front();
    });
}

Glossary read() {
    const auto json =
        nlohmann::json::parse(std::ifstream(std::string(ORELENS_SOURCE_DIR) + "/resources/glossary.json"));
    Glossary out;
    for (const auto& group : json.at("terms"))
        for (const auto& one : group.at("terms")) {
            Term term;
            one.at("en").get_to(term.en);
            one.at("zh").get_to(term.zh);
            if (one.contains("also")) one.at("also").get_to(term.also);
            term.both_ways = one.value("way", "both") == "both";
            out.terms.push_back(std::move(term));
        }
    for (const auto& one : json.at("exceptions"))
        out.exceptions.push_back({one.at("key"), one.at("term"), one.at("reason")});
    return out;
}

}  // namespace

const Glossary& glossary() {
    static const Glossary read_once = read();
    return read_once;
}

std::vector<std::string> faults(const std::string& key, const base::Bilingual& words) {
    const auto& all = glossary().terms;
    const std::string en = lower(without(plain(words.en), placeholders));
    const std::string en_with_names = without(lower(plain(words.en)), "[{}_]");
    const std::string zh =
        without(without(without(words.zh, placeholders, ""), "\\(&.\\)", ""), identifiers, "");
    std::vector<std::string> out;
    const auto complain = [&](const Term& term, const std::string& has, const std::string& wants) {
        if (!excepted(key, term))
            out.push_back(key + ": has '" + has + "' and not '" + wants + "': " + words.en + " | " +
                          words.zh);
    };
    for (const std::size_t n : found(en, true))
        if (std::ranges::none_of(all[n].zh, [&](const auto& form) { return contains(zh, form, false); }))
            complain(all[n], all[n].en.front(), all[n].zh.front());
    for (const std::size_t n : found(zh, false)) {
        if (!all[n].both_ways) continue;
        const auto said = [&](const std::string& form) { return contains(en_with_names, form, true); };
        if (std::ranges::none_of(all[n].en, said) && std::ranges::none_of(all[n].also, said))
            complain(all[n], all[n].zh.front(), all[n].en.front());
    }
    return out;
}

}  // namespace orelens::testing
