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
#include <filesystem>
#include <set>
#include <utility>

#include "core/economics/Value.h"
#include "core/project/MapFiles.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/map/MapView.h"
#include "ui/panels/FlowChoice.h"
#include "ui/panels/FlowSliders.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/QuietCombo.h"

namespace orelens::pages {
namespace {

using costmodel::Orebody;

QString text_of(const std::string& text) { return QString::fromStdString(text); }

/// Those of the ground, then those of places.
std::vector<maps::MapState> states() {
    std::vector<maps::MapState> made = MapGround::states();
    for (maps::MapState& state : MapPlaces::states()) made.push_back(std::move(state));
    return made;
}

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
      ground_(document),
      places_(document),
      belt_(part_box("ui.orebodies.belt")),
      type_(part_box("ui.orebodies.type")),
      status_(part_box("ui.orebodies.status")),
      kind_(part_box("ui.mapplaces.kinds")),
      years_(new panels::FlowSliders(panels::FlowChoice::of(document), panels::FlowSliders::Shows::year)),
      place_bar_(new QWidget),
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
    place_bar_->setLayout(make_places_bar());
    told->addWidget(place_bar_);
    told->addWidget(map_, 1);
    headline_->setWordWrap(true);
    headline_->setContentsMargins(10, 4, 10, 2);
    headline_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(new panels::OlderNote(document_, {"orebodies", "cost_model", "orebody_verdicts", "flows", "scrap"}, answer));
    box->addWidget(answer, 1);
    box->addWidget(headline_);
    box->addWidget(slider_);
    slider_->set_headline(false);
    connect(slider_, &panels::PriceSlider::reshaped, this, [this] { slider_->setVisible(slider_->ready()); });
    for (QComboBox* part : {belt_, type_, status_}) connect(part, &QComboBox::activated, this, &MapPage::take_part);
    connect(map_, &maps::MapView::markChosen, this, &MapPage::choose);
    connect(map_, &maps::MapView::markOpened, this, [this](std::size_t mark) {
        if (!place_of(mark)) return;
        choose(mark);
        Q_EMIT placeOpened();
    });
    connect(map_, &maps::MapView::lassoChanged, this, &MapPage::circle);
    connect(&panels::FlowChoice::of(document_), &panels::FlowChoice::yearChanged, this, &MapPage::follow_year);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &MapPage::follow_price);
    connect(&ui::orebodies(document_), &ui::Orebodies::partChanged, this, &MapPage::refresh);
    connect(&ui::orebodies(document_), &ui::Orebodies::chosenChanged, this, [this] { map_->choose(ground_.chosen()); });
    // Another project: names that are the same are of other files, and what is being read is not for it.
    connect(&document_, &ui::Document::replaced, this, [this] {
        job_.drop();
        layers_shown_.clear();
        map_->set_layers({});
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
        menu->addAction(ui::words("ui.mappage.remove_layers"), this, &MapPage::remove_layers)->setEnabled(!map_->scene().layers().empty());
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

QLayout* MapPage::make_places_bar() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 4);
    row->setSpacing(6);
    row->addWidget(kind_);
    row->addWidget(years_, 1);
    connect(kind_, &QComboBox::activated, this, &MapPage::refresh);
    return row;
}

bool MapPage::answers(const ui::Document& document) {
    return MapGround::any(document) || MapPlaces::any(document);
}

bool MapPage::shows_ground() const {
    return MapGround::any(document_) && kind_->currentData().toString() != "places";
}

bool MapPage::shows_places() const {
    return MapPlaces::any(document_) && kind_->currentData().toString() != "ground";
}

void MapPage::refresh() {
    due_ = !isVisible();
    slider_->setVisible(slider_->ready());
    if (due_) return;
    follow_layers();
    fill_parts();
    fill_marks();
    refresh_headline();
}

void MapPage::fill_parts() {
    const bool ground = MapGround::any(document_), places = MapPlaces::any(document_);
    {
        const QSignalBlocker quiet(kind_);
        const QString chosen = ground && places ? kind_->currentData().toString() : QString();
        kind_->clear();
        for (const char* id : {"all", "ground", "places"}) kind_->addItem(ui::words((std::string("ui.mapplaces.kinds.") + id).c_str()), QString(id));
        kind_->setCurrentIndex(std::max(0, kind_->findData(chosen)));
    }
    kind_->setVisible(ground && places);
    place_bar_->setVisible(places);
    years_->setVisible(shows_places());
    for (QComboBox* part : {belt_, type_, status_}) part->setVisible(ground || !places);
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
    maps::MapMarks made;
    made.states = states();
    const std::string commodity = document_.price().commodity();
    made.marks = ground_.refresh(shows_ground());
    first_place_state_ = static_cast<std::uint8_t>(MapGround::states().size());
    places_.refresh(shows_places());
    for (maps::MapMark& mark : places_.marks(first_place_state_)) made.marks.push_back(std::move(mark));
    const bool ground = ground_.size() > 0, places = places_.size() > 0;
    made.amount_name = ui::words(!places ? "ui.mappage.metal" : ground ? "ui.mapplaces.amount" : "ui.mapplaces.amount_places", {{"commodity", commodity}});
    made.empty_note = !answers(document_) ? ui::words("ui.mappage.empty")
                      : shows_ground()    ? ui::words("ui.mappage.none", {{"commodity", commodity.empty() ? "–" : commodity}})
                                          : ui::words("ui.mapplaces.absent", {{"commodity", commodity.empty() ? "–" : commodity}});
    shown_price_ = document_.price().value();
    changed_marks_ = made.marks.size();
    map_->set_marks(std::move(made));
    map_->choose(ground_.chosen());
}

void MapPage::follow_year() {
    if (!isVisible()) {
        due_ = true;
        return;
    }
    if (!shows_places()) return;
    const std::size_t before = places_.size();
    places_.refresh(true);
    if (places_.size() != before) {
        fill_marks();
    } else {
        std::vector<std::pair<std::size_t, double>> amounts;
        for (std::size_t n = 0; n < places_.size(); ++n) amounts.emplace_back(ground_.size() + n, places_.in_use(n));
        map_->set_amounts(amounts);
        tell_places();
    }
    refresh_headline();
}

/// States and notes of the places at the price in hand.
void MapPage::tell_places() {
    std::vector<std::pair<std::size_t, std::uint8_t>> states;
    std::vector<std::pair<std::size_t, QString>> notes;
    for (std::size_t n = 0; n < places_.size(); ++n) {
        const std::size_t mark = ground_.size() + n;
        const auto now = static_cast<std::uint8_t>(first_place_state_ + places_.state(n));
        if (map_->scene().marks().marks[mark].state != now) states.emplace_back(mark, now);
        notes.emplace_back(mark, places_.note(n));
    }
    changed_marks_ += states.size();
    map_->set_notes(notes);
    if (!states.empty()) map_->set_states(states);
}

void MapPage::follow_price() {
    if (!isVisible()) {
        due_ = true;
        return;
    }
    const double price = document_.price().value();
    changed_marks_ = 0;
    if (price != shown_price_) {
        const auto changed = ground_.between(shown_price_, price);
        changed_marks_ = changed.size();
        if (!changed.empty()) map_->set_states(changed);
        if (shows_places()) tell_places();
    }
    shown_price_ = price;
    refresh_headline();
}

void MapPage::refresh_headline() {
    QString said = shows_ground() ? ground_.headline() : QString();
    const QString places = shows_places() ? places_.headline() : QString();
    if (!places.isEmpty()) said += (said.isEmpty() ? "" : "\n") + places;
    const ui::Standing& standing = document_.standing();
    headline_->setEnabled((!shows_ground() || ui::orebodies(document_).current()) &&
                          (places.isEmpty() || (standing.current("flows") && standing.current("scrap"))));
    headline_->setText(said);
    headline_->setVisible(!said.isEmpty());
}

std::optional<std::size_t> MapPage::place_of(std::size_t mark) const {
    if (mark < ground_.size() || mark >= ground_.size() + places_.size()) return std::nullopt;
    return mark - ground_.size();
}

void MapPage::choose(std::size_t mark) {
    if (const auto place = place_of(mark)) {
        places_.choose(*place);
        map_->choose(mark);
    } else if (mark < ground_.size()) {
        ground_.choose(mark);
        Q_EMIT orebodyChosen();
    }
}

void MapPage::circle() {
    ground_.circle(map_->lassoed());
    refresh_headline();
}

/// Read first: a file that is no map changes no recipe.
void MapPage::add_layers(const QStringList& files) {
    if (!document_.open()) document_.replace(project::Project(), QString());
    project::Recipe more = document_.project().recipe;
    std::vector<std::string> paths = project::map_files(more), added;
    for (const QString& file : files) added.push_back(file.toStdString());
    paths.insert(paths.end(), added.begin(), added.end());
    const auto text = project::map_files_text(more, paths);
    if (!text) {
        Q_EMIT refused(ui::words(text.error()));
        return;
    }
    more.general.map_files = *text;
    read_layers(more, [this, names = *text, added](const project::MapFilesRead& read) {
        const auto bad = std::ranges::find_if(read.findings, [&](const base::Finding& one) {
            return one.kind == "map_file" && std::ranges::find(added, one.file) != added.end();
        });
        if (bad != read.findings.end()) {
            Q_EMIT refused(QString::fromStdString(bad->file) + ": " + ui::words(bad->what));
            return false;
        }
        layers_shown_ = names;
        document_.edits().change_recipe(ui::plain_words("ui.mappage.add_layer").remove(QChar(0x2026)), {}, [&](project::Recipe& changed) { changed.general.map_files = names; });
        return true;
    });
}

void MapPage::remove_layers() {
    if (document_.open())
        document_.edits().change_recipe(ui::plain_words("ui.mappage.remove_layers"), {}, [](project::Recipe& changed) { changed.general.map_files.clear(); });
}

/// Those of the recipe, where others are shown. What cannot be read is said once and hides no other.
void MapPage::follow_layers() {
    const project::Recipe& recipe = document_.project().recipe;
    if (recipe.general.map_files == layers_shown_ && recipe.general.crs == layers_crs_) return;
    layers_shown_ = recipe.general.map_files;
    layers_crs_ = recipe.general.crs;
    if (layers_shown_.empty()) {
        map_->set_layers({});
        return;
    }
    read_layers(recipe, [this](const project::MapFilesRead& read) {
        for (const base::Finding& one : read.findings)
            if (one.kind == "map_file") Q_EMIT refused(QString::fromStdString(one.file) + ": " + ui::words(one.what));
        return true;
    });
}

void MapPage::read_layers(const project::Recipe& recipe, const std::function<bool(const project::MapFilesRead&)>& take) {
    auto made = std::make_shared<project::MapFilesRead>();
    job_.ask(
        [made, recipe](base::Progress& progress) -> base::Expected<void> {
            auto read = project::read_map_files(recipe, progress);
            if (!read) return std::unexpected(read.error());
            *made = std::move(*read);
            return {};
        },
        [this, made, take](const base::Expected<void>& done) {
            if (!done) {
                Q_EMIT refused(ui::words(done.error()));
                return;
            }
            if (take(*made)) map_->set_layers(std::move(made->layers));
        });
}

void MapPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
}

void MapPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::pages
