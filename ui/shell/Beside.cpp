#include "ui/shell/Beside.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "core/economics/Value.h"
#include "core/project/Scenarios.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {
namespace {

QLabel* headline(const char* key) {
    auto* label = new QLabel;
    label->setObjectName(key);
    label->setMinimumWidth(60);
    label->setContentsMargins(8, 4, 4, 4);
    label->setWordWrap(true);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    label->setToolTip(ui::words("ui.beside.headline.tip"));
    return label;
}

QString change_text(double by) {
    return by == 0 ? QString() : (by > 0 ? " ▲ +" : " ▼ −") + ui::tonnes_text(std::abs(by));
}

}  // namespace

Beside::Beside(ui::Document& document, ui::ViewState& state, viewport::VtkView& first, QWidget* parent)
    : QWidget(parent),
      document_(document),
      state_(state),
      first_(first),
      view_(ui::tell(new viewport::VtkView, "ui.beside.view")),
      first_headline_(orelens::shell::headline("beside.first")),
      headline_(orelens::shell::headline("beside.second")),
      close_(ui::tell(new QToolButton, "ui.beside.close")) {
    first_headline_->setParent(this);  // until the stage gives it a place above its view
    close_->setIcon(ui::icon("fold"));
    close_->setToolButtonStyle(Qt::ToolButtonIconOnly);
    first_headline_->setMinimumHeight(close_->sizeHint().height());  // both views begin at one height
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 4, 0);
    head->addWidget(headline_, 1);
    head->addWidget(close_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addLayout(head);
    box->addWidget(view_, 1);
    hide();
    first_headline_->hide();
    connect(close_, &QToolButton::clicked, this, [this] { show_scenario({}); });
    connect(&state_, &ui::ViewState::changed, this, &Beside::apply_look);
    connect(&document_.price(), &ui::PriceInHand::changed, this, [this](double, bool dragging) { apply_price(dragging); });
    connect(&document_.filter(), &ui::Filter::changed, this, &Beside::apply_filter);
    connect(&document_, &ui::Document::stateChanged, this, [this] {
        if (!name_.empty()) renew();
    });
    connect(&document_, &ui::Document::replaced, this, [this] { show_scenario({}); });
    // What moves one moves the other. A camera that was put without a word is seen when it is drawn.
    connect(&first_, &viewport::VtkView::cameraChanged, this, &Beside::follow_camera);
    connect(&first_, &viewport::VtkView::frameDrawn, this, &Beside::follow_camera);
    connect(view_, &viewport::VtkView::cameraChanged, this, [this] {
        if (name_.empty() || follows_) return;
        follows_ = true;
        first_.follow(view_->scene().camera());
        follows_ = false;
    });
    connect(view_, &viewport::VtkView::picked, this,
            [this](const scene::PickResult& pick) { document_.selection().take(pick); });
    connect(&document_.selection(), &ui::Selection::changed, this, [this] {
        if (made_) view_->highlight(document_.selection().pick());
    });
}

void Beside::show_scenario(const std::string& name) {
    const bool known = project::find_scenario(document_.project().scenarios, name) != nullptr;
    const std::string wanted = known ? name : std::string();
    if (wanted == name_) return;
    name_ = wanted;
    made_ = nullptr;
    of_ = nullptr;
    job_.drop();
    setVisible(!name_.empty());
    first_headline_->setVisible(!name_.empty());
    if (name_.empty())
        view_->set_data({});  // lets go of the memory
    else {
        apply_look();
        renew();
    }
    Q_EMIT changed();
}

void Beside::set_large(double larger) {
    view_->set_enlarged(larger);
    for (QLabel* line : {first_headline_, headline_}) {
        QFont bold = font();
        bold.setBold(true);
        bold.setPointSizeF(bold.pointSizeF() * larger);
        line->setFont(bold);
    }
}

double Beside::price() const {
    return document_.price().value() * factor_;
}

