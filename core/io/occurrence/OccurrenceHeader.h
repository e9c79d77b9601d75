// What a column of an occurrence table holds, by its header. Internal to the reader.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace orelens::io {

enum class OccurrenceRole {
    element,
    ore_type,
    phase,
    share,
    content,
    route,
    recovery,
    product,
    stage,
    method,
    samples,
    source,
    kind,
    host_mineral,
    host_element,
    host_phase,
    name,
    name_zh,
    note
};
inline constexpr std::size_t occurrence_roles = 19;
const char* role_name(OccurrenceRole role);

struct OccurrenceHeader {
    OccurrenceRole role{};
    std::string element;   ///< "Cu含量": Cu; empty where it names none
    bool percent = false;
};
/// Nothing for a header that says none of it.
std::optional<OccurrenceHeader> occurrence_header(std::string_view header);

/// "铜", "cu", "TFe" as the element of a phase analysis (iron is Fe whatever its total is called); empty for others.
std::string analysed_element(std::string_view word);
/// The element of a total row ("总铜", "全铁", "TFe", "Total Cu"), "*" for one that names none ("合计", "total"); empty for
/// other rows.
std::string total_row(std::string_view phase);
/// The element in a title such as 某矿区铜物相分析结果; empty = none.
std::string titled_element(std::string_view title);

}  // namespace orelens::io
