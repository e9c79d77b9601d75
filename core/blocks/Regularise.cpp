// Block by block over the pieces of cells in it, in parallel; sums in the order of the cells, so that they
// repeat.
#include "core/blocks/Regularise.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/Parallel.h"
#include "core/blocks/CellPieces.h"

namespace orelens::blocks {
namespace {

using base::Expected;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t grain = 4096;
/// Volumes that differ by less are rounding.
constexpr double same_volume = 1e-6;

/// Rock and mass of cells from the columns that say something of them.
class CellMass {
  public:
    CellMass(const CellTable& table, const RegulariseRule& rule)
        : table_(table), default_(rule.default_density) {
        for (const CellColumn& column : table.columns) {
            if (column.role == CellRole::density) density_ = &column.values;
            if (column.role == CellRole::tonnage) tonnage_ = &column.values;
            if (column.role == CellRole::volume) volume_ = &column.values;
            if (column.role == CellRole::proportion) proportion_ = &column.values;
            if (column.role == CellRole::excluded) excluded_ = &column.values;
        }
        // Without a stated default the cells with a density speak for those without.
        if (density_ != nullptr && std::isnan(default_)) {
            double sum = 0, count = 0;
            for (const float value : *density_)
                if (value > 0) {
                    sum += static_cast<double>(value);
                    ++count;
                }
            if (count > 0) default_ = sum / count;
        }
        for (int a = 0; a < 3; ++a)
            constant_[a] =
                table.grid && table.centre[0].empty() ? table.grid->block_size[a] : table.cell_size[a];
    }

    void constant_size(const Vec3& size) {
        for (int a = 0; a < 3; ++a)
            if (constant_[a] <= 0) constant_[a] = size[a];
    }
    [[nodiscard]] double geometric(std::size_t cell) const {
        double volume = 1;
        for (int a = 0; a < 3; ++a) volume *= table_.size[a].empty() ? constant_[a] : table_.size[a][cell];
        return volume;
    }
    [[nodiscard]] double rock(std::size_t cell) const {
        if (has(volume_, cell)) return std::max(0.0F, (*volume_)[cell]);
        const double share = has(proportion_, cell) ? std::clamp((*proportion_)[cell], 0.0F, 1.0F) : 1.0;
        return geometric(cell) * share;
    }
    /// t/m³ as stated or by default; NaN where neither is.
    [[nodiscard]] double density(std::size_t cell) const {
        return has_density(cell) ? static_cast<double>((*density_)[cell]) : default_;
    }
    [[nodiscard]] bool has_density(std::size_t cell) const {
        return has(density_, cell) && (*density_)[cell] > 0;
    }
    [[nodiscard]] bool has_tonnage(std::size_t cell) const { return has(tonnage_, cell); }
    [[nodiscard]] double tonnage(std::size_t cell) const { return (*tonnage_)[cell]; }
    /// Tonnes; where no density is known at all, m³ as weights.
    [[nodiscard]] double mass(std::size_t cell) const {
        if (has_tonnage(cell)) return std::max(0.0, tonnage(cell));
        const double dense = density(cell);
        return rock(cell) * (known() && !std::isnan(dense) ? dense : 1.0);
    }
    [[nodiscard]] bool excluded(std::size_t cell) const {
        return has(excluded_, cell) && (*excluded_)[cell] != 0;
    }
    /// Masses are tonnes.
    [[nodiscard]] bool known() const {
        return density_ != nullptr || tonnage_ != nullptr || !std::isnan(default_);
    }
    [[nodiscard]] bool states_mass() const { return density_ != nullptr || tonnage_ != nullptr; }
    [[nodiscard]] bool only_density() const { return tonnage_ == nullptr; }
    [[nodiscard]] bool partial() const { return volume_ != nullptr || proportion_ != nullptr; }
    [[nodiscard]] bool both() const { return density_ != nullptr && tonnage_ != nullptr; }

  private:
    static bool has(const std::vector<float>* values, std::size_t cell) {
        return values != nullptr && !std::isnan((*values)[cell]);
    }
    const CellTable& table_;
    double default_;
    Vec3 constant_{};
    const std::vector<float>* density_ = nullptr;
    const std::vector<float>* tonnage_ = nullptr;
    const std::vector<float>* volume_ = nullptr;
    const std::vector<float>* proportion_ = nullptr;
    const std::vector<float>* excluded_ = nullptr;
};

/// Work on one table.
class Regularisation {
  public:
    Regularisation(CellTable& table, const FoundGrid& found, const RegulariseRule& rule,
                   RegulariseReport& report, Pieced&& pieced)
        : table_(table),
          found_(found),
          rule_(rule),
          report_(report),
          model_(std::move(pieced.model)),
          pieces_(std::move(pieced.pieces)),
          mass_(table, rule),
          block_m3_(model_.geometry().block_volume()) {
        mass_.constant_size(found.sub_blocked ? found.smallest_m : model_.geometry().block_size);
    }
    Expected<BlockModel> run(base::Progress& progress);

