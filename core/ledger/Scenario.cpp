#include "core/ledger/Scenario.h"

#include <algorithm>
#include <cmath>

#include "core/ledger/JsonReader.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::JsonNode;
using base::Message;

constexpr Value part_values[] = {{"price", "price", "价格"},
                                 {"technology", "technology", "技术"},
                                 {"cost", "cost", "成本"},
                                 {"policy", "policy", "政策"},
                                 {"constraint", "constraint", "约束"}};

class AssumptionReader {
  public:
    explicit AssumptionReader(const std::string& file) : reader_(file) {}
    Assumptions read(const JsonNode& root);
    [[nodiscard]] const std::optional<base::Error>& error() const { return reader_.error(); }

  private:
    void read_basis(const JsonNode& node, MoneyBasis& basis);
    Route read_route(const JsonNode& node);
    Recovery read_recovery(const JsonNode& node);
    Scenario read_scenario(const JsonNode& node, const Assumptions& known);
    std::map<std::string, double> table(const JsonNode& object, const char* key, bool species);
    double share(const JsonNode& object, const char* key, double otherwise);
    double positive(const JsonNode& object, const char* key, double otherwise, double least = 0);
    int year(const JsonNode& object, const char* key);
    std::string species(const JsonNode& at, const std::string& written);
    template <class Enum>
    std::vector<Enum> list(const JsonNode& object, const char* key);
    const JsonNode* array(const JsonNode& object, const char* key, bool needed);

    JsonReader reader_;
};

const JsonNode* AssumptionReader::array(const JsonNode& object, const char* key, bool needed) {
    const JsonNode* node = object.child(key);
    if (node == nullptr) {
        if (needed) reader_.refuse(object.spot, Message("ledger.json.missing_key", {{"key", key}}));
        return nullptr;
    }
    if (node->kind == JsonNode::Kind::array) return node;
    reader_.refuse(node->spot, Message("ledger.json.not_list", {{"key", key}}));
    return nullptr;
}

