#include "ui/document/SafeCopy.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/base/Guard.h"
#include "ui/Document.h"

namespace orelens::ui {
namespace {

constexpr const char* edits_name = "edits.json";
constexpr const char* results_name = "results.gpkg";
constexpr const char* lock_name = "lock";
constexpr int format = 1;

std::string inside(const QString& folder, const char* name) {
    return QDir(folder).filePath(name).toStdString();
}

std::string edits_text(const Document& document) {
    const project::Project& project = document.project();
    const nlohmann::json edits = {
        {"format", format},
        {"name", document.name().toStdString()},
        {"path", document.path().toStdString()},
        {"when", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString()},
        {"save_id", project.save_id},
        {"recipe_folder", project.recipe.folder},
        {"recipe", project::recipe_to_json(project.recipe)},
        {"approved", project.approved_findings},
        {"views", project::views_to_text(project.views)},
        {"scenarios", project::scenarios_to_text(project.scenarios)}};
    return edits.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Null where it is not there or not ours.
nlohmann::json read_edits(const QString& folder) {
    const auto text = base::read_text_file(inside(folder, edits_name));
    if (!text) return {};
    nlohmann::json edits = nlohmann::json::parse(*text, nullptr, false);
    if (!edits.is_object() || edits.value("format", nlohmann::json()) != format) return {};
    return edits;
}

/// Null while another program holds the folder. A lock whose program has died is no lock: QLockFile asks the
/// system.
std::unique_ptr<QLockFile> lock_of(const QString& folder) {
    auto lock = std::make_unique<QLockFile>(QDir(folder).filePath(lock_name));
    lock->setStaleLockTime(0);
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

/// Results of the copy, else of the project's own file. Absent where neither can be read.
std::optional<project::Project> kept_results(const LeftBehind& left, base::Progress& progress) {
    const std::string copy = inside(left.folder, results_name), file = left.path.toStdString();
    for (const std::string& from : {copy, file}) {
        if (!from.ends_with(".gpkg") || !QFileInfo::exists(QString::fromStdString(from))) continue;
        if (auto opened = project::open_project(from, progress)) return std::move(*opened);
        if (progress.cancelled()) break;
    }
    return std::nullopt;
}

base::Expected<Restored> restore_from(const LeftBehind& left, base::Progress& progress) {
    std::shared_ptr<QLockFile> claim = lock_of(left.folder);
    const nlohmann::json edits = claim ? read_edits(left.folder) : nlohmann::json();
    if (edits.is_null())
        return base::fail(base::ErrorKind::data, base::Message("ui.unsaved_work.damaged"),
                          {.file = inside(left.folder, edits_name)});
    auto recipe = project::recipe_from_json(edits.value("recipe", ""), inside(left.folder, edits_name));
    if (!recipe) return std::unexpected(recipe.error());
    recipe->folder = edits.value("recipe_folder", "");
    auto kept = kept_results(left, progress);
    if (progress.cancelled()) return base::cancelled();
    Restored restored{kept ? std::move(*kept) : project::Project(), left.path, left.results && !kept,
                      std::move(claim)};
    restored.project.recipe = std::move(*recipe);
    const auto approved = edits.value("approved", std::set<std::string>());
    for (const std::string& id : std::set(restored.project.approved_findings))
        if (!approved.contains(id)) restored.project.approve(id, false);
    for (const std::string& id : approved) restored.project.approve(id, true);
    // Of a copy that an older version left there are none.
    if (auto views = project::views_from_text(edits.value("views", "")); views && edits.contains("views"))
        restored.project.views = std::move(*views);
    if (auto scenarios = project::scenarios_from_text(edits.value("scenarios", ""));
        scenarios && edits.contains("scenarios"))
        restored.project.scenarios = std::move(*scenarios);
    // Of the project's own file, not of the copy: saving compares it with what stands there.
    restored.project.save_id = edits.value("save_id", "");
    restored.project.opened_from = left.path.toStdString();
    return restored;
}

}  // namespace

QString safe_copy_folder() {
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state)) state = QDir::home().filePath(".local/state");
    return QDir(state).filePath("orelens/unsaved");
}

std::vector<LeftBehind> left_behind(const QString& folder) {
    std::vector<LeftBehind> found;
    for (const QFileInfo& entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = entry.absoluteFilePath();
        if (!lock_of(path)) continue;
        const nlohmann::json edits = read_edits(path);
        if (edits.is_null()) continue;
        const auto text = [&](const char* key) { return QString::fromStdString(edits.value(key, "")); };
        found.push_back({path, text("name"), text("path"),
                         QDateTime::fromString(text("when"), Qt::ISODateWithMs).toLocalTime(),
                         QFileInfo::exists(QDir(path).filePath(results_name))});
    }
    std::ranges::sort(found, [](const LeftBehind& a, const LeftBehind& b) { return a.when > b.when; });
    return found;
}

base::Expected<Restored> restore(const LeftBehind& left, base::Progress& progress) {
    return base::guarded([&] { return restore_from(left, progress); });
}

void throw_away(const LeftBehind& left) {
    QDir(left.folder).removeRecursively();
}

SafeCopy::SafeCopy(Document& document, QString folder, SafeCopyTimes times)
    : document_(document), base_(std::move(folder)), times_(times) {
    pause_.setSingleShot(true);
    deadline_.setSingleShot(true);
    for (QTimer* timer : {&pause_, &deadline_})
        connect(timer, &QTimer::timeout, this, &SafeCopy::write_edits);
    connect(&document_, &Document::recipeChanged, this, &SafeCopy::edited);
    connect(&document_, &Document::approvalsChanged, this, &SafeCopy::edited);
    connect(&document_.edits(), &Edits::viewsChanged, this, &SafeCopy::edited);
    connect(&document_.edits(), &Edits::scenariosChanged, this, &SafeCopy::edited);
    connect(&document_, &Document::resultsChanged, this, &SafeCopy::results_changed);
    connect(&document_, &Document::modifiedChanged, this, &SafeCopy::settle);
    connect(&document_, &Document::replaced, this, [this] {
        start_over();
        results_changed();  // of what was read in and never saved
    });
}

SafeCopy::~SafeCopy() {
    disconnect(&document_, nullptr, this, nullptr);
    if (!document_.modified()) start_over();
    job_.reset();  // stops and waits
    remove_doomed();
}

QString SafeCopy::own_folder() const {
    return own_;
}

void SafeCopy::take_over(const LeftBehind& left, std::shared_ptr<QLockFile> claim) {
    taken_over_.emplace_back(left, std::move(claim));
    results_due_ = left.results;
    write_edits();
}

void SafeCopy::write_now() {
    write_edits();
    job_->wait();
}

void SafeCopy::edited() {
    if (!document_.modified()) return;
    pause_.start(times_.pause_ms);
    if (!deadline_.isActive()) deadline_.start(times_.at_most_ms);
}

void SafeCopy::results_changed() {
    if (!document_.results_unsaved()) return;
    results_due_ = true;
    edited();
}

/// The folder of this project, locked for as long as the program lives.
bool SafeCopy::ready() {
    if (!own_.isEmpty()) return true;
    const QString folder = QDir(base_).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces));
    const auto private_folder = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    std::unique_ptr<QLockFile> lock;
    if (QDir().mkpath(folder) && QFile::setPermissions(folder, private_folder)) lock = lock_of(folder);
    if (!lock) {
        report(base::fail(base::ErrorKind::file, base::Message("ui.unsaved_work.no_folder"),
                          {.file = folder.toStdString()}));
        return false;
    }
    own_ = folder;
    lock_ = std::move(lock);
    return true;
}

