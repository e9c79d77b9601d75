#include "core/report/SectionPaint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/base/Units.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"

namespace orelens::report {
namespace {

using base::Message;
using blocks::BlockModel;
using sections::BlockPaint;
using sections::Colour;

// Usable, technical, unrecoverable, unassigned, excluded: as on screen.
constexpr std::array status_colours{Colour{0, 168, 120}, Colour{230, 159, 0}, Colour{107, 112, 121}, Colour{176, 124, 198},
                                    Colour{76, 106, 146}};

std::string say(const SectionRequest& request, const char* key, std::vector<std::pair<std::string, std::string>> args = {}) {
    return base::text(Message(key, std::move(args)), request.language);
}

std::string titled(const blocks::ColumnInfo& info) { return info.unit.empty() ? info.name : info.name + ", " + info.unit; }

/// The column that the rule asks for, or the grade of the main commodity, or of the first element that has one.
std::string column_of(const project::Project& project, const BlockModel& model, const sections::SectionRule& rule) {
    if (!rule.column.empty()) return rule.column;
    const economics::PriceDeck deck =
        project.results.value.deck ? *project.results.value.deck : project::price_deck(project.recipe);
    if (const economics::Commodity* main = economics::main_commodity(deck))
        if (model.has(economics::grade_column(*main))) return economics::grade_column(*main);
    for (const std::string& element : project.elements())
        if (model.has(element)) return element;
    for (const blocks::ColumnInfo& info : model.columns())
        if (info.type == blocks::ColumnType::real && base::grade_unit(info.unit)) return info.name;
    return {};
}

std::vector<float> some_values(const BlockModel& model, const std::string& column) {
    constexpr std::size_t enough = 200'000;
    const auto all = static_cast<std::size_t>(std::max<std::int64_t>(1, model.block_count()));
    const std::size_t stride = std::max<std::size_t>(1, all / enough);
    std::vector<float> values;
    std::size_t seen = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        const float* leaf = model.real(column, n);
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at) && seen++ % stride == 0 && std::isfinite(leaf[at])) values.push_back(leaf[at]);
    }
    return values;
}

/// Below zero red and above it blue, paler towards it; the published map "RdBu".
Colour about_zero(double t) {
    constexpr std::array below{Colour{253, 219, 199}, Colour{244, 165, 130}, Colour{214, 96, 77}, Colour{178, 24, 43}};
    constexpr std::array above{Colour{209, 229, 240}, Colour{146, 197, 222}, Colour{67, 147, 195}, Colour{33, 102, 172}};
    const auto n = static_cast<std::size_t>(std::clamp(std::abs(t) * 4, 0.0, 3.0));
    return t < 0 ? below[n] : above[n];
}

void add_classes(BlockPaint& paint, const SectionRequest& request, const std::vector<double>& bounds) {
    const auto words = [](double value) { return base::number(value, 5); };
    const std::size_t count = bounds.size() + 1;
    const bool both = !bounds.empty() && bounds.front() < 0;
    const double farthest = bounds.empty() ? 1 : std::max(std::abs(bounds.front()), std::abs(bounds.back())) * 1.01;
    for (std::size_t n = 0; n < count; ++n) {
        std::string label = n == 0 ? say(request, "section.below", {{"value", words(bounds.empty() ? 0 : bounds[0])}})
                            : n + 1 == count
                                ? say(request, "section.from", {{"value", words(bounds.back())}})
                                : say(request, "section.from_to", {{"low", words(bounds[n - 1])}, {"high", words(bounds[n])}});
        Colour colour = sections::step_colour(n == 0 ? 0 : n - 1, bounds.size());
        if (both) {
            const double middle = n == 0 ? bounds[0] * 1.01 : n + 1 == count ? bounds.back() * 1.01 : (bounds[n - 1] + bounds[n]) / 2;
            colour = about_zero(middle / farthest);
        } else if (n == 0) {
            colour = {232, 234, 237};  // below the first cutoff: waste
        }
        paint.classes.push_back({std::move(label), colour});
    }
}

int decimals_of(const std::string& unit, const std::vector<double>& bounds) {
    const double step = bounds.size() > 1 ? bounds[1] - bounds[0] : bounds.empty() ? 1 : std::abs(bounds[0]);
    const int from_step = static_cast<int>(std::ceil(-std::log10(std::max(step, 1e-9)) + 0.7));
    return std::clamp(from_step, 0, base::grade_unit(unit) ? 3 : 2);
}

/// Numbers of a real column as they stand in blocks.
std::function<std::string(std::size_t, int)> values_of(const BlockModel& model, const std::string& column, int decimals) {
    return [leaves = model.real_leaves(column), decimals](std::size_t leaf, int at) {
        const float value = leaves[leaf][at];
        return std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals) : std::string();
    };
}

