// The glossary of the house (resources/glossary.json) and the question whether a text keeps to it.
//
// An entry names one thing: its English forms, its Chinese forms (the first of each is the one to write, the
// rest are inflections and spellings), `also`: English words that the Chinese term may stand for, and
// `way`: "en_to_zh" where Chinese says the word more often than English does.
#pragma once

#include <string>
#include <vector>

#include "core/base/Text.h"

namespace orelens::testing {

struct Term {
    std::vector<std::string> en, zh, also;
    bool both_ways = true;
};

struct GlossaryException {
    std::string key, term, reason;  ///< term: first English form
};

struct Glossary {
    std::vector<Term> terms;
    std::vector<GlossaryException> exceptions;
};

const Glossary& glossary();

/// What is wrong with a pair of texts, one line each; empty when it keeps to the glossary.
/// Longest forms are found first ("break-even price" is not also "price"); identifiers such as
/// element.Cu.unit, mnemonics (&F) and, in English, the names of placeholders are no words, except that
/// a placeholder {price} counts where Chinese says 价格.
std::vector<std::string> faults(const std::string& key, const base::Bilingual& words);

}  // namespace orelens::testing
