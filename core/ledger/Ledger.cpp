#include "core/ledger/Ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "core/base/Memory.h"
#include "core/base/Nearest.h"
#include "core/ledger/Overlap.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Finding;
using base::Message;
using base::Severity;

constexpr Value excluded_values[] = {{"counted", "counted", "计入"},
                                     {"duplicate", "id stated twice", "编号重复"},
                                     {"overlapped", "another source has the ground", "另一来源已计"},
                                     {"no_mass", "no mass", "无质量"}};
constexpr Value source_states[] = {
    {"current", "as read", "未变"}, {"changed", "changed since", "已变更"}, {"missing", "missing", "缺失"}};

constexpr std::size_t most_species = 65'535;

/// Takes units one after another.
class Builder {
  public:
    Builder(const BuildRule& rule, Built& into) : rule_(rule), ledger_(into.ledger), findings_(into.findings) {
        for (Reference one : rule.references) {
            const double factor = to_basis(rule.basis, one.currency, 0).value_or(unknown);
            factors_.push_back(factor);
            for (auto* amounts : {&one.prices, &one.subsidy})
                for (auto& [species, money] : *amounts) money *= factor;
            one.currency = rule.basis.currency;
            ledger_.references.push_back(std::move(one));
        }
    }
    void take(ResourceUnit& unit, Excluded excluded);
    void find(const ResourceUnit& unit, const base::Place& place, std::string kind, Severity severity, Message what,
              Message fix = Message()) {
        Finding finding;
        finding.kind = std::move(kind);
        finding.severity = severity;
        finding.file = place.file.empty() ? unit.source : place.file;
        finding.row = place.row;
        finding.hole = unit.id;
        finding.column = place.field;
        finding.what = std::move(what);
        finding.fix = std::move(fix);
        finding.tonnes = unit.mass_t;
        finding.stage = "ledger";
        findings_.push_back(std::move(finding));
    }

  private:
    void settle_rows(ResourceUnit& unit);
    void settle_row(ResourceUnit& unit, AssayRow& row);
    void take_row(const AssayRow& row);
    void take_money(const ResourceUnit& unit);
    void take_judgements(const ResourceUnit& unit);
    std::uint32_t profile(const Shares& shares);
    [[nodiscard]] GradeClass class_of_unit(const ResourceUnit& unit) const;

    const BuildRule& rule_;
    Ledger& ledger_;
    std::vector<Finding>& findings_;
    std::map<Shares, std::uint32_t> profiles_;
    std::vector<double> factors_;  // money of each reference in the basis
};

std::size_t leading_of(const std::vector<AssayRow>& rows) {
    std::size_t best = 0;
    const auto rank = [](Role role) { return role == Role::unknown ? 6 : static_cast<int>(role); };
    for (std::size_t n = 1; n < rows.size(); ++n)
        if (rank(rows[n].role) < rank(rows[best].role)) best = n;
    return best;
}

void Builder::settle_row(ResourceUnit& unit, AssayRow& row) {
    const base::Place& at = row.place;
    if (!settle_shares(row.shares)) {
        double sum = 0;
        for (const double share : row.shares) sum += share;
        find(unit, at, "ledger_shares", Severity::error,
             Message("ledger.shares", {{"unit", unit.id}, {"species", row.species}, {"sum", base::number(100 * sum)}}),
             Message("ledger.shares.fix"));
        row.shares = unassigned_shares();
    }
    for (std::size_t n = 0; n < occurrences; ++n)
        if (row.shares[n] > 0 && !belongs(static_cast<Occurrence>(n), unit.subsystem)) {
            find(unit, at, "ledger_shares", Severity::error,
                 Message("ledger.shares.subsystem", {{"unit", unit.id},
                                                     {"state", std::string(code(static_cast<Occurrence>(n)))}}));
            row.shares = unassigned_shares();
            break;
        }
    if (!std::isnan(row.grade) && !(row.grade >= 0 && row.grade <= 1)) {
        find(unit, at, "ledger_grade", Severity::error,
             Message("ledger.grade.range", {{"unit", unit.id}, {"species", row.species}, {"grade", base::number(100 * row.grade)}}));
        row.grade = unknown;
        row.contained_t = unknown;
    }
    if (!std::isnan(row.contained_t) && !(row.contained_t >= 0 && row.contained_t <= unit.mass_t * (1 + 1e-9))) {
        find(unit, at, "ledger_grade", Severity::error,
             Message("ledger.grade.contained", {{"unit", unit.id}, {"species", row.species}}));
        row.contained_t = row.grade = unknown;  // one of two statements is wrong, and nobody knows which
    }
    // Of blocks the grade is that of the assayed ones, the metal too: they need not make each other.
    if (unit.ground != Ground::blocks && std::abs(row.contained_t - row.grade * unit.mass_t) > 0.1 * std::max(row.contained_t, row.grade * unit.mass_t)) {
        find(unit, at, "ledger_grade", Severity::error,
             Message("ledger.grade.contradiction", {{"unit", unit.id},
                                                    {"species", row.species},
                                                    {"stated", base::number(row.contained_t, 4)},
                                                    {"product", base::number(row.grade * unit.mass_t, 4)}}));
        row.contained_t = row.grade = unknown;
    }
    if (std::isnan(row.contained_t) && !std::isnan(row.grade)) row.contained_t = row.grade * unit.mass_t;
    if (std::isnan(row.grade) && !std::isnan(row.contained_t) && unit.mass_t > 0) row.grade = row.contained_t / unit.mass_t;
}

