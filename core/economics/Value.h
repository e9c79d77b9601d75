// Value of blocks: net prices, margin per tonne, break-even price (domain.md §3).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// The commodity that break-even prices are solved for: deck.main_commodity, or the first when that is empty.
/// Null when the deck does not hold it.
const Commodity* main_commodity(const PriceDeck& deck);
const Commodity* find_commodity(const PriceDeck& deck, const std::string& name);
/// Block column with the commodity's in-situ grade.
const std::string& grade_column(const Commodity& commodity);
/// "CNY/t", "USD/oz": currency and mass unit of a quotation.
std::string quotation_unit(const PriceDeck& deck, const Commodity& commodity);

/// Refuses a deck that cannot be evaluated: no or doubled commodities, unknown main commodity or price unit,
/// recovery, payable, royalty or mining recovery outside 0…100 %, dilution outside [0, 1), density ≤ 0,
/// numbers that are not finite. place.field is the recipe id ("commodity.Cu.price_unit").
base::Expected<void> check_deck(const PriceDeck& deck);
/// What a reader should know about the deck: net prices that are negative, commodities without recovery.
std::vector<base::Message> deck_remarks(const PriceDeck& deck);

/// γ of waste per mined tonne, as a fraction in [0, 1), from either convention.
double dilution_fraction(double percent, DilutionConvention convention);
/// Royalty and resource tax after the relief that holds everywhere, as a fraction.
double royalty_fraction(const Commodity& commodity);
/// Price per tonne of metal net of VAT, in the deck's currency.
double price_per_tonne_net(const Commodity& commodity);
/// n = (P·θ − s)(1 − r) + subsidy, currency per t of metal, for the commodity's own price…
double net_price(const Commodity& commodity);
/// …or for a price per tonne net of VAT.
double net_price_at(const Commodity& commodity, double price_per_tonne_net);
/// Back from a net-of-VAT price per tonne to the way the commodity is quoted (unit, VAT).
double quoted_price(const Commodity& commodity, double price_per_tonne_net);

/// Per t on the cheapest dump of the deck, before it is carried to the base year; 0 without one.
double dump_cost(const PriceDeck& deck);

/// Tonnes sent to the plant from in-situ tonnes: T·K/(1 − γ).
double mined_tonnes(const Costs& costs, double in_situ_tonnes);

/// Cost per t mined that a block must pay at elevation z under the test. Full: mining, haulage per metre
/// below the reference elevation (nothing above it), processing, G&A, sustaining, haul to the plant, stripping and
/// one-off costs. Marginal (the block is moved anyway): processing, G&A, haul to the plant and the ore/waste mining
/// difference. All carried to the base year.
double cost_per_tonne(const Costs& costs, CutoffTest test, double elevation_m);

struct CutoffPoint {
    double price = 0;         ///< as quoted
    double head_percent = 0;  ///< mass percent in mined ore; +∞ at or below the pole
    double in_situ_percent = 0;
};
/// Cutoff grade of one commodity alone at its recovery, for each quoted price. Never negative. With routes: the grade from
/// which the best of those open to every ore pays; +∞ where what it needs stands in block columns alone. `by_products` are
/// in-situ fractions of the others in the deck's order (none, or one for each commodity; its own is not read): with none
/// and with theirs they bound the cutoff's band.
std::vector<CutoffPoint> cutoff_curve(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                                      const std::vector<double>& quoted_prices,
                                      const std::vector<double>& by_products = {});
/// The quoted price at and below which no grade pays: n(P) = 0.
double cutoff_pole(const PriceDeck& deck, const std::string& commodity);

/// Columns written by `evaluate`.
inline constexpr const char* margin_full = "margin.full";  ///< currency per t mined
inline constexpr const char* margin_marginal = "margin.marginal";
inline constexpr const char* nsr_column = "nsr";        ///< currency per t mined
inline constexpr const char* status_column = "status";  ///< integer with codes, domain.md §0
inline constexpr const char* route_column = "route";    ///< integer with codes: the best route; decks with routes
std::string break_even_column(const std::string& commodity, CutoffTest test);  ///< "break_even.Cu.full"

/// Codes of the status column, in order (domain.md §0).
enum class Status { usable, technical, unrecoverable, unassigned, excluded };
std::vector<std::string> status_codes();
/// Codes of the route column: routes that are no dump, in order, then "none" for blocks that are not usable.
std::vector<std::string> route_codes(const PriceDeck& deck);
/// Real column with the dry bulk density of each block in t/m³, where the model has it.
inline constexpr const char* density_column = "density";
/// Real column with the share of each block (0…1) that there is: below the ground, not mined out, within the
/// limits; where the model has it, tonnes are volume × share × density. Missing counts as whole.
inline constexpr const char* fraction_column = "fraction";
/// Integer column that takes blocks out (≠ 0: outside the geometry, sterilised, overlain), where the model
/// has it.
inline constexpr const char* excluded_column = "excluded";

/// Tonnes are volume × density column: in any other unit than t/m³ they would be wrong by its factor, and the
/// column is refused. No unit at all is taken at its word.
base::Expected<void> check_density(const blocks::BlockModel& model);

/// Adds nsr, both margins, both break-even columns of the main commodity (quoted price; −∞ where the block
/// pays at price zero because by-products alone pay, +∞ where no price pays, NaN where no grade is known or
/// the block is excluded) and the status at the deck's price and test. Usable means everywhere (status,
/// curve, picture, tables): the stored float break-even, read as a double, is ≤ the price. Block counts
/// therefore agree exactly, and a block is usable at its break-even itself: the float is the next one not above it
/// (StoredPrice.h), so that what lies less than 1.2e-7 of the price below counts too. A commodity that a block
/// has no assay of contributes nothing to it (`unassayed_blocks` counts them); with none assayed the block is
/// `unassigned`. With nothing recoverable in it it is `unrecoverable`. Errors: those of check_deck; a grade
/// column that is absent or has no grade unit, a density column in another unit than t/m³ (the model is then untouched); cancelled (the model then has
/// none of these columns).
base::Expected<void> evaluate(blocks::BlockModel& model, const PriceDeck& deck, base::Progress& progress);

/// Per commodity of the deck: blocks that carry no grade of it, though another commodity is assayed there. A
/// cancel ends it early, with counts to be thrown away.
std::vector<std::int64_t> unassayed_blocks(const blocks::BlockModel& model, const PriceDeck& deck,
                                           const base::Progress* progress = nullptr);

/// Value of the payable metals per t mined (domain.md §3) and its margin at a quoted price of `commodity`,
/// the others as in the deck; NaN when no grade is known.
double nsr(const PriceDeck& deck, const std::vector<double>& in_situ_fractions);
double margin_at(const PriceDeck& deck, const std::string& commodity, double quoted_price, CutoffTest test,
                 const std::vector<double>& in_situ_fractions, double elevation_m);

/// Break-even of one set of grades (mass fractions in the order of deck.commodities; NaN = not assayed,
/// contributes nothing), at elevation z. Quoted price of the main commodity.
double break_even(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                  const std::vector<double>& in_situ_fractions, double elevation_m);

/// Why a block is or is not usable, for the Block panel: each line of the calculation with its amount.
struct ValueLine {
    std::string key;        ///< text key, for instance "value.revenue" with arg commodity
    std::string commodity;  ///< empty for costs
    double amount = 0;      ///< currency per t mined; costs negative
};
std::vector<ValueLine> explain(const PriceDeck& deck, CutoffTest test,
                               const std::vector<double>& in_situ_fractions, double elevation_m);

}  // namespace orelens::economics
