// The values of a grid's cells in an OMF file as columns, each with its unit and codes. For OmfBlocksRead.cpp
// only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io::omf {

/// One column out of the file, in its order (w fastest).
struct Column {
    std::string name, unit;
    std::vector<double> reals;           ///< else whole numbers
    std::vector<std::int32_t> integers;  ///< missing_int = missing
    std::vector<std::string> codes;
    bool category = false;
    [[nodiscard]] bool real() const { return integers.empty(); }
};

/// A cell without a value, of the file's order.
bool is_missing(const Column& column, std::size_t at);

class Columns {
  public:
    /// `element`: for people.
    explicit Columns(std::string element) : element_(std::move(element)) {}

    /// Takes the values out of `data`.
    void add(OmfData& data);

    std::vector<Column> list;
    std::vector<base::Finding> findings;
    std::vector<std::uint8_t> active;  ///< of our own files; empty elsewhere

  private:
    void left_out(const std::string& name, const char* why);
    void put(Column column);
    void add_vectors(const std::string& name, const OmfVectors& vectors);

    std::string element_;
    std::map<std::string, int> names_;
};

}  // namespace orelens::io::omf
