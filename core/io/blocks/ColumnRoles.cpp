#include "core/io/blocks/ColumnRoles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/drilling/Rules.h"
#include "core/io/blocks/CellCorners.h"
#include "core/io/blocks/ColumnNames.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::ModelRule;

const std::array<std::string ModelRule::*, 3> place_rules{&ModelRule::x, &ModelRule::y, &ModelRule::z};
const std::array<std::string ModelRule::*, 3> index_rules{&ModelRule::i, &ModelRule::j, &ModelRule::k};
const std::array<std::string ModelRule::*, 3> size_rules{&ModelRule::size_x, &ModelRule::size_y,
                                                         &ModelRule::size_z};

std::optional<PlaceColumns> three(const std::vector<std::string>& headers,
                                  const std::array<ColumnWords, 3>& names, const ModelRule& rule,
                                  const std::array<std::string ModelRule::*, 3>& rules) {
    PlaceColumns columns;
    for (std::size_t a = 0; a < 3; ++a) {
        const std::string& stated = rule.*rules[a];
        if (stated == "-") return std::nullopt;
        const auto at = stated.empty() ? header_among(headers, names[a]) : header_at(headers, stated);
        if (!at || std::ranges::find(columns, *at) != columns.end()) return std::nullopt;
        columns.push_back(*at);
    }
    return columns;
}

/// One mapping being made.
class Mapper {
  public:
    Mapper(const std::vector<ColumnFacts>& facts, const ModelRule& rule, const std::string& file,
           Questions* questions)
        : facts_(facts), rule_(rule), file_(file), questions_(questions) {
        for (const ColumnFacts& one : facts) {
            headers_.push_back(one.header);
            columns_.push_back({one.header, ColumnUse::unused, "", "", false, false, "", false});
        }
        open_.assign(facts.size(), true);
    }

    Expected<std::vector<ModelColumn>> map(bool placed) {
        if (auto fine = check_stated(); !fine) return std::unexpected(fine.error());
        if (auto fine = leave_out(); !fine) return std::unexpected(fine.error());
        if (auto done = take_numbers(); !done) return std::unexpected(done.error());
        if (!placed) {
            take_axes();
            take_indices();
            if (auto fine = check_placed(); !fine) return std::unexpected(fine.error());
        }
        take_sizes();
        take_single(rule_.density, column_names::density, ColumnUse::density, "density");
        take_single(rule_.tonnage, column_names::tonnage, ColumnUse::tonnage, "tonnage");
        take_single(rule_.volume, column_names::volume, ColumnUse::volume, "volume");
        take_single(rule_.proportion, column_names::proportion, ColumnUse::proportion, "proportion");
        take_single(rule_.excluded, column_names::excluded, ColumnUse::excluded, "excluded");
        if (auto done = take_grades(); !done) return std::unexpected(done.error());
        if (auto done = take_rest(); !done) return std::unexpected(done.error());
        return std::move(columns_);
    }

