#include "ui/scene/SeeThrough.h"

#include <algorithm>
#include <cmath>

#include "ui/scene/Sheet.h"

namespace orelens::scene {

using base::Message;
using base::text;

Through drawn_through(const Look& look, const BlockColours& colours, const BlockCodes& codes) {
    const bool valued = look.through == Through::highest || look.through == Through::mean;
    if (look.through == Through::shells && !codes.evaluated()) return Through::xray;
    if (valued && colours.mode != 1 && colours.legend.ramp.empty()) return Through::xray;
    return look.through;
}

std::vector<Shell> shells_of(const Look& look, const BlockCodes& codes, double price) {
    std::vector<Shell> shells;
    if (!codes.evaluated()) return shells;
    std::vector<double> prices = look.shell_prices;
    if (prices.empty() && std::isfinite(price))
        for (const double share : {0.75, 1.0, 1.25, 1.5}) prices.push_back(share * price);
    std::ranges::sort(prices);
    const auto& edges = codes.ladder().edges();
    for (const double wanted : prices) {
        const int top = codes.ladder().level(wanted) - 1;
        if (top < 0 || (!shells.empty() && shells.back().top == top)) continue;
        shells.push_back({static_cast<double>(edges[static_cast<std::size_t>(top)]), top, {}});
        if (shells.size() == 8) break;
    }
    for (std::size_t n = 0; n < shells.size(); ++n) {
        const double t = shells.size() < 2 ? 0.2 : static_cast<double>(n) / static_cast<double>(shells.size() - 1);
        shells[n].colour = ramp(look.colour_map, 0.15 + 0.75 * t);
    }
    return shells;
}

Legend shell_legend(const std::vector<Shell>& shells, const std::string& commodity, const std::string& unit,
                    base::Language language) {
    Legend legend;
    legend.categorical = true;
    legend.title = text(Message("scene.shells", {{"commodity", commodity}, {"unit", unit}}), language);
    for (const Shell& shell : shells)
        legend.entries.emplace_back(shell.colour, "≤ " + pretty(shell.price, shell.price < 100 ? 2 : 0));
    if (shells.empty()) legend.entries.emplace_back(Rgb{}, text("scene.shells_none", language));
    return legend;
}

void put_through(BlockWalkInput& input, const Look& look, Through through, const blocks::GridGeometry& geometry,
                 const std::vector<Shell>& shells) {
    input.through = static_cast<int>(through);
    double longest = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        input.metres[a] = geometry.block_size[a];
        longest = std::max(longest, geometry.block_size[a] * geometry.count[a]);
    }
    // The same deposit looks the same whatever the size of its blocks.
    constexpr double through_all = 16;
    input.reach = longest / through_all / std::clamp(look.xray_density, 0.1, 10.0);
    input.faint = look.waste == Waste::hidden ? 0 : look.waste == Waste::ghosted ? 0.06 : 1;
    input.status_opacity = {0.85F, 0.12F, 0.05F, 0.05F, 0.04F};
    input.shell_top.clear();
    for (std::size_t n = 0; n < shells.size(); ++n) {
        input.shell_top.push_back(static_cast<float>(shells[n].top));
        input.shell_colours[n] = shells[n].colour;
    }
    // Nothing is inside a shell that there is not.
    if (through == Through::shells && shells.empty()) input.shell_top = {-1.0F};
}

}  // namespace orelens::scene
