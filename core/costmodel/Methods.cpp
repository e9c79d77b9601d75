#include "core/costmodel/Methods.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <set>
#include <string_view>

namespace orelens::costmodel {
namespace {

/// English words in small letters between single spaces, with one at either end; Chinese as it stands, full-width letters
/// and all, each run of it a word.
std::string spaced(const std::string& words) {
    std::string out = " ";
    bool han = false;
    for (const char c : words) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = byte < 0x80 && std::isalnum(byte) != 0;
        if (byte >= 0x80) {
            if (!han && out.back() != ' ') out += ' ';
            out += c;
        } else if (letter) {
            if (han && out.back() != ' ') out += ' ';
            out += static_cast<char>(std::tolower(byte));
        } else if (out.back() != ' ') {
            out += ' ';
        }
        han = byte >= 0x80;
    }
    if (out.back() != ' ') out += ' ';
    return out;
}

class Words {
  public:
    explicit Words(const std::string& words) : spaced_(spaced(words)) {}
    /// Takes every one of these out, so that "open stoping" is no "open": each is whole words in English ("open pit"), or
    /// any run of Chinese. Whether one was there.
    bool take(std::initializer_list<std::string_view> any) {
        bool found = false;
        for (const std::string_view term : any) {
            const bool han = static_cast<unsigned char>(term.front()) >= 0x80;
            const std::string wanted = han ? std::string(term) : " " + std::string(term) + " ";
            for (std::size_t at = spaced_.find(wanted); at != std::string::npos; at = spaced_.find(wanted)) {
                spaced_.replace(at, wanted.size(), " ");
                found = true;
            }
        }
        return found;
    }

  private:
    std::string spaced_;
};

template <class Method>
std::optional<Method> only(const std::set<Method>& named) {
    return named.size() == 1 ? std::optional(*named.begin()) : std::nullopt;
}

bool take_pit(Words& words) {
    return words.take({"open pit", "open pits", "openpit", "open cast", "opencast", "open cut", "opencut", "open cut mining", "open mining", "pit", "pits", "surface", "露天"});
}

}  // namespace

std::optional<MineMethod> mine_method(const std::string& text) {
    using enum MineMethod;
    Words words(text);
    std::set<MineMethod> named;
    bool other = false;  // one that Camm has no figures of
    // The longer terms first: what they hold is then no longer there to be taken for something else.
    other |= words.take({"sublevel caving", "sub level caving", "sublevel cave", "slc", "分段崩落", "无底柱"});
    other |= words.take({"cut and fill", "cut fill", "drift and fill", "top slicing", "longwall", "in situ leaching", "in situ leach", "isl", "isr", "brine", "wells", "well field", "wellfield",
                         "dredging", "dredge", "充填", "壁式", "原地浸出", "地浸", "盐湖", "卤水"});
    if (words.take({"vertical crater retreat", "vertical crater", "vcr", "大直径深孔", "球状药包"})) named.insert(vertical_crater_retreat);
    if (words.take({"shrinkage stoping", "shrinkage stope", "shrinkage", "shrink", "留矿"})) named.insert(shrinkage);
    if (words.take({"open stoping", "open stope", "open stopes", "openstoping", "openstope", "sublevel longhole", "sublevel stoping", "sublevel", "sub level stoping", "sub level",
                    "longhole stoping", "long hole stoping", "longhole", "long hole", "分段凿岩", "分段空场", "分段矿房", "阶段矿房"}))
        named.insert(sublevel_longhole);
    if (words.take({"room and pillar", "room pillar", "rooms and pillars", "roomandpillar", "pillar", "房柱"})) named.insert(room_and_pillar);
    if (words.take({"block caving", "block cave", "panel caving", "panel cave", "blockcaving", "caving", "cave", "自然崩落", "矿块崩落", "阶段崩落", "崩落"})) named.insert(block_caving);
    if (take_pit(words)) named.insert(open_pit);
    // What is said of several methods tells one only where nothing else does.
    if (named.empty() && !other && words.take({"stoping", "stopes", "空场", "深孔", "分段"})) named.insert(sublevel_longhole);
    if (named.empty() && !other && words.take({"open"})) named.insert(open_pit);
    // Where a pit stands beside the underground in general, no one method is meant.
    if (words.take({"underground", "地下", "井工", "坑采"}) && named.contains(open_pit)) other = true;
    return other ? std::nullopt : only(named);
}

bool names_pit(const std::string& text) {
    Words words(text);
    return take_pit(words) || mine_method(text) == MineMethod::open_pit;
}

const char* method_id(MineMethod method) {
    constexpr const char* ids[] = {"open_pit", "block_caving", "room_and_pillar", "shrinkage", "sublevel_longhole", "vertical_crater_retreat"};
    return ids[static_cast<int>(method)];
}

std::optional<MillMethod> mill_method(const std::string& text) {
    using enum MillMethod;
    Words words(text);
    std::set<MillMethod> named;
    if (words.take({"heap leaching", "heap leach", "heapleach", "heap", "堆浸"})) named.insert(heap_leach);
    if (words.take({"carbon in leach", "cil ew", "cil", "炭浸", "碳浸"})) named.insert(cil_ew);
    if (words.take({"carbon in pulp", "cip ew", "cip", "炭浆", "碳浆"})) named.insert(cip_ew);
    const bool three = words.take({"3 product", "3 products", "3 concentrates", "three product", "three products", "three concentrates", "flotation 3", "三产品", "三种精矿"});
    const bool two = words.take({"2 product", "2 products", "2 concentrates", "two product", "two products", "two concentrates", "flotation 2", "两产品", "二产品", "两种精矿"});
    const bool one = words.take({"1 product", "one product", "flotation 1", "单产品", "一种精矿"});
    if (words.take({"flotation", "floatation", "froth flotation", "float", "浮选"}) || three || two || one) named.insert(three ? flotation_3 : two ? flotation_2 : flotation_1);
    return only(named);
}

}  // namespace orelens::costmodel
