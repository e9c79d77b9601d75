#include "core/ledger/Pivot.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/base/Quantity.h"
#include "core/ledger/QueryTree.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Message;

constexpr std::size_t piece = 1 << 15;  // units in one partial sum

enum class Level { none, unit, row, share };

/// The number of a value for each unit, row or share, read where it lies.
struct Codes {
    Level level = Level::none;
    const std::uint8_t* small = nullptr;
    const std::uint16_t* middle = nullptr;
    const std::uint32_t* wide = nullptr;
    std::uint32_t shift = 0;
    [[nodiscard]] std::size_t operator()(std::size_t n) const {
        if (small != nullptr) return small[n];
        if (middle != nullptr) return middle[n];
        return wide[n] + shift;
    }
};

template <class Enum>
Codes of(Level level, const std::vector<Enum>& column) {
    static_assert(sizeof(Enum) == 1);
    Codes codes{level};
    codes.small = reinterpret_cast<const std::uint8_t*>(column.data());
    return codes;
}
Codes of(const std::vector<std::uint32_t>& column) {
    Codes codes{Level::unit};
    codes.wide = column.data();
    return codes;
}

base::Expected<Codes> codes_of(const Ledger& ledger, Field field, std::span<const State> outcome) {
    switch (field) {
        case Field::species: {
            Codes codes{Level::row};
            codes.middle = ledger.row_species.data();
            return codes;
        }
        case Field::role: return of(Level::row, ledger.row_role);
        case Field::occurrence: return Codes{Level::share};
        case Field::grade_class: return of(Level::unit, ledger.grade_class);
        case Field::status: return of(Level::unit, ledger.status);
        case Field::stage: return of(Level::unit, ledger.stage);
        case Field::subsystem: return of(Level::unit, ledger.subsystem);
        case Field::confidence: return of(Level::unit, ledger.confidence);
        case Field::kind: return of(Level::unit, ledger.kind);
        case Field::system: return of(ledger.system);
        case Field::region: return of(ledger.region);
        case Field::source: return of(ledger.source);
        case Field::licence: return of(ledger.licence);
        case Field::deposit_type: return of(ledger.deposit_type);
        case Field::ore_type: return of(ledger.ore_type);
        case Field::mining: return of(ledger.mining);
        case Field::year: return of(ledger.year);
        case Field::outcome: {
            if (outcome.size() != ledger.units())
                return base::fail(ErrorKind::usage, Message("ledger.query.no_outcome"));
            Codes codes{Level::unit};
            codes.small = reinterpret_cast<const std::uint8_t*>(outcome.data());
            return codes;
        }
        default:
            return base::fail(ErrorKind::usage, Message("ledger.pivot.field", {{"field", std::string(code(field))}}));
    }
}

void name_values(PivotAxis& axis, const Dictionary& names, bool species) {
    for (std::size_t n = 0; n < names.size(); ++n) {
        const bool unknown_value = n == 0;
        axis.codes.push_back(unknown_value ? "unknown" : names[n]);
        axis.en.push_back(unknown_value ? "unknown" : species ? species_word(names[n], base::Language::english) : names[n]);
        axis.zh.push_back(unknown_value ? "未知" : species ? species_word(names[n], base::Language::chinese) : names[n]);
    }
}

PivotAxis axis_of(const Ledger& ledger, Field field) {
    PivotAxis axis{field, {}, {}, {}};
    if (type_of(field) == FieldType::enumeration) {
        for (const Value& value : values_of(field)) {
            axis.codes.emplace_back(value.code);
            axis.en.emplace_back(value.en);
            axis.zh.emplace_back(value.zh);
        }
        return axis;
    }
    if (field == Field::source) {
        for (const Source& source : ledger.sources) axis.codes.push_back(source.id);
        axis.en = axis.zh = axis.codes;
        return axis;
    }
    const Dictionary& names = field == Field::species        ? ledger.species
                              : field == Field::system       ? ledger.systems
                              : field == Field::region       ? ledger.regions
                              : field == Field::licence      ? ledger.licences
                              : field == Field::deposit_type ? ledger.deposit_types
                              : field == Field::ore_type     ? ledger.ore_types
                              : field == Field::mining       ? ledger.minings
                                                             : ledger.years;
    name_values(axis, names, field == Field::species || field == Field::system);
    return axis;
}

/// Sums of one piece of the units.
struct Sums {
    std::vector<std::int64_t> units;
    std::vector<double> ore, metal;
};

class Summing {
  public:
    Summing(const Ledger& ledger, const Selection& selection, Codes a, Codes b, std::size_t nb, std::size_t species)
        : ledger_(ledger), selection_(selection), a_(a), b_(b), nb_(nb), species_(species),
          by_share_(a.level == Level::share || b.level == Level::share) {}

