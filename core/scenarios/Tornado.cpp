#include "core/scenarios/Tornado.h"

#include <algorithm>
#include <cmath>

namespace orelens::scenarios {
namespace {

using base::Expected;

/// A lever times a factor, held where that is more than all there is.
TornadoEnd moved_to(const Lever& lever, double factor) {
    TornadoEnd end;
    end.value = lever.now * factor;
    const bool share_of_all = lever.limit == 100 || lever.id.ends_with("percent");
    if (share_of_all && end.value > 100) {
        end.value = std::max(lever.now, 100.0);
        end.at_limit = true;
    }
    return end;
}

double quantity_of(const Held& usable, double worth, TornadoQuantity quantity) {
    return quantity == TornadoQuantity::tonnes ? usable.tonnes : worth;
}

}  // namespace

Expected<Tornado> tornado(const blocks::BlockModel& model, const economics::PriceDeck& deck, double share_percent,
                          const blocks::BlockMask* set, const base::Progress& progress) {
    if (!(share_percent > 0 && share_percent < 100))
        return base::fail(base::ErrorKind::usage, base::Message("scenarios.tornado_share"));
    Tornado made;
    made.share_percent = share_percent;
    made.currency = deck.costs.currency;
    for (const economics::Commodity& commodity : deck.commodities) made.commodities.push_back(commodity.name);
    for (Lever& lever : levers_of(deck))
        if (lever.counted && lever.now != 0) made.rows.push_back({.lever = std::move(lever), .low = {}, .high = {}});
    const double evaluations = static_cast<double>(made.rows.size()) * 2 + 1;
    double done = 0;
    const auto next = [&] {
        done += 1;
        return progress.part((done - 1) / evaluations, done / evaluations);
    };
    auto now = usable_under(model, deck, set, next());
    if (!now) return std::unexpected(now.error());
    made.usable = std::move(now->held);
    made.worth = now->worth;
    for (TornadoRow& row : made.rows)
        for (TornadoEnd* end : {&row.low, &row.high}) {
            *end = moved_to(row.lever, 1 + (end == &row.low ? -share_percent : share_percent) / 100);
            economics::PriceDeck moved = deck;
            row.lever.set(moved, end->value);
            auto usable = usable_under(model, moved, set, next());
            if (!usable) return std::unexpected(usable.error());
            end->usable = std::move(usable->held);
            end->worth = usable->worth;
        }
    std::erase_if(made.rows, [](const TornadoRow& row) {
        return row.low.usable == row.high.usable && row.low.worth == row.high.worth;
    });
    std::ranges::stable_sort(made.rows, [](const TornadoRow& a, const TornadoRow& b) {
        return std::abs(a.high.worth - a.low.worth) > std::abs(b.high.worth - b.low.worth);
    });
    return made;
}

double TornadoBar::width() const {
    return std::abs(high - low);
}

TornadoChart tornado_chart(const Tornado& tornado, TornadoQuantity quantity) {
    TornadoChart chart{.centre = quantity_of(tornado.usable, tornado.worth, quantity), .bars = {}};
    for (std::size_t n = 0; n < tornado.rows.size(); ++n) {
        const TornadoRow& row = tornado.rows[n];
        chart.bars.push_back({n, quantity_of(row.low.usable, row.low.worth, quantity),
                              quantity_of(row.high.usable, row.high.worth, quantity)});
    }
    std::ranges::stable_sort(chart.bars, [](const TornadoBar& a, const TornadoBar& b) { return a.width() > b.width(); });
    return chart;
}

}  // namespace orelens::scenarios
