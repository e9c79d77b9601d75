// Small drillhole sets for tests.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/drilling/Tools.h"

namespace orelens::testing {

/// One interval: hole index, from, to, grades in the order of the columns, code ("" = blank).
struct Row {
    std::int32_t hole;
    double from, to;
    std::vector<double> grades;
    std::string code;
};

inline void fill(drilling::IntervalTable& table, const std::vector<std::string>& grades,
                 const std::vector<Row>& rows) {
    table.name = grades.empty() ? "lithology" : "assay";
    table.file = table.name + ".csv";
    for (const std::string& name : grades)
        table.grades.push_back({name, name, base::GradeUnit::percent, {}, {}});
    const bool coded =
        std::any_of(rows.begin(), rows.end(), [](const Row& row) { return !row.code.empty(); });
    if (coded) table.codes.push_back({"lithology", "LITH", {}, {}});
    for (const Row& row : rows) {
        table.hole.push_back(row.hole);
        table.from_m.push_back(row.from);
        table.to_m.push_back(row.to);
        table.row.push_back(static_cast<std::int64_t>(table.row.size()) + 2);
        for (std::size_t g = 0; g < grades.size(); ++g) {
            table.grades[g].values.push_back(row.grades[g]);
            table.grades[g].flags.push_back(0);
        }
        if (!coded) continue;
        drilling::CodeColumn& column = table.codes.front();
        auto found = std::find(column.codes.begin(), column.codes.end(), row.code);
        if (!row.code.empty() && found == column.codes.end()) found = column.codes.insert(found, row.code);
        column.values.push_back(row.code.empty() ? -1
                                                 : static_cast<std::int32_t>(found - column.codes.begin()));
    }
}

/// Vertical holes at (100 i, 0, 1000), 200 m deep, each with a station at the collar.
inline drilling::DrillholeSet vertical_holes(int count) {
    drilling::DrillholeSet set;
    set.collar_file = "collar.csv";
    set.survey_file = "survey.csv";
    for (int i = 0; i < count; ++i) {
        const std::string name = "H" + std::to_string(i + 1);
        set.hole_index[name] = i;
        set.collars.push_back({name, 100.0 * i, 0, 1000, 200, i + 2});
        set.surveys.push_back({i, 0, 0, -90, i + 2});
    }
    return set;
}

}  // namespace orelens::testing
