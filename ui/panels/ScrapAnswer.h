// What the price in hand makes of scrap: whether the streams of its metal can be judged, and how much of them is usable in
// each year. In-use stock is no part of it: only what leaves use is.
#pragma once

#include <QString>

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

/// Streams of the commodity in hand that have a break-even price, of the parameters shown.
bool scrap_answers(const ui::Document& document);
/// "Scrap usable at 9,000 USD/t: 2030 754.1 kt of 754.1 kt": years are never added up. Empty where there is no answer.
QString scrap_headline(const ui::Document& document);

}  // namespace orelens::panels
