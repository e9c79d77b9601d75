#include "core/ledger/Indicators.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/Resource.h"
#include "core/base/Units.h"
#include "core/ledger/JsonReader.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::JsonNode;
using base::Message;

Indicator read_row(JsonReader& reader, const JsonNode& node) {
    reader.known(node, {"species", "deposit_type", "mining", "unit", "background", "cutoff", "minimum", "rich", "source"});
    Indicator row;
    const std::string species = reader.text(node, "species");
    if (const auto name = species_name(species))
        row.species = *name;
    else
        reader.refuse(node.spot, Message("ledger.species.unknown", {{"species", species}}));
    if (node.child("deposit_type") != nullptr) row.deposit_type = reader.text(node, "deposit_type");
    if (node.child("mining") != nullptr) row.mining = reader.text(node, "mining");
    row.unit = reader.text(node, "unit");
    row.source = reader.text(node, "source", false);
    const auto unit = base::grade_unit(row.unit);
    if (!unit) {
        reader.refuse(node.spot, Message("ledger.unit.unknown", {{"unit", row.unit}}));
        return row;
    }
    const double factor = base::fraction_of(*unit);
    double last = 0;
    for (auto [key, limit] : {std::pair("background", &row.background), std::pair("cutoff", &row.cutoff),
                              std::pair("minimum", &row.minimum), std::pair("rich", &row.rich)}) {
        const double value = reader.number(node, key);
        if (std::isnan(value)) continue;
        *limit = value * factor;
        if (!(*limit >= last)) reader.refuse(node.spot, Message("ledger.indicators.order", {{"species", species}}));
        last = *limit;
    }
    if (std::isnan(row.cutoff) || std::isnan(row.minimum))
        reader.refuse(node.spot, Message("ledger.indicators.limits", {{"species", species}}));
    return row;
}

}  // namespace

base::Expected<IndicatorSet> indicators_from_json(const std::string& text, const std::string& file_name) {
    const auto tree = base::parse_json(text, file_name);
    if (!tree) return std::unexpected(tree.error());
    JsonReader reader(file_name);
    IndicatorSet set;
    if (tree->kind != JsonNode::Kind::object)
        return base::fail(ErrorKind::data, Message("ledger.json.not_object"), {.file = file_name, .row = 1});
    reader.known(*tree, {"id", "version", "name_en", "name_zh", "source", "from_memory", "rows", "prices", "price_basis"});
    set.id = reader.text(*tree, "id");
    set.version = reader.text(*tree, "version");
    set.source = reader.text(*tree, "source");
    set.name = {reader.text(*tree, "name_en"), reader.text(*tree, "name_zh")};
    set.from_memory = reader.flag(*tree, "from_memory");
    set.price_basis = reader.text(*tree, "price_basis", false);
    if (const JsonNode* prices = tree->child("prices"))
        for (const JsonNode& price : prices->children) {
            const auto name = species_name(price.key);
            if (!name) reader.refuse(price.key_spot, Message("ledger.species.unknown", {{"species", price.key}}));
            else set.prices[*name] = reader.number(*prices, price.key.c_str());
        }
    const JsonNode* rows = tree->child("rows");
    if (rows == nullptr || rows->kind != JsonNode::Kind::array)
        reader.refuse(tree->spot, Message("ledger.json.missing_key", {{"key", "rows"}}));
    else
        for (const JsonNode& row : rows->children) set.rows.push_back(read_row(reader, row));
    if (reader.error()) return std::unexpected(*reader.error());
    return set;
}

std::string indicators_to_json(const IndicatorSet& set) {
    nlohmann::ordered_json json = {{"id", set.id},           {"version", set.version},
                                   {"name_en", set.name.en}, {"name_zh", set.name.zh},
                                   {"source", set.source},   {"from_memory", set.from_memory}};
    if (!set.prices.empty()) json["prices"] = set.prices;
    if (!set.price_basis.empty()) json["price_basis"] = set.price_basis;
    json["rows"] = nlohmann::ordered_json::array();
    for (const Indicator& row : set.rows) {
        const double factor = base::fraction_of(*base::grade_unit(row.unit));
        nlohmann::ordered_json one = {
            {"species", row.species}, {"deposit_type", row.deposit_type}, {"mining", row.mining}, {"unit", row.unit}};
        for (auto [key, limit] : {std::pair("background", row.background), std::pair("cutoff", row.cutoff),
                                  std::pair("minimum", row.minimum), std::pair("rich", row.rich)})
            if (!std::isnan(limit)) one[key] = std::stod(base::number(limit / factor, 12));
        if (!row.source.empty()) one["source"] = row.source;
        json["rows"].push_back(one);
    }
    return json.dump(2) + "\n";
}

base::Expected<IndicatorSet> shipped_indicators() {
    const auto text = base::resource("tables/indicators.json");
    if (!text) return base::fail(ErrorKind::internal, Message("ledger.indicators.absent"));
    return indicators_from_json(std::string(*text), "tables/indicators.json");
}

const Indicator* indicator_for(const IndicatorSet& set, const std::string& species, const std::string& deposit_type,
                               const std::string& mining) {
    const Indicator* best = nullptr;
    int best_rank = -1;
    for (const Indicator& row : set.rows) {
        if (row.species != species) continue;
        if (row.deposit_type != "*" && row.deposit_type != deposit_type) continue;
        if (row.mining != "*" && row.mining != mining) continue;
        const int rank = (row.deposit_type != "*" ? 2 : 0) + (row.mining != "*" ? 1 : 0);
        if (rank > best_rank) {
            best = &row;
            best_rank = rank;
        }
    }
    return best;
}

GradeClass class_of(const Indicator* indicator, double grade) {
    if (indicator == nullptr || std::isnan(grade)) return GradeClass::unknown;
    if (grade >= indicator->rich) return GradeClass::rich;
    if (grade >= indicator->minimum) return GradeClass::industrial;
    if (grade >= indicator->cutoff) return GradeClass::low;
    if (grade < indicator->background) return GradeClass::background;
    return GradeClass::ultra_low;
}

double equivalent_grade(const IndicatorSet& set, const ResourceUnit& unit, std::size_t main_row) {
    const AssayRow& main = unit.assays[main_row];
    const auto main_price = set.prices.find(main.species);
    if (main_price == set.prices.end() || !(main_price->second > 0)) return main.grade;
    double sum = main.grade;
    for (std::size_t n = 0; n < unit.assays.size(); ++n) {
        const AssayRow& row = unit.assays[n];
        if (n == main_row || row.role == Role::harmful || std::isnan(row.grade)) continue;
        const auto price = set.prices.find(row.species);
        if (price != set.prices.end()) sum += row.grade * price->second / main_price->second;
    }
    return sum;
}

}  // namespace orelens::ledger
