// Sums over blocks: by status, by cutoff grade, by bench, by category.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "core/base/StoppableOrder.h"
#include "core/base/Units.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/report/BenchLevels.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using blocks::BlockModel;
using economics::Status;

/// What the tables of this file ask of one block.
class BlockView {
  public:
    BlockView(const Context& context, const BlockModel& model) : price_(context.price) {
        even_ = model.real_leaves(economics::break_even_column(context.main, context.deck.test));
        status_ = model.integer_leaves(economics::status_column);
        main_ = model.real_leaves(context.main_column);
    }
    /// The stored float break-even against the price: the rule of the curve and of the picture.
    [[nodiscard]] bool usable(std::size_t leaf, int at) const {
        return static_cast<double>(even_[leaf][at]) <= price_;
    }
    /// Status at the report's price; the stored one is of the deck's price.
    [[nodiscard]] Status status(std::size_t leaf, int at) const {
        if (usable(leaf, at)) return Status::usable;
        const std::int32_t stored = status_[leaf][at];
        if (stored < 0 || stored > static_cast<std::int32_t>(Status::excluded)) return Status::unassigned;
        return stored == static_cast<std::int32_t>(Status::usable) ? Status::technical
                                                                   : static_cast<Status>(stored);
    }
    /// As it counts everywhere: never below zero.
    [[nodiscard]] float main_grade(std::size_t leaf, int at) const {
        return economics::counted_grade(main_[leaf][at]);
    }

  private:
    double price_ = 0;
    std::vector<const float*> even_, main_;
    blocks::IntegerLeaves status_;
};

/// The categories of the recipe's column: code of a group, and its name. One nameless group without a column.
struct Categories {
    blocks::IntegerLeaves codes;  // empty = no column
    std::map<std::int32_t, int> group;
    std::vector<std::string> names;
    [[nodiscard]] int of(std::size_t leaf, int at) const {
        return codes.empty() ? 0 : group.at(codes[leaf][at]);
    }
};

/// On paper: these quantity columns stay; the rest, and shares without a grade, are for files.
struct OnPaper {
    bool volume = false, other_grades = false, main_metal = false;
};
void leave_for_files(const Context& context, Table& table, const OnPaper& stays) {
    for (Column& column : table.columns) {
        if (column.unit == "m³") column.on_paper = stays.volume;
        if (column.element.empty()) continue;
        const bool metal = column.unit == "t", main = column.element == context.main_column;
        column.on_paper = metal ? main && stays.main_metal : main || stays.other_grades;
    }
    const std::size_t last = table.columns.size();
    for (std::size_t e = 0, gaps = 0; e < context.elements.size(); ++e)
        if (has_gaps(context, e)) table.columns[last - ++gaps].on_paper = false;
}

/// Leaf by leaf, while the work goes on.
template <class Look>
void each_block(const BlockModel& model, const base::Progress& progress, Look look) {
    constexpr std::size_t leaves_per_report = 256;
    const std::size_t leaves = model.leaf_count();
    for (std::size_t n = 0; n < leaves; ++n) {
        if (n % leaves_per_report == 0 &&
            !progress.report(static_cast<double>(n) / static_cast<double>(leaves)))
            return;
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) look(n, at);
    }
}

Categories categories_of(const Context& context, const BlockModel& model, const base::Progress& progress) {
    Categories all;
    const std::string column = context.project.category_column();
    const blocks::ColumnInfo* info = column.empty() ? nullptr : model.info(column);
    if (!info || info->type != blocks::ColumnType::integer) {
        all.names = {""};
        return all;
    }
    all.codes = model.integer_leaves(column);
    std::set<std::int32_t> found;
    bool nameless = false;
    each_block(model, progress, [&](std::size_t n, int at) {
        const std::int32_t code = all.codes[n][at];
        if (code == blocks::missing_int)
            nameless = true;
        else
            found.insert(code);
    });
    for (const std::int32_t code : found) {
        all.group[code] = static_cast<int>(all.names.size());
        const bool named = code >= 0 && code < static_cast<std::int32_t>(info->codes.size());
        std::string name = named ? info->codes[static_cast<std::size_t>(code)] : std::to_string(code);
        if (named && column == geostat::class_column) name = context.say(("report.class." + name).c_str());
        all.names.push_back(std::move(name));
    }
    if (nameless) {
        all.group[blocks::missing_int] = static_cast<int>(all.names.size());
        all.names.push_back(context.say("report.no_category"));
    }
    return all;
}

