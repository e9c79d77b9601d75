#include "core/project/LedgerPackage.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <mutex>

#include "core/base/AtomicFile.h"
#include "core/base/RegularFile.h"
#include "core/io/shapes/Gdal.h"
#include "core/project/Fingerprint.h"
#include "core/project/LedgerFindings.h"
#include "core/project/LedgerJudges.h"
#include "core/project/LedgerParts.h"
#include "core/project/Sqlite.h"
#include "core/project/Target.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using namespace ledger;

struct CloseLedgerFile {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
struct DestroyFeature {
    void operator()(OGRFeature* feature) const { OGRFeature::DestroyFeature(feature); }
};

std::unexpected<base::Error> cannot_write(const std::string& path) {
    return base::fail(ErrorKind::file, Message("file.cannot_write", {{"reason", CPLGetLastErrorMsg()}}), {.file = path});
}

/// The places of units as points, and licence blocks as polygons, in CGCS2000.
Expected<void> write_ledger_layers(const Ledger& ledger, const std::vector<LicenceBlock>& blocks, const std::string& path) {
    static std::once_flag once;
    std::call_once(once, [] {
        io::keep_gdal_local();
        RegisterOGRGeoPackage();
    });
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const std::unique_ptr<void, void (*)(void*)> quiet(&once, [](void*) { CPLPopErrorHandler(); });
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    std::unique_ptr<GDALDataset, CloseLedgerFile> file(driver == nullptr ? nullptr : driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!file) return cannot_write(path);
    OGRSpatialReference reference;
    reference.importFromEPSG(4490);
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const auto layer_of = [&](const char* name, OGRwkbGeometryType type, std::initializer_list<std::pair<const char*, OGRFieldType>> fields) {
        OGRLayer* layer = file->CreateLayer(name, &reference, type, nullptr);
        for (const auto& [field, kind] : fields) {
            OGRFieldDefn definition(field, kind);
            if (layer != nullptr && layer->CreateField(&definition) != OGRERR_NONE) layer = nullptr;
        }
        return layer;
    };
    bool fine = file->StartTransaction() == OGRERR_NONE;
    OGRLayer* places = layer_of("ledger_places", wkbPoint, {{"unit", OFTString}, {"name", OFTString}, {"status", OFTString}, {"mass_t", OFTReal}});
    fine = fine && places != nullptr;
    for (std::size_t u = 0; fine && u < ledger.units(); ++u) {
        if (std::isnan(ledger.x[u]) || std::isnan(ledger.y[u])) continue;
        const std::unique_ptr<OGRFeature, DestroyFeature> feature(OGRFeature::CreateFeature(places->GetLayerDefn()));
        feature->SetField(0, ledger.ids[u].c_str());
        feature->SetField(1, ledger.names[u].c_str());
        feature->SetField(2, std::string(code(ledger.status[u])).c_str());
        if (std::isfinite(ledger.mass_t[u])) feature->SetField(3, ledger.mass_t[u]);
        const OGRPoint point(ledger.x[u], ledger.y[u]);
        feature->SetGeometry(&point);
        fine = places->CreateFeature(feature.get()) == OGRERR_NONE;
    }
    OGRLayer* polygons = layer_of("licence_blocks", wkbPolygon, {{"block", OFTString}, {"species", OFTString}, {"potential_t", OFTReal}, {"area_km2", OFTReal}, {"units", OFTString}, {"other_metals", OFTString}});
    fine = fine && polygons != nullptr;
    for (std::size_t n = 0; fine && n < blocks.size(); ++n) {
        const LicenceBlock& block = blocks[n];
        const std::unique_ptr<OGRFeature, DestroyFeature> feature(OGRFeature::CreateFeature(polygons->GetLayerDefn()));
        std::string units;
        for (const std::uint32_t u : block.units) units += (units.empty() ? "" : ", ") + ledger.ids[u];
        feature->SetField(0, block.id.c_str());
        feature->SetField(1, block.species.c_str());
        feature->SetField(2, block.contained_t);
        feature->SetField(3, block.area_km2);
        feature->SetField(4, units.c_str());
        feature->SetField(5, block.others.c_str());
        OGRLinearRing ring;
        for (const auto& [x, y] : {std::pair(block.west, block.south), std::pair(block.east, block.south), std::pair(block.east, block.north),
                                   std::pair(block.west, block.north), std::pair(block.west, block.south)})
            ring.addPoint(x, y);
        OGRPolygon polygon;
        polygon.addRing(&ring);
        feature->SetGeometry(&polygon);
        fine = polygons->CreateFeature(feature.get()) == OGRERR_NONE;
    }
    fine = fine && file->CommitTransaction() == OGRERR_NONE;
    if (!fine) return cannot_write(path);
    return {};
}

constexpr const char* tables_sql = R"(
CREATE TABLE ledger_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE ledger_sources (n INTEGER PRIMARY KEY, id TEXT, kind TEXT, file TEXT, fingerprint TEXT, as_of TEXT);
CREATE TABLE ledger_units (n INTEGER PRIMARY KEY, id TEXT, name TEXT, subsystem TEXT, ground TEXT, ground_id TEXT, within TEXT, system TEXT,
 year TEXT, mass_t REAL, confidence TEXT, kind TEXT, source INTEGER REFERENCES ledger_sources(n), licence TEXT, as_of TEXT, grade_class TEXT,
 status TEXT, stage TEXT, flags INTEGER, deposit_type TEXT, ore_type TEXT, mining TEXT, region TEXT, depth_m REAL, longitude REAL,
 latitude REAL, capacity_t REAL, cost_per_t REAL, capital REAL, life_years REAL, restart REAL, closure REAL, costs_whole INTEGER, excluded TEXT);
CREATE TABLE ledger_assays (unit INTEGER REFERENCES ledger_units(n), species TEXT, role TEXT, grade REAL, contained_t REAL, sd_t REAL,
 leading INTEGER, {shares}, PRIMARY KEY (unit, species)) WITHOUT ROWID;
CREATE TABLE ledger_findings (kind TEXT, severity TEXT, file TEXT, row INTEGER, unit TEXT, en TEXT, zh TEXT, tonnes REAL);
CREATE VIEW ledger_counted AS SELECT * FROM ledger_units WHERE excluded = 'counted';
CREATE VIEW ledger_metal AS SELECT u.id AS unit, u.name, a.species, a.role, a.grade, a.contained_t, a.sd_t, u.grade_class, u.status, u.stage,
 u.subsystem, u.confidence, u.kind, u.region, u.system FROM ledger_counted u JOIN ledger_assays a ON a.unit = u.n WHERE a.species <> 'unknown';
CREATE VIEW ledger_cube AS {cube};
CREATE VIEW ledger_by_species AS SELECT species, kind, count(*) AS units, sum(contained_t) AS contained_t, sum(contained_t IS NULL) AS units_without_metal
 FROM ledger_metal GROUP BY species, kind;
CREATE VIEW ledger_by_occurrence AS SELECT species, occurrence, kind, sum(metal_t) AS metal_t FROM ledger_cube GROUP BY species, occurrence, kind;
CREATE VIEW ledger_by_status AS SELECT status, kind, count(*) AS units, sum(mass_t) AS ore_t FROM ledger_counted GROUP BY status, kind;
CREATE VIEW ledger_by_class AS SELECT grade_class, kind, count(*) AS units, sum(mass_t) AS ore_t FROM ledger_counted GROUP BY grade_class, kind;
CREATE VIEW ledger_by_stage AS SELECT stage, kind, count(*) AS units, sum(mass_t) AS ore_t FROM ledger_counted GROUP BY stage, kind;
CREATE VIEW ledger_by_kind AS SELECT kind, count(*) AS units, sum(mass_t) AS ore_t FROM ledger_counted GROUP BY kind;
CREATE VIEW ledger_left_out AS SELECT excluded, count(*) AS units, sum(mass_t) AS ore_t FROM ledger_units WHERE excluded <> 'counted' GROUP BY excluded;
)";

