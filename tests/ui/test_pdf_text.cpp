// The text of the PDF report is what pdftotext, a program of its own, reads out of it: every cell of every
// table.
#include <gtest/gtest.h>

#include <QDate>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include "core/economics/Value.h"
#include "core/project/Fingerprint.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/output/PaperTables.h"
#include "ui/output/PdfReport.h"
#include "ui/output/PdfText.h"
#include "ui/scene/PaperSection.h"

namespace orelens {
namespace {

/// What one can copy out of the file, in the order it was painted, without blanks and line ends; pages end
/// with a form feed.
QString text_of(const QString& pdf) {
    QProcess tool;
    tool.start("pdftotext", {"-raw", "-enc", "UTF-8", pdf, "-"});
    EXPECT_TRUE(tool.waitForFinished(120000));
    EXPECT_EQ(tool.exitCode(), 0);
    QString text;
    for (const QChar c : QString::fromUtf8(tool.readAllStandardOutput()))
        if (c == '\f' || !c.isSpace()) text += c;
    return text;
}

QString without_blanks(const QString& text) {
    QString out;
    for (const QChar c : text)
        if (!c.isSpace()) out += c;
    return out;
}

QString joined(const QStringList& cells) {
    return without_blanks(cells.join(QString()));
}

/// Every row follows the one before it, or the repeated heading on the next page. Returns where the table
/// ends.
qsizetype expect_block(const QString& text, const output::FlowBlock& block, qsizetype from) {
    const QString heading = joined(block.table.headings);
    const qsizetype titled = text.indexOf(without_blanks(block.heading), from);
    qsizetype at = titled < 0 ? -1 : text.indexOf(heading, titled);
    if (at < 0) {
        ADD_FAILURE() << "not found: " << block.heading.toStdString() << " / " << heading.toStdString();
        return from;
    }
    // A heading keeps with its table: no page ends between them.
    EXPECT_LT(text.mid(titled, at - titled).indexOf('\f'), 0) << block.heading.toStdString();
    at += heading.size();
    for (std::size_t r = 0; r < block.table.rows.size(); ++r) {
        const QString row = joined(block.table.rows[r]);
        if (QStringView(text).mid(at).startsWith(row)) {
            at += row.size();
            continue;
        }
        const qsizetype page = text.indexOf('\f', at);
        const qsizetype again = page < 0 ? -1 : text.indexOf(heading, page);
        if (again < 0 || !QStringView(text).mid(again + heading.size()).startsWith(row)) {
            ADD_FAILURE() << block.heading.toStdString() << " row " << r << ": " << row.toStdString()
                          << "\nfound: " << text.mid(at, row.size() + 20).toStdString();
            return at;
        }
        at = again + heading.size() + row.size();
    }
    return at;
}

class PdfText : public ::testing::TestWithParam<base::Language> {};

TEST_P(PdfText, EveryCellOfTheTablesCanBeRead) {
    if (QStandardPaths::findExecutable("pdftotext").isEmpty())
        GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
    const ui::LanguageScope scope(GetParam());
    const report::ReportRequest request{GetParam(), 0};
    const QTemporaryDir folder;
    const QString file = folder.filePath("report.pdf");
    base::Progress progress;
    ASSERT_TRUE(output::write_pdf_report(tests::small_project(), request, {}, file.toStdString(), progress));
    const QString text = text_of(file);
    // Characters in the place of others: radicals, ligatures, private use, and what could not be decoded.
    for (const QChar c : text) {
        const int code = c.unicode();
        EXPECT_FALSE((code >= 0x2E80 && code <= 0x2FDF) || (code >= 0xFB00 && code <= 0xFB06) ||
                     (code >= 0xE000 && code <= 0xF8FF) || code == 0xFFFD)
            << "U+" << std::hex << code;
    }
    const auto tables = report::report_tables(tests::small_project(), request);
    ASSERT_GT(tables.size(), 8U);
    qsizetype at = 0;
    std::size_t cells = 0;
    for (const report::Table* table : output::paper_order(tables))
        for (const output::FlowBlock& block : output::paper_blocks(*table)) {
            at = expect_block(text, block, at);
            for (const QStringList& row : block.table.rows) cells += static_cast<std::size_t>(row.size());
        }
    EXPECT_GT(cells, 500U);
    // Words of the charts and the foot of the page.
    EXPECT_TRUE(text.contains(
        without_blanks(ui::words("ui.pdf.page_of", {{"page", "2"}, {"pages", "9"}})).section('9', 0, 0)));
    EXPECT_TRUE(text.contains(QDate::currentDate().toString("yyyy-")));
}

/// Page 1 is the answer, with the numbers of the results themselves.
TEST_P(PdfText, TheFirstPageHoldsTheAnswer) {
    if (QStandardPaths::findExecutable("pdftotext").isEmpty())
        GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
    const ui::LanguageScope scope(GetParam());
    project::Project project = tests::small_project();
    project.recipe.general.crs = "EPSG:32618";
    const QTemporaryDir folder;
    const QString file = folder.filePath("report.pdf");
    QImage section(scene::section_width, scene::section_height, QImage::Format_RGB32);
    section.fill(Qt::darkCyan);
    base::Progress progress;
    ASSERT_TRUE(output::write_pdf_report(project, {GetParam()}, {{section, "The section", true}},
                                         file.toStdString(), progress));
    const QString text = text_of(file), first = text.section('\f', 0, 0);
    const auto expect = [&](const QString& what) {
        EXPECT_TRUE(first.contains(without_blanks(what))) << what.toStdString();
    };
    expect(QString::fromStdString(project.recipe.general.name));
    expect(QDate::currentDate().toString("yyyy-MM-dd"));
    expect("WGS 84 / UTM zone 18N (EPSG:32618)");
    expect(ui::words("report.not_classified"));
    const economics::UsableCurve& curve = *project.results.value.curve(project.results.value.deck->test);
    const economics::Commodity* main = economics::main_commodity(*project.results.value.deck);
    ASSERT_NE(main, nullptr);
    expect(ui::tonnes_text(curve.total().tonnes));
    for (const double factor : {0.9, 1.0, 1.1}) {
        const economics::UsableTotals at = curve.at(main->price * factor);
        expect(ui::price_text(main->price * factor));
        expect(ui::tonnes_text(at.tonnes));
        expect(ui::plain_number(static_cast<double>(at.blocks), 0));
        for (std::size_t e = 0; e < curve.elements().size(); ++e) {
            expect(ui::number_text(at.grade[e]));
            expect(ui::tonnes_text(at.metal_tonnes[e]));
        }
    }
    for (const economics::Commodity& one : project.results.value.deck->commodities) {
        expect(ui::price_text(one.price));
        expect(QString::fromStdString(economics::quotation_unit(*project.results.value.deck, one)));
    }
    for (const char* rate : {"report.mining_recovery", "report.utilization_rate", "report.least_met", "report.doubts",
                             "report.doubt.errors", "report.doubt.density", "report.doubt.geometry"})
        expect(ui::words(rate));
    expect("92 %");  // asked of the mining recovery
    expect("95.20 %");  // the last record's
    expect("The section");
    EXPECT_TRUE(text.contains(without_blanks(ui::words("ui.pdf.sign_off"))));
}

/// Who has no prices, records or classes is told so and nothing else.
TEST_P(PdfText, TheFirstPageOfAModelAloneClaimsNothing) {
    if (QStandardPaths::findExecutable("pdftotext").isEmpty())
        GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
    const ui::LanguageScope scope(GetParam());
    project::Project project = tests::small_project();
    project.results.value = {};
    project.results.utilization = {};
    project.recipe.commodity.clear();
    project.recipe.economics.main_commodity.clear();
    project.recipe.general.mine_record_file.clear();
    for (const project::Stage& stage : project.stages())
        project.results.stamps[stage.id] = project::expected_fingerprint(project, stage);
    const QTemporaryDir folder;
    const QString file = folder.filePath("report.pdf");
    base::Progress progress;
    ASSERT_TRUE(output::write_pdf_report(project, {GetParam()}, {}, file.toStdString(), progress));
    const QString first = text_of(file).section('\f', 0, 0);
    for (const char* said : {"report.in_situ", "report.not_classified", "report.no_price", "report.doubt.not_evaluated",
                             "value.not_evaluated.no_commodity", "report.doubt.no_record", "report.doubt.crs"})
        EXPECT_TRUE(first.contains(without_blanks(ui::words(said)))) << said << "\n" << first.toStdString();
    for (const char* silent : {"report.least_met", "report.utilization_rate", "ui.pdf.price_now"})
        EXPECT_FALSE(first.contains(without_blanks(ui::words(silent)))) << silent;
}

TEST_P(PdfText, TheDemonstrationTakesFewPages) {
    const QTemporaryDir folder;
    const QString file = folder.filePath("report.pdf");
    QImage picture(1920, 1200, QImage::Format_RGB32), section(scene::section_width, scene::section_height,
                                                             QImage::Format_RGB32);
    picture.fill(Qt::darkCyan);
    section.fill(Qt::darkCyan);
    base::Progress progress;
    ASSERT_TRUE(output::write_pdf_report(tests::small_project(), {GetParam()},
                                         {{section, "a", true}, {picture, "b"}, {picture, "c"}},
                                         file.toStdString(), progress));
    QFile pdf(file);
    ASSERT_TRUE(pdf.open(QIODevice::ReadOnly));
    const QString bytes = QString::fromLatin1(pdf.readAll());
    const auto pages = bytes.count(QRegularExpression("/Type\\s*/Page[^s]"));
    EXPECT_LE(pages, 12);
    EXPECT_GE(pages, 6);
}

INSTANTIATE_TEST_SUITE_P(Pdf, PdfText, ::testing::Values(base::Language::english, base::Language::chinese),
                         [](const auto& language) {
                             return language.param == base::Language::english ? "en" : "zh";
                         });

TEST(PdfCMap, CharactersAreReplacedAndGlyphsAreNot) {
    const std::map<char16_t, char16_t> meant{{0x2F64, 0x7528}, {0x0009, 0x0020}};
    EXPECT_EQ(output::mended_cmap("a beginbfrange\n<2F64> <2F65> [<2F64> <4E00>]\n"
                                  "<0009> <000B> <2F63>\n<0001> <0001> <D840DC00>\nendbfrange\nb",
                                  meant),
              "a beginbfrange\n<2F64> <2F65> [<7528> <4E00> ]\n"
              "<0009> <000B> [<2F63> <7528> <2F65> ]\n<0001> <0001> [<D840DC00> ]\nendbfrange\nb");
    EXPECT_EQ(output::mended_cmap("no table", meant), "no table");
    EXPECT_EQ(output::mended_cmap("beginbfrange <00", meant), "beginbfrange <00");
}

TEST(PdfCMap, TheFontSaysWhichCharacterIsMeant) {
    const auto meant = output::meant_characters(output::pdf_font(9));
    EXPECT_EQ(meant.at(0x2F64), u'用');
    EXPECT_EQ(meant.at(0x2FA6), u'金');
    EXPECT_EQ(meant.at(0x2F00), u'一');
    EXPECT_EQ(meant.at(u'\t'), u' ');
    EXPECT_EQ(meant.at(0x301C), u'～');
    for (const auto& [from, to] : meant)
        EXPECT_TRUE(to == u' ' || to == u'–' || (to >= 0x4E00 && to <= 0x9FFF) || (to >= 0xFF01 && to <= 0xFF5E))
            << static_cast<int>(from);
}

TEST(PdfCMap, BytesThatAreNoPdfAreAnError) {
    EXPECT_FALSE(output::with_readable_text("not a document", output::pdf_font(9)));
}

}  // namespace
}  // namespace orelens