Table statuses(const Context& context, const BlockModel& model, const BlockView& view,
               const base::Progress& progress) {
    Table table{.id = "status", .title = context.say("report.status")};
    table.notes = {context.basis(), context.say("report.usable_means"), context.say("report.unconstrained"),
                   context.say("report.not_a_reclassification")};
    for (const base::Message& remark : economics::deck_remarks(context.deck))
        table.notes.push_back(base::text(remark, context.language));
    const base::Progress counting = progress.part(0, 0.4), summing = progress.part(0.4, 1);
    const auto unassayed = economics::unassayed_blocks(model, context.deck, &counting);
    for (std::size_t i = 0; i < unassayed.size(); ++i)
        if (unassayed[i] > 0)
            table.notes.push_back(context.say(
                "report.unassayed",
                {{"commodity", context.deck.commodities[i].name}, {"blocks", std::to_string(unassayed[i])}}));
    table.columns = {{context.say("report.status_of_blocks"), "", 0}};
    add_quantity_columns(context, table, true);
    table.columns.push_back({context.say("report.mined_tonnes"), "t", 0});
    table.columns.push_back({context.say("report.unfc"), "", 0});
    table.notes.push_back(context.say("report.unfc.note"));
    add_missing_columns(context, table);
    leave_for_files(context, table, {.volume = true, .other_grades = true});
    table.notes.push_back(mined_note(context));
    add_missing_note(context, table);
    const auto codes = economics::status_codes();
    const auto sums = sum_blocks(
        model, context.deck.costs, context.elements, static_cast<int>(codes.size()),
        [&](std::size_t n, int at) { return static_cast<int>(view.status(n, at)); }, &summing);
    for (std::size_t s = 0; s < codes.size(); ++s) {
        std::vector<Cell> row{context.say("report.status." + codes[s])};
        add_quantity_cells(context, row, sums[s], true);
        row.push_back(cell(economics::mined_tonnes(context.deck.costs, sums[s].tonnes)));
        row.push_back(std::string(unfc_of(static_cast<Status>(s))));
        add_missing_cells(context, row, sums[s]);
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// The grade that a share of all lies below; reorders them. Nothing when the work was cancelled.
std::optional<float> quantile(std::vector<float>& grades, double share, const base::Progress& progress) {
    const auto at =
        grades.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(grades.size() - 1));
    const bool found = base::order_unless_cancelled(&progress, std::less<>(), [&](const auto& less) {
        std::nth_element(grades.begin(), at, grades.end(), less);
    });
    return found ? std::optional(*at) : std::nullopt;
}

/// Round cutoffs from zero to about the 99th percentile of the main grade.
std::vector<double> cutoffs(const BlockModel& model, const BlockView& view, const base::Progress& progress) {
    std::vector<float> grades;
    each_block(model, progress, [&](std::size_t n, int at) {
        if (std::isfinite(view.main_grade(n, at))) grades.push_back(view.main_grade(n, at));
    });
    if (grades.empty() || progress.cancelled()) return {};
    const std::optional<float> top = quantile(grades, 0.99, progress);
    if (!top) return {};
    const double high = std::max(static_cast<double>(*top), 1e-12);
    // 1, 2 or 5 × a power of ten, 16 to 40 of them; made from whole numbers so that 0.3 is 0.3.
    const int exponent = static_cast<int>(std::floor(std::log10(high / 20)));
    const double power = std::pow(10.0, std::abs(exponent));
    const auto grade = [&](int units) { return exponent < 0 ? units / power : units * power; };
    int unit = 1;
    while (high / grade(unit) > 40) unit = unit == 1 ? 2 : 5;
    std::vector<double> all;
    for (int i = 0; grade(i * unit) <= high * (1 + 1e-9); ++i) all.push_back(grade(i * unit));
    return all;
}

Table grade_tonnage(const Context& context, const BlockModel& model, const BlockView& view,
                    const base::Progress& progress) {
    Table table{.id = "grade_tonnage",
                .title = context.say("report.grade_tonnage", {{"element", context.main_column}})};
    const economics::Costs& costs = context.deck.costs;
    const double dilution = economics::dilution_fraction(costs.dilution_percent, costs.dilution_convention);
    const std::string unit = context.units.front();
    const double fraction = base::fraction_of(*base::grade_unit(unit));
    const double waste = economics::main_commodity(context.deck)->waste_grade_percent * 1e-2 / fraction;
    table.notes = {context.say("report.grade_tonnage.note", {{"element", context.main_column}}),
                   context.say("report.grade_tonnage.head", {{"percent", base::number(dilution * 100, 6)}}),
                   context.say("report.in_situ_dry"), context.say("report.not_a_reclassification")};
    add_missing_note(context, table);
    table.columns = {{context.say("report.cutoff_in_situ"), unit, grade_digits(unit)},
                     {context.say("report.cutoff_head"), unit, grade_digits(unit)}};
    add_quantity_columns(context, table, true);
    add_missing_columns(context, table);
    leave_for_files(context, table, {.main_metal = true});
    constexpr std::size_t cutoffs_on_paper = 8;
    table.paper.rows = cutoffs_on_paper;
    const std::vector<double> steps = cutoffs(model, view, progress.part(0, 0.6));
    const base::Progress summing = progress.part(0.6, 1);
    // Each block goes to the highest cutoff it reaches (≥); a cutoff's quantity is that of all from it
    // upward. Grades are floats, so cutoffs are compared as floats: a grade of 0.7 reaches a cutoff of 0.7.
    const std::vector<float> limits(steps.begin(), steps.end());
    auto sums = sum_blocks(
        model, costs, context.elements, static_cast<int>(steps.size()),
        [&](std::size_t n, int at) {
            const float grade = view.main_grade(n, at);
            if (std::isnan(grade)) return -1;
            return static_cast<int>(std::upper_bound(limits.begin(), limits.end(), grade) - limits.begin()) -
                   1;
        },
        &summing);
    for (std::size_t i = sums.size(); i-- > 1;) sums[i - 1].add(sums[i]);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        std::vector<Cell> row{cell(steps[i]), cell(steps[i] * (1 - dilution) + dilution * waste)};
        add_quantity_cells(context, row, sums[i], true);
        add_missing_cells(context, row, sums[i]);
        table.rows.push_back(std::move(row));
    }
    table.plot = Plot{.x = 0, .left = {4}, .right = {5}};
    return table;
}

