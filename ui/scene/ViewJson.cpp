#include "ui/scene/ViewJson.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace orelens::scene {
namespace {

using Json = nlohmann::json;
using blocks::FilterRow;

constexpr double far_away = 1e12;  ///< metres, and any other number of a view
constexpr std::size_t most_entries = 10'000;
constexpr std::size_t longest_text = std::size_t{4} << 20;

/// Reads the keys of an object; the first that is wrong is remembered.
class Reader {
  public:
    Reader(const Json& object, std::string& wrong) : object_(object), wrong_(wrong) {}

    void flag(const char* key, bool& value) {
        if (const Json* found = find(key)) found->is_boolean() ? void(value = *found) : fail(key);
    }
    void number(const char* key, double& value, double low = -far_away, double high = far_away) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_number()) return fail(key);
        const double read = *found;
        if (!(read >= low && read <= high)) return fail(key);
        value = read;
    }
    void text(const char* key, std::string& value) {
        if (const Json* found = find(key)) found->is_string() ? void(value = *found) : fail(key);
    }
    template <class E, std::size_t N>
    void choice(const char* key, const std::array<const char*, N>& ids, E& value) {
        const Json* found = find(key);
        if (found == nullptr) return;
        for (std::size_t n = 0; found->is_string() && n < N; ++n)
            if (*found == ids[n]) {
                value = static_cast<E>(n);
                return;
            }
        fail(key);
    }
    template <std::size_t N>
    void numbers(const char* key, std::array<double, N>& value) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_array() || found->size() != N) return fail(key);
        for (std::size_t n = 0; n < N; ++n) {
            const Json& each = (*found)[n];
            if (!each.is_number() || !(std::abs(each.get<double>()) <= far_away)) return fail(key);
            value[n] = each;
        }
    }
    /// Each entry of a list, read by `read`.
    template <class Read>
    void list(const char* key, const Read& read) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_array() || found->size() > most_entries) return fail(key);
        for (const Json& each : *found) read(each);
    }
    template <class Read>
    void object(const char* key, const Read& read) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_object()) return fail(key);
        read(Reader(*found, wrong_), *found);
    }
    void fail(const std::string& key) {
        if (wrong_.empty()) wrong_ = key;
    }
    [[nodiscard]] const Json* find(const char* key) const {
        const auto at = object_.find(key);
        return at == object_.end() ? nullptr : &*at;
    }

  private:
    const Json& object_;
    std::string& wrong_;
};

/// The switches of a look, with the names they have in a file.
struct Flag {
    const char* key;
    bool Look::*member;
};
constexpr Flag flags[] = {{"blocks", &Look::show_blocks},    {"edges", &Look::block_edges},
                          {"holes", &Look::show_holes},      {"hole_labels", &Look::hole_labels},
                          {"parallel", &Look::orthographic}, {"legend", &Look::legend},
                          {"north_arrow", &Look::north_arrow}, {"scale_bar", &Look::scale_bar},
                          {"axes", &Look::axes},             {"outline", &Look::outline}};

Json scale_json(const std::string& key, const ColourScale& scale) {
    Json out{{"of", key}, {"log", scale.logarithmic}, {"reversed", scale.reversed}};
    if (scale.low) out["low"] = *scale.low;
    if (scale.high) out["high"] = *scale.high;
    if (scale.map) out["map"] = colour_map_ids[static_cast<std::size_t>(*scale.map)];
    if (!scale.colours.empty()) out["colours"] = scale.colours;
    if (!scale.cutoffs.empty()) out["cutoffs"] = scale.cutoffs;
    out["faintest"] = scale.faintest;
    out["densest"] = scale.densest;
    return out;
}

Json look_json(const Look& look) {
    Json out;
    for (const Flag& flag : flags) out[flag.key] = look.*flag.member;
    out["colour_by"] = colour_by_ids[static_cast<std::size_t>(look.colour_by)];
    out["column"] = look.column;
    out["colour_map"] = colour_map_ids[static_cast<std::size_t>(look.colour_map)];
    out["waste"] = waste_ids[static_cast<std::size_t>(look.waste)];
    out["through"] = through_ids[static_cast<std::size_t>(look.through)];
    out["xray_density"] = look.xray_density;
    out["shell_prices"] = look.shell_prices;
    out["hole_colour"] = hole_colour_ids[static_cast<std::size_t>(look.hole_colour)];
    out["hole_grade"] = look.hole_grade;
    out["hole_radius"] = look.hole_radius_m;
    out["exaggeration"] = look.vertical_exaggeration;
    out["section"] = {{"on", look.section.on},           {"point", look.section.point},
                      {"azimuth", look.section.azimuth_deg}, {"dip", look.section.dip_deg},
                      {"thickness", look.section.thickness_m}};
    out["quarter"] = {{"on", look.quarter.on}, {"point", look.quarter.point}, {"azimuth", look.quarter.azimuth_deg}};
    out["clip"] = {{"on", look.clip.on}, {"low", look.clip.low}, {"high", look.clip.high}};
    for (const auto& [key, scale] : look.scales) out["scales"].push_back(scale_json(key, scale));
    if (look.legend_at) out["legend_at"] = *look.legend_at;
    for (const auto& [name, layer] : look.layers)
        out["layers"].push_back(
            {{"name", name}, {"shown", layer.shown}, {"colour", layer.colour}, {"opacity", layer.opacity}});
    return out;
}