  private:
    /// Pieces that count in a slot: where some are excluded and some not, the excluded ones do not.
    struct Group {
        std::size_t begin = 0, end = 0;
        bool skip_excluded = false;
        [[nodiscard]] std::size_t size() const { return end - begin; }
    };
    [[nodiscard]] Group group(std::size_t slot) const;
    /// visit(cell, share) of the pieces that count.
    template <class Visit>
    void each(const Group& group, const Visit& visit) const {
        for (std::size_t p = group.begin; p < group.end; ++p) {
            const std::size_t cell = pieces_.cell[p];
            if (group.skip_excluded && mass_.excluded(cell)) continue;
            visit(cell, pieces_.share_of(p));
        }
    }
    template <class Body>
    void each_slot(const base::Progress& progress, const Body& body) const {
        base::parallel_for(slots(), grain, [&](std::size_t begin, std::size_t end) {
            if (progress.cancelled()) return;
            for (std::size_t slot = begin; slot < end; ++slot)
                if (pieces_.begin[slot + 1] > pieces_.begin[slot]) body(slot);
        });
    }
    [[nodiscard]] std::size_t slots() const { return pieces_.begin.size() - 1; }
    void sum_blocks(const base::Progress& progress);
    void sum_cells(const base::Progress& progress);
    void add_fraction();
    void add_density();
    void add_excluded(const base::Progress& progress);
    void add_mean(const CellColumn& column, const base::Progress& progress);
    void add_category(const CellColumn& column, const base::Progress& progress);
    /// Rounds to floats so that Σ value·weight keeps the total of `sums`; returns that total as stored. What
    /// is `exact` (one cell's own value) stays as it is.
    double store(const std::string& name, const std::vector<double>& values, const std::vector<double>& sums,
                 const std::vector<double>& weights, const std::vector<char>& exact);

