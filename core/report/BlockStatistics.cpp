#include "core/report/BlockStatistics.h"

#include <limits>

#include "core/economics/GradeColumns.h"

namespace orelens::report {
namespace {

constexpr std::int64_t most_blocks = 8'000'000;

/// Calls visit(leaf, position) for every step-th active block; false when cancelled.
template <class Visit>
bool each_block(const blocks::BlockModel& model, std::int64_t step, const base::Progress& progress, Visit visit) {
    std::int64_t number = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf) {
        if (progress.cancelled()) return false;
        for (int at = 0; at < 512; ++at)
            if (model.leaf(leaf).is_active(at) && number++ % step == 0) visit(leaf, at);
    }
    return true;
}

std::unexpected<base::Error> no_column(const std::string& column) {
    return base::fail(base::ErrorKind::usage, base::Message("report.no_such_column", {{"column", column}}));
}

}  // namespace

base::Expected<BlockStatistics> block_statistics(const blocks::BlockModel& model, const economics::Costs& costs,
                                                 const std::vector<std::string>& elements,
                                                 const std::string& domain_column, base::Progress& progress) {
    BlockStatistics out;
    out.elements = elements;
    out.block_step = std::max<std::int64_t>(1, (model.block_count() + most_blocks - 1) / most_blocks);
    if (out.block_step > 1) out.block_step |= 1;  // as in StatisticsTable.cpp
    for (const std::string& element : elements) {
        const blocks::ColumnInfo* info = model.info(element);
        if (info == nullptr || info->type != blocks::ColumnType::real) return no_column(element);
        out.units.push_back(info->unit);
    }
    const economics::BlockTonnes tonnes_of(model, costs);
    std::vector<double> tonnes;
    std::vector<std::int32_t> domain;
    if (!each_block(model, out.block_step, progress, [&](std::size_t leaf, int at) { tonnes.push_back(tonnes_of(leaf, at)); }))
        return base::cancelled();
    if (!domain_column.empty()) {
        const blocks::ColumnInfo* info = model.info(domain_column);
        if (info == nullptr || info->type != blocks::ColumnType::integer) return no_column(domain_column);
        out.domain_codes = info->codes;
        const blocks::IntegerLeaves values = model.integer_leaves(domain_column);
        if (!each_block(model, out.block_step, progress, [&](std::size_t leaf, int at) { domain.push_back(values[leaf][at]); }))
            return base::cancelled();
    }
    std::vector<std::vector<double>> columns;
    for (std::size_t e = 0; e < elements.size(); ++e) {
        const auto leaves = model.real_leaves(elements[e]);
        columns.emplace_back();
        if (!each_block(model, out.block_step, progress, [&](std::size_t leaf, int at) { columns.back().push_back(leaves[leaf][at]); }))
            return base::cancelled();
        out.rows.push_back(statistics::summaries_by_domain(columns.back(), tonnes, domain,
                                                           static_cast<std::int32_t>(out.domain_codes.size()), progress));
        if (!progress.report(0.7 * static_cast<double>(e + 1) / static_cast<double>(elements.size()))) return base::cancelled();
    }
    statistics::Columns together;
    for (std::size_t e = 0; e < elements.size(); ++e) {
        together.name.push_back(elements[e]);
        together.value.emplace_back(columns[e]);
    }
    for (const auto& [coefficient, matrix] :
         {std::pair(statistics::Coefficient::pearson, &out.pearson), std::pair(statistics::Coefficient::spearman, &out.spearman),
          std::pair(statistics::Coefficient::centred_log_ratio, &out.log_ratio)}) {
        base::Progress part = progress.part(0.7, 1);
        auto made = statistics::correlations(together, coefficient, part);
        if (!made) return std::unexpected(made.error());
        *matrix = std::move(*made);
    }
    progress.report(1);
    return out;
}

}  // namespace orelens::report