/// The scenario or what it is valued from is another one: what is shown stays until the new one is whole.
void Beside::renew() {
    const project::Scenario* found = project::find_scenario(document_.project().scenarios, name_);
    if (found == nullptr) return show_scenario({});
    if (document_.runs().running()) return;
    const auto& model = document_.project().results.model();
    std::string under = project::scenarios_to_text({*found}) + project::recipe_to_json(document_.project().recipe);
    if (of_ == model && under_ == under) return tell_headlines();
    of_ = model;
    under_ = std::move(under);
    tell_headlines();
    struct Made {
        std::shared_ptr<const project::ScenarioModel> scenario;
        scene::SceneData data;
        std::shared_ptr<scene::PreparedBlocks> blocks;
        double factor = 1;
    };
    auto made = std::make_shared<Made>();
    made->data = scene::SceneData::of(document_.project());
    job_.ask(
        [made, results = document_.project().results, recipe = document_.project().recipe, scenario = *found,
         look = view_->scene().look(), price = document_.price().value()](base::Progress& progress) -> base::Expected<void> {
            auto done = project::model_under(results, recipe, scenario, progress.part(0, 0.7));
            if (!done) return std::unexpected(done.error());
            made->scenario = std::make_shared<const project::ScenarioModel>(std::move(*done));
            scene::SceneData& drawn = made->data;
            const economics::PriceDeck& deck = *made->scenario->deck;
            const economics::Commodity* main = economics::main_commodity(deck);
            made->factor = drawn.stated_price > 0 ? main->price / drawn.stated_price : 1;
            drawn.model = made->scenario->model;
            drawn.curve = made->scenario->curve;
            drawn.prices = made->scenario->deck;
            drawn.test = deck.test;
            drawn.stated_price = main->price;
            made->blocks = scene::prepare_blocks(drawn, look, price * made->factor);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) {
                made_ = nullptr;
                of_ = nullptr;
                view_->set_data({});
                headline_->setText(QString::fromStdString(name_) + " · ⚠ " + ui::words(done.error()));
                return;
            }
            made_ = made->scenario;
            factor_ = made->factor;
            take(made->data, made->blocks);
        });
}

void Beside::take(const scene::SceneData& drawn, std::shared_ptr<scene::PreparedBlocks> blocks) {
    view_->set_data_but_blocks(drawn);
    view_->take_blocks(std::move(blocks));
    apply_look();
    apply_filter();
    apply_price(false);
    follow_camera();
    if (!document_.selection().empty()) view_->highlight(document_.selection().pick());
    Q_EMIT changed();
}

void Beside::apply_look() {
    if (name_.empty()) return;
    scene::Look look = state_.look();
    look.dark = ui::theme() == ui::Theme::dark;
    look.language = ui::language();
    look.title = name_;
    view_->set_look(look);
    tell_headlines();
}

void Beside::apply_price(bool dragging) {
    if (name_.empty()) return;
    if (made_) view_->set_price(price(), dragging ? scene::PriceMotion::dragging : scene::PriceMotion::settled);
    tell_headlines();
}

void Beside::apply_filter() {
    if (!made_) return;
    const ui::Filter& filter = document_.filter();
    const bool same = filter.mask() != nullptr && filter.model() == document_.project().results.model();
    view_->set_mask(same ? filter.mask() : nullptr);
}

void Beside::follow_camera() {
    if (!made_ || follows_) return;
    follows_ = true;
    view_->follow(first_.scene().camera());
    follows_ = false;
}

/// Name, price and what is usable at it, with the difference from the base.
void Beside::tell_headlines() {
    if (name_.empty()) return;
    const ui::Answer answer = document_.price().answer();
    const auto line = [&](const QString& name, double price, double tonnes, const QString& change) {
        return ui::words("ui.beside.headline", {{"name", name.toStdString()},
                                                {"tonnes", ui::tonnes_text(tonnes).toStdString()},
                                                {"price", ui::price_text(price).toStdString()},
                                                {"unit", answer.unit}}) +
               change;
    };
    const bool based = answer.curve != nullptr && !answer.older;
    const double before = based ? answer.counted()->at(answer.price).tonnes : 0;
    first_headline_->setText(based ? line(ui::words("scenarios.base"), answer.price, before, {})
                                   : ui::words("scenarios.base"));
    if (!made_) {
        headline_->setText(QString::fromStdString(name_) + " · " + ui::words("ui.beside.working"));
        return;
    }
    const double after = made_->curve->at(price()).tonnes;
    // Inside pits and everywhere are no two ends of one difference.
    const QString change = based && !answer.only_inside ? change_text(after - before) : QString();
    headline_->setText(line(QString::fromStdString(name_), price(), after, change));
}

void Beside::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        apply_look();
        headline_->setToolTip(ui::words("ui.beside.headline.tip"));
        first_headline_->setToolTip(ui::words("ui.beside.headline.tip"));
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::shell