    CellTable& table_;
    const FoundGrid& found_;
    const RegulariseRule& rule_;
    RegulariseReport& report_;
    BlockModel model_;
    CellPieces pieces_;
    CellMass mass_;
    double block_m3_;
    bool single_ = false;                ///< a cell per block, full: values are copied
    std::vector<double> rock_, tonnes_;  ///< per slot, unless `single_`
    std::vector<double> stored_tonnes_;  ///< with the density as stored
    std::vector<char> counted_;          ///< per cell: counts somewhere
};

Regularisation::Group Regularisation::group(std::size_t slot) const {
    Group group{pieces_.begin[slot], pieces_.begin[slot + 1], false};
    // In a table of blocks of one size, a second row for a block is a repetition, not a part of it.
    if (!found_.sub_blocked) group.end = std::min(group.end, group.begin + 1);
    bool any = false, all = true;
    for (std::size_t p = group.begin; p < group.end; ++p)
        (mass_.excluded(pieces_.cell[p]) ? any : all) = mass_.excluded(pieces_.cell[p]);
    group.skip_excluded = any && !all;
    return group;
}

/// What there was, cell by cell, before anything is put together.
void Regularisation::sum_cells(const base::Progress& progress) {
    double low = std::numeric_limits<double>::infinity(), high = 0;
    for (std::size_t cell = 0; cell < table_.cells(); ++cell) {
        if (cell % 65536 == 0 && progress.cancelled()) return;
        if (!mass_.has_density(cell) && !mass_.has_tonnage(cell)) ++report_.without_density;
        if (mass_.partial() && mass_.rock(cell) > mass_.geometric(cell) * (1 + 1e-3))
            ++report_.volume_too_large;
        if (mass_.both() && mass_.has_tonnage(cell) && mass_.has_density(cell) && mass_.rock(cell) > 0) {
            const double ratio = mass_.tonnage(cell) / (mass_.rock(cell) * mass_.density(cell));
            low = std::min(low, ratio);
            high = std::max(high, ratio);
        }
    }
    if (high > 0) {
        report_.tonnage_ratio_low = low;
        report_.tonnage_ratio_high = high;
    }
    // Of the pieces that count, so that repetitions and exclusions stand apart; shares of a cell sum to one.
    counted_.assign(table_.cells(), 0);
    for (std::size_t slot = 0; slot < slots(); ++slot) {
        if (slot % 65536 == 0 && progress.cancelled()) return;
        const Group here = group(slot);
        for (std::size_t p = here.begin; p < here.end; ++p)
            if (here.skip_excluded && mass_.excluded(pieces_.cell[p]))
                report_.excluded_tonnes += mass_.mass(pieces_.cell[p]) * pieces_.share_of(p);
            else
                counted_[pieces_.cell[p]] = 1;
    }
    for (std::size_t cell = 0; cell < table_.cells(); ++cell)
        if (counted_[cell] != 0) {
            report_.volume_before_m3 += mass_.rock(cell);
            if (mass_.known()) report_.tonnes_before += mass_.mass(cell);
        }
}

void Regularisation::sum_blocks(const base::Progress& progress) {
    const bool simple = !found_.sub_blocked && !mass_.partial() && mass_.only_density();
    for (std::size_t slot = 0; slot < slots(); ++slot) {
        const std::int64_t rows = std::int64_t{pieces_.begin[slot + 1]} - pieces_.begin[slot];
        if (found_.sub_blocked || rows < 2) continue;
        report_.repeated += rows - 1;
        const std::int64_t second = pieces_.cell[pieces_.begin[slot] + 1];
        if (report_.first_repeated < 0 || second < report_.first_repeated) report_.first_repeated = second;
    }
    single_ = simple;
    rock_.assign(simple ? 0 : slots(), 0);
    tonnes_.assign(simple ? 0 : slots(), 0);
    if (simple) return;
    each_slot(progress, [&](std::size_t slot) {
        double rock = 0, tonnes = 0;
        each(group(slot), [&](std::size_t cell, double share) {
            rock += mass_.rock(cell) * share;
            tonnes += mass_.mass(cell) * share;
        });
        rock_[slot] = rock;
        tonnes_[slot] = tonnes;
    });
    for (std::size_t slot = 0; slot < slots(); ++slot) {
        if (pieces_.begin[slot + 1] == pieces_.begin[slot]) continue;
        report_.volume_after_m3 += rock_[slot];
        if (mass_.known()) report_.tonnes_after += tonnes_[slot];
        if (rock_[slot] < block_m3_ * (1 - same_volume)) ++report_.partial_blocks;
        if (rock_[slot] > block_m3_ * (1 + 1e-4)) {
            ++report_.overfull_blocks;
            report_.overfull_m3 += rock_[slot] - block_m3_;
        }
    }
}

double Regularisation::store(const std::string& name, const std::vector<double>& values,
                             const std::vector<double>& sums, const std::vector<double>& weights,
                             const std::vector<char>& exact) {
    const auto leaves = model_.real_leaves(name);
    double total = 0, carry = 0;
    for (std::size_t slot = 0; slot < values.size(); ++slot) {
        if (std::isnan(values[slot])) continue;
        float& to = leaves[slot / 512][slot % 512];
        const double weight = weights.empty() ? block_m3_ : weights[slot];
        to = static_cast<float>(values[slot]);
        if (!(weight > 0)) continue;
        carry += sums[slot];
        // What rounding took from the blocks before goes to this one, where it is a last digit.
        const auto shifted = static_cast<float>(carry / weight);
        const bool last_digit =
            std::abs(static_cast<double>(shifted) - values[slot]) <= 2.4e-7 * std::abs(values[slot]);
        if (last_digit && (exact.empty() || exact[slot] == 0)) to = shifted;
        carry -= static_cast<double>(to) * weight;
        total += static_cast<double>(to) * weight;
    }
    return total;
}

/// The share of rock comes first: the density is rounded so that tonnes hold with the share as it is stored.
void Regularisation::add_fraction() {
    if (single_ || report_.partial_blocks == 0) return;
    model_.add_column({fraction_column, ColumnType::real, "", {}});
    std::vector<double> fraction(slots(), missing), rock(slots(), 0);
    std::vector<char> exact(slots(), 0);  // full stays full
    for (std::size_t slot = 0; slot < slots(); ++slot)
        if (pieces_.begin[slot + 1] > pieces_.begin[slot]) {
            rock[slot] = std::min(rock_[slot], block_m3_);
            fraction[slot] = rock[slot] / block_m3_;
            exact[slot] = rock[slot] >= block_m3_ * (1 - same_volume) ? 1 : 0;
            if (exact[slot] != 0) fraction[slot] = 1;
        }
    (void)store(fraction_column, fraction, rock, {}, exact);
}

void Regularisation::add_density() {
    if (single_ || !mass_.known()) return;
    std::vector<double> density(slots(), missing), volume(slots(), 0);
    std::vector<char> exact(slots(), 0);
    const bool shares = model_.has(fraction_column);
    std::vector<const float*> share;
    if (shares) share = std::as_const(model_).real_leaves(fraction_column);
    for (std::size_t slot = 0; slot < slots(); ++slot) {
        if (pieces_.begin[slot + 1] == pieces_.begin[slot]) continue;
        volume[slot] = block_m3_ * (shares ? static_cast<double>(share[slot / 512][slot % 512]) : 1.0);
        if (rock_[slot] > 0 && tonnes_[slot] > 0) density[slot] = tonnes_[slot] / rock_[slot];
        exact[slot] = mass_.only_density() && group(slot).size() == 1 ? 1 : 0;
    }
    stored_tonnes_.assign(slots(), 0);
    if (!mass_.states_mass()) {
        for (std::size_t slot = 0; slot < slots(); ++slot) {
            stored_tonnes_[slot] = volume[slot] * rule_.default_density;
            report_.tonnes_stored += stored_tonnes_[slot];
        }
        return;
    }
    model_.add_column({"density", ColumnType::real, "t/m3", {}});
    report_.tonnes_stored = store("density", density, tonnes_, volume, exact);
    const auto leaves = std::as_const(model_).real_leaves("density");
    for (std::size_t slot = 0; slot < slots(); ++slot)
        if (!std::isnan(density[slot]))
            stored_tonnes_[slot] = static_cast<double>(leaves[slot / 512][slot % 512]) * volume[slot];
}

void Regularisation::add_excluded(const base::Progress& progress) {
    model_.add_column({"excluded", ColumnType::integer, "", {}}, 1);
    const IntegerWriter writer = model_.integer_writer("excluded");
    each_slot(progress, [&](std::size_t slot) {
        const Group here = group(slot);
        bool all = here.size() > 0;
        each(here, [&](std::size_t cell, double) { all = all && mass_.excluded(cell); });
        // Nothing in it that counts: the default density would make ore of air.
        if (!single_ && tonnes_[slot] <= 0 && mass_.known()) all = true;
        writer.set(slot / 512, static_cast<std::ptrdiff_t>(slot % 512), all ? 1 : 0);
    });
}

/// Grades by mass, the rest by volume of rock unless stated otherwise.
void Regularisation::add_mean(const CellColumn& column, const base::Progress& progress) {
    model_.add_column({column.name, ColumnType::real, column.unit, {}});
    if (single_) {
        const auto leaves = model_.real_leaves(column.name);
        each_slot(progress, [&](std::size_t slot) {
            leaves[slot / 512][slot % 512] = column.values[pieces_.cell[pieces_.begin[slot]]];
        });
        return;
    }
    const bool is_grade = column.role == CellRole::grade;
    const bool by_mass = is_grade || column.by_mass;
    ColumnSum sum{column.name, column.role, 0, 0, 0, 0, 0};
    std::vector<double> mean(slots(), missing), weight(slots(), 0), barren(slots(), 0),
        product_of(slots(), 0);
    std::vector<char> exact(slots(), 0);
    each_slot(progress, [&](std::size_t slot) {
        double with = 0, without = 0, product = 0;
        std::size_t cells = 0;
        double only = missing;
        each(group(slot), [&](std::size_t cell, double share) {
            const double w = (by_mass ? mass_.mass(cell) : mass_.rock(cell)) * share;
            const double value = column.values[cell];
            ++cells;
            if (std::isnan(value)) {
                without += w;
                return;
            }
            only = value;
            with += w;
            product += value * w;
        });
        const bool barren_too = is_grade && rule_.missing_is_barren;
        if (with > 0) {
            weight[slot] = barren_too ? with + without : with;
            mean[slot] = cells == 1 ? only : product / weight[slot];
            exact[slot] = cells == 1 ? 1 : 0;
            product_of[slot] = product;
            barren[slot] = barren_too ? without : 0;
        } else {
            mean[slot] = only;  // without mass: shown, and counts nowhere
        }
    });
    for (std::size_t slot = 0; slot < slots(); ++slot) {
        sum.after += product_of[slot];
        sum.barren_tonnes += barren[slot];
    }
    for (std::size_t cell = 0; cell < table_.cells(); ++cell)
        if (counted_[cell] != 0 && !std::isnan(column.values[cell]))
            sum.before +=
                static_cast<double>(column.values[cell]) * (by_mass ? mass_.mass(cell) : mass_.rock(cell));
    // Tonnes as they will be read from the model, so that metal is kept as tonnes × grade are.
    if (is_grade && !stored_tonnes_.empty() && rule_.missing_is_barren)
        for (std::size_t slot = 0; slot < slots(); ++slot)
            if (stored_tonnes_[slot] > 0 && weight[slot] > 0) weight[slot] = stored_tonnes_[slot];
    sum.stored = store(column.name, mean, product_of, weight, exact);
    report_.columns.push_back(sum);
}

void Regularisation::add_category(const CellColumn& column, const base::Progress& progress) {
    const auto highest = std::max<std::int32_t>(0, static_cast<std::int32_t>(column.names.size()) - 1);
    model_.add_column({column.name, ColumnType::integer, column.unit, column.names}, highest);
    const IntegerWriter writer = model_.integer_writer(column.name);
    const bool shares = found_.sub_blocked;
    const std::string share_name = column.name + ".share";
    if (shares) model_.add_column({share_name, ColumnType::real, "", {}});
    std::vector<float*> share_leaves;
    if (shares) share_leaves = model_.real_leaves(share_name);
    std::vector<double> moved(shares ? slots() : 0, 0);
    each_slot(progress, [&](std::size_t slot) {
        const Group here = group(slot);
        const auto at = static_cast<std::ptrdiff_t>(slot % 512);
        if (!shares) {
            const std::int32_t code = column.codes[pieces_.cell[here.begin]];
            if (code >= 0) writer.set(slot / 512, at, code);
            return;
        }
        std::vector<std::pair<std::int32_t, double>> masses;
        double whole = 0;
        each(here, [&](std::size_t cell, double share) {
            const std::int32_t code = column.codes[cell];
            const double mass = mass_.mass(cell) * share;
            whole += mass;
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
        if (largest == masses.end()) return;
        if (largest->first >= 0) writer.set(slot / 512, at, largest->first);
        if (whole > 0) share_leaves[slot / 512][slot % 512] = static_cast<float>(largest->second / whole);
        moved[slot] = whole - largest->second;
    });
    if (!shares) return;
    ColumnSum sum{column.name, column.role, 0, 0, 0, 0, 0};
    for (const double tonnes : moved) sum.moved += tonnes;
    report_.columns.push_back(sum);
}

Expected<BlockModel> Regularisation::run(base::Progress& progress) {
    report_.cells = static_cast<std::int64_t>(table_.cells());
    report_.blocks = model_.block_count();
    report_.split_cells = pieces_.split_cells;
    sum_blocks(progress);
    if (!single_ || mass_.states_mass()) sum_cells(progress);
    // Places and sizes have done their work where every block is one cell.
    if (single_ && table_.size[0].empty())
        for (std::vector<double>& centre : table_.centre) centre = {};
    add_fraction();
    add_density();
    double done = 0;
    for (CellColumn& column : table_.columns) {
        switch (column.role) {
            case CellRole::grade:
            case CellRole::number:
                add_mean(column, progress);
                break;
            case CellRole::category:
                add_category(column, progress);
                break;
            case CellRole::density:
                if (single_) add_mean(column, progress);
                break;
            case CellRole::excluded:
                add_excluded(progress);
                break;
            case CellRole::tonnage:
            case CellRole::volume:
            case CellRole::proportion:
                break;
        }
        const bool needed = !single_ && column.role != CellRole::grade && column.role != CellRole::number &&
                            column.role != CellRole::category;
        if (!needed && column.role != CellRole::excluded) {
            column.values = {};
            column.codes = {};
        }
        if (!progress.report(++done / static_cast<double>(table_.columns.size()))) return base::cancelled();
    }
    return std::move(model_);
}

}  // namespace

Expected<BlockModel> to_block_model(CellTable&& table, const FoundGrid& found, const RegulariseRule& rule,
                                    RegulariseReport& report, base::Progress& progress) {
    base::Progress piecing = progress.part(0, 0.4);
    auto pieced = piece_cells(table, found, piecing);
    if (!pieced) return std::unexpected(pieced.error());
    base::Progress filling = progress.part(0.4, 1);
    return Regularisation(table, found, rule, report, std::move(*pieced)).run(filling);
}

}  // namespace orelens::blocks
