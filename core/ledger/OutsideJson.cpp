#include "core/ledger/OutsideJson.h"

#include <cmath>

#include "core/ledger/JsonReader.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::JsonNode;
using base::Message;

class OutsideReader {
  public:
    explicit OutsideReader(const std::string& file) : reader_(file) {}
    OutsideFile read(const JsonNode& root);
    [[nodiscard]] const std::optional<base::Error>& error() const { return reader_.error(); }

  private:
    /// A number within [least, most] into `into`, where the key is there.
    void number(const JsonNode& object, const char* key, double& into, double least, double most);
    void share(const JsonNode& object, const char* key, std::optional<double>& into);
    std::string species(const JsonNode& node, const std::string& written);
    std::map<std::string, double> amounts(const JsonNode& object, const char* key, bool of_species, double most);
    Chain chain(const JsonNode& node);
    Outside year(const JsonNode& node);

    JsonReader reader_;
};

/// No amount of anything on Earth is as large; the sums of a chain of years stay finite.
constexpr double most_amount = 1e18;

void OutsideReader::number(const JsonNode& object, const char* key, double& into, double least, double most) {
    const JsonNode* node = object.child(key);
    if (node == nullptr) return;
    const double value = reader_.number(object, key);
    if (most > 1 && value > most) reader_.refuse(node->spot, Message("ledger.json.beyond", {{"key", key}}));
    else if (!(value >= least && value <= most))
        reader_.refuse(node->spot, most <= 1 ? Message("ledger.json.no_share", {{"key", key}}) : Message("ledger.json.negative", {{"key", key}}));
    into = value;
}

void OutsideReader::share(const JsonNode& object, const char* key, std::optional<double>& into) {
    if (object.child(key) == nullptr) return;
    double value = 0;
    number(object, key, value, 0, 1);
    into = value;
}

std::string OutsideReader::species(const JsonNode& node, const std::string& written) {
    if (const auto name = species_name(written)) return *name;
    const std::string near = base::nearest(written, species_names());
    reader_.refuse(node.spot, Message("ledger.species.unknown", {{"species", written}}),
                   near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
    return written;
}

std::map<std::string, double> OutsideReader::amounts(const JsonNode& object, const char* key, bool of_species, double most) {
    std::map<std::string, double> all;
    const JsonNode* node = object.child(key);
    if (node == nullptr) return all;
    if (node->kind != JsonNode::Kind::object) {
        reader_.refuse(node->spot, Message("ledger.json.not_object"));
        return all;
    }
    for (const JsonNode& member : node->children) {
        double value = 0;
        number(*node, member.key.c_str(), value, 0, most);
        all[of_species ? species(member, member.key) : member.key] = value;
    }
    return all;
}

Chain OutsideReader::chain(const JsonNode& node) {
    Chain made;
    reader_.known(node, {"species", "mining_recovery", "smelting_recovery", "fabrication_yield", "collection", "recycling_recovery", "survival", "taylor_life_factor"});
    made.species = species(node, reader_.text(node, "species"));
    number(node, "mining_recovery", made.mining_recovery, 0, 1);
    number(node, "smelting_recovery", made.smelting_recovery, 0, 1);
    number(node, "fabrication_yield", made.fabrication_yield, 0, 1);
    number(node, "collection", made.collection, 0, 1);
    number(node, "recycling_recovery", made.recycling_recovery, 0, 1);
    number(node, "taylor_life_factor", made.taylor_life_factor, 1e-6, most_amount);
    if (const JsonNode* survival = node.child("survival")) {
        if (survival->kind != JsonNode::Kind::array || survival->children.empty()) reader_.refuse(survival->spot, Message("ledger.json.not_list", {{"key", "survival"}}));
        made.survival.clear();
        for (const JsonNode& member : survival->children) {
            const double value = member.kind == JsonNode::Kind::integer ? static_cast<double>(std::get<std::int64_t>(member.value))
                                 : member.kind == JsonNode::Kind::real  ? std::get<double>(member.value)
                                                                        : unknown;
            if (!(value >= 0 && value <= 1)) reader_.refuse(member.spot, Message("ledger.json.no_share", {{"key", "survival"}}));
            made.survival.push_back(value);
        }
        if (made.survival.empty()) made.survival = {1};
    }
    return made;
}

Outside OutsideReader::year(const JsonNode& node) {
    Outside made;
    reader_.known(node, {"year", "demand_t", "prices", "import_cap_t", "export_cap_t", "tax", "royalty", "subsidy", "cost_factor", "capacity_share", "unit_share",
                         "old_scrap_t"});
    const double written = reader_.number(node, "year");
    if (!(written >= 1 && written <= 9999 && written == std::floor(written))) reader_.refuse(node.spot, Message("ledger.json.no_year", {{"key", "year"}}));
    else made.year = static_cast<int>(written);
    number(node, "demand_t", made.demand_t, 0, most_amount);
    number(node, "import_cap_t", made.import_cap_t, 0, most_amount);
    number(node, "export_cap_t", made.export_cap_t, 0, most_amount);
    number(node, "cost_factor", made.cost_factor, 0, most_amount);
    number(node, "old_scrap_t", made.old_scrap_t, 0, most_amount);
    share(node, "tax", made.tax);
    share(node, "royalty", made.royalty);
    made.prices = amounts(node, "prices", true, most_amount);
    made.subsidy = amounts(node, "subsidy", true, most_amount);
    made.unit_share = amounts(node, "unit_share", false, 1);
    for (const auto& [name, value] : amounts(node, "capacity_share", false, 1)) {
        if (const auto at = read_value<Node>(name)) made.capacity_share[static_cast<std::size_t>(*at)] = value;
        else reader_.refuse(node.child("capacity_share")->spot, Message("ledger.json.unknown_value", {{"key", "capacity_share"}, {"value", name}}));
    }
    return made;
}

OutsideFile OutsideReader::read(const JsonNode& root) {
    OutsideFile all;
    reader_.known(root, {"source", "chain", "years"});
    all.source = reader_.text(root, "source", false);
    if (const JsonNode* node = root.child("chain")) all.chain = chain(*node);
    else reader_.refuse(root.spot, Message("ledger.json.missing_key", {{"key", "chain"}}));
    const JsonNode* years = root.child("years");
    if (years == nullptr || years->kind != JsonNode::Kind::array || years->children.empty()) {
        reader_.refuse(years == nullptr ? root.spot : years->spot, Message("ledger.json.missing_key", {{"key", "years"}}));
        return all;
    }
    for (const JsonNode& node : years->children) {
        all.years.push_back(year(node));
        if (all.years.size() > 1 && all.years.back().year != all.years[all.years.size() - 2].year + 1)
            reader_.refuse(node.spot, Message("ledger.json.years_rise"));
    }
    return all;
}

}  // namespace

base::Expected<OutsideFile> outside_from_json(const std::string& text, const std::string& file_name) {
    const auto tree = base::parse_json(text, file_name);
    if (!tree) return std::unexpected(tree.error());
    if (tree->kind != JsonNode::Kind::object)
        return base::fail(base::ErrorKind::data, Message("ledger.json.not_object"), {.file = file_name, .row = 1});
    OutsideReader reader(file_name);
    OutsideFile all = reader.read(*tree);
    if (reader.error()) return std::unexpected(*reader.error());
    return all;
}

}  // namespace orelens::ledger
