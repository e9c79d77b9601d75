#include "core/io/blocks/TableColumns.h"

#include <algorithm>
#include <cmath>

#include "core/base/Units.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

bool type_is_text(const std::string& type) {
    const std::string low = lower(type);
    for (const char* word : {"name", "c", "text", "character", "alpha", "string", "char"})
        if (low == word || low.starts_with(std::string(word) + ":")) return true;
    return false;
}

/// What a sample of one column holds.
class SampledColumn {
  public:
    SampledColumn(const TableHead& head, std::size_t column, const ColumnMarks& marks,
                  const NullCodes& nulls) {
        for (const auto& row : head.sample) look_at(row[column], marks.marks, nulls);
    }
    void put_into(ColumnFacts& facts) {
        facts.constant = constant_;
        facts.whole = whole_ && numbers_ > 0;
        facts.empty = texts_ + numbers_ == 0;
        facts.flags = texts_ > 0 && flags_;
        if (positive_.empty()) return;
        const auto middle = positive_.begin() + static_cast<std::ptrdiff_t>(positive_.size() / 2);
        std::ranges::nth_element(positive_, middle);
        facts.median = *middle;
    }
    [[nodiscard]] std::size_t texts() const { return texts_; }
    [[nodiscard]] std::size_t numbers() const { return numbers_; }

  private:
    void look_at(const std::string& field, NumberMarks marks, const NullCodes& nulls) {
        if (field.empty() || std::ranges::find(nulls.words, lower(field)) != nulls.words.end()) return;
        if (first_.empty()) first_ = field;
        constant_ = constant_ && field == first_;
        const auto value = table_number(field, marks);
        if (!value) {
            // A number that could be read two ways is one all the same.
            (loose_number(field) ? numbers_ : texts_) += 1;
            flags_ = flags_ && flag_of(field).has_value();
            return;
        }
        if (std::ranges::find(nulls.numbers, *value) != nulls.numbers.end()) return;
        ++numbers_;
        whole_ = whole_ && *value == std::floor(*value);
        if (*value > 0) positive_.push_back(*value);
    }
    std::string first_;
    bool constant_ = true, whole_ = true, flags_ = true;
    std::size_t texts_ = 0, numbers_ = 0;
    std::vector<double> positive_;
};

}  // namespace

std::vector<ColumnFacts> facts_of(const TableHead& head, const std::vector<ColumnMarks>& marks,
                                  const NullCodes& nulls) {
    std::vector<ColumnFacts> all;
    for (std::size_t c = 0; c < head.headers.size(); ++c) {
        ColumnFacts facts;
        facts.header = head.headers[c];
        if (c < head.units.size()) facts.unit = head.units[c];
        SampledColumn sample(head, c, marks[c], nulls);
        sample.put_into(facts);
        const bool typed = c < head.types.size() && type_is_text(head.types[c]);
        const bool stray = read_assay_header(facts.header).element &&
                           sample.texts() * 5 <= sample.texts() + sample.numbers();
        facts.text = (typed || sample.texts() > 0) && !stray;
        all.push_back(std::move(facts));
    }
    return all;
}

