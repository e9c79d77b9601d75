// Any delimited text: records cover the text in order, and every field stays inside its record.
#include <cmath>

#include "core/io/text/CsvText.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto table = io::parse_csv(std::string(reinterpret_cast<const char*>(data), size), "fuzz.csv");
    if (!table) return 0;
    io::CsvFields fields;
    std::size_t end = 0;
    for (const io::CsvRecord& record : table->records) {
        fuzz::require(record.begin >= end && record.begin <= record.end && record.end <= table->text.size(),
                      "records are in order and inside the text");
        end = record.end;
        fields.split(*table, record);
        for (std::size_t n = 0; n < fields.size(); ++n) {
            const auto number = io::parse_number(fields[n], table->decimal_comma);
            fuzz::require(!number || std::isfinite(*number), "numbers are finite");
        }
    }
    return 0;
}