void Builder::settle_rows(ResourceUnit& unit) {
    std::vector<AssayRow> kept;
    std::set<std::string> seen;
    for (AssayRow& row : unit.assays) {
        const auto name = species_name(row.species);
        if (!name) {
            const std::string near = base::nearest(row.species, species_names());
            find(unit, row.place, "ledger_species", Severity::error,
                 Message("ledger.species.in_unit", {{"unit", unit.id}, {"species", row.species}}),
                 near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
            continue;
        }
        row.species = *name;
        if (!seen.insert(row.species).second) {
            find(unit, row.place, "ledger_duplicate", Severity::error,
                 Message("ledger.species.twice", {{"unit", unit.id}, {"species", row.species}}));
            continue;
        }
        settle_row(unit, row);
        kept.push_back(std::move(row));
    }
    unit.assays = std::move(kept);
}

std::uint32_t Builder::profile(const Shares& shares) {
    const auto [at, fresh] = profiles_.emplace(shares, static_cast<std::uint32_t>(ledger_.profiles.size()));
    if (fresh) ledger_.profiles.push_back(shares);
    return at->second;
}

void Builder::take_row(const AssayRow& row) {
    ledger_.row_species.push_back(static_cast<std::uint16_t>(ledger_.species.add(row.species)));
    ledger_.row_role.push_back(row.role);
    ledger_.row_profile.push_back(profile(row.shares));
    ledger_.row_grade.push_back(row.grade);
    ledger_.row_contained.push_back(row.contained_t);
    ledger_.row_sd.push_back(row.sd_t);
}

void Builder::take_money(const ResourceUnit& unit) {
    const UnitCosts& costs = unit.costs;
    const auto some = [](double once) { return !std::isnan(once) && once != 0; };
    const bool any = !std::isnan(costs.per_tonne) || some(costs.capital) || some(costs.restart) || some(costs.closure);
    const auto factor = any ? to_basis(rule_.basis, costs.currency, costs.year) : std::optional(1.0);
    if (!factor)
        find(unit, unit.place, "ledger_money", Severity::warning,
             Message("ledger.money", {{"unit", unit.id},
                                      {"currency", costs.currency.empty() ? "?" : costs.currency},
                                      {"year", costs.year == 0 ? "?" : std::to_string(costs.year)},
                                      {"basis", rule_.basis.currency},
                                      {"basis_year", rule_.basis.year == 0 ? "–" : std::to_string(rule_.basis.year)}}),
             Message("ledger.money.fix"));
    const double f = factor.value_or(unknown);
    ledger_.cost_per_t.push_back(costs.per_tonne * f);
    ledger_.capital.push_back(costs.capital * f);
    ledger_.restart.push_back(costs.restart * f);
    ledger_.closure.push_back(costs.closure * f);
    ledger_.costs_whole.push_back(costs.whole ? 1 : 0);
    ledger_.life_years.push_back(costs.life_years);
}

GradeClass Builder::class_of_unit(const ResourceUnit& unit) const {
    if (unit.assays.empty()) return GradeClass::unknown;
    const std::size_t main = leading_of(unit.assays);
    // Of a stream of scrap there is no grade in this sense; indicators are of deposits or of ore types.
    if (unit.ground == Ground::stream && unit.stage == Stage::recycling) return GradeClass::unknown;
    const std::string& species = unit.assays[main].species;
    const Indicator* indicator = indicator_for(rule_.indicators, species, unit.ore_type, unit.mining);
    if (indicator == nullptr || indicator->deposit_type == "*") {
        const Indicator* of_deposit = indicator_for(rule_.indicators, species, unit.deposit_type, unit.mining);
        if (of_deposit != nullptr) indicator = of_deposit;
    }
    return class_of(indicator, equivalent_grade(rule_.indicators, unit, main));
}

void Builder::take(ResourceUnit& unit, Excluded excluded) {
    settle_rows(unit);
    const Status status = first_of(unit.statuses);
    if (unit.statuses.size() > 1)
        find(unit, unit.place, "ledger_statuses", Severity::warning,
             Message("ledger.statuses", {{"unit", unit.id}, {"taken", std::string(code(status))}}));
    Status own_status = status;
    Stage own_stage = unit.stage;
    if (!belongs(status, unit.subsystem) || !belongs(unit.stage, unit.subsystem)) {
        find(unit, unit.place, "ledger_stage", Severity::error,
             Message("ledger.stage", {{"unit", unit.id},
                                      {"subsystem", std::string(code(unit.subsystem))},
                                      {"status", std::string(code(status))},
                                      {"stage", std::string(code(unit.stage))}}),
             Message("ledger.stage.fix"));
        if (!belongs(status, unit.subsystem)) own_status = Status::unknown;
        if (!belongs(unit.stage, unit.subsystem)) own_stage = Stage::unknown;
    }
    ledger_.ids.push_back(unit.id);
    ledger_.names.push_back(unit.name);
    ledger_.ground_ids.push_back(unit.ground_id);
    ledger_.within.push_back(unit.within);
    ledger_.origin.push_back(ledger_.origins.add(unit.origin));
    ledger_.as_of.push_back(unit.as_of);
    ledger_.subsystem.push_back(unit.subsystem);
    ledger_.ground.push_back(unit.ground);
    ledger_.grade_class.push_back(class_of_unit(unit));
    ledger_.status.push_back(own_status);
    ledger_.stage.push_back(own_stage);
    ledger_.confidence.push_back(unit.confidence);
    // Ground that is only thought to hold ore is no resource, whatever is written beside it.
    const Kind kind = own_status == Status::potential ? Kind::potential : kind_of(unit.confidence);
    if (kind != kind_of(unit.confidence) && unit.confidence != Confidence::unknown)
        find(unit, unit.place, "ledger_kind", Severity::warning,
             Message("ledger.potential_status", {{"unit", unit.id}, {"confidence", std::string(code(unit.confidence))}}),
             Message("ledger.potential_status.fix"));
    ledger_.kind.push_back(kind);
    ledger_.flags.push_back(unit.flags);
    ledger_.excluded.push_back(excluded);
    ledger_.system.push_back(ledger_.systems.add(unit.system));
    ledger_.region.push_back(ledger_.regions.add(unit.region));
    ledger_.licence.push_back(ledger_.licences.add(unit.licence));
    ledger_.deposit_type.push_back(ledger_.deposit_types.add(unit.deposit_type));
    ledger_.ore_type.push_back(ledger_.ore_types.add(unit.ore_type));
    ledger_.mining.push_back(ledger_.minings.add(unit.mining));
    ledger_.year.push_back(ledger_.years.add(unit.year == 0 ? "" : std::to_string(unit.year)));
    ledger_.mass_t.push_back(unit.mass_t);
    ledger_.depth_m.push_back(unit.depth_m);
    ledger_.x.push_back(unit.x);
    ledger_.y.push_back(unit.y);
    ledger_.capacity_t.push_back(unit.capacity_t_per_year);
    take_money(unit);
    if (unit.assays.empty()) {
        AssayRow none;
        take_row(none);
    }
    for (const AssayRow& row : unit.assays) take_row(row);
    ledger_.first.push_back(ledger_.row_species.size());
    take_judgements(unit);
}

/// In the basis; in money that no rate is stated of nothing is said.
void Builder::take_judgements(const ResourceUnit& unit) {
    ledger_.judged_metal_first.push_back(ledger_.judged_metal.size());
    for (std::size_t j = 0; j < unit.judged.size(); ++j) {
        Judgement one = unit.judged[j];
        const double factor = factors_[one.reference];
        if (std::isnan(factor)) one.state = State::not_evaluated;
        for (double* amount : {&one.price_needed, &one.value, &one.margin}) *amount *= factor;
        ledger_.judged.push_back(one);
        for (const AssayRow& row : unit.assays) ledger_.judged_metal.push_back(j < row.judged_t.size() ? row.judged_t[j] : unknown);
        if (unit.assays.empty()) ledger_.judged_metal.push_back(unknown);
    }
    ledger_.judged_first.push_back(ledger_.judged.size());
}

}  // namespace

