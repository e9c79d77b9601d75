// What a report of a problem needs to know of a program and its machine: versions, processor, memory, words.
// Nothing of any project and no name of the user: folders below the home are written with ~.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"

namespace orelens::report {

struct DiagnosisRow {
    std::string id;     ///< its words are the text "doctor.<id>"
    std::string value;  ///< as it is, in no language
    std::string words;  ///< instead of a value: key of a text ("doctor.none")
    [[nodiscard]] std::string shown(base::Language language) const {
        return words.empty() ? value : base::text(words, language);
    }
};

/// Of the libraries the core is linked to as they run now, of the system, of the processor and of the memory.
/// `version`: of the program, "0.2.0".
std::vector<DiagnosisRow> diagnose(std::string_view version);

/// One line a row: what a person pastes into a report.
std::string diagnosis_text(const std::vector<DiagnosisRow>& rows, base::Language language);

/// The path with the home folder written as ~.
std::string without_home(const std::string& path);

}  // namespace orelens::report