std::string share_column(std::size_t o) {
    return "share_" + std::string(values<Occurrence>()[o].code);
}

std::string tables_text() {
    std::string shares, cube;
    for (std::size_t o = 0; o < occurrences; ++o) {
        shares += (o == 0 ? "" : ", ") + share_column(o) + " REAL";
        cube += fmt::format("{}SELECT u.id AS unit, a.species, a.role, '{}' AS occurrence, a.contained_t * a.{} AS metal_t, u.grade_class, u.status, u.stage, u.kind "
                            "FROM ledger_counted u JOIN ledger_assays a ON a.unit = u.n WHERE a.{} > 0 AND a.species <> 'unknown'",
                            o == 0 ? "" : " UNION ALL ", values<Occurrence>()[o].code, share_column(o), share_column(o));
    }
    std::string sql = tables_sql;
    sql.replace(sql.find("{shares}"), 8, shares);
    sql.replace(sql.find("{cube}"), 6, cube);
    // So that a GIS lists them.
    for (const char* name : {"ledger_meta", "ledger_sources", "ledger_units", "ledger_assays", "ledger_findings", "ledger_counted", "ledger_metal",
                             "ledger_cube", "ledger_by_species", "ledger_by_occurrence", "ledger_by_status", "ledger_by_class", "ledger_by_stage",
                             "ledger_by_kind", "ledger_left_out"})
        sql += fmt::format("INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('{}', 'attributes', '{}');\n", name, name);
    return sql;
}

