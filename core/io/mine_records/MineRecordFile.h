// Mine records for the utilisation rates, as JSON (one record or an array) or CSV (long form). Use it for
// what people write by hand: every refusal names file, line and column. Does not compute rates
// (utilization/Rates.h does).
//
// JSON: keys are the members of utilization::MineRecord. Optional ones may be left out; "note" is allowed
// anywhere.
//   {
//     "mine": "East pit", "period": "2025", "currency": "CNY", "main_component": "Cu",
//     "consumed_tonnes": 1000000, "mining_recovery": 0.92, "dilution": "8 %",
//     "components": [
//       {"name": "Cu", "basis": "total", "in_situ_grade": {"grade": 0.8, "unit": "%"},
//        "price": {"price": 70000, "per": "t"}, "theoretical_recovery": 0.95, "dressing_recovery": 0.88,
//        "usable": "yes"},
//       {"name": "Au", "in_situ_grade": {"grade": 0.3, "unit": "g/t"}, "price": {"price": 550, "per": "g"},
//        "theoretical_recovery": 0.8}
//     ],
//     "products": [
//       {"name": "Cu concentrate", "tonnes": 30000, "grades": [
//         {"component": "Cu", "grade": {"grade": 21.589, "unit": "%"}, "counted": 1,
//          "realised_price": {"price": 59500, "per": "t"}},
//         {"component": "Au", "grade": {"grade": 5.52, "unit": "g/t"}}
//       ]}
//     ]
//   }
// Grades: %, g/t, ppm, ppb or 1. Prices: per t, kg, g, oz (troy) or lb of the pure element. Shares are
// fractions (0.92) or per cent as text ("92 %"). "usable": yes, technical_not_economic, no, unknown.
// Required: mine, consumed_tonnes, components (name, in_situ_grade); of products name, tonnes, grades
// (component, grade). "basis" is "total" and "counted" 1 unless stated.
//
// CSV: header and then rows of three kinds in any order; one file may hold many mines and periods.
//   mine,period,row,component,basis,product,tonnes,grade,unit,counted,price,price_unit,usable,
//   theoretical_recovery,dressing_recovery,mining_recovery,dilution,currency
//   row = ore:        tonnes (consumed), mining_recovery, dilution, currency, component (the main one)
//   row = component:  component, basis, grade, unit, price, price_unit, usable, theoretical_recovery,
//   dressing_recovery row = product:    product, tonnes, component, basis, grade, unit, counted, price and
//   price_unit (realised)
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/io/text/CsvText.h"
#include "core/utilization/Rates.h"

namespace orelens::io {

/// Workbooks (.xlsx, with #sheet behind the name or the first sheet that has the columns) and .csv are read
/// as the table, anything else as JSON. Records come in file order; each has passed
/// utilization::check_record. Errors: unreadable; not JSON; a key or column unknown, missing or twice; a
/// value of the wrong type or outside its range; place has file, row and column.
base::Expected<std::vector<utilization::MineRecord>> read_mine_records(const std::string& path);
/// The same from text in memory; `file_name` is for errors.
base::Expected<std::vector<utilization::MineRecord>> mine_records_from_json(const std::string& text,
                                                                            const std::string& file_name);
base::Expected<std::vector<utilization::MineRecord>> mine_records_from_csv(const std::string& text,
                                                                           const std::string& file_name);
base::Expected<std::vector<utilization::MineRecord>> mine_records_from_table(const CsvTable& table);

}  // namespace orelens::io
