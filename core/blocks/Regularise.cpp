// Block by block over the pieces of cells in it: a batch of blocks in parallel, then the batch is written in
// order. Sums are in the order of the cells, so that they repeat.
#include "core/blocks/Regularise.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/Parallel.h"
#include "core/base/StoppableFill.h"
#include "core/blocks/CellPieces.h"
#include "core/blocks/RegularBlocks.h"

namespace orelens::blocks {
namespace {

using base::Expected;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
/// Blocks that are worked on at once, and within them by one thread.
constexpr std::size_t batch = std::size_t{1} << 15, grain = 512;
constexpr std::size_t cells_per_piece = std::size_t{1} << 16;
/// Volumes that differ by less are rounding.
constexpr double same_volume = 1e-6;
/// More sizes of cells are not told apart.
constexpr std::size_t most_sizes = 10'000;

/// Work on one table whose blocks hold several cells.
class Regularisation {
  public:
    Regularisation(CellTable& table, const FoundGrid& found, const RegulariseRule& rule,
                   RegulariseReport& report, Pieced&& pieced)
        : table_(table),
          rule_(rule),
          report_(report),
          model_(std::move(pieced.model)),
          pieces_(std::move(pieced.pieces)),
          mass_(cell_mass(table, found, rule)),
          block_m3_(model_.geometry().block_volume()) {}
    Expected<BlockModel> run(const base::Progress& progress);

  private:
    /// Pieces that count in a slot: where some are excluded and some not, the excluded ones do not.
    struct Group {
        std::size_t begin = 0, end = 0;
        bool skip_excluded = false;
        [[nodiscard]] std::size_t size() const { return end - begin; }
    };
    /// Σ of a block over its cells.
    struct Sums {
        double rock = 0, tonnes = 0;
    };
    [[nodiscard]] Group group(std::size_t slot) const;
    [[nodiscard]] Sums sums(std::size_t slot) const;
    /// visit(cell, share) of the pieces that count.
    template <class Visit>
    void each(const Group& group, const Visit& visit) const {
        for (std::size_t p = group.begin; p < group.end; ++p) {
            const std::size_t cell = pieces_.cell[p];
            if (group.skip_excluded && mass_.excluded(cell)) continue;
            visit(cell, pieces_.share_of(p));
        }
    }
    /// For every block in batches: make(slot) from many threads, then take(slot, what was made) in order.
    template <class Make, class Take>
    bool each_block(const base::Progress& progress, const Make& make, const Take& take) const;
    [[nodiscard]] std::size_t slots() const { return pieces_.begin.size() - 1; }
    [[nodiscard]] bool holds(std::size_t slot) const { return pieces_.begin[slot + 1] > pieces_.begin[slot]; }
    [[nodiscard]] double counted_share(std::size_t cell) const {
        return counted_.empty() ? 1 : counted_[cell];
    }
    [[nodiscard]] double stored_volume(std::size_t slot) const;
    [[nodiscard]] double stored_tonnes(std::size_t slot) const;

    bool sum_cells(const base::Progress& progress);
    bool weigh_sizes(const base::Progress& progress);
    bool sum_blocks(const base::Progress& progress);
    bool add_fraction(const base::Progress& progress);
    bool add_density(const base::Progress& progress);
    bool add_excluded(const base::Progress& progress);
    bool add_mean(const CellColumn& column, const base::Progress& progress);
    bool add_category(const CellColumn& column, const base::Progress& progress);
    bool add_column(const CellColumn& column, const base::Progress& progress);