Expected<void> write_rows(Database& database, const LedgerFile& file, const base::Progress& progress) {
    const Ledger& ledger = file.built.ledger;
    Statement meta = database.prepare("INSERT INTO ledger_meta VALUES (?, ?)");
    const std::vector<std::pair<std::string, std::string>> facts{{"form", "1"},
                                                                 {"assumptions", file.assumptions_text},
                                                                 {"indicators", file.indicators_text},
                                                                 {"indicator_set", ledger.indicators},
                                                                 {"currency", ledger.basis.currency},
                                                                 {"basis_year", std::to_string(ledger.basis.year)}};
    for (const auto& [key, value] : facts)
        if (auto done = meta.bind(1, std::string_view(key)).bind(2, std::string_view(value)).run(); !done) return done;
    Statement source = database.prepare("INSERT INTO ledger_sources VALUES (?, ?, ?, ?, ?, ?)");
    for (std::size_t n = 0; n < ledger.sources.size(); ++n) {
        const Source& one = ledger.sources[n];
        source.bind(1, static_cast<std::int64_t>(n)).bind(2, std::string_view(one.id)).bind(3, std::string_view(one.kind));
        source.bind(4, std::string_view(one.file)).bind(5, std::string_view(one.fingerprint)).bind(6, std::string_view(one.as_of));
        if (auto done = source.run(); !done) return done;
    }
    Statement unit = database.prepare("INSERT INTO ledger_units VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    std::string marks = "?,?,?,?,?,?,?";
    for (std::size_t o = 0; o < occurrences; ++o) marks += ",?";
    Statement assay = database.prepare("INSERT INTO ledger_assays VALUES (" + marks + ")");
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (u % 4096 == 0 && !progress.report(static_cast<double>(u) / static_cast<double>(ledger.units()))) return base::cancelled();
        int at = 1;
        const auto text = [&](std::string_view value) { unit.bind(at++, value); };
        const auto number = [&](double value) { unit.bind(at++, value); };
        unit.bind(at++, static_cast<std::int64_t>(u));
        text(ledger.ids[u]);
        text(ledger.names[u]);
        text(code(ledger.subsystem[u]));
        text(code(ledger.ground[u]));
        text(ledger.ground_ids[u]);
        text(ledger.within[u]);
        text(ledger.systems[ledger.system[u]]);
        text(ledger.years[ledger.year[u]]);
        number(ledger.mass_t[u]);
        text(code(ledger.confidence[u]));
        text(code(ledger.kind[u]));
        unit.bind(at++, static_cast<std::int64_t>(ledger.source[u]));
        text(ledger.licences[ledger.licence[u]]);
        text(ledger.as_of[u]);
        text(code(ledger.grade_class[u]));
        text(code(ledger.status[u]));
        text(code(ledger.stage[u]));
        unit.bind(at++, static_cast<std::int64_t>(ledger.flags[u]));
        text(ledger.deposit_types[ledger.deposit_type[u]]);
        text(ledger.ore_types[ledger.ore_type[u]]);
        text(ledger.minings[ledger.mining[u]]);
        text(ledger.regions[ledger.region[u]]);
        for (const double value : {ledger.depth_m[u], ledger.x[u], ledger.y[u], ledger.capacity_t[u], ledger.cost_per_t[u], ledger.capital[u],
                                   ledger.life_years[u], ledger.restart[u], ledger.closure[u]})
            number(value);
        unit.bind(at++, static_cast<std::int64_t>(ledger.costs_whole[u]));
        text(code(ledger.excluded[u]));
        if (auto done = unit.run(); !done) return done;
        for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
            const std::size_t s = ledger.row_species[r];
            assay.bind(1, static_cast<std::int64_t>(u)).bind(2, s == 0 ? std::string_view("unknown") : std::string_view(ledger.species[s]));
            assay.bind(3, code(ledger.row_role[r])).bind(4, ledger.row_grade[r]).bind(5, ledger.row_contained[r]).bind(6, ledger.row_sd[r]);
            assay.bind(7, static_cast<std::int64_t>(r == ledger.leading_row(u)));
            for (std::size_t o = 0; o < occurrences; ++o)
                assay.bind(static_cast<int>(8 + o), ledger.profiles[ledger.row_profile[r]][o]);
            if (auto done = assay.run(); !done) return done;
        }
    }
    return write_ledger_findings(database, file.built.findings);
}

