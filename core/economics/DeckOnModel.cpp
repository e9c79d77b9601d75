#include "core/economics/DeckOnModel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;

Expected<const ColumnInfo*> column_of(const BlockModel& model, const std::string& name, ColumnType type,
                                      const char* what) {
    const ColumnInfo* info = model.info(name);
    if (info != nullptr && info->type == type) return info;
    std::vector<std::string> fit;
    for (const ColumnInfo& other : model.columns())
        if (other.type == type) fit.push_back(other.name);
    const std::string near = base::nearest(name, fit);
    return base::fail(ErrorKind::data,
                      Message(info == nullptr ? "economics.no_column" : "economics.column_type", {{"column", name}}),
                      {.field = what}, near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
}

/// The value that a code stands for: a word of the column, or a number.
Expected<std::int32_t> code_value(const ColumnInfo& info, const std::string& code, const char* field) {
    const auto word = std::ranges::find(info.codes, code);
    if (word != info.codes.end()) return static_cast<std::int32_t>(word - info.codes.begin());
    const bool digits = !code.empty() && code.size() < 9 && code.find_first_not_of("0123456789") == std::string::npos;
    if (digits && info.codes.empty()) return std::stoi(code);
    const std::string near = base::nearest(code, info.codes);
    return base::fail(ErrorKind::data, Message("economics.no_code", {{"code", code}, {"column", info.name}}),
                      {.field = field}, near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
}

void shape(std::vector<std::vector<double>>& lists, std::size_t count, std::size_t length) {
    lists.resize(count);
    for (auto& list : lists) list.resize(length);
}

}  // namespace

Expected<DeckOnModel> DeckOnModel::of(const BlockModel& model, const PriceDeck& deck, const Slider& slider) {
    auto grades = GradeColumns::of_deck(model, deck);
    if (!grades) return std::unexpected(grades.error());
    auto plan = make_plan(deck, slider);
    if (!plan) return std::unexpected(plan.error());
    DeckOnModel bound(std::move(*grades), model);
    bound.plan_ = std::make_shared<const Plan>(std::move(*plan));
    bound.elevation_ = Elevation(model.geometry());
    for (auto step : {&DeckOnModel::bind_reals, &DeckOnModel::bind_codes, &DeckOnModel::bind_ore_types})
        if (auto done = (bound.*step)(); !done) return std::unexpected(done.error());
    return bound;
}

Expected<void> DeckOnModel::bind_reals() {
    for (std::size_t n = 0; n < plan_->reals.size(); ++n) {
        const std::string& name = plan_->reals[n];
        const auto info = column_of(*model_, name, ColumnType::real, "payable, product, route");
        if (!info) return std::unexpected(info.error());
        double scale = 1;
        if (plan_->real_is_grade[n]) {
            const auto unit = base::grade_unit((*info)->unit);
            if (!unit)
                return base::fail(ErrorKind::data,
                                  Message("economics.not_a_grade", {{"column", name}, {"unit", (*info)->unit}}),
                                  {.field = name});
            scale = base::fraction_of(*unit);
        }
        reals_.push_back(std::as_const(*model_).real_leaves(name));
        real_scale_.push_back(scale);
    }
    return {};
}

Expected<void> DeckOnModel::bind_codes() {
    const auto bind = [&](const std::string& column, const char* column_field, const char* field, const auto& named,
                          blocks::IntegerLeaves& leaves, auto& values) -> Expected<void> {
        if (column.empty()) return {};
        const auto info = column_of(*model_, column, ColumnType::integer, column_field);
        if (!info) return std::unexpected(info.error());
        for (const auto& [code, number] : named) {
            const auto value = code_value(**info, code, field);
            if (!value) return std::unexpected(value.error());
            values.emplace_back(*value, number);
        }
        leaves = std::as_const(*model_).integer_leaves(column);
        return {};
    };
    if (auto good = bind(plan_->rock_column, "cost.rock_column", "cost.mining_by_rock", plan_->mining_by_rock, rocks_,
                         mining_);
        !good)
        return good;
    return bind(plan_->relief_column, "fiscal.relief_column", "fiscal.reliefs", plan_->class_reliefs, classes_, relief_);
}

Expected<void> DeckOnModel::bind_ore_types() {
    types_of_route_.resize(plan_->routes.size());
    if (plan_->ore_type_column.empty()) return {};
    const auto info = column_of(*model_, plan_->ore_type_column, ColumnType::integer, "cost.ore_type_column");
    if (!info) return std::unexpected(info.error());
    for (std::size_t r = 0; r < plan_->routes.size(); ++r)
        for (const std::string& code : plan_->routes[r].ore_types) {
            const auto value = code_value(**info, code, ("route." + plan_->routes[r].name + ".ore_types").c_str());
            if (!value) return std::unexpected(value.error());
            types_of_route_[r].push_back(*value);
        }
    types_ = std::as_const(*model_).integer_leaves(plan_->ore_type_column);
    return {};
}

void DeckOnModel::read_range(std::size_t leaf, int first, int last, LeafData& data) const {
    const auto count = static_cast<std::size_t>(last - first);
    data.count = last - first;
    shape(data.grade, grades_.count(), count);
    shape(data.real, reals_.size(), count);
    for (std::size_t c = 0; c < grades_.count(); ++c)
        for (std::size_t n = 0; n < count; ++n)
            data.grade[c][n] = static_cast<double>(grades_.grade(c, leaf, first + static_cast<int>(n))) *
                               grades_.unit_fraction(c);
    for (std::size_t c = 0; c < reals_.size(); ++c)
        for (std::size_t n = 0; n < count; ++n)
            data.real[c][n] = static_cast<double>(reals_[c][leaf][first + static_cast<int>(n)]) * real_scale_[c];
    read_codes(leaf, first, data);
}

void DeckOnModel::read_codes(std::size_t leaf, int first, LeafData& data) const {
    const auto count = static_cast<std::size_t>(data.count);
    data.depth.resize(count);
    data.mining.resize(rocks_.empty() ? 0 : count);
    data.class_relief.resize(classes_.empty() ? 0 : count);
    data.allowed.resize(plan_->routes.size());
    for (std::size_t r = 0; r < data.allowed.size(); ++r) data.allowed[r].resize(types_of_route_[r].empty() ? 0 : count);
    const auto look = [](const auto& values, std::int32_t code, double other) {
        for (const auto& [value, number] : values)
            if (value == code) return number;
        return other;
    };
    // On a level grid the eight blocks of a column stand for all.
    const bool level = elevation_.step[0] == 0 && elevation_.step[1] == 0 && first == 0;
    for (std::size_t n = 0; n < count; ++n) {
        const int at = first + static_cast<int>(n);
        data.depth[n] = level && n >= 8
                            ? data.depth[n - 8]
                            : std::fmax(0.0, plan_->costs.reference_elevation_m - elevation_(model_->leaf(leaf).index(at)));
    }
    for (std::size_t n = 0; n < count && !rocks_.empty(); ++n)
        data.mining[n] = look(mining_, rocks_[leaf][first + static_cast<int>(n)], plan_->costs.mining);
    for (std::size_t n = 0; n < count && !classes_.empty(); ++n)
        data.class_relief[n] = look(relief_, classes_[leaf][first + static_cast<int>(n)], 0);
    for (std::size_t r = 0; r < data.allowed.size(); ++r)
        for (std::size_t n = 0; n < count && !types_of_route_[r].empty(); ++n)
            data.allowed[r][n] = std::ranges::find(types_of_route_[r], types_[leaf][first + static_cast<int>(n)]) !=
                                 types_of_route_[r].end();
}

void DeckOnModel::read_ways(std::size_t leaf, LeafData& data) const {
    data.count = 512;
    read_codes(leaf, 0, data);
}

void DeckOnModel::read(std::size_t leaf, LeafData& data) const {
    read_range(leaf, 0, 512, data);
}

void DeckOnModel::read(std::size_t leaf, int at, LeafData& data) const {
    read_range(leaf, at, at + 1, data);
}

double DeckOnModel::mining(std::size_t leaf, int at) const {
    if (!rocks_.empty())
        for (const auto& [value, cost] : mining_)
            if (value == rocks_[leaf][at]) return cost;
    return plan_->costs.mining;
}

void DeckOnModel::beyond(std::size_t leaf, std::vector<std::uint8_t>& found, LeafData& data) const {
    found.assign(512, 0);
    read(leaf, data);
    const auto look = [&](const Response& response, const PayablePlan& metal, double unit) {
        const std::size_t c = metal.commodity;
        for (int at = 0; at < 512; ++at) {
            const auto n = static_cast<std::size_t>(at);
            if (std::isnan(data.grade[c][n])) continue;
            const double head = data.grade[c][n] * plan_->keep + plan_->waste_head[c];
            if (response.beyond(head / unit)) found[n] = 1;
        }
    };
    for (const RoutePlan& route : plan_->routes)
        for (const ProductPlan& product : route.products) {
            if (product.host != nowhere) look(product.grade, product.payables[product.host], 0.01);
            for (const PayablePlan& metal : product.payables) {
                look(metal.recovery, metal, metal.unit);
                if (metal.recovery_column == nowhere) continue;
                for (std::size_t n = 0; n < 512; ++n)
                    if (!std::isnan(data.grade[metal.commodity][n]) &&
                        !(data.real[metal.recovery_column][n] >= 0 && data.real[metal.recovery_column][n] <= 100))
                        found[n] = 1;
            }
        }
    for (int at = 0; at < 512; ++at)
        if (!model_->leaf(leaf).is_active(at)) found[static_cast<std::size_t>(at)] = 0;
}

LeafData loose_block(const Plan& plan, const std::vector<double>& in_situ_fractions, double elevation_m) {
    LeafData data;
    data.count = 1;
    for (const double fraction : in_situ_fractions) data.grade.push_back({fraction});
    data.depth = {std::fmax(0.0, plan.costs.reference_elevation_m - elevation_m)};
    data.real.assign(plan.reals.size(), {std::numeric_limits<double>::quiet_NaN()});
    data.allowed.resize(plan.routes.size());
    return data;
}

}  // namespace orelens::economics
