#include "core/pits/Codes.h"

#include <algorithm>

#include "core/base/Nearest.h"

namespace orelens::pits {

using base::Expected;
using base::Message;

Expected<void> check_column(const blocks::BlockModel& model, const std::string& column, blocks::ColumnType type,
                            const std::string& field) {
    const blocks::ColumnInfo* info = model.info(column);
    if (info != nullptr && info->type == type) return {};
    std::vector<std::string> fit;
    for (const blocks::ColumnInfo& other : model.columns())
        if (other.type == type) fit.push_back(other.name);
    const std::string near = base::nearest(column, fit);
    return base::fail(base::ErrorKind::data,
                      Message(info == nullptr ? "pits.no_column" : "pits.column_type", {{"column", column}}),
                      {.field = field},
                      near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
}

Expected<std::int32_t> value_of_code(const blocks::BlockModel& model, const std::string& column,
                                     const std::string& code, const std::string& field) {
    const std::vector<std::string>& codes = model.info(column)->codes;
    if (const auto word = std::ranges::find(codes, code); word != codes.end())
        return static_cast<std::int32_t>(word - codes.begin());
    const bool digits =
        !code.empty() && code.size() < 9 && code.find_first_not_of("0123456789") == std::string::npos;
    if (digits) return std::stoi(code);
    return base::fail(base::ErrorKind::data, Message("pits.no_code", {{"code", code}, {"column", column}}),
                      {.field = field});
}

}  // namespace orelens::pits
