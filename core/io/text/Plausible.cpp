#include "core/io/text/Plausible.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>
#include <unordered_set>

#include "core/io/text/Decode.h"

namespace orelens::io {
namespace {

using Letters = std::unordered_set<char32_t>;

Letters letters(std::string_view utf8) {
    Letters out;
    for (std::size_t at = 0; at < utf8.size();) out.insert(next_character(utf8, at));
    return out;
}

/// Characters of tables about drilling, and the most frequent ones of Chinese; simplified and traditional.
const Letters& usual_han() {
    static const Letters set = letters(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
        "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
        "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
        "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
        "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
        "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
        "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
        "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
        "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存"
        "候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
        "岩矿石砂灰花岗长英铜铁铅锌金银钼钨锡镍钴锑汞锰铬钒钛铝锂铀硫磷萤孔号深度从至止起终样品编号位坐标东北"
        "南西倾角方位顶底板厚层泥页粉角闪辉绿安山玄武凝流纹斑闪长片麻千枚大理矽卡卤断裂破碎带蚀变氧化硫化钻探"
        "槽坑道采取率含量百分比分析化验结果备注描述岩性代码地质工程勘查区剖线孔口标高开测斜方法重量体密黄红褐"
        "黑灰白青紫细中粗粒状块致浸染脉侵入接触围夹原生次富贫表土第四系奥陶寒武震旦泥盆石炭二叠三叠侏罗白垩组"
        "段闪锌方铅辉钼赤磁菱褐毒砂孔雀斑绢云母绿泥高岭黏粘膏盐煤炭碳钙镁钾钠硅质"
        "礦鐵銅鉛鋅銀鎢錫鎳鈷錳鉻釩鈦鋁鋰鈾號樣標東線層斷帶蝕變質長閃輝綠頁麻鑽測結驗備註岩貫氧體積積類區剖線"
        "開黃細粒狀塊緻脈圍夾貧表係紀頁礫鈣鎂鉀鈉矽殘積種這個為國時來們對會發產過說經電現實兩機當從業應還間與"
        "關內數見點無總長門間題條動後學沒樣問進車運離確統計設處報單價員圖樓歷觀認識讓轉輪辦邊遠連選達鄉醫險陽"
        "陰隊階際隨難電靜頂項須預頭題顏類風飛駐驅驗高魚黑點礦");
    return set;
}

/// The planes of two national character sets: frequent and rare halves.
struct Ranks {
    std::bitset<0x10000> gb_frequent, gb_rare, big5_frequent, big5_rare;
};

void enlist(const char* encoding, int lead_from, int lead_to, bool low_trails, std::bitset<0x10000>& set) {
    for (int lead = lead_from; lead <= lead_to; ++lead)
        for (int trail = low_trails ? 0x40 : 0xA1; trail <= 0xFE; ++trail) {
            if (trail > 0x7E && trail < 0xA1) continue;
            const std::array<char, 2> pair{static_cast<char>(lead), static_cast<char>(trail)};
            const auto decoded = decode({pair.data(), pair.size()}, encoding, 0);
            if (!decoded) continue;
            std::size_t at = 0;
            const char32_t character = next_character(decoded->text, at);
            if (character < 0x10000 && at == decoded->text.size()) set.set(character);
        }
}

const Ranks& ranks() {
    static const Ranks all = [] {
        Ranks out;
        enlist("GB2312", 0xB0, 0xD7, false, out.gb_frequent);
        enlist("GB2312", 0xD8, 0xF7, false, out.gb_rare);
        enlist("BIG5", 0xA4, 0xC6, true, out.big5_frequent);
        enlist("BIG5", 0xC9, 0xF9, true, out.big5_rare);
        return out;
    }();
    return all;
}

bool is_han(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF);
}
bool is_kana(char32_t c) {
    return c >= 0x3041 && c <= 0x30FE;
}
bool is_hangul(char32_t c) {
    return c >= 0xAC00 && c <= 0xD7A3;
}
bool is_cyrillic(char32_t c) {
    return c >= 0x400 && c <= 0x45F;
}
bool is_greek(char32_t c) {
    return c >= 0x386 && c <= 0x3CE && c != 0x387;
}
bool is_latin(char32_t c) {
    return (c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7) || (c >= 0x218 && c <= 0x21B);
}
bool is_ascii_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_upper(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c <= 0xFF) return c >= 0xC0 && c <= 0xDE;
    if (c <= 0x17F) {
        const bool even = (c <= 0x137) || (c >= 0x14A && c <= 0x177);
        return c == 0x178 || (even ? c % 2 == 0 : c % 2 == 1);
    }
    if (is_greek(c)) return c < 0x3AC;
    return c >= 0x400 && c <= 0x42F;
}

