// Lines and words of text formats for shapes, in place and in linear time; a reader's own errors with their
// rows. Internal to core/io/shapes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/io/shapes/ShapeFiles.h"

namespace orelens::io {

/// Most points or triangles of a file: indices have 31 bits.
inline constexpr std::int64_t most_points = 2'000'000'000;

/// Walks a text by lines (\n, \r\n or \r).
class Lines {
  public:
    explicit Lines(std::string_view text) : text_(text) {}
    /// False at the end. The line without its end.
    bool next(std::string_view& line);
    [[nodiscard]] std::int64_t row() const { return row_; }  ///< of the last line given, from 1
    [[nodiscard]] double done() const {
        return text_.empty() ? 1 : static_cast<double>(at_) / static_cast<double>(text_.size());
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::int64_t row_ = 0;
};

/// The next word of a line, which is shortened; empty at the end. Blanks are spaces and tabs.
std::string_view word(std::string_view& line);
/// A whole word as a number; nothing for anything else. Infinite and NaN are not taken; 1.5D+3 of Fortran is.
std::optional<double> number_of(std::string_view text);
std::optional<std::int64_t> integer_of(std::string_view text);
bool same_word(std::string_view word, std::string_view lower);  ///< whatever the case

struct ShapeError {
    std::string file;
    [[nodiscard]] std::unexpected<base::Error> at(std::int64_t row, const char* key,
                                                  std::string_view what = {}) const;
};

/// A finding of a reader about the whole file or one line: texts "finding.what.<kind>" and "finding.fix.<kind>".
base::Finding shape_finding(const char* kind, base::Severity severity, const std::string& file, std::int64_t row,
                            std::int64_t count, std::vector<std::pair<std::string, std::string>> args = {});

base::Expected<ShapeFile> read_stl(const std::string& bytes, const std::string& name, const base::Progress& progress);
base::Expected<ShapeFile> read_obj(const std::string& bytes, const std::string& name, const base::Progress& progress);
base::Expected<ShapeFile> read_ply(const std::string& bytes, const std::string& name, const base::Progress& progress);
base::Expected<ShapeFile> read_gocad(const std::string& bytes, const std::string& name, const base::Progress& progress);
base::Expected<ShapeFile> read_xyz(const std::string& bytes, const std::string& name, const base::Progress& progress);
/// .omf, or .geoh5.
base::Expected<ShapeFile> read_elements(const std::string& path, bool geoh5, const base::Progress& progress);
base::Expected<ShapeFile> read_vtp(const std::string& path, const base::Progress& progress);
base::Expected<ShapeFile> read_dxf(const std::string& path, const base::Progress& progress);

}  // namespace orelens::io
