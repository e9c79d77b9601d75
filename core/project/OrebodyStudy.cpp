#include "core/project/OrebodyStudy.h"

#include <cmath>
#include <filesystem>
#include <map>

#include "core/economics/Value.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project {

using costmodel::Orebody;
using costmodel::OrebodyVerdict;

Shared<OrebodyTables> orebody_tables(const Results& results) {
    return more<OrebodyTables>(results, orebody_tables_result);
}

Shared<costmodel::CostModel> cost_model(const Results& results) {
    return more<costmodel::CostModel>(results, cost_model_result);
}

Shared<OrebodyStudy> orebody_study(const Results& results) {
    const auto tables = orebody_tables(results);
    const auto model = cost_model(results);
    auto study = more<OrebodyStudy>(results, orebody_study_result);
    const bool together = study && tables && model && study->mines_hash == model->hash && study->verdicts.size() == tables->orebodies.rows.size();
    return together ? study : nullptr;
}

std::string own_project_file(const Recipe& recipe, const std::string& table_file, const Orebody& orebody) {
    namespace fs = std::filesystem;
    if (orebody.project_file.empty()) return {};
    const std::string by_recipe = resolved_file(recipe, orebody.project_file);
    std::error_code code;
    if (fs::path(orebody.project_file).is_absolute() || fs::is_regular_file(by_recipe, code)) return by_recipe;
    const fs::path by_table = fs::path(resolved_file(recipe, table_file)).parent_path() / orebody.project_file;
    return fs::is_regular_file(by_table, code) ? by_table.lexically_normal().string() : by_recipe;
}

std::vector<OrebodyUnit> orebody_units(const Results& results) {
    const auto tables = orebody_tables(results);
    if (!tables) return {};
    const auto study = orebody_study(results);
    const std::vector<Orebody>& rows = tables->orebodies.rows;
    std::map<std::string, int> named;
    for (const Orebody& o : rows) ++named[o.name];
    std::vector<OrebodyUnit> units;
    units.reserve(rows.size());
    for (std::size_t n = 0; n < rows.size(); ++n) {
        const Orebody& o = rows[n];
        OrebodyUnit unit;
        unit.id = named[o.name] > 1 ? o.name + "#" + std::to_string(o.row) : o.name;
        unit.name = o.name;
        unit.commodity = o.commodity;
        unit.country = o.country;
        unit.belt = o.belt;
        unit.deposit_type = o.deposit_type;
        unit.ore_type = o.ore_type;
        unit.project_file = o.project_file;
        unit.row = o.row;
        unit.status = o.status;
        unit.longitude = tables->orebody_places[n][0];
        unit.latitude = tables->orebody_places[n][1];
        unit.ore_tonnes = o.ore_tonnes;
        unit.grades = o.grades;
        if (study) {
            const OrebodyVerdict& v = study->verdicts[n];
            const economics::Commodity* commodity = economics::find_commodity(study->deck, o.commodity);
            unit.state = v.state;
            if (v.plan.mined_tonnes > 0) unit.mined_tonnes = v.plan.mined_tonnes;
            unit.metal_tonnes = v.metal_tonnes;
            unit.price = v.band.price;
            unit.lower = v.band.lower;
            unit.upper = v.band.upper;
            unit.probability = v.probability;
            if (commodity != nullptr) unit.price_unit = economics::quotation_unit(study->deck, *commodity);
        }
        units.push_back(std::move(unit));
    }
    return units;
}

costmodel::AvailabilityCurve availability(const OrebodyTables& tables, const OrebodyStudy& study) {
    std::vector<costmodel::AvailableOrebody> bodies;
    std::vector<costmodel::AvailabilityKey> keys;
    bodies.reserve(study.verdicts.size());
    keys.reserve(study.verdicts.size());
    for (const OrebodyVerdict& v : study.verdicts) {
        const Orebody& o = tables.orebodies.rows[static_cast<std::size_t>(v.row)];
        bodies.push_back({v.row, v.band.price, v.band.lower, v.band.upper, v.plan.mined_tonnes, std::isnan(v.metal_tonnes) ? 0 : v.metal_tonnes});
        keys.push_back({o.commodity, o.belt, o.deposit_type, costmodel::status_id(o.status)});
    }
    return {bodies, keys};
}

}  // namespace orelens::project