void read_layers(Reader& in, Look& look, std::string& wrong) {
    in.list("layers", [&](const Json& each) {
        if (!each.is_object()) return in.fail("layers");
        Reader layer(each, wrong);
        std::string name;
        LayerLook read;
        std::array<double, 3> colour{};
        double opacity = static_cast<double>(read.opacity);
        layer.text("name", name);
        layer.flag("shown", read.shown);
        layer.numbers("colour", colour);
        layer.number("opacity", opacity, 0, 1);
        for (std::size_t n = 0; n < 3; ++n) {
            if (!(colour[n] >= 0 && colour[n] <= 1)) return in.fail("colour");
            read.colour[n] = static_cast<float>(colour[n]);
        }
        read.opacity = static_cast<float>(opacity);
        look.layers[name] = read;
    });
}

ColourScale read_scale(Reader in) {
    ColourScale scale;
    const auto end = [&](const char* key, std::optional<double>& value) {
        double read = 0;
        in.number(key, read);
        if (in.find(key) != nullptr) value = read;
    };
    end("low", scale.low);
    end("high", scale.high);
    if (scale.low && scale.high && !(*scale.low < *scale.high)) in.fail("high");
    in.flag("log", scale.logarithmic);
    in.flag("reversed", scale.reversed);
    if (in.find("map") != nullptr) {
        ColourMap map = ColourMap::viridis;
        in.choice("map", colour_map_ids, map);
        scale.map = map;
    }
    in.list("colours", [&](const Json& each) {
        std::array<float, 3> colour{};
        bool good = each.is_array() && each.size() == 3 && scale.colours.size() < most_colours;
        for (std::size_t n = 0; good && n < 3; ++n) {
            good = each[n].is_number() && each[n] >= 0 && each[n] <= 1;
            if (good) colour[n] = each[n];
        }
        good ? scale.colours.push_back(colour) : in.fail("colours");
    });
    in.list("cutoffs", [&](const Json& each) {
        const bool good = each.is_number() && std::abs(each.get<double>()) <= far_away &&
                          scale.cutoffs.size() < most_cutoffs &&
                          (scale.cutoffs.empty() || each.get<double>() > scale.cutoffs.back());
        good ? scale.cutoffs.push_back(each) : in.fail("cutoffs");
    });
    in.number("faintest", scale.faintest, 0, 1);
    in.number("densest", scale.densest, 0, 1);
    return scale;
}

Look read_look(Reader in, std::string& wrong) {
    Look look;
    for (const Flag& flag : flags) in.flag(flag.key, look.*flag.member);
    in.choice("colour_by", colour_by_ids, look.colour_by);
    in.text("column", look.column);
    in.choice("colour_map", colour_map_ids, look.colour_map);
    in.choice("waste", waste_ids, look.waste);
    in.choice("through", through_ids, look.through);
    in.number("xray_density", look.xray_density, 0.1, 10);
    in.list("shell_prices", [&](const Json& each) {
        const bool good = each.is_number() && std::isfinite(each.get<double>());
        good ? look.shell_prices.push_back(each) : in.fail("shell_prices");
    });
    in.choice("hole_colour", hole_colour_ids, look.hole_colour);
    in.text("hole_grade", look.hole_grade);
    in.number("hole_radius", look.hole_radius_m, 0, 1e6);
    in.number("exaggeration", look.vertical_exaggeration, 0.1, 50);
    in.object("section", [&](Reader section, const Json&) {
        section.flag("on", look.section.on);
        section.numbers("point", look.section.point);
        section.number("azimuth", look.section.azimuth_deg, -360, 360);
        section.number("dip", look.section.dip_deg, 0, 90);
        section.number("thickness", look.section.thickness_m, 0, 1e6);
    });
    in.object("quarter", [&](Reader quarter, const Json&) {
        quarter.flag("on", look.quarter.on);
        quarter.numbers("point", look.quarter.point);
        quarter.number("azimuth", look.quarter.azimuth_deg, -360, 360);
    });
    in.object("clip", [&](Reader clip, const Json&) {
        clip.flag("on", look.clip.on);
        clip.numbers("low", look.clip.low);
        clip.numbers("high", look.clip.high);
        for (std::size_t a = 0; a < 3; ++a)
            if (!(look.clip.low[a] >= 0 && look.clip.low[a] < look.clip.high[a] && look.clip.high[a] <= 1))
                clip.fail("clip");
    });
    in.list("scales", [&](const Json& each) {
        if (!each.is_object()) return in.fail("scales");
        Reader scale(each, wrong);
        std::string key;
        scale.text("of", key);
        look.scales[key] = read_scale(scale);
    });
    if (in.find("legend_at") != nullptr) {
        std::array<double, 2> at{};
        in.numbers("legend_at", at);
        for (const double share : at)
            if (!(share >= 0 && share <= 1)) in.fail("legend_at");
        look.legend_at = at;
    }
    read_layers(in, look, wrong);
    return look;
}

