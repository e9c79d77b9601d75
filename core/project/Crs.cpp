#include "core/project/Crs.h"

#include <cpl_error.h>
#include <ogr_spatialref.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/io/shapes/Gdal.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Message;

constexpr std::size_t longest = 64 * 1024;

std::unexpected<base::Error> refuse(const char* why, const std::string& crs) {
    return base::fail(ErrorKind::data, Message(why, {{"crs", crs.substr(0, 80)}}), {.field = "general.crs"},
                      Message("recipe.crs_fix"));
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

bool is_code(const std::string& crs) {
    const std::size_t colon = crs.find(':');
    if (colon == std::string::npos || colon + 1 == crs.size()) return false;
    static constexpr std::array authorities{"EPSG", "ESRI", "IGNF", "NKG", "OGC", "IAU_2015"};
    if (std::ranges::find(authorities, upper(crs.substr(0, colon))) == authorities.end()) return false;
    return std::all_of(crs.begin() + static_cast<std::ptrdiff_t>(colon) + 1, crs.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '+' || c == '.';
    });
}

bool is_wkt(const std::string& text) {
    static constexpr std::array starts{"GEOGCS[",  "PROJCS[",   "LOCAL_CS[", "COMPD_CS[",    "GEOCCS[",
                                       "GEOGCRS[", "PROJCRS[",  "ENGCRS[",   "COMPOUNDCRS[", "GEODCRS[",
                                       "VERTCRS[", "BOUNDCRS[", "VERT_CS["};
    return std::ranges::any_of(starts, [&](const char* start) { return text.starts_with(start); });
}

/// Grids are files: WKT may name them as parameters of a transformation or in a PROJ string inside.
bool names_files(const std::string& text) {
    for (const char* word : {"PARAMETERFILE", "NADGRIDS", "GEOIDGRIDS", "EXTENSION[", "+PROJ", "/", "\\"})
        if (text.find(word) != std::string::npos) return true;
    return false;
}

}  // namespace

const std::vector<CrsEntry>& known_crs() {
    static const std::vector<CrsEntry> list = [] {
        io::keep_gdal_local();
        std::vector<CrsEntry> found;
        int count = 0;
        CPLPushErrorHandler(CPLQuietErrorHandler);
        OSRCRSInfo** all = OSRGetCRSInfoListFromDatabase("EPSG", nullptr, &count);
        CPLPopErrorHandler();
        for (int n = 0; all != nullptr && n < count; ++n) {
            const OSRCRSInfo& one = *all[n];
            if (one.eType != OSR_CRS_TYPE_PROJECTED || one.bDeprecated != 0) continue;
            const auto text = [](const char* words) { return std::string(words != nullptr ? words : ""); };
            found.push_back({text(one.pszAuthName) + ":" + text(one.pszCode), text(one.pszName),
                             text(one.pszAreaName)});
        }
        OSRDestroyCRSInfoList(all);
        std::ranges::sort(found, [](const CrsEntry& a, const CrsEntry& b) {
            return a.code.size() != b.code.size() ? a.code.size() < b.code.size() : a.code < b.code;
        });
        return found;
    }();
    return list;
}

std::optional<bool> same_crs(const std::string& wkt, const std::string& crs) {
    if (wkt.empty() || wkt.size() > longest || crs.empty() || !check_crs(crs)) return std::nullopt;
    io::keep_gdal_local();
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    std::array<OGRSpatialReference, 2> both;
    const char* const options[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    // WKT is read as that and nothing else; comparing opens no files.
    if (both[0].importFromWkt(wkt.c_str()) != OGRERR_NONE ||
        both[1].SetFromUserInput(crs.c_str(), const_cast<char**>(options)) != OGRERR_NONE)
        return std::nullopt;
    for (OGRSpatialReference& one : both) {
        if (one.IsCompound() != 0) one.StripVertical();
        if (one.IsLocal() != 0) return std::nullopt;
    }
    const char* const criterion[] = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                     "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
    return both[0].IsSame(&both[1], criterion) != 0;
}

std::optional<CrsUnit> crs_unit(const std::string& crs) {
    if (crs.empty() || !check_crs(crs)) return std::nullopt;
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    OGRSpatialReference reference;
    const char* const options[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (reference.SetFromUserInput(crs.c_str(), const_cast<char**>(options)) != OGRERR_NONE || reference.IsProjected() == 0)
        return std::nullopt;
    const char* name = nullptr;
    CrsUnit unit;
    unit.metres = reference.GetLinearUnits(&name);
    if (name != nullptr) unit.name = name;
    if (!(unit.metres > 0)) return std::nullopt;
    return unit;
}

std::string crs_name(const std::string& crs) {
    if (crs.empty() || !check_crs(crs)) return {};
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    OGRSpatialReference reference;
    const char* const options[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (reference.SetFromUserInput(crs.c_str(), const_cast<char**>(options)) != OGRERR_NONE) return {};
    const char* name = reference.GetName();
    return name != nullptr ? name : "";
}

std::string crs_words(const std::string& crs) {
    const std::string name = crs_name(crs);
    if (name.empty()) return crs.substr(0, 80);
    return is_code(crs) ? name + " (" + crs + ")" : name;
}

base::Expected<void> check_crs(const std::string& crs) {
    if (crs.empty()) return {};
    if (crs.size() > longest) return refuse("recipe.crs_form", crs);
    const std::string text = upper(crs);
    if (text.starts_with("+") || text.starts_with("PROJ=") || text.find("+PROJ=") != std::string::npos)
        return refuse("recipe.crs_proj_string", crs);
    const bool wkt = is_wkt(text);
    if (!wkt && !is_code(crs)) return refuse("recipe.crs_form", crs);
    if (wkt && names_files(text)) return refuse("recipe.crs_names_files", crs);
    io::keep_gdal_local();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    OGRSpatialReference reference;
    const char* const options[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    const OGRErr code = reference.SetFromUserInput(crs.c_str(), const_cast<char**>(options));
    CPLPopErrorHandler();
    return code == OGRERR_NONE ? base::Expected<void>{} : refuse("recipe.crs_unknown", crs);
}

}  // namespace orelens::project
