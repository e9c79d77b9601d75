// Groups of a DXF file of release 12, for the drawings of this room: on paper and in space. Internal to the room.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/sections/Drawing.h"

namespace orelens::sections {

class DxfWriter {
  public:
    std::string out;

    void group(int code, std::string_view value);
    void number(int code, double value);
    void whole(int code, int value);
    /// Groups first, first + 10 and first + 20.
    void place(int first, const std::array<double, 3>& at);
    void place(int first, const Vec2& at) { place(first, {at[0], at[1], 0}); }
    /// Head of an entity: its type, layer and nearest colour of the palette.
    void entity(std::string_view type, Kind kind, const Colour& colour);
    /// As group, in the code page that the header names.
    void words(int code, const std::string& text);
    /// Everything up to the first entity: extents, line types with dashes of that length, layers, text style.
    void begin(const std::array<double, 3>& low, const std::array<double, 3>& high, double dash_m);
    void end();

  private:
    void tables(double dash_m);
};

/// Height of capitals, which DXF counts, of the size of letters.
inline constexpr double dxf_capital = 0.72;

}  // namespace orelens::sections