std::vector<ScanColumn> scan_columns(const TableHead& head, const ModelMapping& mapping,
                                     const std::vector<ColumnMarks>& marks,
                                     const blocks::ModelRule& rule, bool indexed, base::LengthUnit length) {
    std::vector<ScanColumn> columns(mapping.columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const ModelColumn& from = mapping.columns[c];
        ScanColumn& to = columns[c];
        to.how.marks = marks[c].marks;
        NullCodes nulls = null_codes(rule, from.header);
        to.nulls = std::move(nulls.numbers);
        to.null_words = std::move(nulls.words);
        if (c < head.defaults.size() && !head.defaults[c].empty()) {
            // What the file itself writes for "no value", unless it is nothing at all.
            const auto value = table_number(head.defaults[c], to.how.marks);
            if (value && *value != 0) to.nulls.push_back(*value);
            if (!value) to.null_words.push_back(lower(head.defaults[c]));
        }
        const char last = from.name.empty() ? 'x' : from.name.back();
        switch (from.use) {
            case ColumnUse::place:
                to.kind = ScanKind::place;
                to.upper = from.corner;
                to.size_beside = from.corner_size;
                to.low_beside = from.low_beside;
                to.high_beside = from.high_beside;
                to.axis = last - 'x';
                to.how.length = length;
                break;
            case ColumnUse::size:
                to.kind = ScanKind::size;
                to.axis = last - 'x';
                to.how.length = length;
                break;
            case ColumnUse::index:
                to.kind = indexed ? ScanKind::index : ScanKind::skip;
                to.axis = last - 'i';
                break;
            case ColumnUse::category:
                to.kind = ScanKind::code;
                break;
            case ColumnUse::definition:
            case ColumnUse::unused:
                break;
            case ColumnUse::grade:
                to.how.grade = base::grade_unit(from.unit);
                [[fallthrough]];
            default:
                to.flags = from.use == ColumnUse::excluded;
                to.kind = ScanKind::number;
        }
    }
    for (std::size_t c = 0; c < columns.size(); ++c)
        for (const int beside : {columns[c].low_beside, columns[c].high_beside})
            if (beside >= 0) {
                ScanColumn& corner = columns[static_cast<std::size_t>(beside)];
                corner.kind = ScanKind::corner;
                corner.axis = columns[c].axis;
                corner.how.length = length;
            }
    return columns;
}

blocks::CellRole role_of(ColumnUse use) {
    using blocks::CellRole;
    switch (use) {
        case ColumnUse::density:
            return CellRole::density;
        case ColumnUse::tonnage:
            return CellRole::tonnage;
        case ColumnUse::volume:
            return CellRole::volume;
        case ColumnUse::proportion:
            return CellRole::proportion;
        case ColumnUse::excluded:
            return CellRole::excluded;
        case ColumnUse::grade:
            return CellRole::grade;
        case ColumnUse::category:
            return CellRole::category;
        default:
            return CellRole::number;
    }
}

bool is_numeric(ColumnUse use) {
    return use != ColumnUse::category && use != ColumnUse::unused && use != ColumnUse::definition;
}

bool is_value(ColumnUse use) {
    return is_numeric(use) && use != ColumnUse::place && use != ColumnUse::index && use != ColumnUse::size;
}

std::string length_unit_of(const TableHead& head, const ModelMapping& mapping) {
    for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        if (mapping.columns[c].use != ColumnUse::place) continue;
        if (c < head.units.size())
            if (const auto unit = base::length_unit(trimmed(head.units[c])))
                return std::string(base::symbol(*unit));
        if (const auto unit = length_unit_in(mapping.columns[c].header))
            return std::string(base::symbol(*unit));
    }
    return {};
}

blocks::DensityUnit density_unit_of(const TableHead& head, const ModelMapping& mapping) {
    // Of the words the header's own first: "density_lb_ft3", "TF (ft3/ton)".
    const auto unit_in = [](const std::string& text) {
        std::string plain = lower(text);
        std::erase_if(plain, [](char c) { return c == ' ' || c == '_' || c == '/' || c == '^' || c == '.'; });
        const auto has = [&](const char* word) { return plain.find(word) != std::string::npos; };
        if (has("kgm")) return blocks::DensityUnit::kilogram_per_m3;
        if (has("lbft") || has("pcf") || has("lbcuft")) return blocks::DensityUnit::pound_per_ft3;
        if (has("ft3t") || has("ft3st") || has("cuftt") || has("cuftst") || has("ft³t") || has("ft³st"))
            return blocks::DensityUnit::ft3_per_short_ton;
        return blocks::DensityUnit::detect;
    };
    for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        if (mapping.columns[c].use != ColumnUse::density) continue;
        for (const std::string& text :
             {c < head.units.size() ? head.units[c] : std::string(), mapping.columns[c].header})
            if (const auto unit = unit_in(text); unit != blocks::DensityUnit::detect) return unit;
    }
    return blocks::DensityUnit::detect;
}

}  // namespace orelens::io