struct Costs {
    Letters frequent, usual;
    double rare = 9;
};

const Costs& latin_costs(Writing writing) {
    static const Costs western{letters("éèàçãáíóúâêôäöüßñ"), letters("õîïûùëåøæœÉÈÀÇÃÁÍÓÚÂÊÔÕÄÖÜÑÅØÆªº"), 9};
    static const Costs central{letters("áéíóúýčěřšžůąęłńóśżźćäöüßőű"),
                               letters("ťďňőűľĺŕôăâîţşđÁÉÍÓÚÝČĚŘŠŽŮĄĘŁŃŚŻŹĆÄÖÜŤĎŇŐŰĽĐ"), 9};
    static const Costs turkish{letters("ığşçöüéâ"), letters("İĞŞÇÖÜî"), 9};
    static const Costs any{letters("éèàçãáíóúâêôõäöüßñčěřšžůąęłńśżźćýığş"),
                           letters("îïûùëåøæœťďňőűľÉÈÀÇÃÁÍÓÚÂÊÔÕÄÖÜÑÅØÆČĚŘŠŽŮĄĘŁŃŚŻŹĆİĞŞ"), 10};
    switch (writing) {
        case Writing::western:
            return western;
        case Writing::central:
            return central;
        case Writing::turkish:
            return turkish;
        default:
            return any;
    }
}

double latin_cost(char32_t c, Writing writing) {
    const Costs& costs = latin_costs(writing);
    const double base = costs.frequent.contains(c) ? 4 : costs.usual.contains(c) ? 6 : costs.rare;
    const bool foreign = writing == Writing::chinese || writing == Writing::japanese ||
                         writing == Writing::korean || writing == Writing::cyrillic;
    return foreign ? base + 8 : base;
}

double cyrillic_cost(char32_t c, Writing writing) {
    static const Letters frequent = letters("оеаинтсрвлкмдпу"), capital = letters("ОЕАИНТСРВЛКМДПУ"),
                         ukrainian = letters("іїєґўёЁІЇЄ");
    double base = 11;
    if (frequent.contains(c))
        base = 4;
    else if (capital.contains(c))
        base = 4.5;
    else if (c >= 0x430 && c <= 0x44F)
        base = 5.5;
    else if (c >= 0x410 && c <= 0x42F)
        base = 6;
    else if (ukrainian.contains(c))
        base = 7;
    return writing == Writing::cyrillic || writing == Writing::any ? base : base + 6;
}

double han_cost(char32_t c, Writing writing) {
    if (c > 0xFFFF || c < 0x4E00) return 24;
    if (writing == Writing::korean) return 18;
    const Ranks& rank = ranks();
    if (usual_han().contains(c)) return writing == Writing::japanese ? 8 : 6;
    if (rank.gb_frequent[c] || rank.big5_frequent[c]) return 10.5;
    if (rank.gb_rare[c] || rank.big5_rare[c]) return 16;
    return 20;
}

double hangul_cost(char32_t c) {
    static const Letters usual = letters(
        "이다는을의에가고하지도로기서사시인자리한나아어라들그대해수있정부전원일상제석암층공번호심"
        "광산철동연은금구역위치표점토질분석시료");
    return usual.contains(c) ? 7 : 12;
}

/// Letters that few write, which two bytes of another encoding easily make in UTF-8: African and phonetic
/// letters, combining marks (unless they stand on a letter, as a Mac writes é).
bool is_odd_letter(char32_t c) {
    return (c >= 0x180 && c <= 0x36F && !is_latin(c)) || (c >= 0x483 && c <= 0x7FF);
}
bool is_combining(char32_t c) {
    return c >= 0x300 && c <= 0x36F;
}

