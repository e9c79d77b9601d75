// A program that edits an opened project without end, for tests that kill it: `test_ui --edit-forever FILE
// FOLDER`. Prints "edited N" after each edit and "kept N" after each safe copy, N being the value edited.
#pragma once

namespace orelens::tests {
int edit_forever(const char* project_file, const char* folder);
}
