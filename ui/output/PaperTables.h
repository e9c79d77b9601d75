// Tables of core/report as a page can hold them: the columns that are for paper, long ones thinned, masses in units
// that leave room, settings and files folded. What is left out stands in the workbook, and the page says so. Used by
// PdfReport and its first page.
#pragma once

#include <vector>

#include "core/report/Report.h"
#include "ui/output/PageFlow.h"

namespace orelens::output {

/// Text of files and people without marks that turn the reading order or draw nothing.
QString plain(const std::string& text);
/// One cell; numbers grouped, with the column's digits or, where these are negative, in their shortest form.
QString cell_text(const report::Cell& cell, int digits);

/// Those for paper in the order of pages: results first, what they were made from last.
std::vector<const report::Table*> paper_order(const std::vector<report::Table>& tables);
/// As one block or several.
std::vector<FlowBlock> paper_blocks(const report::Table& table);

}  // namespace orelens::output
