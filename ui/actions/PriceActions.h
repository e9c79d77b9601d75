// Menu Price: steps of the slider, the recipe's price, and which costs have to be paid.
#pragma once

#include <QObject>
#include <QString>

#include "core/base/Error.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Shell;
}
namespace orelens::ui {
class Document;
}

namespace orelens::actions {

class PriceActions : public QObject {
    Q_OBJECT
  public:
    PriceActions(commands::ActionSet& actions, ui::Document& document, shell::Shell& shell);
    /// Past prices of the commodity in hand from a table, remembered for it and its unit.
    base::Expected<void> read_history(const QString& file);

  private:
    void refresh();
    void step(double share_of_range);
    void ask_history();
    void recall_history();

    commands::ActionSet& actions_;
    ui::Document& document_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
