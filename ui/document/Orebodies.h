// The orebodies of the project as map, panels and curves look at them together: which part is shown, which one is chosen,
// which are circled, and how much of the part is usable at the price in hand. A move of the price asks sums alone.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/costmodel/Availability.h"
#include "core/project/OrebodyStudy.h"
#include "ui/document/Standing.h"

namespace orelens::ui {

class Document;
class PriceInHand;

class Orebodies : public QObject {
    Q_OBJECT
  public:
    /// Belongs to the document.
    explicit Orebodies(Document& document);

    /// Empty = all.
    struct Part {
        std::string belt, deposit_type, status;
        bool operator==(const Part&) const = default;
    };

    [[nodiscard]] std::shared_ptr<const project::OrebodyTables> tables() const { return project::orebody_tables(project_.results); }
    [[nodiscard]] std::shared_ptr<const project::OrebodyStudy> study() const { return project::orebody_study(project_.results); }
    [[nodiscard]] std::shared_ptr<const costmodel::CostModel> model() const { return project::cost_model(project_.results); }

    /// Whether verdicts are those of the present tables, parameters and prices.
    [[nodiscard]] bool current() const;
    /// Whether there are any of the commodity in hand, and they are.
    [[nodiscard]] bool answers() const;

    /// Of all of them; null without verdicts.
    [[nodiscard]] std::shared_ptr<const costmodel::AvailabilityCurve> curve() const;
    /// Of the commodity in hand and of the part.
    [[nodiscard]] std::vector<std::size_t> groups() const;
    [[nodiscard]] costmodel::AvailableQuantity at(double price) const;
    /// Whether a row of the table of orebodies, or a mine, is of the commodity in hand and of the part.
    [[nodiscard]] bool shows(const costmodel::Orebody& orebody) const;
    /// At the price in hand for its commodity; otherwise at that of the prices its verdict was made with.
    [[nodiscard]] costmodel::OrebodyState state(std::size_t row) const;
    /// Of being usable at the price in hand; NaN where it is not known.
    [[nodiscard]] double probability(std::size_t row) const;

    [[nodiscard]] const Part& part() const { return part_; }
    void show_part(const Part& part);
    /// A row of the table of orebodies.
    [[nodiscard]] std::optional<std::size_t> chosen() const { return chosen_; }
    void choose(std::optional<std::size_t> row);
    /// A row of the table of mines, in place of an orebody.
    [[nodiscard]] std::optional<std::size_t> chosen_mine() const { return mine_; }
    void choose_mine(std::optional<std::size_t> row);
    /// The row of either that is chosen; null = none.
    [[nodiscard]] const costmodel::Orebody* in_hand() const;
    [[nodiscard]] const std::vector<std::size_t>& circled() const { return circled_; }
    void circle(std::vector<std::size_t> rows);
  Q_SIGNALS:
    void partChanged();
    void chosenChanged();
    void circledChanged();

  private:
    void start_over();
    void follow_results();

    const Document& document_;
    const project::Project& project_;
    const PriceInHand& price_;
    Part part_;
    std::optional<std::size_t> chosen_, mine_;  ///< one of them at most
    std::vector<std::size_t> circled_;
    std::shared_ptr<const project::OrebodyTables> of_;  ///< that the rows above count in
};

/// Those of a document, made when they are first asked for. Who listens to the document itself asks before it does, so that
/// they have followed it first.
Orebodies& orebodies(Document& document);
const Orebodies& orebodies(const Document& document);

}  // namespace orelens::ui
