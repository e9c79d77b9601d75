// The runs of the open project: off the GUI thread on a copy, whose results replace the old ones only when it
// has ended. Economics run by themselves after an edit when nothing slower is out of date.
#pragma once

#include <QObject>
#include <QTimer>

#include "core/project/Pipeline.h"
#include "ui/Job.h"

namespace orelens::ui {

class Runs : public QObject {
    Q_OBJECT
  public:
    /// Puts results into `project`, which must outlive the runs.
    explicit Runs(project::Project& project);

    [[nodiscard]] Job& job() { return job_; }
    [[nodiscard]] bool running() const { return job_.running(); }
    /// The stage that runs now; empty while none does.
    [[nodiscard]] const std::string& running_stage() const { return running_stage_; }
    /// Everything that is out of date; while a run is under way, once that has ended.
    /// `until` limits it to that stage and what it rests on; empty = all.
    void run(const std::string& until = "");
    /// The run under way, and those that wait for it.
    void cancel();
    void set_auto_economics(bool on);
    [[nodiscard]] bool auto_economics() const { return auto_economics_; }

    /// Another project is there, or none (`open` false): a run of the old one is stopped and thrown away.
    void start_over(bool open);
    /// The recipe was edited: economics may have to run again.
    void recipe_edited();

  Q_SIGNALS:
    /// Another stage runs now, or none.
    void stageChanged();
    /// Results were put into the project; `changed` when they are others than before.
    void resultsTaken(bool changed);
    void finished(bool ok);
    void failed(const orelens::base::Error& error);

  private:
    void take_results(project::Project&& ran);
    void look_at_stage();
    void run_economics_if_stale();
    void run_next();

    project::Project& project_;
    bool open_ = false;
    bool auto_economics_ = true;
    bool edited_while_running_ = false;
    int generation_ = 0;
    std::vector<std::string> wanted_;  ///< asked for while a run was under way
    std::string running_stage_;
    QTimer pause_;  ///< after an edit, so that a spin is one run
    Job job_;
};

}  // namespace orelens::ui