    void unit(std::size_t u, Sums& sums) const {
        if (ledger_.excluded[u] != Excluded::counted) return;
        std::size_t leading = ledger_.first[u + 1];
        int leading_rank = 99;
        for (std::size_t r = ledger_.first[u]; r < ledger_.first[u + 1]; ++r) {
            const std::uint16_t bits = selection_.rows.empty() ? all_occurrences : selection_.rows[r];
            if (bits == 0) continue;
            // A row that holds nothing in the states taken is not of the system.
            const int rank = ledger_.row_role[r] == Role::unknown ? 6 : static_cast<int>(ledger_.row_role[r]);
            const double taken = bits == all_occurrences ? 1 : share(r, bits);
            if (!(taken > 0)) continue;
            if (rank < leading_rank) {
                leading = r;
                leading_rank = rank;
            }
            const double contained = ledger_.row_contained[r];
            if (std::isnan(contained)) continue;
            const std::size_t species = ledger_.row_species[r];
            if (!by_share_) {
                sums.metal[cell(u, r, 0) * species_ + species] += contained * taken;
                continue;
            }
            const Shares& shares = ledger_.profiles[ledger_.row_profile[r]];
            for (std::size_t o = 0; o < occurrences; ++o)
                if ((bits >> o & 1U) != 0 && shares[o] > 0)
                    sums.metal[cell(u, r, o) * species_ + species] += contained * shares[o];
        }
        if (leading == ledger_.first[u + 1]) return;
        if (!by_share_) {
            const std::size_t at = cell(u, leading, 0);
            sums.ore[at] += ledger_.mass_t[u];
            ++sums.units[at];
            return;
        }
        // Of the states taken the leading species' shares divide the ore; all of it stays.
        const Shares& shares = ledger_.profiles[ledger_.row_profile[leading]];
        const std::uint16_t bits = selection_.rows.empty() ? all_occurrences : selection_.rows[leading];
        const double taken = share(leading, bits);
        std::size_t largest = 0;
        double most = -1;
        for (std::size_t o = 0; o < occurrences; ++o) {
            if ((bits >> o & 1U) == 0 || !(shares[o] > 0)) continue;
            sums.ore[cell(u, leading, o)] += ledger_.mass_t[u] * (shares[o] / taken);
            if (shares[o] > most) {
                most = shares[o];
                largest = o;
            }
        }
        ++sums.units[cell(u, leading, largest)];
    }

  private:
    [[nodiscard]] double share(std::size_t row, std::uint16_t bits) const {
        const Shares& shares = ledger_.profiles[ledger_.row_profile[row]];
        double sum = 0;
        for (std::size_t o = 0; o < occurrences; ++o)
            if ((bits >> o & 1U) != 0) sum += shares[o];
        return sum;
    }
    [[nodiscard]] std::size_t cell(std::size_t u, std::size_t r, std::size_t o) const {
        return index(a_, u, r, o) * nb_ + index(b_, u, r, o);
    }
    static std::size_t index(const Codes& codes, std::size_t u, std::size_t r, std::size_t o) {
        switch (codes.level) {
            case Level::unit: return codes(u);
            case Level::row: return codes(r);
            case Level::share: return o;
            case Level::none: break;
        }
        return 0;
    }
    const Ledger& ledger_;
    const Selection& selection_;
    Codes a_, b_;
    std::size_t nb_, species_;
    bool by_share_;
};

}  // namespace

bool can_pivot(Field field) {
    const FieldType type = type_of(field);
    return type == FieldType::enumeration || type == FieldType::name;
}

