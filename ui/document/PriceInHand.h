// The price of the slider, of which commodity and in which unit, and what is asked at it: the curve and the
// deck. Moving it is an undo step and no edit of the recipe.
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "core/economics/PriceHistory.h"
#include "core/project/AllPrices.h"
#include "core/project/InsidePits.h"
#include "core/project/Pipeline.h"
#include "ui/LatestJob.h"
#include "ui/document/Standing.h"

class QUndoStack;

namespace orelens::ui {

/// What the value results say, with their own labels: never those of the recipe of another moment.
struct Answer {
    std::shared_ptr<const economics::UsableCurve> curve;  ///< null where nothing was evaluated
    economics::PriceDeck deck;                            ///< with `price` in it
    std::string commodity, unit;
    economics::CutoffTest test = economics::CutoffTest::full;
    double price = 0;    ///< the one in hand; that of the results where they are older
    bool older = false;  ///< made from other parameters or files than those shown
    std::shared_ptr<const economics::UsableCurve> inside;  ///< of the same test inside the pits; null without any
    bool only_inside = false;  ///< blocks count where they are inside a pit
    bool all_prices = false;   ///< the other prices move with this one
    /// The curve that is meant.
    [[nodiscard]] const std::shared_ptr<const economics::UsableCurve>& counted() const {
        return only_inside ? inside : curve;
    }
};

class PriceInHand : public QObject {
    Q_OBJECT
  public:
    /// Reads `project` and `standing` and pushes steps onto `undo`; all must outlive it.
    PriceInHand(const project::Project& project, const Standing& standing, QUndoStack& undo);

    [[nodiscard]] double value() const { return value_; }
    /// A drag is one undo step: `dragging` while it moves, false when it is let go.
    void set(double quoted, bool dragging);

    void back_to_recipe() { set(recipe_price(), false); }

    [[nodiscard]] std::string commodity() const;  ///< main commodity; empty when there is none
    [[nodiscard]] std::string unit() const;       ///< "CNY/t"
    [[nodiscard]] economics::CutoffTest test() const { return project_.recipe.economics.test; }
    [[nodiscard]] double recipe_price() const;
    [[nodiscard]] Answer answer() const;
    /// Curve under the recipe's test; none where the evaluation is not that of the present parameters.
    [[nodiscard]] std::shared_ptr<const economics::UsableCurve> curve() const;
    /// Range of the slider: what the curve calls useful at the recipe's price. The price in hand may lie
    /// beyond it and never moves it; neither does a recipe's price that no block is near to.
    [[nodiscard]] std::pair<double, double> range() const;
    /// A hand on a slider means 18 000, not 18 000.9: within the range prices come in round steps no wider
    /// than the hand is steady.
    [[nodiscard]] static double rounded(double price, const std::pair<double, double>& range);

    /// What is usable inside the pits; null where there are none, or they belong to other parameters or files.
    [[nodiscard]] std::shared_ptr<const project::InsidePits> pits() const;
    /// Whether only blocks inside the pit of the price count as usable, in the picture and in the answers. A way to
    /// look, no step of undo; falls back to all blocks while there are no pits.
    [[nodiscard]] bool only_inside() const { return only_inside_ && !all_prices() && pits() != nullptr; }
    void set_only_inside(bool only);

    /// Whether every other price moves by the same factor as this one. A way to look, like the pits, which it puts aside:
    /// they were made for this price alone. Wanted is not yet so: break-even prices are worked out beside the window.
    [[nodiscard]] bool wants_all_prices() const { return wants_all_; }
    [[nodiscard]] bool all_prices() const { return together() != nullptr; }
    void set_all_prices(bool all);
    /// Null while they are not asked for or not ready, or belong to other parameters or files.
    [[nodiscard]] std::shared_ptr<const project::AllPrices> together() const;
    /// Of the price in hand over the recipe's.
    [[nodiscard]] double factor() const { return recipe_price() > 0 ? value_ / recipe_price() : 1; }
    /// There may be other results now.
    void follow_results();
    /// Serves events until what was asked for is ready.
    void settle() { all_job_.wait(); }

    /// Past prices to see the slider's beside, as quoted, by commodity and unit; they change no result. Empty = none known.
    void set_history(const std::string& commodity, const std::string& unit, std::vector<economics::PastPrice> past);
    /// Of the commodity in hand.
    [[nodiscard]] const std::vector<economics::PastPrice>& history() const;

    /// Another project is there, or none: its recipe's price, without a step and without a signal.
    void start_over();
    /// The recipe was edited: follows its main commodity, and its price where that was the one in hand; a price
    /// the hand has moved to stays. `stays`: it does so in any case, the recipe has taken it or gives it back.
    void follow_recipe(bool stays = false);

  Q_SIGNALS:
    void changed(double quoted, bool dragging);
    void onlyInsideChanged();
    /// Wanted, ready, or no more.
    void allPricesChanged();
    void historyChanged();

  private:
    friend class PriceEdit;
    void put(double quoted, bool dragging);

    const project::Project& project_;
    const Standing& standing_;
    QUndoStack& undo_;
    double value_ = 0;
    bool only_inside_ = false;
    bool wants_all_ = false;
    std::shared_ptr<const project::AllPrices> all_;
    std::shared_ptr<const economics::UsableCurve> all_of_;  ///< that it was, or is being, made beside
    LatestJob all_job_;
    std::map<std::string, std::vector<economics::PastPrice>> history_;  ///< by "Cu CNY/t"
    std::string followed_commodity_;
    double followed_price_ = 0;
    int drag_ = 0;  ///< number of the present drag, so that undo joins its steps
    bool dragging_ = false;
};

}  // namespace orelens::ui