Json row_json(const FilterRow& row) {
    Json out{{"kind", blocks::filter_kind_ids[static_cast<std::size_t>(row.kind)]},
             {"on", row.on},
             {"inverted", row.inverted}};
    if (!row.column.empty()) out["column"] = row.column;
    if (std::isfinite(row.low)) out["low"] = row.low;
    if (std::isfinite(row.high)) out["high"] = row.high;
    if (!row.codes.empty()) out["codes"] = row.codes;
    if (row.kind == FilterRow::Kind::box) {
        out["box_low"] = row.box_low;
        out["box_high"] = row.box_high;
    }
    if (!row.polygon.empty()) out["polygon"] = row.polygon;
    if (!row.expression.empty()) out["expression"] = row.expression;
    return out;
}

FilterRow read_row(Reader in) {
    FilterRow row;
    in.choice("kind", blocks::filter_kind_ids, row.kind);
    in.flag("on", row.on);
    in.flag("inverted", row.inverted);
    in.text("column", row.column);
    in.number("low", row.low, -1e300, 1e300);
    in.number("high", row.high, -1e300, 1e300);
    in.list("codes", [&](const Json& each) {
        each.is_number_integer() && std::abs(each.get<double>()) < 2e9 ? row.codes.push_back(each) : in.fail("codes");
    });
    in.numbers("box_low", row.box_low);
    in.numbers("box_high", row.box_high);
    in.list("polygon", [&](const Json& each) {
        const bool good = each.is_array() && each.size() == 2 && each[0].is_number() && each[1].is_number() &&
                          std::abs(each[0].get<double>()) <= far_away && std::abs(each[1].get<double>()) <= far_away;
        good ? row.polygon.push_back({each[0], each[1]}) : in.fail("polygon");
    });
    in.text("expression", row.expression);
    return row;
}

}  // namespace

std::string view_to_json(const KeptView& view) {
    Json out{{"look", look_json(view.look)},
             {"camera",
              {{"position", view.camera.position},
               {"focus", view.camera.focal_point},
               {"up", view.camera.view_up},
               {"angle", view.camera.view_angle_deg},
               {"half_height", view.camera.parallel_scale}}}};
    if (!view.commodity.empty()) out["commodity"] = view.commodity;
    if (view.price) out["price"] = *view.price;
    if (view.in_report) out["in_report"] = true;
    for (const FilterRow& row : view.filter) out["filter"].push_back(row_json(row));
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Expected<KeptView> view_from_json(const std::string& text) {
    std::string wrong;
    KeptView view;
    const Json read = text.size() > longest_text ? Json() : Json::parse(text, nullptr, false);
    if (!read.is_object()) {
        wrong.assign(1, '{');
    } else {
        Reader in(read, wrong);
        in.object("look", [&](Reader look, const Json&) { view.look = read_look(look, wrong); });
        in.object("camera", [&](Reader camera, const Json&) {
            camera.numbers("position", view.camera.position);
            camera.numbers("focus", view.camera.focal_point);
            camera.numbers("up", view.camera.view_up);
            camera.number("angle", view.camera.view_angle_deg, 1, 170);
            camera.number("half_height", view.camera.parallel_scale, 1e-6, 1e9);
            if (view.camera.position == view.camera.focal_point || view.camera.view_up == Vec3{}) camera.fail("camera");
        });
        in.text("commodity", view.commodity);
        in.flag("in_report", view.in_report);
        double price = std::nan("");
        in.number("price", price, -1e300, 1e300);
        if (std::isfinite(price)) view.price = price;
        in.list("filter", [&](const Json& each) {
            each.is_object() ? view.filter.push_back(read_row(Reader(each, wrong))) : in.fail("filter");
        });
    }
    if (!wrong.empty())
        return base::fail(base::ErrorKind::data, base::Message("scene.bad_view", {{"key", wrong}}), {.field = wrong});
    return view;
}

}  // namespace orelens::scene
