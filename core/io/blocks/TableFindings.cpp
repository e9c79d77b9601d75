#include "core/io/blocks/TableFindings.h"

namespace orelens::io {
namespace {

using base::Severity;

/// "C" for 2, "AA" for 26.
std::string column_letters(std::size_t column) {
    std::string letters(1, static_cast<char>('A' + column % 26));
    while ((column = column / 26) > 0) {
        --column;
        letters.insert(letters.begin(), static_cast<char>('A' + column % 26));
    }
    return letters;
}

/// " (Blocks!D12)" where the table is a sheet.
std::string where(const TableStart& table, const ScanTrouble& trouble, std::size_t column) {
    if (table.source.sheet().empty()) return {};
    return " (" + table.source.sheet() + "!" + column_letters(column) + std::to_string(trouble.line) + ")";
}

/// The start of a line, cut between characters.
std::string shown(const std::string& text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return text;
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    return text.substr(0, cut) + "…";
}

void note(ReadCells& cells, const std::string& kind, Severity severity, std::int64_t count, ModelWords words,
          const std::string& column = "", std::int64_t row = 0) {
    cells.findings.push_back(
        model_finding(kind, severity, cells.table.file, count, std::move(words), column, row));
}

}  // namespace

void tell_survey(const TableStart& table, const TableSurvey& survey, const EncodingDoubts& strays,
                 ReadCells& cells) {
    for (base::Finding& finding : table.source.findings(strays)) cells.findings.push_back(std::move(finding));
    const ScanTrouble &place = survey.no_place, &fields = survey.fields;
    if (place.count > 0)
        note(cells, "model_no_place", Severity::error, place.count, {{"value", place.value}}, "", place.line);
    for (std::size_t c = 0; c < survey.corners.size(); ++c)
        if (const ScanTrouble& corner = survey.corners[c]; corner.count > 0)
            note(cells, "model_corners_disagree", Severity::error, corner.count,
                 {{"column", table.head.headers[c]}, {"value", corner.value}, {"where", where(table, corner, c)}},
                 table.head.headers[c], corner.line);
    for (std::size_t a = 0; a < 3; ++a)
        if (survey.halves[a].high > 0) cells.halves[a] = {survey.halves[a].low, survey.halves[a].high};
    if (const ScanTrouble& footer = survey.footer; footer.count > 0)
        note(cells, "model_footer", Severity::info, footer.count, {{"text", shown(footer.value)}}, "", footer.line);
    if (fields.count > 0)
        note(cells, "model_row_fields", Severity::error, fields.count,
             {{"columns", std::to_string(table.head.headers.size())}}, "", fields.line);
}

void tell_values(const TableStart& table, const TableSurvey& survey, const FillReport& report,
                 ReadCells& cells) {
    for (base::Finding& finding : table.marks.findings(table.head.header_line))
        cells.findings.push_back(std::move(finding));
    for (std::size_t c = 0; c < table.head.headers.size(); ++c) {
        const std::string& header = table.head.headers[c];
        const ScanTrouble& text = report.text[c];
        ScanTrouble units = survey.units[c];
        units.add(report.units[c]);
        if (text.count > 0)
            note(cells, "model_text_in_numbers", Severity::error, text.count,
                 {{"value", text.value}, {"where", where(table, text, c)}}, header, text.line);
        if (const ScanTrouble& unclear = report.unclear[c]; unclear.count > 0)
            note(cells, "model_unclear_number", Severity::error, unclear.count,
                 {{"value", unclear.value}, {"where", where(table, unclear, c)}}, header, unclear.line);
        if (units.count > 0)
            note(cells, "cell_unit", Severity::info, units.count,
                 {{"value", units.value}, {"where", where(table, units, c)}}, header, units.line);
        if (report.nulls[c] > 0) note(cells, "model_null_codes", Severity::info, report.nulls[c], {}, header);
        if (!survey.too_many[c]) continue;
        note(cells, "model_too_many_codes", Severity::warning, survey.rows,
             {{"limit", std::to_string(most_codes)}}, header);
        cells.mapping.columns[c].use = ColumnUse::unused;
        cells.mapping.columns[c].why = "model.why.too_many";
    }
}

}  // namespace orelens::io
