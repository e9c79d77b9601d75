// Where the parts of a section sheet stand on paper, and the parts drawn by files of their own. Internal to the room.
#pragma once

#include "core/sections/Sheet.h"

namespace orelens::sections {

struct Rect {
    double x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double top() const { return y + height; }
};

/// Millimetres; A4 and A3 laid across.
struct Layout {
    double width = 420, height = 297;
    Rect frame;   ///< of the section itself
    Rect side;    ///< key plan and legend
    Rect footer;  ///< scale bar and title block
};
Layout layout_of(Paper paper);

/// Which part of the section the frame shows, and how metres become millimetres.
struct View {
    Window window;
    Rect frame;
    double mm_per_m = 1;
    [[nodiscard]] Vec2 mm(double s, double z) const {
        return {frame.x + (s - window.s_low) * mm_per_m, frame.y + (z - window.z_low) * mm_per_m};
    }
    [[nodiscard]] Vec2 mm(const Vec2& at) const { return mm(at[0], at[1]); }
};

/// A place on paper that labels keep off.
class Places {
  public:
    [[nodiscard]] bool free(const Rect& rect) const;
    void take(const Rect& rect) { taken_.push_back(rect); }

  private:
    std::vector<Rect> taken_;
};

struct SheetNumber {
    std::size_t at = 0, of = 1;
    int scale = 1000;
};

std::string say(const SheetInput& input, const char* key, std::vector<std::pair<std::string, std::string>> args = {});

void draw_grid(Drawing& to, const SheetInput& input, const Section& section, const View& view);
/// Rock bands, assay bars and names; takes the places of names in `places`, of bands and bars in `inked`.
void draw_holes(Drawing& to, const SheetInput& input, const SectionContent& content, const View& view, Places& places,
                Places& inked);
/// Returns how much of the height is used.
void draw_side(Drawing& to, const SheetInput& input, const std::vector<SectionContent>& all, const SheetNumber& number,
               const Layout& layout);
void draw_footer(Drawing& to, const SheetInput& input, const Section& section, const SheetNumber& number,
                 const Layout& layout, const std::string& cut_off);

/// Longest bar of assays on paper, mm.
double bar_mm(Paper paper);
inline constexpr double rock_band_mm = 1.6;

}  // namespace orelens::sections