void SafeCopy::write_edits() {
    pause_.stop();
    deadline_.stop();
    if (!document_.modified() || !ready()) return;
    const auto outcome = base::write_text_file(inside(own_, edits_name), edits_text(document_));
    report(outcome);
    if (!outcome) return;
    if (results_due_) return write_results();
    if (job_->running()) return;
    let_go_of_older();
    Q_EMIT written();
}

void SafeCopy::write_results() {
    if (job_->running()) return;  // done again when it ends
    results_due_ = false;
    // A copy shares the results, so that what happens meanwhile does not reach it.
    auto copy = std::make_shared<project::Project>(document_.project());
    const std::string file = inside(own_, results_name);
    job_->start(
        [copy, file](base::Progress& progress) -> base::Expected<void> {
            // The copy is ours alone, whatever an earlier one of this project says.
            const project::SaveOptions ours{.replace_other = true, .overwrite_newer = true};
            auto saved = project::save_project(*copy, file, progress, ours);
            if (!saved) return std::unexpected(saved.error());
            return {};
        },
        [this, generation = generation_](const base::Expected<void>& outcome) {
            remove_doomed();
            if (generation != generation_) {
                if (results_due_) QTimer::singleShot(0, this, &SafeCopy::write_edits);
                return;
            }
            report(outcome);
            if (!outcome) return;
            // The words beside them must be there as well before anything older goes.
            QTimer::singleShot(0, this, &SafeCopy::write_edits);
        });
}

/// Nothing unsaved any more: nothing to keep.
void SafeCopy::settle() {
    if (!document_.modified()) start_over();
}

void SafeCopy::start_over() {
    ++generation_;
    pause_.stop();
    deadline_.stop();
    results_due_ = false;
    job_->cancel();
    let_go_of_older();
    if (own_.isEmpty()) return;
    QFile::remove(QDir(own_).filePath(edits_name));  // first: what has no words is offered to nobody
    lock_.reset();
    doomed_.push_back(std::exchange(own_, QString()));
    if (!job_->running()) remove_doomed();
}

void SafeCopy::let_go_of_older() {
    for (auto& [left, claim] : std::exchange(taken_over_, {})) {
        QFile::remove(QDir(left.folder).filePath(edits_name));
        claim.reset();
        throw_away(left);
    }
}

void SafeCopy::remove_doomed() {
    for (const QString& folder : std::exchange(doomed_, {})) QDir(folder).removeRecursively();
}

void SafeCopy::report(const base::Expected<void>& outcome) {
    if (outcome) {
        told_ = false;
        return;
    }
    if (outcome.error().kind == base::ErrorKind::cancelled || std::exchange(told_, true)) return;
    Q_EMIT failed(outcome.error());
}

}  // namespace orelens::ui
