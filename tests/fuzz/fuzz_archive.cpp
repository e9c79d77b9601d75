// Stored results of a project file: the first byte chooses the result, the rest are its bytes.
#include "core/base/Guard.h"
#include "core/project/stages/Stage.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    static const std::vector<project::ResultRow> rows = [] {
        std::vector<project::ResultRow> all;
        for (const project::Stage& stage : project::stage_table())
            for (const project::ResultRow& row : stage.results)
                if (row.read && !row.compressed) all.push_back(row);
        return all;
    }();
    if (size == 0) return 0;
    const project::ResultRow& row = rows[data[0] % rows.size()];
    project::Results results;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (!row.read(bytes, results)) return 0;
    fuzz::require(row.present(results), "a result that was read is there");
    const auto again = row.write(results);
    fuzz::require(again.has_value(), "a result that was read can be written");
    project::Results second;
    fuzz::require(row.read(*again, second) && row.write(second).value() == *again,
                  "reading and writing changes nothing");
    return 0;
}
