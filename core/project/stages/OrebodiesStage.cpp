// Reads the tables of mines and of orebodies without one, looks through them, and brings their places onto the map.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/costmodel/Examine.h"
#include "core/io/map/Places.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/project/OrebodyStudy.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsOrebodies.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/OrebodyRows.h"

namespace orelens::project {
namespace {

using base::Expected;
using costmodel::CostRule;
using costmodel::OrebodyTable;

Expected<OrebodyTable> read_table(const Recipe& recipe, const std::string& file, const std::string& columns, const base::Progress& progress) {
    const CostRule& rule = recipe.orebodies;
    // Coordinates without a system of their own are the project's.
    const std::string& crs = rule.crs.empty() ? recipe.general.crs : rule.crs;
    auto table = io::read_orebodies(resolved_table(recipe, file), {columns, crs, rule.days_per_year}, &progress);
    if (table) costmodel::examine_orebodies(*table);
    return table;
}

Expected<std::vector<io::LonLat>> places_of(const OrebodyTable& table) {
    std::vector<io::LonLat> places;
    for (const costmodel::Orebody& o : table.rows) places.push_back({o.x, o.y});
    const bool any = std::ranges::any_of(places, [](const io::LonLat& at) { return std::isfinite(at[0]) && std::isfinite(at[1]); });
    if (!any || table.crs.empty()) return std::vector<io::LonLat>(places.size(), {costmodel::not_stated, costmodel::not_stated});
    auto degrees = io::to_degrees(std::move(places), table.crs);
    if (!degrees) degrees.error().place = {.file = table.file, .field = "orebodies.crs"};
    return degrees;
}

Expected<void> run_orebodies(Project& project, base::Progress& progress) {
    const CostRule& rule = project.recipe.orebodies;
    OrebodyTables made;
    if (!rule.mines_file.empty()) {
        auto mines = read_table(project.recipe, rule.mines_file, rule.mines_columns, progress.part(0, 0.5));
        if (!mines) return std::unexpected(mines.error());
        auto places = places_of(*mines);
        if (!places) return std::unexpected(places.error());
        made.mines = std::move(*mines);
        made.mine_places = std::move(*places);
    }
    if (!rule.orebodies_file.empty()) {
        auto bodies = read_table(project.recipe, rule.orebodies_file, rule.orebodies_columns, progress.part(0.5, 1));
        if (!bodies) return std::unexpected(bodies.error());
        auto places = places_of(*bodies);
        if (!places) return std::unexpected(places.error());
        made.orebodies = std::move(*bodies);
        made.orebody_places = std::move(*places);
    }
    if (!progress.report(1)) return base::cancelled();
    if (rule.mines_file.empty() && rule.orebodies_file.empty())
        project.results.more.erase(orebody_tables_result);
    else
        project.results.more[orebody_tables_result] = shared(std::move(made));
    return {};
}

/// The text, its cells, and the rows: some hundreds of bytes of names and numbers each, however short its line.
Expected<WorkSize> size_of_orebodies(const Project& project) {
    constexpr double per_byte = 4, row_bytes = 800, line_bytes = 150, bytes_per_second = 3e7;
    double bytes = 0;
    for (const std::string* file : {&project.recipe.orebodies.mines_file, &project.recipe.orebodies.orebodies_file}) {
        std::error_code code;
        const auto there = file->empty() ? 0 : std::filesystem::file_size(resolved_file(project.recipe, *file), code);
        if (!code) bytes += static_cast<double>(there);
    }
    WorkSize work;
    work.unit = "project.size.rows";
    work.cells = bytes / line_bytes;
    work.bytes = per_byte * bytes + row_bytes * work.cells;
    work.seconds = bytes / bytes_per_second;
    work.fix = base::Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

/// Rows that state coordinates and still are on no map.
void off_the_map(const OrebodyTable& table, const std::vector<io::LonLat>& places, std::vector<base::Finding>& findings) {
    std::int64_t count = 0;
    for (std::size_t n = 0; n < places.size(); ++n)
        if (std::isfinite(table.rows[n].x) && std::isfinite(table.rows[n].y) && std::isnan(places[n][0])) ++count;
    if (count == 0) return;
    base::Finding finding = doubt("orebodies", table.crs.empty() ? "orebody_no_crs" : "orebody_off_map", base::Severity::warning, count,
                                  {{"crs", table.crs}});
    finding.file = table.file;
    findings.push_back(std::move(finding));
}

std::vector<base::Finding> examine_orebodies(const Project& project, base::Progress& /*progress*/) {
    const auto tables = orebody_tables(project.results);
    if (!tables) return {};
    std::vector<base::Finding> findings = tables->mines.findings;
    findings.insert(findings.end(), tables->orebodies.findings.begin(), tables->orebodies.findings.end());
    off_the_map(tables->mines, tables->mine_places, findings);
    off_the_map(tables->orebodies, tables->orebody_places, findings);
    return findings;
}

}  // namespace

Stage orebodies_stage() {
    Stage stage;
    stage.id = "orebodies";
    stage.workspace = "data";
    stage.label = {"Read mines and orebodies", "读取矿山与矿体"};
    stage.doing = {"Reading mines and orebodies", "读取矿山与矿体表"};
    stage.help = {"Read the tables of mines and of orebodies without a mine, and check them", "读取并检查矿山表与未建矿山的矿体表"};
    stage.parameters = {"orebodies.mines_file", "orebodies.orebodies_file", "orebodies.mines_columns", "orebodies.orebodies_columns",
                        "orebodies.crs", "orebodies.days_per_year"};
    stage.depends = [](const Project& project, Fingerprint& print) {
        const CostRule& rule = project.recipe.orebodies;
        const bool reads = !rule.mines_file.empty() || !rule.orebodies_file.empty();
        if (reads && rule.crs.empty()) print.add("crs", project.recipe.general.crs);
    };
    stage.share = 0.005;
    stage.results = {archived_more<OrebodyTables>(orebody_tables_result)};
    stage.size = size_of_orebodies;
    stage.run = run_orebodies;
    stage.examine = examine_orebodies;
    return stage;
}

}  // namespace orelens::project
