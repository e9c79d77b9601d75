#include "ui/shell/Stage.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/RealisationBar.h"
#include "ui/shell/Beside.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {
namespace {

constexpr int margin = 12;
constexpr int compass_wide = 320, compass_high = 104;  ///< north arrow and scale bar in its lower left corner
constexpr int arrow_wide = 124;                        ///< north arrow alone
constexpr int low_view = 420;                          ///< too low for the slider above the compass
constexpr int slider_least = 380, slider_most = 640;

}  // namespace

StageTools::StageTools(const commands::ActionSet& actions, QWidget* parent) : QFrame(parent) {
    ui::tell(this, "ui.stage.tools");
    auto* box = new QGridLayout(this);
    box->setContentsMargins(2, 2, 2, 2);
    box->setSpacing(2);
    for (const std::string& id : commands::ActionSet::in_bar("stage")) {
        QToolButton* button = actions.button(id);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        buttons_.push_back(button);
    }
    arrange(static_cast<int>(buttons_.size()));
}

void StageTools::fit(int room) {
    if (buttons_.empty()) return;
    const int all = static_cast<int>(buttons_.size()), high = buttons_.front()->sizeHint().height() + 2;
    const int most = std::clamp((room - 4) / std::max(high, 1), 1, all);
    const int columns = (all + most - 1) / most;
    arrange((all + columns - 1) / columns);
    adjustSize();
}

void StageTools::arrange(int rows) {
    if (rows == rows_) return;
    rows_ = rows;
    auto* box = static_cast<QGridLayout*>(layout());
    for (int n = 0; n < static_cast<int>(buttons_.size()); ++n) {
        QToolButton* button = buttons_[static_cast<std::size_t>(n)];
        box->removeWidget(button);
        box->addWidget(button, n % rows, n / rows);
    }
    box->invalidate();
    box->activate();
}

