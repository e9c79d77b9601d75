// The rows that programs put between the header of a table and its first block: types, units, descriptions,
// defaults, and Micromine's definition of the grid. Part of TableHead.
#pragma once

#include <string>
#include <vector>

#include "core/io/blocks/ColumnRoles.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableLines.h"

namespace orelens::io {

class UnderHeader {
  public:
    /// `head` has its headers and delimiter; what the rows say goes into it.
    UnderHeader(TableHead& head, const PlaceColumns& places) : head_(head), places_(places) {}

    /// False: the row is a block, or nothing known.
    bool take(const TextLine& line);

  private:
    bool pass(const TextLine& line);
    void take_units(const std::vector<std::string>& fields);
    bool named(const char* program, const TextLine& line);
    bool types(const std::vector<std::string>& fields, const char* program, const TextLine& line);
    bool defaults(const std::vector<std::string>& fields, const TextLine& line);
    bool micromine(const std::vector<std::string>& fields, const TextLine& line);
    [[nodiscard]] bool has_place(const std::vector<std::string>& fields) const;

    TableHead& head_;
    const PlaceColumns& places_;
};

}  // namespace orelens::io
