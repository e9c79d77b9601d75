#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/ledger/QueryTree.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr Value fields[] = {{"species", "species", "元素", "element|mineral|矿物|组分"},
                            {"role", "role", "角色", "主共伴生"},
                            {"occurrence", "occurrence state", "赋存状态", "state"},
                            {"class", "grade class", "品位级", "grade_class|品位级别"},
                            {"status", "development status", "开发状态", "开发利用状态"},
                            {"stage", "stage", "阶段", "生命周期|life-cycle"},
                            {"subsystem", "subsystem", "子系统"},
                            {"confidence", "confidence", "可靠程度"},
                            {"kind", "kind", "类别", "resources or reserves"},
                            {"system", "commodity system", "矿种", "commodity"},
                            {"region", "region", "地区", "belt|成矿带"},
                            {"source", "source", "来源"},
                            {"licence", "licence", "矿权"},
                            {"deposit_type", "deposit type", "矿床类型"},
                            {"ore_type", "ore type", "矿石类型"},
                            {"mining", "mining mode", "开采方式"},
                            {"year", "year", "年份"},
                            {"outcome", "outcome", "可利用状态", "result"},
                            {"ground", "ground", "矿体", "orebody"},
                            {"id", "id", "编号"},
                            {"name", "name", "名称"},
                            {"flag", "flag", "标记"},
                            {"mass", "mass", "质量", "tonnes|矿石量"},
                            {"depth", "depth", "深度"},
                            {"grade", "grade", "品位"},
                            {"contained", "contained", "金属量", "metal"}};
constexpr Value states[] = {{"not_evaluated", "not evaluated", "未评价"},
                            {"no_route", "no route", "无可行工艺"},
                            {"uneconomic", "feasible but uneconomic", "技术可行但不经济"},
                            {"blocked", "economic but blocked", "经济但受限"},
                            {"usable", "usable", "可利用"}};

/// A word, number, quoted text or sign of the query, and the character where it begins.
struct Token {
    enum class Kind { word, quoted, sign, end } kind = Kind::end;
    std::string text;
    std::int64_t column = 1;
};

struct Signs {
    std::string_view written, meant;
};
constexpr Signs signs[] = {{">=", ">="}, {"<=", "<="}, {"!=", "!="}, {"<>", "!="}, {"≥", ">="}, {"≤", "<="}, {"≠", "!="},
                           {"=", "="},   {"<", "<"},   {">", ">"},   {"~", "~"},   {"(", "("},  {")", ")"},  {",", ","},
                           {"（", "("},  {"）", ")"},  {"，", ","},  {"、", ","},  {"＝", "="}, {"：", "="}, {"！", "!"}};

class Tokens {
  public:
    explicit Tokens(const std::string& text) : text_(text) {}
    Expected<std::vector<Token>> all();

  private:
    [[nodiscard]] const Signs* sign_at(std::size_t at) const {
        for (const Signs& sign : signs)
            if (text_.compare(at, sign.written.size(), sign.written) == 0) return &sign;
        return nullptr;
    }
    /// The character's bytes.
    [[nodiscard]] std::size_t width(std::size_t at) const {
        std::size_t n = 1;
        while (at + n < text_.size() && (static_cast<unsigned char>(text_[at + n]) & 0xC0) == 0x80) ++n;
        return n;
    }
    [[nodiscard]] std::size_t joint_at(std::size_t at) const {
        for (const std::string_view joint : {"且", "或", "属于"})
            if (text_.compare(at, joint.size(), joint) == 0) return joint.size();
        return 0;
    }
    [[nodiscard]] std::size_t space_at(std::size_t at) const {
        if (std::isspace(static_cast<unsigned char>(text_[at])) != 0) return 1;
        return text_.compare(at, 3, "\xE3\x80\x80") == 0 ? 3 : 0;
    }
    const std::string& text_;
};