  private:
    void take(std::size_t at, ColumnUse use, const std::string& name, bool stated,
              const char* why = "model.why.name") {
        columns_[at].use = use;
        columns_[at].name = name;
        columns_[at].stated = stated;
        columns_[at].why = stated ? "model.why.stated" : why;
        open_[at] = false;
    }
    Expected<std::size_t> stated_at(const std::string& header, const std::string& param) const {
        if (const auto at = header_at(headers_, header)) {
            if (std::ranges::count(headers_, header) > 1)
                return base::fail(ErrorKind::data, Message("model.header_twice", {{"column", header}}),
                                  {.file = file_, .field = param});
            return *at;
        }
        const std::string near = base::nearest(header, headers_);
        return base::fail(ErrorKind::data, Message("model.no_column", {{"column", header}}),
                          {.file = file_, .field = param},
                          near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
    }
    Expected<void> check_stated() const {
        static const std::vector<std::pair<const char*, std::string ModelRule::*>> all{
            {"model.x", &ModelRule::x},
            {"model.y", &ModelRule::y},
            {"model.z", &ModelRule::z},
            {"model.i", &ModelRule::i},
            {"model.j", &ModelRule::j},
            {"model.k", &ModelRule::k},
            {"model.size_x", &ModelRule::size_x},
            {"model.size_y", &ModelRule::size_y},
            {"model.size_z", &ModelRule::size_z},
            {"model.density", &ModelRule::density},
            {"model.tonnage", &ModelRule::tonnage},
            {"model.volume", &ModelRule::volume},
            {"model.proportion", &ModelRule::proportion},
            {"model.excluded", &ModelRule::excluded}};
        for (const auto& [param, member] : all) {
            const std::string& header = rule_.*member;
            if (header.empty() || header == "-") continue;
            if (auto at = stated_at(header, param); !at) return std::unexpected(at.error());
        }
        for (const ColumnNulls& nulls : column_nulls(rule_)) {
            if (nulls.codes.empty())
                return base::fail(ErrorKind::usage, Message("model.bad_nulls", {{"item", nulls.header}}),
                                  {.field = "model.column_nulls"}, Message("model.bad_nulls_fix"));
            if (auto at = stated_at(nulls.header, "model.column_nulls"); !at)
                return std::unexpected(at.error());
        }
        return {};
    }
    /// Taken first: what is stated as a number is guessed as nothing else. Named with the rest.
    Expected<void> take_numbers() {
        for (const std::string& header : drilling::list_items(rule_.by_mass)) {
            const auto at = stated_at(header, "model.by_mass");
            if (!at) return std::unexpected(at.error());
            columns_[*at].by_mass = true;
        }
        for (const std::string& header : drilling::list_items(rule_.numbers)) {
            const auto at = stated_at(header, "model.numbers");
            if (!at) return std::unexpected(at.error());
            if (!open_[*at]) continue;  // left out
            numbers_.push_back(*at);
            open_[*at] = false;
        }
        return {};
    }
    Expected<void> leave_out() {
        for (const std::string& header : drilling::list_items(rule_.leave_out)) {
            const auto at = stated_at(header, "model.leave_out");
            if (!at) return std::unexpected(at.error());
            columns_[*at].why = "model.why.left_out";
            open_[*at] = false;
        }
        return {};
    }
    [[nodiscard]] std::vector<std::string> open_headers() const {
        std::vector<std::string> out = headers_;
        for (std::size_t n = 0; n < out.size(); ++n)
            if (!open_[n]) out[n].clear();
        return out;
    }
    void take_indices() {
        const auto found = three(open_headers(), column_names::indices, rule_, index_rules);
        if (!found) return;
        // Columns of an element may be called like an axis; places come first, indices need whole numbers.
        for (const std::size_t at : *found)
            if (!facts_[at].whole && rule_.i.empty()) return;
        for (std::size_t a = 0; a < 3; ++a)
            take((*found)[a], ColumnUse::index, std::string(1, "ijk"[a]), !(rule_.*index_rules[a]).empty());
    }
    void take_axes() {
        const auto found = find_axes(open_headers(), rule_);
        if (!found) return;
        for (std::size_t a = 0; a < 3; ++a) {
            const AxisColumns& axis = (*found)[a];
            const std::string name(1, "xyz"[a]);
            take(axis.place, ColumnUse::place, name, !(rule_.*place_rules[a]).empty());
            ModelColumn& place = columns_[axis.place];
            if (axis.upper || axis.size) {
                const std::size_t other = axis.upper ? *axis.upper : *axis.size;
                take(other, ColumnUse::size, "size_" + name, false, "model.why.corner");
                (axis.upper ? place.corner : place.corner_size) = static_cast<int>(other);
                place.why = columns_[other].why = axis.upper ? "model.why.corner" : "model.why.low_corner";
                sized_[a] = true;
            }
            for (const auto& [beside, at] : {std::pair{axis.low_beside, &place.low_beside},
                                             std::pair{axis.high_beside, &place.high_beside}}) {
                if (!beside) continue;
                *at = static_cast<int>(*beside);
                columns_[*beside].why = "model.why.compared";
                open_[*beside] = false;
            }
        }
    }
    /// A header may hold the names of places, and its columns be stated as something else.
    Expected<void> check_placed() {
        const bool placed = std::ranges::any_of(columns_, [](const ModelColumn& column) {
            return column.use == ColumnUse::place || column.use == ColumnUse::index;
        });
        if (placed) return {};
        std::string names;
        for (std::size_t n = 0; n < std::min<std::size_t>(headers_.size(), 12); ++n)
            names += (n > 0 ? ", " : "") + headers_[n];
        base::Error missing{ErrorKind::data,
                            Message("model.no_places", {{"headers", names}}),
                            {.file = file_, .field = "model.x"},
                            Message("model.no_places_fix")};
        if (questions_ == nullptr) return std::unexpected(std::move(missing));
        const bool asked = std::ranges::any_of(
            *questions_, [](const base::Error& question) { return question.what.key == "model.no_places"; });
        if (!asked) questions_->push_back(std::move(missing));
        return {};
    }
    void take_sizes() {
        for (std::size_t a = 0; a < 3; ++a) {
            const std::string& stated = rule_.*size_rules[a];
            if (stated == "-" || sized_[a]) continue;
            const auto at = stated.empty() ? first_open(column_names::sizes[a]) : header_at(headers_, stated);
            if (at) take(*at, ColumnUse::size, std::string("size_") + "xyz"[a], !stated.empty());
        }
    }
    [[nodiscard]] std::optional<std::size_t> first_open(const ColumnWords& names, bool flags = false) const {
        std::vector<std::string> candidates = headers_;
        for (std::size_t n = 0; n < candidates.size(); ++n) {
            const bool words = facts_[n].text && !(flags && facts_[n].flags);
            if (!open_[n] || words || facts_[n].has_category) candidates[n].clear();
        }
        return header_among(candidates, names);
    }
    void take_single(const std::string& stated, const ColumnWords& names, ColumnUse use, const char* name) {
        if (stated == "-") return;
        const auto at = stated.empty() ? first_open(names, use == ColumnUse::excluded) : header_at(headers_, stated);
        if (at) take(*at, use, name, !stated.empty());
    }
    Expected<void> take_grades() {
        const auto stated = stated_grades(rule_);
        if (!stated) return std::unexpected(stated.error());
        for (const StatedGrade& grade : *stated) {
            const auto at = stated_at(grade.header, "model.grades");
            if (!at) return std::unexpected(at.error());
            take(*at, ColumnUse::grade, free_name(grade.name, {}), true);
            columns_[*at].unit = grade.unit;
            name_unit(*at, grade.name);
        }
        if (stated->empty()) return guess_grades();
        return {};
    }
    /// The unit of a grade: stated, of the unit row, of the header, else the usual one of the element.
    void name_unit(std::size_t at, const std::string& element) {
        ModelColumn& column = columns_[at];
        if (column.unit.empty())
            if (const auto unit = column_unit(facts_[at].unit)) column.unit = *unit;
        if (column.unit.empty())
            if (const auto unit = read_assay_header(facts_[at].header).unit)
                column.unit = std::string(base::symbol(*unit));
        if (!column.unit.empty()) return;
        column.unit = is_precious(element) ? "g/t" : "%";
        column.unit_assumed = true;
    }
    Expected<void> guess_grades() {
        std::map<std::string, std::vector<std::size_t>> columns;
        for (std::size_t n = 0; n < facts_.size(); ++n) {
            if (!open_[n] || facts_[n].text || facts_[n].empty || facts_[n].has_category) continue;
            const AssayHeader read = read_assay_header(facts_[n].header);
            if (!read.element || of_a_product(headers_, n)) continue;
            if (read.total && !plausible_element(headers_, n)) continue;
            // One letter, or a word like "in", is an element only where something speaks for it.
            const bool doubtful = read.written.size() == 1 || lower(read.written) == "in";
            if (doubtful && !read.unit && !column_unit(facts_[n].unit) &&
                plain_header(facts_[n].header) != "s")
                continue;
            columns[read.name].push_back(n);
        }
        for (const auto& [element, candidates] : columns) {
            std::size_t chosen = candidates.front();
            if (candidates.size() > 1) {
                // "Cu" beside "Cu_icp": the plain name is the one that counts; two alike are a question.
                const auto bare = [&](std::size_t n) {
                    return plain_header(facts_[n].header) == lower(element);
                };
                if (std::ranges::count_if(candidates, bare) != 1) {
                    const base::Error question = two_grades(element, candidates);
                    if (questions_ == nullptr) return std::unexpected(question);
                    questions_->push_back(question);
                    for (const std::size_t n : candidates) columns_[n].why = "model.why.which_grade";
                    continue;
                }
                chosen = *std::ranges::find_if(candidates, bare);
            }
            take(chosen, ColumnUse::grade, element, false, "model.why.element");
            name_unit(chosen, element);
        }
        return {};
    }
    [[nodiscard]] base::Error two_grades(const std::string& element,
                                         const std::vector<std::size_t>& candidates) const {
        std::string names;
        for (const std::size_t n : candidates) names += (names.empty() ? "" : ", ") + facts_[n].header;
        return {ErrorKind::data,
                Message("model.two_grades", {{"element", element}, {"columns", names}}),
                {.file = file_, .field = "model.grades"},
                Message("model.two_grades_fix")};
    }
    Expected<void> take_rest() {
        std::set<std::string> taken;
        for (const ModelColumn& column : columns_)
            if (column.use == ColumnUse::grade) taken.insert(column.name);
        std::vector<std::size_t> codes;
        for (const std::string& header : drilling::list_items(rule_.categories)) {
            const auto at = stated_at(header, "model.categories");
            if (!at) return std::unexpected(at.error());
            codes.push_back(*at);
        }
        for (std::size_t n = 0; n < facts_.size(); ++n) {
            const bool number = std::ranges::find(numbers_, n) != numbers_.end();
            const bool stated = number || std::ranges::find(codes, n) != codes.end();
            if (!open_[n] && !stated) continue;
            const ColumnFacts& fact = facts_[n];
            const std::string name = plain_header(fact.header);
            if (!stated && column_names::definitions.contains(name)) {
                columns_[n].use = ColumnUse::definition;
                columns_[n].name = name;
                columns_[n].why = "model.why.name";
                continue;
            }
            if (!stated && fact.empty && !fact.has_category) {
                columns_[n].why = "model.why.empty";
                continue;
            }
            if (trimmed(fact.header).empty() && !stated) {
                columns_[n].why = "model.why.no_header";
                continue;
            }
            const bool named = fact.whole && std::ranges::find(column_names::categories, name) !=
                                                 column_names::categories.end();
            const bool code = !number && (stated || fact.text || fact.has_category || named);
            const std::string question = columns_[n].why;
            take(n, code ? ColumnUse::category : ColumnUse::number,
                 free_name(std::string(trimmed(fact.header)), taken), stated,
                 !code               ? "model.why.rest"
                 : fact.has_category ? "model.why.format"
                 : fact.text         ? "model.why.words"
                                     : "model.why.name");
            if (!stated && !question.empty()) columns_[n].why = question;
            if (!code) columns_[n].unit = std::string(trimmed(fact.unit));
            // A number with a grade unit would be taken for an element everywhere else.
            if (base::grade_unit(columns_[n].unit)) columns_[n].unit.clear();
            taken.insert(columns_[n].name);
        }
        return {};
    }

    const std::vector<ColumnFacts>& facts_;
    const ModelRule& rule_;
    const std::string& file_;
    std::vector<std::string> headers_;
    std::vector<ModelColumn> columns_;
    std::vector<std::size_t> numbers_;  ///< stated as plain numbers
    std::vector<bool> open_;
    Questions* questions_;
    std::array<bool, 3> sized_{};  ///< axes whose sizes follow from corners, or stand beside them
};

}  // namespace

