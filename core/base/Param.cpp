#include "core/base/Param.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace orelens::base {
namespace {

std::unexpected<Error> refuse(const ParamInfo& info, Message what) {
    return fail(ErrorKind::usage, std::move(what), {.field = info.id});
}

std::string range_text(const Range& range) {
    return fmt::format("[{}, {}]", number(range.min, 12), number(range.max, 12));
}

std::string choice_text(const ParamInfo& info) {
    std::string all;
    for (const Choice& choice : info.choices) all += (all.empty() ? "" : ", ") + choice.id;
    return all;
}

}  // namespace

Expected<ParamValue> check_value(const ParamInfo& info, ParamValue value) {
    if (info.type == ParamType::real && std::holds_alternative<std::int64_t>(value))
        value = static_cast<double>(std::get<std::int64_t>(value));
    const bool type_fits =
        value.index() == info.default_value.index();
    if (!type_fits) {
        static constexpr const char* names[] = {"@param.type.boolean", "@param.type.integer",
                                                "@param.type.real",    "@param.type.text",
                                                "@param.type.choice",  "@param.type.text"};
        return refuse(info, Message("param.wrong_type", {{"value", value_text(value)},
                                                         {"expected", names[static_cast<int>(info.type)]}}));
    }
    if (info.type == ParamType::choice) {
        const std::string& id = std::get<std::string>(value);
        const bool known = std::any_of(info.choices.begin(), info.choices.end(),
                                       [&](const Choice& choice) { return choice.id == id; });
        if (!known)
            return refuse(info, Message("param.unknown_choice", {{"value", id}, {"choices", choice_text(info)}}));
    }
    if (info.type == ParamType::real || info.type == ParamType::integer) {
        const double x = info.type == ParamType::real ? std::get<double>(value)
                                                      : static_cast<double>(std::get<std::int64_t>(value));
        if (std::isnan(x)) {
            if (!info.range.optional) return refuse(info, Message("param.missing"));
        } else if (!(x >= info.range.min && x <= info.range.max)) {
            // A unit such as {currency}/t stands for what only the whole recipe knows.
            const bool open_unit = info.unit.empty() || info.unit.find('{') != std::string::npos;
            return refuse(info, Message("param.out_of_range",
                                        {{"value", number(x, 12)},
                                         {"range", range_text(info.range) + (open_unit ? "" : " " + info.unit)}}));
        }
    }
    return value;
}

Expected<ParamValue> parse_value(const ParamInfo& info, const std::string& typed) {
    const auto wrong = [&](const char* expected) {
        return refuse(info, Message("param.wrong_type", {{"value", typed}, {"expected", expected}}));
    };
    switch (info.type) {
        case ParamType::boolean:
            if (typed == "true" || typed == "1" || typed == "yes" || typed == "on") return ParamValue(true);
            if (typed == "false" || typed == "0" || typed == "no" || typed == "off") return ParamValue(false);
            return wrong("@param.type.boolean");
        case ParamType::integer: {
            std::int64_t n = 0;
            const auto end = typed.data() + typed.size();
            const auto [stop, code] = std::from_chars(typed.data(), end, n);
            if (code != std::errc() || stop != end) return wrong("@param.type.integer");
            return check_value(info, n);
        }
        case ParamType::real: {
            double x = std::nan("");
            if (!typed.empty()) {
                const auto end = typed.data() + typed.size();
                const auto [stop, code] = std::from_chars(typed.data(), end, x);
                if (code != std::errc() || stop != end) return wrong("@param.type.real");
            }
            return check_value(info, x);
        }
        case ParamType::text:
        case ParamType::choice:
        case ParamType::file: return check_value(info, typed);
    }
    return wrong("@param.type.text");
}

std::string value_text(const ParamValue& value) {
    if (const bool* b = std::get_if<bool>(&value)) return *b ? "true" : "false";
    if (const std::int64_t* n = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *n);
    if (const double* x = std::get_if<double>(&value)) return std::isnan(*x) ? "" : fmt::format("{}", *x);
    return std::get<std::string>(value);
}

}  // namespace orelens::base
