// Any delimited text: records cover the text in order, and every field stays inside its record.
#include <cmath>

#include "core/io/text/ColumnMarks.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto table = io::parse_csv(std::string(reinterpret_cast<const char*>(data), size), "fuzz.csv");
    if (!table) return 0;
    const auto marks = io::settle_marks(*table, io::number_evidence(*table), {});
    fuzz::require(marks.size() == table->headers.size(), "every column has its marks");
    io::CsvFields fields;
    std::size_t end = 0;
    for (const io::CsvRecord& record : table->records) {
        fuzz::require(record.begin >= end && record.begin <= record.end && record.end <= table->text.size(),
                      "records are in order and inside the text");
        end = record.end;
        fields.split(*table, record);
        for (std::size_t n = 0; n < fields.size(); ++n) {
            const auto number =
                io::read_number(fields[n], n < marks.size() ? marks[n].marks : io::NumberMarks{});
            fuzz::require(!number.value || std::isfinite(*number.value), "numbers are finite");
            fuzz::require(!(number.value && number.unclear), "an unclear number has no value");
            const io::NumberAndUnit parts = io::split_unit(fields[n]);
            fuzz::require(parts.number.size() + parts.unit.size() <= fields[n].size(), "parts of the text");
        }
    }
    return 0;
}
