#include "ui/LatestJob.h"

#include <utility>

namespace orelens::ui {

LatestJob::LatestJob(QObject* parent) : QObject(parent) {}

void LatestJob::ask(Job::Work work, Job::Done done) {
    next_work_ = std::move(work);
    next_done_ = std::move(done);
    if (!job_.running()) return start();
    heard_ = false;
    job_.cancel();
}

void LatestJob::drop() {
    next_work_ = nullptr;
    heard_ = false;
    if (job_.running()) job_.cancel();
}

void LatestJob::wait() {
    while (busy()) job_.wait();
}

void LatestJob::start() {
    heard_ = true;
    const Job::Done done = std::exchange(next_done_, nullptr);
    job_.start(std::exchange(next_work_, nullptr), [this, done](const base::Expected<void>& result) {
        const bool wanted = heard_;
        if (next_work_) start();
        if (wanted && done) done(result);
    });
}

}  // namespace orelens::ui
