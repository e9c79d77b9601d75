#include "ui/Job.h"

#include <QApplication>
#include <QCoreApplication>
#include <QEvent>
#include <QEventLoop>
#include <QProgressBar>
#include <QProgressDialog>
#include <QPushButton>
#include <QThread>
#include <algorithm>

#include "core/base/Guard.h"
#include "ui/Words.h"

namespace orelens::ui {
namespace {

constexpr double drawing_share = 0.5;

/// Until the box is there, which then does it: the keyboard and the mouse reach nobody, so that nothing begins a
/// second time what is being done.
class Gate : public QObject {
  public:
    explicit Gate(const QWidget& box) : box_(box) { qApp->installEventFilter(this); }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (box_.isVisible()) return QObject::eventFilter(watched, event);
        switch (event->type()) {
            case QEvent::Close:
                if (!event->spontaneous()) break;
                [[fallthrough]];
            case QEvent::KeyPress:
            case QEvent::KeyRelease:
            case QEvent::Shortcut:
            case QEvent::ShortcutOverride:
            case QEvent::MouseButtonPress:
            case QEvent::MouseButtonDblClick:
            case QEvent::Wheel:
            case QEvent::ContextMenu:
            case QEvent::DragEnter:
            case QEvent::Drop:
                event->ignore();
                return true;
            default:
                break;
        }
        return QObject::eventFilter(watched, event);
    }

  private:
    const QWidget& box_;
};

}  // namespace

Job::Job(QObject* parent) : QObject(parent) {
    poll_.setInterval(50);
    connect(&poll_, &QTimer::timeout, this, [this] {
        double fraction = 0;
        base::Message stage;
        {
            // Who hears of it may ask for more, which takes the lock, too.
            const std::lock_guard hold(shared_->lock);
            fraction = shared_->fraction;
            stage = shared_->stage;
        }
        Q_EMIT progressed(fraction, stage.empty() ? QString() : words(stage));
    });
}

Job::~Job() {
    if (!thread_) return;
    cancel();
    thread_->wait();
    delete thread_;
}

bool Job::start(Work work, Done done) {
    if (thread_) return false;
    shared_ = std::make_shared<Shared>();
    result_ = std::make_shared<std::optional<base::Expected<void>>>();
    done_ = std::move(done);
    progress_ = base::Progress([shared = shared_](double fraction, const base::Message& stage) {
        const std::lock_guard hold(shared->lock);
        shared->fraction = fraction;
        if (stage.empty() || stage == shared->stage) return;
        shared->stage = stage;
        if (std::ranges::find(shared->told, stage) == shared->told.end()) shared->told.push_back(stage);
    });
    thread_ = QThread::create([work = std::move(work), progress = progress_, result = result_]() mutable {
        *result = base::guarded([&] { return work(progress); });
    });
    connect(thread_, &QThread::finished, this, &Job::finish);
    poll_.start();
    thread_->start();
    Q_EMIT runningChanged(true);
    return true;
}

void Job::cancel() {
    if (thread_) progress_.cancel();
}

void Job::wait() {
    if (!thread_) return;
    QEventLoop loop;
    connect(this, &Job::runningChanged, &loop, &QEventLoop::quit);
    loop.exec();
}

std::vector<base::Message> Job::told() const {
    if (!shared_) return {};
    const std::lock_guard hold(shared_->lock);
    return shared_->told;
}

void Job::finish() {
    poll_.stop();
    thread_->wait();
    thread_->deleteLater();
    thread_ = nullptr;
    const Done done = std::exchange(done_, nullptr);
    const auto result = std::exchange(result_, nullptr);
    if (done) done(result->value());
    Q_EMIT runningChanged(running());
}

base::Expected<void> run_modal(QWidget* parent, const char* words_key, const Job::Work& work,
                               const Job::Work& here) {
    Job job;
    base::Expected<void> outcome = base::cancelled();
    QProgressDialog box(parent);
    const Gate gate(box);
    box.setWindowTitle(words(words_key));
    box.setLabelText(words(words_key));
    box.setWindowModality(Qt::ApplicationModal);
    box.setMinimumDuration(400);
    box.setRange(0, 1000);
    auto* stop = new QPushButton(&box);
    tell(stop, "ui.cancel");
    box.setCancelButton(nullptr);  // the one it is made with keeps the Escape key
    box.setCancelButton(stop);
    if (auto* bar = box.findChild<QProgressBar*>()) bar->setTextVisible(false);
    box.setValue(0);
    const double share_here = here ? drawing_share : 0;
    const auto show = [&](double fraction, const QString& stage) {
        box.setValue(std::min(999, static_cast<int>(fraction * 1000)));
        if (!stage.isEmpty()) box.setLabelText(stage);
    };
    if (here) {
        base::Progress drawing([&](double fraction, const base::Message& stage) {
            if (!box.wasCanceled()) show(fraction * share_here, stage.empty() ? QString() : words(stage));
            QCoreApplication::processEvents();
        });
        QObject::connect(&box, &QProgressDialog::canceled, &job, [&] { drawing.cancel(); });
        outcome = base::guarded([&] { return here(drawing); });
        QObject::disconnect(&box, &QProgressDialog::canceled, &job, nullptr);
        if (outcome && box.wasCanceled()) outcome = base::cancelled();
        if (!outcome) return outcome;
    }
    QEventLoop loop;
    QObject::connect(&job, &Job::progressed, &box, [&](double fraction, const QString& stage) {
        show(share_here + (1 - share_here) * fraction, stage);
    });
    QObject::connect(&box, &QProgressDialog::canceled, &job, &Job::cancel);
    job.start(work, [&](const base::Expected<void>& result) {
        outcome = result;
        loop.quit();
    });
    loop.exec();
    box.reset();
    return outcome;
}

}  // namespace orelens::ui
