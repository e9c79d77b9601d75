#include "ui/Document.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QSignalBlocker>

#include "core/base/Memory.h"
#include "ui/Words.h"

namespace orelens::ui {

Document::Document(QObject* parent)
    : QObject(parent),
      standing_(project_),
      edits_(project_),
      price_(project_, standing_, edits_.undo_stack()),
      selection_(project_),
      filter_(project_, price_),
      runs_(project_),
      potential_(project_) {
    // The price follows before anybody hears of the new recipe, so that nobody sees one without the other.
    connect(&edits_, &Edits::recipeChanged, this, [this] {
        standing_.renew();
        price_.follow_recipe(edits_.price_stays());
        potential_.follow_recipe();
        Q_EMIT recipeChanged();
        Q_EMIT modifiedChanged();
        runs_.recipe_edited();
    });
    connect(&edits_, &Edits::approvalsChanged, this, [this] {
        standing_.renew();
        Q_EMIT approvalsChanged();
        Q_EMIT modifiedChanged();
    });
    connect(&edits_, &Edits::viewsChanged, this, &Document::modifiedChanged);
    connect(&edits_, &Edits::scenariosChanged, this, [this] {
        standing_.renew();
        Q_EMIT scenariosChanged();
        Q_EMIT modifiedChanged();
    });
    connect(&price_, &PriceInHand::allPricesChanged, this, [this] { filter_.follow_results(); });
    connect(&runs_, &Runs::resultsTaken, this, [this](bool changed) {
        results_unsaved_ = results_unsaved_ || changed;
        standing_.renew();
        selection_.follow_results();
        price_.follow_results();
        filter_.follow_results();
        potential_.follow_results();
        Q_EMIT resultsChanged();
        Q_EMIT modifiedChanged();
    });
    for (const auto signal : {&Document::replaced, &Document::recipeChanged, &Document::resultsChanged,
                              &Document::approvalsChanged, &Document::scenariosChanged})
        connect(this, signal, this, &Document::stateChanged);
    connect(&runs_.job(), &Job::runningChanged, this, &Document::stateChanged);
    // Files change in other programs: they are looked at when the user comes back from one.
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive) look_at_files();
    });
}

Document::~Document() {
    // Its parts still speak while they go (an undo stack empties itself), but nobody may ask them any more.
    blockSignals(true);
}

QString Document::name() const {
    const std::string& stated = project_.recipe.general.name;
    if (!stated.empty() && stated != project::GeneralRule{}.name) return QString::fromStdString(stated);
    return path_.isEmpty() ? words("ui.untitled") : QFileInfo(path_).completeBaseName();
}

bool Document::modified() const {
    return open_ && (results_unsaved_ || project_.approved_findings != saved_approvals_ ||
                     project_.views != saved_views_ || project_.scenarios != saved_scenarios_ ||
                     project::recipe_to_json(project_.recipe) != saved_recipe_);
}

void Document::look_at_files() {
    if (!open_ || runs_.running() || !standing_.renew()) return;
    Q_EMIT standingChanged();
    Q_EMIT stateChanged();
}

void Document::forget_changes() {
    saved_recipe_ = project::recipe_to_json(project_.recipe);
    saved_approvals_ = project_.approved_findings;
    saved_views_ = project_.views;
    saved_scenarios_ = project_.scenarios;
    results_unsaved_ = false;
}

void Document::start_over(project::Project project, const QString& path, bool open, bool unsaved) {
    runs_.start_over(open);
    edits_.undo_stack().clear();
    project_ = std::move(project);
    path_ = path;
    open_ = open;
    forget_changes();
    results_unsaved_ = unsaved;  // before anybody hears of it
    standing_.renew();
    price_.start_over();
    selection_.clear();
    filter_.start_over();
    {
        // Told with `replaced`: the view is shown before it is given data.
        const QSignalBlocker quiet(potential_);
        potential_.start_over();
    }
    Q_EMIT replaced();
    Q_EMIT modifiedChanged();
    base::release_memory();  // the view has let go of the project before
}

void Document::replace(project::Project project, const QString& path) {
    start_over(std::move(project), path, true, false);
}

void Document::replace_unsaved(project::Project project, const QString& path) {
    start_over(std::move(project), path, true, true);
}

void Document::close() {
    start_over(project::Project(), {}, false, false);
}

void Document::saved_as(const QString& path, const std::string& save_id) {
    path_ = path;
    project_.save_id = save_id;
    forget_changes();
    Q_EMIT modifiedChanged();
}

base::Expected<void> Document::take_price() {
    if (!price_.all_prices())
        return edits_.take_price("commodity." + price_.commodity() + ".price", price_.value());
    const double factor = price_.factor();
    edits_.take_prices(words("ui.edit.prices"), [factor](project::Recipe& recipe) {
        for (auto& [name, commodity] : recipe.commodity) commodity.price *= factor;
    });
    return {};
}

double Document::price_of(const std::string& commodity) const {
    if (commodity == price_.commodity()) return price_.value();
    const auto found = project_.recipe.commodity.find(commodity);
    const double stated = found == project_.recipe.commodity.end() ? 0 : found->second.price;
    return price_.all_prices() ? stated * price_.factor() : stated;
}

base::Expected<void> Document::set_price(const std::string& commodity, double quoted, bool dragging) {
    // What is typed is the price that is seen.
    const double by = price_.all_prices() && price_.factor() > 0 ? price_.factor() : 1;
    if (commodity != price_.commodity()) return edits_.set_param("commodity." + commodity + ".price", quoted / by);
    price_.set(quoted, dragging);
    return {};
}

}  // namespace orelens::ui
