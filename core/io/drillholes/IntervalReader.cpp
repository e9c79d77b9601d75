#include "core/io/drillholes/IntervalReader.h"

#include <algorithm>
#include <cmath>

#include "core/io/drillholes/DateColumn.h"
#include "core/io/drillholes/SampleKinds.h"

namespace orelens::io {
namespace {

constexpr std::size_t piece_records = 8192;
/// Different texts of limits that a piece keeps; a file with more of them is no assay table.
constexpr std::size_t most_texts = 1000;

}  // namespace

thread_local CsvFields IntervalReader::fields_;

IntervalReader::IntervalReader(const IntervalSource& source, const drilling::ImportRule& rule,
                               const drilling::AssayRule& assays, const HoleIndex& index,
                               drilling::IntervalTable& to)
    : source_(source),
      table_(source.table),
      rule_(cell_rule(rule)),
      words_(limit_words(assays)),
      grades_(source.grades),
      index_(index),
      to_(to),
      hole_column_(source.table.columns.at("hole")) {
    const DepthRoles roles = depth_roles(source.kind);
    first_column_ = column(roles.first);
    second_column_ = column(source.kind == drilling::SampleKind::to_only ? "length" : roles.second);
    code_column_ = column("code");
    type_column_ = column("type");
    density_column_ = column("density");
    method_column_ = column("method");
    date_column_ = table_.dates ? column("date") : Notes::no_column;
    for (const std::string& type : drilling::list_items(assays.check_types)) check_types_.insert(lower(type));
    for (const std::string& method : drilling::list_items(assays.methods)) methods_.push_back(lower(method));
}

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
    if (density_column_ != Notes::no_column) to_.density.resize(count);
    if (method_column_ != Notes::no_column && !methods_.empty()) ranks.resize(count);
    if (date_column_ != Notes::no_column) dates.resize(count);
    pieces.resize((count + piece_records - 1) / piece_records);
}

double IntervalReader::depth(std::size_t column, std::string_view hole, std::size_t record,
                             RecordPiece& piece) {
    const Cell cell = read_cell(fields_[column], rule_, table_.cells[column]);
    if (const double metres = cell.value * table_.metres_in(column); cell.stated() && std::abs(metres) < deepest_row_m)
        return metres;
    piece.notes.add(Fault::no_depth, column, {record, std::string(fields_[column]), std::string(hole)});
    return drilling::no_value;
}

