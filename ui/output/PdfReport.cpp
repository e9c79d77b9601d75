#include "ui/output/PdfReport.h"

#include <QBuffer>
#include <QDateTime>
#include <QGuiApplication>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "core/base/Printable.h"
#include "core/economics/Value.h"
#include "core/project/Truth.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/Bars.h"
#include "ui/output/PageFlow.h"
#include "ui/output/PdfText.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/RatesPanel.h"

namespace orelens::output {
namespace {

constexpr std::size_t longest_table = 250;
constexpr std::size_t longest_findings = 60;

/// Marks that turn the reading order or draw nothing are shown.
QString plain(const std::string& text) {
    return QString::fromStdString(base::printable_lines(text));
}

std::size_t longest(const report::Table& table) {
    return table.id == "findings" ? longest_findings : longest_table;
}

QString cell_text(const report::Cell& cell, int digits) {
    if (const auto* text = std::get_if<std::string>(&cell)) return plain(*text);
    if (const auto* number = std::get_if<double>(&cell)) return ui::plain_number(*number, digits);
    if (const auto* whole = std::get_if<std::int64_t>(&cell))
        return ui::plain_number(static_cast<double>(*whole), 0);
    return {};
}

FlowTable flow_table(const report::Table& table) {
    FlowTable out;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const report::Column& column = table.columns[c];
        QString heading = plain(column.title);
        if (!column.unit.empty()) heading += plain(" (" + column.unit + ")");
        out.headings << heading;
        bool numeric = false, text = false;
        for (const auto& row : table.rows) {
            if (c >= row.size()) continue;
            text = text || std::holds_alternative<std::string>(row[c]);
            numeric = numeric || std::holds_alternative<double>(row[c]) ||
                      std::holds_alternative<std::int64_t>(row[c]);
        }
        out.numeric.push_back(numeric && !text);
    }
    for (std::size_t r = 0; r < table.rows.size() && r < longest(table); ++r) {
        QStringList cells;
        for (std::size_t c = 0; c < table.rows[r].size() && c < table.columns.size(); ++c)
            // A column that also holds words lists settings: each number in its own shortest form.
            cells << (out.numeric[c] || !std::holds_alternative<double>(table.rows[r][c])
                          ? cell_text(table.rows[r][c], table.columns[c].digits)
                          : QString::number(std::get<double>(table.rows[r][c]), 'g', 10));
        out.rows.push_back(cells);
    }
    return out;
}

/// What the value results are about: their own deck, never the recipe's of another moment.
struct Subject {
    std::string commodity, unit, test;
    double price = 0;
    std::shared_ptr<const economics::UsableCurve> curve;
    bool older = false;  ///< some of the results are not of the present parameters
};

Subject subject_of(const project::Project& project, const report::ReportRequest& request) {
    Subject subject;
    subject.older = !project::older_results(project).empty();
    const project::ValueResults& value = project.results.value;
    if (!value.deck) return subject;
    const economics::Commodity* main = economics::main_commodity(*value.deck);
    if (main == nullptr) return subject;
    subject.commodity = main->name;
    subject.unit = economics::quotation_unit(*value.deck, *main);
    subject.price = project.current("evaluate") ? request.price.value_or(main->price) : main->price;
    subject.curve = value.curve(value.deck->test);
    subject.test =
        ui::words(value.deck->test == economics::CutoffTest::full ? "ui.usable.full" : "ui.usable.marginal")
            .remove('&')
            .toStdString();
    return subject;
}

void front(PageFlow& flow, const project::Project& project, const Subject& subject) {
    flow.title(plain(project.recipe.general.name));
    flow.paragraph(ui::words("ui.pdf.subtitle"), 1.2, true);
    if (subject.curve) {
        const auto now = subject.curve->at(subject.price);
        const auto all = subject.curve->total();
        flow.paragraph(
            ui::words(
                "ui.pdf.answer",
                {{"commodity", subject.commodity},
                 {"price", ui::price_text(subject.price).toStdString()},
                 {"unit", subject.unit},
                 {"tonnes", ui::tonnes_text(now.tonnes).toStdString()},
                 {"share", ui::percent_text(all.tonnes > 0 ? now.tonnes / all.tonnes : 0, 1).toStdString()},
                 {"blocks", ui::plain_number(static_cast<double>(now.blocks), 0).toStdString()},
                 {"test", subject.test}}),
            1.15);
        FlowTable usable{{ui::words("ui.usable.element"), ui::words("ui.usable.grade"),
                          ui::words("ui.usable.metal"), ui::words("ui.usable.share")},
                         {false, true, true, true},
                         {}};
        for (std::size_t n = 0; n < subject.curve->elements().size(); ++n)
            usable.rows.push_back(panels::usable_row(*subject.curve, now, all, n));
        flow.table(usable);
    }
    if (const base::Message why = project::not_evaluated(project); !subject.curve && !why.empty())
        flow.paragraph(ui::words("ui.usable.not_evaluated", {{"why", ui::words(why).toStdString()}}), 1.15);
    flow.paragraph(ui::words("ui.pdf.wording"), 0.9, true);
}

bool charts_of(PageFlow& flow, const project::Project& project, const Subject& subject,
               const base::Progress& progress) {
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    if (subject.curve) {
        flow.keep(0.42);
        flow.heading(ui::words("ui.dock.usable"));
        auto [low, high] = subject.curve->useful_range();
        // A price far beyond what the blocks ask for is marked at the end; the curve keeps its scale.
        if (subject.curve->near_break_evens(subject.price)) {
            low = std::max(0.0, std::min(low, subject.price));
            high = std::max(high, subject.price * 1.1);
        }
        const charts::Plot plot =
            panels::curve_plot(*subject.curve, subject.commodity, subject.unit, 0, low, high);
        flow.drawing(0.34, [&](QPainter& painter, const QRectF& area) {
            charts::paint_plot(painter, area, plot, colors);
            charts::paint_marker(painter, area, plot, colors, subject.price, ui::price_text(subject.price));
        });
    }
    if (project.results.utilization.rates)
        for (const utilization::UtilizationResult& result : *project.results.utilization.rates) {
            if (progress.cancelled()) return false;
            flow.keep(0.32);
            flow.heading(ui::words("ui.dock.rates"));
            flow.paragraph(plain(result.mine + " · " + result.period));
            flow.drawing(0.22, [&](QPainter& painter, const QRectF& area) {
                charts::paint_bars(painter, area, panels::rate_bars(result, -1), colors);
            });
        }
    return !progress.cancelled();
}

/// Everything once; returns the number of pages.
base::Expected<int> compose(QIODevice* device, const project::Project& project,
                            const report::ReportRequest& request, const std::vector<PdfPicture>& pictures,
                            const std::vector<report::Table>& tables, int pages,
                            const base::Progress& progress) {
    QPdfWriter writer(device);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(18, 14, 18, 12), QPageLayout::Millimeter);
    writer.setResolution(300);
    writer.setTitle(plain(project.recipe.general.name));
    writer.setCreator("Orelens " + QCoreApplication::applicationVersion());
    const Subject subject = subject_of(project, request);
    QString header = plain(project.recipe.general.name) + " — " + ui::words("ui.pdf.subtitle");
    if (subject.older) header = "⚠ " + ui::words("ui.older.short") + " — " + header;
    PageFlow flow(writer, header,
                  "Orelens " + QCoreApplication::applicationVersion() + " · " +
                      QDateTime::currentDateTime().toString("yyyy-MM-dd HH:mm"),
                  pages);
    const double steps = static_cast<double>(pictures.size() + 1 + tables.size());
    double done = 0;
    front(flow, project, subject);
    for (const PdfPicture& picture : pictures) {
        if (!progress.report(done++ / steps)) return base::cancelled();
        flow.picture(picture.image, picture.caption);
    }
    if (!progress.report(done++ / steps) || !charts_of(flow, project, subject, progress))
        return base::cancelled();
    for (const report::Table& table : tables) {
        if (!progress.report(done++ / steps)) return base::cancelled();
        const FlowTable rows = flow_table(table);
        flow.orient_for(rows);
        flow.keep(0.25);
        flow.heading(plain(table.title));
        for (const std::string& note : table.notes) flow.paragraph(plain(note), 0.9, true);
        if (table.rows.size() > longest(table))
            flow.paragraph(ui::words("ui.pdf.cut", {{"shown", std::to_string(longest(table))},
                                                    {"all", std::to_string(table.rows.size())}}),
                           0.9, true);
        flow.table(rows);
    }
    return flow.page();
}

}  // namespace