std::optional<std::size_t> header_at(const std::vector<std::string>& headers, const std::string& wanted) {
    const auto exact = std::ranges::find(headers, wanted);
    if (exact != headers.end()) return static_cast<std::size_t>(exact - headers.begin());
    for (std::size_t n = 0; n < headers.size(); ++n)
        if (lower(headers[n]) == lower(wanted)) return n;
    return std::nullopt;
}

std::optional<PlaceColumns> find_places(const std::vector<std::string>& headers, const ModelRule& rule) {
    if (const auto axes = find_axes(headers, rule)) return PlaceColumns{(*axes)[0].place, (*axes)[1].place, (*axes)[2].place};
    return three(headers, column_names::indices, rule, index_rules);
}

Expected<std::vector<StatedGrade>> stated_grades(const ModelRule& rule) {
    std::vector<StatedGrade> out;
    for (const std::string& item : drilling::list_items(rule.grades)) {
        StatedGrade grade;
        const std::size_t equals = item.find('='), open = item.rfind('[');
        grade.name = std::string(trimmed(item.substr(0, std::min(equals, open))));
        if (equals != std::string::npos) {
            const std::size_t end = open != std::string::npos && open > equals ? open : item.size();
            grade.header = std::string(trimmed(std::string_view(item).substr(equals + 1, end - equals - 1)));
        } else {
            grade.header = grade.name;
        }
        if (open != std::string::npos) {
            const std::size_t close = item.find(']', open);
            const std::string written =
                item.substr(open + 1, close == std::string::npos ? close : close - open - 1);
            const auto unit = column_unit(written);
            if (!unit)
                return base::fail(ErrorKind::usage, Message("model.unknown_unit", {{"unit", written}}),
                                  {.field = "model.grades"}, Message("model.unknown_unit_fix"));
            grade.unit = *unit;
        }
        if (grade.name.empty() || grade.header.empty())
            return base::fail(ErrorKind::usage, Message("model.bad_grades", {{"item", item}}),
                              {.field = "model.grades"}, Message("model.bad_grades_fix"));
        out.push_back(grade);
    }
    return out;
}

std::vector<ColumnNulls> column_nulls(const ModelRule& rule) {
    std::vector<ColumnNulls> all;
    for (const std::string& item : drilling::list_items(rule.column_nulls)) {
        const std::size_t equals = item.rfind('=');
        ColumnNulls one{std::string(trimmed(item.substr(0, equals))), {}};
        for (std::size_t at = equals; at != std::string::npos && at < item.size();) {
            const std::size_t end = item.find('|', at + 1);
            const std::string code(trimmed(std::string_view(item).substr(at + 1, end - at - 1)));
            if (!code.empty()) one.codes.push_back(code);
            at = end;
        }
        all.push_back(std::move(one));
    }
    return all;
}

Expected<std::vector<ModelColumn>> map_columns(const std::vector<ColumnFacts>& facts, const ModelRule& rule,
                                               bool placed, const std::string& file, Questions* questions) {
    return Mapper(facts, rule, file, questions).map(placed);
}

}  // namespace orelens::io
