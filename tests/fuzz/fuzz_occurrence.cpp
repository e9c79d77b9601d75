// Occurrence tables and phase analyses: what is taken is written as a table that says the same.
#include "core/io/occurrence/OccurrenceFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto read = io::read_occurrence(fuzz::scratch_file("occurrence.csv", text), "Cu");
    if (!read) return 0;
    const std::string written = io::occurrence_to_csv(read->table);
    const auto again = io::read_occurrence(fuzz::scratch_file("written.csv", written), "");
    fuzz::require(again.has_value(), "a written table is read");
    fuzz::require(io::occurrence_to_csv(again->table) == written, "reading and writing changes nothing");
    return 0;
}
