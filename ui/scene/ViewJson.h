// A view as text, to be kept with a project and drawn again: look, camera, price and filter. Reads what strangers wrote:
// every number is finite and in its range, every id known, or there is no view.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockFilter.h"
#include "ui/scene/Look.h"

namespace orelens::scene {

struct KeptView {
    Look look;  ///< without language, theme, title and caption, which are those of whoever shows it
    CameraState camera;
    std::string commodity;        ///< whose price it is; empty = none
    std::optional<double> price;  ///< as quoted; empty = the recipe's
    std::vector<blocks::FilterRow> filter;
    bool in_report = false;  ///< printed with the reports of the project
    bool operator==(const KeptView&) const = default;
};

std::string view_to_json(const KeptView& view);
/// Unknown keys are passed over. Error (kind data): not such a text, with the key that is wrong.
base::Expected<KeptView> view_from_json(const std::string& text);

}  // namespace orelens::scene
