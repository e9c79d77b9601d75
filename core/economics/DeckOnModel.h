// A plan bound to the columns of a block model: reads a leaf, or one block, as LeafValue wants it. Internal to the room and
// to the rooms that ask about single blocks.
#pragma once

#include <memory>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/Elevation.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/LeafValue.h"

namespace orelens::economics {

class DeckOnModel {
  public:
    /// Reads the model as long as it lives. Errors: those of make_plan; a column that is absent, of the wrong type, or has
    /// no unit of percent or grade where one is needed; a code that its column does not have.
    static base::Expected<DeckOnModel> of(const blocks::BlockModel& model, const PriceDeck& deck, const Slider& slider);

    [[nodiscard]] const Plan& plan() const { return *plan_; }
    [[nodiscard]] const GradeColumns& grades() const { return grades_; }
    void read(std::size_t leaf, LeafData& data) const;              ///< all 512, whether active or not
    void read_ways(std::size_t leaf, LeafData& data) const;         ///< of all 512 what is no grade and no real column
    void read(std::size_t leaf, int at, LeafData& data) const;      ///< one block, at place 0
    /// Mining cost per t of a block's rock type, before it is carried to the base year; the stated one where it has none.
    [[nodiscard]] double mining(std::size_t leaf, int at) const;
    /// Active blocks whose head grade is beyond what a recovery or product grade was found for, or whose recovery column
    /// lies outside 0…100 % or is missing, as positions of this leaf.
    void beyond(std::size_t leaf, std::vector<std::uint8_t>& found, LeafData& data) const;

  private:
    DeckOnModel(GradeColumns grades, const blocks::BlockModel& model) : grades_(std::move(grades)), model_(&model) {}
    base::Expected<void> bind_reals();
    base::Expected<void> bind_codes();
    base::Expected<void> bind_ore_types();
    void read_range(std::size_t leaf, int first, int last, LeafData& data) const;
    void read_codes(std::size_t leaf, int first, LeafData& data) const;

    GradeColumns grades_;
    const blocks::BlockModel* model_;
    std::shared_ptr<const Plan> plan_;
    Elevation elevation_{blocks::GridGeometry{}};
    std::vector<std::vector<const float*>> reals_;
    std::vector<double> real_scale_;
    blocks::IntegerLeaves rocks_, classes_, types_;
    std::vector<std::pair<std::int32_t, double>> mining_, relief_;
    std::vector<std::vector<std::int32_t>> types_of_route_;
};

/// Of ore that may go every way, with nothing known of it but its grades: for cutoffs and single sets of grades.
LeafData loose_block(const Plan& plan, const std::vector<double>& in_situ_fractions, double elevation_m);

}  // namespace orelens::economics
