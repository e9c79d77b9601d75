#include "core/io/occurrence/OccurrenceHeader.h"

#include <array>
#include <cctype>
#include <utility>

#include "core/io/drillholes/ElementNames.h"
#include "core/io/drillholes/HeaderWords.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using enum OccurrenceRole;

constexpr std::array<const char*, occurrence_roles> role_names = {
    "element", "ore_type", "phase",  "share",  "content", "route",        "recovery",     "product",    "stage", "method",
    "samples", "source",   "kind",   "host_mineral", "host_element", "host_phase", "name", "name_zh",   "note"};

struct Word {
    std::string_view word;
    OccurrenceRole role;
};
constexpr Word header_names[] = {
    {"element", element}, {"元素", element}, {"组分", element}, {"component", element},
    {"oretype", ore_type}, {"矿石类型", ore_type}, {"type", ore_type}, {"domain", ore_type}, {"域", ore_type}, {"矿石自然类型", ore_type},
    {"phase", phase}, {"相别", phase}, {"物相", phase}, {"相态", phase}, {"矿物相", phase}, {"物相名称", phase}, {"mineralphase", phase},
    {"mineral", phase}, {"相名", phase}, {"矿物", phase},
    {"share", share}, {"分布率", share}, {"分布", share}, {"占有率", share}, {"分配率", share}, {"fraction", share},
    {"distribution", share}, {"proportion", share}, {"deportment", share}, {"相对含量", share},
    {"content", content}, {"含量", content}, {"品位", content}, {"grade", content}, {"assay", content},
    {"route", route}, {"工艺", route}, {"工艺流程", route}, {"选矿工艺", route}, {"process", route},
    {"recovery", recovery}, {"回收率", recovery},
    {"product", product}, {"产品", product},
    {"stage", stage}, {"阶段", stage},
    {"method", method}, {"方法", method}, {"分析方法", method}, {"测试方法", method}, {"analysis", method},
    {"samples", samples}, {"样品数", samples}, {"样数", samples}, {"样品个数", samples}, {"n", samples}, {"samplecount", samples},
    {"source", source}, {"来源", source}, {"资料来源", source}, {"数据来源", source},
    {"kind", kind}, {"赋存状态", kind}, {"赋存形式", kind},
    {"hostmineral", host_mineral}, {"载体矿物", host_mineral}, {"主矿物", host_mineral},
    {"hostelement", host_element}, {"主元素", host_element}, {"载体元素", host_element},
    {"hostphase", host_phase}, {"主物相", host_phase},
    {"name", name}, {"名称", name}, {"namezh", name_zh}, {"中文名称", name_zh},
    {"note", note}, {"notes", note}, {"备注", note}, {"说明", note}, {"remark", note}, {"remarks", note}, {"序号", note}, {"no", note},
};

/// Small letters and characters beyond ASCII, nothing else.
std::string bare(std::string_view text) {
    std::string out;
    for (const char c : half_width(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte) != 0) out += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
    return out;
}

std::optional<OccurrenceRole> role_of(std::string_view name) {
    for (const Word& word : header_names)
        if (word.word == name) return word.role;
    return std::nullopt;
}

}  // namespace

const char* role_name(OccurrenceRole role) {
    return role_names.at(static_cast<std::size_t>(role));
}

std::string analysed_element(std::string_view word) {
    const std::string low = bare(word);
    if (low.empty()) return {};
    const char* symbol = element_of(low);
    if (symbol == nullptr) symbol = total_of(low);
    if (symbol == nullptr) return {};
    const std::string found(symbol);
    return found == "TFe" || found == "mFe" || found == "SFe" ? "Fe" : found;
}

std::string total_row(std::string_view written) {
    std::string low = bare(written);
    for (const char* word : {"合计", "总计", "总量", "全量", "总和", "total", "sum", "totals"})
        if (low == word) return "*";
    if (low == "tfe" || total_of(low) != nullptr) return analysed_element(low);
    for (const std::string_view prefix : {"总", "全", "total"})
        if (low.starts_with(prefix))
            if (std::string found = analysed_element(std::string_view(low).substr(prefix.size())); !found.empty()) return found;
    return {};
}

std::string titled_element(std::string_view title) {
    const std::string low = half_width(title);
    for (const std::string_view mark : {"物相", "相态"}) {
        const std::size_t at = low.find(mark);
        if (at == std::string::npos) continue;
        // The name stands right before: one Han character, or the letters of a symbol.
        std::size_t begin = at;
        while (begin > 0 && (low[begin - 1] == ' ' || low[begin - 1] == '(' || low[begin - 1] == ')')) --begin;
        std::size_t end = begin;
        if (begin >= 3 && static_cast<unsigned char>(low[begin - 1]) >= 0x80) {
            if (std::string found = analysed_element(std::string_view(low).substr(begin - 3, 3)); !found.empty()) return found;
            continue;
        }
        while (begin > 0 && std::isalpha(static_cast<unsigned char>(low[begin - 1])) != 0) --begin;
        if (std::string found = analysed_element(std::string_view(low).substr(begin, end - begin)); !found.empty()) return found;
    }
    return {};
}

std::optional<OccurrenceHeader> occurrence_header(std::string_view header) {
    OccurrenceHeader out;
    const std::string plain = half_width(header);
    out.percent = plain.find('%') != std::string::npos || plain.find("pct") != std::string::npos;
    std::string key = bare(plain.substr(0, plain.find_first_of("([")));
    if (key.empty()) key = bare(plain);
    if (key.ends_with("pct")) key.resize(key.size() - 3);
    if (const auto role = role_of(key)) {
        out.role = *role;
        return out;
    }
    // An element before the word: "Cu含量", "铜物相", "cu_content".
    constexpr std::pair<std::string_view, OccurrenceRole> behind[] = {
        {"分布率", share}, {"占有率", share}, {"含量", content}, {"品位", content}, {"content", content}, {"grade", content},
        {"物相", phase},  {"相别", phase},   {"phase", phase},  {"share", share},  {"distribution", share}};
    for (const auto& [word, role] : behind) {
        if (!key.ends_with(word)) continue;
        out.element = analysed_element(std::string_view(key).substr(0, key.size() - word.size()));
        if (out.element.empty()) continue;
        out.role = role;
        return out;
    }
    return std::nullopt;
}

}  // namespace orelens::io
