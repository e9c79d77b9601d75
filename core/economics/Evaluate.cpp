#include <atomic>
#include <cmath>
#include <utility>

#include "core/base/Parallel.h"
#include "core/base/Units.h"
#include "core/economics/Elevation.h"
#include "core/economics/ExamineGrades.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Terms.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;

struct Outputs {
    std::vector<float*> nsr, margin_full, margin_marginal, even_full, even_marginal;
    blocks::IntegerWriter status;
};

std::vector<blocks::ColumnInfo> new_columns(const PriceDeck& deck, const Commodity& main) {
    using blocks::ColumnType;
    const std::string per_tonne = deck.costs.currency + "/t";
    const std::string quoted = quotation_unit(deck, main);
    return {{nsr_column, ColumnType::real, per_tonne, {}},
            {margin_full, ColumnType::real, per_tonne, {}},
            {margin_marginal, ColumnType::real, per_tonne, {}},
            {break_even_column(main.name, CutoffTest::full), ColumnType::real, quoted, {}},
            {break_even_column(main.name, CutoffTest::marginal), ColumnType::real, quoted, {}},
            {status_column, ColumnType::integer, "", status_codes()}};
}

/// Break-even columns of a commodity that was main before would be stale.
void drop_old_columns(BlockModel& model) {
    std::vector<std::string> old;
    for (const blocks::ColumnInfo& column : model.columns())
        if (column.name.starts_with("break_even.")) old.push_back(column.name);
    for (const std::string& name : old) model.remove_column(name);
}

struct Evaluation {
    const PriceDeck& deck;
    const Commodity& main;
    Terms terms;
    Elevation elevation;
    GradeColumns grades;
    blocks::IntegerLeaves excluded;  // empty = no such column

    [[nodiscard]] Status status(const BlockSums& sums, bool is_excluded, float even) const {
        if (is_excluded) return Status::excluded;
        if (!sums.assayed) return Status::unassigned;
        if (static_cast<double>(even) <= main.price) return Status::usable;
        return sums.recoverable ? Status::technical : Status::unrecoverable;
    }

    void leaf(const blocks::Leaf& leaf, std::size_t n, const Outputs& out) const {
        std::vector<double> fractions(grades.count());
        for (int at = 0; at < 512; ++at) {
            if (!leaf.is_active(at)) continue;
            grades.fractions(n, at, fractions.data());
            const BlockSums sums = block_sums(terms, fractions.data());
            const bool is_excluded =
                !excluded.empty() && excluded[n][at] != blocks::missing_int && excluded[n][at] != 0;
            const double z = elevation(leaf.index(at));
            const double full = cost_per_tonne(deck.costs, CutoffTest::full, z);
            const double marginal = cost_per_tonne(deck.costs, CutoffTest::marginal, z);
            const float even_full =
                is_excluded ? blocks::missing_float : static_cast<float>(break_even_price(terms, sums, full));
            const float even_marginal = is_excluded
                                            ? blocks::missing_float
                                            : static_cast<float>(break_even_price(terms, sums, marginal));
            out.even_full[n][at] = even_full;
            out.even_marginal[n][at] = even_marginal;
            const bool is_full = deck.test == CutoffTest::full;
            out.status.set(
                n, at,
                static_cast<std::int32_t>(status(sums, is_excluded, is_full ? even_full : even_marginal)));
            if (!sums.assayed) continue;
            const double value = sums.others + sums.main_product * terms.metals[terms.main].net_price;
            out.nsr[n][at] = static_cast<float>(value);
            out.margin_full[n][at] = static_cast<float>(value - full);
            out.margin_marginal[n][at] = static_cast<float>(value - marginal);
        }
    }
};

bool run(const Evaluation& evaluation, const BlockModel& model, const Outputs& out,
         base::Progress& progress) {
    const std::size_t leaves = model.leaf_count();
    std::atomic<std::size_t> done = 0;
    progress.report(0, Message("economics.evaluating"));
    base::parallel_for(leaves, 16, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t n = begin; n < end; ++n) evaluation.leaf(model.leaf(n), n, out);
        const std::size_t now = done += end - begin;
        progress.report(static_cast<double>(now) / static_cast<double>(leaves));
    });
    return !progress.cancelled();
}

}  // namespace

Expected<void> check_density(const BlockModel& model) {
    const blocks::ColumnInfo* info = model.info(density_column);
    if (!info || info->type != blocks::ColumnType::real) return {};
    for (const char* unit : {"", "t/m³", "t/m3", "g/cm³", "g/cm3", "kg/L", "1"})
        if (info->unit == unit) return {};
    return base::fail(base::ErrorKind::data, Message("economics.density_unit", {{"unit", info->unit}}),
                      {.field = density_column}, Message("economics.density_unit.fix"));
}

std::vector<std::string> status_codes() {
    return {"usable", "technical", "unrecoverable", "unassigned", "excluded"};
}

Expected<void> evaluate(BlockModel& model, const PriceDeck& deck, base::Progress& progress) {
    if (auto good = check_deck(deck); !good) return good;
    if (auto grades = GradeColumns::of_deck(model, deck); !grades) return std::unexpected(grades.error());
    if (auto good = check_density(model); !good) return good;
    const Commodity& main = *main_commodity(deck);
    drop_old_columns(model);
    const auto columns = new_columns(deck, main);
    for (const blocks::ColumnInfo& column : columns) {
        model.add_column(column, static_cast<std::int32_t>(Status::excluded));
        if (!progress.cancelled()) continue;
        for (const blocks::ColumnInfo& added : columns)
            if (model.has(added.name)) model.remove_column(added.name);
        return base::cancelled();
    }
    const Outputs out{model.real_leaves(columns[0].name), model.real_leaves(columns[1].name),
                      model.real_leaves(columns[2].name), model.real_leaves(columns[3].name),
                      model.real_leaves(columns[4].name), model.integer_writer(columns[5].name)};
    Evaluation evaluation{
        deck, main, make_terms(deck, main), Elevation(model.geometry()), *GradeColumns::of_deck(model, deck),
        {}};
    const blocks::ColumnInfo* excluded = model.info(excluded_column);
    if (excluded && excluded->type == blocks::ColumnType::integer)
        evaluation.excluded = std::as_const(model).integer_leaves(excluded_column);
    if (run(evaluation, model, out, progress)) return {};
    for (const blocks::ColumnInfo& column : columns) model.remove_column(column.name);
    return base::cancelled();
}

std::vector<std::int64_t> unassayed_blocks(const BlockModel& model, const PriceDeck& deck,
                                           const base::Progress* progress) {
    std::vector<std::int64_t> counts(deck.commodities.size(), 0);
    const auto amounts = unassayed(model, deck, progress);
    for (std::size_t c = 0; c < amounts.size(); ++c) counts[c] = amounts[c].without.blocks;
    return counts;
}

}  // namespace orelens::economics
