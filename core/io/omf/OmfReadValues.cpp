// The data of an OMF file's elements: numbers, vectors, colours, texts and categories.
#include <algorithm>
#include <limits>

#include "core/io/omf/OmfReading.h"

namespace orelens::io::omf {

std::optional<OmfColor> color_of(const Json& value) {
    if (!value.is_array() || value.size() != 3) return std::nullopt;
    OmfColor out{};
    for (std::size_t a = 0; a < 3; ++a) {
        if (!value[a].is_number_integer()) return std::nullopt;
        out[a] = static_cast<std::uint8_t>(
            std::clamp<std::int64_t>(value[a].is_number_unsigned() && value[a].get<std::uint64_t>() > 255
                                         ? 255
                                         : value[a].get<std::int64_t>(),
                                     0, 255));
    }
    return out;
}

namespace {

using base::Message;

std::vector<OmfColor> color_list(const Json& list, const std::string& of) {
    if (!list.is_array()) wrong_member(of, "array");
    std::vector<OmfColor> out;
    for (const Json& entry : list) {
        const auto color = color_of(entry);
        if (!color) wrong_member(of, "array");
        out.push_back(*color);
    }
    return out;
}

std::vector<std::string> text_list(const Json& list, const std::string& of) {
    if (!list.is_array()) wrong_member(of, "array");
    std::vector<std::string> out;
    for (const Json& entry : list) {
        if (entry.is_null()) {
            out.emplace_back();
            continue;
        }
        if (!entry.is_string()) wrong_member(of, "array");
        out.push_back(entry.get<std::string>());
    }
    return out;
}

std::optional<OmfPlace> place_of(const std::string& word) {
    if (word == "vertices") return OmfPlace::vertices;
    if (word == "segments") return OmfPlace::segments;
    if (word == "faces") return OmfPlace::faces;
    if (word == "cells") return OmfPlace::cells;
    return std::nullopt;
}

/// A scale that is not what it should be colours nothing; the numbers stay.
std::optional<OmfColorScale> scale_of(Reading& reading, const Json& data, const std::string& of) {
    const Json* reference = member(data, "colormap");
    if (reference == nullptr) return std::nullopt;
    const Json& map = reading.archive.object(*reference, of);
    const Json* limits = member(map, "limits");
    const Json* gradient = member(map, "gradient");
    if (limits == nullptr || gradient == nullptr || !limits->is_array() || limits->size() != 2 ||
        !(*limits)[0].is_number() || !(*limits)[1].is_number())
        return std::nullopt;
    OmfColorScale scale;
    scale.low = (*limits)[0].get<double>();
    scale.high = (*limits)[1].get<double>();
    scale.gradient = color_list(needed(reading.archive.object(*gradient, of), "array", of), of);
    return scale;
}

/// A list of values in JSON: through its UID, or in place.
const Json& list_of(Reading& reading, const Json& reference, const std::string& of) {
    return reference.is_string() ? needed(reading.archive.object(reference, of), "array", of) : reference;
}

OmfLegend legend_of(Reading& reading, const Json& reference, const std::string& of) {
    const Json& object = reading.archive.object(reference, of);
    OmfLegend legend;
    legend.name = text(object, "name", of);
    const Json& values = reading.archive.object(needed(object, "values", of), of);
    const std::string kind = text(values, "__class__", of);
    const Json& array = needed(values, "array", of);
    if (kind == "ColorArray") {
        legend.values = color_list(array, of);
    } else if (kind == "StringArray" || kind == "DateTimeArray") {
        legend.times = kind == "DateTimeArray";
        legend.values = text_list(array, of);
    } else if (kind == "ScalarArray") {
        legend.values = reading.archive.reals(array, of, 1, std::nullopt);
    } else {
        wrong_member(of, "legends");
    }
    return legend;
}

OmfMapped mapped_of(Reading& reading, const Json& data, const std::string& of, std::size_t count) {
    OmfMapped mapped;
    std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (const Json* legends = member(data, "legends")) {
        if (!legends->is_array()) wrong_member(of, "legends");
        for (const Json& reference : *legends) {
            mapped.legends.push_back(legend_of(reading, reference, of));
            most = std::min(most, mapped.legends.back().size());
        }
    }
    const auto numbers = reading.archive.integers(needed(data, "array", of), of, 1, count);
    mapped.indices.reserve(numbers.size());
    for (const std::int64_t index : numbers) {
        if (index < -1 || (index >= 0 && static_cast<std::uint64_t>(index) >= most))
            refuse(
                Message("omf.index_outside",
                        {{"object", of}, {"index", std::to_string(index)}, {"count", std::to_string(most)}}),
                Message("omf.export_again"));
        mapped.indices.push_back(static_cast<std::int32_t>(index));
    }
    return mapped;
}

template <class List>
void check_count(const List& list, std::size_t count, const std::string& of) {
    if (list.size() != count)
        refuse(Message("omf.wrong_length", {{"object", of},
                                            {"found", std::to_string(list.size())},
                                            {"wanted", std::to_string(count)}}),
               Message("omf.take_another_copy"));
}

/// False for a kind that is not known.
bool read_values(Reading& reading, const Json& object, const std::string& kind, const std::string& of,
                 std::size_t count, OmfData& data) {
    const Json& array = needed(object, "array", of);
    if (kind == "ScalarData") {
        auto scale = scale_of(reading, object, of);
        if (reading.archive.holds_integers(array, of))
            data.values = OmfIntegers{reading.archive.integers(array, of, 1, count), std::move(scale)};
        else
            data.values = OmfReals{reading.archive.reals(array, of, 1, count), std::move(scale)};
    } else if (kind == "Vector2Data" || kind == "Vector3Data") {
        const std::size_t components = kind == "Vector2Data" ? 2 : 3;
        data.values =
            OmfVectors{components, reading.archive.reals(array, of, components, count * components)};
    } else if (kind == "ColorData") {
        const Json& list = list_of(reading, array, of);
        OmfColors colors;
        if (list.is_array()) {
            colors.values = color_list(list, of);
        } else {
            const auto parts = reading.archive.integers(array, of, 3, count * 3);
            colors.values.resize(count);
            for (std::size_t n = 0; n < parts.size(); ++n)
                colors.values[n / 3][n % 3] =
                    static_cast<std::uint8_t>(std::clamp<std::int64_t>(parts[n], 0, 255));
        }
        check_count(colors.values, count, of);
        data.values = std::move(colors);
    } else if (kind == "StringData" || kind == "DateTimeData") {
        OmfTexts texts{text_list(list_of(reading, array, of), of), kind == "DateTimeData"};
        check_count(texts.values, count, of);
        data.values = std::move(texts);
    } else if (kind == "MappedData") {
        data.values = mapped_of(reading, object, of, count);
    } else {
        return false;
    }
    return true;
}

}  // namespace

void read_data(Reading& reading, const Json& reference, const std::string& name,
               OmfElement& element) {
    const Json& object = reading.archive.object(reference, name);
    OmfData data;
    data.name = text(object, "name", name);
    const std::string of = name + "/" + data.name;
    data.description = text(object, "description", of);
    const auto place = place_of(text(object, "location", of));
    if (!place) wrong_member(of, "location");
    data.place = *place;
    const auto count = omf_count(element, *place);
    if (!count) wrong_member(of, "location");
    const std::string kind = text(object, "__class__", of);
    if (read_values(reading, object, kind, of, *count, data))
        element.data.push_back(std::move(data));
    else
        leave_out(reading, name, data.name + " (" + kind + ")");
}

}  // namespace orelens::io::omf
