#include "core/io/drillholes/AssayHeader.h"

#include <algorithm>
#include <array>

#include "core/io/drillholes/ElementNames.h"
#include "core/io/drillholes/HeaderWords.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

/// Units whose slash was lost with the other signs of a database's column names: "ozst" as "oz/st".
std::string_view with_slash(std::string_view word) {
    static constexpr auto bare = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"gt", "g/t"},         {"gtonne", "g/tonne"}, {"ozst", "oz/st"},     {"ozton", "oz/ton"},
         {"oztn", "oz/ton"},    {"ozpst", "oz/st"},    {"ozpt", "oz/t"},      {"ozt", "oz/t"},
         {"oztst", "oz/st"},    {"oztt", "oz/t"},      {"oztonne", "oz/tonne"}, {"ozmt", "oz/mt"},
         {"kgt", "kg/t"},       {"mgkg", "mg/kg"},     {"ugkg", "ug/kg"},     {"ugg", "ug/g"},
         {"ngg", "ng/g"},       {"mgt", "mg/t"},       {"lbt", "lb/t"},       {"lbst", "lb/st"},
         {"lbton", "lb/ton"},   {"dwtst", "dwt/st"},   {"oz per ton", "oz/ton"}, {"oz per tonne", "oz/tonne"},
         {"oz per short ton", "oz/st"}, {"g per t", "g/t"}, {"g per tonne", "g/t"}, {"grams per tonne", "g/t"},
         {"gram per tonne", "g/t"}, {"parts per million", "ppm"}, {"parts per billion", "ppb"}});
    const auto found = std::ranges::find(bare, word, &std::pair<std::string_view, std::string_view>::first);
    return found == bare.end() ? word : found->second;
}

bool doubtful_ton(std::string_view word) {
    return base::is_doubtful_ton(with_slash(word));
}

std::optional<base::GradeUnit> unit_word(std::string_view word) {
    if (word == "1") return std::nullopt;  // a number of a column, not a unit
    if (const auto unit = base::grade_unit(with_slash(word))) return unit;
    // "g·t-1" as the standards of China write it.
    for (const std::string_view dot : {"·", "•", "⋅", "*"}) {
        const std::size_t at = word.find(dot);
        if (at == std::string_view::npos) continue;
        std::string_view below = word.substr(at + dot.size());
        for (const std::string_view inverse : {"^-1", "-1", "⁻¹", "−1"})
            if (below.ends_with(inverse))
                return base::grade_unit(std::string(word.substr(0, at)) + "/" +
                                        std::string(below.substr(0, below.size() - inverse.size())));
    }
    return std::nullopt;
}

bool take_tail(std::string_view& text, std::initializer_list<std::string_view> tails) {
    for (const std::string_view tail : tails)
        if (text.size() > tail.size() && text.ends_with(tail)) {
            text.remove_suffix(tail.size());
            return true;
        }
    return false;
}

/// "w(Au)/10-6", "Au×10⁻⁶": a power of ten behind, for parts of one. Taken off `text` where it is one.
std::optional<base::GradeUnit> take_power(std::string_view& text) {
    std::string_view rest = text;
    std::optional<base::GradeUnit> unit;
    if (take_tail(rest, {"2", "²"}))
        unit = base::GradeUnit::percent;
    else if (take_tail(rest, {"6", "⁶"}))
        unit = base::GradeUnit::ppm;
    else if (take_tail(rest, {"9", "⁹"}))
        unit = base::GradeUnit::ppb;
    if (!unit || !take_tail(rest, {"-", "⁻", "−", "–"})) return std::nullopt;
    (void)take_tail(rest, {"^"});
    if (!take_tail(rest, {"10"})) return std::nullopt;
    bool apart = take_tail(rest, {"×", "*", "/x", " x", "_x"});
    while (take_tail(rest, {"/", "／", " ", "_", ",", "，"})) apart = true;
    if (!apart) return std::nullopt;
    text = rest;
    return unit;
}