/// Reads one value of an enumeration as it was written; a file that says otherwise is not ours.
template <class Enum>
Enum read(const std::string& written, bool& fine) {
    const auto found = read_value<Enum>(written);
    fine = fine && found.has_value();
    return found.value_or(Enum{});
}

Expected<void> assumptions_of(LedgerFile& file, const std::string& assumptions_name, const std::string& indicators_name) {
    auto assumptions = assumptions_from_json(file.assumptions_text, assumptions_name);
    if (!assumptions) return std::unexpected(assumptions.error());
    file.assumptions = std::move(*assumptions);
    auto indicators = indicators_from_json(file.indicators_text, indicators_name);
    if (!indicators) return std::unexpected(indicators.error());
    file.indicators = std::move(*indicators);
    return {};
}

/// A number of a column as text that reads back to the same bits.
std::string exact(const std::string& column) {
    return "CASE WHEN " + column + " IS NULL THEN NULL ELSE printf('%!.17g', " + column + ") END";
}

double number_or_missing(const Statement& row, int column) {
    const std::string text = row.text(column);
    return text.empty() ? unknown : std::strtod(text.c_str(), nullptr);
}

}  // namespace

base::Expected<LedgerFile> build_ledger_from_tables(const std::vector<std::string>& tables, const std::string& assumptions,
                                                    const std::string& indicators, const base::Progress& progress, const std::vector<std::string>& projects,
                                                    const std::string& group_by) {
    LedgerFile file;
    auto text = base::read_regular_file(assumptions, {.most = base::most_text_bytes});
    if (!text) return std::unexpected(text.error());
    file.assumptions_text = std::move(*text);
    if (indicators.empty()) {
        const auto shipped = shipped_indicators();
        if (!shipped) return std::unexpected(shipped.error());
        file.indicators_text = indicators_to_json(*shipped);
    } else {
        auto own = base::read_regular_file(indicators, {.most = base::most_text_bytes});
        if (!own) return std::unexpected(own.error());
        file.indicators_text = std::move(*own);
    }
    if (auto fine = assumptions_of(file, assumptions, indicators); !fine) return std::unexpected(fine.error());
    LedgerParts parts;
    parts.judged = false;
    for (const std::string& table : tables)
        if (auto done = add_table_part(parts, table); !done) return std::unexpected(done.error());
    for (std::size_t n = 0; n < projects.size(); ++n) {
        const auto share = [&](std::size_t at) { return 0.7 * static_cast<double>(at) / static_cast<double>(projects.size()); };
        if (auto done = add_project_part(parts, projects[n], "", group_by, file.indicators, nullptr, progress.part(share(n), share(n + 1))); !done)
            return std::unexpected(done.error());
    }
    forget_judgements(parts);
    auto built = build_ledger(std::move(parts.units), std::move(parts.sources), {file.assumptions.basis, file.indicators}, progress.part(projects.empty() ? 0 : 0.7, 1));
    if (!built) return std::unexpected(built.error());
    file.built = std::move(*built);
    if (!projects.empty())
        if (auto told = tell_judges(file.built, parts.heard, file.assumptions, file.assumptions.scenarios.front(), assumptions, progress.part(1, 1)); !told)
            return std::unexpected(told.error());
    for (base::Finding& finding : parts.findings) file.built.findings.push_back(std::move(finding));
    return file;
}