base::Expected<Pivot> pivot(const Ledger& ledger, Field a, std::optional<Field> b, const Selection& selection,
                            std::span<const State> outcome) {
    const auto codes_a = codes_of(ledger, a, outcome);
    if (!codes_a) return std::unexpected(codes_a.error());
    Codes codes_b;
    Pivot pivot;
    pivot.a = axis_of(ledger, a);
    if (b) {
        const auto found = codes_of(ledger, *b, outcome);
        if (!found) return std::unexpected(found.error());
        codes_b = *found;
        pivot.b = axis_of(ledger, *b);
    } else {
        pivot.b = {a, {""}, {""}, {""}};
    }
    for (std::size_t s = 0; s < ledger.species.size(); ++s) pivot.species.push_back(s == 0 ? "unknown" : ledger.species[s]);
    const std::size_t cells = pivot.a.codes.size() * pivot.b.codes.size(), species = pivot.species.size();
    // Pieces get larger where the table is large, so that their sums stay small beside the ledger.
    const std::size_t table = cells * (species + 2);
    if (table > 50'000'000)
        return base::fail(ErrorKind::usage, Message("ledger.pivot.large", {{"rows", std::to_string(pivot.a.codes.size())},
                                                                           {"columns", std::to_string(pivot.b.codes.size())},
                                                                           {"species", std::to_string(species)}}));
    const std::size_t per_piece = std::max(piece, table);
    const std::size_t pieces = (ledger.units() + per_piece - 1) / per_piece;
    const Sums zero{std::vector<std::int64_t>(cells), std::vector<double>(cells), std::vector<double>(cells * species)};
    std::vector<Sums> sums(pieces);
    const Summing summing(ledger, selection, *codes_a, codes_b, pivot.b.codes.size(), species);
    base::parallel_for(pieces, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p) {
            sums[p] = zero;
            for (std::size_t u = p * per_piece; u < std::min(ledger.units(), (p + 1) * per_piece); ++u)
                summing.unit(u, sums[p]);
        }
    });
    pivot.units = zero.units;
    pivot.ore_t = zero.ore;
    pivot.metal_t = zero.metal;
    pivot.total_metal_t.assign(species, 0);
    for (const Sums& part : sums) {
        for (std::size_t n = 0; n < cells; ++n) {
            pivot.units[n] += part.units[n];
            pivot.ore_t[n] += part.ore[n];
        }
        for (std::size_t n = 0; n < cells * species; ++n) pivot.metal_t[n] += part.metal[n];
    }
    for (std::size_t n = 0; n < cells; ++n) {
        pivot.total_units += pivot.units[n];
        pivot.total_ore_t += pivot.ore_t[n];
        for (std::size_t s = 0; s < species; ++s) pivot.total_metal_t[s] += pivot.metal_t[n * species + s];
    }
    pivot.left_out = left_out(ledger);
    if (a == Field::kind && !b) return pivot;
    const auto kinds = ledger::pivot(ledger, Field::kind, std::nullopt, selection, outcome);
    if (!kinds) return std::unexpected(kinds.error());
    for (std::size_t k = 0; k < kinds->a.codes.size(); ++k) {
        if (kinds->units[k] == 0 && !(kinds->ore_t[k] > 0)) continue;
        const auto metal = kinds->metal_t.begin() + static_cast<std::ptrdiff_t>(k * species);
        pivot.kinds.push_back({kinds->a.en[k], kinds->a.zh[k], kinds->units[k], kinds->ore_t[k],
                               std::vector<double>(metal, metal + static_cast<std::ptrdiff_t>(species))});
    }
    return pivot;
}

LeftOut left_out(const Ledger& ledger) {
    LeftOut out;
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        switch (ledger.excluded[u]) {
            case Excluded::duplicate:
                ++out.duplicate_units;
                if (ledger.mass_t[u] >= 0) out.duplicate_t += ledger.mass_t[u];
                continue;
            case Excluded::overlapped:
                ++out.overlapped_units;
                out.overlapped_t += ledger.mass_t[u];
                continue;
            case Excluded::no_mass: ++out.units_without_mass; continue;
            case Excluded::counted: break;
        }
        if (ledger.row_species[ledger.first[u]] == 0) {
            ++out.units_without_assay;
            out.t_without_assay += ledger.mass_t[u];
        } else {
            for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r)
                if (std::isnan(ledger.row_contained[r])) ++out.rows_without_metal;
        }
        if (ledger.source_states[ledger.source[u]] == SourceState::changed) out.changed_source_t += ledger.mass_t[u];
        if (ledger.source_states[ledger.source[u]] == SourceState::missing) out.missing_source_t += ledger.mass_t[u];
    }
    return out;
}

std::vector<base::Message> left_out_words(const LeftOut& out, base::Language language) {
    std::vector<Message> words;
    const auto tonnes = [&](double t) { return base::mass_text(t, language); };
    const auto count = [](std::int64_t n) { return base::grouped(static_cast<double>(n)); };
    if (out.duplicate_units > 0)
        words.push_back(Message("ledger.out.duplicate", {{"count", count(out.duplicate_units)}, {"tonnes", tonnes(out.duplicate_t)}}));
    if (out.overlapped_units > 0)
        words.push_back(Message("ledger.out.overlapped", {{"count", count(out.overlapped_units)}, {"tonnes", tonnes(out.overlapped_t)}}));
    if (out.units_without_mass > 0)
        words.push_back(Message("ledger.out.no_mass", {{"count", count(out.units_without_mass)}}));
    if (out.units_without_assay > 0)
        words.push_back(Message("ledger.out.no_assay", {{"count", count(out.units_without_assay)}, {"tonnes", tonnes(out.t_without_assay)}}));
    if (out.rows_without_metal > 0)
        words.push_back(Message("ledger.out.no_metal", {{"count", count(out.rows_without_metal)}}));
    if (out.changed_source_t > 0)
        words.push_back(Message("ledger.out.changed", {{"tonnes", tonnes(out.changed_source_t)}}));
    if (out.missing_source_t > 0)
        words.push_back(Message("ledger.out.missing", {{"tonnes", tonnes(out.missing_source_t)}}));
    return words;
}

}  // namespace orelens::ledger
