// Progress and cancel of long work. Pass `Progress&` down; call `report` often, stop when it returns false.
// The sink may be called from any thread; it must be quick.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "core/base/Text.h"

namespace orelens::base {

class Progress {
  public:
    using Sink = std::function<void(double fraction, const Message& stage)>;

    Progress() : cancelled_(std::make_shared<std::atomic<bool>>(false)) {}
    explicit Progress(Sink sink) : Progress() { sink_ = std::move(sink); }

    /// `fraction` in [0, 1] of this piece of work. Returns false when the work should stop.
    bool report(double fraction) const;
    bool report(double fraction, const Message& stage);

    void cancel() const { cancelled_->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool cancelled() const { return cancelled_->load(std::memory_order_relaxed); }

    /// A piece of this work that covers [from, to] of it and shares its cancel flag.
    [[nodiscard]] Progress part(double from, double to, Message stage = Message()) const;

  private:
    Sink sink_;
    Message stage_;
    double from_ = 0;
    double to_ = 1;
    std::shared_ptr<std::atomic<bool>> cancelled_;
};

}  // namespace orelens::base