base::Expected<void> write_ledger_package(const LedgerFile& file, const std::vector<ledger::LicenceBlock>& blocks,
                                          const std::string& path, const base::Progress& progress) {
    base::AtomicFile whole(path);
    const std::string& draft = whole.temporary();
    const auto write = [&]() -> Expected<void> {
        if (auto layers = write_ledger_layers(file.built.ledger, blocks, draft); !layers) return layers;
        auto database = Database::open(draft, Database::Mode::read_write);
        if (!database) return std::unexpected(database.error());
        if (auto begun = database->execute("BEGIN"); !begun) return begun;
        if (auto made = database->execute(tables_text()); !made) return made;
        if (auto rows = write_rows(*database, file, progress); !rows) return rows;
        if (auto done = database->execute("COMMIT"); !done) return done;
        return database->close();
    };
    if (auto written = write(); !written) {
        // The user knows the name that was asked for, not the one it is written under.
        base::Error error = written.error();
        const std::string hidden = std::filesystem::path(draft).filename().string();
        if (std::filesystem::path(error.place.file).filename() == hidden) error.place.file = path;
        return std::unexpected(std::move(error));
    }
    return whole.commit();
}

base::Expected<void> check_ledger_target(const std::string& path, const std::vector<std::string>& inputs) {
    if (auto fine = check_target(path, Content::project, inputs); !fine) return fine;
    std::error_code code;
    if (const auto size = std::filesystem::file_size(path, code); code || size == 0) return {};
    const auto there = Database::open_to_read(path);
    if (there && there->has_table("ledger_meta")) return {};
    return base::fail(ErrorKind::file, Message("target.other_content"), {.file = path}, Message("target.move_away"));
}