Expected<std::vector<Token>> Tokens::all() {
    std::vector<Token> found;
    std::int64_t column = 1;
    for (std::size_t at = 0; at < text_.size();) {
        if (const std::size_t space = space_at(at)) {
            at += space;
            ++column;
            continue;
        }
        Token token{Token::Kind::sign, {}, column};
        if (const Signs* sign = sign_at(at)) {
            token.text = sign->meant;
            for (const std::size_t end = at + sign->written.size(); at < end; at += width(at)) ++column;
        } else if (text_[at] == '"') {
            token.kind = Token::Kind::quoted;
            ++column;
            for (++at; at < text_.size() && text_[at] != '"'; ++column) {
                const std::size_t n = width(at);
                token.text += text_.substr(at, n);
                at += n;
            }
            if (at >= text_.size())
                return base::fail(ErrorKind::usage, Message("ledger.query.quote"), {.column = token.column});
            ++at;
            ++column;
        } else {
            token.kind = Token::Kind::word;
            // Chinese joins its words without spaces: 元素=铜且深度>=500.
            const std::size_t joint = joint_at(at);
            const std::size_t stop = joint > 0 ? at + joint : text_.size();
            for (; at < stop && space_at(at) == 0 && sign_at(at) == nullptr && text_[at] != '"'; ++column) {
                if (joint == 0 && joint_at(at) > 0) break;
                const std::size_t n = width(at);
                token.text += text_.substr(at, n);
                at += n;
            }
        }
        found.push_back(std::move(token));
    }
    found.push_back({Token::Kind::end, {}, column});
    return found;
}

bool is_word(const Token& token, std::string_view en, std::string_view zh) {
    if (token.kind != Token::Kind::word) return false;
    std::string low = token.text;
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low == en || token.text == zh;
}

inline constexpr int deepest = 64;

