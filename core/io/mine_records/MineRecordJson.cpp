// Mine records as JSON, with the place of every refusal.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/base/JsonPlaces.h"
#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/io/mine_records/MineRecordParts.h"
#include "core/utilization/Balance.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::JsonNode;
using base::JsonSpot;
using base::Message;
using Kind = JsonNode::Kind;

/// Reads one tree. The first refusal is kept in `error`; later reads then give defaults, so that the steps
/// need no branch each.
class Reader {
  public:
    Reader(const std::string& text, std::string file) : text_(text), file_(std::move(file)) {}

    utilization::MineRecord record(const JsonNode& node);
    std::optional<base::Error> error;

  private:
    void refuse(const JsonSpot& spot, const std::string& field, Message what, Message fix = Message()) {
        if (error) return;
        error = base::Error{ErrorKind::data,
                            std::move(what),
                            {.file = file_, .row = spot.line, .column = spot.column, .field = field},
                            std::move(fix)};
    }
    void wrong_type(const JsonNode& node, const char* expected) {
        std::string written = text_.substr(node.spot.offset, node.end - node.spot.offset);
        if (node.kind == Kind::array) written = "[…]";
        if (node.kind == Kind::object) written = "{…}";
        refuse(node.spot, node.key,
               Message("param.wrong_type", {{"value", written}, {"expected", expected}}));
    }
    /// Refuses what is not an object, and keys that nobody would read.
    bool object(const JsonNode& node, std::initializer_list<std::string_view> known);
    const JsonNode* required(const JsonNode& node, const std::string& key);
    /// Calls read(child) for every element of the array below the key.
    template <class Read>
    void each(const JsonNode& node, const std::string& key, bool needed, const Read& read);

    std::string word(const JsonNode& node, const std::string& key, bool needed, std::string absent = "");
    double number(const JsonNode* node);
    std::optional<double> share(const JsonNode& node, const std::string& key);
    double grade(const JsonNode* node, std::string& doubtful_unit);
    std::optional<double> price(const JsonNode& node, const std::string& key);
    utilization::MineComponent component(const JsonNode& node);
    utilization::ProductGrade product_grade(const JsonNode& node);
    utilization::Product product(const JsonNode& node);

    const std::string& text_;
    std::string file_;
};

bool Reader::object(const JsonNode& node, std::initializer_list<std::string_view> known) {
    if (node.kind != Kind::object) {
        wrong_type(node, "@param.type.object");
        return false;
    }
    for (const JsonNode& child : node.children) {
        if (child.key == "note" || std::find(known.begin(), known.end(), child.key) != known.end()) continue;
        const std::string near = base::nearest(child.key, {known.begin(), known.end()});
        refuse(child.key_spot, child.key, Message("mine_record.unknown_key", {{"key", child.key}}),
               near.empty() ? Message() : Message("mine_record.did_you_mean", {{"key", near}}));
    }
    return !error;
}

const JsonNode* Reader::required(const JsonNode& node, const std::string& key) {
    const JsonNode* child = node.child(key);
    if (!child) refuse(node.spot, key, Message("mine_record.missing_key", {{"key", key}}));
    return child;
}

template <class Read>
void Reader::each(const JsonNode& node, const std::string& key, bool needed, const Read& read) {
    const JsonNode* list = needed ? required(node, key) : node.child(key);
    if (!list || error) return;
    if (list->kind != Kind::array) return wrong_type(*list, "@param.type.array");
    for (const JsonNode& child : list->children) read(child);
}

std::string Reader::word(const JsonNode& node, const std::string& key, bool needed, std::string absent) {
    const JsonNode* child = needed ? required(node, key) : node.child(key);
    if (!child) return absent;
    if (child->kind == Kind::text) return std::get<std::string>(child->value);
    wrong_type(*child, "@param.type.text");
    return absent;
}

double Reader::number(const JsonNode* node) {
    if (!node) return 0;
    if (node->kind == Kind::real) return std::get<double>(node->value);
    if (node->kind == Kind::integer) return static_cast<double>(std::get<std::int64_t>(node->value));
    wrong_type(*node, "@param.type.real");
    return 0;
}

std::optional<double> Reader::share(const JsonNode& node, const std::string& key) {
    const JsonNode* child = node.child(key);
    if (!child || child->kind == Kind::null) return std::nullopt;
    if (child->kind != Kind::text) return number(child);
    const auto fraction = share_from(std::get<std::string>(child->value));
    if (!fraction) wrong_type(*child, "@param.type.share");
    return fraction;
}

double Reader::grade(const JsonNode* node, std::string& doubtful_unit) {
    if (!node || !object(*node, {"grade", "unit"})) return 0;
    const double value = number(required(*node, "grade"));
    const std::string symbol = word(*node, "unit", true);
    if (error) return 0;
    const auto unit = base::grade_unit(symbol);
    if (!unit)
        refuse(node->child("unit")->spot, "unit",
               Message("mine_record.unknown_grade_unit", {{"unit", symbol}}));
    if (base::is_doubtful_ton(symbol)) doubtful_unit = symbol;
    return unit ? value * base::fraction_of(*unit) : 0;
}

