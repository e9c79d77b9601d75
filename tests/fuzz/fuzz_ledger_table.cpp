// Tables of ledger units: every unit that is read is in the ledger, counted or with its reason, and the cube closes.
#include <cmath>

#include "core/io/ledger/LedgerTable.h"
#include "core/ledger/Pivot.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto table = io::parse_csv(text, "fuzz.csv", 0, nullptr, nullptr);
    if (!table) return 0;
    const auto units = io::ledger_units_from(*table, "fuzz.csv");
    if (!units) return 0;
    const auto built = ledger::build_ledger(*units, {{.id = "fuzz.csv"}}, {});
    if (!built) return 0;
    const ledger::Ledger& made = built->ledger;
    fuzz::require(made.units() == units->size(), "every unit is in the ledger");
    fuzz::require(made.first.size() == made.units() + 1 && made.first.back() == made.rows(), "rows belong to units");
    double tonnes = 0;
    for (std::size_t u = 0; u < made.units(); ++u)
        if (made.excluded[u] == ledger::Excluded::counted) tonnes += made.mass_t[u];
    for (const ledger::Field field : {ledger::Field::status, ledger::Field::species, ledger::Field::grade_class}) {
        const auto cube = ledger::pivot(made, field, std::nullopt);
        if (!cube) continue;
        double sum = 0;
        for (const double part : cube->ore_t) sum += part;
        fuzz::require(std::abs(sum - tonnes) <= 1e-9 * std::max(1.0, std::abs(tonnes)), "a dimension is a partition");
    }
    return 0;
}
