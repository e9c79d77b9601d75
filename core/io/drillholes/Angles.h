// Azimuths and dips of surveys and collars: what their numbers mean, and which are codes for none. For the
// drillhole reader only.
#pragma once

#include <optional>
#include <string_view>

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// The header calls its angle an inclination: a dip in mining, an angle from the vertical in oil wells.
bool is_inclination(std::string_view header);

/// An error where azimuths and dips of the survey are as small as radians are.
void report_radians(const OpenTable& table, DrillholeImport& out);

/// Angles that stand for none whatever the rule says: 999, 9999, −999.25 and the like.
bool is_angle_code(double value);

/// "N45E", "S 30.5° W", "NE45": clockwise from north in degrees; nothing for what is no bearing of a quadrant.
std::optional<double> quadrant_bearing(std::string_view field, const QuantityColumn& column);

/// Says of azimuths and dips whose header states another unit than degrees that they are converted.
void report_angle_units(const OpenTable& table, std::vector<drilling::Finding>& findings);

/// Of the stations that came from this table: decides what the dips mean, turns them to negative down, and
/// says so unless the rule stated it. Error: drillholes.dip_of cannot be read or names no hole.
base::Expected<void> settle_dips(const OpenTable& table, const drilling::ImportRule& rule, bool of_collar,
                                 DrillholeImport& out);

}  // namespace orelens::io
