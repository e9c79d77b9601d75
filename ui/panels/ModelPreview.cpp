#include "ui/panels/ModelPreview.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/base/Units.h"
#include "core/blocks/Coarse.h"
#include "core/project/Pipeline.h"
#include "core/project/SizeLimit.h"
#include "ui/ColumnWords.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/WideList.h"
#include "ui/viewport/VtkView.h"

namespace orelens::panels {
namespace {

using base::Expected;

/// The first grade, else the first category, else anything.
std::string first_colour(const blocks::BlockModel& model) {
    std::string number, code;
    for (const blocks::ColumnInfo& info : model.columns()) {
        if (base::grade_unit(info.unit)) return info.name;
        (info.type == blocks::ColumnType::real ? number : code).assign(
            info.type == blocks::ColumnType::real ? (number.empty() ? info.name : number)
                                                  : (code.empty() ? info.name : code));
    }
    return code.empty() ? number : code;
}

Expected<void> read_model(const project::Recipe& recipe, ModelPreview::Drawn& into, base::Progress& progress) {
    base::Progress reading = progress.part(0, 0.9);
    auto import = io::import_model(recipe.model, recipe.economics.costs.density_t_per_m3, recipe.folder, reading);
    if (!import) return std::unexpected(import.error());
    into.grid = import->grid;
    into.report = std::move(import->report);
    into.findings = std::move(import->findings);
    into.factor = blocks::coarse_factor(import->model, ModelPreview::most_blocks);
    if (into.factor == 1) {
        into.model = std::make_shared<const blocks::BlockModel>(std::move(import->model));
    } else {
        auto coarse = blocks::coarsened(import->model, into.factor, progress.part(0.9, 1));
        if (!coarse) return std::unexpected(coarse.error());
        into.model = std::make_shared<const blocks::BlockModel>(std::move(*coarse));
    }
    into.colour = first_colour(*into.model);
    return {};
}

/// Seconds that the reading takes, or why it cannot be done on this machine.
Expected<double> time_for(const project::Recipe& recipe) {
    project::Project probe;
    probe.recipe = recipe;
    const project::Stage* stage = project::find_stage(probe.stages(), "model");
    if (stage == nullptr || !stage->size) return 0;
    const auto size = stage->size(probe);
    if (!size) return std::unexpected(size.error());
    if (auto fits = project::check_size(recipe, *size); !fits) return std::unexpected(fits.error());
    return size->seconds;
}

/// Millimetres where there are any.
QString metres_text(double value) {
    return ui::plain_number(value, std::abs(value - std::round(value)) < 5e-4 ? 0 : 3);
}
QString triple(const blocks::Vec3& values) {
    return metres_text(values[0]) + " × " + metres_text(values[1]) + " × " + metres_text(values[2]);
}

std::string count_text(std::int64_t count) {
    return ui::plain_number(static_cast<double>(count), 0).toStdString();
}

}  // namespace

ModelPreview::ModelPreview(QWidget* parent)
    : QWidget(parent),
      view_(new viewport::VtkView),
      columns_(ui::tell(new QComboBox, "ui.model.colour")),
      note_(new QLabel),
      facts_(new QLabel),
      read_(ui::tell(new QPushButton, "ui.model.read_now")) {
    columns_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    view_->setAccessibleName(ui::words("ui.model.preview"));
    view_->setToolTip(ui::words("ui.model.preview.tip"));
    for (QLabel* label : {note_, facts_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* top = new QHBoxLayout;
    top->addWidget(ui::label_for(columns_, "ui.model.colour"));
    top->addWidget(columns_, 1);
    auto* asked = new QHBoxLayout;
    asked->addWidget(note_, 1);
    asked->addWidget(read_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addLayout(top);
    box->addWidget(view_, 1);
    box->addLayout(asked);
    box->addWidget(facts_);
    connect(columns_, &QComboBox::currentIndexChanged, this, &ModelPreview::colour);
    connect(read_, &QPushButton::clicked, this, [this] {
        asked_ = true;
        start();
    });
    connect(&job_, &ui::Job::progressed, this, [this](double fraction, const QString&) {
        note_->setText(ui::words("ui.model.reading", {{"percent", std::to_string(static_cast<int>(100 * fraction))}}));
    });
    show_nothing();
}

ModelPreview::~ModelPreview() = default;

void ModelPreview::show_nothing() {
    again_ = false;
    job_.cancel();
    wanted_ = {};
    drawn_.reset();
    wanted_as_.clear();
    drawn_as_.clear();
    refused_.reset();
    waits_ = false;
    draw();
    tell();
}

void ModelPreview::show_model(const project::Recipe& recipe) {
    std::string as = project::recipe_to_json(recipe);
    if (as == (job_.running() ? wanted_as_ : drawn_as_)) return;
    if (wanted_.model.file != recipe.model.file) asked_ = false;
    wanted_ = recipe;
    wanted_as_ = std::move(as);
    start();
}

void ModelPreview::start() {
    if (job_.running()) {
        again_ = true;
        return job_.cancel();
    }
    again_ = false;
    refused_.reset();
    waits_ = false;
    const auto seconds = time_for(wanted_);
    if (!seconds || (*seconds > longest_s && !asked_)) {
        drawn_.reset();
        drawn_as_.clear();
        if (!seconds) refused_ = seconds.error();
        waits_ = seconds.has_value();
        seconds_ = seconds.value_or(0);
        draw();
        tell();
        Q_EMIT changed();
        return;
    }
    auto made = std::make_shared<Drawn>();
    job_.start([recipe = wanted_, made](base::Progress& progress) { return read_model(recipe, *made, progress); },
               [this, made](const Expected<void>& done) { take(done, made); });
    tell();
}

void ModelPreview::take(const Expected<void>& done, const std::shared_ptr<Drawn>& made) {
    if (again_) return start();
    const bool given_up = wanted_.model.file.empty();
    if (given_up || (!done && done.error().kind == base::ErrorKind::cancelled)) return tell();
    if (done) {
        drawn_ = made;
        drawn_as_ = wanted_as_;
        refused_.reset();
    } else {
        drawn_.reset();
        drawn_as_.clear();
        refused_ = done.error();
    }
    draw();
    tell();
    Q_EMIT changed();
}

void ModelPreview::wait() {
    while (job_.running()) job_.wait();  // another one may have followed
}

void ModelPreview::stop() {
    again_ = false;
    job_.cancel();
    wait();
}

void ModelPreview::draw() {
    scene::SceneData shown;
    if (drawn_) shown.model = drawn_->model;
    {
        const QSignalBlocker quiet(columns_);
        const QString before = columns_->currentData().toString();
        columns_->clear();
        if (drawn_)
            for (const blocks::ColumnInfo& info : drawn_->model->columns())
                columns_->addItem(ui::column_words(info.name), QString::fromStdString(info.name));
        const int kept = columns_->findData(before);
        if (drawn_)
            columns_->setCurrentIndex(
                kept >= 0 ? kept : std::max(0, columns_->findData(QString::fromStdString(drawn_->colour))));
    }
    columns_->setEnabled(columns_->count() > 0);
    show_names_whole(*columns_);
    view_->set_data(std::move(shown));
    colour();
}

void ModelPreview::colour() {
    scene::Look look;
    look.colour_by = scene::ColourBy::column;
    look.column = columns_->currentData().toString().toStdString();
    look.waste = scene::Waste::shown;
    look.axes = false;
    look.dark = ui::theme() == ui::Theme::dark;
    look.language = ui::language();
    view_->set_look(look);
}

QString ModelPreview::facts() const {
    if (!drawn_) return {};
    const blocks::GridGeometry& grid = drawn_->grid.geometry;
    QStringList lines;
    lines << ui::words("ui.model.facts.grid",
                       {{"blocks", count_text(drawn_->report.blocks)},
                        {"size", triple(grid.block_size).toStdString()},
                        {"cells", triple({static_cast<double>(grid.count[0]), static_cast<double>(grid.count[1]),
                                          static_cast<double>(grid.count[2])})
                                      .toStdString()}});
    const bool turned = grid.azimuth_deg != 0 || grid.dip_deg != 0 || grid.roll_deg != 0;
    // As far as centroids in millimetres tell it; 30 and not 29.9999.
    const auto angle = [](double value) {
        return QString::number(std::round(value * 1000) / 1000 + 0.0, 'g', 9).toStdString();
    };
    lines << (turned ? ui::words(drawn_->grid.turned ? "ui.model.facts.turn_found" : "ui.model.facts.turn",
                                 {{"azimuth", angle(grid.azimuth_deg)},
                                  {"dip", angle(grid.dip_deg)},
                                  {"roll", angle(grid.roll_deg)}})
                     : ui::words("ui.model.facts.not_turned"));
    lines << ui::words("ui.model.facts.origin", {{"x", metres_text(grid.origin[0]).toStdString()},
                                                 {"y", metres_text(grid.origin[1]).toStdString()},
                                                 {"z", metres_text(grid.origin[2]).toStdString()}});
    double worst = 0, share = 0;
    for (int a = 0; a < 3; ++a) {
        worst = std::max(worst, drawn_->grid.residual_m[a]);
        share = std::max(share, drawn_->grid.residual_m[a] / grid.block_size[a]);
    }
    lines << ui::words("ui.model.facts.residual",
                       {{"residual", base::number(worst, 2)}, {"percent", base::number(100 * share, 2)}});
    if (drawn_->grid.sub_blocked)
        lines << ui::words("ui.model.facts.sub_blocks",
                           {{"smallest", triple(drawn_->grid.smallest_m).toStdString()},
                            {"cells", count_text(drawn_->report.cells)}});
    if (drawn_->factor > 1)
        lines << ui::words("ui.model.facts.coarse", {{"count", std::to_string(drawn_->factor * drawn_->factor *
                                                                              drawn_->factor)}});
    return lines.join("\n");
}

void ModelPreview::tell() {
    facts_->setText(facts());
    facts_->setVisible(drawn_ != nullptr);
    read_->setVisible(waits_ && !job_.running());
    QString note;
    if (job_.running())
        note = ui::words("ui.model.reading", {{"percent", "0"}});
    else if (waits_)
        note = ui::words("ui.model.takes_long", {{"seconds", ui::plain_number(seconds_, 0).toStdString()}});
    else if (refused_)
        note = ui::words("ui.model.no_preview");
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

void ModelPreview::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        view_->setAccessibleName(ui::words("ui.model.preview"));
        view_->setToolTip(ui::words("ui.model.preview.tip"));
        for (int row = 0; row < columns_->count(); ++row)
            columns_->setItemText(row, ui::column_words(columns_->itemData(row).toString().toStdString()));
        show_names_whole(*columns_);
        tell();
    }
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) colour();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
