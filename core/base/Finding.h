// What somebody should look at before trusting a number: faults of files, and doubts about results. One kind
// of thing for every stage, so that one list, one panel and one table hold them all.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Text.h"

namespace orelens::base {

enum class Severity { info, warning, error };

struct Finding {
    std::string kind;  ///< short id; its words are the text "finding.kind.<kind>"
    Severity severity = Severity::warning;
    std::string file;
    std::int64_t row = 0;  ///< line in the file, 0 = whole hole, table or result
    std::string hole;
    std::string column;  ///< header in the file, or element, where it applies
    double from_m = std::numeric_limits<double>::quiet_NaN();
    double to_m = std::numeric_limits<double>::quiet_NaN();
    Message what;
    Message fix;             ///< what to do; or what the program does with it
    bool approved = false;   ///< the user has looked and agrees
    std::string stage;       ///< id of the stage that found it
    std::int64_t count = 1;  ///< rows, samples or blocks it stands for
    double tonnes = std::numeric_limits<double>::quiet_NaN();  ///< in blocks it stands for, where known
    /// Stable across runs and different for every finding of one run: kind, file, row, hole, column, from,
    /// and the count where it stands for several; approvals are stored by it, so they lapse when the count
    /// changes.
    [[nodiscard]] std::string id() const;
};

/// Text key with the words of a kind.
std::string kind_words(const std::string& kind);

}  // namespace orelens::base