double symbol_cost(char32_t c) {
    static const Letters usual =
        letters("°±µμ²³–—‘’“”…«»·№§‰Ø×，。、（）：；％～《》【】「」・ⅠⅡⅢⅣⅤαβγδθφ′″≤≥");
    if (c >= 0xFF01 && c <= 0xFF5E) return 8;
    if (usual.contains(c)) return 7;
    if (c == 0xFFFD) return 25;
    if (c >= 0x80 && c <= 0x9F) return 30;
    if (c >= 0xE000 && c <= 0xF8FF) return 30;
    if (c >= 0xFF61 && c <= 0xFF9F) return 9;  // half-width kana: one byte each
    return 13;
}

/// A run of text looked at character by character, with the neighbours.
class Judge {
  public:
    Judge(std::string_view text, Writing writing) : writing_(writing) {
        for (std::size_t at = 0; at < text.size();) characters_.push_back(next_character(text, at));
    }
    [[nodiscard]] double cost() const {
        double sum = 0;
        for (std::size_t n = 0; n < characters_.size(); ++n)
            if (characters_[n] >= 0x80) sum += own_cost(characters_[n]) + place_cost(n);
        return sum;
    }

  private:
    [[nodiscard]] char32_t at(std::size_t n) const { return n < characters_.size() ? characters_[n] : U'\n'; }
    [[nodiscard]] double own_cost(char32_t c) const {
        if (is_han(c)) return han_cost(c, writing_);
        if (is_kana(c)) return writing_ == Writing::japanese ? 6 : writing_ == Writing::chinese ? 9 : 14;
        if (is_hangul(c))
            return writing_ == Writing::korean || writing_ == Writing::any ? hangul_cost(c) : 24;
        if (is_cyrillic(c)) return cyrillic_cost(c, writing_);
        if (is_greek(c)) return writing_ == Writing::greek ? 5 : 11;
        if (is_latin(c)) return latin_cost(c, writing_);
        if (is_odd_letter(c)) return c >= 0x1CD && c <= 0x1DC ? 14 : 30;  // ǎ ǐ ǒ ǔ are pinyin
        return symbol_cost(c);
    }
    /// What is odd about a character beside its neighbours.
    [[nodiscard]] double place_cost(std::size_t n) const {
        const char32_t c = at(n), before = n > 0 ? at(n - 1) : U'\n', after = at(n + 1);
        double sum = 0;
        for (const char32_t neighbour : {before, after})
            if (neighbour < 0x80 &&
                std::u32string_view(U"`~^{}|@\\").find(neighbour) != std::u32string_view::npos)
                sum += 6;
        const auto lower_ascii = [](char32_t x) { return x >= 'a' && x <= 'z'; };
        if (is_combining(c)) {
            if (is_ascii_letter(before))
                sum -= 26;
            else if (before < 0x80)
                sum += 10;  // it has nothing to stand on
        } else if (is_han(c) || is_kana(c) || is_hangul(c)) {
            if (lower_ascii(before) && lower_ascii(after)) sum += 8;
        } else if (is_cyrillic(c) || is_greek(c)) {
            if (is_ascii_letter(before) || is_ascii_letter(after)) sum += 8;
            if (is_upper(c) && before >= 0x80 && !is_upper(before)) sum += 6;
        } else if (is_latin(c)) {
            const auto letter = [](char32_t x) { return is_ascii_letter(x) || is_latin(x); };
            const bool alone = !letter(before) && !letter(after);
            if (alone)
                sum += c == U'à' || c == U'é' || c == U'É' || c == U'á' || c == U'ó' || c == U'í' ? 2 : 6;
            if (is_upper(c) && letter(before) && !is_upper(before)) sum += 6;
            // Portuguese õ stands before e: razões, põe.
            if (c == U'õ' && writing_ == Writing::western) sum += after == 'e' || after == 'E' ? -2 : 4;
        } else if (c == U'²' || c == U'³') {
            if (before == 'm') sum -= 4;
        } else if (c == U'°') {
            sum -= 2;
        } else if (is_ascii_letter(before) && is_ascii_letter(after) && c != U'’' && c != U'·' && c != U'–') {
            sum += 6;
        }
        return sum;
    }

    Writing writing_;
    std::u32string characters_;
};

}  // namespace

double implausibility(std::string_view utf8, Writing writing) {
    return Judge(utf8, writing).cost();
}

}  // namespace orelens::io
