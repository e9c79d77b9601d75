#include "core/project/ParamCheck.h"

#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/io/text/TextFile.h"
#include "core/project/Crs.h"
#include "core/utilization/ManyMines.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Message;

// Benches, searches and extents thinner than these make as many slices, cells or blocks as no machine has.
constexpr std::array<std::pair<std::string_view, double>, 7> least{{
    {"general.bench_height", 0.1},
    {"general.memory_limit", 1e-3},
    {"estimate.search_major", 0.01},
    {"estimate.search_semi", 0.01},
    {"estimate.search_minor", 0.01},
    {"general.curve_low", 1e-9},
    {"general.curve_high", 1e-9},
}};

}  // namespace

double least_beside_zero(const std::string& declared_id) {
    for (const auto& [id, value] : least)
        if (id == declared_id) return value;
    return 0;
}

base::Expected<base::ParamValue> check_param(const base::ParamInfo& info, base::ParamValue value) {
    auto checked = base::check_value(info, std::move(value));
    if (!checked) return checked;
    const auto refuse = [&](Message what) {
        return base::fail(ErrorKind::usage, std::move(what), {.field = info.id});
    };
    if (const double* x = std::get_if<double>(&*checked)) {
        if (std::isinf(*x)) return refuse(Message("recipe.not_finite"));
        if (*x <= 0 && info.id == "element.*.top_cut") return refuse(Message("recipe.no_cut_at_zero"));
        if (*x <= 0 && info.id == "element.*.estimate.restrict_above") return refuse(Message("recipe.no_rich_at_zero"));
        const double smallest = least_beside_zero(info.id);
        if (*x > 0 && *x < smallest)
            return refuse(
                Message("recipe.too_small",
                        {{"value", base::number(*x, 12)},
                         {"least", base::number(smallest, 12)},
                         {"unit", info.unit.find('{') == std::string::npos ? info.unit : std::string()}}));
    }
    if (const std::string* text = std::get_if<std::string>(&*checked); text != nullptr && !io::is_utf8(*text))
        return refuse(Message("recipe.not_utf8"));
    if (info.id == "general.crs")
        if (auto known = check_crs(std::get<std::string>(*checked)); !known) {
            base::Error error = known.error();
            error.kind = ErrorKind::usage;  // who reads a file knows better
            return std::unexpected(std::move(error));
        }
    if (info.id == "general.least_rates")
        if (auto read = utilization::least_rates_from_text(std::get<std::string>(*checked)); !read) {
            base::Error error = read.error();
            error.place.field = info.id;
            return std::unexpected(std::move(error));
        }
    return checked;
}

}  // namespace orelens::project
