// Flow systems: the JSON, then the tables a.csv, b.csv, … that it may name, set apart by "----". A system that is solved
// has a finite balance, and its streams no more than their cascade leaves.
#include <cmath>

#include "core/io/flows/SystemFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto parts = fuzz::parts(data, size);
    if (parts.empty() || parts.size() > 8) return 0;
    for (std::size_t n = 1; n < parts.size(); ++n)
        fuzz::scratch_file(std::string(1, static_cast<char>('a' + n - 1)) + ".csv", parts[n]);
    const auto read = io::read_system(fuzz::scratch_file("system.json", parts.front()));
    if (!read) return 0;
    const auto solved = recycling::solve(read->system);
    if (!solved) return 0;
    fuzz::require(std::isfinite(solved->largest_residual), "a balance is a number");
    if (read->streams_file.empty()) return 0;
    const auto streams = io::read_streams(read->streams_file, &read->system, &*solved);
    if (!streams) return 0;
    for (const recycling::Stream& stream : *streams)
        fuzz::require(std::isnan(stream.theoretical_t) || stream.theoretical_t >= 0, "nothing is less than nothing");
    return 0;
}