template <> std::span<const Value> values<Excluded>() { return excluded_values; }
template <> std::span<const Value> values<SourceState>() { return source_states; }

std::uint32_t Dictionary::add(const std::string& text) {
    const auto [at, fresh] = numbers_.emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(text);
    return at->second;
}
std::int64_t Dictionary::find(const std::string& text) const {
    const auto at = numbers_.find(text);
    return at == numbers_.end() ? -1 : static_cast<std::int64_t>(at->second);
}

std::size_t Ledger::leading_row(std::size_t unit) const {
    std::size_t best = first[unit];
    const auto rank = [&](std::size_t row) {
        return row_role[row] == Role::unknown ? 6 : static_cast<int>(row_role[row]);
    };
    for (std::size_t row = first[unit] + 1; row < first[unit + 1]; ++row)
        if (rank(row) < rank(best)) best = row;
    return best;
}

double ledger_bytes(std::size_t units, std::size_t rows) {
    // Four short texts, ten single bytes, nine numbers of four and ten of eight bytes; rows have 31 bytes and, at worst,
    // shares of their own.
    return static_cast<double>(units) * (4 * 48 + 10 + 36 + 80 + 8) + static_cast<double>(rows) * (31 + 2 * 96);
}

base::Expected<Built> build_ledger(std::vector<ResourceUnit> units, std::vector<Source> sources, const BuildRule& rule,
                                   const base::Progress& progress) {
    std::size_t rows = 0;
    for (const ResourceUnit& unit : units) rows += std::max<std::size_t>(unit.assays.size(), 1);
    const double bytes = ledger_bytes(units.size(), rows), machine = base::machine_memory();
    if (machine > 0 && bytes > 0.8 * machine)
        return base::fail(ErrorKind::data, Message("ledger.memory", {{"need", base::memory_text(bytes)},
                                                                     {"have", base::memory_text(machine)}}));
    Built built;
    built.ledger.basis = rule.basis;
    built.ledger.indicators = rule.indicators.title();
    built.ledger.price_basis = rule.indicators.prices.empty() ? std::string() : rule.indicators.price_basis;
    std::vector<std::string> source_order;
    std::map<std::string, std::uint32_t> source_number;
    for (const Source& source : sources) {
        source_number.emplace(source.id, static_cast<std::uint32_t>(source_order.size()));
        source_order.push_back(source.id);
    }
    Builder builder(rule, built);
    std::unordered_map<std::string, std::size_t> first_of_id;
    std::vector<Excluded> excluded(units.size(), Excluded::counted);
    std::vector<bool> take(units.size(), true);
    for (std::size_t n = 0; n < units.size(); ++n) {
        ResourceUnit& unit = units[n];
        if (!source_number.contains(unit.source))
            return base::fail(ErrorKind::internal, Message("ledger.source.unlisted", {{"unit", unit.id}, {"source", unit.source}}),
                              unit.place);
        for (const Judgement& one : unit.judged)
            if (one.reference >= rule.references.size())
                return base::fail(ErrorKind::internal, Message("ledger.source.unlisted", {{"unit", unit.id}, {"source", "reference"}}), unit.place);
        if (const auto [at, fresh] = first_of_id.emplace(unit.id, n); !fresh) {
            excluded[n] = Excluded::duplicate;
            const base::Place& other = units[at->second].place;
            builder.find(unit, unit.place, "ledger_duplicate", Severity::error,
                         Message("ledger.duplicate", {{"unit", unit.id},
                                                      {"file", other.file.empty() ? units[at->second].source : other.file},
                                                      {"row", std::to_string(other.row)}}),
                         Message("ledger.duplicate.fix"));
        } else if (!(unit.mass_t >= 0) || std::isinf(unit.mass_t)) {
            excluded[n] = Excluded::no_mass;
            builder.find(unit, unit.place, "ledger_mass", Severity::warning, Message("ledger.no_mass", {{"unit", unit.id}}));
        }
        take[n] = excluded[n] == Excluded::counted;
    }
    for (const Overlap& overlap : find_overlaps(units, source_order, take)) {
        ResourceUnit& unit = units[overlap.unit];
        const ResourceUnit& authority = units[overlap.authority];
        excluded[overlap.unit] = Excluded::overlapped;
        builder.find(unit, unit.place, "ledger_overlap", Severity::warning,
                     Message("ledger.overlap", {{"unit", unit.id},
                                                {"ground", unit.ground_id},
                                                {"source", authority.source},
                                                {"authority", authority.id}}));
    }
    std::vector<std::pair<std::string, std::string>> within, made_from;
    std::map<std::string, std::size_t> unit_of_ground;
    for (std::size_t n = 0; n < units.size(); ++n)
        if (!units[n].ground_id.empty() && !units[n].within.empty()) {
            within.emplace_back(units[n].ground_id, units[n].within);
            unit_of_ground.emplace(units[n].ground_id, n);
        }
    for (const Source& source : sources)
        for (const std::string& other : source.refers) made_from.emplace_back(source.id, other);
    const auto told = [](const std::vector<std::string>& circle) {
        return fmt::format("{} → {}", fmt::join(circle, " → "), circle.front());
    };
    for (const auto& circle : find_cycles(within)) {
        const ResourceUnit& unit = units[unit_of_ground.at(circle.front())];
        builder.find(unit, unit.place, "ledger_cycle", Severity::error, Message("ledger.cycle.ground", {{"circle", told(circle)}}));
        built.findings.back().tonnes = unknown;
    }
    for (const auto& circle : find_cycles(made_from)) {
        ResourceUnit none;
        none.id.clear();
        builder.find(none, {.file = circle.front()}, "ledger_cycle", Severity::error,
                     Message("ledger.cycle.source", {{"circle", told(circle)}}));
    }
    for (std::size_t n = 0; n < units.size(); ++n) {
        if (n % 4096 == 0 && !progress.report(static_cast<double>(n) / static_cast<double>(units.size())))
            return base::cancelled();
        builder.take(units[n], excluded[n]);
        built.ledger.source.push_back(source_number.at(units[n].source));
        units[n] = ResourceUnit();  // as it is taken over, its memory goes
        if (built.ledger.species.size() > most_species)
            return base::fail(ErrorKind::data, Message("ledger.species.many"));
    }
    built.ledger.sources = std::move(sources);
    built.ledger.source_states.assign(built.ledger.sources.size(), SourceState::current);
    return built;
}

