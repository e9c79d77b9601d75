#include "core/ledger/Usual.h"

#include <cmath>
#include <numeric>

namespace orelens::ledger {
namespace {

constexpr Value usually_values[] = {{"reserve", "reserves", "储量"},
                                    {"resource", "resources at industrial grade", "工业品位资源量"},
                                    {"by_product", "co-products and by-products", "共伴生组分"},
                                    {"low_grade", "below industrial grade", "低于工业品位"},
                                    {"potential", "potential", "潜在资源"},
                                    {"tailings", "tailings, slag and stockpiles", "尾矿、渣与堆存"},
                                    {"scrap", "in use and scrap", "在用与废旧"},
                                    {"unknown", "not known", "情况不明"}};

}  // namespace

template <> std::span<const Value> values<Usually>() { return usually_values; }

double UsualWay::Row::all() const {
    return std::accumulate(metal_t.begin(), metal_t.end(), 0.0);
}
double UsualWay::Row::left_out() const {
    return all() > 0 ? 1 - kept() / all() : unknown;
}

Usually usually_of(const Ledger& ledger, std::size_t u, std::size_t row) {
    const Status status = ledger.status[u];
    if (status == Status::tailings || ledger.ground[u] == Ground::pile) return Usually::tailings;
    if (ledger.subsystem[u] == Subsystem::social || status >= Status::in_use) return Usually::scrap;
    if (ledger.kind[u] == Kind::potential || status == Status::potential) return Usually::potential;
    const GradeClass grade = ledger.grade_class[u];
    if (grade == GradeClass::background || grade == GradeClass::ultra_low || grade == GradeClass::low) return Usually::low_grade;
    const Role role = ledger.row_role[row];
    if (grade == GradeClass::unknown || ledger.kind[u] == Kind::unknown || role == Role::unknown) return Usually::not_known;
    if (role != Role::main) return Usually::by_product;
    return ledger.kind[u] == Kind::reserve ? Usually::reserve : Usually::resource;
}

double taken_metal(const Ledger& ledger, std::size_t row, const Selection& selection) {
    const double metal = ledger.row_contained[row];
    if (selection.rows.empty() || selection.rows[row] == all_occurrences) return metal;
    double share = 0;
    for (std::size_t o = 0; o < occurrences; ++o)
        if ((selection.rows[row] >> o & 1U) != 0) share += ledger.profiles[ledger.row_profile[row]][o];
    return share > 0 ? metal * share : 0;
}

bool holds_selected(const Ledger& ledger, std::size_t row, const Selection& selection) {
    if (selection.rows.empty() || selection.rows[row] == all_occurrences) return true;
    for (std::size_t o = 0; o < occurrences; ++o)
        if ((selection.rows[row] >> o & 1U) != 0 && ledger.profiles[ledger.row_profile[row]][o] > 0) return true;
    return false;
}

UsualWay usual_way(const Ledger& ledger, const Selection& selection) {
    std::vector<UsualWay::Row> all(ledger.species.size());
    UsualWay made;
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (ledger.excluded[u] != Excluded::counted) continue;
        for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
            if (ledger.row_species[r] == 0 || (!selection.rows.empty() && selection.rows[r] == 0)) continue;
            const double metal = taken_metal(ledger, r, selection);
            if (std::isnan(metal)) {
                ++made.rows_without_metal;
                continue;
            }
            all[ledger.row_species[r]].metal_t[static_cast<std::size_t>(usually_of(ledger, u, r))] += metal;
        }
    }
    for (std::size_t s = 1; s < all.size(); ++s) {
        all[s].species = static_cast<std::uint16_t>(s);
        if (all[s].all() > 0) made.rows.push_back(all[s]);
    }
    return made;
}

}  // namespace orelens::ledger
