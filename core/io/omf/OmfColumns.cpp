#include "core/io/omf/OmfColumns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/blocks/BlockModel.h"
#include "core/io/omf/OmfBlockNotes.h"

namespace orelens::io::omf {
namespace {

using base::Finding;
using base::Message;
using base::Severity;

/// More texts than this are no categories.
constexpr std::size_t most_codes = 100'000;

bool fits(double value) {
    return value > std::numeric_limits<std::int32_t>::min() &&
           value <= std::numeric_limits<std::int32_t>::max() && value == std::floor(value);
}

/// Reals of our own files that stand for whole numbers; if another program has changed them, they are
/// what they are.
void whole(std::vector<double>& values, const Note& note, Column& column) {
    if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v) || fits(v); })) {
        column.reals = std::move(values);
        return;
    }
    column.codes = note.codes;
    column.category = !note.codes.empty();
    column.integers.reserve(values.size());
    for (const double value : values)
        column.integers.push_back(std::isnan(value) ? blocks::missing_int
                                                    : static_cast<std::int32_t>(value));
}

void add_integers(const std::vector<std::int64_t>& values, const Note& note, Column& column) {
    constexpr std::int64_t lowest = std::numeric_limits<std::int32_t>::min();
    constexpr std::int64_t highest = std::numeric_limits<std::int32_t>::max();
    const bool fit = std::all_of(values.begin(), values.end(),
                                 [](std::int64_t v) { return v > lowest && v <= highest; });
    if (fit) {
        column.integers.assign(values.begin(), values.end());
        column.codes = note.codes;
        column.category = !note.codes.empty();
    } else {
        column.reals.assign(values.begin(), values.end());
    }
}

void add_mapped(OmfMapped& mapped, Column& column) {
    column.category = true;
    const OmfLegend* words = nullptr;
    for (const OmfLegend& legend : mapped.legends)
        if (std::holds_alternative<std::vector<std::string>>(legend.values)) {
            words = &legend;
            break;
        }
    if (words != nullptr) {
        column.codes = std::get<std::vector<std::string>>(words->values);
    } else {
        for (const OmfLegend& legend : mapped.legends)
            if (const auto* numbers = std::get_if<std::vector<double>>(&legend.values)) {
                for (const double number : *numbers) column.codes.push_back(base::number(number, 15));
                break;
            }
    }
    column.integers = std::move(mapped.indices);
    for (std::int32_t& index : column.integers)
        if (index < 0) index = blocks::missing_int;
}

bool add_texts(const std::vector<std::string>& texts, Column& column) {
    column.category = true;
    std::map<std::string_view, std::int32_t> found;
    column.integers.reserve(texts.size());
    for (const std::string& text : texts) {
        if (text.empty()) {
            column.integers.push_back(blocks::missing_int);
            continue;
        }
        const auto [at, fresh] = found.emplace(text, static_cast<std::int32_t>(column.codes.size()));
        if (fresh) column.codes.push_back(text);
        if (column.codes.size() > most_codes) return false;
        column.integers.push_back(at->second);
    }
    return true;
}

}  // namespace

bool is_missing(const Column& column, std::size_t at) {
    return column.real() ? std::isnan(column.reals[at]) : column.integers[at] == blocks::missing_int;
}

void Columns::add(OmfData& data) {
    if (data.place != OmfPlace::cells) return left_out(data.name, "omf.left_out.vertices");
    const Note note = note_of(data.description);
    Column column;
    column.unit = note.unit;
    if (auto* reals = std::get_if<OmfReals>(&data.values)) {
        if (note.whole)
            whole(reals->values, note, column);
        else
            column.reals = std::move(reals->values);
    } else if (auto* integers = std::get_if<OmfIntegers>(&data.values)) {
        add_integers(integers->values, note, column);
    } else if (auto* mapped = std::get_if<OmfMapped>(&data.values)) {
        add_mapped(*mapped, column);
    } else if (auto* texts = std::get_if<OmfTexts>(&data.values)) {
        if (!add_texts(texts->values, column)) return left_out(data.name, "omf.left_out.texts");
    } else if (auto* vectors = std::get_if<OmfVectors>(&data.values)) {
        return add_vectors(data.name, *vectors);
    } else {
        return left_out(data.name, "omf.left_out.colors");
    }
    data.values = OmfReals{};
    column.name = data.name;
    put(std::move(column));
}

void Columns::left_out(const std::string& name, const char* why) {
    Finding finding;
    finding.kind = "omf_left_out";
    finding.severity = Severity::warning;
    finding.column = name;
    finding.what = Message("finding.what.omf_column_left_out",
                           {{"element", element_}, {"column", name}, {"why", std::string("@") + why}});
    finding.fix = Message("finding.fix.omf_left_out");
    findings.push_back(std::move(finding));
}

void Columns::put(Column column) {
    if (column.name == active_column && !column.real()) {
        for (const std::int32_t value : column.integers) active.push_back(value == 1 ? 1 : 0);
        return;
    }
    const std::string wanted = column.name.empty() ? "data" : column.name;
    column.name = wanted;
    for (int n = 2; names_.contains(column.name); ++n) column.name = wanted + "_" + std::to_string(n);
    names_[column.name] = 1;
    if (column.name != wanted) {
        Finding finding;
        finding.kind = "omf_renamed";
        finding.severity = Severity::warning;
        finding.column = column.name;
        finding.what = Message("finding.what.omf_renamed",
                               {{"element", element_}, {"name", wanted}, {"column", column.name}});
        finding.fix = Message("finding.fix.omf_renamed");
        findings.push_back(std::move(finding));
    }
    list.push_back(std::move(column));
}

void Columns::add_vectors(const std::string& name, const OmfVectors& vectors) {
    static constexpr const char* suffix[] = {"_x", "_y", "_z"};
    for (std::size_t c = 0; c < vectors.components; ++c) {
        Column column;
        column.name = name + suffix[c];
        for (std::size_t n = c; n < vectors.values.size(); n += vectors.components)
            column.reals.push_back(vectors.values[n]);
        put(std::move(column));
    }
}

}  // namespace orelens::io::omf
