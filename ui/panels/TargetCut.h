// Asks for the plane that a target is cut along: dip direction, dip and a point of it.
#pragma once

#include <optional>

#include "core/potential/TargetEdits.h"

class QWidget;

namespace orelens::panels {

/// The plane as it was left; nothing where the question was cancelled.
std::optional<potential::TargetEdit> ask_cutting_plane(QWidget* parent, const potential::TargetEdit& offered);

}  // namespace orelens::panels
