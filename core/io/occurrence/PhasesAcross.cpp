#include "core/io/occurrence/PhasesAcross.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/io/occurrence/OccurrenceHeader.h"
#include "core/io/text/Numbers.h"
#include "core/occurrence/Shipped.h"

namespace orelens::io {
namespace {

using Role = OccurrenceRole;

struct Text {
    std::string text;
    AcrossCell at;
};
/// One row to be.
struct Row {
    std::vector<Text> context;
    Text element, phase, content, share;
};

bool is_value(Role role) {
    return role == Role::content || role == Role::share;
}
/// What tells rows apart or says how they were made; the rest of a wide table is none of ours.
bool is_context(Role role) {
    return role == Role::ore_type || role == Role::element || role == Role::method || role == Role::samples ||
           role == Role::source;
}

bool known_phase(const std::string& name) {
    if (!total_row(name).empty()) return true;
    const auto& phases = occurrence::shipped_table().phases;
    if (!occurrence::phase_named({}, "", name).empty()) return true;
    return std::ranges::any_of(phases, [&](const occurrence::ShippedPhase& one) {
        return std::ranges::any_of(one.elements, [&](const std::string& element) {
            return !occurrence::phase_named({}, element, name).empty();
        });
    });
}

class Turner {
  public:
    explicit Turner(const CsvTable& table) : table_(table) {
        for (const std::string& header : table.headers) roles_.push_back(occurrence_header(header));
        cells_.reserve(table.records.size());
        CsvFields fields;
        for (const CsvRecord& record : table.records) {
            fields.split(table, record);
            std::vector<std::string> row;
            for (std::size_t c = 0; c < table.headers.size(); ++c) row.emplace_back(fields[c]);
            cells_.push_back(std::move(row));
        }
    }

    std::optional<AcrossTable> turn() {
        for (std::size_t c = 0; c < roles_.size(); ++c)
            if (roles_[c] && is_context(roles_[c]->role)) context_.push_back(c);
        if (!values_under_phases() && !values_beside_labels()) return std::nullopt;
        if (rows_.empty()) return std::nullopt;
        return written();
    }

  private:
    [[nodiscard]] Text cell(std::size_t record, std::size_t column) const {
        return {cells_[record][column], {table_.records[record].line, column}};
    }
    [[nodiscard]] std::vector<Text> context_of(std::size_t record) const {
        std::vector<Text> out;
        for (const std::size_t c : context_) out.push_back(cell(record, c));
        return out;
    }
    [[nodiscard]] bool holds_number(std::size_t column, const std::vector<std::size_t>& records) const {
        return std::ranges::any_of(records, [&](std::size_t r) {
            return number_form(without_qualifier(cells_[r][column])).shape != NumberShape::none;
        });
    }

    /// Two rows of headings: phases above, "content" and "share" under each.
    bool values_under_phases() {
        if (table_.above_header.size() != table_.headers.size()) return false;
        std::size_t contents = 0, shares = 0;
        for (const auto& role : roles_) {
            if (role && role->role == Role::phase) return false;
            contents += role && role->role == Role::content;
            shares += role && role->role == Role::share;
        }
        if (contents < 2 && shares < 2) return false;
        struct Under {
            std::string phase;
            std::optional<std::size_t> content, share;
            std::size_t column = 0;
            Text element;
        };
        std::vector<Under> phases;
        for (std::size_t c = 0; c < roles_.size(); ++c) {
            const std::string& above = table_.above_header[c];
            const bool value = roles_[c] && is_value(roles_[c]->role);
            // A total has one column, whose name fills both rows of the heading.
            const bool total = !roles_[c] && !total_row(table_.headers[c]).empty();
            if (!value && !total) continue;
            const std::string name = total ? table_.headers[c] : above;
            if (!name.empty() && (phases.empty() || phases.back().phase != name)) phases.push_back({name, {}, {}, c, {}});
            if (phases.empty()) return false;
            const std::string element = value ? roles_[c]->element : total_row(name) == "*" ? std::string() : total_row(name);
            if (!names_one(phases.back().element, {element, {table_.header_line, c}})) return false;
            auto& place = value && roles_[c]->role == Role::share ? phases.back().share : phases.back().content;
            if (place) return false;
            place = c;
            if (value) (roles_[c]->role == Role::share ? share_name_ : content_name_) = table_.headers[c];
        }
        const bool known = std::ranges::any_of(phases, [](const Under& one) { return known_phase(one.phase); });
        if (phases.size() < 2 || !known) return false;
        for (std::size_t r = 0; r < cells_.size(); ++r)
            for (const Under& one : phases) {
                Row row{context_of(r), one.element, {one.phase, {table_.header_line, one.column}}, {}, {}};
                if (one.content) row.content = cell(r, *one.content);
                if (one.share) row.share = cell(r, *one.share);
                if (!row.content.text.empty() || !row.share.text.empty()) rows_.push_back(std::move(row));
            }
        return true;
    }

