#include "ui/pages/MapPage.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/economics/Value.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/map/MapView.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/QuietCombo.h"

namespace orelens::pages {
namespace {

using costmodel::Orebody;
using costmodel::OrebodyState;

/// Behind the states of orebodies: mines are where nobody asks whether they could be.
constexpr std::uint8_t mine_state = 5;

std::vector<maps::MapState> states() {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const std::pair<const char*, QColor> all[] = {{"costmodel.state.usable", colors.good},     {"costmodel.state.technical", colors.series[1]},
                                                  {"costmodel.state.never", colors.bad},       {"costmodel.state.outside", colors.series[4]},
                                                  {"costmodel.state.unknown", colors.faint},   {"ui.orebodies.mine", colors.series[0]}};
    std::vector<maps::MapState> made;
    for (const auto& [key, colour] : all) made.push_back({ui::words(key), colour});
    return made;
}

double metal_in_ground(const Orebody& orebody) {
    return orebody.ore_tonnes * orebody.grade(orebody.commodity);
}

QString text_of(const std::string& text) { return QString::fromStdString(text); }

QToolButton* tool(const char* key, const char* icon) {
    auto* button = ui::tell(new QToolButton, key);
    button->setIcon(ui::icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    return button;
}

QComboBox* part_box(const char* key) {
    auto* box = ui::tell(new panels::QuietCombo, key);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

}  // namespace

MapPage::MapPage(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      belt_(part_box("ui.orebodies.belt")),
      type_(part_box("ui.orebodies.type")),
      status_(part_box("ui.orebodies.status")),
      layers_(tool("ui.mappage.layers", "plus")),
      borders_(tool("ui.mappage.borders", "section")),
      all_(tool("ui.mappage.all", "fit")),
      picture_(tool("ui.mappage.picture", "camera")),
      map_(ui::tell(new maps::MapView, "ui.mappage.map")),
      headline_(new QLabel),
      slider_(new panels::PriceSlider(document)) {
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->setSpacing(0);
    told->addLayout(make_bar());
    told->addWidget(map_, 1);
    headline_->setWordWrap(true);
    headline_->setContentsMargins(10, 4, 10, 2);
    headline_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(new panels::OlderNote(document_, {"orebodies", "cost_model", "orebody_verdicts"}, answer));
    box->addWidget(answer, 1);
    box->addWidget(headline_);
    box->addWidget(slider_);
    slider_->set_headline(false);
    connect(slider_, &panels::PriceSlider::reshaped, this, [this] { slider_->setVisible(slider_->ready()); });
    for (QComboBox* part : {belt_, type_, status_}) connect(part, &QComboBox::activated, this, &MapPage::take_part);
    connect(map_, &maps::MapView::markChosen, this, &MapPage::choose);
    connect(map_, &maps::MapView::lassoChanged, this, &MapPage::circle);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &MapPage::follow_price);
    connect(&ui::orebodies(document_), &ui::Orebodies::partChanged, this, &MapPage::refresh);
    connect(&ui::orebodies(document_), &ui::Orebodies::chosenChanged, this, [this] { map_->choose(chosen_mark()); });
    connect(&document_, &ui::Document::replaced, this, [this] {
        files_.clear();
        show_layers();
    });
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &MapPage::refresh);
    refresh();
}

QLayout* MapPage::make_bar() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    for (QComboBox* part : {belt_, type_, status_}) row->addWidget(part);
    row->addStretch(1);
    auto* menu = new QMenu(layers_);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        menu->addAction(ui::words("ui.mappage.add_layer"), this, [this] {
            const QStringList chosen = QFileDialog::getOpenFileNames(this, ui::plain_words("ui.mappage.add_layer"), ui::last_folder(document_.path()),
                                                                     ui::words("ui.mappage.filter"));
            if (chosen.isEmpty()) return;
            ui::remember_folder(chosen.front());
            add_layers(chosen);
        });
        menu->addAction(ui::words("ui.mappage.remove_layers"), this, &MapPage::remove_layers)->setEnabled(!files_.empty());
    });
    layers_->setMenu(menu);
    layers_->setPopupMode(QToolButton::InstantPopup);
    borders_->setCheckable(true);
    connect(borders_, &QToolButton::toggled, map_, &maps::MapView::set_borders);
    connect(all_, &QToolButton::clicked, map_, &maps::MapView::show_all);
    // The window's own way of writing files asks for the name; it takes the chart that has the keyboard.
    connect(picture_, &QToolButton::clicked, this, [this] {
        map_->setFocus(Qt::OtherFocusReason);
        if (auto* save = window()->findChild<QAction*>("export.chart")) save->trigger();
    });
    for (QToolButton* button : {layers_, borders_, all_, picture_}) row->addWidget(button);
    return row;
}

bool MapPage::answers(const ui::Document& document) {
    return ui::orebodies(document).tables() != nullptr;
}

