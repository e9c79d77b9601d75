// Tables that are made for filters and would take pages on paper, folded: settings two beside each other and those of
// elements and commodities as a matrix, files one row each, findings in the columns that a reader needs, benches
// without their categories. Each takes heading and notes of the block that the table would be. For PaperTables only.
#pragma once

#include <vector>

#include "core/report/Report.h"
#include "ui/output/PageFlow.h"

namespace orelens::output {

std::vector<FlowBlock> settings_blocks(const report::Table& table, const FlowBlock& whole);
FlowBlock files_block(const report::Table& table, const FlowBlock& whole);
FlowBlock findings_block(const report::Table& table, const FlowBlock& whole);
/// A line per element and a column per criterion: the verdict with what was found.
FlowBlock verdict_block(const report::Table& table, const FlowBlock& whole);
FlowBlock benches_block(const report::Table& table, const FlowBlock& whole);

}  // namespace orelens::output
