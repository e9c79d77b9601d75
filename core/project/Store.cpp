#include "core/project/Store.h"

#include <fmt/format.h>

#include "core/project/stages/FieldsBase.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project::store {

ResultRow findings_row(const std::string& stage) {
    using List = std::vector<base::Finding>;
    return archived_by<List>(
        stage + std::string(findings_suffix),
        [stage](const Results& results) -> Shared<List> {
            const auto found = results.findings.find(stage);
            return found == results.findings.end() ? nullptr : found->second;
        },
        [stage](Results& results, Shared<List> list) {
            if (list)
                results.findings[stage] = std::move(list);
            else
                results.findings.erase(stage);
        });
}

std::vector<std::string> blob_names(const StageTable& stages) {
    std::vector<std::string> names;
    for (const Stage& stage : stages) {
        names.push_back(findings_row(stage.id).name);
        for (const ResultRow& row : stage.results) names.push_back(row.name);
    }
    for (const Renamed& one : renamed) names.emplace_back(one.before);
    return names;
}

base::Expected<Keys> read_keys(const Database& file) {
    const auto not_ours = [&] {
        return base::fail(base::ErrorKind::data, base::Message("project.not_a_project"),
                          {.file = file.path()});
    };
    // Whether it is a database at all shows with the first statement.
    if (auto readable = file.prepare("SELECT count(*) FROM sqlite_master").run(); !readable)
        return std::unexpected(readable.error());
    if (!file.has_plain_table(keys_table, keys_columns)) return not_ours();
    constexpr std::size_t most_keys = 10000;
    Keys keys;
    Statement rows = file.prepare(fmt::format("SELECT key, value FROM {}", keys_table));
    while (rows.step()) {
        keys[rows.text(0)] = rows.text(1);
        if (keys.size() > most_keys) return not_ours();
    }
    if (rows.failure()) return std::unexpected(*rows.failure());
    return keys;
}

}  // namespace orelens::project::store