/// All and usable quantity in one row; usable cells carry the main grade only.
void add_share_columns(const Context& context, Table& table) {
    add_quantity_columns(context, table, false);
    table.columns.push_back({context.say("report.usable_blocks"), "", 0});
    table.columns.push_back({context.say("report.usable_tonnes"), "t", 0});
    table.columns.push_back({context.say("report.usable_share"), "%", 2});
    for (std::size_t e = 0; e < context.elements.size(); ++e)
        table.columns.push_back({context.say("report.usable_grade", {{"element", context.elements[e]}}),
                                 context.units[e], grade_digits(context.units[e]), {}, e == 0});
    add_missing_columns(context, table);
}

void add_share_cells(const Context& context, std::vector<Cell>& row, const BlockSums& rest,
                     const BlockSums& usable) {
    BlockSums all = rest;
    all.add(usable);
    add_quantity_cells(context, row, all, false);
    row.push_back(usable.blocks);
    row.push_back(cell(usable.tonnes));
    row.push_back(
        cell(all.tonnes > 0 ? usable.tonnes / all.tonnes * 100 : std::numeric_limits<double>::quiet_NaN()));
    for (std::size_t e = 0; e < context.elements.size(); ++e) {
        const double fraction = base::fraction_of(*base::grade_unit(context.units[e]));
        row.push_back(cell(grade_of(usable, e, fraction)));
    }
    add_missing_cells(context, row, all);
}

std::vector<std::string> share_notes(const Context& context) {
    return {context.basis(), context.say("report.in_situ_dry"), context.say("report.usable_means"),
            context.say("report.unconstrained"), context.say("report.not_a_reclassification")};
}

