// What a user meets in a window: its controls, and whether their words have room.
#pragma once

#include <QStringList>
#include <QWidget>
#include <string>

namespace orelens::tests {

/// Parts that Qt makes itself inside other controls.
bool inner_part(const QWidget* widget);
/// Buttons, fields, lists, sliders and charts, not their parts.
bool is_control(const QWidget* widget);
std::string describe(const QWidget* widget);
/// Controls below `root` without a name, a tooltip or the keyboard, described.
QStringList unnamed(const QWidget* root);
/// Labels, buttons, tabs, fields and rows of lists below `root`, as far as they are seen, whose words are
/// cut.
QStringList cut_off(const QWidget* root);

}  // namespace orelens::tests
