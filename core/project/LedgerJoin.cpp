// Where results of other stages come onto the ledger: orebodies with what they cost, and streams of scrap. The one place that
// knows their stages.
#include <algorithm>
#include <filesystem>

#include "core/ledger/FromOrebodies.h"
#include "core/ledger/FromStreams.h"
#include "core/project/FlowStudy.h"
#include "core/project/Fingerprint.h"
#include "core/project/LedgerParts.h"
#include "core/project/OrebodyStudy.h"
#include "core/project/stages/Doubt.h"

namespace orelens::project {
namespace {

void tell(LedgerParts& parts, const char* kind, std::int64_t count, const std::string& source, const std::string& tonnes = {}) {
    if (count <= 0) return;
    base::Finding finding = doubt("ledger", kind, base::Severity::warning, count, {{"source", source}, {"tonnes", tonnes}});
    finding.file = source;
    parts.findings.push_back(std::move(finding));
}

void add_orebodies(LedgerParts& parts, const Project& project) {
    const auto tables = orebody_tables(project.results);
    if (!tables || tables->orebodies.rows.empty()) return;
    const auto study = orebody_study(project.results);
    const costmodel::OrebodyTable& table = tables->orebodies;
    const std::string id = parts.free_source(std::filesystem::path(table.file).filename().string());
    const std::vector<costmodel::OrebodyVerdict> none;
    const economics::PriceDeck deck = study ? study->deck : price_deck(project.recipe);
    const ledger::OrebodyTerms terms{&deck, terms_of(project, deck), &parts.references};
    ledger::OrebodyUnits made =
        ledger::units_from_orebodies(table, study ? study->verdicts : none, study ? study->deck.costs.currency : project.recipe.economics.costs.currency, id, terms);
    for (std::size_t n = 0; n < made.units.size(); ++n) {
        ledger::ResourceUnit& unit = made.units[n];
        if (n < tables->orebody_places.size()) {
            unit.x = tables->orebody_places[n][0];
            unit.y = tables->orebody_places[n][1];
        }
        // An orebody with a project of its own is the ground of that project's blocks.
        if (const std::string file = own_project_file(project.recipe, project.recipe.orebodies.orebodies_file, table.rows[n]); !file.empty()) {
            std::error_code code;
            const auto ground = parts.ground_of_file.find(std::filesystem::weakly_canonical(file, code).string());
            if (ground != parts.ground_of_file.end()) unit.ground_id = ground->second;
        }
        parts.units.push_back(std::move(unit));
    }
    parts.sources.push_back({id, "orebodies", resolved_file(project.recipe, project.recipe.orebodies.orebodies_file),
                             input_fingerprint(project, project.recipe.orebodies.orebodies_file), {}, {}});
    parts.routes.push_back(ledger::route_of_orebodies(price_deck(project.recipe), orebody_study(project.results) != nullptr));
    tell(parts, "ledger_orebodies_cost", made.without_cost, id);
    tell(parts, "ledger_orebodies_outside", made.outside, id);
}

void add_streams(LedgerParts& parts, const Project& project) {
    const auto study = scrap_study(project.results);
    const auto flows = flow_study(project.results);
    if (!study || !flows || study->streams.empty()) return;
    const std::string id = parts.free_source(std::filesystem::path(flows->file).filename().string());
    // What leaves use in another year is not there now.
    const int year = std::atoi(flows->year_name(flows->year).c_str());
    std::vector<recycling::Stream> now;
    std::int64_t others = 0;
    for (const ScrapStream& one : study->streams) {
        if (one.stream.year && *one.stream.year != year) ++others;
        else now.push_back(one.stream);
    }
    ledger::StreamUnits made = ledger::units_from_streams(now, study->currency, id);
    for (ledger::ResourceUnit& unit : made.units) parts.units.push_back(std::move(unit));
    parts.sources.push_back({id, "flows", resolved_file(project.recipe, flows->file), input_fingerprint(project, flows->file), {}, {}});
    for (ledger::Route& route : ledger::routes_of_streams()) parts.routes.push_back(std::move(route));
    tell(parts, "ledger_streams_year", others, id);
    tell(parts, "ledger_streams_cost", made.without_cost, id);
    tell(parts, "ledger_streams_left", made.refused, id, tonnes_text(made.refused_t));
}

}  // namespace

std::vector<std::string> joined_stages() {
    return {"orebodies", "orebody_verdicts", "flows", "scrap"};
}

base::Expected<void> add_joined_parts(LedgerParts& parts, const Project& project, const base::Progress& progress) {
    if (project.recipe.ledger.orebodies) add_orebodies(parts, project);
    if (project.recipe.ledger.streams) add_streams(parts, project);
    if (progress.cancelled()) return base::cancelled();
    return {};
}

}  // namespace orelens::project