/// Digits written below the line as plain ones: "SiO₂".
std::string plain_digits(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto at = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
        if (text.size() >= 3 && at(0) == 0xE2 && at(1) == 0x82 && at(2) >= 0x80 && at(2) <= 0x89) {
            out += static_cast<char>('0' + (at(2) - 0x80));
            text.remove_prefix(3);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

/// A unit in the last words: "ppm", or "g" and "t" where the slash has cut them. Takes them off.
bool take_unit(std::vector<std::string>& words, AssayHeader& header) {
    // "oz per ton", "oz short ton"
    for (const std::string_view between : {"per", "short"})
        if (words.size() > 3 && words[words.size() - 2] == between) {
            const std::string above = words[words.size() - 3], below = words.back();
            const std::string whole = above + "/" + (between == "short" ? "shortton" : below);
            if (!unit_word(whole) || (between == "short" && !below.starts_with("ton"))) continue;
            words.resize(words.size() - 2);
            words.back() = whole;
        }
    if (words.size() > 2) {
        const std::string both = words[words.size() - 2] + "/" + words.back();
        if (const auto unit = unit_word(both)) {
            header.unit = unit;
            header.doubtful_ton = doubtful_ton(both);
            words.resize(words.size() - 2);
            return true;
        }
    }
    if (words.size() < 2) return false;
    const auto unit = unit_word(words.back());
    if (!unit) return false;
    header.unit = unit;
    header.doubtful_ton = doubtful_ton(words.back());
    words.pop_back();
    return true;
}

/// Spelling of a name that is no element, as the header has it: the first word before any separator.
std::string as_written(std::string_view header, std::size_t length) {
    std::string out;
    for (const char c : header) {
        if (out.size() == length) break;
        if (is_word_byte(static_cast<char>(lower({&c, 1})[0]))) out += c;
    }
    return out;
}

/// Words beside an element: methods of laboratories ("ICP61", "FA", "XRF"), and what people add.
bool method_word(std::string_view word) {
    // "30g", "50gm": the charge of a fire assay.
    if (const std::size_t digits = word.find_first_not_of("0123456789"); digits > 0 && digits != word.npos)
        if (const std::string_view behind = word.substr(digits); behind == "g" || behind == "gm") return true;
    while (word.size() > 1 && word.back() >= '0' && word.back() <= '9') word.remove_suffix(1);
    for (const std::string_view method :
         {"icp",  "icpms", "icpoes", "icpaes", "aa",    "aas",  "fa",   "faa",  "faicp", "xrf",   "pxrf",
          "best", "final", "assay",  "grade",  "ms",    "oes",  "aes",  "me",   "og",    "total", "tot",
          "wt",   "val",   "value",  "result", "4acid", "ar",   "inaa", "leco", "grav",  "gra",   "scr",
          "品位", "含量",  "化验",   "分析",   "基本",  "结果", "平均", "全量", "总量"})
        if (word == method) return true;
    return false;
}

bool head_word(std::string_view word) {
    return word == "head" || word == "feed" || word == "原矿";
}

bool concentrate_word(std::string_view word) {
    return word == "conc";
}

/// A word in brackets that leaves the element what it is: the total, a laboratory's method, a number. "sol",
/// "ox", "mag" do not: only a part of the element is meant.
bool harmless_in_bracket(std::string_view word, std::string_view name) {
    for (const std::string_view one :
         {"t", "g", "all", "lab", "by", "in", "dry", "acid", "aqua", "regia", "digest", "fire", "全", "总"})
        if (word == one) return true;
    const char* own = assay_of(name);
    const char* inside = assay_of(word);
    if (own != nullptr && inside != nullptr &&
        (std::string_view(own) == inside ||
         (std::string_view(own) == "Fe" && std::string_view(inside) == "TFe")))
        return true;
    // "基本分析", "加权平均品位": nothing but what people say of any assay.
    std::string rest(word);
    for (const std::string_view plain :
         {"分析", "化验", "化学", "品位", "含量", "结果", "平均", "加权", "基本", "样品", "单样", "原"})
        for (std::size_t at = rest.find(plain); at != rest.npos; at = rest.find(plain))
            rest.erase(at, plain.size());
    if (rest.empty()) return true;
    if (unit_word(word) || method_word(word) || head_word(word) || concentrate_word(word)) return true;
    // "AQ250", "MA300", "4A", "1": codes of methods and numbers of columns; formulas are no such code.
    return inside == nullptr && std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// The words in brackets that make it less than the whole element, as one; empty where there are none.
std::string part_in_brackets(const std::vector<std::string>& brackets, std::string_view name) {
    std::string part;
    for (const std::string& bracket : brackets) {
        if (unit_word(bracket)) continue;
        for (const std::string& word : header_words(bracket).words)
            if (!harmless_in_bracket(word, name)) part += word;
    }
    return part;
}

/// Words that are also an element's symbol, or a name for something else in tables of drilling.
bool ambiguous_symbol(std::string_view low) {
    for (const std::string_view word :
         {"in", "as", "at", "no", "be", "he", "i", "os", "er", "la", "se", "re", "te", "co", "pm", "am"})
        if (low == word) return true;
    return false;
}

enum class Case { none, lower, upper, title };

Case case_of(std::string_view text) {
    const auto low = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto up = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool lows = std::any_of(text.begin(), text.end(), low),
               ups = std::any_of(text.begin(), text.end(), up);
    return lows && ups ? Case::title : lows ? Case::lower : ups ? Case::upper : Case::none;
}

/// "CUT" may be a cut: another part of the element beside it ("CUS"), or another element written alike, says
/// that it is a total.
bool has_company(const std::vector<std::string>& headers, std::size_t column, const AssayHeader& total) {
    const std::string element = lower(total.name);
    for (std::size_t other = 0; other < headers.size(); ++other) {
        if (other == column) continue;
        const AssayHeader beside = read_assay_header(headers[other]);
        const std::string name = lower(beside.written);
        if (name.size() > 2 && name.starts_with(element)) return true;
        if (name.size() == 2 && symbol_of(name) != nullptr && !ambiguous_symbol(name) &&
            case_of(beside.written) == case_of(total.written))
            return true;
    }
    return false;
}

/// A column that only tables of products have: recoveries, yields, the Davis tube, assays of the feed.
bool tells_of_products(std::string_view header) {
    for (const std::string& word : header_words(header).words) {
        for (const std::string_view one :
             {"dtr", "davis", "yield", "recovery", "rec", "massrec", "wtrec", "tail", "tails", "tailing",
              "tailings", "head", "feed", "回收率", "产率", "尾矿", "原矿"})
            if (word == one) return true;
    }
    return false;
}

/// Whether the word says of which stream of a plant the assay is; noted in `header`.
bool note_stream(std::string_view word, AssayHeader& header) {
    header.head = header.head || head_word(word);
    header.concentrate = header.concentrate || concentrate_word(word);
    return head_word(word) || concentrate_word(word);
}

/// Takes a word that is beside the name off either end: a method, a stream, the element once more.
bool take_about(std::vector<std::string>& words, AssayHeader& header) {
    const bool again = words.front() == words.back() && assay_of(words.front()) != nullptr;
    if (again || note_stream(words.back(), header) || method_word(words.back())) {
        words.pop_back();
        return true;
    }
    if (!note_stream(words.front(), header) && (!method_word(words.front()) || words.front() == "as"))
        return false;
    words.erase(words.begin());
    return true;
}

}  // namespace

AssayHeader read_assay_header(std::string_view written) {
    AssayHeader out;
    const std::string digits = plain_digits(half_width(written));
    std::string_view header = trimmed(digits);
    if (const auto power = take_power(header)) out.unit = power;
    HeaderWords parts = header_words(header);
    std::vector<std::string>& words = parts.words;
    for (const std::string& inside : parts.bracket)
        if (const auto unit = unit_word(inside)) {
            out.unit = unit;
            out.doubtful_ton = doubtful_ton(inside);
        }
    while (words.size() > 1 && (take_unit(words, out) || take_about(words, out))) continue;
    for (const std::string& inside : parts.bracket) (void)note_stream(inside, out);
    // "w(Cu)/%": w is the symbol of the mass fraction, and what it is of stands in the brackets.
    if (words.size() == 1 && (words[0] == "w" || words[0] == "ω" || words[0] == "Ω"))
        for (auto inside = parts.bracket.begin(); inside != parts.bracket.end(); ++inside)
            if (assay_of(*inside) != nullptr) {
                words[0] = *inside;
                parts.bracket.erase(inside);
                break;
            }
    if (words.empty()) return out;
    // A unit glued to the name: CUPCT, AUGPT; less usual ones only behind what is an element without them.
    for (const std::string_view glued : {"percent", "gt", "kgt", "ozst", "ozpst", "ozton", "oztonne", "ozt", "opst"}) {
        std::string& name = words.back();
        if (out.unit || words.size() > 1 || name.size() <= glued.size() || !name.ends_with(glued)) continue;
        if (assay_of(name.substr(0, name.size() - glued.size())) == nullptr) continue;
        out.unit = unit_word(glued);
        out.doubtful_ton = doubtful_ton(glued);
        name.resize(name.size() - glued.size());
    }
    for (const std::string_view glued : {"pct", "ppm", "ppb", "gpt", "opt"}) {
        std::string& name = words.back();
        if (name.size() > glued.size() && name.ends_with(glued) && !out.unit) {
            out.unit = unit_word(glued);
            name.resize(name.size() - glued.size());
        }
    }
    std::string low;
    for (const std::string& word : words) low += word;
    for (const std::string_view tail : {"品位", "含量"})
        if (low.size() > tail.size() && low.ends_with(tail)) low.resize(low.size() - tail.size());
    const bool han = is_chinese_element(low);
    const char* symbol = assay_of(low);
    if (symbol == nullptr && words.size() == 1) {
        symbol = total_of(low);
        out.total = symbol != nullptr;
    }
    // A symbol is a whole word: "A_S" is no arsenic. "T Fe" and "m Fe" are irons.
    const bool iron = words.size() == 2 && words.back() == "fe";
    if (words.size() > 1 && !iron && !han) symbol = nullptr;
    const std::string part = symbol == nullptr ? std::string() : part_in_brackets(parts.bracket, low);
    out.element = symbol != nullptr && part.empty();
    out.written = as_written(header, low.size());
    out.name = symbol != nullptr ? symbol + part : out.written;
    return out;
}

bool plausible_element(const std::vector<std::string>& headers, std::size_t column) {
    const AssayHeader read = read_assay_header(headers[column]);
    if (!read.element || of_a_product(headers, column)) return false;
    if (read.unit) return true;
    if (read.total && case_of(read.written) != Case::title) return has_company(headers, column, read);
    const std::string low = lower(trimmed(headers[column]));
    // xb, yb, zb are coordinates: a name of x or z for y is among the headers.
    const std::size_t y = low.find('y');
    if (y != std::string::npos && low.size() <= 3) {
        std::string x = low, z = low;
        x[y] = 'x';
        z[y] = 'z';
        const auto has = [&](const std::string& name) {
            return std::any_of(headers.begin(), headers.end(),
                               [&](const std::string& header) { return lower(trimmed(header)) == name; });
        };
        if (has(x) || has(z)) return false;
    }
    if (low.size() == 1) {
        // W may be a weight and V a volume, Y a coordinate, S a sample: elements beside them tell.
        const bool usual = low == "s" || low == "p" || low == "k" || low == "f" || low == "c";
        std::size_t others = 0;
        for (std::size_t other = 0; other < headers.size(); ++other) {
            const AssayHeader beside = read_assay_header(headers[other]);
            others += other != column && beside.element && (beside.name.size() > 1 || beside.unit);
        }
        return others >= (usual ? 1 : 2);
    }
    if (!ambiguous_symbol(low)) return true;
    // A word that is also a symbol: only where it is written as the elements beside it are, or as symbols
    // are.
    const Case own = case_of(trimmed(headers[column]));
    if (own == Case::title) return true;
    std::size_t alike = 0;
    for (std::size_t other = 0; other < headers.size(); ++other) {
        const std::string name = lower(trimmed(headers[other]));
        if (other == column || name.size() != 2 || ambiguous_symbol(name)) continue;
        alike += symbol_of(name) != nullptr && case_of(trimmed(headers[other])) == own;
    }
    return alike >= 2;
}

bool of_a_product(const std::vector<std::string>& headers, std::size_t column) {
    return read_assay_header(headers[column]).concentrate &&
           std::ranges::any_of(headers, [](const std::string& header) { return tells_of_products(header); });
}

bool element_like(const std::vector<std::string>& headers, std::size_t column) {
    const AssayHeader read = read_assay_header(headers[column]);
    if (read.element) return false;
    const HeaderWords parts = header_words(headers[column]);
    if (parts.words.empty()) return false;
    const std::string& first = parts.words.front();
    // "Cu_sol", "Cu (ox)": an element and a word about it.
    if (assay_of(first) != nullptr && (first.size() > 1 || read.unit) && !ambiguous_symbol(first))
        return true;
    if (first.size() < 3) return false;
    const std::string start = first.substr(0, 2);
    const char* symbol = symbol_of(start);
    if (symbol == nullptr || ambiguous_symbol(start)) return false;
    const std::string_view name = read.written;
    const char next = name.size() > 2 ? name[2] : '\0';
    const bool capital = (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9');
    if (name.starts_with(symbol) && capital) return true;
    // "CUS" among "CUT" and "CU".
    return case_of(name) == Case::upper && first.size() <= 5 &&
           std::ranges::any_of(headers, [&](const std::string& other) {
               const AssayHeader beside = read_assay_header(other);
               return beside.element && beside.name == symbol && case_of(beside.written) == Case::upper;
           });
}

}  // namespace orelens::io
