// What the angles of a survey mean: judged by the holes that each reading would make, before one is believed.
// Where the file cannot tell, it says so; nothing is decided by majority without a word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Rules.h"

namespace orelens::drilling {

/// What the header of the column promises: a dip, "inclination" (a dip or an angle from the vertical, by the
/// trade it comes from), or plainly an angle from the vertical.
enum class DipHeader { dip, inclination, zenith };

struct DipJudgement {
    DipConvention convention = DipConvention::negative_down;  ///< of every hole not in `other`
    std::vector<std::int32_t> other;          ///< holes that are read with the other sign, ascending
    bool known = true;                        ///< false: the convention is a guess and the user has to say
    const char* why = "";                     ///< text key of the reason
    bool all_zero = false;                    ///< every station has dip 0
    std::int64_t positive = 0, negative = 0;  ///< stations
    std::int64_t holes_positive = 0, holes_negative = 0;
    const SurveyStation* example = nullptr;  ///< the first station of the fewer sign
};

/// Stations with dips as the file writes them. Evidence, in this order: the header; angles that would make
/// holes lie flat as dips but go down as angles from the vertical; flat holes under the relief of ground; one
/// sign everywhere; steep holes; collars
/// with the relief of a ground surface, whose holes cannot rise, while holes that start well below it can.
DipJudgement judge_dips(const std::vector<Collar>& collars, const std::vector<const SurveyStation*>& stations,
                        DipHeader header);

/// "UG*=negative_down;RC-12=positive_down": the convention of single holes and campaigns.
struct DipOf {
    std::string names;  ///< a hole, * stands for anything
    DipConvention convention = DipConvention::negative_down;
};
/// Error: no =, or no convention of that name.
base::Expected<std::vector<DipOf>> dips_of(std::string_view list);
/// Whether a name fits a pattern with *.
bool name_fits(std::string_view pattern, std::string_view name);

/// A dip of the file as negative down.
double as_negative_down(double dip_deg, DipConvention convention);

}  // namespace orelens::drilling