class Parser {
  public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}
    Expected<QueryNode> whole() {
        auto node = any_of(0);
        if (!node) return node;
        if (here().kind != Token::Kind::end)
            return fail(here(), Message("ledger.query.after", {{"text", here().text}}));
        return node;
    }

  private:
    [[nodiscard]] const Token& here() const { return tokens_[at_]; }
    static std::unexpected<base::Error> fail(const Token& at, Message what, const std::string& near = {}) {
        return base::fail(ErrorKind::usage, std::move(what), {.column = at.column},
                          near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
    }
    bool sign(std::string_view wanted) {
        if (here().kind != Token::Kind::sign || here().text != wanted) return false;
        ++at_;
        return true;
    }
    Expected<QueryNode> any_of(int depth);
    Expected<QueryNode> all_of(int depth);
    Expected<QueryNode> one(int depth);
    Expected<QueryNode> test();
    Expected<Field> field();
    Expected<Wanted> wanted(Field field);

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

Expected<QueryNode> Parser::any_of(int depth) {
    auto first = all_of(depth);
    if (!first || !is_word(here(), "or", "或")) return first;
    QueryNode node{QueryNode::Kind::any_of};
    node.children.push_back(std::move(*first));
    while (is_word(here(), "or", "或")) {
        ++at_;
        auto next = all_of(depth);
        if (!next) return next;
        node.children.push_back(std::move(*next));
    }
    return node;
}

Expected<QueryNode> Parser::all_of(int depth) {
    auto first = one(depth);
    if (!first || !is_word(here(), "and", "且")) return first;
    QueryNode node{QueryNode::Kind::all_of};
    node.children.push_back(std::move(*first));
    while (is_word(here(), "and", "且")) {
        ++at_;
        auto next = one(depth);
        if (!next) return next;
        node.children.push_back(std::move(*next));
    }
    return node;
}

Expected<QueryNode> Parser::one(int depth) {
    if (depth > deepest) return fail(here(), Message("ledger.query.deep"));
    if (is_word(here(), "not", "非")) {
        ++at_;
        auto inner = one(depth + 1);
        if (!inner) return inner;
        QueryNode node{QueryNode::Kind::none_of};
        node.children.push_back(std::move(*inner));
        return node;
    }
    if (sign("(")) {
        auto inner = any_of(depth + 1);
        if (!inner) return inner;
        if (!sign(")")) return fail(here(), Message("ledger.query.bracket"));
        return inner;
    }
    return test();
}

Expected<Field> Parser::field() {
    if (here().kind == Token::Kind::end) return fail(here(), Message("ledger.query.ended"));
    // Words of a field may be several: "grade class".
    for (std::size_t words : {std::size_t{2}, std::size_t{1}}) {
        std::string name;
        bool plain = at_ + words < tokens_.size();
        for (std::size_t n = 0; plain && n < words; ++n) {
            plain = tokens_[at_ + n].kind == Token::Kind::word;
            name += (n > 0 ? " " : "") + tokens_[at_ + n].text;
        }
        if (!plain) continue;
        if (const auto found = read_value<Field>(name)) {
            at_ += words;
            return *found;
        }
    }
    std::vector<std::string> known;
    for (const Value& value : fields) {
        known.emplace_back(value.code);
        known.emplace_back(value.zh);
    }
    return fail(here(), Message("ledger.query.field", {{"text", here().text}}), base::nearest(here().text, known));
}

std::optional<double> as_number(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// 1 for "t" and none; nothing for what is no unit of a field.
std::optional<double> unit_factor(Field field, const std::string& unit) {
    if (field == Field::grade) {
        const auto known = base::grade_unit(unit);
        if (!known) return std::nullopt;
        return base::fraction_of(*known);
    }
    if (field == Field::depth) {
        const auto known = base::length_unit(unit);
        if (!known) return std::nullopt;
        return base::metres_in(*known);
    }
    for (const auto& [name, factor] : {std::pair("t", 1.0), std::pair("kt", 1e3), std::pair("Mt", 1e6), std::pair("Gt", 1e9),
                                       std::pair("吨", 1.0), std::pair("万吨", 1e4), std::pair("亿吨", 1e8)})
        if (unit == name) return factor;
    return std::nullopt;
}

Expected<Wanted> Parser::wanted(Field field) {
    const Token token = here();
    if (token.kind != Token::Kind::word && token.kind != Token::Kind::quoted)
        return fail(token, Message("ledger.query.value"));
    ++at_;
    Wanted wanted{token.text, 0, 0, token.column, {}};
    const FieldType type = type_of(field);
    if (type == FieldType::number) {
        std::string text = token.text, unit;
        if (auto digits = text.find_first_not_of("+-0123456789.eE"); digits != std::string::npos) {
            unit = text.substr(digits);
            text.resize(digits);
        } else if (here().kind == Token::Kind::word && unit_factor(field, here().text)) {
            unit = here().text;
            ++at_;
        }
        const auto number = as_number(text);
        if (!number) return fail(token, Message("ledger.query.number", {{"text", token.text}}));
        if (unit.empty() && field == Field::grade) return fail(token, Message("ledger.query.grade_unit"));
        const auto factor = unit.empty() ? std::optional(1.0) : unit_factor(field, unit);
        if (!factor) return fail(token, Message("ledger.query.unit", {{"unit", unit}}));
        wanted.number = *number * *factor;
        wanted.text = text;
        wanted.unit = unit;
        return wanted;
    }
    if (type == FieldType::name || type == FieldType::text) {
        if (field == Field::species)
            if (const auto name = species_name(token.text)) wanted.text = *name;
        return wanted;
    }
    // A value may be several words too: "ultra-low grade".
    const auto known = values_of(field);
    std::string name = token.text;
    std::size_t used = at_;
    auto found = find_value(known, name);
    for (std::size_t ahead = at_; token.kind == Token::Kind::word && ahead < at_ + 3; ++ahead) {
        if (tokens_[ahead].kind != Token::Kind::word) break;
        name += " " + tokens_[ahead].text;
        if (const auto longer = find_value(known, name)) {
            found = longer;
            used = ahead + 1;
        }
    }
    at_ = used;
    if (!found) {
        std::vector<std::string> names;
        for (const Value& value : known) {
            names.emplace_back(value.code);
            names.emplace_back(value.zh);
        }
        return fail(token, Message("ledger.query.unknown_value",
                                   {{"text", token.text}, {"field", std::string(code(field))}}),
                    base::nearest(token.text, names));
    }
    wanted.value = *found;
    return wanted;
}

Expected<QueryNode> Parser::test() {
    QueryNode node;
    const Token start = here();
    const auto what = field();
    if (!what) return std::unexpected(what.error());
    node.field = *what;
    if (is_word(here(), "in", "属于")) {
        ++at_;
        if (!sign("(")) return fail(here(), Message("ledger.query.list"));
        node.list = true;
        do {
            auto one = wanted(node.field);
            if (!one) return std::unexpected(one.error());
            node.wanted.push_back(std::move(*one));
        } while (sign(","));
        if (!sign(")")) return fail(here(), Message("ledger.query.bracket"));
        return node;
    }
    static constexpr std::pair<std::string_view, Compare> compares[] = {
        {"=", Compare::equal},     {"!=", Compare::different}, {"<", Compare::less},    {"<=", Compare::at_most},
        {">", Compare::more},      {">=", Compare::at_least},  {"~", Compare::contains}};
    const Token operation = here();
    const auto found = std::ranges::find_if(compares, [&](const auto& one) {
        return operation.kind == Token::Kind::sign && one.first == operation.text;
    });
    if (found == std::end(compares)) return fail(operation, Message("ledger.query.operator", {{"field", std::string(code(*what))}}));
    ++at_;
    node.compare = found->second;
    const FieldType type = type_of(node.field);
    const bool ordered = node.compare >= Compare::less && node.compare <= Compare::at_least;
    const bool fits = type == FieldType::number ? node.compare != Compare::contains
                      : ordered                ? node.field == Field::year
                      : node.compare == Compare::contains ? type == FieldType::name || type == FieldType::text
                                                          : true;
    if (!fits) return fail(operation, Message("ledger.query.no_order", {{"operator", operation.text}, {"field", std::string(code(*what))}}));
    auto value = wanted(node.field);
    if (!value) return std::unexpected(value.error());
    node.wanted.push_back(std::move(*value));
    return node;
}

std::string quoted_where_needed(const std::string& text) {
    const bool plain = !text.empty() && std::ranges::none_of(text, [](unsigned char c) {
        return std::isspace(c) != 0 || std::string_view("()=<>!~,\"").find(static_cast<char>(c)) != std::string_view::npos;
    });
    const auto words = Tokens(text).all();
    return plain && words && words->size() == 2 && words->front().kind == Token::Kind::word ? text : '"' + text + '"';
}

std::string wanted_text(const QueryNode& node, const Wanted& wanted, base::Language language) {
    const FieldType type = type_of(node.field);
    if (type == FieldType::number) return wanted.text + (wanted.unit.empty() ? "" : " " + wanted.unit);
    if (type == FieldType::name || type == FieldType::text)
        return quoted_where_needed(node.field == Field::species ? species_word(wanted.text, language) : wanted.text);
    const Value& value = values_of(node.field)[wanted.value];
    return quoted_where_needed(std::string(language == base::Language::chinese ? value.zh : value.code));
}

std::string node_text(const QueryNode& node, base::Language language, bool bracket) {
    const bool chinese = language == base::Language::chinese;
    if (node.kind == QueryNode::Kind::none_of)
        return (chinese ? "非 " : "not ") + node_text(node.children.front(), language, true);
    if (node.kind != QueryNode::Kind::test) {
        const std::string between = node.kind == QueryNode::Kind::all_of ? (chinese ? " 且 " : " and ") : (chinese ? " 或 " : " or ");
        std::string all;
        for (const QueryNode& child : node.children) all += (all.empty() ? "" : between) + node_text(child, language, true);
        return bracket ? "(" + all + ")" : all;
    }
    static constexpr const char* compares[] = {"=", "!=", "<", "<=", ">", ">=", "~"};
    const Value& field = fields[static_cast<std::size_t>(node.field)];
    std::string all(chinese ? field.zh : field.code);
    if (!node.list)
        return all + " " + compares[static_cast<std::size_t>(node.compare)] + " " + wanted_text(node, node.wanted.front(), language);
    std::string list;
    for (const Wanted& one : node.wanted) list += (list.empty() ? "" : ", ") + wanted_text(node, one, language);
    return all + (chinese ? " 属于 (" : " in (") + list + ")";
}

}  // namespace

template <> std::span<const Value> values<Field>() { return fields; }
template <> std::span<const Value> values<State>() { return states; }

FieldType type_of(Field field) {
    switch (field) {
        case Field::role:
        case Field::occurrence:
        case Field::grade_class:
        case Field::status:
        case Field::stage:
        case Field::subsystem:
        case Field::confidence:
        case Field::kind:
        case Field::outcome: return FieldType::enumeration;
        case Field::flag: return FieldType::flag;
        case Field::mass:
        case Field::depth:
        case Field::grade:
        case Field::contained: return FieldType::number;
        case Field::id:
        case Field::name:
        case Field::ground: return FieldType::text;
        default: return FieldType::name;
    }
}

std::span<const Value> values_of(Field field) {
    switch (field) {
        case Field::role: return values<Role>();
        case Field::occurrence: return values<Occurrence>();
        case Field::grade_class: return values<GradeClass>();
        case Field::status: return values<Status>();
        case Field::stage: return values<Stage>();
        case Field::subsystem: return values<Subsystem>();
        case Field::confidence: return values<Confidence>();
        case Field::kind: return values<Kind>();
        case Field::outcome: return values<State>();
        case Field::flag: return values<Flag>();
        default: return {};
    }
}

base::Expected<Query> parse_query(const std::string& text) {
    Query query{text, nullptr};
    auto tokens = Tokens(text).all();
    if (!tokens) return std::unexpected(tokens.error());
    if (tokens->size() == 1) return query;
    auto root = Parser(std::move(*tokens)).whole();
    if (!root) return std::unexpected(root.error());
    query.root = std::make_shared<const QueryNode>(std::move(*root));
    return query;
}

std::string query_text(const Query& query, base::Language language) {
    return query.root ? node_text(*query.root, language, false) : std::string();
}

}  // namespace orelens::ledger