void check_sources(Built& built, const std::vector<std::string>& fingerprints_now) {
    Ledger& ledger = built.ledger;
    std::vector<double> tonnes(ledger.sources.size(), 0);
    for (std::size_t u = 0; u < ledger.units(); ++u)
        if (ledger.excluded[u] == Excluded::counted) tonnes[ledger.source[u]] += ledger.mass_t[u];
    for (std::size_t n = 0; n < ledger.sources.size() && n < fingerprints_now.size(); ++n) {
        const Source& source = ledger.sources[n];
        SourceState& state = ledger.source_states[n];
        state = fingerprints_now[n].empty()                     ? SourceState::missing
                : fingerprints_now[n] != source.fingerprint ? SourceState::changed
                                                                : SourceState::current;
        if (state == SourceState::current) continue;
        Finding finding;
        finding.kind = "ledger_source";
        finding.severity = Severity::warning;
        finding.file = source.file;
        finding.stage = "ledger";
        finding.tonnes = tonnes[n];
        finding.what = state == SourceState::missing ? Message("ledger.source.missing", {{"source", source.id}})
                                                     : Message("ledger.source.changed", {{"source", source.id}});
        finding.fix = Message("ledger.source.fix");
        built.findings.push_back(std::move(finding));
    }
}

}  // namespace orelens::ledger
