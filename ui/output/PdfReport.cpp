#include "ui/output/PdfReport.h"

#include <QBuffer>
#include <QDateTime>
#include <QGuiApplication>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "core/project/InsidePits.h"
#include "core/project/Truth.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/Bars.h"
#include "ui/output/FirstPage.h"
#include "ui/output/PageFlow.h"
#include "ui/output/PaperTables.h"
#include "ui/output/PdfText.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/RatesPanel.h"

namespace orelens::output {
namespace {

constexpr std::size_t charts_shown = 4;  // of mine records, the last of them

/// What the value results are about: their own deck, never the recipe's of another moment.
struct Subject {
    std::string commodity, unit, test;
    double price = 0;
    std::shared_ptr<const economics::UsableCurve> curve;
    std::shared_ptr<const economics::UsableCurve> inside;  ///< the pits; null without any
    bool stopes = false;  ///< it is the stopes that it is inside of
    double lowest_pit = 0;  ///< price from which on pits were sought
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
    if (const auto inside = project::inside_pits(project.results);
        inside && project.current("evaluate") && project.current("pits"))
        subject.inside = inside->curve;
    subject.stopes = panels::inside_stopes(project);
    subject.lowest_pit = project::lowest_pit_price(project.results);
    subject.test =
        ui::words(value.deck->test == economics::CutoffTest::full ? "ui.usable.full" : "ui.usable.marginal")
            .remove('&')
            .toStdString();
    return subject;
}

bool chart_of_curve(PageFlow& flow, const Subject& subject, const base::Progress& progress) {
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    if (subject.curve) {
        flow.keep(0.36);
        flow.heading(ui::words("ui.dock.usable"));
        auto [low, high] = subject.curve->useful_range();
        // A price far beyond what the blocks ask for is marked at the end; the curve keeps its scale.
        if (subject.curve->near_break_evens(subject.price)) {
            low = std::max(0.0, std::min(low, subject.price));
            high = std::max(high, subject.price * 1.1);
        }
        charts::Plot plot = panels::curve_plot(*subject.curve, subject.commodity, subject.unit, 0, low, high);
        if (subject.inside)
            panels::add_inside(plot, *subject.inside, *subject.curve, 0, low, high, subject.stopes, subject.lowest_pit);
        flow.drawing(0.27, [&](QPainter& painter, const QRectF& area) {
            charts::paint_plot(painter, area, plot, colors);
            charts::paint_marker(painter, area, plot, colors, subject.price, ui::price_text(subject.price));
        });
    }
    return !progress.cancelled();
}

/// Of the last records, two beside each other.
bool charts_of_rates(PageFlow& flow, const project::Project& project, const base::Progress& progress) {
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    if (!project.results.utilization.rates) return true;
    const auto& all = *project.results.utilization.rates;
    const std::size_t first = all.size() > charts_shown ? all.size() - charts_shown : 0;
    for (std::size_t n = first; n < all.size(); n += 2) {
        if (progress.cancelled()) return false;
        std::vector<std::function<void(QPainter&, const QRectF&)>> pair;
        QStringList names;
        for (std::size_t r = n; r < std::min(n + 2, all.size()); ++r) {
            names << plain(all[r].mine + " · " + all[r].period);
            pair.emplace_back([&all, r, &colors](QPainter& painter, const QRectF& area) {
                charts::paint_bars(painter, area, panels::rate_bars(all[r], -1), colors);
            });
        }
        flow.keep(0.28);
        if (n == first) flow.heading(ui::words("ui.dock.rates"));
        flow.paragraph(names.join("   |   "));
        flow.drawings(0.17, pair);
    }
    return !progress.cancelled();
}

/// Who answers for the report, by hand.
void sign_off(PageFlow& flow) {
    flow.keep(0.15);
    flow.heading(ui::words("ui.pdf.sign_off"));
    flow.paragraph(ui::words("ui.pdf.sign_off_note"), 0.85, true);
    std::vector<QStringList> rows;
    for (const char* who : {"ui.pdf.prepared", "ui.pdf.checked", "ui.pdf.competent"})
        rows.push_back({ui::words(who), ui::words("ui.pdf.signature"), ui::words("ui.pdf.date")});
    flow.lines_to_fill(rows);
}

/// Everything once; returns the number of pages.
base::Expected<int> compose(QIODevice* device, const project::Project& project,
                            const report::ReportRequest& request, const std::vector<PdfPicture>& pictures,
                            const std::vector<report::Table>& tables, const std::vector<sections::Drawing>& sheets, int pages,
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
    const QString when = QDateTime::currentDateTime().toString("yyyy-MM-dd HH:mm");
    PageFlow flow(writer, header, "Orelens " + QCoreApplication::applicationVersion() + " · " + when, pages);
    const auto shown = paper_order(tables);
    const double steps = static_cast<double>(pictures.size() + 1 + shown.size());
    double done = 0;
    const auto section = std::ranges::find(pictures, true, &PdfPicture::on_first_page);
    flow.title(plain(project.recipe.general.name));
    paint_first_page(flow, tables, when, section == pictures.end() ? QImage() : section->image,
                     section == pictures.end() ? QString() : section->caption);
    flow.break_page();
    for (const PdfPicture& picture : pictures) {
        if (!progress.report(done++ / steps)) return base::cancelled();
        if (!picture.on_first_page) flow.picture(picture.image, picture.caption);
    }
    if (!progress.report(done++ / steps) || !chart_of_curve(flow, subject, progress))
        return base::cancelled();
    QStringList said;  // what holds for several tables is said with the first of them
    for (const report::Table* table : shown) {
        if (!progress.report(done++ / steps)) return base::cancelled();
        if (table->id == "utilization" && !charts_of_rates(flow, project, progress)) return base::cancelled();
        for (FlowBlock& block : paper_blocks(*table)) {
            block.notes.removeIf([&](const QString& note) { return said.contains(note); });
            said << block.notes;
            flow.block(block);
        }
    }
    sign_off(flow);
    for (const sections::Drawing& sheet : sheets) {
        if (progress.cancelled()) return base::cancelled();
        flow.sheet(sheet);
    }
    return flow.page();
}

}  // namespace

base::Expected<void> write_pdf_report(const project::Project& project, const report::ReportRequest& request,
                                      const std::vector<PdfPicture>& pictures, const std::string& path,
                                      base::Progress& progress, report::OlderResults older,
                                      const std::vector<sections::Drawing>& sheets) {
    const ui::LanguageScope scope(request.language);
    const auto listed = report::report_tables(project, request, progress.part(0, 0.1));
    if (!listed) return std::unexpected(listed.error());
    const std::vector<report::Table>& tables = *listed;
    if (auto fine = report::check_older(tables, older); !fine) return fine;
    QBuffer trial, made;
    trial.open(QIODevice::WriteOnly);
    made.open(QIODevice::WriteOnly);
    // The trial tells how many pages there will be; pictures only take their place in it.
    const auto pages = compose(&trial, project, request, pictures, tables, sheets, 0, progress.part(0.1, 0.4));
    if (!pages) return std::unexpected(pages.error());
    const auto composed = compose(&made, project, request, pictures, tables, sheets, *pages, progress.part(0.4, 0.8));
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
