// Parameters are declared once, here in spirit: a room lists the members of its plain struct with unit,
// range, choices, level and bilingual words. The default is what a default-made struct holds.
// From these lists come recipe JSON, CLI flags, form rows and the reference page (core/project composes them).
//
//   std::vector<Param<CompositeRule>> composite_params() {
//       return {real("length", &CompositeRule::length_m, "m", {0.01, 1000}, Level::basic,
//                    {"Composite length", "组合样长度"}, {"Length that samples are averaged to.", "…"})};
//   }
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/Error.h"

namespace orelens::base {

/// A choice is held as its id (std::string). Real may be NaN = "not set" where `optional` is true.
using ParamValue = std::variant<bool, std::int64_t, double, std::string>;

enum class ParamType { boolean, integer, real, text, choice, file };
enum class Level { basic, advanced };

struct Choice {
    std::string id;
    Bilingual label;
};

struct Range {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool optional = false;  ///< NaN / empty means "not set" and is allowed
};

struct ParamInfo {
    std::string id;  ///< dotted path; "*" stands for the key of a repeated group ("commodity.*.price")
    ParamType type = ParamType::real;
    ParamValue default_value;
    std::string unit;  ///< plain text such as "m", "°", "%", "{currency}/t"; empty = none
    Range range;
    std::vector<Choice> choices;
    Level level = Level::basic;
    Bilingual label;
    Bilingual help;
};

template <class S>
struct Param {
    ParamInfo info;
    std::function<ParamValue(const S&)> get;
    std::function<void(S&, const ParamValue&)> set;  ///< value already checked with `check_value`
};

/// Refuses a value of the wrong type, out of range, or not among the choices; place.field is the id.
/// Integers are accepted where a real is wanted.
Expected<ParamValue> check_value(const ParamInfo& info, ParamValue value);

/// Reads text as a user types it ("5", "true", "ordinary_kriging") into a checked value.
Expected<ParamValue> parse_value(const ParamInfo& info, const std::string& typed);

/// Text form that parse_value reads back; NaN is the empty text.
std::string value_text(const ParamValue& value);

namespace detail {
template <class S, class M>
Param<S> plain(std::string id, M S::*member, ParamType type, std::string unit, Range range, Level level,
               Bilingual label, Bilingual help) {
    using Held = std::conditional_t<
        std::is_same_v<M, bool>, bool,
        std::conditional_t<std::is_integral_v<M>, std::int64_t,
                           std::conditional_t<std::is_floating_point_v<M>, double, std::string>>>;
    Param<S> param;
    param.info = {std::move(id), type, ParamValue(Held(S{}.*member)), std::move(unit), range, {}, level,
                  std::move(label), std::move(help)};
    param.get = [member](const S& s) { return ParamValue(Held(s.*member)); };
    param.set = [member](S& s, const ParamValue& v) { s.*member = static_cast<M>(std::get<Held>(v)); };
    return param;
}
}  // namespace detail

template <class S>
Param<S> real(std::string id, double S::*member, std::string unit, Range range, Level level, Bilingual label,
              Bilingual help) {
    return detail::plain(std::move(id), member, ParamType::real, std::move(unit), range, level,
                         std::move(label), std::move(help));
}
template <class S>
Param<S> integer(std::string id, int S::*member, std::string unit, Range range, Level level, Bilingual label,
                 Bilingual help) {
    return detail::plain(std::move(id), member, ParamType::integer, std::move(unit), range, level,
                         std::move(label), std::move(help));
}
template <class S>
Param<S> boolean(std::string id, bool S::*member, Level level, Bilingual label, Bilingual help) {
    return detail::plain(std::move(id), member, ParamType::boolean, "", {}, level, std::move(label),
                         std::move(help));
}
template <class S>
Param<S> words(std::string id, std::string S::*member, Level level, Bilingual label, Bilingual help) {
    return detail::plain(std::move(id), member, ParamType::text, "", {}, level, std::move(label),
                         std::move(help));
}
template <class S>
Param<S> file(std::string id, std::string S::*member, Level level, Bilingual label, Bilingual help) {
    return detail::plain(std::move(id), member, ParamType::file, "", {}, level, std::move(label),
                         std::move(help));
}
/// `choices` in the order of the enumerators, which count from 0.
template <class S, class E>
    requires std::is_enum_v<E>
Param<S> choice(std::string id, E S::*member, std::vector<Choice> choices, Level level, Bilingual label,
                Bilingual help) {
    Param<S> param;
    const auto name = [choices](E e) { return choices.at(static_cast<std::size_t>(e)).id; };
    param.info = {std::move(id), ParamType::choice, ParamValue(name(S{}.*member)), "", {}, choices, level,
                  std::move(label), std::move(help)};
    param.get = [member, name](const S& s) { return ParamValue(name(s.*member)); };
    param.set = [member, choices](S& s, const ParamValue& v) {
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i].id == std::get<std::string>(v)) s.*member = static_cast<E>(i);
    };
    return param;
}

/// The same parameter seen from an outer struct: id gets `prefix`, `inner` finds the part.
/// Deduces Outer from the explicit template argument: lift<Recipe>("composite.", p, [](Recipe& r) -> … { … }).
template <class Outer, class Inner, class Find>
Param<Outer> lift(const std::string& prefix, const Param<Inner>& param, Find inner) {
    Param<Outer> out;
    out.info = param.info;
    out.info.id = prefix + param.info.id;
    out.get = [get = param.get, inner](const Outer& o) { return get(inner(const_cast<Outer&>(o))); };
    out.set = [set = param.set, inner](Outer& o, const ParamValue& v) { set(inner(o), v); };
    return out;
}

}  // namespace orelens::base