std::string AssumptionReader::species(const JsonNode& at, const std::string& written) {
    if (const auto name = species_name(written)) return *name;
    const std::string near = base::nearest(written, species_names());
    reader_.refuse(at.key.empty() ? at.spot : at.key_spot, Message("ledger.species.unknown", {{"species", written}}),
                   near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
    return {};
}

std::map<std::string, double> AssumptionReader::table(const JsonNode& object, const char* key, bool by_species) {
    std::map<std::string, double> all;
    const JsonNode* node = object.child(key);
    if (node == nullptr) return all;
    if (node->kind != JsonNode::Kind::object) reader_.refuse(node->spot, Message("ledger.json.not_object"));
    for (const JsonNode& member : node->children) {
        const double value = reader_.number(*node, member.key.c_str());
        if (!(value >= 0)) reader_.refuse(member.spot, Message("ledger.json.negative", {{"key", member.key}}));
        all[by_species ? species(member, member.key) : member.key] = value;
    }
    return all;
}

double AssumptionReader::share(const JsonNode& object, const char* key, double otherwise) {
    const double value = reader_.number(object, key);
    if (std::isnan(value)) return otherwise;
    if (!(value >= 0 && value <= 1)) reader_.refuse(object.child(key)->spot, Message("ledger.json.no_share", {{"key", key}}));
    return value;
}

double AssumptionReader::positive(const JsonNode& object, const char* key, double otherwise, double least) {
    const double value = reader_.number(object, key);
    if (std::isnan(value)) return otherwise;
    if (!(value >= least)) reader_.refuse(object.child(key)->spot, Message("ledger.json.negative", {{"key", key}}));
    return value;
}

int AssumptionReader::year(const JsonNode& object, const char* key) {
    const double value = reader_.number(object, key);
    if (std::isnan(value)) return 0;
    if (value != std::floor(value) || value < 0 || value > 9999) {
        reader_.refuse(object.child(key)->spot, Message("ledger.json.no_year", {{"key", key}}));
        return 0;
    }
    return static_cast<int>(value);
}

template <class Enum>
std::vector<Enum> AssumptionReader::list(const JsonNode& object, const char* key) {
    std::vector<Enum> all;
    const JsonNode* node = array(object, key, false);
    if (node == nullptr) return all;
    for (const JsonNode& member : node->children) {
        const std::string* written = std::get_if<std::string>(&member.value);
        const auto found = written == nullptr ? std::nullopt : read_value<Enum>(*written);
        if (found) {
            all.push_back(*found);
            continue;
        }
        std::vector<std::string> known;
        for (const Value& value : values<Enum>()) known.emplace_back(value.code);
        const std::string near = written == nullptr ? std::string() : base::nearest(*written, known);
        reader_.refuse(member.spot, Message("ledger.json.unknown_value", {{"key", key}, {"value", written == nullptr ? "?" : *written}}),
                       near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
    }
    return all;
}

void AssumptionReader::read_basis(const JsonNode& node, MoneyBasis& basis) {
    reader_.known(node, {"currency", "year", "rates", "index"});
    basis.currency = reader_.text(node, "currency");
    basis.year = year(node, "year");
    basis.rates = table(node, "rates", false);
    for (const auto& [written, value] : table(node, "index", false)) {
        const int at = std::atoi(written.c_str());
        if (at <= 0 || std::to_string(at) != written)
            reader_.refuse(node.child("index")->spot, Message("ledger.json.no_year", {{"key", written}}));
        basis.index[at] = value;
    }
}

Recovery AssumptionReader::read_recovery(const JsonNode& node) {
    reader_.known(node, {"species", "occurrence", "recovery"});
    Recovery row;
    const std::string written = reader_.text(node, "species");
    row.species = written == "*" ? written : species(node, written);
    const std::string occurrence = reader_.text(node, "occurrence", false);
    if (!occurrence.empty() && occurrence != "*") {
        row.occurrence = read_value<Occurrence>(occurrence);
        if (!row.occurrence)
            reader_.refuse(node.spot, Message("ledger.json.unknown_value", {{"key", "occurrence"}, {"value", occurrence}}));
    }
    if (node.child("recovery") == nullptr) reader_.refuse(node.spot, Message("ledger.json.missing_key", {{"key", "recovery"}}));
    row.recovery = share(node, "recovery", 0);
    return row;
}

Route AssumptionReader::read_route(const JsonNode& node) {
    reader_.known(node, {"id", "name_en", "name_zh", "from_year", "subsystem", "statuses", "ore_type", "system", "cost_per_t",
                         "payable", "charge", "recoveries", "source"});
    Route route;
    route.id = reader_.text(node, "id");
    route.name = {reader_.text(node, "name_en"), reader_.text(node, "name_zh")};
    route.from_year = year(node, "from_year");
    if (const std::string written = reader_.text(node, "subsystem", false); !written.empty()) {
        const auto found = read_value<Subsystem>(written);
        if (!found) reader_.refuse(node.spot, Message("ledger.json.unknown_value", {{"key", "subsystem"}, {"value", written}}));
        route.subsystem = found.value_or(Subsystem::unknown);
    }
    route.statuses = list<Status>(node, "statuses");
    if (const std::string type = reader_.text(node, "ore_type", false); !type.empty()) route.ore_type = type;
    if (const std::string system = reader_.text(node, "system", false); !system.empty()) route.system = system;
    if (node.child("cost_per_t") == nullptr) reader_.refuse(node.spot, Message("ledger.json.missing_key", {{"key", "cost_per_t"}}));
    route.cost_per_t = positive(node, "cost_per_t", 0);
    route.payable = table(node, "payable", true);
    for (const auto& [name, value] : route.payable)
        if (value > 1) reader_.refuse(node.child("payable")->spot, Message("ledger.json.no_share", {{"key", name}}));
    route.charge = table(node, "charge", true);
    if (const JsonNode* rows = array(node, "recoveries", true))
        for (const JsonNode& row : rows->children) route.recoveries.push_back(read_recovery(row));
    route.source = reader_.text(node, "source", false);
    return route;
}

Scenario AssumptionReader::read_scenario(const JsonNode& node, const Assumptions& known) {
    reader_.known(node, {"id", "name_en", "name_zh", "prices", "year", "routes", "cost_index", "discount", "tax", "royalty",
                         "subsidy", "blocking"});
    Scenario scenario;
    scenario.id = reader_.text(node, "id");
    scenario.name = {reader_.text(node, "name_en"), reader_.text(node, "name_zh")};
    scenario.prices = table(node, "prices", true);
    scenario.year = year(node, "year");
    scenario.cost_index = positive(node, "cost_index", 1);
    scenario.discount = share(node, "discount", 0);
    scenario.tax = share(node, "tax", 0);
    scenario.royalty = share(node, "royalty", 0);
    if (scenario.tax + scenario.royalty >= 1) reader_.refuse(node.spot, Message("ledger.json.no_share", {{"key", "tax + royalty"}}));
    scenario.subsidy = table(node, "subsidy", true);
    for (const Flag flag : list<Flag>(node, "blocking")) scenario.blocking |= bit(flag);
    std::vector<std::string> ids;
    for (const Route& route : known.routes) ids.push_back(route.id);
    if (const JsonNode* routes = array(node, "routes", true))
        for (const JsonNode& member : routes->children) {
            const std::string* written = std::get_if<std::string>(&member.value);
            if (written != nullptr && std::ranges::find(ids, *written) != ids.end()) {
                scenario.routes.insert(*written);
                continue;
            }
            const std::string near = written == nullptr ? std::string() : base::nearest(*written, ids);
            reader_.refuse(member.spot, Message("ledger.json.unknown_value", {{"key", "routes"}, {"value", written == nullptr ? "?" : *written}}),
                           near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
        }
    return scenario;
}

Assumptions AssumptionReader::read(const JsonNode& root) {
    Assumptions all;
    reader_.known(root, {"basis", "source", "routes", "scenarios"});
    all.source = reader_.text(root, "source", false);
    if (const JsonNode* basis = root.child("basis")) read_basis(*basis, all.basis);
    else reader_.refuse(root.spot, Message("ledger.json.missing_key", {{"key", "basis"}}));
    std::set<std::string> seen;
    if (const JsonNode* routes = array(root, "routes", true))
        for (const JsonNode& node : routes->children) {
            all.routes.push_back(read_route(node));
            if (!seen.insert(all.routes.back().id).second)
                reader_.refuse(node.spot, Message("ledger.json.id_twice", {{"id", all.routes.back().id}}));
        }
    seen.clear();
    if (const JsonNode* scenarios = array(root, "scenarios", true)) {
        for (const JsonNode& node : scenarios->children) {
            all.scenarios.push_back(read_scenario(node, all));
            if (!seen.insert(all.scenarios.back().id).second)
                reader_.refuse(node.spot, Message("ledger.json.id_twice", {{"id", all.scenarios.back().id}}));
        }
        if (all.scenarios.empty()) reader_.refuse(scenarios->spot, Message("ledger.json.no_scenario"));
    }
    return all;
}

}  // namespace

template <> std::span<const Value> values<Part>() { return part_values; }

Scenario mixed(const Scenario& base, const Scenario& other, unsigned part_bits) {
    Scenario mixed = base;
    const auto takes = [&](Part part) { return (part_bits >> static_cast<unsigned>(part) & 1U) != 0; };
    if (takes(Part::price)) mixed.prices = other.prices;
    if (takes(Part::technology)) {
        mixed.year = other.year;
        mixed.routes = other.routes;
    }
    if (takes(Part::cost)) {
        mixed.cost_index = other.cost_index;
        mixed.discount = other.discount;
    }
    if (takes(Part::policy)) {
        mixed.tax = other.tax;
        mixed.royalty = other.royalty;
        mixed.subsidy = other.subsidy;
    }
    if (takes(Part::constraint)) mixed.blocking = other.blocking;
    return mixed;
}

std::vector<Part> differing(const Scenario& a, const Scenario& b) {
    std::vector<Part> found;
    for (std::size_t p = 0; p < parts; ++p)
        if (mixed(a, b, 1U << p) != a) found.push_back(static_cast<Part>(p));
    return found;
}

base::Expected<Assumptions> assumptions_from_json(const std::string& text, const std::string& file_name) {
    const auto tree = base::parse_json(text, file_name);
    if (!tree) return std::unexpected(tree.error());
    if (tree->kind != JsonNode::Kind::object)
        return base::fail(ErrorKind::data, Message("ledger.json.not_object"), {.file = file_name, .row = 1});
    AssumptionReader reader(file_name);
    Assumptions all = reader.read(*tree);
    if (reader.error()) return std::unexpected(*reader.error());
    return all;
}

const Scenario* find_scenario(const Assumptions& assumptions, const std::string& id) {
    for (const Scenario& scenario : assumptions.scenarios)
        if (scenario.id == id) return &scenario;
    return nullptr;
}

}  // namespace orelens::ledger
