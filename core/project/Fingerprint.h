// A short name for content: equal content, equal fingerprint. Use it to know whether a result is still
// made from what the user sees. Not a protection against forgery.
#pragma once

#include <string>
#include <string_view>

#include "core/project/Pipeline.h"

namespace orelens::project {

/// Collects named parts; order matters.
class Fingerprint {
  public:
    void add(std::string_view name, std::string_view value);
    [[nodiscard]] std::string text() const;  ///< 36 characters

  private:
    std::string parts_;
};

inline const std::string absent_file = "absent";

/// Of the bytes of a file; `absent_file` where it cannot be read. Remembered by size and time of change, so
/// that asking again costs no reading.
std::string file_fingerprint(const std::string& path);
/// The same for files of any size. Error: cancelled; nothing is remembered then.
base::Expected<std::string> file_fingerprint(const std::string& path, const base::Progress& progress);
/// Reads the files that the project names, as far as they have changed since they were last read, so that the
/// questions below cost no reading. Error: cancelled.
base::Expected<void> read_fingerprints(const Project& project, const base::Progress& progress);
/// Of a file the recipe names; one that is gone counts as it was when last read.
std::string input_fingerprint(const Project& project, const std::string& file);

/// What the stage's results would be made from now: its parameters, its files' content, the stages it reads.
std::string expected_fingerprint(const Project& project, const Stage& stage);
/// The same for one key of a stage that works key by key: what concerns other keys is left out.
std::string key_fingerprint(const Project& project, const Stage& stage, const std::string& key);

/// Names of the files that the stage's parameters name, as in the recipe; empty ones left out.
std::vector<std::string> stage_files(const Project& project, const Stage& stage);

}  // namespace orelens::project
