#include "core/io/orebodies/OrebodyFile.h"

namespace orelens::io {
namespace {

struct TemplateColumn {
    const char *en, *zh, *example_en, *example_zh;
    bool cost = false;
};
constexpr TemplateColumn columns[] = {
    {"name", "名称", "Example hill (replace)", "示例矿区（请替换）"},
    {"commodity", "矿种", "Cu", "铜"},
    {"company", "公司", "", ""},
    {"belt", "成矿区带", "North belt", "北部成矿带"},
    {"deposit_type", "矿床类型", "porphyry", "斑岩型"},
    {"ore_type", "矿石工业类型", "sulphide", "硫化矿"},
    {"scale", "储量规模", "large", "大型"},
    {"status", "开发利用状态", "undeveloped", "未利用"},
    {"ore_t", "矿石量(吨)", "120000000", "120000000"},
    {"cu_pct", "铜品位(%)", "0.55", "0.55"},
    {"au_gpt", "金品位(g/t)", "0.12", "0.12"},
    {"capacity_tpd", "生产规模(吨/日)", "", ""},
    {"burial_depth_m", "埋深(米)", "60", "60"},
    {"depth_m", "底部埋深(米)", "420", "420"},
    {"thickness_m", "厚度(米)", "80", "80"},
    {"dip_deg", "倾角(度)", "35", "35"},
    {"strip_ratio", "剥采比", "1.8", "1.8"},
    {"dilution_pct", "贫化率(%)", "5", "5"},
    {"mining_method", "开采方式", "open pit", "露天开采"},
    {"mining_recovery_pct", "开采回采率(%)", "92", "92"},
    {"processing_method", "选矿方法", "flotation", "浮选"},
    {"processing_recovery_pct", "选矿回收率(%)", "88", "88"},
    {"water_km", "距水源(公里)", "6", "6"},
    {"power_km", "距电源(公里)", "15", "15"},
    {"road_km", "距公路(公里)", "9", "9"},
    {"altitude_m", "海拔(米)", "2100", "2100"},
    {"longitude", "经度", "102.5", "102.5"},
    {"latitude", "纬度", "27.3", "27.3"},
    {"project_file", "项目文件", "", ""},
    {"capex_musd", "建设投资(万元)", "640", "460000", true},
    {"opex_usd_per_t_ore", "单位成本(元/吨)", "14.5", "104", true},
    {"cost_year", "基准年", "2024", "2024", true},
    {"cost_scope", "成本范围", "mine + mill", "采选", true},
};

}  // namespace

std::vector<std::vector<std::string>> orebody_template(base::Language language, bool with_costs) {
    const bool zh = language == base::Language::chinese;
    std::vector<std::vector<std::string>> rows(2);
    for (const TemplateColumn& column : columns) {
        if (column.cost && !with_costs) continue;
        rows[0].emplace_back(zh ? column.zh : column.en);
        rows[1].emplace_back(zh ? column.example_zh : column.example_en);
    }
    return rows;
}

}  // namespace orelens::io