    /// One row of headings, and a column that says of each row which number it holds.
    bool values_beside_labels() {
        for (const auto& role : roles_)
            if (role && (is_value(role->role) || role->role == Role::recovery || role->role == Role::kind)) return false;
        const auto label = label_column();
        if (!label) return false;
        std::vector<std::size_t> labelled;
        for (std::size_t r = 0; r < cells_.size(); ++r)
            if (value_of(r, *label)) labelled.push_back(r);
        std::vector<std::size_t> phases;
        for (std::size_t c = 0; c < roles_.size(); ++c)
            if (c != *label && !roles_[c] && !table_.headers[c].empty() && holds_number(c, labelled)) phases.push_back(c);
        const bool known = std::ranges::any_of(phases, [&](std::size_t c) { return known_phase(table_.headers[c]); });
        if (phases.size() < 2 || !known) return false;
        if (roles_[*label] && roles_[*label]->role == Role::phase) phase_name_ = table_.headers[*label];
        std::erase(context_, *label);
        group_rows(*label, labelled, phases);
        return true;
    }
    [[nodiscard]] std::optional<OccurrenceHeader> value_of(std::size_t record, std::size_t label) const {
        const auto said = occurrence_header(cells_[record][label]);
        return said && is_value(said->role) ? said : std::nullopt;
    }
    [[nodiscard]] std::optional<std::size_t> label_column() const {
        for (std::size_t c = 0; c < roles_.size(); ++c)
            for (std::size_t r = 0; r < cells_.size(); ++r)
                if (value_of(r, c)) return c;
        return std::nullopt;
    }
    /// "Cu含量" beside "Cu占有率", not beside "Zn占有率". Takes the element where there was none; false where it is another.
    static bool names_one(Text& element, Text more) {
        if (element.text.empty()) element = std::move(more);
        else if (!more.text.empty() && more.text != element.text) return false;
        return true;
    }
    /// Rows of one analysis stand together: a new one begins where a number comes again, or an ore type or another element
    /// is named.
    void group_rows(std::size_t label, const std::vector<std::size_t>& labelled, const std::vector<std::size_t>& phases) {
        std::optional<std::size_t> content, share;
        Text element;
        const auto close = [&] {
            if (!content && !share) return;
            const std::size_t first = content && share ? std::min(*content, *share) : content ? *content : *share;
            for (const std::size_t c : phases) {
                Row row{context_of(first), element, {table_.headers[c], {table_.header_line, c}}, {}, {}};
                if (content) row.content = cell(*content, c);
                if (share) row.share = cell(*share, c);
                if (!row.content.text.empty() || !row.share.text.empty()) rows_.push_back(std::move(row));
            }
            content.reset();
            share.reset();
            element = {};
        };
        for (const std::size_t r : labelled) {
            const auto said = value_of(r, label);
            const bool of_share = said->role == Role::share;
            const auto& there = of_share ? share : content;
            const auto& other = of_share ? content : share;
            const bool others = other && std::ranges::any_of(context_, [&](std::size_t c) {
                return !cells_[r][c].empty() && cells_[r][c] != cells_[*other][c];
            });
            const Text named{said->element, {table_.records[r].line, label}};
            if (there || others || !names_one(element, named)) {
                close();
                element = named;
            }
            (of_share ? share : content) = r;
            (of_share ? share_name_ : content_name_) = cells_[r][label];
        }
        close();
    }

    /// Labels or headings that name two elements, where no column says of which each row is.
    [[nodiscard]] bool several_elements() const {
        if (std::ranges::any_of(context_, [&](std::size_t c) { return roles_[c]->role == Role::element; })) return false;
        const std::string* first = nullptr;
        for (const Row& row : rows_) {
            if (row.element.text.empty()) continue;
            if (first != nullptr && *first != row.element.text) return true;
            first = &row.element.text;
        }
        return false;
    }

    [[nodiscard]] AcrossTable written() const {
        AcrossTable out;
        out.table.file = table_.file;
        out.table.encoding = table_.encoding;
        out.table.doubts = table_.doubts;
        out.table.skipped = table_.skipped;
        out.table.sheet = table_.sheet;
        out.table.header_line = table_.header_line;
        // Between blanks an empty cell cannot be written.
        out.table.delimiter = table_.delimiter == ' ' ? '\t' : table_.delimiter;
        for (const std::size_t c : context_) out.table.headers.push_back(table_.headers[c]);
        const bool by_element = several_elements();
        if (by_element) out.table.headers.emplace_back("element");
        out.table.headers.push_back(phase_name_);
        if (!content_name_.empty()) out.table.headers.push_back(content_name_);
        if (!share_name_.empty()) out.table.headers.push_back(share_name_);
        for (const Row& row : rows_) {
            std::vector<const Text*> parts;
            for (const Text& one : row.context) parts.push_back(&one);
            if (by_element) parts.push_back(&row.element);
            parts.push_back(&row.phase);
            if (!content_name_.empty()) parts.push_back(&row.content);
            if (!share_name_.empty()) parts.push_back(&row.share);
            CsvRecord record;
            record.begin = out.table.text.size();
            record.line = (row.content.at.line > 0 ? row.content : row.share).at.line;
            std::vector<AcrossCell> places;
            for (std::size_t n = 0; n < parts.size(); ++n) {
                if (n > 0) out.table.text += out.table.delimiter;
                out.table.text += quoted(parts[n]->text);
                places.push_back(parts[n]->at);
            }
            record.end = out.table.text.size();
            out.table.text += '\n';
            out.table.records.push_back(record);
            out.cells.push_back(std::move(places));
        }
        return out;
    }
    [[nodiscard]] static std::string quoted(const std::string& text) {
        std::string out = "\"";
        for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        return out + "\"";
    }

    const CsvTable& table_;
    std::vector<std::optional<OccurrenceHeader>> roles_;
    std::vector<std::vector<std::string>> cells_;
    std::vector<std::size_t> context_;
    std::vector<Row> rows_;
    std::string phase_name_ = "phase", content_name_, share_name_;
};

}  // namespace

std::optional<AcrossTable> phases_across(const CsvTable& table) {
    if (table.headers.size() < 3 || table.records.empty()) return std::nullopt;
    return Turner(table).turn();
}

}  // namespace orelens::io
