#include "core/io/drillholes/DensityHeader.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/io/drillholes/HeaderWords.h"

namespace orelens::io {
namespace {

/// The unit in the last words, which are taken off: "kgm3", or "g" and "cm3" where the slash has cut them.
std::optional<base::DensityUnit> take_unit(std::vector<std::string>& words) {
    for (std::size_t count = std::min<std::size_t>(4, words.size() - 1); count > 0; --count) {
        std::string last;
        for (std::size_t n = words.size() - count; n < words.size(); ++n) last += words[n];
        const auto unit = base::density_unit(last);
        if (!unit) continue;
        words.resize(words.size() - count);
        return unit;
    }
    return std::nullopt;
}

bool names_density(const std::vector<std::string>& words, const std::string& name) {
    static constexpr std::array whole{"density", "dens", "den", "sg",   "bd",   "dbd",  "sbd", "rho",
                                      "gravity", "dsg",  "bsg", "体重", "密度", "比重", "容重"};
    static constexpr std::array inside{"density", "densidad", "densite",  "densité", "specificgravity",
                                       "dichte",  "体重",     "体积质量", "密度",    "比重"};
    if (std::ranges::find(whole, name) != whole.end()) return true;
    for (const std::string& word : words)
        if (word == "dens" || word == "sg") return true;
    return std::ranges::any_of(inside, [&](const char* part) { return name.find(part) != name.npos; });
}

bool other_density(const std::vector<std::string>& words, const std::string& name) {
    static constexpr std::array elsewhere{"fract",  "joint", "vein",  "crack", "wet",      "pulp",
                                          "grain",  "mud",   "fluid", "pyc",   "moist",    "裂隙",
                                          "节理",   "湿",    "矿浆",  "泥浆",  "颗粒",     "真密度",
                                          "method", "方法",  "type",  "flag",  "sampleid", "备注"};
    for (const char* part : elsewhere)
        if (name.find(part) != name.npos) return true;
    return std::ranges::any_of(words, [](const std::string& word) { return word == "id" || word == "no"; });
}

}  // namespace

DensityHeader read_density_header(std::string_view header) {
    HeaderWords parts = header_words(header);
    if (parts.words.empty()) return {};
    DensityHeader out;
    for (const std::string& inside : parts.bracket)
        if (const auto unit = base::density_unit(inside)) out.unit = unit;
    if (const auto unit = take_unit(parts.words)) out.unit = unit;
    std::string name;
    for (const std::string& word : parts.words) name += word;
    // A unit glued to a Chinese name: "体重t/m3".
    for (const std::string_view glued : {"kgm3", "gcm3", "tm3", "t", "g", "kg"})
        if (static_cast<unsigned char>(name.front()) >= 0x80 && name.ends_with(glued)) {
            const std::size_t slash = header.find('/');
            if (slash != std::string_view::npos && !out.unit)
                out.unit = base::density_unit(std::string(glued) + std::string(header.substr(slash + 1)));
            if (const auto unit = base::density_unit(glued); unit && !out.unit) out.unit = unit;
            name.resize(name.size() - glued.size());
            break;
        }
    out.density = names_density(parts.words, name) && !other_density(parts.words, name);
    return out;
}

}  // namespace orelens::io