void StageTools::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = palette().color(QPalette::Base);
    ground.setAlphaF(0.94F);
    painter.setPen(QPen(palette().color(QPalette::Mid), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

Stage::Stage(ui::Document& document, ui::ViewState& state, commands::ActionSet& actions, QWidget* parent)
    : QWidget(parent),
      document_(document),
      view_(ui::tell(new viewport::VtkView, "ui.view3d")),
      beside_(new Beside(document, state, *view_)),
      tools_(nullptr),
      slider_(nullptr),
      realisations_(nullptr),
      nothing_(ui::tell(new QLabel(this), "ui.stage.nothing")) {
    view_->setFocusPolicy(Qt::StrongFocus);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(new panels::OlderNote(document, {}, nullptr));
    auto* first = new QVBoxLayout;
    first->setSpacing(0);
    first->addWidget(&beside_->first_headline());
    first->addWidget(view_, 1);
    auto* both = new QHBoxLayout;
    both->setSpacing(1);
    both->addLayout(first, 1);
    both->addWidget(beside_, 1);
    box->addLayout(both, 1);
    // Beside the view, not in it: they are painted above it, and the mouse over them is theirs.
    tools_ = new StageTools(actions, this);
    slider_ = new panels::PriceSlider(document, this);
    view_->installEventFilter(this);
    realisations_ = new panels::RealisationBar(document, state, this);
    realisations_->hide();
    nothing_->setAlignment(Qt::AlignCenter);
    nothing_->setWordWrap(true);
    nothing_->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(&document, &ui::Document::stateChanged, this, &Stage::look_for_things);
    connect(&document, &ui::Document::resultsChanged, this, &Stage::look_for_things);
    connect(&document.potential(), &ui::PotentialInHand::changed, this, &Stage::look_for_things);
    connect(slider_, &panels::PriceSlider::reshaped, this, &Stage::place);
    connect(beside_, &Beside::changed, this, &Stage::place);
    // Half as wide, the deposit is framed anew, once both have their places; then it is the hand's.
    connect(beside_, &Beside::changed, this, [this, before = false]() mutable {
        const bool now = !beside_->scenario().empty();
        if (now && !before) QTimer::singleShot(0, view_, [this] { view_->fit(); });
        before = now;
    });
    actions.on("view.realisations", [this](bool on) {
        realisations_->setVisible(on);
        place();
    });
    // Where there are some it comes by itself; asked for where there are none, it says so.
    connect(realisations_, &panels::RealisationBar::reshaped, this, [this, &actions] {
        const bool some = !realisations_->columns().empty();
        actions.set_checked("view.realisations", some);
        realisations_->setVisible(some);
        place();
    });
    look_for_things();
    place();
}

/// Of a country of mines and orebodies an empty view would say that there is nothing at all.
void Stage::look_for_things() {
    const project::Results& results = document_.project().results;
    const bool blocks = results.model() != nullptr, holes = results.drilling.traces && !results.drilling.traces->empty(),
               surfaces = results.shapes.list && !results.shapes.list->empty();
    const bool voxels = document_.potential().model() != nullptr;
    nothing_->setVisible(document_.open() && !document_.runs().running() && !blocks && !holes && !surfaces && !voxels);
}

void Stage::set_presenting(bool on) {
    larger_ = on ? 1.5 : 1;
    slider_->set_large(on);
    view_->set_enlarged(larger_);
    beside_->set_large(larger_);
    tools_->setVisible(!on);
    place();
}

void Stage::place() {
    QRect view = view_->geometry();
    tools_->fit(view.height() - 2 * margin);
    tools_->move(view.left() + margin, view.top() + margin);
    tools_->raise();
    // Where the tools reach down to the compass, it stands beside them.
    const bool low = !tools_->isHidden() && tools_->geometry().bottom() > view.bottom() - compass_high;
    const int beside_tools = tools_->isHidden() ? 0 : tools_->geometry().right() - view.left() + margin;
    const int corner = low ? beside_tools : 0;
    if (const int covered = low ? beside_tools : -beside_tools; covered != corner_) {
        corner_ = covered;
        view_->scene().set_corner(covered);
        view_->request_render();
    }
    int compass = static_cast<int>(compass_wide * larger_) + corner;
    const int compass_top = static_cast<int>(compass_high * larger_);
    slider_->setVisible(slider_->ready());
    // One price for both views: above the compass of the second, too.
    const bool both = beside_->isVisibleTo(this);
    if (both) view = view.united(beside_->geometry().adjusted(0, view.top() - beside_->geometry().top(), 0, 0));
    const QSize need = slider_->sizeHint().expandedTo(slider_->minimumSizeHint());
    const int least = std::max(need.width(), slider_least);
    // In a low view beside the north arrow: the scale bar gives way.
    if (view.width() - compass - margin < least && view.height() < low_view * larger_)
        compass = static_cast<int>(arrow_wide * larger_) + corner;
    const int beside = view.width() - compass - margin;
    const bool fits = !both && beside >= least;
    const int wide = std::min({fits ? beside : view.width() - 2 * margin, std::max(need.width(), slider_most),
                               view.width() - 2 * margin});
    // In the middle where there is room, else as far to the right as it goes, else above the compass.
    const int middle = view.left() + (view.width() - wide) / 2;
    const int left = fits ? std::max(middle, view.left() + compass) : middle;
    const int bottom = view.bottom() - (fits ? margin : compass_top);
    slider_->setGeometry(left, bottom - need.height(), wide, need.height());
    const QSize asked = realisations_->sizeHint().expandedTo(realisations_->minimumSizeHint());
    const int across = std::min(std::max(asked.width(), slider_least), view.width() - 2 * margin);
    const int foot_line = slider_->isVisible() ? slider_->geometry().top() - margin / 2 : view.bottom() - compass_top;
    realisations_->setGeometry(slider_->geometry().center().x() - across / 2, foot_line - asked.height(), across, asked.height());
    realisations_->raise();
    // Framed above it, once it is there or will be with the first results.
    const bool stacked = realisations_->isVisibleTo(this);
    const int top = stacked ? realisations_->geometry().top() : slider_->geometry().top();
    const double covered = view.height() > 0 ? static_cast<double>(view.bottom() - top) / view.height() : 0;
    view_->scene().set_foot(covered);
    beside_->view().scene().set_foot(covered);
    const QRect over = slider_->isVisibleTo(this) ? slider_->geometry().united(stacked ? realisations_->geometry() : QRect())
                                                  : QRect();
    for (viewport::VtkView* each : {view_, &beside_->view()}) {
        const QRect in_view = over.translated(-each->mapTo(this, QPoint()));
        if (over.isEmpty())
            each->scene().set_panel({});
        else
            each->scene().set_panel({in_view.left() / larger_, (each->height() - 1 - in_view.bottom()) / larger_,
                                     in_view.width() / larger_, in_view.height() / larger_});
    }
    nothing_->setGeometry(view.left() + beside_tools + margin, view.top() + margin, std::max(0, view.width() - 2 * (beside_tools + margin)),
                          std::max(0, top - view.top() - 2 * margin));
    nothing_->raise();
    slider_->raise();
}

bool Stage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && (event->type() == QEvent::Resize || event->type() == QEvent::Move)) place();
    return QWidget::eventFilter(watched, event);
}

}  // namespace orelens::shell