Table benches(const Context& context, const BlockModel& model, const BlockView& view, const Categories& split,
              const base::Progress& progress) {
    Table table{.id = "benches", .title = context.say("report.benches")};
    table.notes = share_notes(context);
    add_missing_note(context, table);
    const BenchLevels levels(model, context.project.recipe.general.bench_height_m);
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    std::int64_t highest = std::numeric_limits<std::int64_t>::min();
    each_block(model, progress.part(0, 0.4), [&](std::size_t n, int at) {
        lowest = std::min(lowest, levels.of(n, at));
        highest = std::max(highest, levels.of(n, at));
    });
    const bool by_category = !split.codes.empty();
    table.columns = {{context.say("report.bench_from"), "m", 1}, {context.say("report.bench_to"), "m", 1}};
    if (by_category) table.columns.push_back({context.say("report.category"), "", 0});
    add_share_columns(context, table);
    if (lowest > highest) return table;
    constexpr std::int64_t most_benches = 20'000;
    if (highest - lowest >= most_benches) {
        table.notes.push_back(context.say(
            "report.too_many_benches", {{"benches", base::grouped(static_cast<double>(highest - lowest + 1))},
                                        {"limit", base::grouped(static_cast<double>(most_benches))}}));
        return table;
    }
    const int groups = static_cast<int>(split.names.size());
    const base::Progress summing = progress.part(0.4, 1);
    const auto sums = sum_blocks(
        model, context.deck.costs, context.elements, static_cast<int>(highest - lowest + 1) * groups * 2,
        [&](std::size_t n, int at) {
            const int group = static_cast<int>(levels.of(n, at) - lowest) * groups + split.of(n, at);
            return group * 2 + (view.usable(n, at) ? 1 : 0);
        },
        &summing);
    for (std::int64_t bench = highest; bench >= lowest; --bench)  // from the top, as mined
        for (int group = 0; group < groups; ++group) {
            const auto at = static_cast<std::size_t>((bench - lowest) * groups + group) * 2;
            if (sums[at].blocks + sums[at + 1].blocks == 0) continue;
            std::vector<Cell> row{cell(levels.from_m(bench)), cell(levels.to_m(bench))};
            if (by_category) row.push_back(split.names[static_cast<std::size_t>(group)]);
            add_share_cells(context, row, sums[at], sums[at + 1]);
            table.rows.push_back(std::move(row));
        }
    return table;
}

Table categories(const Context& context, const BlockModel& model, const BlockView& view,
                 const Categories& split, const base::Progress& progress) {
    Table table{.id = "categories",
                .title = context.say("report.categories",
                                     {{"column", context.project.category_column()}})};
    table.notes = share_notes(context);
    add_missing_note(context, table);
    table.columns = {{context.say("report.category"), "", 0}};
    add_share_columns(context, table);
    leave_for_files(context, table, {.other_grades = true});
    const auto sums = sum_blocks(
        model, context.deck.costs, context.elements, static_cast<int>(split.names.size()) * 2,
        [&](std::size_t n, int at) { return split.of(n, at) * 2 + (view.usable(n, at) ? 1 : 0); }, &progress);
    BlockSums rest, usable;
    for (std::size_t group = 0; group < split.names.size(); ++group) {
        std::vector<Cell> row{split.names[group]};
        add_share_cells(context, row, sums[group * 2], sums[group * 2 + 1]);
        table.rows.push_back(std::move(row));
        rest.add(sums[group * 2]);
        usable.add(sums[group * 2 + 1]);
    }
    std::vector<Cell> row{context.say("report.whole_model")};
    add_share_cells(context, row, rest, usable);
    table.rows.push_back(std::move(row));
    return table;
}

}  // namespace

void add_block_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (!results.model() || context.main.empty() || context.elements.empty()) return;
    const BlockModel& model = *results.model();
    if (!model.has(economics::status_column) || context.elements.front() != context.main_column ||
        !model.has(economics::break_even_column(context.main, context.deck.test)))
        return;
    const BlockView view(context, model);
    const base::Progress& whole = context.progress;
    const Categories split = categories_of(context, model, whole.part(0, 0.15));
    tables.push_back(statuses(context, model, view, whole.part(0.15, 0.4)));
    tables.push_back(grade_tonnage(context, model, view, whole.part(0.4, 0.65)));
    tables.push_back(benches(context, model, view, split, whole.part(0.65, 0.9)));
    if (!split.codes.empty()) tables.push_back(categories(context, model, view, split, whole.part(0.9, 1)));
}

}  // namespace orelens::report
