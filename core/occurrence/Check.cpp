#include "core/occurrence/Check.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "core/base/Nearest.h"
#include "core/occurrence/Shipped.h"

namespace orelens::occurrence {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

std::string percent(double fraction) {
    return base::number(100 * fraction, 6);
}

bool is_id(const std::string& id) {
    return !id.empty() && std::ranges::all_of(id, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c >= 0x80;
    });
}

std::unexpected<base::Error> refuse(const base::Place& place, const char* key,
                                    std::vector<std::pair<std::string, std::string>> args, Message fix = Message()) {
    return base::fail(ErrorKind::data, Message(key, std::move(args)), place, std::move(fix));
}

Expected<void> check_phase_id(const std::vector<Phase>& phases, const std::string& id, const base::Place& place) {
    if (find_phase(phases, id) != nullptr) return {};
    std::vector<std::string> ids;
    for (const Phase& phase : phases) ids.push_back(phase.id);
    const std::string near = base::nearest(id, ids);
    return refuse(place, "occurrence.unknown_phase", {{"phase", id}},
                  near.empty() ? Message("occurrence.unknown_phase.fix")
                               : Message("recipe.did_you_mean", {{"id", near}}));
}

Expected<void> check_phases(const Table& table, const std::vector<Phase>& known) {
    std::map<std::string, const Phase*> own;
    for (const Phase& phase : table.phases) {
        if (!is_id(phase.id)) return refuse({}, "occurrence.bad_name", {{"name", phase.id}});
        const auto [found, fresh] = own.emplace(phase.id, &phase);
        if (!fresh && !(*found->second == phase)) return refuse({}, "occurrence.phase_twice", {{"phase", phase.id}});
    }
    for (const Phase& phase : known) {
        if (phase.host_phase.empty()) continue;
        const Phase* host = find_phase(known, phase.host_phase);
        if (host == nullptr)
            return refuse({}, "occurrence.unknown_host", {{"phase", phase.id}, {"host", phase.host_phase}});
        // A phase may carry its own element beside its host's: only another host's element makes it a companion.
        if (host->id != phase.id && !host->host_element.empty() && host->host_element != phase.host_element)
            return refuse({}, "occurrence.host_is_companion", {{"phase", phase.id}, {"host", phase.host_phase}});
    }
    return {};
}

Expected<void> check_deportment(const Table& table, const std::vector<Phase>& known) {
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    std::map<std::pair<std::string, std::string>, double> sums;
    for (const Deportment& row : table.deportment) {
        if (row.element.empty()) return refuse(row.place, "occurrence.no_element", {});
        if (auto good = check_phase_id(known, row.phase, row.place); !good) return good;
        if (!(row.fraction >= 0) || !(row.fraction <= 1 + tolerance))
            return refuse(row.place, "occurrence.share_range", {{"value", percent(row.fraction)}});
        if (!seen.emplace(row.ore_type, row.element, row.phase).second)
            return refuse(row.place, "occurrence.row_twice",
                          {{"phase", row.phase}, {"element", row.element}, {"type", row.ore_type}},
                          Message("occurrence.row_twice.fix"));
        double& sum = sums[{row.ore_type, row.element}];
        sum += row.fraction;
        if (sum > 1 + tolerance + 1e-12)
            return refuse(row.place, "occurrence.over_whole",
                          {{"element", row.element}, {"type", row.ore_type}, {"sum", percent(sum)}},
                          Message("occurrence.over_whole.fix"));
    }
    return {};
}

Expected<void> check_recoveries(const Table& table, const std::vector<Phase>& known) {
    std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
    for (const RouteRecovery& row : table.recoveries) {
        if (!is_id(row.route)) return refuse(row.place, "occurrence.bad_name", {{"name", row.route}});
        if (auto good = check_phase_id(known, row.phase, row.place); !good) return good;
        if (!(row.recovery >= 0) || !(row.recovery <= 1))
            return refuse(row.place, "occurrence.recovery_range", {{"value", percent(row.recovery)}});
        if (!seen.emplace(row.route, row.ore_type, row.element, row.phase).second)
            return refuse(row.place, "occurrence.recovery_twice",
                          {{"route", row.route}, {"phase", row.phase}, {"element", row.element}});
    }
    return {};
}

}  // namespace

const std::vector<std::string>& kind_names() {
    static const std::vector<std::string> names{"native",    "carrier",  "enriched", "lattice",
                                                "inclusion", "adsorbed", "amorphous"};
    return names;
}

std::string kind_text(PhaseKind kind) {
    return "occurrence.kind." + kind_names().at(static_cast<std::size_t>(kind));
}

const Phase* find_phase(const std::vector<Phase>& phases, const std::string& id) {
    const auto found = std::ranges::find(phases, id, &Phase::id);
    return found == phases.end() ? nullptr : &*found;
}

std::vector<Phase> known_phases(const Table& table) {
    std::vector<Phase> all = table.phases;
    for (const ShippedPhase& shipped : shipped_table().phases)
        if (find_phase(all, shipped.phase.id) == nullptr) all.push_back(shipped.phase);
    return all;
}

Expected<void> check_table(const Table& table) {
    const std::vector<Phase> known = known_phases(table);
    if (auto good = check_phases(table, known); !good) return good;
    if (auto good = check_deportment(table, known); !good) return good;
    return check_recoveries(table, known);
}

}  // namespace orelens::occurrence
