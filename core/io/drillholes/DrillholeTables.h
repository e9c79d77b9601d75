// The drillhole reader from inside: a table opened and its columns understood, and the reading of each kind.
// Shared by the files of the reader; others use DrillholeCsv.h.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/drilling/AssayRule.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/Detection.h"
#include "core/io/drillholes/DrillholeCells.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/io/drillholes/UnitColumn.h"
#include "core/io/text/ColumnMarks.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

/// A row under the header that states limits of detection; a cell per column, as it stands there.
struct LimitRow {
    std::int64_t line = 0;
    StatedLimit::Side side = StatedLimit::Side::unsaid;  ///< by its label
    std::vector<std::string> cells;
};

/// The column of measured densities.
struct DensitySource {
    std::size_t column = 0;
    base::DensityUnit unit = base::DensityUnit::tonne_per_m3;
    bool unit_assumed = false;  ///< neither rule nor header states it: told by the values
};

struct OpenTable {
    std::string file;                       ///< as the rule names it; findings use it
    std::vector<std::string> other_sheets;  ///< of the workbook, that would have served as well
    CsvTable csv;
    TableMapping mapping;
    std::map<std::string, std::size_t> columns;  ///< role → index into csv.headers
    std::set<std::string> stated_roles;          ///< those of `columns` that the rule states
    std::vector<std::string> units;  ///< of each column, from a row under the header or a column; may be empty
    std::vector<UnitColumn> unit_columns;           ///< columns that state units of others
    std::map<std::size_t, MixedUnits> mixed_units;  ///< assays whose rows are in several units
    std::optional<DensitySource> density;  ///< made by map_density
    std::vector<LimitRow> limits;          ///< rows of limits under the header
    std::vector<NumberEvidence> seen;      ///< in each column
    std::vector<QuantityColumn> cells;         ///< how each column's numbers are read; made by settle_numbers
    bool grades_guessed = false;           ///< no rule names the grades
    /// How the column of dates is read, where dates decide.
    std::optional<drilling::DateOrder> dates = std::nullopt;
    /// Metres in one of the unit that a column of lengths is read in; needs `cells`.
    [[nodiscard]] double metres_in(std::size_t column) const {
        return base::metres_in(cells[column].length.value_or(base::LengthUnit::metre));
    }
    /// Degrees in one of the unit that a column of angles states; 1 where it states none.
    [[nodiscard]] double degrees_in(std::size_t column) const;
    [[nodiscard]] const std::string& header(const std::string& role) const {
        return csv.headers[columns.at(role)];
    }
};

struct RoleWish {
    const char* role;
    const std::string& stated;  ///< by the rule; empty = guess
    bool required = true;
};

/// A second column of a grade, with the results of the method for what lies above the first one's upper
/// limit.
struct OverColumn {
    std::size_t column = 0;
    base::GradeUnit unit = base::GradeUnit::percent;
    bool unit_assumed = false;  ///< neither header nor row of units states it: that of the grade
};

/// A grade to read and where it stands.
struct GradeSource {
    std::string name;
    std::size_t column = 0;
    base::GradeUnit unit = base::GradeUnit::percent;
    bool unit_assumed = false;  ///< neither rule nor header states it
    std::optional<OverColumn> over = {};
    bool unit_stated = false;    ///< by the rule
    bool column_stated = false;  ///< by the rule
    bool later_table = false;    ///< of a further table: the rule states the unit of the first one
};

/// `start_only` reads about the first megabyte.
base::Expected<OpenTable> open_table(const std::string& table, const std::string& file,
                                     const drilling::ImportRule& rule, const std::string& folder,
                                     const base::Progress& progress, bool start_only = false);
base::Expected<void> map_roles(OpenTable& table, const std::vector<RoleWish>& wishes);
/// Takes rows of units and limits out of the records and counts what stands in the columns; needs the roles.
base::Expected<void> examine_columns(OpenTable& table, const base::Progress& progress);
/// Every column of numbers whose header looks like an element and that plays no other role; needs the roles.
std::vector<GradeSource> every_element(const OpenTable& table);
/// The unit that the rule states is that of the first table: a further one is converted by what it says
/// itself.
void take_own_units(OpenTable& table, std::vector<GradeSource>& grades);
/// `one_of_several` tables: elements that this one does not have are no error.
base::Expected<std::vector<GradeSource>> map_grades(
    OpenTable& table, const std::map<std::string, drilling::AssayColumnRule>& columns,
    bool one_of_several = false);

