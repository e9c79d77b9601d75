// What blocks are worth by a plan: a leaf of them at once, or a single one. For each route the margin as a line in the
// slider's number over each of its pieces; from that the margin at any price, the best route, and the prices at which a
// block is usable. Internal to the room.
#pragma once

#include <cstdint>
#include <vector>

#include "core/economics/FeedSums.h"
#include "core/economics/Plan.h"

namespace orelens::economics {

/// What is known of up to 512 blocks. Columns that the plan does not name stay empty.
struct LeafData {
    int count = 0;
    std::vector<std::vector<double>> grade;  ///< by commodity: in-situ mass fraction, NaN = not assayed
    std::vector<double> depth;               ///< metres below the reference elevation, never negative
    std::vector<std::vector<double>> real;   ///< by column of the plan; NaN = missing
    std::vector<double> mining;              ///< per t, by rock type
    std::vector<double> class_relief;        ///< fraction, by class of ore
    std::vector<std::vector<std::uint8_t>> allowed;  ///< by route: whether the ore type may go there
};

/// Costs per t mined beside those of routes, under the full and the marginal test, of data.count blocks.
void mined_costs(const Plan& plan, const LeafData& data, double* full, double* marginal);

/// Prices at which a block is usable: [from, to), to = +∞ at the end. They do not touch.
struct PriceInterval {
    double from = 0, to = 0;
};

/// What is paid for a metal, per tonne of it in the product: tonnes at the price, and an amount beside the price.
struct LeafPaid {
    double share = 0, beside = 0;
};

class LeafValue {
  public:
    explicit LeafValue(const Plan& plan) : plan_(&plan) {}

    /// Everything below is of these blocks.
    void take(const LeafData& data);

    /// Takes this much per t mined off the costs of the full test, of all blocks taken last.
    void spare(double per_tonne) {
        for (double& cost : full_) cost -= per_tonne;
    }

    /// At least one commodity is assayed.
    [[nodiscard]] bool assayed(int at) const { return assayed_[index(at)] != 0; }
    /// Some metal reaches a product of a route that the block may take.
    [[nodiscard]] bool recoverable(int at) const { return recoverable_[index(at)] != 0; }
    [[nodiscard]] std::size_t routes() const { return plan_->routes.size(); }

    /// Per t mined, with the slider at x: what the route earns after what is paid at treatment and for handling, and what
    /// is left after every cost of the test. −∞ where the ore type may not go that way.
    [[nodiscard]] double revenue(std::size_t route, int at, double x) const;
    [[nodiscard]] double margin(std::size_t route, int at, CutoffTest test, double x) const;
    /// With the highest margin; the first of equal ones. `nowhere` when none is allowed.
    [[nodiscard]] std::size_t best(int at, CutoffTest test, double x) const;
    /// Highest margin; −∞ when no route is allowed.
    [[nodiscard]] double best_margin(int at, CutoffTest test, double x) const;

    /// Exact: where the highest margin of all routes is not negative, x ≥ 0.
    [[nodiscard]] std::vector<PriceInterval> usable(int at, CutoffTest test) const;
    /// One number for the slider. Where the block is usable at the deck's price, the start of the interval that holds it;
    /// else the start of the next one above; −∞ where that start is 0, +∞ where there is none. So the deck's own price is
    /// always answered exactly; where a block has one interval that never ends, every price is.
    [[nodiscard]] double break_even(int at, CutoffTest test) const;

    /// Of all blocks at once, what `best_margin`, `best` and `break_even` answer one by one: room for `count` each.
    void sweep(CutoffTest test, double x, double* margin, std::size_t* route, double* even) const;

    /// Tonnes of a commodity in the sold products of a route per tonne mined, of the blocks taken last from `data`.
    [[nodiscard]] double recovered(std::size_t route, std::size_t commodity, const LeafData& data, int at);

    /// Dry tonnes of all products of a route per tonne mined, of the blocks taken last from `data`; 0 where the ore type may
    /// not go that way, and for products without a stated grade.
    void product_mass(std::size_t route, const LeafData& data, std::vector<double>& out);

    /// Adds where the value goes of blocks that take a route which is open to them, of the blocks taken last from `data`:
    /// `tonnes` in situ of each, 0 for those that do not go this way. Σ fed · margin is what the steps end at.
    void add_sums(FeedSums& sums, std::size_t route, CutoffTest test, double x, const LeafData& data,
                  const double* tonnes);

    [[nodiscard]] double mined_cost(int at, CutoffTest test) const {
        return (test == CutoffTest::full ? full_ : marginal_)[index(at)];
    }
    [[nodiscard]] double route_cost(std::size_t route, int at) const { return own_[route][index(at)]; }

  private:
    [[nodiscard]] static std::size_t index(int at) { return static_cast<std::size_t>(at); }
    [[nodiscard]] std::size_t piece_of(double x) const;
    /// Lowest x of a piece's own lines from which some route pays; it may lie outside of the piece.
    [[nodiscard]] double root(std::size_t piece, int at, CutoffTest test) const;
    [[nodiscard]] double end_of(std::size_t piece) const;
    void find_recovered(const PayablePlan& metal, const LeafData& data);
    void find_paid(const PayablePlan& metal);
    void find_mass(const ProductPlan& product, std::size_t route, const LeafData& data);
    void add_product(const ProductPlan& product, std::size_t route, const LeafData& data);
    void add_costs(const LeafData& data);
    void add_product_sums(FeedSums& sums, const ProductPlan& product, std::size_t route, double x, const LeafData& data,
                          const double* tonnes, double fed_per_tonne);
    void add_cost_sums(FeedSums& sums, std::size_t route, CutoffTest test, const LeafData& data, const double* tonnes,
                       double fed_per_tonne) const;

    const Plan* plan_;
    int count_ = 0;
    std::vector<std::vector<double>> head_;   // by commodity; 0 where not assayed
    std::vector<std::vector<double>> keep_;   // by commodity: share of the royalty that is paid
    std::vector<std::uint8_t> assayed_, recoverable_;
    std::vector<std::vector<std::vector<double>>> slope_, shift_;  // by route and piece: revenue
    std::vector<double> recovered_, pull_, charge_, sold_;  // of the product at work
    std::vector<LeafPaid> paid_;
    std::vector<std::vector<double>> own_;                         // by route: its costs
    std::vector<double> full_, marginal_;                          // costs beside the route's
    std::vector<std::vector<std::uint8_t>> allowed_;
};

}  // namespace orelens::economics
