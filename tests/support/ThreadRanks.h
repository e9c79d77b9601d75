// Ranks as threads of one program: what processes under mpirun do to each other, for tests of who does what.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/Ranks.h"

namespace orelens::testing {

/// Where the threads meet; a rank that has left lets the others know.
class ThreadHub {
  public:
    explicit ThreadHub(int size) : bytes_(static_cast<std::size_t>(size)), left_(static_cast<std::size_t>(size)) {}

    [[nodiscard]] int size() const { return static_cast<int>(bytes_.size()); }

    bool gather(int rank, std::byte* bytes, const std::vector<std::size_t>& ends, const std::function<bool()>& stop) {
        bytes_[static_cast<std::size_t>(rank)] = bytes;
        if (!wait(stop)) return false;
        for (std::size_t r = 0; r < bytes_.size(); ++r) {
            const std::size_t begin = r > 0 ? ends[r - 1] : 0;
            if (bytes_[r] != bytes) std::copy(bytes_[r] + begin, bytes_[r] + ends[r], bytes + begin);
        }
        return wait(stop);
    }

    void leave(int rank) {
        const std::lock_guard lock(guard_);
        left_[static_cast<std::size_t>(rank)] = true;
        came_.notify_all();
    }

  private:
    bool wait(const std::function<bool()>& stop) {
        std::unique_lock lock(guard_);
        const std::int64_t round = round_;
        if (++waiting_ == size()) {
            waiting_ = 0;
            ++round_;
            came_.notify_all();
            return true;
        }
        while (round_ == round) {
            came_.wait_for(lock, std::chrono::milliseconds(1));
            if (round_ == round && (stop() || std::ranges::find(left_, true) != left_.end())) return false;
        }
        return true;
    }

    std::mutex guard_;
    std::condition_variable came_;
    std::vector<std::byte*> bytes_;
    std::vector<bool> left_;
    int waiting_ = 0;
    std::int64_t round_ = 0;
};

class ThreadLink : public base::RankLink {
  public:
    ThreadLink(std::shared_ptr<ThreadHub> hub, int rank) : hub_(std::move(hub)), rank_(rank) {}
    ~ThreadLink() override { hub_->leave(rank_); }
    [[nodiscard]] int rank() const override { return rank_; }
    [[nodiscard]] int size() const override { return hub_->size(); }
    bool gather(std::byte* bytes, const std::vector<std::size_t>& ends, const std::function<bool()>& stop) override {
        return hub_->gather(rank_, bytes, ends, stop);
    }

  private:
    std::shared_ptr<ThreadHub> hub_;
    int rank_;
};

/// Runs `work` on every rank at a time, each with its work shared.
inline void on_ranks(int size, const std::function<void(base::Ranks&)>& work) {
    const auto hub = std::make_shared<ThreadHub>(size);
    std::vector<std::thread> threads;
    for (int r = 0; r < size; ++r)
        threads.emplace_back([&work, hub, r] {
            base::Ranks ranks(std::make_unique<ThreadLink>(hub, r));
            const base::SharedWork shared(ranks);
            work(ranks);
        });
    for (std::thread& one : threads) one.join();
}

}  // namespace orelens::testing
