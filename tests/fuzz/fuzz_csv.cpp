// Any delimited text, with and without a search for its header: records cover the text in order, every field
// stays inside its record, every column has its marks, numbers are finite.
#include <cmath>

#include "core/io/text/ColumnMarks.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "tests/fuzz/Input.h"

namespace {

using namespace orelens;

void look_at(std::string_view field, io::NumberMarks marks) {
    const auto number = io::read_number(field, marks);
    fuzz::require(!number.value || std::isfinite(*number.value), "numbers are finite");
    fuzz::require(!(number.value && number.unclear), "an unclear number has no value");
    const io::NumberAndUnit parts = io::split_unit(field);
    fuzz::require(parts.number.size() + parts.unit.size() <= field.size(), "parts of the text");
}

void look_at(const io::CsvTable& table) {
    const auto marks = io::settle_marks(table, io::number_evidence(table), {});
    fuzz::require(marks.size() == table.headers.size(), "every column has its marks");
    io::CsvFields fields;
    std::size_t end = 0;
    for (const io::CsvRecord& record : table.records) {
        fuzz::require(record.begin >= end && record.begin <= record.end && record.end <= table.text.size(),
                      "records are in order and inside the text");
        end = record.end;
        fields.split(table, record);
        for (std::size_t n = 0; n < fields.size(); ++n)
            look_at(fields[n], n < marks.size() ? marks[n].marks : io::NumberMarks{});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const io::HeaderRule knows{-1, [](std::string_view name) { return name.size() == 2; }};
    for (const io::HeaderRule* rule : {static_cast<const io::HeaderRule*>(nullptr), &knows})
        if (const auto table = io::parse_csv(text, "fuzz.csv", 0, nullptr, rule)) look_at(*table);
    return 0;
}
