// Occurrence tables from CSV and .xlsx: shares of phases with their method, chemical phase analyses as laboratories print
// them (相别, 含量, 分布率), recoveries by route. Says how it understood each column; refuses with file, row and column.
//
// One row states a share (element, ore type, phase, share), or a content of a phase analysis, or a recovery (route, phase,
// recovery), or defines a phase (phase, kind, host). Columns in any order, named in English or Chinese:
//   element 元素 · ore_type 矿石类型 · phase 相别, 物相 · share 分布率 · content 含量 · route 工艺 · recovery 回收率 · product 产品
//   stage 阶段 · method 分析方法 · samples 样品数 · source 来源 · kind 赋存状态 · host_mineral 载体矿物 · host_element 主元素
//   host_phase 主物相 · name 名称 · name_zh 中文名称 · note 备注
// Phases may also stand side by side, with a row for the contents and one for the shares, or with both under each phase
// (PhasesAcross.h).
// Only a phase column and one of share, content, recovery are needed. The element of a table of one element may stand in a
// header ("Cu含量", "铜物相"), above the table, in a total row (总铜, TFe) or be stated by the caller.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/io/text/CsvText.h"
#include "core/occurrence/Table.h"

namespace orelens::io {

struct OccurrenceColumn {
    std::string header, role;  ///< role empty = not read
};
struct OccurrenceSheet {
    std::string sheet;  ///< empty for text
    std::vector<OccurrenceColumn> columns;
    std::string element;  ///< of the whole table, where no column says it; empty = by row
    std::string element_from;  ///< "column", "header", "title", "total", "stated"
    bool share_percent = false, recovery_percent = false;
};
struct OccurrenceImport {
    occurrence::Table table;
    std::string encoding;
    std::vector<OccurrenceSheet> sheets;
};

/// Every sheet of a workbook that has a phase column, or the one named behind #. Contents become shares of the total row
/// of their ore type and element. Shares are % where the header or a cell says so or one exceeds 1.05. "<0.01" counts as
/// half of it. A method "shipped" marks the program's own value. Errors: unreadable; no phase column or nothing to read;
/// two columns of one role; not a number; a negative content or one above its total; contents without a total; a content
/// and a share that disagree beyond rounding; no element; those of occurrence::check_table.
base::Expected<OccurrenceImport> read_occurrence(const std::string& path, const std::string& element);
/// The same of one table in memory, not yet checked as a whole.
base::Expected<OccurrenceSheet> occurrence_from_table(const CsvTable& table, const std::string& element,
                                                      occurrence::Table& into);

/// A table in the form that is read; shipped values have the method "shipped".
std::string occurrence_to_csv(const occurrence::Table& table);

}  // namespace orelens::io
