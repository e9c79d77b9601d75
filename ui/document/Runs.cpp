#include "ui/document/Runs.h"

#include <algorithm>

#include "core/project/FlowStudy.h"

namespace orelens::ui {

Runs::Runs(project::Project& project) : project_(project) {
    pause_.setSingleShot(true);
    pause_.setInterval(250);
    connect(&pause_, &QTimer::timeout, this, &Runs::run_economics_if_stale);
    connect(&job_, &Job::progressed, this, &Runs::look_at_stage);
    connect(&job_, &Job::runningChanged, this, [this](bool running) {
        if (!running && !running_stage_.empty()) {
            running_stage_.clear();
            Q_EMIT stageChanged();
        }
        if (!running && edited_while_running_) pause_.start();
        edited_while_running_ = false;
        // Later: others have yet to hear that this one has ended.
        if (!running && !wanted_.empty()) QTimer::singleShot(0, this, &Runs::run_next);
    });
}

void Runs::run(const std::string& until) {
    if (!open_) return;
    if (running()) {
        if (std::ranges::find(wanted_, until) == wanted_.end()) wanted_.push_back(until);
        return;
    }
    auto work = std::make_shared<project::Project>(project_);
    const int generation = generation_;
    job_.start([work, until](base::Progress& progress) { return work->run(progress, until); },
               [this, work, generation](const base::Expected<void>& outcome) {
                   if (generation != generation_) return;
                   take_results(std::move(*work));
                   if (!outcome && outcome.error().kind != base::ErrorKind::cancelled)
                       Q_EMIT failed(outcome.error());
                   Q_EMIT finished(outcome.has_value());
               });
}

void Runs::run_next() {
    if (running() || wanted_.empty()) return;
    const std::string next = wanted_.front();
    wanted_.erase(wanted_.begin());
    run(next);
    if (!running() && !wanted_.empty()) QTimer::singleShot(0, this, &Runs::run_next);
}

void Runs::cancel() {
    wanted_.clear();
    job_.cancel();
}

void Runs::look_at_stage() {
    // The last of those told: stages say what they are doing before their parts do.
    std::string now;
    for (const base::Message& told : job_.told())
        for (const project::Stage& stage : project_.stages())
            if (told == base::both(stage.doing)) now = stage.id;
    if (now == running_stage_) return;
    running_stage_ = now;
    Q_EMIT stageChanged();
}

void Runs::take_results(project::Project&& ran) {
    const bool changed = ran.results.stamps != project_.results.stamps;
    project_.results = std::move(ran.results);
    project_.failures = std::move(ran.failures);
    project_.file_digests = std::move(ran.file_digests);
    project_.model_source = std::move(ran.model_source);
    project_.opening = std::move(ran.opening);
    Q_EMIT resultsTaken(changed);
}

void Runs::start_over(bool open) {
    cancel();
    ++generation_;
    open_ = open;
}

void Runs::recipe_edited() {
    edited_while_running_ = running();
    pause_.start();
}

void Runs::set_auto_economics(bool on) {
    auto_economics_ = on;
    if (on) pause_.start();
}

void Runs::run_economics_if_stale() {
    if (!auto_economics_ || !open_ || running() || (!project_.results.model() && !project::flow_study(project_.results))) return;
    std::vector<std::string> waiting = project_.stale();
    // A simulation's curves take as long as its realisations are many, pits as the model is large: they wait to
    // be asked for. Pits that nobody asks for cost nothing.
    bool more = std::erase(waiting, "uncertainty") > 0;
    if (project_.recipe.pits.use) more = std::erase(waiting, "pits") > 0 || more;
    if (!project_.scenarios.empty()) more = std::erase(waiting, "scenarios") > 0 || more;
    // Nor does a study of potential follow from prices: it waits likewise, where there is one.
    for (const char* stage : {"evidence", "potential", "targets"})
        if (std::erase(waiting, stage) > 0) more = true;
    const bool cheap = std::all_of(waiting.begin(), waiting.end(), [&](const std::string& stage) {
        return (stage == "evaluate" || stage == "pits" || stage == "scenarios" || stage == "scrap" || stage == "utilization") && project_.error(stage) == nullptr;
    });
    if (waiting.empty() || !cheap) return;
    const bool pits = std::ranges::find(waiting, "pits") != waiting.end();
    run(!more ? "" : pits ? "pits" : waiting.front());
}

}  // namespace orelens::ui
