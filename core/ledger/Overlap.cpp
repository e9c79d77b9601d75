#include "core/ledger/Overlap.h"

#include <algorithm>
#include <map>
#include <set>

namespace orelens::ledger {
namespace {

/// What a source says of a ground.
struct Claim {
    std::size_t first_unit = 0;
    Ground kind = Ground::unknown;
    std::string as_of;
    std::size_t order = 0;  // of the source
};

int rank(Ground kind) {
    return kind == Ground::unknown ? 99 : static_cast<int>(kind);
}

bool better(const Claim& a, const Claim& b) {
    if (rank(a.kind) != rank(b.kind)) return rank(a.kind) < rank(b.kind);
    if (a.as_of != b.as_of) return a.as_of > b.as_of;
    return a.order < b.order;
}

using Key = std::tuple<std::string, Subsystem, int>;  // ground, subsystem, year

/// Rock is in the ground once, whenever it was described; stocks and streams are of their year.
Key key_of(const std::string& ground, const ResourceUnit& unit) {
    if (unit.subsystem == Subsystem::social) return {ground, Subsystem::social, unit.year};
    return {ground, Subsystem::geological, 0};
}

}  // namespace

std::vector<Overlap> find_overlaps(const std::vector<ResourceUnit>& units, const std::vector<std::string>& source_order,
                                   const std::vector<bool>& take) {
    std::map<std::string, std::string> parent;  // ground → the ground around it
    std::map<std::string, std::size_t> order;
    for (std::size_t n = 0; n < source_order.size(); ++n) order.emplace(source_order[n], n);
    std::map<Key, std::map<std::string, Claim>> claims;                 // by source
    for (std::size_t n = 0; n < units.size(); ++n) {
        const ResourceUnit& unit = units[n];
        if (unit.ground_id.empty() || !take[n]) continue;
        if (!unit.within.empty()) parent.emplace(unit.ground_id, unit.within);
        auto [at, fresh] = claims[key_of(unit.ground_id, unit)].emplace(
            unit.source, Claim{n, unit.ground, unit.as_of, order.contains(unit.source) ? order[unit.source] : 0});
        if (!fresh) {
            if (rank(unit.ground) < rank(at->second.kind)) at->second.kind = unit.ground;
            at->second.as_of = std::max(at->second.as_of, unit.as_of);
        }
    }
    // Grounds around others: a claim on the outer ground meets the claims of other sources on every ground within it. The
    // finer description stays where its kind is as good; the outer unit gives way as a whole.
    std::map<std::pair<Key, std::string>, std::size_t> gives_way;  // (ground, source) → a unit with authority
    for (const auto& [key, by_source] : claims) {
        const Claim* best = nullptr;
        for (const auto& [source, claim] : by_source)
            if (best == nullptr || better(claim, *best)) best = &claim;
        for (const auto& [source, claim] : by_source)
            if (&claim != best) gives_way.emplace(std::pair(key, source), best->first_unit);
    }
    for (const auto& [key, by_source] : claims) {
        std::set<std::string> seen{std::get<0>(key)};
        for (auto up = parent.find(std::get<0>(key)); up != parent.end() && seen.insert(up->second).second;
             up = parent.find(up->second)) {
            const Key outer{up->second, std::get<1>(key), std::get<2>(key)};
            const auto around = claims.find(outer);
            if (around == claims.end()) continue;
            for (const auto& [source, claim] : by_source) {
                if (gives_way.contains({key, source})) continue;
                for (const auto& [outer_source, outer_claim] : around->second) {
                    if (outer_source == source || gives_way.contains({outer, outer_source})) continue;
                    // Part of it is better known from within: both cannot count.
                    if (rank(claim.kind) <= rank(outer_claim.kind))
                        gives_way.emplace(std::pair(outer, outer_source), claim.first_unit);
                    else
                        gives_way.emplace(std::pair(key, source), outer_claim.first_unit);
                }
            }
        }
    }
    std::vector<Overlap> found;
    for (std::size_t n = 0; n < units.size(); ++n) {
        const ResourceUnit& unit = units[n];
        if (unit.ground_id.empty() || !take[n]) continue;
        const auto at = gives_way.find({key_of(unit.ground_id, unit), unit.source});
        if (at != gives_way.end()) found.push_back({n, at->second});
    }
    return found;
}

std::vector<std::vector<std::string>> find_cycles(const std::vector<std::pair<std::string, std::string>>& arrows) {
    std::map<std::string, std::vector<std::string>> next;
    for (const auto& [from, to] : arrows) next[from].push_back(to);
    std::set<std::vector<std::string>> found;
    std::set<std::string> done;
    for (const auto& [start, unused] : next) {
        // Depth first without recursion: the path, and where each of its names goes on.
        std::vector<std::pair<std::string, std::size_t>> path{{start, 0}};
        std::map<std::string, std::size_t> at{{start, 0}};
        while (!path.empty()) {
            auto& [name, child] = path.back();
            const auto arrows_of = next.find(name);
            if (done.contains(name) || arrows_of == next.end() || child >= arrows_of->second.size()) {
                done.insert(name);
                at.erase(name);
                path.pop_back();
                continue;
            }
            const std::string to = arrows_of->second[child++];
            if (const auto on = at.find(to); on != at.end()) {
                std::vector<std::string> circle;
                for (std::size_t n = on->second; n < path.size(); ++n) circle.push_back(path[n].first);
                std::ranges::rotate(circle, std::ranges::min_element(circle));
                found.insert(circle);
            } else if (!done.contains(to)) {
                at[to] = path.size();
                path.emplace_back(to, 0);
            }
        }
    }
    return {found.begin(), found.end()};
}

}  // namespace orelens::ledger
