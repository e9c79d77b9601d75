#include "core/io/map/Places.h"

#include <cpl_error.h>
#include <ogr_spatialref.h>

#include <cmath>
#include <limits>
#include <memory>

namespace orelens::io {

base::Expected<std::vector<LonLat>> to_degrees(std::vector<LonLat> places, const std::string& crs) {
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    OGRSpatialReference degrees, from;
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    degrees.SetFromUserInput("OGC:CRS84");
    const char* const alone[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    const bool known = !crs.empty() && from.SetFromUserInput(crs.c_str(), const_cast<char**>(alone)) == OGRERR_NONE;
    const auto end = [](OGRCoordinateTransformation* transform) { OGRCoordinateTransformation::DestroyCT(transform); };
    const std::unique_ptr<OGRCoordinateTransformation, decltype(end)> transform(
        known ? OGRCreateCoordinateTransformation(&from, &degrees) : nullptr, end);
    if (!transform)
        return base::fail(base::ErrorKind::usage, base::Message("map.unknown_crs", {{"crs", crs.substr(0, 80)}}));
    for (LonLat& place : places) {
        double x = place[0], y = place[1];
        int good = 0;
        if (std::isfinite(x) && std::isfinite(y)) transform->Transform(1, &x, &y, nullptr, &good);
        const bool on_map = good != 0 && std::abs(x) <= 360 && std::abs(y) <= 90;
        constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
        if (x > 180) x -= 360;
        if (x < -180) x += 360;
        place = on_map ? LonLat{x, y} : LonLat{nowhere, nowhere};
    }
    return places;
}

}  // namespace orelens::io
