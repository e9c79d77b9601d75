// The report as a PDF with pictures: what the tables of core/report say, the charts of the docks, and the
// given 3D pictures. Needs a QGuiApplication (offscreen will do) but no window; the command line uses it too.
#pragma once

#include <QImage>
#include <QString>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/report/Report.h"
#include "core/sections/Drawing.h"

namespace orelens::output {

struct PdfPicture {
    QImage image;
    QString caption;
    bool on_first_page = false;  ///< the section beside the answer
};

/// Written to a temporary file and renamed, so that an error or a cancel leaves no half file and the old one
/// stays. `sheets` are pages of their own size behind the report. Words in request.language; the price is request.price, or that of the results. Very long tables are
/// cut, and say so. Results of older parameters are refused unless allowed; every page then says so. May be
/// called on any thread.
base::Expected<void> write_pdf_report(const project::Project& project, const report::ReportRequest& request,
                                      const std::vector<PdfPicture>& pictures, const std::string& path,
                                      base::Progress& progress,
                                      report::OlderResults older = report::OlderResults::refuse,
                                      const std::vector<sections::Drawing>& sheets = {});

}  // namespace orelens::output
