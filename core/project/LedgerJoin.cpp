// Where results of other stages come onto the ledger: orebodies with what they cost, streams of scrap, and the metal that
// stands in use and in other stocks. The one place that knows their stages.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "core/ledger/FromOrebodies.h"
#include "core/ledger/FromStreams.h"
#include "core/ledger/Species.h"
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

/// Of a place that holds the whole of an item.
const recycling::Place* place_of(const FlowStudy& study, int dimension, int item) {
    const auto at = std::ranges::find_if(study.places, [&](const recycling::Place& one) { return one.dimension == dimension && one.item == item && one.share >= 1; });
    return at == study.places.end() ? nullptr : &*at;
}
/// The same of a region by its name, as streams write it.
const recycling::Place* place_named(const FlowStudy& study, const std::string& region) {
    const auto named = [&](const recycling::Place& one) {
        if (one.dimension < 0 || one.share < 1) return false;
        return study.system.dimensions[static_cast<std::size_t>(one.dimension)].items[static_cast<std::size_t>(one.item)] == region;
    };
    const auto at = std::ranges::find_if(study.places, named);
    return at == study.places.end() ? nullptr : &*at;
}

std::string species_of(const std::string& element) {
    return ledger::species_name(element).value_or(element);
}

/// The year's streams that are on the ledger: of each species, the regions and products of the system that they are told of.
class Streamed {
  public:
    explicit Streamed(const recycling::System& system) {
        for (const int d : system.flow_dimensions)
            if (d != system.time)
                for (const std::string& item : system.dimensions[static_cast<std::size_t>(d)].items) items_.insert(item);
    }
    void add(const recycling::Stream& stream) {
        if (stream.origin == "new_scrap") return;  // it never stood in a stock
        std::vector<std::string> names;
        for (const std::string* name : {&stream.place, &stream.product})
            if (items_.contains(*name)) names.push_back(*name);
        (stream.origin == "tailings" || stream.origin == "slag" ? piles_ : scrap_)[species_of(stream.element)].push_back(std::move(names));
    }
    /// Of a stock at items of the system: its old scrap, or what stands there as piles.
    [[nodiscard]] bool scrap(const std::string& species, const std::vector<std::string>& at) const { return told(scrap_, species, at); }
    [[nodiscard]] bool piles(const std::string& species, const std::vector<std::string>& at) const { return told(piles_, species, at); }

  private:
    using Told = std::map<std::string, std::vector<std::vector<std::string>>>;
    static bool told(const Told& all, const std::string& species, const std::vector<std::string>& at) {
        const auto of = all.find(species);
        return of != all.end() && std::ranges::any_of(of->second, [&](const std::vector<std::string>& names) {
                   return std::ranges::all_of(names, [&](const std::string& name) { return std::ranges::find(at, name) != at.end(); });
               });
    }
    std::set<std::string> items_;
    Told scrap_, piles_;
};

/// What stood in stocks when the year began. Where scrap is told of a metal and place, what stands in use there is less what
/// leaves it in the year, which is a stream; what comes in was ore or scrap and stands on the ledger as that. Tailings and
/// slag stand there as the piles that are told of them. Nothing where flows tell no metals apart.
std::optional<std::vector<ledger::StockAmount>> standing(const FlowStudy& study, const Streamed& streamed) {
    const recycling::System& system = study.system;
    const int metals = element_dimension(system);
    if (metals < 0) return std::nullopt;
    std::vector<ledger::StockAmount> made;
    for (std::size_t s = 0; s < system.stocks.size(); ++s) {
        const recycling::Stock& stock = system.stocks[s];
        for (std::size_t u = 0; u < system.tuples(); ++u) {
            const std::size_t at = u * static_cast<std::size_t>(study.solved.years) + static_cast<std::size_t>(study.year);
            const auto& solved = study.solved.stocks[s];
            ledger::StockAmount one;
            one.state = stock.state;
            const std::vector<int> items = system.tuple_items(u);
            std::vector<std::string> regions;
            std::size_t n = 0;
            for (const int d : system.flow_dimensions) {
                if (d == system.time) continue;
                const int item = items[n++];
                const std::string& name = system.dimensions[static_cast<std::size_t>(d)].items[static_cast<std::size_t>(item)];
                if (d == metals) {
                    one.element = name;
                    continue;
                }
                regions.push_back(name);
                one.place += (one.place.empty() ? "" : " · ") + name;
                if (const recycling::Place* place = place_of(study, d, item)) {
                    one.longitude = place->longitude;
                    one.latitude = place->latitude;
                }
            }
            const std::string species = species_of(one.element);
            if (stock.state == "tailings_slag" && streamed.piles(species, regions)) continue;
            const bool leaves = stock.state == "in_use" && streamed.scrap(species, regions);
            one.tonnes = solved.stock[at] - solved.inflow[at] + (leaves ? 0 : solved.outflow[at]);
            if (!(one.tonnes > 0)) continue;
            one.id = stock.id + " " + one.element + (one.place.empty() ? "" : " " + one.place);
            one.name = stock.id + (one.place.empty() ? "" : " · " + one.place);
            made.push_back(std::move(one));
        }
    }
    return made;
}

void add_streams(LedgerParts& parts, const Project& project) {
    const auto study = scrap_study(project.results);
    const auto flows = flow_study(project.results);
    if (!flows) return;
    const std::string id = parts.free_source(std::filesystem::path(flows->file).filename().string());
    // What leaves use in another year is not there now.
    const int year = std::atoi(flows->year_name(flows->year).c_str());
    std::vector<ledger::SunkStream> now;
    std::int64_t others = 0;
    Streamed streamed(flows->system);
    if (study)
        for (const ScrapStream& one : study->streams) {
            if (one.stream.year && *one.stream.year != year) {
                ++others;
                continue;
            }
            now.push_back({one.stream, one.used_t, one.tramp_untold.empty()});
            if (const recycling::Place* place = place_named(*flows, one.stream.place)) {
                now.back().longitude = place->longitude;
                now.back().latitude = place->latitude;
            }
            streamed.add(one.stream);
        }
    ledger::StreamUnits made = ledger::units_from_streams(now, study ? study->currency : std::string(), id);
    for (ledger::ResourceUnit& unit : made.units) parts.units.push_back(std::move(unit));
    const auto stocks = standing(*flows, streamed);
    if (stocks)
        for (ledger::ResourceUnit& unit : ledger::units_from_stocks(*stocks, year, id)) parts.units.push_back(std::move(unit));
    parts.sources.push_back({id, "flows", resolved_file(project.recipe, flows->file), input_fingerprint(project, flows->file), {}, {}});
    for (ledger::Route& route : ledger::routes_of_streams()) parts.routes.push_back(std::move(route));
    tell(parts, "ledger_streams_year", others, id);
    tell(parts, "ledger_streams_cost", made.without_cost, id);
    tell(parts, "ledger_streams_left", made.refused, id, tonnes_text(made.refused_t));
    if (made.untaken_t > 0) tell(parts, "ledger_streams_untaken", 1, id, tonnes_text(made.untaken_t));
    if (!stocks) tell(parts, "ledger_stocks_metals", 1, id);
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