/// Lines above the header of one table; −1 = find it. Error: drillholes.skip_lines says neither.
base::Expected<std::int64_t> lines_to_skip(const std::string& stated, const std::string& table);
/// Takes rows of units, limits, methods and names under the header out of the records, and totals and remarks
/// at their end; needs the roles.
void take_rows_under_header(OpenTable& table);
/// Per grade, the limits that rows under the header state, in the grade's unit; needs `cells`. Fills the
/// mapping's limits.
std::vector<std::vector<StatedLimit>> stated_limits(OpenTable& table, const std::vector<GradeSource>& grades);
/// The unit of a grade that the row of units states.
std::optional<base::GradeUnit> unit_in_row(const OpenTable& table, std::size_t column);
/// The header of an assay, with the unit that the row of units states.
AssayHeader assay_header(const OpenTable& table, std::size_t column);
std::optional<base::LengthUnit> stated_length_unit(const OpenTable& table, std::size_t column);
/// Of a role: what its column states, else one of the same kind beside it (from beside to, x beside y).
std::optional<base::LengthUnit> said_length_unit(const OpenTable& table, std::string_view role);
/// In which a role's numbers are read: as the rule states, as the table says, else metres.
base::LengthUnit length_unit_of(const OpenTable& table, std::string_view role,
                                const drilling::ImportRule& rule);
/// Fills the mapping's list of columns that play no role.
void list_unused(OpenTable& table, const std::vector<GradeSource>& grades);
/// Findings about lines that were passed over and names that stand twice or nowhere.
void report_header(const OpenTable& table, std::vector<drilling::Finding>& findings);

/// Decides how the numbers of the mapped columns are read: fills `cells` and the mapping's marks. Findings
/// tell where thousands were told from decimals by other cells. Error: a column that could be read two ways.
base::Expected<void> settle_numbers(OpenTable& table, const drilling::ImportRule& rule,
                                    const std::vector<GradeSource>& grades,
                                    std::vector<drilling::Finding>& findings);

/// The roles of a kind of table ("collar", "survey", "assay", "lithology", "density") and the columns that
/// the rule states for them; none for another kind. The strings are the rule's. What the depths of samples
/// are in is decided in SampleKinds.h: from and to stand here. The last one of "density" are the densities
/// (Densities.h).
std::vector<RoleWish> role_wishes(std::string_view table, const drilling::ImportRule& rule);
/// The same, none of them required.
std::vector<RoleWish> none_required(std::vector<RoleWish> wishes);
/// Headers as one line.
std::string header_list(const std::vector<std::string>& headers);

/// Holes by name, quick to ask for many rows in a row. The set's collars must not change while it lives.
class HoleIndex {
  public:
    explicit HoleIndex(const drilling::DrillholeSet& set);
    /// −1 where no collar has this name.
    [[nodiscard]] std::int32_t find(std::string_view hole) const;
    /// Up to three collars whose names are near misses (drilling/HoleNames.h).
    [[nodiscard]] std::vector<std::string> similar(std::string_view hole) const;

  private:
    const drilling::DrillholeSet& set_;
    std::unordered_map<std::string_view, std::int32_t> index_;
    mutable std::once_flag keys_once_;
    mutable std::unordered_map<std::string, std::vector<std::int32_t>> keys_;  ///< made when first asked for
};

/// Hole names without a collar, in order of first appearance.
class UnknownHoles {
  public:
    void add(std::string_view hole, std::int64_t line, std::int64_t rows = 1);
    void append(const UnknownHoles& later);
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] std::vector<drilling::Finding> findings(const std::string& file,
                                                          const HoleIndex& index) const;

  private:
    struct Seen {
        std::int64_t line = 0, rows = 0;
    };
    std::vector<std::string> names_;
    std::unordered_map<std::string, Seen> seen_;
};

/// Notes for fields beyond or short of the header and for open quotes; false when the row must be refused.
bool row_shape_fits(const CsvTable& table, const CsvFields& fields, std::size_t record, Notes& notes);

base::Expected<void> read_collars(const drilling::ImportRule& rule, const std::string& folder,
                                  DrillholeImport& out, const base::Progress& progress);
base::Expected<void> read_surveys(const drilling::ImportRule& rule, const std::string& folder,
                                  const HoleIndex& index, DrillholeImport& out,
                                  const base::Progress& progress);
/// One table of samples or, without grades, of lithology.
struct IntervalSource {
    OpenTable table;
    drilling::SampleKind kind = drilling::SampleKind::from_to;
    std::vector<GradeSource> grades;
};
base::Expected<void> read_intervals(IntervalSource& source, const drilling::ImportRule& rule,
                                    const drilling::AssayRule& assays, const HoleIndex& index,
                                    drilling::IntervalTable& to, DrillholeImport& out,
                                    base::Progress& progress);
/// The assay tables of both rules, joined in order, and behind them the samples that have a place of their
/// own.
base::Expected<void> read_assays(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                 const std::map<std::string, drilling::AssayColumnRule>& columns,
                                 const std::string& folder, const HoleIndex& index,
                                 drilling::IntervalTable&& points, DrillholeImport& out,
                                 base::Progress& progress);
/// Samples with a place of their own: one hole with a stated path per id, or per row where there is none.
/// Adds to the collars, so every HoleIndex must be made after it.
base::Expected<drilling::IntervalTable> read_points(
    const drilling::ImportRule& rule, const drilling::AssayRule& assays,
    const std::map<std::string, drilling::AssayColumnRule>& columns, const std::string& folder,
    DrillholeImport& out, const base::Progress& progress);

/// Findings about the file as a whole: converted text, a length unit in a header that the rule contradicts.
void report_table(const OpenTable& table, const drilling::ImportRule& rule,
                  std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
