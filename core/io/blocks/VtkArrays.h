// Arrays of VTK's XML files: text, base64 and raw, inline and appended, plain and zlib-compressed. Reads the
// elements of a file into a small tree with its arrays; knows nothing of grids. For .vti, .vtr and .vtu of
// other programs.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io {

struct VtkElement {
    std::string name;  ///< "Piece", "DataArray"
    std::map<std::string, std::string> attributes;
    std::string text;  ///< of DataArray and Array only
    std::vector<std::unique_ptr<VtkElement>> children;

    /// First child of a name; null where there is none.
    [[nodiscard]] const VtkElement* child(const std::string& name) const;
    [[nodiscard]] std::string attribute(const std::string& name) const;
};

class VtkDocument {
  public:
    /// Errors: not such a file; damaged; a compressor that is not zlib.
    static base::Expected<VtkDocument> open(const std::string& path, base::Progress& progress);

    [[nodiscard]] const VtkElement& root() const { return *root_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    /// The numbers of a DataArray, exactly `count` of them. Errors: fewer or more; a type that is no number;
    /// damaged.
    [[nodiscard]] base::Expected<std::vector<double>> numbers(const VtkElement& array,
                                                              std::size_t count) const;
    /// The same for columns of blocks.
    [[nodiscard]] base::Expected<std::vector<float>> floats(const VtkElement& array, std::size_t count) const;
    /// The texts of an array of type String. Nothing where it is not written in ASCII, or is damaged.
    [[nodiscard]] static std::optional<std::vector<std::string>> texts(const VtkElement& array);
    /// A column of numbers or texts: "DataArray", or "Array" as VTK writes texts.
    [[nodiscard]] static bool is_array(const VtkElement& element) {
        return element.name == "DataArray" || element.name == "Array";
    }
    [[nodiscard]] std::size_t file_bytes() const { return bytes_.size(); }
    /// Whether the bytes of the file can hold so many values of the array; asked before memory is taken.
    [[nodiscard]] bool can_hold(const VtkElement& array, double count) const;

  private:
    template <class T>
    base::Expected<std::vector<T>> read(const VtkElement& array, std::size_t count) const;
    base::Expected<std::string> bytes_of(const VtkElement& array, std::size_t size) const;
    std::unexpected<base::Error> damaged(const VtkElement& array) const;

    std::string path_, bytes_;
    std::unique_ptr<VtkElement> root_;
    std::size_t appended_ = 0;  ///< first byte after the underscore; 0 = none
    bool appended_base64_ = false, compressed_ = false, swapped_ = false, wide_header_ = false;
};

}  // namespace orelens::io
