#include "core/io/blocks/ModelLengths.h"

#include <cmath>
#include <optional>

#include "core/base/LengthWords.h"
#include "core/base/Units.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::ModelLength;

bool is_foot(double metres) {
    return std::abs(metres - base::metres_in(base::LengthUnit::foot)) < 1e-6;
}

std::string name_of(double metres) {
    for (const base::LengthUnit unit : {base::LengthUnit::foot, base::LengthUnit::survey_foot})
        if (std::abs(metres - base::metres_in(unit)) < 1e-9) return std::string(base::symbol(unit));
    return "m";
}

}  // namespace

double metres_left(const LengthStatement& length, ModelLength rule, const std::string& file,
                   std::vector<base::Finding>& findings) {
    // A word that is not known has been told by the reader, and states nothing.
    const std::optional<double> stated =
        length.unit.empty() ? std::nullopt : base::metres_of_unit(length.unit);
    double wanted = stated.value_or(1);
    if (rule == ModelLength::metre) wanted = 1;
    // The foot of the file may be the survey's, which is another one by two millionths.
    if (rule == ModelLength::foot && !(stated && is_foot(*stated)))
        wanted = base::metres_in(base::LengthUnit::foot);
    if (rule == ModelLength::survey_foot) wanted = base::metres_in(base::LengthUnit::survey_foot);
    if (stated && rule != ModelLength::detect && std::abs(wanted - *stated) > 1e-9)
        findings.push_back(model_finding("model_length_differs", Severity::warning, file, 1,
                                         {{"unit", length.unit}, {"stated", name_of(wanted)}}));
    else if (wanted != 1 && wanted != length.applied)
        findings.push_back(model_finding(
            "model_feet", Severity::info, file, 1,
            {{"unit", length.unit.empty() ? name_of(wanted) : length.unit}, {"metres", base::number(wanted, 12)}}));
    return wanted / length.applied;
}

bool to_metres(ReadCells& cells, double metre, const base::Progress& progress) {
    if (metre == 1) return true;
    blocks::CellTable& table = cells.table;
    for (auto* stated : {&cells.parent, &cells.corner})
        if (*stated)
            for (double& length : **stated) length *= metre;
    const auto longer = [metre](std::size_t, double value) { return value * metre; };
    for (int a = 0; a < 3; ++a) {
        const base::Progress part = progress.part(a / 3.0, (a + 1) / 3.0);
        if (!table.centre[a].change(longer, part.part(0, 0.5)) ||
            !table.size[a].change(longer, part.part(0.5, 1)))
            return false;
        table.cell_size[a] *= metre;
        if (table.rotation) table.rotation->pivot[a] *= metre;
        if (table.grid && !cells.grid_of_rule) {
            table.grid->origin[a] *= metre;
            table.grid->block_size[a] *= metre;
        }
    }
    return true;
}

}  // namespace orelens::io
