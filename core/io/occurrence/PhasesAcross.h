// Phase analyses printed with their phases side by side, turned into rows. Laboratories print them in two ways:
//
//   相别,      原生硫化铜, 自由氧化铜, 总铜          矿石类型, 原生硫化铜,,     自由氧化铜,,     总铜
//   含量(%),   0.45,       0.05,       0.50                  , 含量, 占有率,    含量, 占有率,
//   分布率(%), 90,         10,         100           氧化矿,   0.05, 10.0,      0.45, 90.0,      0.50
//
// Says only where each number stands; what it means is for OccurrenceFile. Internal to the reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/io/text/CsvText.h"

namespace orelens::io {

/// A cell of the file: its line and its column from 0.
struct AcrossCell {
    std::int64_t line = 0;
    std::size_t column = 0;
};
struct AcrossTable {
    /// One row per phase and sample: what tells the rows apart (ore type, method …), phase, content, share; a column that
    /// the file does not have is left out.
    CsvTable table;
    /// By record and column of `table`: where the file says it.
    std::vector<std::vector<AcrossCell>> cells;
};

/// Nothing for a table that is not of this form: the names of at least two columns, one of them a phase or a total that
/// is known, stand over contents and shares. A column without any number is none of a phase.
std::optional<AcrossTable> phases_across(const CsvTable& table);

}  // namespace orelens::io
