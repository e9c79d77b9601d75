// Work that follows a hand: of several wishes in quick succession only the last one is done; what runs for an earlier
// one is cancelled and its answer is not heard.
#pragma once

#include "ui/Job.h"

namespace orelens::ui {

class LatestJob : public QObject {
    Q_OBJECT
  public:
    explicit LatestJob(QObject* parent = nullptr);
    /// `done` on the GUI thread, and only where no other wish has come since.
    void ask(Job::Work work, Job::Done done);
    /// Nothing is wanted any more.
    void drop();
    [[nodiscard]] bool busy() const { return job_.running() || next_work_; }
    /// Serves events until nothing is wanted.
    void wait();

  private:
    void start();

    Job job_;
    Job::Work next_work_;
    Job::Done next_done_;
    bool heard_ = true;  ///< whether the answer of what runs is wanted still
};

}  // namespace orelens::ui