std::optional<double> Reader::price(const JsonNode& node, const std::string& key) {
    const JsonNode* child = node.child(key);
    if (!child || child->kind == Kind::null || !object(*child, {"price", "per"})) return std::nullopt;
    const double value = number(required(*child, "price"));
    const std::string per = word(*child, "per", true);
    if (error) return std::nullopt;
    const auto price = price_per_tonne_from(value, per);
    if (!price)
        refuse(child->child("per")->spot, "per", Message("mine_record.unknown_price_unit", {{"unit", per}}));
    return price;
}

utilization::MineComponent Reader::component(const JsonNode& node) {
    utilization::MineComponent one;
    if (!object(node, {"name", "basis", "in_situ_grade", "price", "theoretical_recovery", "dressing_recovery",
                       "usable"}))
        return one;
    one.name = word(node, "name", true);
    one.basis = word(node, "basis", false, "total");
    one.in_situ_grade = grade(required(node, "in_situ_grade"), one.doubtful_unit);
    one.price_per_tonne = price(node, "price");
    one.theoretical_recovery = share(node, "theoretical_recovery");
    one.dressing_recovery = share(node, "dressing_recovery");
    const std::string use = word(node, "usable", false, "yes");
    if (const auto usable = usable_from(use))
        one.usable = *usable;
    else
        refuse(node.child("usable")->spot, "usable",
               Message("param.unknown_choice", {{"value", use}, {"choices", usable_words()}}));
    return one;
}

utilization::ProductGrade Reader::product_grade(const JsonNode& node) {
    utilization::ProductGrade one;
    if (!object(node, {"component", "basis", "grade", "counted", "realised_price"})) return one;
    one.component = word(node, "component", true);
    one.basis = word(node, "basis", false, "total");
    one.grade = grade(required(node, "grade"), one.doubtful_unit);
    one.counted = share(node, "counted").value_or(1);
    one.realised_price_per_tonne = price(node, "realised_price");
    return one;
}

utilization::Product Reader::product(const JsonNode& node) {
    utilization::Product one;
    if (!object(node, {"name", "tonnes", "grades"})) return one;
    one.name = word(node, "name", true);
    one.tonnes = number(required(node, "tonnes"));
    each(node, "grades", true, [&](const JsonNode& child) { one.grades.push_back(product_grade(child)); });
    return one;
}

utilization::MineRecord Reader::record(const JsonNode& node) {
    utilization::MineRecord one;
    if (!object(node, {"mine", "period", "currency", "main_component", "consumed_tonnes", "mining_recovery",
                       "dilution", "components", "products"}))
        return one;
    one.mine = word(node, "mine", true);
    one.period = word(node, "period", false);
    one.currency = word(node, "currency", false);
    one.main_component = word(node, "main_component", false);
    one.consumed_tonnes = number(required(node, "consumed_tonnes"));
    one.mining_recovery = share(node, "mining_recovery");
    one.dilution = share(node, "dilution");
    each(node, "components", true,
         [&](const JsonNode& child) { one.components.push_back(component(child)); });
    each(node, "products", false, [&](const JsonNode& child) { one.products.push_back(product(child)); });
    return one;
}

/// The node of a path such as "products[1].grades[0].counted"; the deepest one that exists. `price_per_tonne`
/// and `realised_price` are named as in the struct or the file.
const JsonNode& at_path(const JsonNode& record, std::string_view path) {
    const JsonNode* at = &record;
    while (!path.empty()) {
        const std::size_t end = path.find_first_of(".[]");
        const std::string part(path.substr(0, end));
        const std::size_t parted = end == std::string_view::npos ? path.size() : end + 1;
        path.remove_prefix(parted);
        if (part.empty()) continue;
        const JsonNode* next = nullptr;
        if (at->kind == Kind::array) {
            const auto index = static_cast<std::size_t>(std::stoul(part));
            if (index < at->children.size()) next = &at->children[index];
        } else {
            next = at->child(part == "price_per_tonne" ? "price" : part);
        }
        if (!next) break;
        at = next;
    }
    return *at;
}

}  // namespace

Expected<std::vector<utilization::MineRecord>> mine_records_from_json(const std::string& text,
                                                                      const std::string& file_name) {
    const auto root = base::parse_json(text, file_name);
    if (!root) return std::unexpected(root.error());
    std::vector<const JsonNode*> nodes;
    if (root->kind == Kind::array)
        for (const JsonNode& child : root->children) nodes.push_back(&child);
    else
        nodes.push_back(&*root);
    if (nodes.empty())
        return base::fail(ErrorKind::data, Message("mine_record.none"), {.file = file_name, .row = 1});
    std::vector<utilization::MineRecord> records;
    for (const JsonNode* node : nodes) {
        Reader reader(text, file_name);
        records.push_back(reader.record(*node));
        if (reader.error) return std::unexpected(*reader.error);
        if (auto good = utilization::check_record(records.back(), utilization::PriceBasis::element); !good) {
            base::Error error = good.error();
            const JsonSpot& spot = at_path(*node, error.place.field).spot;
            error.place.file = file_name;
            error.place.row = spot.line;
            error.place.column = spot.column;
            return std::unexpected(std::move(error));
        }
    }
    return records;
}

}  // namespace orelens::io
