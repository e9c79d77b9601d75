// Interval tables: assays and lithology. Records are read in parallel in pieces of fixed size and put
// together in order, so the result does not depend on the number of threads.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

constexpr std::size_t piece_records = 8192;

/// What a piece of records leaves behind besides the columns.
struct Piece {
    Notes notes;
    UnknownHoles unknown;
    std::vector<std::string> codes;  ///< its own dictionary, in order of first appearance
    std::size_t taken = 0;           ///< records that became rows; they stand at the front of the piece
};

class IntervalReader {
  public:
    IntervalReader(const OpenTable& table, const drilling::ImportRule& rule,
                   const std::vector<GradeSource>& grades, const HoleIndex& index,
                   drilling::IntervalTable& to)
        : table_(table),
          rule_(cell_rule(rule)),
          metres_(base::metres_in(rule.length_unit)),
          grades_(grades),
          index_(index),
          to_(to),
          hole_column_(table.columns.at("hole")),
          from_column_(table.columns.at("from")),
          to_column_(table.columns.at("to")) {
        const auto code = table.columns.find("code");
        code_column_ = code == table.columns.end() ? Notes::no_column : code->second;
    }

    void prepare();
    void read(std::size_t piece);
    void close_ranks();
    std::vector<Piece> pieces;

  private:
    bool read_record(std::size_t record, std::size_t row, Piece& piece);
    double depth(std::size_t column, std::string_view hole, std::size_t record, Piece& piece);
    void read_code(std::size_t row, Piece& piece);

    const OpenTable& table_;
    CellRule rule_;
    double metres_;
    const std::vector<GradeSource>& grades_;
    const HoleIndex& index_;
    drilling::IntervalTable& to_;
    std::size_t hole_column_, from_column_, to_column_, code_column_;
    static thread_local CsvFields fields_;
};

thread_local CsvFields IntervalReader::fields_;

void IntervalReader::prepare() {
    const std::size_t count = table_.csv.records.size();
    to_.hole.resize(count);
    to_.from_m.resize(count);
    to_.to_m.resize(count);
    to_.row.resize(count);
    for (const GradeSource& grade : grades_) {
        to_.grades.push_back({grade.name, table_.csv.headers[grade.column], grade.unit, {}, {}});
        to_.grades.back().values.resize(count);
        to_.grades.back().flags.resize(count);
    }
    if (code_column_ != Notes::no_column) {
        to_.codes.push_back({"lithology", table_.csv.headers[code_column_], {}, {}});
        to_.codes.back().values.resize(count);
    }
    pieces.resize((count + piece_records - 1) / piece_records);
}

double IntervalReader::depth(std::size_t column, std::string_view hole, std::size_t record, Piece& piece) {
    const Cell cell = read_cell(fields_[column], rule_, table_.cells[column]);
    if (cell.stated()) return cell.value * metres_;
    piece.notes.add(Fault::no_depth, column, {record, std::string(fields_[column]), std::string(hole)});
    return drilling::no_value;
}

void IntervalReader::read_code(std::size_t row, Piece& piece) {
    const std::string_view code = fields_[code_column_];
    std::int32_t& value = to_.codes.back().values[row];
    value = -1;
    if (code.empty()) return;
    // Codes are few and come in stretches: from the last one backwards.
    auto found = std::find(piece.codes.rbegin(), piece.codes.rend(), code);
    if (found == piece.codes.rend()) {
        piece.codes.emplace_back(code);
        found = piece.codes.rbegin();
    }
    value = static_cast<std::int32_t>(piece.codes.rend() - found) - 1;
}

bool IntervalReader::read_record(std::size_t record, std::size_t row, Piece& piece) {
    fields_.split(table_.csv, table_.csv.records[record]);
    if (!row_shape_fits(table_.csv, fields_, record, piece.notes)) return false;
    const std::string_view hole = fields_[hole_column_];
    if (hole.empty()) {
        piece.notes.add(Fault::no_hole, hole_column_, {record, ""});
        return false;
    }
    to_.from_m[row] = depth(from_column_, hole, record, piece);
    if (std::isnan(to_.from_m[row])) return false;
    to_.to_m[row] = depth(to_column_, hole, record, piece);
    if (std::isnan(to_.to_m[row])) return false;
    to_.row[row] = table_.csv.records[record].line;
    to_.hole[row] = index_.find(hole);
    if (to_.hole[row] < 0) piece.unknown.add(hole, to_.row[row]);
    for (std::size_t g = 0; g < grades_.size(); ++g) {
        const std::string_view field = fields_[grades_[g].column];
        const Cell cell = read_cell(field, rule_, table_.cells[grades_[g].column]);
        to_.grades[g].values[row] = cell.value;
        to_.grades[g].flags[row] = cell.flags();
        if (cell.fault != Fault::none)
            piece.notes.add(cell.fault, grades_[g].column,
                            {record, std::string(field), std::string(hole), to_.from_m[row], to_.to_m[row]});
    }
    if (code_column_ != Notes::no_column) read_code(row, piece);
    return true;
}

void IntervalReader::read(std::size_t number) {
    Piece& piece = pieces[number];
    const std::size_t begin = number * piece_records;
    const std::size_t end = std::min(begin + piece_records, table_.csv.records.size());
    std::size_t row = begin;
    for (std::size_t record = begin; record < end; ++record) row += read_record(record, row, piece);
    piece.taken = row - begin;
}

