// Long work off the GUI thread: one at a time, with progress that is polled (never floods the event loop) and
// a cancel that the work sees at once.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

class QThread;
class QWidget;

namespace orelens::ui {

class Job : public QObject {
    Q_OBJECT
  public:
    using Work = std::function<base::Expected<void>(base::Progress&)>;
    using Done = std::function<void(const base::Expected<void>&)>;

    explicit Job(QObject* parent = nullptr);
    ~Job() override;  ///< cancels and waits

    [[nodiscard]] bool running() const { return thread_ != nullptr; }
    /// `done` is called on the GUI thread. Refused (false) while another work runs.
    bool start(Work work, Done done);
    void cancel();
    /// Serves events until the present work has ended.
    void wait();
    /// What the present or last work said it was doing, each once, in order.
    [[nodiscard]] std::vector<base::Message> told() const;

  Q_SIGNALS:
    void progressed(double fraction, const QString& stage);
    void runningChanged(bool running);

  private:
    struct Shared {
        std::mutex lock;
        double fraction = 0;
        base::Message stage;
        std::vector<base::Message> told;
    };
    void finish();

    QThread* thread_ = nullptr;
    base::Progress progress_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<std::optional<base::Expected<void>>> result_;
    Done done_;
    QTimer poll_;
};

/// Runs work (opening, saving, exporting) on a thread of its own with a modal progress box that appears only
/// when it takes long, and serves events until it has ended. `here`, when given, comes first and stays on
/// this thread, for drawing: each of its reports serves events. A cancel in either half is the outcome.
base::Expected<void> run_modal(QWidget* parent, const char* words_key, const Job::Work& work,
                               const Job::Work& here = nullptr);

}  // namespace orelens::ui
