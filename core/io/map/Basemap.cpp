#include "core/io/map/Basemap.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include "core/base/Resource.h"

namespace orelens::io {
namespace {

/// Corners from their steps in hundredths of a degree.
std::vector<LonLat> corners_of(std::string_view text) {
    std::vector<LonLat> corners;
    const char* at = text.data();
    const char* const end = at + text.size();
    int x = 0, y = 0;
    const auto step = [&](int& sum) {
        while (at != end && *at == ' ') ++at;
        int value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc{}) throw std::logic_error("resources/tables/world.csv is damaged");
        at = next;
        sum += value;
    };
    while (at != end) {
        step(x);
        step(y);
        corners.push_back({x / 100.0, y / 100.0});
    }
    return corners;
}

}  // namespace

const Basemap& basemap() {
    static const Basemap read = [] {
        Basemap map;
        const auto table = base::resource("tables/world.csv");
        if (!table) throw std::logic_error("resources/tables/world.csv is not among the resources");
        std::string_view rest = *table;
        while (!rest.empty()) {
            const auto end = static_cast<std::size_t>(std::ranges::find(rest, '\n') - rest.begin());
            const std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const std::size_t comma = line.find(',');
            const std::string_view kind = line.substr(0, comma);
            if (kind == "land") map.land.push_back(corners_of(line.substr(comma + 1)));
            if (kind == "border") map.borders.push_back(corners_of(line.substr(comma + 1)));
        }
        return map;
    }();
    return read;
}

}  // namespace orelens::io
