#include "core/project/Retired.h"

#include <algorithm>

namespace orelens::project {
namespace {

using base::Message;
using blocks::GridRule;

/// Grids were stated as numbers of blocks, which changed the ground with the block size.
RetiredParam count_of_blocks(const std::string& axis, double GridRule::*size, double GridRule::*extent) {
    RetiredParam row;
    row.info.id = "grid.count_" + axis;
    row.info.type = base::ParamType::integer;
    row.info.default_value = std::int64_t{1};
    row.info.range = {1, 1e6};
    row.now = "grid.extent_" + axis;
    row.apply = [size, extent](Recipe& recipe, const base::ParamValue& count) {
        recipe.grid.*extent = static_cast<double>(std::get<std::int64_t>(count)) * (recipe.grid.*size);
    };
    return row;
}

}  // namespace

const std::vector<RetiredParam>& retired_params() {
    static const std::vector<RetiredParam> table{
        count_of_blocks("u", &GridRule::size_u_m, &GridRule::extent_u_m),
        count_of_blocks("v", &GridRule::size_v_m, &GridRule::extent_v_m),
        count_of_blocks("w", &GridRule::size_w_m, &GridRule::extent_w_m)};
    return table;
}

const RetiredParam* find_retired(const std::string& id) {
    const auto found =
        std::ranges::find(retired_params(), id, [](const RetiredParam& row) { return row.info.id; });
    return found == retired_params().end() ? nullptr : &*found;
}

void apply_retired(Recipe& recipe, const std::vector<RetiredValue>& met,
                   const std::vector<std::string>& stated) {
    for (const RetiredValue& one : met) {
        const std::string &id = one.param->info.id, &now = one.param->now;
        Message note("recipe.retired_twice", {{"key", id}, {"now", now}});
        if (std::ranges::find(stated, now) == stated.end()) {
            one.param->apply(recipe, one.value);
            note = Message("recipe.retired",
                           {{"key", id}, {"now", now}, {"value", base::value_text(*get_param(recipe, now))}});
        }
        recipe.warnings.push_back({base::ErrorKind::data, note, one.place, Message()});
    }
}

}  // namespace orelens::project
