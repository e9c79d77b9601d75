#include "core/blocks/RegularBlocks.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"

namespace orelens::blocks {
namespace {

using base::Expected;

constexpr std::size_t cells_per_piece = std::size_t{1} << 16;
/// Leaves that are worked on between two looks at the progress.
constexpr std::size_t leaves_per_piece = 64;
/// Volumes that differ by less are rounding.
constexpr double same_volume = 1e-6;

std::size_t pieces_of(std::size_t leaves) {
    return (leaves + leaves_per_piece - 1) / leaves_per_piece;
}

}  // namespace

RegularBlocks::RegularBlocks(BlockSlots&& slots, double default_density)
    : model_(std::move(slots.model)),
      slots_(std::move(slots.slot)),
      cells_(static_cast<std::int64_t>(slots_.size())),
      repeated_(slots.repeated),
      first_repeated_(slots.first_repeated),
      default_density_(default_density) {}

Expected<RegularBlocks> RegularBlocks::make(const CellTable& table, const FoundGrid& found,
                                            const RegulariseRule& rule, const base::Progress& progress) {
    auto slots = find_slots(table, found, progress);
    if (!slots) return std::unexpected(slots.error());
    return RegularBlocks(std::move(*slots), rule.default_density);
}

std::span<float> RegularBlocks::add_values(const ColumnName& column) {
    if (column.role != CellRole::density && MassColumns::holds(column.role)) {
        beside_.push_back(
            std::make_unique<Beside>(Beside{column, std::vector<float>(value_count(), missing_float)}));
        return beside_.back()->values;
    }
    model_.add_column({column.name, ColumnType::real, column.unit, {}});
    if (value_count() == 0) return {};
    return {model_.real(column.name, 0), value_count()};
}

IntegerWriter RegularBlocks::add_codes(const std::string& name, const std::string& unit,
                                       const std::vector<std::string>& names) {
    const auto highest = std::max<std::int32_t>(0, static_cast<std::int32_t>(names.size()) - 1);
    model_.add_column({name, ColumnType::integer, unit, names}, highest);
    return model_.integer_writer(name);
}

void RegularBlocks::change_role(const std::string& held, CellRole role) {
    for (const auto& one : beside_)
        if (one->column.name == held) one->column.role = role;
}

std::span<float> RegularBlocks::make_number(const std::string& held, const ColumnName& column) {
    const auto found =
        std::ranges::find_if(beside_, [&](const auto& one) { return one->column.name == held; });
    if (found == beside_.end()) return {};
    const std::span<float> values = add_values({column.name, column.unit, CellRole::number});
    std::ranges::copy((*found)->values, values.begin());
    beside_.erase(found);
    return values;
}

MassColumns RegularBlocks::mass_columns() const {
    MassColumns columns;
    if (model_.has("density"))
        columns.take(CellRole::density, {model_.real_values("density"), value_count()});
    for (const auto& one : beside_) columns.take(one->column.role, one->values);
    return columns;
}

template <class Visit>
void RegularBlocks::each_block(std::size_t begin, std::size_t end, const Visit& visit) const {
    for (std::size_t leaf = begin; leaf < end; ++leaf)
        for (std::size_t w = 0; w < 8; ++w)
            for (std::uint64_t word = model_.leaf(leaf).active[w]; word != 0; word &= word - 1)
                visit(leaf * 512 + 64 * w + static_cast<std::size_t>(std::countr_zero(word)));
}

/// What the cells say of themselves. Sums piece by piece, then in the order of the pieces.
bool RegularBlocks::sum_stated(const CellMass& mass, RegulariseReport& report,
                               const base::Progress& progress) const {
    struct Sums {
        StatedMass stated;
        double rock = 0, tonnes = 0;
    };
    std::vector<Sums> sums(pieces_of(model_.leaf_count()));
    const bool done = base::parallel_pieces(model_.leaf_count(), leaves_per_piece, progress,
                                            [&](std::size_t begin, std::size_t end) {
                                                Sums& here = sums[begin / leaves_per_piece];
                                                each_block(begin, end, [&](std::size_t slot) {
                                                    here.stated.take(mass, slot);
                                                    here.rock += mass.rock(slot);
                                                    here.tonnes += mass.mass(slot);
                                                });
                                            });
    if (!done) return false;
    StatedMass stated;
    for (const Sums& one : sums) {
        stated.take(one.stated);
        report.volume_before_m3 += one.rock;
        if (mass.known()) report.tonnes_before += one.tonnes;
    }
    stated.put_into(report);
    return true;
}

bool RegularBlocks::sum_blocks(const CellMass& mass, RegulariseReport& report,
                               const base::Progress& progress) const {
    struct Sums {
        double rock = 0, tonnes = 0, overfull = 0;
        std::int64_t partial_blocks = 0, overfull_blocks = 0;
    };
    const double whole = model_.geometry().block_volume();
    std::vector<Sums> sums(pieces_of(model_.leaf_count()));
    const bool done = base::parallel_pieces(
        model_.leaf_count(), leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            Sums& here = sums[begin / leaves_per_piece];
            each_block(begin, end, [&](std::size_t slot) {
                const double rock = mass.rock(slot);
                here.rock += rock;
                here.tonnes += mass.mass(slot);
                here.partial_blocks += rock < whole * (1 - same_volume) ? 1 : 0;
                if (rock <= whole * (1 + 1e-4)) return;
                ++here.overfull_blocks;
                here.overfull += rock - whole;
            });
        });
    if (!done) return false;
    for (const Sums& one : sums) {
        report.volume_after_m3 += one.rock;
        if (mass.known()) report.tonnes_after += one.tonnes;
        report.partial_blocks += one.partial_blocks;
        report.overfull_blocks += one.overfull_blocks;
        report.overfull_m3 += one.overfull;
    }
    return true;
}

