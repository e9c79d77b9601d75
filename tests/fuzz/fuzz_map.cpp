// Map files as text (GeoJSON): what is taken is on the globe and whole.
#include <cmath>

#include "core/io/map/MapFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto file = io::read_map_file(fuzz::scratch_file("map.geojson", text), "EPSG:4326", base::Progress());
    if (!file) return 0;
    fuzz::require(!file->layers.empty(), "a file without layers is refused");
    for (const io::MapLayer& layer : file->layers) {
        for (const io::LonLat& corner : layer.corners)
            fuzz::require(std::isfinite(corner[0]) && std::abs(corner[1]) <= 90, "corners are on the globe");
        for (const io::MapPart& part : layer.parts)
            fuzz::require(part.first + part.count <= layer.corners.size() && part.feature < layer.labels.size(), "parts are whole");
    }
    return 0;
}
