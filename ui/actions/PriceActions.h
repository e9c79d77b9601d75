// Menu Price: steps of the slider, the recipe's price, and which costs have to be paid.
#pragma once

#include <QObject>

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

  private:
    void refresh();
    void step(double share_of_range);

    commands::ActionSet& actions_;
    ui::Document& document_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
