#include "ui/panels/ScrapAnswer.h"

#include <QStringList>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/project/OneCurve.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::panels {

bool scrap_answers(const ui::Document& document) {
    if (!document.open() || !document.standing().current("scrap")) return false;
    const auto study = project::scrap_study(document.project().results);
    const std::string metal = document.price().commodity();
    return study && std::ranges::any_of(study->streams, [&](const project::ScrapStream& row) {
               return row.stream.element == metal && !std::isnan(row.cascade.break_even);
           });
}

QString scrap_headline(const ui::Document& document) {
    if (!scrap_answers(document)) return {};
    const auto study = project::scrap_study(document.project().results);
    const std::string metal = document.price().commodity();
    const project::MetalQuote quote = project::metal_quote(document.project().recipe, *study, metal);
    const double price = document.price().value();
    struct Sum {
        double usable = 0, offered = 0;
    };
    std::map<std::optional<int>, Sum> years;
    double unknown = 0;
    for (const project::ScrapStream& row : study->streams) {
        if (row.stream.element != metal) continue;
        Sum& sum = years[row.stream.year];
        sum.offered += row.offered_t();
        if (std::isnan(row.break_even())) unknown += row.offered_t();
        else if (row.break_even() * quote.quoted_per_net <= price) sum.usable += row.curve_t;
    }
    QStringList list;
    for (const auto& [year, sum] : years)
        list << ui::words("ui.flows.scrap_year", {{"year", year ? std::to_string(*year) : ui::words("ui.scrap.any_year").toStdString()},
                                                  {"usable", ui::tonnes_text(sum.usable).toStdString()},
                                                  {"all", ui::tonnes_text(sum.offered).toStdString()}});
    QString text = ui::words("ui.flows.scrap_usable", {{"price", ui::price_text(price).toStdString()},
                                                       {"unit", quote.unit},
                                                       {"list", list.join(ui::words("ui.flows.scrap_between")).toStdString()}});
    if (unknown > 0) text += " " + ui::words("ui.flows.scrap_unknown", {{"tonnes", ui::tonnes_text(unknown).toStdString()}});
    return text;
}

}  // namespace orelens::panels
