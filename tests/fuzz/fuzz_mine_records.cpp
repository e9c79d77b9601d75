// Mine records as JSON and as CSV; those that are taken have been checked.
#include "core/io/mine_records/MineRecordFile.h"
#include "core/utilization/Balance.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto records = text.front() == '{' || text.front() == '['
                             ? io::mine_records_from_json(text, "fuzz.json")
                             : io::mine_records_from_csv(text, "fuzz.csv");
    if (!records) return 0;
    for (const auto& record : *records)
        fuzz::require(utilization::check_record(record, utilization::PriceBasis{}).has_value(),
                      "records that are taken have been checked");
    return 0;
}