base::Expected<LedgerFile> read_ledger_package(const std::string& path, const base::Progress& progress) {
    auto database = Database::open_to_read(path);
    if (!database) return std::unexpected(database.error());
    if (!database->has_table("ledger_units") || !database->has_table("ledger_meta") || !database->has_table("ledger_assays") ||
        !database->has_table("ledger_sources"))
        return base::fail(ErrorKind::data, Message("ledger.file.none"), {.file = path});
    database->watch(progress);
    LedgerFile file;
    Statement meta = database->prepare("SELECT key, value FROM ledger_meta");
    while (meta.step()) {
        if (meta.text(0) == "assumptions") file.assumptions_text = meta.text(1);
        if (meta.text(0) == "indicators") file.indicators_text = meta.text(1);
    }
    if (meta.failure()) return std::unexpected(*meta.failure());
    if (auto fine = assumptions_of(file, path, path); !fine) return std::unexpected(fine.error());
    std::vector<Source> sources;
    Statement source = database->prepare("SELECT id, kind, file, fingerprint, as_of FROM ledger_sources ORDER BY n");
    while (source.step())
        sources.push_back({source.text(0), source.text(1), source.text(2), source.text(3), source.text(4), {}});
    if (source.failure()) return std::unexpected(*source.failure());

    std::vector<ResourceUnit> units;
    std::vector<ledger::Excluded> excluded;
    bool fine = true;
    std::string numbers;
    for (const char* column : {"depth_m", "longitude", "latitude", "capacity_t", "cost_per_t", "capital", "life_years", "restart", "closure"})
        numbers += exact(column) + ", ";
    Statement columns_of_units = database->prepare("SELECT count(*) FROM pragma_table_info('ledger_units') WHERE name IN ('within', 'costs_whole')");
    const bool newer = columns_of_units.step() && columns_of_units.integer(0) == 2;
    Statement row = database->prepare("SELECT id, name, subsystem, ground, ground_id, system, year, " + exact("mass_t") +
                                      ", confidence, source, licence, as_of, status, stage, flags, deposit_type, ore_type, mining, region, " +
                                      numbers + "excluded" + (newer ? ", within, costs_whole" : ", '', 0") +
                                      " FROM ledger_units ORDER BY n");
    std::vector<std::string> grounds;
    while (row.step()) {
        ResourceUnit unit;
        unit.id = row.text(0);
        unit.name = row.text(1);
        unit.subsystem = read<Subsystem>(row.text(2), fine);
        unit.ground = read<Ground>(row.text(3), fine);
        grounds.push_back(row.text(4));
        unit.system = row.text(5);
        unit.year = std::atoi(row.text(6).c_str());
        unit.mass_t = number_or_missing(row, 7);
        unit.confidence = read<Confidence>(row.text(8), fine);
        const auto from = static_cast<std::size_t>(row.integer(9));
        fine = fine && from < sources.size();
        if (!fine) break;
        unit.source = sources[from].id;
        unit.licence = row.text(10);
        unit.as_of = row.text(11);
        unit.statuses = {read<Status>(row.text(12), fine)};
        unit.stage = read<ledger::Stage>(row.text(13), fine);
        unit.flags = static_cast<Flags>(row.integer(14) & 31);
        unit.deposit_type = row.text(15);
        unit.ore_type = row.text(16);
        unit.mining = row.text(17);
        unit.region = row.text(18);
        unit.depth_m = number_or_missing(row, 19);
        unit.x = number_or_missing(row, 20);
        unit.y = number_or_missing(row, 21);
        unit.capacity_t_per_year = number_or_missing(row, 22);
        unit.costs = {file.assumptions.basis.currency, file.assumptions.basis.year, number_or_missing(row, 23), number_or_missing(row, 24),
                      number_or_missing(row, 25),      number_or_missing(row, 26),  number_or_missing(row, 27)};
        excluded.push_back(read<ledger::Excluded>(row.text(28), fine));
        unit.within = row.text(29);
        unit.costs.whole = row.integer(30) != 0;
        units.push_back(std::move(unit));
    }
    if (row.failure()) return std::unexpected(*row.failure());
    std::string columns;
    for (std::size_t o = 0; o < occurrences; ++o) columns += ", " + exact(share_column(o));
    Statement assay = database->prepare("SELECT unit, species, role, " + exact("grade") + ", " + exact("contained_t") + ", " + exact("sd_t") + columns + " FROM ledger_assays ORDER BY unit, leading DESC, species");
    while (fine && assay.step()) {
        const auto u = static_cast<std::size_t>(assay.integer(0));
        fine = u < units.size();
        if (!fine || assay.text(1) == "unknown") continue;
        AssayRow one;
        one.species = assay.text(1);
        one.role = read<Role>(assay.text(2), fine);
        one.grade = number_or_missing(assay, 3);
        one.contained_t = number_or_missing(assay, 4);
        one.sd_t = number_or_missing(assay, 5);
        for (std::size_t o = 0; o < occurrences; ++o) one.shares[o] = number_or_missing(assay, static_cast<int>(6 + o));
        units[u].assays.push_back(std::move(one));
    }
    if (assay.failure()) return std::unexpected(*assay.failure());
    if (!fine) return base::fail(ErrorKind::data, Message("ledger.file.rows"), {.file = path});
    auto built = build_ledger(std::move(units), std::move(sources), {file.assumptions.basis, file.indicators}, progress);
    if (!built) return std::unexpected(built.error());
    file.built = std::move(*built);
    // What gave way when the ledger was made still does.
    file.built.ledger.excluded = std::move(excluded);
    file.built.ledger.ground_ids = std::move(grounds);
    std::vector<std::string> now;
    for (const Source& one : file.built.ledger.sources) {
        const std::string print = file_fingerprint(one.file);
        now.push_back(print == absent_file ? std::string() : print);
    }
    check_sources(file.built, now);
    if (auto kept = read_ledger_findings(*database, file.built.findings); !kept) return std::unexpected(kept.error());
    return file;
}

}  // namespace orelens::project
