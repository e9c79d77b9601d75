// A film from numbered pictures, by the encoder of the system (ffmpeg) where one is installed. The program carries none.
#pragma once

#include <QString>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::output {

/// Path of the encoder; empty where none is installed.
QString encoder();
/// Whether the name asks for a film: .mp4 or .webm.
bool is_movie(const QString& file);
/// Of frame_0001.png … in `folder`, which scene::render_sweep wrote. The file that was there stays until the new one is
/// whole. Errors: no encoder; it cannot be run or ends badly (with its own last words); cancelled.
base::Expected<void> write_movie(const QString& folder, const QString& file, int frames_per_second,
                                 base::Progress& progress);

}  // namespace orelens::output
