#include "app/cli/PriceOption.h"

#include <charconv>

#include "core/base/Nearest.h"

namespace orelens::cli {

base::Expected<QuotedPrice> read_price(const std::string& text, const project::Recipe& recipe) {
    if (text.empty()) return QuotedPrice{};
    const std::size_t equals = text.find('=');
    QuotedPrice read;
    if (equals != std::string::npos) read.commodity = text.substr(0, equals);
    const std::string_view number =
        equals == std::string::npos ? text : std::string_view(text).substr(equals + 1);
    double value = 0;
    const auto [stop, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (code == std::errc() && stop == number.data() + number.size() && value >= 0) read.price = value;
    if (!read.price)
        return base::fail(base::ErrorKind::usage, base::Message("cli.render.price_form", {{"written", text}}));
    if (!read.commodity.empty() && !recipe.commodity.contains(read.commodity)) {
        const std::string near = base::nearest(read.commodity, project::group_keys(recipe, "commodity"));
        return base::fail(
            base::ErrorKind::usage, base::Message("cli.render.no_commodity", {{"name", read.commodity}}), {},
            near.empty() ? base::Message() : base::Message("recipe.did_you_mean", {{"id", near}}));
    }
    return read;
}

base::Expected<std::optional<double>> main_price(const std::string& text, project::Recipe& recipe) {
    const auto price = read_price(text, recipe);
    if (!price) return std::unexpected(price.error());
    if (!price->price || price->commodity.empty() || price->commodity == project::price_deck(recipe).main_commodity)
        return price->price;
    recipe.commodity[price->commodity].price = *price->price;
    return std::nullopt;
}

}  // namespace orelens::cli
