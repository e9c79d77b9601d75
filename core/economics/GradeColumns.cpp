#include "core/economics/GradeColumns.h"

#include "core/base/Units.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// "Cu, Au", at most twenty; "–" where the model has none.
std::string names_of_grades(const blocks::BlockModel& model) {
    constexpr int most = 20;
    std::string names;
    int count = 0;
    for (const blocks::ColumnInfo& info : model.columns()) {
        if (info.type != blocks::ColumnType::real || !base::grade_unit(info.unit)) continue;
        if (++count <= most) names += (names.empty() ? "" : ", ") + info.name;
    }
    return names.empty() ? "–" : count > most ? names + " …" : names;
}

/// Adds the column's leaves; `commodity` is named in the refusal.
Expected<double> grade_fraction(const blocks::BlockModel& model, const std::string& column,
                                const std::string& commodity) {
    const blocks::ColumnInfo* info = model.info(column);
    if (!info)
        return base::fail(
            ErrorKind::data,
            Message("economics.no_grade_column",
                    {{"column", column}, {"commodity", commodity}, {"columns", names_of_grades(model)}}),
            {.field = "commodity." + commodity}, Message("economics.no_grade_column.fix"));
    const auto unit = base::grade_unit(info->unit);
    if (info->type != blocks::ColumnType::real || !unit)
        return base::fail(ErrorKind::data,
                          Message("economics.not_a_grade", {{"column", column}, {"unit", info->unit}}),
                          {.field = "commodity." + commodity});
    return base::fraction_of(*unit);
}

}  // namespace

Expected<GradeColumns> GradeColumns::of(const blocks::BlockModel& model,
                                        const std::vector<std::string>& columns) {
    GradeColumns all;
    for (const std::string& column : columns) {
        const auto fraction = grade_fraction(model, column, column);
        if (!fraction) return std::unexpected(fraction.error());
        all.leaves_.push_back(model.real_leaves(column));
        all.fraction_.push_back(*fraction);
        all.units_.push_back(model.info(column)->unit);
    }
    return all;
}

Expected<GradeColumns> GradeColumns::of_deck(const blocks::BlockModel& model, const PriceDeck& deck) {
    std::vector<std::string> columns;
    for (const Commodity& commodity : deck.commodities) {
        const auto fraction = grade_fraction(model, grade_column(commodity), commodity.name);
        if (!fraction) return std::unexpected(fraction.error());
        columns.push_back(grade_column(commodity));
    }
    return of(model, columns);
}

BlockTonnes::BlockTonnes(const blocks::BlockModel& model, const Costs& costs)
    : volume_(model.geometry().block_volume()), stated_(costs.density_t_per_m3) {
    const blocks::ColumnInfo* info = model.info(density_column);
    if (info && info->type == blocks::ColumnType::real) density_ = model.real_leaves(density_column);
    const blocks::ColumnInfo* share = model.info(fraction_column);
    if (share && share->type == blocks::ColumnType::real) share_ = model.real_leaves(fraction_column);
}

}  // namespace orelens::economics
