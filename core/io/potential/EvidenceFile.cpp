#include "core/io/potential/EvidenceFile.h"

#include <algorithm>
#include <filesystem>

#include "core/io/text/CsvText.h"

namespace orelens::io {

const SampleTable::Element* SampleTable::element(const std::string& name) const {
    for (const Element& one : elements)
        if (one.name == name) return &one;
    return nullptr;
}

base::Finding evidence_finding(const std::string& file, const char* key, std::vector<std::pair<std::string, std::string>> args,
                               std::int64_t row, base::Severity severity) {
    base::Finding finding;
    finding.kind = "evidence_file";
    finding.severity = severity;
    finding.file = file;
    finding.row = row;
    finding.what = base::Message(key, std::move(args));
    finding.stage = "potential";
    return finding;
}

std::unexpected<base::Error> evidence_refused(const std::string& file, const char* key,
                                              std::vector<std::pair<std::string, std::string>> args, std::int64_t row,
                                              std::int64_t column, const char* fix) {
    return base::fail(base::ErrorKind::data, base::Message(key, std::move(args)), {.file = file, .row = row, .column = column},
                      fix != nullptr ? base::Message(fix) : base::Message());
}

void drop_no_data(EvidenceFile& file, const std::string& path, std::vector<float>& values, const EvidenceRule& rule) {
    const auto counts = potential::drop_codes(values, rule.no_data);
    for (std::size_t c = 0; c < counts.size(); ++c)
        if (counts[c] > 0)
            file.findings.push_back(evidence_finding(path, "evidence.no_data", {{"code", base::number(rule.no_data[c])}, {"count", base::grouped(static_cast<double>(counts[c]))}}, 0, base::Severity::info));
}

base::Expected<EvidenceFile> read_evidence(const std::string& path, const EvidenceRule& rule, const base::Progress& progress) {
    const std::string extension = lower(std::filesystem::path(path).extension().string());
    const auto among = [&](std::initializer_list<const char*> list) { return std::ranges::find(list, extension) != list.end(); };
    // Only what GDAL opens can be brought to another system.
    if (!rule.file_crs.empty() && !rule.crs.empty() && !among({".tif", ".tiff", ".grd", ".gxf", ".nc", ".geojson", ".json", ".gpkg", ".shp"}) && !same_crs(rule.file_crs, rule.crs))
        return evidence_refused(path, "evidence.crs_not_applied", {{"crs", rule.file_crs.substr(0, 80)}, {"project", rule.crs.substr(0, 80)}});
    if (among({".msh", ".mod", ".den", ".sus", ".con", ".chg"})) return read_ubc_tensor(path, rule);
    if (among({".vti"})) return read_image_cells(path, rule, progress);
    if (among({".csv", ".xlsx", ".xlsm", ".txt", ".dat", ".xyz"})) return read_evidence_table(path, rule);
    if (among({".tif", ".tiff", ".asc", ".grd", ".gxf", ".nc"})) return read_evidence_raster(path, rule);
    if (among({".obj", ".stl", ".dxf", ".ts", ".vtp", ".ply"})) return read_evidence_shape(path, rule, progress);
    if (among({".geojson", ".json", ".gpkg", ".shp"})) return read_evidence_lines(path, rule);
    return evidence_refused(path, "evidence.unknown_format", {{"extension", extension}});
}

}  // namespace orelens::io