/// The share of rock comes first: the density is rounded so that tonnes hold with the share as it is stored.
bool RegularBlocks::add_fraction(const CellMass& mass, const base::Progress& progress) {
    const double whole = model_.geometry().block_volume();
    const std::span<float> fraction = add_values({fraction_column, "", CellRole::number});
    KeptTotal total;
    return base::ordered_pieces(
        model_.leaf_count(), leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            each_block(begin, end, [&](std::size_t slot) {
                const double rock = std::min(mass.rock(slot), whole);
                const bool full = rock >= whole * (1 - same_volume);  // full stays full
                fraction[slot] = total.round(full ? 1 : rock / whole, rock, whole, full);
            });
        });
}

bool RegularBlocks::add_density(const CellMass& mass, RegulariseReport& report,
                                const base::Progress& progress) {
    const double whole = model_.geometry().block_volume();
    const bool shares = model_.has(fraction_column);
    const float* share = shares ? std::as_const(model_).real_values(fraction_column) : nullptr;
    const auto volume = [&](std::size_t slot) {
        return shares ? whole * static_cast<double>(share[slot]) : whole;
    };
    std::span<float> density;
    if (mass.states_mass())
        density = model_.has("density") ? std::span(model_.real("density", 0), value_count())
                                        : add_values({"density", "t/m3", CellRole::density});
    KeptTotal total;
    double by_default = 0;
    const bool done = base::ordered_pieces(
        model_.leaf_count(), leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            each_block(begin, end, [&](std::size_t slot) {
                if (!mass.states_mass()) {
                    by_default += volume(slot) * default_density_;
                    return;
                }
                const double rock = mass.rock(slot), tonnes = mass.mass(slot);
                // The density of the cell itself may stand where its own mass is read from.
                density[slot] = rock > 0 && tonnes > 0
                                    ? total.round(tonnes / rock, tonnes, volume(slot), mass.only_density())
                                : mass.air(slot) ? 0.0F
                                                 : missing_float;
            });
        });
    report.tonnes_stored = mass.states_mass() ? total.written() : by_default;
    return done;
}