base::Expected<void> write_pdf_report(const project::Project& project, const report::ReportRequest& request,
                                      const std::vector<PdfPicture>& pictures, const std::string& path,
                                      base::Progress& progress, report::OlderResults older) {
    const ui::LanguageScope scope(request.language);
    const auto listed = report::report_tables(project, request, progress.part(0, 0.1));
    if (!listed) return std::unexpected(listed.error());
    const std::vector<report::Table>& tables = *listed;
    if (auto fine = report::check_older(tables, older); !fine) return fine;
    QBuffer trial, made;
    trial.open(QIODevice::WriteOnly);
    made.open(QIODevice::WriteOnly);
    // The trial tells how many pages there will be; pictures only take their place in it.
    const auto pages = compose(&trial, project, request, pictures, tables, 0, progress.part(0.1, 0.4));
    if (!pages) return std::unexpected(pages.error());
    const auto composed = compose(&made, project, request, pictures, tables, *pages, progress.part(0.4, 0.8));
    if (!composed) return std::unexpected(composed.error());
    if (!progress.report(0.8)) return base::cancelled();
    auto readable = with_readable_text(made.data(), pdf_font(9));
    if (!readable) {
        readable.error().place.file = path;
        return std::unexpected(readable.error());
    }
    if (!progress.report(0.95)) return base::cancelled();
    QSaveFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(base::ErrorKind::file,
                          base::Message("ui.error.write", {{"why", file.errorString().toStdString()}}),
                          {.file = path});
    if (file.write(*readable) != readable->size() || !file.commit())
        return base::fail(base::ErrorKind::file,
                          base::Message("ui.error.write", {{"why", file.errorString().toStdString()}}),
                          {.file = path});
    return {};
}

}  // namespace orelens::output
