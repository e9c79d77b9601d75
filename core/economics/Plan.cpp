#include "core/economics/Plan.h"

#include <algorithm>
#include <cmath>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/economics/Rates.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr double greatest = 1e15;

std::unexpected<base::Error> unknown_name(const char* key, const std::string& name, const std::string& field,
                                          const std::vector<std::string>& known) {
    const std::string near = base::nearest(name, known);
    return base::fail(ErrorKind::data, Message(key, {{"name", name}}), {.field = field},
                      near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
}

template <class List>
std::vector<std::string> names_of(const List& list) {
    std::vector<std::string> names;
    for (const auto& one : list) names.push_back(one.name);
    return names;
}

/// Quoted price of a commodity along the slider, and what a unit of it is net per tonne.
struct Quote {
    Line price;
    double net = 1;
    double deck = 0;
    std::vector<Band> tiers;  ///< royalty in fractions
    double rate = 0;          ///< below the first tier
    TierRule rule = TierRule::whole;
};

class Maker {
  public:
    Maker(const PriceDeck& deck, const Slider& slider) : deck_(deck) { plan_.slider = slider; }

    Expected<Plan> make() {
        if (!plan_.slider.all() && find_commodity(deck_, plan_.slider.commodity) == nullptr)
            return unknown_name("economics.unknown_main_commodity_of_slider", plan_.slider.commodity,
                                "economics.main_commodity", names_of(deck_.commodities));
        for (auto step : {&Maker::read_quotes, &Maker::read_costs, &Maker::find_pieces, &Maker::add_routes})
            if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
        return std::move(plan_);
    }

  private:
    Expected<void> read_quotes() {
        plan_.x = deck_position(deck_, plan_.slider);
        const double dilution = dilution_fraction(deck_.costs.dilution_percent, deck_.costs.dilution_convention);
        plan_.keep = 1 - dilution;
        for (const Commodity& commodity : deck_.commodities) {
            const std::string prefix = "commodity." + commodity.name + ".";
            Quote quote;
            Commodity one = commodity;
            one.price = 1;
            const auto rate = rate_of(deck_, commodity.currency, prefix + "currency");
            if (!rate) return std::unexpected(rate.error());
            one.currency_rate = *rate;
            quote.net = price_per_tonne_net(one);
            quote.deck = commodity.price;
            const bool driven = commodity.name == plan_.slider.commodity;
            quote.price = plan_.slider.all() ? Line{commodity.price / 100, 0}
                          : driven           ? Line{1, 0}
                                             : Line{0, commodity.price};
            auto tiers = read_bands(commodity.royalty_tiers, prefix + "royalty_tiers", 0, 99);
            if (!tiers) return std::unexpected(tiers.error());
            for (Band& tier : *tiers) tier.value /= 100;
            quote.tiers = std::move(*tiers);
            quote.rate = commodity.royalty_percent / 100;
            quote.rule = commodity.tier_rule;
            quotes_.push_back(std::move(quote));
            plan_.waste_head.push_back(dilution * commodity.waste_grade_percent / 100);
            plan_.reliefs.push_back({commodity.relief_percent / 100, commodity.low_grade_below / 100,
                                     commodity.low_grade_relief_percent / 100});
        }
        return {};
    }

    Expected<void> read_costs() {
        plan_.costs = deck_.costs;
        plan_.test = deck_.test;
        const CostDetail& detail = deck_.costs.detail;
        const auto factor = cost_factor(detail);
        if (!factor) return std::unexpected(factor.error());
        plan_.costs.detail.cost_factor = *factor;
        auto rocks = read_named(detail.mining_by_rock, "cost.mining_by_rock", -greatest, greatest);
        if (!rocks) return std::unexpected(rocks.error());
        if (!rocks->empty() && detail.rock_column.empty())
            return base::fail(ErrorKind::data, Message("economics.no_column_for", {{"what", "cost.mining_by_rock"}}),
                              {.field = "cost.rock_column"});
        plan_.mining_by_rock = std::move(*rocks);
        if (!plan_.mining_by_rock.empty()) plan_.rock_column = detail.rock_column;
        auto reliefs = read_named(deck_.fiscal.reliefs, "fiscal.reliefs", 0, 100);
        if (!reliefs) return std::unexpected(reliefs.error());
        if (!reliefs->empty() && deck_.fiscal.relief_column.empty())
            return base::fail(ErrorKind::data, Message("economics.no_column_for", {{"what", "fiscal.reliefs"}}),
                              {.field = "fiscal.relief_column"});
        for (auto& [name, percent] : *reliefs) plan_.class_reliefs.emplace_back(name, percent / 100);
        if (!plan_.class_reliefs.empty()) plan_.relief_column = deck_.fiscal.relief_column;
        return {};
    }

    /// Where any price along the slider changes its line.
    Expected<void> find_pieces() {
        std::vector<double> limits{0};
        const auto add = [&](std::size_t commodity, double quoted) {
            const Line& price = quotes_[commodity].price;
            if (price.slope > 0 && quoted > 0) limits.push_back((quoted - price.shift) / price.slope);
        };
        for (std::size_t c = 0; c < quotes_.size(); ++c)
            for (const Band& tier : quotes_[c].tiers) add(c, tier.from);
        for (const PayableMetal& metal : deck_.payables)
            for (std::size_t c = 0; c < quotes_.size(); ++c)
                if (deck_.commodities[c].name == metal.commodity) add(c, metal.participation_base);
        std::ranges::sort(limits);
        limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
        plan_.from = std::move(limits);
        plan_.piece = static_cast<std::size_t>(std::ranges::upper_bound(plan_.from, plan_.x) - plan_.from.begin());
        if (plan_.piece > 0) --plan_.piece;
        return {};
    }

    /// A price inside a piece, where every branch is the same.
    [[nodiscard]] double inside(std::size_t commodity, std::size_t piece) const {
        const Quote& quote = quotes_[commodity];
        if (quote.price.slope == 0) return quote.deck;
        const double start = plan_.from[piece];
        const double x = piece + 1 < plan_.from.size() ? (start + plan_.from[piece + 1]) / 2 : start * 2 + 1;
        return quote.price.at(x);
    }

    /// Royalty per unit of quoted price by brackets, as a line in the quoted price.
    static Line bracket_line(const Quote& quote, double price) {
        Line line{quote.rate, 0};
        for (const Band& tier : quote.tiers) {
            if (price < tier.from) break;
            line = {tier.value, line.at(tier.from) - tier.value * tier.from};
        }
        return line;
    }

    /// Lines of price and duty of one payable tonne; `theta` and `selling` where the commodity's own terms hold.
    void add_lines(PayablePlan& plan, const PayableMetal* metal, double theta, double selling) const {
        const Quote& quote = quotes_[plan.commodity];
        for (std::size_t piece = 0; piece < plan_.from.size(); ++piece) {
            const double price = inside(plan.commodity, piece);
            Line in_quoted{theta, -selling / quote.net};  // of quoted price
            if (metal != nullptr && metal->participation_base > 0) {
                const double base = metal->participation_base;
                const double part =
                    (price > base ? metal->participation_above_percent : metal->participation_below_percent) / 100;
                in_quoted.slope -= theta * part;
                in_quoted.shift += theta * part * base;
            }
            const auto along = [&](const Line& line) {
                return Line{quote.net * line.slope * quote.price.slope,
                            quote.net * (line.slope * quote.price.shift + line.shift)};
            };
            plan.price.push_back(along(in_quoted));
            if (quote.rule == TierRule::brackets) {
                const Line bracket = bracket_line(quote, price);
                plan.duty.push_back(along({theta * bracket.slope, theta * bracket.shift}));
                plan.rate.push_back(0);
            } else {
                const double rate = band_value(quote.tiers, price, quote.rate);
                plan.duty.push_back(along({rate * in_quoted.slope, rate * in_quoted.shift}));
                plan.rate.push_back(rate);
            }
        }
    }

    std::size_t real_column(const std::string& column, bool grade) {
        const auto found = std::ranges::find(plan_.reals, column);
        if (found != plan_.reals.end()) return static_cast<std::size_t>(found - plan_.reals.begin());
        plan_.reals.push_back(column);
        plan_.real_is_grade.push_back(grade);
        return plan_.reals.size() - 1;
    }

    /// What a route without products earns: every commodity by its own recovery and terms.
    ProductPlan by_commodities() const {
        ProductPlan product;
        for (std::size_t c = 0; c < deck_.commodities.size(); ++c) {
            const Commodity& commodity = deck_.commodities[c];
            PayablePlan metal;
            metal.commodity = c;
            metal.recovery = {.kind = Response::Kind::constant, .a = commodity.recovery_percent};
            metal.subsidy = commodity.subsidy;
            metal.selling = commodity.selling_cost;
            add_lines(metal, nullptr, commodity.payable_percent / 100, commodity.selling_cost);
            product.payables.push_back(std::move(metal));
        }
        return product;
    }

    Expected<PayablePlan> payable(const PayableMetal& metal, const Product& product, double to_deck) {
        const std::string prefix = "payable." + metal.name + ".";
        PayablePlan plan;
        const auto found = std::ranges::find(deck_.commodities, metal.commodity, &Commodity::name);
        if (found == deck_.commodities.end())
            return unknown_name("economics.unknown_commodity", metal.commodity, prefix + "commodity",
                                names_of(deck_.commodities));
        plan.commodity = static_cast<std::size_t>(found - deck_.commodities.begin());
        auto recovery = read_response(metal.recovery, prefix + "recovery");
        if (!recovery) return std::unexpected(recovery.error());
        if (recovery->kind == Response::Kind::none)
            return base::fail(ErrorKind::data, Message("economics.no_recovery_stated"), {.field = prefix + "recovery"});
        plan.recovery = std::move(*recovery);
        if (plan.recovery.kind == Response::Kind::column)
            plan.recovery_column = real_column(plan.recovery.column, false);
        plan.unit = metal.grade_unit == "g/t" ? 1e-6 : 0.01;
        plan.chinese = product.dialect == Dialect::chinese;
        plan.share = metal.payable_percent / 100;
        plan.deduction = metal.minimum_deduction;
        const auto grams = base::tonnes_in(metal.refining_unit);
        if (!grams)
            return base::fail(ErrorKind::data, Message("economics.unknown_price_unit", {{"unit", metal.refining_unit}}),
                              {.field = prefix + "refining_unit"});
        plan.refining = metal.refining_charge / *grams * to_deck;
        plan.subsidy = found->subsidy;
        if (plan.chinese) {
            auto bands = read_bands(metal.coefficients, prefix + "coefficients", 0, 100);
            if (!bands) return std::unexpected(bands.error());
            for (Band& band : *bands) band.value /= 100;
            plan.coefficients = std::move(*bands);
            plan.base_grade = metal.base_grade;
            plan.step = metal.grade_step;
            plan.amount = metal.base_grade > 0 ? metal.amount_per_step * to_deck : 0;
        }
        plan.by_grade = plan.deduction > 0 || !plan.coefficients.empty() || plan.amount != 0;
        add_lines(plan, &metal, 1, 0);
        return plan;
    }

    Expected<ProductPlan> product(const Product& stated) {
        const std::string prefix = "product." + stated.name + ".";
        ProductPlan plan;
        const auto rate = rate_of(deck_, stated.currency, prefix + "currency");
        if (!rate) return std::unexpected(rate.error());
        plan.per_charge = *rate / (stated.charges_include_vat ? 1 + stated.charges_vat_percent / 100 : 1.0);
        plan.charge = (stated.treatment_charge + stated.freight_per_wet_tonne / (1 - stated.moisture_percent / 100)) *
                      plan.per_charge;
        plan.lowest = stated.lowest_grade_percent;
        auto grade = read_response(stated.grade, prefix + "grade");
        if (!grade) return std::unexpected(grade.error());
        plan.grade = std::move(*grade);
        auto impurities = read_impurities(stated.impurities, prefix + "impurities");
        if (!impurities) return std::unexpected(impurities.error());
        for (Impurity& impurity : *impurities) {
            ImpurityPlan one{std::move(impurity), nowhere};
            if (!one.terms.column.empty()) one.column = real_column(one.terms.column, true);
            plan.impurities.push_back(std::move(one));
        }
        for (const PayableMetal& metal : deck_.payables) {
            if (metal.product != stated.name) continue;
            auto made = payable(metal, stated, plan.per_charge);
            if (!made) return std::unexpected(made.error());
            if (metal.commodity == stated.host) plan.host = plan.payables.size();
            plan.payables.push_back(std::move(*made));
        }
        if (auto good = check_mass(stated, plan, prefix); !good) return std::unexpected(good.error());
        return plan;
    }

    Expected<void> check_mass(const Product& stated, const ProductPlan& plan, const std::string& prefix) const {
        if (plan.payables.empty())
            return base::fail(ErrorKind::data, Message("economics.product_pays_nothing", {{"product", stated.name}}),
                              {.field = prefix + "route"}, Message("economics.product_pays_nothing.fix"));
        if (!stated.host.empty() && plan.host == nowhere)
            return unknown_name("economics.host_not_in_product", stated.host, prefix + "host",
                                names_of(deck_.commodities));
        const bool mass_known = plan.host != nowhere && plan.grade.kind != Response::Kind::none;
        const bool by_grade = std::ranges::any_of(plan.payables, &PayablePlan::by_grade);
        if (!mass_known && (by_grade || plan.charge != 0 || plan.lowest > 0 || !plan.impurities.empty()))
            return base::fail(ErrorKind::data, Message("economics.no_mass", {{"product", stated.name}}),
                              {.field = prefix + (plan.host == nowhere ? "host" : "grade")},
                              Message("economics.no_mass.fix"));
        const bool zero = plan.grade.kind == Response::Kind::constant && !(plan.grade.a > 0);
        const bool zero_in = std::ranges::any_of(plan.grade.points, [](const Band& b) { return !(b.value > 0); });
        if (mass_known && (zero || zero_in || plan.grade.kind == Response::Kind::column))
            return base::fail(ErrorKind::data, Message("economics.product_grade", {{"product", stated.name}}),
                              {.field = prefix + "grade"});
        return {};
    }

    Expected<void> add_routes() {
        for (const Product& stated : deck_.products)
            if (std::ranges::find(deck_.routes, stated.route, &RouteRule::name) == deck_.routes.end())
                return unknown_name("economics.unknown_route", stated.route, "product." + stated.name + ".route",
                                    names_of(deck_.routes));
        for (const PayableMetal& metal : deck_.payables)
            if (std::ranges::find(deck_.products, metal.product, &Product::name) == deck_.products.end())
                return unknown_name("economics.unknown_product", metal.product, "payable." + metal.name + ".product",
                                    names_of(deck_.products));
        if (deck_.routes.empty()) {
            RoutePlan only;
            only.later = deck_.costs.processing;
            only.products.push_back(by_commodities());
            plan_.routes.push_back(std::move(only));
            return {};
        }
        for (const RouteRule& rule : deck_.routes) {
            if (rule.kind == RouteKind::dump) continue;
            auto made = route(rule);
            if (!made) return std::unexpected(made.error());
            plan_.routes.push_back(std::move(*made));
        }
        if (plan_.routes.empty())
            return base::fail(ErrorKind::data, Message("economics.only_dumps"), {.field = "route"});
        plan_.dump = dump_cost(deck_) * plan_.costs.detail.cost_factor;
        return {};
    }

    Expected<RoutePlan> route(const RouteRule& rule) {
        const std::string prefix = "route." + rule.name + ".";
        RoutePlan plan;
        plan.name = rule.name;
        plan.now = rule.ore_handling;
        plan.later = rule.processing;
        plan.subsidy = rule.ore_subsidy;
        if (rule.processing_per_hardness != 0) {
            if (rule.hardness_column.empty())
                return base::fail(ErrorKind::data,
                                  Message("economics.no_column_for", {{"what", prefix + "processing_per_hardness"}}),
                                  {.field = prefix + "hardness_column"});
            plan.hardness = rule.processing_per_hardness;
            plan.hardness_column = real_column(rule.hardness_column, false);
        }
        if (rule.kind == RouteKind::stockpile)
            plan.discount = std::pow(1 + deck_.costs.detail.discount_percent / 100, -rule.delay_years);
        plan.ore_types = entries(rule.ore_types);
        if (!plan.ore_types.empty()) {
            plan_.ore_type_column = deck_.costs.detail.ore_type_column;
            if (plan_.ore_type_column.empty())
                return base::fail(ErrorKind::data, Message("economics.no_column_for", {{"what", prefix + "ore_types"}}),
                                  {.field = "cost.ore_type_column"});
        }
        for (const Product& stated : deck_.products) {
            if (stated.route != rule.name) continue;
            auto made = product(stated);
            if (!made) return std::unexpected(made.error());
            plan.products.push_back(std::move(*made));
        }
        if (plan.products.empty()) plan.products.push_back(by_commodities());
        return plan;
    }

    const PriceDeck& deck_;
    Plan plan_;
    std::vector<Quote> quotes_;
};

}  // namespace

bool needs_plan(const PriceDeck& deck) {
    if (!deck.routes.empty() || !deck.products.empty() || !deck.payables.empty()) return true;
    if (!deck.costs.detail.mining_by_rock.empty() || !deck.fiscal.reliefs.empty()) return true;
    return std::ranges::any_of(deck.commodities, [](const Commodity& c) {
        return !c.royalty_tiers.empty() || (c.low_grade_below > 0 && c.low_grade_relief_percent > 0);
    });
}

Expected<Plan> make_plan(const PriceDeck& deck, const Slider& slider) {
    return Maker(deck, slider).make();
}

}  // namespace orelens::economics
