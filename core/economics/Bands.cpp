#include "core/economics/Bands.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <sstream>

namespace orelens::economics {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\n\r");
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(" \t\n\r") - first + 1);
}

bool number_of(const std::string& text, double& out) {
    const std::string word = trimmed(text);
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
    return !word.empty() && error == std::errc() && end == word.data() + word.size() && std::isfinite(out);
}

std::unexpected<base::Error> bad(const char* key, const std::string& field, std::size_t row, const std::string& entry,
                                 std::vector<std::pair<std::string, std::string>> more = {}) {
    more.emplace_back("entry", entry);
    return base::fail(ErrorKind::data, Message(key, std::move(more)),
                      {.row = static_cast<std::int64_t>(row) + 1, .field = field});
}

Expected<void> check_value(double value, double low, double high, const std::string& field, std::size_t row,
                           const std::string& entry) {
    if (value >= low && value <= high) return {};
    return bad("economics.entry_range", field, row, entry,
               {{"value", base::number(value)}, {"min", base::number(low)}, {"max", base::number(high)}});
}

/// "… from X to Y" of a function; the words before it are `front`.
Expected<void> read_limits(const std::vector<std::string>& words, std::size_t front, Response& response,
                           const std::string& field, const std::string& text) {
    const bool shaped = words.size() == front + 4 && words[front] == "from" && words[front + 2] == "to" &&
                        number_of(words[front + 1], response.from) && number_of(words[front + 3], response.to);
    if (!shaped || !(response.from > 0) || !(response.to > response.from))
        return bad("economics.function_limits", field, 0, text);
    response.bounded = true;
    return {};
}

double raw(const Response& response, double g) {
    switch (response.kind) {
        case Response::Kind::logarithm:
            return response.a + response.b * std::log(g);
        case Response::Kind::power:
            return response.a * std::pow(g, response.b);
        case Response::Kind::residual:
            return response.b * (1 - response.a / g);
        default:
            return response.a;
    }
}

Expected<Response> read_function(const std::string& text, const std::string& field) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    Response response;
    response.kind = words[0] == "ln"      ? Response::Kind::logarithm
                    : words[0] == "power" ? Response::Kind::power
                                          : Response::Kind::residual;
    if (words.size() < 3 || !number_of(words[1], response.a) || !number_of(words[2], response.b))
        return bad("economics.not_a_response", field, 0, text);
    if (auto good = read_limits(words, 3, response, field, text); !good) return std::unexpected(good.error());
    // Each of them rises or falls throughout: its ends bound it.
    for (const double g : {response.from, response.to})
        if (auto good = check_value(raw(response, g), 0, 100, field, 0, text); !good)
            return std::unexpected(good.error());
    return response;
}

}  // namespace

std::vector<std::string> entries(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ';');)
        if (std::string entry = trimmed(part); !entry.empty()) all.push_back(std::move(entry));
    return all;
}

Expected<std::vector<Band>> read_bands(const std::string& text, const std::string& field, double low, double high) {
    std::vector<Band> bands;
    const std::vector<std::string> all = entries(text);
    for (std::size_t n = 0; n < all.size(); ++n) {
        const std::size_t colon = all[n].find(':');
        Band band;
        if (colon == std::string::npos || !number_of(all[n].substr(0, colon), band.from) ||
            !number_of(all[n].substr(colon + 1), band.value))
            return bad("economics.not_a_band", field, n, all[n]);
        if (auto good = check_value(band.value, low, high, field, n, all[n]); !good)
            return std::unexpected(good.error());
        if (!bands.empty() && !(band.from > bands.back().from)) return bad("economics.bands_overlap", field, n, all[n]);
        bands.push_back(band);
    }
    return bands;
}

double band_value(const std::vector<Band>& bands, double x, double before) {
    double value = before;
    for (const Band& band : bands)
        if (x >= band.from) value = band.value;
    return value;
}

Expected<std::vector<std::pair<std::string, double>>> read_named(const std::string& text, const std::string& field,
                                                                 double low, double high) {
    std::vector<std::pair<std::string, double>> named;
    std::set<std::string> names;
    const std::vector<std::string> all = entries(text);
    for (std::size_t n = 0; n < all.size(); ++n) {
        const std::size_t colon = all[n].rfind(':');
        double value = 0;
        const std::string name = colon == std::string::npos ? "" : trimmed(all[n].substr(0, colon));
        if (name.empty() || !number_of(all[n].substr(colon + 1), value))
            return bad("economics.not_a_named_number", field, n, all[n]);
        if (auto good = check_value(value, low, high, field, n, all[n]); !good) return std::unexpected(good.error());
        if (!names.insert(name).second) return bad("economics.name_twice", field, n, all[n], {{"name", name}});
        named.emplace_back(name, value);
    }
    return named;
}

double Response::at(double grade) const {
    double value = a;
    if (kind == Kind::table) {
        const auto above = std::ranges::upper_bound(points, grade, {}, &Band::from);
        if (above == points.begin()) return points.front().value;
        if (above == points.end()) return points.back().value;
        const Band &low = *(above - 1), &high = *above;
        return low.value + (high.value - low.value) * (grade - low.from) / (high.from - low.from);
    }
    if (bounded) value = raw(*this, std::clamp(grade, from, to));
    return value;
}

Expected<Response> read_response(const std::string& text, const std::string& field) {
    const std::string whole = trimmed(text);
    Response response;
    if (whole.empty()) return response;
    if (number_of(whole, response.a)) {
        response.kind = Response::Kind::constant;
        if (auto good = check_value(response.a, 0, 100, field, 0, whole); !good) return std::unexpected(good.error());
        return response;
    }
    if (whole.starts_with("column ")) {
        response.kind = Response::Kind::column;
        response.column = trimmed(whole.substr(7));
        return response;
    }
    for (const char* word : {"ln ", "power ", "residual "})
        if (whole.starts_with(word)) return read_function(whole, field);
    if (!whole.contains(':')) return bad("economics.not_a_response", field, 0, whole);
    auto points = read_bands(whole, field, 0, 100);
    if (!points) return std::unexpected(points.error());
    if (points->size() < 2) return bad("economics.table_too_short", field, 0, whole);
    response.kind = Response::Kind::table;
    response.from = points->front().from;
    response.to = points->back().from;
    response.bounded = true;
    response.points = std::move(*points);
    return response;
}

}  // namespace orelens::economics
