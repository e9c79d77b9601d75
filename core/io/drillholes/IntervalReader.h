// The records of an interval table, read in parallel in pieces of fixed size and put together in order, so
// that the result does not depend on the number of threads. For IntervalCsv.cpp only.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/io/drillholes/Detection.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/IntervalFindings.h"
#include "core/io/drillholes/SampleLimits.h"

namespace orelens::io {

/// What a piece of records leaves behind besides the columns.
struct RecordPiece {
    Notes notes;
    UnknownHoles unknown;
    std::vector<std::string> codes;  ///< its own dictionary, in order of first appearance
    std::size_t taken = 0;           ///< records that became rows; they stand at the front of the piece
    std::vector<LimitCell> limits;
    std::vector<std::string> texts;  ///< of the limits
    std::vector<CheckRows> checks;
    std::vector<OverCells> over;  ///< per grade: what the column of the over-limit method gave
    std::int64_t undated = 0, first_undated = 0;  ///< cells of the dates that hold none: count, first line
    std::string undated_text;
    std::string last_hole;        ///< rows of a hole come in stretches
    std::int32_t last_index = -1;
};

class IntervalReader {
  public:
    IntervalReader(const IntervalSource& source, const drilling::ImportRule& rule,
                   const drilling::AssayRule& assays, const HoleIndex& index, drilling::IntervalTable& to);

    void prepare();  ///< makes room in the table, and the pieces
    void read(std::size_t piece);
    void close_ranks();  ///< moves the rows of all pieces together and gives their codes one dictionary
    std::vector<RecordPiece> pieces;
    std::vector<std::uint16_t> ranks;  ///< of the rows' methods; empty where no order is stated
    std::vector<double> dates;         ///< of the rows; NaN = not known; empty where dates do not decide
    std::vector<LimitCell> limits;     ///< of all pieces, after close_ranks
    std::vector<std::string> texts;

  private:
    struct Grade {
        double value = drilling::no_value;
        std::uint8_t flags = 0;
        std::optional<LimitCell> limit;
    };
    [[nodiscard]] std::size_t column(const char* role) const {
        const auto found = table_.columns.find(role);
        return found == table_.columns.end() ? Notes::no_column : found->second;
    }
    bool read_record(std::size_t record, std::size_t row, RecordPiece& piece);
    bool read_depths(std::string_view hole, std::size_t record, std::size_t row, RecordPiece& piece);
    double depth(std::size_t column, std::string_view hole, std::size_t record, RecordPiece& piece);
    /// The result of the over-limit method in place of `grade`, where it can be one.
    void take_over(std::size_t g, std::string_view hole, std::size_t record, std::size_t row, Grade& grade,
                   RecordPiece& piece);
    Grade read_grade(std::size_t column, std::string_view hole, std::size_t record, std::size_t row,
                     RecordPiece& piece);
    void read_grades(std::string_view hole, std::size_t record, std::size_t row, RecordPiece& piece);
    bool is_check(std::size_t record, RecordPiece& piece) const;
    void read_date_of(std::size_t record, std::size_t row, RecordPiece& piece);
    void read_code(std::size_t row, RecordPiece& piece);
    double read_density(std::string_view hole, std::size_t record, std::size_t row, RecordPiece& piece);
    void join_codes(const RecordPiece& piece, std::size_t begin);
    void join_limits(RecordPiece& piece, std::size_t begin, std::size_t rows);

    const IntervalSource& source_;
    const OpenTable& table_;
    CellRule rule_;
    LimitWords words_;
    const std::vector<GradeSource>& grades_;
    const HoleIndex& index_;
    drilling::IntervalTable& to_;
    std::size_t hole_column_, first_column_, second_column_, code_column_, type_column_, method_column_,
        density_column_, date_column_;
    std::set<std::string, std::less<>> check_types_;
    std::vector<std::string> methods_;
    std::unordered_map<std::string, std::int32_t> dictionary_;  ///< of codes
    std::map<std::string, std::int32_t> text_index_;
    static thread_local CsvFields fields_;
};

}  // namespace orelens::io
