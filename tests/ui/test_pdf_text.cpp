// The text of the PDF report is what pdftotext, a program of its own, reads out of it: every cell of every
// table.
#include <gtest/gtest.h>

#include <QDate>
#include <QProcess>
#include <QStandardPaths>

#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/output/PdfReport.h"
#include "ui/output/PdfText.h"

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

/// A cell as the report prints it; `words_too` where the column also holds words.
QString printed(const report::Cell& cell, int digits, bool words_too) {
    if (const auto* text = std::get_if<std::string>(&cell)) return QString::fromStdString(*text);
    if (const auto* whole = std::get_if<std::int64_t>(&cell))
        return ui::plain_number(static_cast<double>(*whole), 0);
    const auto* real = std::get_if<double>(&cell);
    if (real == nullptr) return {};
    return words_too ? QString::number(*real, 'g', 10) : ui::plain_number(*real, digits);
}

QString heading_of(const report::Table& table) {
    QString out;
    for (const report::Column& column : table.columns)
        out += QString::fromStdString(column.unit.empty() ? column.title
                                                          : column.title + " (" + column.unit + ")");
    return without_blanks(out);
}

std::vector<QString> rows_of(const report::Table& table) {
    std::vector<QString> rows(table.rows.size());
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        bool numeric = false, text = false;
        for (const auto& row : table.rows) {
            if (c >= row.size()) continue;
            text = text || std::holds_alternative<std::string>(row[c]);
            numeric = numeric || !(std::holds_alternative<std::string>(row[c]) ||
                                   std::holds_alternative<std::monostate>(row[c]));
        }
        for (std::size_t r = 0; r < table.rows.size(); ++r)
            if (c < table.rows[r].size())
                rows[r] +=
                    without_blanks(printed(table.rows[r][c], table.columns[c].digits, text || !numeric));
    }
    return rows;
}

/// Every row follows the one before it, or the repeated heading on the next page. Returns where the table
/// ends.
qsizetype expect_table(const QString& text, const report::Table& table, qsizetype from) {
    const QString heading = heading_of(table);
    qsizetype at = text.indexOf(heading, from);
    if (at < 0) {
        ADD_FAILURE() << table.id << ": heading not found: " << heading.toStdString();
        return from;
    }
    at += heading.size();
    const std::vector<QString> rows = rows_of(table);
    const std::size_t shown = std::min<std::size_t>(rows.size(), table.id == "findings" ? 60 : 250);
    for (std::size_t r = 0; r < shown; ++r) {
        if (QStringView(text).mid(at).startsWith(rows[r])) {
            at += rows[r].size();
            continue;
        }
        const qsizetype page = text.indexOf('\f', at);
        const qsizetype again = page < 0 ? -1 : text.indexOf(heading, page);
        if (again < 0 || !QStringView(text).mid(again + heading.size()).startsWith(rows[r])) {
            ADD_FAILURE() << table.id << " row " << r << ": " << rows[r].toStdString()
                          << "\nfound: " << text.mid(at, rows[r].size() + 20).toStdString();
            return at;
        }
        at = again + heading.size() + rows[r].size();
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
    for (const report::Table& table : tables) {
        at = expect_table(text, table, at);
        for (const auto& row : table.rows) cells += row.size();
    }
    EXPECT_GT(cells, 500U);
    // Words of the charts and the foot of the page.
    EXPECT_TRUE(text.contains(
        without_blanks(ui::words("ui.pdf.page_of", {{"page", "2"}, {"pages", "9"}})).section('9', 0, 0)));
    EXPECT_TRUE(text.contains(QDate::currentDate().toString("yyyy-")));
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
        EXPECT_TRUE(to == u' ' || (to >= 0x4E00 && to <= 0x9FFF) || (to >= 0xFF01 && to <= 0xFF5E))
            << static_cast<int>(from);
}

TEST(PdfCMap, BytesThatAreNoPdfAreAnError) {
    EXPECT_FALSE(output::with_readable_text("not a document", output::pdf_font(9)));
}

}  // namespace
}  // namespace orelens
