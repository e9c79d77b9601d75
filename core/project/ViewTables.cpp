#include "core/project/ViewTables.h"

#include <fmt/format.h>

#include <limits>

namespace orelens::project {
namespace {

using base::Expected;
using base::Language;

/// A table registered as GeoPackage attributes, with the first column as its key.
Expected<void> create(Database& file, const std::string& name, const std::string& columns) {
    const std::string sql = fmt::format(
        "CREATE TABLE {0} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {1});"
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('{0}', 'attributes', '{0}');",
        name, columns);
    return file.execute(sql);
}

Expected<void> write_recipe_table(Database& file, const Recipe& recipe) {
    if (auto made = create(file, "recipe", "id TEXT, value TEXT, unit TEXT, label TEXT, label_zh TEXT");
        !made)
        return made;
    Statement insert =
        file.prepare("INSERT INTO recipe (id, value, unit, label, label_zh) VALUES (?, ?, ?, ?, ?)");
    for (const RecipeParam& row : recipe_params()) {
        const bool repeated = row.info.id.find('*') != std::string::npos;
        const std::string group = row.info.id.substr(0, row.info.id.find('.'));
        for (const std::string& key : repeated ? group_keys(recipe, group) : std::vector<std::string>{""}) {
            const std::string id = concrete_id(row.info, key), value = base::value_text(row.get(recipe, key));
            insert.bind(1, id).bind(2, value).bind(3, row.info.unit);
            if (auto done = insert.bind(4, row.info.label.en).bind(5, row.info.label.zh).run(); !done)
                return done;
        }
    }
    return {};
}

Expected<void> write_findings_table(Database& file, const std::vector<drilling::Finding>& findings) {
    if (auto made = create(
            file, "findings",
            "severity TEXT, kind TEXT, file TEXT, row INTEGER, hole TEXT, column_name TEXT, from_m REAL, "
            "to_m REAL, what TEXT, what_zh TEXT, approved INTEGER, stage TEXT, count INTEGER, tonnes REAL");
        !made)
        return made;
    static constexpr const char* severities[] = {"info", "warning", "error"};
    Statement insert = file.prepare(
        "INSERT INTO findings (severity, kind, file, row, hole, column_name, from_m, to_m, what, what_zh, "
        "approved, stage, count, tonnes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const drilling::Finding& finding : findings) {
        const std::string what = base::text(finding.what, Language::english);
        const std::string what_zh = base::text(finding.what, Language::chinese);
        insert.bind(1, severities[static_cast<int>(finding.severity)]).bind(2, finding.kind);
        insert.bind(3, finding.file).bind(4, finding.row).bind(5, finding.hole).bind(6, finding.column);
        insert.bind(7, finding.from_m).bind(8, finding.to_m).bind(9, what).bind(10, what_zh);
        insert.bind(11, static_cast<std::int64_t>(finding.approved)).bind(12, finding.stage);
        if (auto done = insert.bind(13, finding.count).bind(14, finding.tonnes).run(); !done) return done;
    }
    return {};
}

Expected<void> write_estimates_table(Database& file, const std::vector<geostat::EstimateSummary>& summaries) {
    if (auto made =
            create(file, "estimates",
                   "element TEXT, samples INTEGER, blocks INTEGER, sample_mean REAL, block_mean REAL");
        !made)
        return made;
    Statement insert = file.prepare(
        "INSERT INTO estimates (element, samples, blocks, sample_mean, block_mean) VALUES (?, ?, ?, ?, ?)");
    for (const geostat::EstimateSummary& summary : summaries) {
        insert.bind(1, summary.element).bind(2, summary.samples).bind(3, summary.estimated);
        if (auto done = insert.bind(4, summary.sample_mean).bind(5, summary.estimate_mean).run(); !done)
            return done;
    }
    return {};
}

Expected<void> write_rates_table(Database& file, const std::vector<utilization::UtilizationResult>& results) {
    if (auto made =
            create(file, "utilization", "mine TEXT, period TEXT, rate TEXT, value REAL, remarks TEXT");
        !made)
        return made;
    Statement insert =
        file.prepare("INSERT INTO utilization (mine, period, rate, value, remarks) VALUES (?, ?, ?, ?, ?)");
    for (const utilization::UtilizationResult& result : results) {
        for (const utilization::Rate& rate : result.rates) {
            std::string remarks;
            for (const base::Message& remark : rate.remarks)
                remarks += (remarks.empty() ? "" : "; ") + base::text(remark, Language::english);
            insert.bind(1, result.mine).bind(2, result.period).bind(3, rate.id);
            insert.bind(4, rate.value.value_or(std::numeric_limits<double>::quiet_NaN()));
            if (auto done = insert.bind(5, remarks).run(); !done) return done;
        }
    }
    return {};
}

/// Which results belong to the recipe beside them.
Expected<void> write_stages_table(Database& file, const Project& project) {
    if (auto made = create(file, "stages", "stage TEXT, label TEXT, label_zh TEXT, state TEXT"); !made)
        return made;
    static constexpr const char* states[] = {"never run", "current", "older parameters or files", "failed"};
    Statement insert = file.prepare("INSERT INTO stages (stage, label, label_zh, state) VALUES (?, ?, ?, ?)");
    for (const std::string& id : run_order(project.stages())) {
        const Stage& stage = *find_stage(project.stages(), id);
        insert.bind(1, id).bind(2, stage.label.en).bind(3, stage.label.zh);
        if (auto done = insert.bind(4, states[static_cast<int>(project.state(id))]).run(); !done) return done;
    }
    return {};
}

}  // namespace

Expected<void> write_view_tables(Database& file, const Project& project) {
    const Results& results = project.results;
    Expected<void> done = write_recipe_table(file, project.recipe);
    if (done) done = write_stages_table(file, project);
    const std::vector<base::Finding> findings = project.findings();
    if (done && !results.findings.empty()) done = write_findings_table(file, findings);
    if (done && results.estimate.summaries) done = write_estimates_table(file, *results.estimate.summaries);
    if (done && results.utilization.rates) done = write_rates_table(file, *results.utilization.rates);
    return done;
}

}  // namespace orelens::project
