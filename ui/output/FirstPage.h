// Page 1 of the PDF report: the answer. Deposit, coordinate system and stamp; one matrix of prices, what lies in the
// ground by confidence and what of it is usable now and a tenth to either side, element by element; the three rates
// beside what is asked; what is doubtful; the section. Lays out the tables "subject", "in_situ", "usable_now",
// "prices", "three_rates" and "doubts" of core/report; computes nothing. For PdfReport only.
#pragma once

#include <vector>

#include "core/report/Report.h"
#include "ui/output/PageFlow.h"

namespace orelens::output {

/// `when`: date and time of the report. A null picture is left out.
void paint_first_page(PageFlow& flow, const std::vector<report::Table>& tables, const QString& when,
                      const QImage& section, const QString& section_caption);

}  // namespace orelens::output
