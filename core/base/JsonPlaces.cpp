#include "core/base/JsonPlaces.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

namespace orelens::base {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Walks the text in step with the parser's events: the parser has vouched for every token before the event,
/// so finding the next one needs no second grammar.
class Cursor {
  public:
    explicit Cursor(const std::string& text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = counted_ = 3;
    }

    /// Start of the next token; separators between tokens are stepped over.
    JsonSpot begin() {
        while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == ',' || text_[at_] == ':')) ++at_;
        return spot(at_);
    }
    /// Steps over the token that starts here and returns the offset behind it.
    std::size_t pass() {
        const char first = at_ < text_.size() ? text_[at_] : '\0';
        if (first == '"') {
            for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
                if (text_[at_] == '\\') ++at_;
            ++at_;
        } else if (first == '{' || first == '}' || first == '[' || first == ']') {
            ++at_;
        } else {
            while (at_ < text_.size() && !is_space(text_[at_]) &&
                   std::string_view(",:{}[]\"").find(text_[at_]) == std::string_view::npos)
                ++at_;
        }
        return at_ = std::min(at_, text_.size());
    }
    /// Line and column of an offset that is not before the one asked for last.
    JsonSpot spot(std::size_t offset) {
        for (; counted_ < std::min(offset, text_.size()); ++counted_) {
            const auto c = static_cast<unsigned char>(text_[counted_]);
            if (c == '\n') {
                ++line_;
                column_ = 1;
            } else if ((c & 0xC0) != 0x80) {
                ++column_;  // bytes inside a UTF-8 character do not count
            }
        }
        return {counted_, line_, column_};
    }

  private:
    const std::string& text_;
    std::size_t at_ = 0, counted_ = 0;
    std::int64_t line_ = 1, column_ = 1;
};

/// Keys of one object; counts how often two are compared.
struct CountedEqual {
    std::uint64_t* count;
    bool operator()(const std::string& a, const std::string& b) const {
        ++*count;
        return a == b;
    }
};
using Keys = std::unordered_set<std::string, std::hash<std::string>, CountedEqual>;

class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    TreeBuilder(const std::string& text, std::string file)
        : cursor_(text), text_(text), file_(std::move(file)) {}

    bool null() override { return leaf(JsonNode::Kind::null, std::monostate()); }
    bool boolean(bool value) override { return leaf(JsonNode::Kind::boolean, value); }
    bool number_integer(number_integer_t value) override {
        return leaf(JsonNode::Kind::integer, static_cast<std::int64_t>(value));
    }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            return leaf(JsonNode::Kind::real, static_cast<double>(value));
        return leaf(JsonNode::Kind::integer, static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t value, const string_t& /*written*/) override {
        return leaf(JsonNode::Kind::real, value);
    }
    bool string(string_t& value) override { return leaf(JsonNode::Kind::text, std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(JsonNode::Kind::object); }
    bool start_array(std::size_t /*size*/) override { return open(JsonNode::Kind::array); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        key_spot_ = cursor_.begin();
        cursor_.pass();
        Keys& keys = keys_.back();
        if (keys.size() >= most_json_keys)
            return refuse(limit("json.too_many_keys", most_json_keys), key_spot_);
        if (!keys.insert(value).second) return refuse(Message("json.key_twice", {{"key", value}}), key_spot_);
        key_ = std::move(value);
        return true;
    }
    bool parse_error(std::size_t position, const std::string& token,
                     const nlohmann::detail::exception& /*why*/) override {
        JsonSpot spot = cursor_.begin();
        const std::size_t read = position == 0 ? 0 : position - 1;
        if (spot.offset > read) spot = Cursor(text_).spot(read);
        if (spot.offset >= text_.size()) return refuse(Message("json.ends_early"), spot);
        return refuse(Message("json.syntax", {{"found", shown(token, spot)}}), spot);
    }

    std::optional<Error> error;
    JsonNode root;
    JsonWork work;

  private:
    bool refuse(Message what, const JsonSpot& spot) {
        error = Error{ErrorKind::data,
                      std::move(what),
                      {.file = file_, .row = spot.line, .column = spot.column},
                      Message()};
        if (error->what.key == "json.syntax" || error->what.key == "json.ends_early")
            error->fix = Message("json.syntax_fix");
        return false;
    }
    static Message limit(const char* key, std::size_t most) {
        return Message(key, {{"limit", fmt::format("{}", most)}});
    }
    [[nodiscard]] std::string shown(const std::string& token, const JsonSpot& spot) const {
        std::string found = token.empty() ? text_.substr(spot.offset, 1) : token;
        const std::size_t line_end = found.find("<U+000A>");
        return line_end == std::string::npos ? found : found.substr(0, line_end);
    }
    JsonNode started(JsonNode::Kind kind) {
        JsonNode node;
        node.kind = kind;
        node.key = std::move(key_);
        node.key_spot = key_spot_;
        key_.clear();
        node.spot = cursor_.begin();
        node.end = cursor_.pass();
        return node;
    }
    template <class T>
    bool leaf(JsonNode::Kind kind, T value) {
        if (++values_ > most_json_values)
            return refuse(limit("json.too_many_values", most_json_values), cursor_.begin());
        JsonNode node = started(kind);
        node.value = std::move(value);
        return place(std::move(node));
    }
    bool open(JsonNode::Kind kind) {
        if (stack_.size() >= most_json_levels)
            return refuse(limit("json.too_deep", most_json_levels), cursor_.begin());
        if (++values_ > most_json_values)
            return refuse(limit("json.too_many_values", most_json_values), cursor_.begin());
        stack_.push_back(started(kind));
        keys_.emplace_back(0, std::hash<std::string>(), CountedEqual{&work.key_comparisons});
        return true;
    }
    bool close() {
        JsonNode node = std::move(stack_.back());
        stack_.pop_back();
        keys_.pop_back();
        cursor_.begin();
        node.end = cursor_.pass();
        return place(std::move(node));
    }
    bool place(JsonNode node) {
        if (stack_.empty())
            root = std::move(node);
        else
            stack_.back().children.push_back(std::move(node));
        return true;
    }

    Cursor cursor_;
    const std::string& text_;
    std::string file_;
    std::string key_;
    JsonSpot key_spot_;
    std::size_t values_ = 0;
    std::vector<JsonNode> stack_;
    std::vector<Keys> keys_;  ///< of the open arrays and objects
};

}  // namespace

Expected<JsonNode> parse_json(const std::string& text, const std::string& file_name, JsonWork* work) {
    TreeBuilder builder(text, file_name);
    const bool whole = nlohmann::json::sax_parse(text, &builder);
    if (work != nullptr) *work = builder.work;
    if (builder.error) return std::unexpected(*builder.error);
    if (!whole) return fail(ErrorKind::data, Message("json.ends_early"), {.file = file_name, .row = 1});
    return std::move(builder.root);
}

}  // namespace orelens::base