base::Expected<BlockPaint> paint_real(const BlockModel& model, const blocks::ColumnInfo& info, const SectionRequest& request) {
    BlockPaint paint;
    auto bounds = sections::read_cutoffs(request.rule.cutoffs);
    if (!bounds) return std::unexpected(bounds.error());
    if (bounds->empty()) *bounds = round_bounds(some_values(model, info.name));
    paint.title = say(request, "section.blocks_by", {{"column", titled(info)}});
    add_classes(paint, request, *bounds);
    paint.class_of = [leaves = model.real_leaves(info.name), own = *bounds](std::size_t leaf, int at) {
        const float value = leaves[leaf][at];
        if (std::isnan(value)) return -1;
        return static_cast<int>(std::ranges::upper_bound(own, static_cast<double>(value)) - own.begin());
    };
    paint.value_of = values_of(model, info.name, decimals_of(info.unit, *bounds));
    return paint;
}

/// Codes of an integer column. The status of blocks is that of the price in hand: usable is break-even ≤ price.
BlockPaint paint_codes(const project::Project& project, const BlockModel& model, const blocks::ColumnInfo& info,
                       const SectionRequest& request) {
    BlockPaint paint;
    const bool status = info.name == economics::status_column && info.codes == economics::status_codes();
    paint.title = say(request, status ? "section.blocks_by_status" : "section.blocks_by", {{"column", info.name}});
    std::size_t count = info.codes.size();
    const blocks::IntegerLeaves leaves = model.integer_leaves(info.name);
    constexpr std::size_t most_codes = 60;
    if (count == 0)
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                if (const std::int32_t code = leaves[n][at]; model.leaf(n).is_active(at) && code >= 0)
                    count = std::min(most_codes, std::max(count, static_cast<std::size_t>(code) + 1));
    for (std::size_t n = 0; n < count; ++n)
        paint.classes.push_back({status ? say(request, ("economics.status." + info.codes[n]).c_str())
                                        : n < info.codes.size() ? info.codes[n] : std::to_string(n),
                                 status ? status_colours[n] : sections::category_colour(n)});
    std::vector<const float*> break_even;
    double price = 0;
    if (status && request.price && project.results.value.deck) {
        const economics::PriceDeck& deck = *project.results.value.deck;
        if (const economics::Commodity* main = economics::main_commodity(deck))
            if (const std::string column = economics::break_even_column(main->name, deck.test); model.has(column))
                break_even = model.real_leaves(column);
        price = *request.price;
    }
    paint.class_of = [leaves, count, break_even, price](std::size_t leaf, int at) {
        std::int32_t code = leaves[leaf][at];
        using economics::Status;
        const bool priced = code == static_cast<int>(Status::usable) || code == static_cast<int>(Status::technical);
        if (!break_even.empty() && priced)
            code = static_cast<int>(static_cast<double>(break_even[leaf][at]) <= price ? Status::usable : Status::technical);
        return code >= 0 && static_cast<std::size_t>(code) < count ? static_cast<int>(code) : -1;
    };
    return paint;
}

}  // namespace

double rounded_up(double value) {
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0})
        if (step * power >= value * (1 - 1e-9)) return step * power;
    return 10 * power;
}

std::vector<double> round_bounds(std::vector<float> values) {
    std::erase_if(values, [](float v) { return !std::isfinite(v); });
    if (values.empty()) return {0};
    const auto at = [&](double share) {
        const auto n = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + n, values.end());
        return static_cast<double>(values[static_cast<std::size_t>(n)]);
    };
    constexpr double tail = 0.02, classes = 5;
    const double low = at(tail), high = at(1 - tail);
    if (!(high > low)) return {low};
    const bool both = low < 0 && high > 0;
    const double step = rounded_up((both ? std::max(-low, high) * 2 : high - low) / (both ? 8 : classes));
    std::vector<double> bounds;
    for (double n = std::floor(low / step) + 1; n * step <= high; ++n) bounds.push_back(n * step);
    return bounds.empty() ? std::vector{step * std::round(high / step)} : bounds;
}

base::Expected<BlockPaint> block_paint(const project::Project& project, const BlockModel& model, const SectionRequest& request) {
    const std::string column = column_of(project, model, request.rule);
    if (column.empty()) return BlockPaint();
    const blocks::ColumnInfo* info = model.info(column);
    if (info == nullptr)
        return base::fail(base::ErrorKind::usage, Message("section.no_column", {{"column", column}}), {.field = "section.column"});
    if (info->type == blocks::ColumnType::real) return paint_real(model, *info, request);
    BlockPaint paint = paint_codes(project, model, *info, request);
    sections::SectionRule grade = request.rule;
    grade.column.clear();
    const std::string shown = column_of(project, model, grade);
    if (const blocks::ColumnInfo* real = model.info(shown); real != nullptr && real->type == blocks::ColumnType::real) {
        paint.value_of = values_of(model, shown, decimals_of(real->unit, round_bounds(some_values(model, shown))));
        paint.value_title = titled(*real);
    }
    return paint;
}

}  // namespace orelens::report