bool RegularBlocks::add_excluded(const CellMass& mass, const base::Progress& progress) {
    model_.add_column({"excluded", ColumnType::integer, "", {}}, 1);
    const IntegerWriter writer = model_.integer_writer("excluded");
    return base::parallel_pieces(model_.leaf_count(), leaves_per_piece, progress,
                                 [&](std::size_t begin, std::size_t end) {
                                     each_block(begin, end, [&](std::size_t slot) {
                                         // Nothing in it that counts: the default density would make ore of
                                         // air.
                                         const bool empty = mass.known() && mass.mass(slot) <= 0;
                                         writer.set(slot / 512, static_cast<std::ptrdiff_t>(slot % 512),
                                                    mass.excluded(slot) || empty ? 1 : 0);
                                     });
                                 });
}

Expected<BlockModel> RegularBlocks::finish(RegulariseReport& report, const base::Progress& progress) {
    slots_ = {};
    report.cells = cells_;
    report.blocks = model_.block_count();
    report.repeated = repeated_;
    report.first_repeated = first_repeated_;
    const CellMass mass(mass_columns(), default_density_, model_.geometry().block_size);
    // Full blocks whose density is stated or not known: nothing follows from anything.
    const bool single = !mass.partial() && mass.only_density();
    const auto stopped = [&](bool done) { return !done || progress.cancelled(); };
    if ((!single || mass.states_mass()) && stopped(sum_stated(mass, report, progress.part(0, 0.2))))
        return base::cancelled();
    if (!single && stopped(sum_blocks(mass, report, progress.part(0.2, 0.4)))) return base::cancelled();
    const bool excludes = mass.excludes() || report.air_cells > 0;
    if (excludes && stopped(add_excluded(mass, progress.part(0.4, 0.5)))) return base::cancelled();
    if (!single && report.partial_blocks > 0 && stopped(add_fraction(mass, progress.part(0.5, 0.7))))
        return base::cancelled();
    if (!single && mass.known() && stopped(add_density(mass, report, progress.part(0.7, 1))))
        return base::cancelled();
    beside_.clear();
    if (!progress.report(1)) return base::cancelled();
    return std::move(model_);
}

Expected<BlockModel> regular_model(CellTable&& table, const FoundGrid& found, const RegulariseRule& rule,
                                   RegulariseReport& report, const base::Progress& progress) {
    auto blocks = RegularBlocks::make(table, found, rule, progress.part(0, 0.3));
    if (!blocks) return std::unexpected(blocks.error());
    for (int a = 0; a < 3; ++a) {
        table.centre[a].clear();
        table.size[a].clear();
    }
    const std::vector<std::uint32_t>& slots = blocks->slots();
    const auto each_cell = [&](const base::Progress& part, const auto& put) {
        return base::parallel_pieces(slots.size(), cells_per_piece, part,
                                     [&](std::size_t begin, std::size_t end) {
                                         for (std::size_t cell = begin; cell < end; ++cell)
                                             if (slots[cell] != no_slot) put(cell, slots[cell]);
                                     });
    };
    double at = 0;
    for (CellColumn& column : table.columns) {
        const double from = 0.3 + 0.4 * at++ / static_cast<double>(table.columns.size());
        const base::Progress part =
            progress.part(from, 0.3 + 0.4 * at / static_cast<double>(table.columns.size()));
        bool done = false;
        if (column.role == CellRole::category) {
            const IntegerWriter writer = blocks->add_codes(column.name, column.unit, column.names);
            done = each_cell(part, [&](std::size_t cell, std::size_t slot) {
                if (column.codes[cell] >= 0)
                    writer.set(slot / 512, static_cast<std::ptrdiff_t>(slot % 512), column.codes[cell]);
            });
        } else {
            const std::span<float> values = blocks->add_values({column.name, column.unit, column.role});
            done = each_cell(part,
                             [&](std::size_t cell, std::size_t slot) { values[slot] = column.values[cell]; });
        }
        if (!done) return base::cancelled();
        column = {};
    }
    return blocks->finish(report, progress.part(0.7, 1));
}

}  // namespace orelens::blocks