void MapPage::refresh() {
    due_ = !isVisible();
    slider_->setVisible(slider_->ready());
    if (due_) return;
    fill_parts();
    fill_marks();
    refresh_headline();
}

void MapPage::fill_parts() {
    std::set<std::string> belts, types;
    std::set<int> statuses;
    if (const auto tables = ui::orebodies(document_).tables())
        for (const auto* table : {&tables->orebodies, &tables->mines})
            for (const Orebody& o : table->rows) {
                if (o.commodity != document_.price().commodity()) continue;
                belts.insert(o.belt);
                types.insert(o.deposit_type);
                statuses.insert(static_cast<int>(o.status));
            }
    const ui::Orebodies::Part& part = ui::orebodies(document_).part();
    const auto fill = [](QComboBox* box, const char* all, const auto& values, const auto& named, const std::string& chosen) {
        const QSignalBlocker quiet(box);
        box->clear();
        box->addItem(ui::words(all), QString());
        for (const auto& value : values) {
            const auto [id, name] = named(value);
            if (!id.isEmpty()) box->addItem(name, id);
        }
        // A part that this commodity does not have stays said: the map is empty for a reason.
        if (!chosen.empty() && box->findData(text_of(chosen)) < 0) box->addItem(text_of(chosen), text_of(chosen));
        box->setCurrentIndex(chosen.empty() ? 0 : box->findData(text_of(chosen)));
        box->setEnabled(box->count() > 1);
    };
    const auto plain = [](const std::string& value) { return std::pair(text_of(value), text_of(value)); };
    fill(belt_, "ui.orebodies.all_belts", belts, plain, part.belt);
    fill(type_, "ui.orebodies.all_types", types, plain, part.deposit_type);
    fill(status_, "ui.orebodies.all_statuses", statuses,
         [](int status) {
             const std::string id = costmodel::status_id(static_cast<costmodel::OrebodyStatus>(status));
             return std::pair(text_of(id), ui::words(("costmodel.status." + id).c_str()));
         },
         part.status);
}

void MapPage::take_part() {
    ui::orebodies(document_).show_part({belt_->currentData().toString().toStdString(), type_->currentData().toString().toStdString(),
                                     status_->currentData().toString().toStdString()});
}

void MapPage::fill_marks() {
    const auto tables = ui::orebodies(document_).tables();
    const ui::Orebodies& look = ui::orebodies(document_);
    maps::MapMarks made;
    made.states = states();
    const std::string commodity = document_.price().commodity();
    made.amount_name = ui::words("ui.mappage.metal", {{"commodity", commodity}});
    marks_.clear();
    mark_of_.clear();
    circled_.reset();
    ui::orebodies(document_).circle({});
    if (tables) {
        const auto study = look.study();
        mark_of_.assign(tables->orebodies.rows.size(), -1);
        for (std::size_t row = 0; row < tables->mines.rows.size(); ++row) {
            const Orebody& o = tables->mines.rows[row];
            if (!look.shows(o)) continue;
            marks_.push_back({true, row});
            made.marks.push_back({tables->mine_places[row], metal_in_ground(o), mine_state, text_of(o.name), text_of(o.belt)});
        }
        for (std::size_t row = 0; row < tables->orebodies.rows.size(); ++row) {
            const Orebody& o = tables->orebodies.rows[row];
            if (!look.shows(o)) continue;
            mark_of_[row] = static_cast<int>(marks_.size());
            marks_.push_back({false, row});
            QString note = text_of(o.belt);
            if (study && !std::isnan(study->verdicts[row].band.price))
                note += "\n" + ui::words("ui.orebodies.from", {{"price", ui::price_text(study->verdicts[row].band.price).toStdString()},
                                                               {"unit", document_.price().unit()}});
            made.marks.push_back({tables->orebody_places[row], metal_in_ground(o), static_cast<std::uint8_t>(look.state(row)), text_of(o.name), note});
        }
    }
    made.empty_note = !tables ? ui::words("ui.mappage.empty") : ui::words("ui.mappage.none", {{"commodity", commodity.empty() ? "–" : commodity}});
    shown_price_ = document_.price().value();
    changed_marks_ = made.marks.size();
    map_->set_marks(std::move(made));
    map_->choose(chosen_mark());
}

std::optional<std::size_t> MapPage::chosen_mark() const {
    const auto mine = ui::orebodies(document_).chosen_mine(), row = mine ? mine : ui::orebodies(document_).chosen();
    if (!row) return std::nullopt;
    const auto at = std::ranges::find_if(marks_, [&](const Mark& mark) { return mark.mine == mine.has_value() && mark.row == *row; });
    return at == marks_.end() ? std::nullopt : std::optional<std::size_t>(at - marks_.begin());
}