/// Moves the rows of all pieces together and gives their codes one dictionary.
void IntervalReader::close_ranks() {
    std::unordered_map<std::string, std::int32_t> dictionary;
    std::size_t rows = 0;
    const auto move = [&](auto& column, std::size_t begin, std::size_t taken) {
        if (rows != begin)
            std::copy_n(column.begin() + static_cast<std::ptrdiff_t>(begin), taken,
                        column.begin() + static_cast<std::ptrdiff_t>(rows));
    };
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        const std::size_t begin = p * piece_records, taken = pieces[p].taken;
        if (code_column_ != Notes::no_column) {
            drilling::CodeColumn& codes = to_.codes.back();
            std::vector<std::int32_t> global;
            for (const std::string& code : pieces[p].codes) {
                const auto next = static_cast<std::int32_t>(codes.codes.size());
                const auto [known, fresh] = dictionary.emplace(code, next);
                if (fresh) codes.codes.push_back(code);
                global.push_back(known->second);
            }
            for (std::size_t i = begin; i < begin + taken; ++i)
                if (codes.values[i] >= 0) codes.values[i] = global[static_cast<std::size_t>(codes.values[i])];
            move(codes.values, begin, taken);
        }
        move(to_.hole, begin, taken);
        move(to_.from_m, begin, taken);
        move(to_.to_m, begin, taken);
        move(to_.row, begin, taken);
        for (drilling::GradeColumn& grade : to_.grades) {
            move(grade.values, begin, taken);
            move(grade.flags, begin, taken);
        }
        rows += taken;
    }
    to_.hole.resize(rows);
    to_.from_m.resize(rows);
    to_.to_m.resize(rows);
    to_.row.resize(rows);
    for (drilling::GradeColumn& grade : to_.grades) {
        grade.values.resize(rows);
        grade.flags.resize(rows);
    }
    if (!to_.codes.empty()) to_.codes.back().values.resize(rows);
}

Finding about_column(const OpenTable& table, const GradeSource& grade, Severity severity, const char* what,
                     const char* fix, std::vector<std::pair<std::string, std::string>> args) {
    Finding finding;
    finding.kind = kind_name(FindingKind::unit_suspicious);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.csv.headers[grade.column];
    args.emplace_back("column", finding.column);
    args.emplace_back("grade", grade.name);
    args.emplace_back("unit", base::symbol(grade.unit));
    finding.what = Message(what, std::move(args));
    finding.fix = Message(fix, {{"grade", grade.name}});
    return finding;
}

/// Units are told from the header, and from values that would be very unusual in the unit taken.
void report_units(const OpenTable& table, const std::vector<GradeSource>& grades,
                  const drilling::IntervalTable& intervals, std::vector<Finding>& findings) {
    for (std::size_t g = 0; g < grades.size(); ++g) {
        const GradeSource& grade = grades[g];
        const auto header = read_assay_header(table.csv.headers[grade.column]).unit;
        double highest = -1;
        for (const double value : intervals.grades[g].values) highest = value > highest ? value : highest;
        const double fraction = highest * base::fraction_of(grade.unit);
        const bool too_rich = is_precious(grade.name) && fraction > 0.005;
        const bool too_poor = !is_precious(grade.name) && highest > 0 && fraction < 20e-6 &&
                              base::fraction_of(grade.unit) < 1e-2 && intervals.size() >= 20;
        // One finding per column, the most telling one. Two units that contradict make every grade wrong by
        // a factor of a thousand or more: an error, whichever of them is right.
        if (header && base::fraction_of(*header) != base::fraction_of(grade.unit))
            findings.push_back(about_column(table, grade, Severity::error, "csv.unit_header", "csv.unit_fix",
                                            {{"header_unit", std::string(base::symbol(*header))}}));
        else if (too_rich || too_poor)
            findings.push_back(about_column(table, grade, Severity::warning, "csv.unit_values",
                                            "csv.unit_fix", {{"value", base::number(highest)}}));
        else if (grade.unit_assumed)
            findings.push_back(
                about_column(table, grade, Severity::info, "csv.unit_assumed", "csv.unit_fix", {}));
    }
}

}  // namespace

base::Expected<void> read_intervals(OpenTable& table, const drilling::ImportRule& rule,
                                    const std::vector<GradeSource>& grades, const HoleIndex& index,
                                    drilling::IntervalTable& to, DrillholeImport& out,
                                    base::Progress& progress) {
    if (auto settled = settle_numbers(table, rule, grades, out.findings); !settled) return settled;
    to.name = table.mapping.table;
    to.file = table.file;
    IntervalReader reader(table, rule, grades, index, to);
    reader.prepare();
    std::atomic<std::size_t> done = 0;
    base::parallel_for(reader.pieces.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end && !progress.cancelled(); ++piece) {
            reader.read(piece);
            progress.report(static_cast<double>(++done) / static_cast<double>(reader.pieces.size()));
        }
    });
    if (progress.cancelled()) return base::cancelled();
    reader.close_ranks();
    Notes notes;
    UnknownHoles unknown;
    for (Piece& piece : reader.pieces) {
        notes.append(std::move(piece.notes));
        unknown.append(piece.unknown);
    }
    table.mapping.refused = table.mapping.rows - static_cast<std::int64_t>(to.size());
    to.unknown_holes = unknown.names();
    report_table(table, rule, out.findings);
    report_units(table, grades, to, out.findings);
    const auto add = [&](std::vector<Finding> more) {
        out.findings.insert(out.findings.end(), std::make_move_iterator(more.begin()),
                            std::make_move_iterator(more.end()));
    };
    add(notes.findings(table.csv, table.file));
    add(unknown.findings(table.file, index));
    out.mappings.push_back(table.mapping);
    return {};
}

}  // namespace orelens::io
