// A header read as a density measured on samples, and its unit. Judges the header alone; whether the values
// bear it out is looked at in Densities.h.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/Units.h"

namespace orelens::io {

/// "SG (g/cm3)" → a density in t/m³; "小体重" → a density, unit not stated. Not the density of fractures, of
/// pulps and grains, of mud, nor one of wet rock: tonnes are dry.
struct DensityHeader {
    bool density = false;
    std::optional<base::DensityUnit> unit;
};
DensityHeader read_density_header(std::string_view header);

}  // namespace orelens::io
