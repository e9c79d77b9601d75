// Several processes that make one result together ("ranks", on one machine or many): each takes the same cheap steps
// alike, of a long loop only its own part, and the parts are gathered so that every one holds the whole. For loops over
// leaves and nodes, whose results do not depend on who computes them. Who starts the processes and carries the bytes
// stands behind RankLink; without one there is one rank and nothing is carried.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::base {

/// How bytes get from one rank to the others. Calls come from one thread, in the same order on every rank.
class RankLink {
  public:
    virtual ~RankLink() = default;
    [[nodiscard]] virtual int rank() const = 0;
    [[nodiscard]] virtual int size() const = 0;
    /// Bytes [ends[r − 1], ends[r]) of `bytes` come from rank r (ends[−1] = 0) and are there on it already; afterwards
    /// all are there on every rank. False: `stop` said so, or a rank is gone. Nothing can be gathered after that.
    virtual bool gather(std::byte* bytes, const std::vector<std::size_t>& ends, const std::function<bool()>& stop) = 0;
};

/// Which items of a long loop each rank does: pieces in a row, dealt out in turn, so that a part of the deposit where
/// the work is hard is not one rank's alone.
struct Shares {
    std::size_t count = 0, piece = 1;
    int rank = 0, size = 1;
    [[nodiscard]] std::size_t own() const;  ///< items of this rank
    /// The n-th of them, ascending.
    [[nodiscard]] std::size_t item(std::size_t n) const {
        return (n / piece * static_cast<std::size_t>(size) + static_cast<std::size_t>(rank)) * piece + n % piece;
    }
    [[nodiscard]] bool mine(std::size_t at) const {
        return at / piece % static_cast<std::size_t>(size) == static_cast<std::size_t>(rank);
    }
};

class Ranks {
  public:
    Ranks() = default;  ///< one process
    explicit Ranks(std::unique_ptr<RankLink> link);
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    [[nodiscard]] int rank() const { return link_ ? link_->rank() : 0; }
    [[nodiscard]] int size() const { return link_ ? link_->size() : 1; }
    [[nodiscard]] bool alone() const { return size() == 1; }
    [[nodiscard]] Shares shares(std::size_t items) const;

    /// The end of a step in which ranks may fail each for itself. Where all are well and hold the same `state`: nothing.
    /// Else the same error on every rank: the one that all have, or that of the first that failed, with its number and
    /// machine; and from then on every call gives it again, so that no rank waits for one that has left.
    Expected<void> agree(const Expected<void>& own, const Progress& progress, std::uint64_t state = 0);

    /// Items of `bytes_each` bytes, of which each rank has made its shares: afterwards all are there. To be called
    /// after a step that was agreed on. Error: cancelled; a rank is gone.
    Expected<void> gather(void* items, std::size_t bytes_each, const Shares& shares, const Progress& progress);
    /// The same where each rank has made one range, [begins[r], begins[r + 1]).
    Expected<void> gather_ranges(void* items, std::size_t bytes_each, const std::vector<std::size_t>& begins,
                                 const Progress& progress);
    /// Items that one rank has made, to all.
    Expected<void> send(int from, void* items, std::size_t bytes, const Progress& progress);

    /// Machine and process of each rank; found out together at the start. Error: cancelled; a rank is gone.
    struct Seat {
        std::string machine;
        std::int64_t process = 0;
        int sharing = 1;  ///< ranks of this machine that run on the same cores
        int on_machine = 1;
    };
    Expected<void> meet(const Progress& progress);
    [[nodiscard]] const std::vector<Seat>& seats() const { return seats_; }
    /// Threads that this rank should use: its cores, by the ranks that share them; at least 1.
    [[nodiscard]] int threads() const;
    /// A rank whose process is not there any more, as far as this machine can tell; −1 = none seen.
    [[nodiscard]] int lost() const;
    /// What to say of a rank that is gone.
    [[nodiscard]] Error lost_error(int rank) const;
    /// Whether the ranks can still reach each other.
    [[nodiscard]] bool whole() const { return !broken_; }

  private:
    bool carry(std::byte* bytes, const std::vector<std::size_t>& ends, const Progress& progress);
    std::unexpected<Error> broken(const Progress& progress);
    [[nodiscard]] Error named(Error error, int rank) const;

    std::unique_ptr<RankLink> link_;
    std::vector<Seat> seats_;
    int cores_ = 1;
    bool broken_ = false, over_ = false;
    Error why_;
};

/// Long loops that this thread starts are shared by these ranks while the object lives; nothing else of the program
/// knows of them, and loops of other threads are their own.
class SharedWork {
  public:
    explicit SharedWork(Ranks& ranks);
    ~SharedWork();
    SharedWork(const SharedWork&) = delete;
    SharedWork& operator=(const SharedWork&) = delete;

  private:
    Ranks* before_;
};

/// The ranks of this thread's work; one process where nobody shares it.
Ranks& ranks();

}  // namespace orelens::base
