#include "core/project/LedgerFindings.h"

#include <cstdlib>
#include <set>

namespace orelens::project {

base::Expected<void> write_ledger_findings(Database& database, const std::vector<base::Finding>& findings) {
    Statement finding = database.prepare("INSERT INTO ledger_findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const base::Finding& one : findings) {
        const std::string en = base::text(one.what, base::Language::english), zh = base::text(one.what, base::Language::chinese);
        static constexpr const char* severities[] = {"info", "warning", "error"};
        finding.bind(1, std::string_view(one.kind)).bind(2, std::string_view(severities[static_cast<int>(one.severity)]));
        finding.bind(3, std::string_view(one.file)).bind(4, one.row).bind(5, std::string_view(one.hole)).bind(6, std::string_view(en)).bind(7, std::string_view(zh)).bind(8, one.tonnes);
        if (auto done = finding.run(); !done) return done;
    }
    return {};
}

base::Expected<void> read_ledger_findings(Database& database, std::vector<base::Finding>& findings) {
    if (!database.has_table("ledger_findings")) return {};
    std::set<std::string> told{"ledger_source"};  // how sources stand is told of now
    for (const base::Finding& one : findings) told.insert(one.kind);
    Statement columns = database.prepare("SELECT count(*) FROM pragma_table_info('ledger_findings') WHERE name = 'tonnes'");
    const bool newer = columns.step() && columns.integer(0) == 1;
    Statement row = database.prepare(std::string("SELECT kind, severity, file, row, unit, en, zh, ") + (newer ? "CASE WHEN tonnes IS NULL THEN NULL ELSE printf('%!.17g', tonnes) END" : "NULL") + " FROM ledger_findings");
    while (row.step()) {
        base::Finding one;
        one.kind = row.text(0);
        if (told.contains(one.kind)) continue;
        one.severity = row.text(1) == "error" ? base::Severity::error : row.text(1) == "info" ? base::Severity::info : base::Severity::warning;
        one.file = row.text(2);
        one.row = row.integer(3);
        one.hole = row.text(4);
        one.what = base::both({row.text(5), row.text(6)});
        if (const std::string tonnes = row.text(7); !tonnes.empty()) one.tonnes = std::strtod(tonnes.c_str(), nullptr);
        one.stage = "ledger";
        findings.push_back(std::move(one));
    }
    if (row.failure()) return std::unexpected(*row.failure());
    return {};
}

}  // namespace orelens::project