void MapPage::follow_price() {
    if (!isVisible()) {
        due_ = true;
        return;
    }
    const auto curve = ui::orebodies(document_).curve();
    const double price = document_.price().value();
    changed_marks_ = 0;
    if (curve && price != shown_price_) {
        const std::uint8_t now = static_cast<std::uint8_t>(price > shown_price_ ? OrebodyState::usable : OrebodyState::technical);
        std::vector<std::pair<std::size_t, std::uint8_t>> changed;
        for (const int row : curve->between(document_.price().commodity(), std::min(price, shown_price_), std::max(price, shown_price_)))
            if (const int mark = mark_of_[static_cast<std::size_t>(row)]; mark >= 0) changed.emplace_back(mark, now);
        changed_marks_ = changed.size();
        if (!changed.empty()) map_->set_states(changed);
    }
    shown_price_ = price;
    refresh_headline();
}

void MapPage::refresh_headline() {
    const auto curve = ui::orebodies(document_).curve();
    headline_->setEnabled(ui::orebodies(document_).current());
    if (!curve) {
        const auto tables = ui::orebodies(document_).tables();
        const bool any = tables && !tables->orebodies.rows.empty();
        headline_->setText(any ? ui::words("ui.orebodies.no_verdicts") : QString());
        headline_->setVisible(any);
        return;
    }
    headline_->setVisible(true);
    const double price = document_.price().value();
    std::vector<std::size_t> groups = ui::orebodies(document_).groups();
    const costmodel::AvailabilityCurve* of = curve.get();
    if (circled_) {
        of = circled_.get();
        groups = of->of_commodity(document_.price().commodity());
    }
    const auto now = of->at(price, groups);
    const auto ever = of->at(std::numeric_limits<double>::infinity(), groups);
    std::int64_t without = 0;
    for (const std::size_t g : groups) without += of->without_verdict(g);
    const auto count = [](std::int64_t n) { return ui::plain_number(static_cast<double>(n), 0).toStdString(); };
    QString said = ui::words(circled_ ? "ui.mappage.circled" : "ui.mappage.usable",
                             {{"price", ui::price_text(price).toStdString()},
                              {"unit", document_.price().unit()},
                              {"count", count(now.orebodies)},
                              {"all", count(ever.orebodies + without)},
                              {"commodity", document_.price().commodity()},
                              {"metal", ui::tonnes_text(now.metal_tonnes).toStdString()},
                              {"low", ui::tonnes_text(now.metal_low).toStdString()},
                              {"high", ui::tonnes_text(now.metal_high).toStdString()}});
    if (without > 0) said += " " + ui::words("ui.mappage.without", {{"count", count(without)}});
    headline_->setText(said);
}

void MapPage::choose(std::size_t mark) {
    if (mark >= marks_.size()) return;
    if (marks_[mark].mine)
        ui::orebodies(document_).choose_mine(marks_[mark].row);
    else
        ui::orebodies(document_).choose(marks_[mark].row);
    Q_EMIT orebodyChosen();
}

void MapPage::circle() {
    std::vector<std::size_t> rows;
    for (const std::size_t mark : map_->lassoed())
        if (mark < marks_.size() && !marks_[mark].mine) rows.push_back(marks_[mark].row);
    circled_.reset();
    const auto tables = ui::orebodies(document_).tables();
    const auto study = ui::orebodies(document_).study();
    if (!rows.empty() && tables && study) {
        std::vector<costmodel::AvailableOrebody> bodies;
        std::vector<costmodel::AvailabilityKey> keys;
        for (const std::size_t row : rows) {
            const costmodel::OrebodyVerdict& v = study->verdicts[row];
            bodies.push_back({v.row, v.band.price, v.band.lower, v.band.upper, v.plan.mined_tonnes, std::isnan(v.metal_tonnes) ? 0 : v.metal_tonnes});
            keys.push_back({tables->orebodies.rows[row].commodity, "", "", ""});
        }
        circled_ = std::make_unique<costmodel::AvailabilityCurve>(bodies, keys);
    }
    ui::orebodies(document_).circle(std::move(rows));
    refresh_headline();
}

void MapPage::add_layers(const QStringList& files) {
    auto made = std::make_shared<std::vector<io::MapLayer>>();
    job_.ask(
        [made, files, crs = document_.project().recipe.general.crs](base::Progress& progress) -> base::Expected<void> {
            for (const QString& file : files) {
                auto read = io::read_map_file(file.toStdString(), crs, progress);
                if (!read) return std::unexpected(read.error());
                for (io::MapLayer& layer : read->layers) made->push_back(std::move(layer));
            }
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) {
                Q_EMIT refused(ui::words(done.error()));
                return;
            }
            for (io::MapLayer& layer : *made) files_.push_back(std::move(layer));
            show_layers();
        });
}

void MapPage::remove_layers() {
    files_.clear();
    show_layers();
}

void MapPage::show_layers() { map_->set_layers(files_); }

void MapPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
}

void MapPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::pages
