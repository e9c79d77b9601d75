// A model of blocks that are one cell each, made column by column: values go straight to where the model
// keeps them, so that beside the model there is little more than the place of each cell (BlockSlots.h). Use
// for tables whose cells have one size; Regularise.h puts sub-blocks together. Every value is kept bit for
// bit.
//
//   auto blocks = RegularBlocks::make(table, found, rule, progress);
//   const std::span<float> copper = blocks->add_values({"Cu", "%", CellRole::grade});
//   copper[blocks->slots()[row]] = 1.2F;                     // where that is not no_slot
//   auto model = blocks->finish(report, progress);
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockSlots.h"
#include "core/blocks/CellMass.h"
#include "core/blocks/RegulariseReport.h"

namespace orelens::blocks {

struct ColumnName {
    std::string name, unit;
    CellRole role = CellRole::number;
};

class RegularBlocks {
  public:
    /// Of a table that is not sub-blocked; its places are not needed afterwards. Error: too many blocks;
    /// cancelled.
    static base::Expected<RegularBlocks> make(const CellTable& table, const FoundGrid& found,
                                              const RegulariseRule& rule, const base::Progress& progress);

    /// Per cell of the table; see BlockSlots.
    [[nodiscard]] const std::vector<std::uint32_t>& slots() const { return slots_; }
    /// The same for keeps: they are held no longer.
    [[nodiscard]] std::vector<std::uint32_t> take_slots() { return std::exchange(slots_, {}); }
    [[nodiscard]] const BlockModel& model() const { return model_; }

    /// Values of a new column by slot, all NaN; those where no block is stay so. Grades, numbers and the
    /// density are the model's own; tonnage, volume, proportion and exclusion are held beside it until the
    /// end. Valid until finish.
    std::span<float> add_values(const ColumnName& column);
    /// Codes of a new column, all missing.
    IntegerWriter add_codes(const std::string& name, const std::string& unit,
                            const std::vector<std::string>& names);
    /// A column held beside the model turns out to be a plain number: it becomes one of the model, as
    /// `column`.
    std::span<float> make_number(const std::string& held, const ColumnName& column);
    /// …to be another of those that are held.
    void change_role(const std::string& held, CellRole role);

    /// Adds what follows from the columns: density where tonnes are stated, "fraction" where blocks are not
    /// full, "excluded". `report.columns` stays empty: every value is what it was. Cancelled is the only
    /// error.
    base::Expected<BlockModel> finish(RegulariseReport& report, const base::Progress& progress);

  private:
    struct Beside {
        ColumnName column;
        std::vector<float> values;
    };
    RegularBlocks(BlockSlots&& slots, double default_density);
    [[nodiscard]] std::size_t value_count() const { return model_.leaf_count() * 512; }
    [[nodiscard]] MassColumns mass_columns() const;
    /// visit(slot) for the blocks of leaves [begin, end), in order.
    template <class Visit>
    void each_block(std::size_t begin, std::size_t end, const Visit& visit) const;
    bool sum_stated(const CellMass& mass, RegulariseReport& report, const base::Progress& progress) const;
    bool sum_blocks(const CellMass& mass, RegulariseReport& report, const base::Progress& progress) const;
    bool add_fraction(const CellMass& mass, const base::Progress& progress);
    bool add_density(const CellMass& mass, RegulariseReport& report, const base::Progress& progress);
    bool add_excluded(const CellMass& mass, const base::Progress& progress);

    BlockModel model_;
    std::vector<std::uint32_t> slots_;
    std::int64_t cells_ = 0, repeated_ = 0, first_repeated_ = -1;
    double default_density_;
    std::vector<std::unique_ptr<Beside>> beside_;
};

/// The same of a table whose values are there already; takes it apart to save memory.
base::Expected<BlockModel> regular_model(CellTable&& table, const FoundGrid& found,
                                         const RegulariseRule& rule, RegulariseReport& report,
                                         const base::Progress& progress);

}  // namespace orelens::blocks
