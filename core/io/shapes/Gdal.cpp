#include "core/io/shapes/Gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>

#include <mutex>

#include "core/base/FileKind.h"

namespace orelens::io {

void keep_gdal_local() {
    static std::once_flag once;
    std::call_once(once, [] {
        OSRSetPROJEnableNetwork(0);
        CPLSetConfigOption("PROJ_NETWORK", "OFF");
        CPLSetConfigOption("GDAL_HTTP_MAX_RETRY", "0");
        CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none");
        CPLSetConfigOption("CPL_CURL_ENABLE_VSIMEM", "NO");
        CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    });
}

void GdalClose::operator()(GDALDataset* dataset) const {
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    GDALClose(dataset);
}

base::Expected<GdalFile> open_gdal(const std::string& path, GdalKind kind, const std::vector<std::string>& drivers) {
    if (base::file_kind(path) != base::FileKind::regular || path.starts_with("/vsi"))
        return base::fail(base::ErrorKind::file, base::Message("project.no_such_file"), {.file = path});
    keep_gdal_local();
    static std::once_flag registered;
    std::call_once(registered, [] { GDALAllRegister(); });
    std::vector<const char*> names;
    for (const std::string& driver : drivers) names.push_back(driver.c_str());
    names.push_back(nullptr);
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    CPLErrorReset();
    const unsigned flags = (kind == GdalKind::raster ? GDAL_OF_RASTER : GDAL_OF_VECTOR) | GDAL_OF_READONLY;
    // No side files: they could name others.
    static const char* const alone[] = {nullptr};
    GdalFile dataset(GDALDataset::Open(path.c_str(), flags, names.data(), nullptr, alone));
    if (!dataset) {
        const std::string said = CPLGetLastErrorMsg();
        const std::string reason = said.empty() ? std::string("?") : said.substr(0, 200);
        return base::fail(base::ErrorKind::data, base::Message("shapes.gdal_refused", {{"reason", reason}}),
                          {.file = path}, base::Message("shapes.gdal_refused_fix"));
    }
    return dataset;
}

}  // namespace orelens::io