    CellTable& table_;
    const RegulariseRule& rule_;
    RegulariseReport& report_;
    BlockModel model_;
    CellPieces pieces_;
    CellMass mass_;
    double block_m3_;
    const float* fraction_ = nullptr;  ///< as stored, where blocks are not full
    const float* density_ = nullptr;   ///< as stored
    std::vector<double> counted_;      ///< per cell: share that counts; empty = all of every one
};

template <class Make, class Take>
bool Regularisation::each_block(const base::Progress& progress, const Make& make, const Take& take) const {
    using Made = decltype(make(std::size_t{0}));
    static_assert(!std::is_same_v<Made, bool>, "bits of one word cannot be written from several threads");
    std::vector<Made> made(batch);
    return base::ordered_pieces(slots(), batch, progress, [&](std::size_t begin, std::size_t end) {
        base::parallel_for(end - begin, grain, [&](std::size_t first, std::size_t last) {
            if (progress.cancelled()) return;
            for (std::size_t n = first; n < last; ++n)
                if (holds(begin + n)) made[n] = make(begin + n);
        });
        if (progress.cancelled()) return;
        for (std::size_t n = 0; n < end - begin; ++n)
            if (holds(begin + n)) take(begin + n, made[n]);
    });
}

Regularisation::Group Regularisation::group(std::size_t slot) const {
    Group group{pieces_.begin[slot], pieces_.begin[slot + 1], false};
    if (!mass_.excludes()) return group;
    bool any = false, all = true;
    for (std::size_t p = group.begin; p < group.end; ++p)
        (mass_.excluded(pieces_.cell[p]) ? any : all) = mass_.excluded(pieces_.cell[p]);
    group.skip_excluded = any && !all;
    return group;
}

Regularisation::Sums Regularisation::sums(std::size_t slot) const {
    Sums sums;
    each(group(slot), [&](std::size_t cell, double share) {
        sums.rock += mass_.rock(cell) * share;
        sums.tonnes += mass_.mass(cell) * share;
    });
    return sums;
}

/// What there was, cell by cell, before anything is put together.
bool Regularisation::sum_cells(const base::Progress& progress) {
    StatedMass stated;
    const bool looked = base::ordered_pieces(table_.cells(), cells_per_piece, progress.part(0, 0.3),
                                             [&](std::size_t begin, std::size_t end) {
                                                 for (std::size_t cell = begin; cell < end; ++cell)
                                                     stated.take(mass_, cell);
                                             });
    if (!looked) return false;
    stated.put_into(report_);
    // Of the pieces that count, so that exclusions stand apart; shares of a cell sum to one. Of a cell that
    // lies in several blocks a part may count and another not.
    if (mass_.excludes() && !base::fill_unless_cancelled(counted_, table_.cells(), 0.0, progress)) return false;
    const bool marked = !mass_.excludes() ||
                        base::ordered_pieces(
                            slots(), batch, progress.part(0.3, 0.7), [&](std::size_t begin, std::size_t end) {
                                for (std::size_t slot = begin; slot < end; ++slot) {
                                    const Group here = group(slot);
                                    for (std::size_t p = here.begin; p < here.end; ++p)
                                        if (here.skip_excluded && mass_.excluded(pieces_.cell[p]))
                                            report_.excluded_tonnes +=
                                                mass_.mass(pieces_.cell[p]) * pieces_.share_of(p);
                                        else
                                            counted_[pieces_.cell[p]] += pieces_.share_of(p);
                                }
                            });
    return marked && base::ordered_pieces(table_.cells(), cells_per_piece, progress.part(0.7, 1),
                                          [&](std::size_t begin, std::size_t end) {
                                              for (std::size_t cell = begin; cell < end; ++cell) {
                                                  const double share = counted_share(cell);
                                                  report_.volume_before_m3 += mass_.rock(cell) * share;
                                                  if (mass_.known())
                                                      report_.tonnes_before += mass_.mass(cell) * share;
                                              }
                                          });
}

/// Which sizes of cells hold the mass that has a grade. Where it is nearly all in small ones, blocks of the
/// largest size are coarse.
bool Regularisation::weigh_sizes(const base::Progress& progress) {
    std::vector<const std::vector<float>*> grades;
    for (const CellColumn& column : table_.columns)
        if (column.role == CellRole::grade) grades.push_back(&column.values);
    if (grades.empty()) return true;
    const Vec3& block = model_.geometry().block_size;
    std::map<std::array<std::int64_t, 3>, double> masses;  // by size, in ten-thousandths of the block
    Vec3 largest{};
    double all = 0;
    const bool done = base::ordered_pieces(
        table_.cells(), cells_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t cell = begin; cell < end; ++cell) {
                std::array<std::int64_t, 3> size{};
                for (int a = 0; a < 3; ++a) {
                    const double metres = table_.size[a].empty() ? table_.cell_size[a] : table_.size[a][cell];
                    largest[a] = std::max(largest[a], metres);
                    size[a] = std::llround(1e4 * metres / block[a]);
                }
                const bool graded = std::ranges::any_of(
                    grades, [&](const auto* values) { return !std::isnan((*values)[cell]); });
                if (!graded || mass_.excluded(cell)) continue;
                all += mass_.mass(cell);
                const auto known = masses.find(size);
                if (known != masses.end())
                    known->second += mass_.mass(cell);
                else if (masses.size() < most_sizes)
                    masses.emplace(size, mass_.mass(cell));
            }
        });
    if (!done) return false;
    for (int a = 0; a < 3; ++a)
        if (std::abs(largest[a] - block[a]) > 1e-4 * block[a]) return true;  // not those of the file
    if (!(all > 0)) return true;
    const auto most = std::ranges::max_element(masses, {}, [](const auto& one) { return one.second; });
    const auto whole = masses.find({10'000, 10'000, 10'000});
    report_.largest_share = whole == masses.end() ? 0 : whole->second / all;
    report_.common_share = most->second / all;
    for (int a = 0; a < 3; ++a)
        report_.common_size[a] = 1e-4 * static_cast<double>(most->first[a]) * block[a];
    return true;
}

bool Regularisation::sum_blocks(const base::Progress& progress) {
    return each_block(
        progress, [&](std::size_t slot) { return sums(slot); },
        [&](std::size_t, const Sums& sums) {
            report_.volume_after_m3 += sums.rock;
            if (mass_.known()) report_.tonnes_after += sums.tonnes;
            if (sums.rock < block_m3_ * (1 - same_volume)) ++report_.partial_blocks;
            if (sums.rock <= block_m3_ * (1 + 1e-4)) return;
            ++report_.overfull_blocks;
            report_.overfull_m3 += sums.rock - block_m3_;
        });
}

/// The share of rock comes first: the density is rounded so that tonnes hold with the share as it is stored.
bool Regularisation::add_fraction(const base::Progress& progress) {
    if (report_.partial_blocks == 0) return true;
    model_.add_column({fraction_column, ColumnType::real, "", {}});
    float* fraction = model_.real(fraction_column, 0);
    KeptTotal total;
    const bool done = each_block(
        progress, [&](std::size_t slot) { return std::min(sums(slot).rock, block_m3_); },
        [&](std::size_t slot, double rock) {
            const bool full = rock >= block_m3_ * (1 - same_volume);  // full stays full
            fraction[slot] = total.round(full ? 1 : rock / block_m3_, rock, block_m3_, full);
        });
    fraction_ = fraction;
    return done;
}

double Regularisation::stored_volume(std::size_t slot) const {
    return fraction_ == nullptr ? block_m3_ : block_m3_ * static_cast<double>(fraction_[slot]);
}

/// Tonnes as they will be read from the model; 0 where they are not known.
double Regularisation::stored_tonnes(std::size_t slot) const {
    if (!mass_.known()) return 0;
    if (!mass_.states_mass()) return stored_volume(slot) * rule_.default_density;
    const double tonnes = static_cast<double>(density_[slot]) * stored_volume(slot);
    return std::isnan(tonnes) ? 0 : tonnes;
}

bool Regularisation::add_density(const base::Progress& progress) {
    if (!mass_.known()) return true;
    if (!mass_.states_mass())
        return each_block(
            progress, [&](std::size_t slot) { return stored_tonnes(slot); },
            [&](std::size_t, double tonnes) { report_.tonnes_stored += tonnes; });
    model_.add_column({"density", ColumnType::real, "t/m3", {}});
    float* density = model_.real("density", 0);
    struct Made {
        Sums sums;
        bool exact = false;
    };
    KeptTotal total;
    const bool done = each_block(
        progress,
        [&](std::size_t slot) {
            return Made{sums(slot), mass_.only_density() && group(slot).size() == 1};
        },
        [&](std::size_t slot, const Made& made) {
            const auto& [rock, tonnes] = made.sums;
            if (rock <= 0 && report_.air_cells > 0)
                density[slot] = 0;
            else if (rock > 0 && tonnes > 0)
                density[slot] = total.round(tonnes / rock, tonnes, stored_volume(slot), made.exact);
        });
    report_.tonnes_stored = total.written();
    density_ = density;
    return done;
}

bool Regularisation::add_excluded(const base::Progress& progress) {
    model_.add_column({"excluded", ColumnType::integer, "", {}}, 1);
    const IntegerWriter writer = model_.integer_writer("excluded");
    return each_block(
        progress,
        [&](std::size_t slot) {
            const Group here = group(slot);
            bool all = here.size() > 0;
            each(here, [&](std::size_t cell, double) { all = all && mass_.excluded(cell); });
            // Nothing in it that counts: the default density would make ore of air.
            return all || (mass_.known() && sums(slot).tonnes <= 0) ? 1 : 0;
        },
        [&](std::size_t slot, std::int32_t all) {
            writer.set(slot / 512, static_cast<std::ptrdiff_t>(slot % 512), all);
        });
}

/// Grades by mass, the rest by volume of rock unless stated otherwise.
bool Regularisation::add_mean(const CellColumn& column, const base::Progress& progress) {
    model_.add_column({column.name, ColumnType::real, column.unit, {}});
    float* values = model_.real(column.name, 0);
    const bool is_grade = column.role == CellRole::grade;
    const bool by_mass = is_grade || column.by_mass;
    const bool barren_too = is_grade && rule_.missing_is_barren;
    const auto weight_of = [&](std::size_t cell) { return by_mass ? mass_.mass(cell) : mass_.rock(cell); };
    struct Made {
        double mean = missing, weight = 0, barren = 0, product = 0;
        bool exact = false;
    };
    const auto make = [&](std::size_t slot) {
        double with = 0, without = 0, product = 0, only = missing;
        std::size_t cells = 0;
        each(group(slot), [&](std::size_t cell, double share) {
            const double weight = weight_of(cell) * share;
            const double value = column.values[cell];
            ++cells;
            if (std::isnan(value)) {
                without += weight;
                return;
            }
            only = value;
            with += weight;
            product += value * weight;
        });
        Made made;
        made.mean = only;  // without mass: shown, and counts nowhere
        if (!(with > 0)) return made;
        made.weight = barren_too ? with + without : with;
        made.exact = cells == 1;
        if (!made.exact) made.mean = product / made.weight;
        made.product = product;
        made.barren = barren_too ? without : 0;
        // So that metal is kept as tonnes × grade are: whoever reads the model multiplies by all its tonnes.
        if (is_grade && stored_tonnes(slot) > 0) made.weight = stored_tonnes(slot);
        return made;
    };
    ColumnSum sum{column.name, column.role, 0, 0, 0, 0, 0};
    KeptTotal total;
    const bool filled = each_block(progress.part(0, 0.8), make, [&](std::size_t slot, const Made& made) {
        sum.after += made.product;
        sum.barren_tonnes += made.barren;
        if (!std::isnan(made.mean))
            values[slot] = total.round(made.mean, made.product, made.weight, made.exact);
    });
    sum.stored = total.written();
    const bool counted =
        filled &&
        base::ordered_pieces(
            table_.cells(), cells_per_piece, progress.part(0.8, 1), [&](std::size_t begin, std::size_t end) {
                for (std::size_t cell = begin; cell < end; ++cell)
                    if (!std::isnan(column.values[cell]))
                        sum.before +=
                            static_cast<double>(column.values[cell]) * weight_of(cell) * counted_share(cell);
            });
    report_.columns.push_back(sum);
    return counted;
}

bool Regularisation::add_category(const CellColumn& column, const base::Progress& progress) {
    const auto highest = std::max<std::int32_t>(0, static_cast<std::int32_t>(column.names.size()) - 1);
    model_.add_column({column.name, ColumnType::integer, column.unit, column.names}, highest);
    const IntegerWriter writer = model_.integer_writer(column.name);
    const std::string share_name = column.name + ".share";
    model_.add_column({share_name, ColumnType::real, "", {}});
    float* share = model_.real(share_name, 0);
    struct Made {
        std::int32_t code = -1;
        double mass = 0, whole = 0;
        bool any = false;
    };
    const auto make = [&](std::size_t slot) {
        std::vector<std::pair<std::int32_t, double>> masses;
        Made made;
        each(group(slot), [&](std::size_t cell, double part) {
            const std::int32_t code = column.codes[cell];
            const double mass = mass_.mass(cell) * part;
            made.whole += mass;
            const auto known = std::ranges::find(masses, code, &std::pair<std::int32_t, double>::first);
            if (known == masses.end())
                masses.emplace_back(code, mass);
            else
                known->second += mass;
        });
        // Of equal masses the code that comes first in the list, whatever the order of rows.
        const auto largest = std::ranges::max_element(masses, [](const auto& a, const auto& b) {
            return a.second < b.second || (a.second == b.second && a.first > b.first);
        });
        if (largest == masses.end()) return made;
        made.any = true;
        std::tie(made.code, made.mass) = *largest;
        return made;
    };
    ColumnSum sum{column.name, column.role, 0, 0, 0, 0, 0};
    const bool done = each_block(progress, make, [&](std::size_t slot, const Made& made) {
        if (!made.any) return;
        if (made.code >= 0) writer.set(slot / 512, static_cast<std::ptrdiff_t>(slot % 512), made.code);
        if (made.whole > 0) share[slot] = static_cast<float>(made.mass / made.whole);
        sum.moved += made.whole - made.mass;
    });
    report_.columns.push_back(sum);
    return done;
}

bool Regularisation::add_column(const CellColumn& column, const base::Progress& progress) {
    switch (column.role) {
        case CellRole::grade:
        case CellRole::number:
            return add_mean(column, progress);
        case CellRole::category:
            return add_category(column, progress);
        case CellRole::excluded:
            return add_excluded(progress);
        case CellRole::density:
        case CellRole::tonnage:
        case CellRole::volume:
        case CellRole::proportion:
            break;
    }
    return true;
}

Expected<BlockModel> Regularisation::run(const base::Progress& progress) {
    report_.cells = static_cast<std::int64_t>(table_.cells());
    report_.blocks = model_.block_count();
    report_.split_cells = pieces_.split_cells;
    const double columns = static_cast<double>(table_.columns.size()) + 6;
    double done = 0;
    const auto next = [&] {
        const double from = done++ / columns;
        return progress.part(from, done / columns);
    };
    if (!sum_blocks(next()) || !sum_cells(next()) || !weigh_sizes(next()) || !add_fraction(next()) ||
        !add_density(next()))
        return base::cancelled();
    for (CellColumn& column : table_.columns) {
        if (!add_column(column, next())) return base::cancelled();
        if (MassColumns::holds(column.role)) continue;
        column.values = {};
        column.codes = {};
    }
    if (report_.air_cells > 0 && !mass_.excludes() && !add_excluded(next())) return base::cancelled();
    return std::move(model_);
}

}  // namespace

Expected<BlockModel> to_block_model(CellTable&& table, const FoundGrid& found, const RegulariseRule& rule,
                                    RegulariseReport& report, const base::Progress& progress) {
    if (!found.sub_blocked) return regular_model(std::move(table), found, rule, report, progress);
    auto pieced = piece_cells(table, found, progress.part(0, 0.3));
    if (!pieced) return std::unexpected(pieced.error());
    return Regularisation(table, found, rule, report, std::move(*pieced)).run(progress.part(0.3, 1));
}

}  // namespace orelens::blocks