void IntervalReader::read_code(std::size_t row, RecordPiece& piece) {
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

void IntervalReader::read_date_of(std::size_t record, std::size_t row, RecordPiece& piece) {
    const std::string_view field = fields_[date_column_];
    const auto date = read_date(field, *table_.dates);
    dates[row] = date.value_or(drilling::no_value);
    if (date || says_nothing(field) || piece.undated++ > 0) return;
    piece.first_undated = table_.csv.records[record].line;
    piece.undated_text = field;
}

/// As it stands there, in the column's unit.
double IntervalReader::read_density(std::string_view hole, std::size_t record, std::size_t row,
                                    RecordPiece& piece) {
    const std::string_view field = fields_[density_column_];
    const Cell cell = read_cell(field, rule_, table_.cells[density_column_]);
    if (cell.fault != Fault::none) {
        const bool limit = cell.fault == Fault::below_detection || cell.fault == Fault::over_limit;
        piece.notes.add(limit ? Fault::non_numeric : cell.fault, density_column_,
                        {record, std::string(field), std::string(hole), to_.from_m[row], to_.to_m[row]});
    }
    return cell.stated() ? cell.value : drilling::no_value;
}

/// Standards, blanks and duplicates of the laboratory: counted, not taken.
bool IntervalReader::is_check(std::size_t record, RecordPiece& piece) const {
    if (type_column_ == Notes::no_column) return false;
    const std::string_view type = fields_[type_column_];
    if (type.empty()) return false;
    // "STD OREAS 501", "BLANK-2": the first word says what it is.
    const std::string low = lower(type);
    const auto end =
        std::ranges::find_if(low, [](char c) { return c == ' ' || c == '_' || c == '-' || c == ':'; });
    if (!check_types_.contains(low) && !check_types_.contains(std::string(low.begin(), end))) return false;
    add_check(piece.checks, {std::string(type), table_.csv.records[record].line, 1});
    return true;
}

bool IntervalReader::read_depths(std::string_view hole, std::size_t record, std::size_t row,
                                 RecordPiece& piece) {
    const double first = depth(first_column_, hole, record, piece);
    if (std::isnan(first)) return false;
    double second = first;
    if (second_column_ != Notes::no_column) second = depth(second_column_, hole, record, piece);
    if (std::isnan(second)) return false;
    using drilling::SampleKind;
    // Feet cut to centimetres may put a first sample a hair above the collar.
    constexpr double rounding_m = 0.02;
    const auto below_collar = [](double from) { return from < 0 && from > -rounding_m ? 0 : from; };
    if (source_.kind == SampleKind::to_only) {
        to_.from_m[row] = second_column_ == Notes::no_column ? 0 : below_collar(first - second);
        to_.to_m[row] = first;
        return true;
    }
    if (source_.kind == SampleKind::mid_length) {
        to_.from_m[row] = below_collar(first - second / 2);
        to_.to_m[row] = first + second / 2;
        return true;
    }
    to_.from_m[row] = source_.kind == SampleKind::collar_depth ? 0 : first;
    to_.to_m[row] = source_.kind == SampleKind::from_length ? first + second : second;
    return true;
}

/// A grade, or a limit in its place. Doubtful cells leave their note here, limits are reported by the column.
IntervalReader::Grade IntervalReader::read_grade(std::size_t column, std::string_view hole,
                                                 std::size_t record, std::size_t row, RecordPiece& piece) {
    const std::string_view field = fields_[column];
    const GradeCell cell = read_grade_cell(field, rule_, table_.cells[column], words_);
    if (!cell.limit) {
        if (cell.cell.fault != Fault::none)
            piece.notes.add(cell.cell.fault, column,
                            {record, std::string(field), std::string(hole), to_.from_m[row], to_.to_m[row]});
        return {cell.cell.value, cell.cell.flags(), {}};
    }
    auto text = std::find(piece.texts.rbegin(), piece.texts.rend(), field);
    if (text == piece.texts.rend() && piece.texts.size() < most_texts) {
        piece.texts.emplace_back(field);
        text = piece.texts.rbegin();
    }
    const auto index = text == piece.texts.rend() ? 0 : piece.texts.rend() - text - 1;
    return {drilling::no_value, 0,
            LimitCell{0, 0, cell.above, cell.cell.value, static_cast<std::int32_t>(index)}};
}

/// A method for high grades finds about what the first method found, or more where that ended at its limit. A
/// zero in its column is an empty cell, and much less than the first result is another unit.
void IntervalReader::take_over(std::size_t g, std::string_view hole, std::size_t record, std::size_t row,
                               Grade& grade, RecordPiece& piece) {
    constexpr double least_share = 0.5;
    const OverColumn& over = *grades_[g].over;
    Grade higher = read_grade(over.column, hole, record, row, piece);
    const double factor = base::fraction_of(over.unit) / base::fraction_of(grades_[g].unit);
    higher.value *= factor;
    if (higher.limit) higher.limit->limit *= factor;
    const double found = !higher.limit ? higher.value : higher.limit->above ? higher.limit->limit : 0;
    if (!(found > 0)) return;
    const bool limited = grade.limit && grade.limit->above;
    const double first = limited ? grade.limit->limit : grade.limit ? 0 : grade.value;
    OverCells& cells = piece.over[g];
    if (found < least_share * first) {
        if (cells.low++ == 0) cells.first_low = table_.csv.records[record].line;
        cells.low_at_limit += limited;
        return;
    }
    grade = std::move(higher);
    ++cells.taken;
}

void IntervalReader::read_grades(std::string_view hole, std::size_t record, std::size_t row,
                                 RecordPiece& piece) {
    for (std::size_t g = 0; g < grades_.size(); ++g) {
        Grade grade = read_grade(grades_[g].column, hole, record, row, piece);
        if (grades_[g].over && !fields_[grades_[g].over->column].empty())
            take_over(g, hole, record, row, grade, piece);
        to_.grades[g].values[row] = grade.value;
        to_.grades[g].flags[row] = grade.flags;
        if (!grade.limit) continue;
        grade.limit->row = row;
        grade.limit->grade = g;
        piece.limits.push_back(*grade.limit);
    }
}

bool IntervalReader::read_record(std::size_t record, std::size_t row, RecordPiece& piece) {
    fields_.split(table_.csv, table_.csv.records[record]);
    if (!row_shape_fits(table_.csv, fields_, record, piece.notes) || is_check(record, piece)) return false;
    const std::string_view hole = fields_[hole_column_];
    if (hole.empty()) {
        piece.notes.add(Fault::no_hole, hole_column_, {record, ""});
        return false;
    }
    if (!read_depths(hole, record, row, piece)) return false;
    to_.row[row] = table_.csv.records[record].line;
    if (hole != piece.last_hole) {
        piece.last_index = index_.find(hole);
        piece.last_hole = hole;
    }
    to_.hole[row] = piece.last_index;
    if (to_.hole[row] < 0) piece.unknown.add(hole, to_.row[row]);
    if (!ranks.empty()) {
        const auto method = std::find(methods_.begin(), methods_.end(), lower(fields_[method_column_]));
        ranks[row] = static_cast<std::uint16_t>(method - methods_.begin());
    }
    if (!dates.empty()) read_date_of(record, row, piece);
    read_grades(hole, record, row, piece);
    if (code_column_ != Notes::no_column) read_code(row, piece);
    if (density_column_ != Notes::no_column) to_.density[row] = read_density(hole, record, row, piece);
    return true;
}

void IntervalReader::read(std::size_t number) {
    RecordPiece& piece = pieces[number];
    piece.over.resize(grades_.size());
    const std::size_t begin = number * piece_records;
    const std::size_t end = std::min(begin + piece_records, table_.csv.records.size());
    std::size_t row = begin;
    for (std::size_t record = begin; record < end; ++record) row += read_record(record, row, piece);
    piece.taken = row - begin;
}

/// Gives the codes of a piece their numbers in the dictionary of the table.
void IntervalReader::join_codes(const RecordPiece& piece, std::size_t begin) {
    drilling::CodeColumn& codes = to_.codes.back();
    std::vector<std::int32_t> global;
    for (const std::string& code : piece.codes) {
        const auto next = static_cast<std::int32_t>(codes.codes.size());
        const auto [known, fresh] = dictionary_.emplace(code, next);
        if (fresh) codes.codes.push_back(code);
        global.push_back(known->second);
    }
    for (std::size_t i = begin; i < begin + piece.taken; ++i)
        if (codes.values[i] >= 0) codes.values[i] = global[static_cast<std::size_t>(codes.values[i])];
}

void IntervalReader::join_limits(RecordPiece& piece, std::size_t begin, std::size_t rows) {
    std::vector<std::int32_t> global;
    for (const std::string& text : piece.texts) {
        const auto [known, fresh] = text_index_.emplace(text, static_cast<std::int32_t>(texts.size()));
        if (fresh) texts.push_back(text);
        global.push_back(known->second);
    }
    for (LimitCell cell : piece.limits) {
        cell.row = cell.row - begin + rows;
        cell.text = global[static_cast<std::size_t>(cell.text)];
        limits.push_back(cell);
    }
    piece.limits = {};
}

void IntervalReader::close_ranks() {
    std::size_t rows = 0;
    const auto move = [&](auto& column, std::size_t begin, std::size_t taken) {
        if (rows != begin)
            std::copy_n(column.begin() + static_cast<std::ptrdiff_t>(begin), taken,
                        column.begin() + static_cast<std::ptrdiff_t>(rows));
    };
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        const std::size_t begin = p * piece_records, taken = pieces[p].taken;
        if (code_column_ != Notes::no_column) {
            join_codes(pieces[p], begin);
            move(to_.codes.back().values, begin, taken);
        }
        join_limits(pieces[p], begin, rows);
        if (!ranks.empty()) move(ranks, begin, taken);
        if (!dates.empty()) move(dates, begin, taken);
        if (!to_.density.empty()) move(to_.density, begin, taken);
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
    if (!ranks.empty()) ranks.resize(rows);
    if (!dates.empty()) dates.resize(rows);
    if (!to_.density.empty()) to_.density.resize(rows);
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

}  // namespace orelens::io
