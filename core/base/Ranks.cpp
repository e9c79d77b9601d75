#include "core/base/Ranks.h"

#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <string_view>
#include <utility>

namespace orelens::base {
namespace {

/// Carried at a time: a cancel waits for no more.
constexpr std::size_t most_bytes = std::size_t{1} << 26;

thread_local Ranks* shared_by = nullptr;

struct Header {
    std::uint64_t failed = 0, error_bytes = 0, state = 0;
};

void put(std::string& out, const std::string& text) {
    const std::uint64_t size = text.size();
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += text;
}
void put(std::string& out, const Message& message) {
    put(out, message.key);
    put(out, std::to_string(message.args.size()));
    for (const auto& [name, value] : message.args) {
        put(out, name);
        put(out, value);
    }
}
/// Any form that both sides know; all ranks are the same program.
std::string packed(const Error& error) {
    std::string out;
    put(out, std::to_string(static_cast<int>(error.kind)));
    put(out, error.what);
    put(out, error.fix);
    for (const std::string& text : {error.place.file, error.place.field, error.place.hole}) put(out, text);
    put(out, std::to_string(error.place.row));
    put(out, std::to_string(error.place.column));
    return out;
}

class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
    std::string text() {
        std::uint64_t size = 0;
        if (bytes_.size() < sizeof size) return "";
        std::memcpy(&size, bytes_.data(), sizeof size);
        bytes_.remove_prefix(sizeof size);
        const std::string out(bytes_.substr(0, size));
        bytes_.remove_prefix(std::min<std::size_t>(size, bytes_.size()));
        return out;
    }
    std::int64_t number() {
        const std::string digits = text();
        return digits.empty() ? 0 : std::stoll(digits);
    }
    Message message() {
        Message out(text());
        const std::int64_t args = number();
        for (std::int64_t n = 0; n < args && !bytes_.empty(); ++n) {
            std::string name = text();
            out.args.emplace_back(std::move(name), text());
        }
        return out;
    }
    Error error() {
        Error out;
        out.kind = static_cast<ErrorKind>(number());
        out.what = message();
        out.fix = message();
        for (std::string* one : {&out.place.file, &out.place.field, &out.place.hole}) *one = text();
        out.place.row = number();
        out.place.column = number();
        return out;
    }

  private:
    std::string_view bytes_;
};

/// What a rank tells of itself.
struct Card {
    char machine[64] = {};
    std::int64_t process = 0, cores = 0;
    std::uint64_t which = 0;  ///< of the machine's cores
};

Card own_card() {
    Card card;
    ::gethostname(card.machine, sizeof card.machine - 1);
    card.process = ::getpid();
    cpu_set_t set;
    CPU_ZERO(&set);
    card.cores = 1;
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return card;
    card.cores = std::max(1, CPU_COUNT(&set));
    card.which = std::hash<std::string_view>()({reinterpret_cast<const char*>(&set), sizeof set});
    return card;
}

bool alive(std::int64_t process) {
    return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

}  // namespace

std::size_t Shares::own() const {
    const std::size_t round = piece * static_cast<std::size_t>(size);
    const std::size_t before = static_cast<std::size_t>(rank) * piece, last = count % round;
    return count / round * piece + (last > before ? std::min(piece, last - before) : 0);
}

Ranks::Ranks(std::unique_ptr<RankLink> link) : link_(std::move(link)) {}

Shares Ranks::shares(std::size_t items) const {
    constexpr std::size_t rounds = 32, most = 4096;
    const auto each = static_cast<std::size_t>(size());
    return {items, std::clamp<std::size_t>(items / (each * rounds), 1, most), rank(), size()};
}

bool Ranks::carry(std::byte* bytes, const std::vector<std::size_t>& ends, const Progress& progress) {
    return link_->gather(bytes, ends, [&] { return progress.cancelled(); });
}

std::unexpected<Error> Ranks::broken(const Progress& progress) {
    broken_ = over_ = true;
    const int gone = lost();
    why_ = gone >= 0 || !progress.cancelled() ? lost_error(gone) : cancelled().error();
    return std::unexpected(why_);
}

Error Ranks::named(Error error, int rank) const {
    const std::string machine = seats_.empty() ? "" : seats_[static_cast<std::size_t>(rank)].machine;
    const auto in = [&](Language language) {
        return text(Message("ranks.failed", {{"rank", std::to_string(rank)},
                                             {"machine", machine},
                                             {"what", text(error.what, language)}}),
                    language);
    };
    error.what = both({in(Language::english), in(Language::chinese)});
    return error;
}

Expected<void> Ranks::agree(const Expected<void>& own, const Progress& progress, std::uint64_t state) {
    if (alone()) return own;
    if (over_) return std::unexpected(why_);
    if (progress.cancelled() || (!own && own.error().kind == ErrorKind::cancelled)) {
        // A signal to one is one to all, from whoever has started them: nobody waits.
        progress.cancel();
        return broken(progress);
    }
    const auto count = static_cast<std::size_t>(size()), here = static_cast<std::size_t>(rank());
    std::vector<Header> headers(count);
    const std::string told = own ? "" : packed(own.error());
    headers[here] = {own ? 0U : 1U, told.size(), state};
    std::vector<std::size_t> ends(count);
    for (std::size_t r = 0; r < count; ++r) ends[r] = (r + 1) * sizeof(Header);
    if (!carry(reinterpret_cast<std::byte*>(headers.data()), ends, progress)) return broken(progress);
    const auto failed = std::ranges::find_if(headers, [](const Header& h) { return h.failed != 0; });
    if (failed == headers.end()) {
        for (std::size_t r = 1; r < count; ++r)
            if (headers[r].state != headers[0].state) {
                over_ = true;
                why_ = named({ErrorKind::data, Message("ranks.differ"), {}, Message("ranks.differ_fix")}, static_cast<int>(r));
                return std::unexpected(why_);
            }
        return {};
    }
    std::size_t bytes = 0;
    for (std::size_t r = 0; r < count; ++r) ends[r] = bytes += headers[r].error_bytes;
    std::string errors(bytes, '\0');
    const auto begin_of = [&](std::size_t r) { return r > 0 ? ends[r - 1] : 0; };
    errors.replace(begin_of(here), told.size(), told);
    if (!carry(reinterpret_cast<std::byte*>(errors.data()), ends, progress)) return broken(progress);
    const auto error_of = [&](std::size_t r) {
        return std::string_view(errors).substr(begin_of(r), headers[r].error_bytes);
    };
    const auto first = static_cast<std::size_t>(failed - headers.begin());
    bool alike = true;
    for (std::size_t r = 0; r < count; ++r) alike = alike && error_of(r) == error_of(first);
    why_ = Unpacker(error_of(first)).error();
    if (!alike) why_ = named(std::move(why_), static_cast<int>(first));
    over_ = true;
    return std::unexpected(why_);
}

Expected<void> Ranks::gather(void* items, std::size_t bytes_each, const Shares& shares, const Progress& progress) {
    if (alone()) return {};
    if (over_) return std::unexpected(why_);
    const auto count = static_cast<std::size_t>(size());
    const std::size_t round = count * shares.piece;
    auto* bytes = static_cast<std::byte*>(items);
    std::vector<std::size_t> ends(count);
    for (std::size_t begin = 0; begin < shares.count; begin += round) {
        for (std::size_t r = 0; r < count; ++r)
            ends[r] = std::min(shares.count - begin, (r + 1) * shares.piece) * bytes_each;
        if (!carry(bytes + begin * bytes_each, ends, progress)) return broken(progress);
    }
    return {};
}

Expected<void> Ranks::gather_ranges(void* items, std::size_t bytes_each, const std::vector<std::size_t>& begins,
                                    const Progress& progress) {
    if (alone()) return {};
    if (over_) return std::unexpected(why_);
    std::vector<std::size_t> ends;
    for (std::size_t r = 1; r < begins.size(); ++r) ends.push_back((begins[r] - begins[0]) * bytes_each);
    if (!carry(static_cast<std::byte*>(items) + begins[0] * bytes_each, ends, progress)) return broken(progress);
    return {};
}

Expected<void> Ranks::send(int from, void* items, std::size_t bytes, const Progress& progress) {
    if (alone()) return {};
    if (over_) return std::unexpected(why_);
    for (std::size_t begin = 0; begin < bytes; begin += most_bytes) {
        const std::size_t some = std::min(most_bytes, bytes - begin);
        std::vector<std::size_t> ends(static_cast<std::size_t>(size()), some);
        for (int r = 0; r < from; ++r) ends[static_cast<std::size_t>(r)] = 0;
        if (!carry(static_cast<std::byte*>(items) + begin, ends, progress)) return broken(progress);
    }
    return {};
}

Expected<void> Ranks::meet(const Progress& progress) {
    const auto count = static_cast<std::size_t>(size()), here = static_cast<std::size_t>(rank());
    std::vector<Card> cards(count);
    cards[here] = own_card();
    std::vector<std::size_t> ends(count);
    for (std::size_t r = 0; r < count; ++r) ends[r] = (r + 1) * sizeof(Card);
    if (!alone() && !carry(reinterpret_cast<std::byte*>(cards.data()), ends, progress)) return broken(progress);
    cores_ = static_cast<int>(cards[here].cores);
    for (const Card& card : cards) {
        Seat seat{card.machine, card.process, 0, 0};
        for (const Card& other : cards) {
            const bool beside = std::string_view(other.machine) == card.machine;
            seat.on_machine += beside;
            seat.sharing += beside && other.which == card.which;
        }
        seats_.push_back(std::move(seat));
    }
    return {};
}

int Ranks::threads() const {
    if (seats_.empty()) return 1;
    return std::max(1, cores_ / seats_[static_cast<std::size_t>(rank())].sharing);
}

int Ranks::lost() const {
    if (seats_.empty()) return -1;
    const Seat& own = seats_[static_cast<std::size_t>(rank())];
    for (std::size_t r = 0; r < seats_.size(); ++r)
        if (seats_[r].machine == own.machine && !alive(seats_[r].process)) return static_cast<int>(r);
    return -1;
}

Error Ranks::lost_error(int rank) const {
    if (rank < 0) return {ErrorKind::internal, Message("ranks.lost_one"), {}, Message("ranks.lost_fix")};
    const Seat& seat = seats_[static_cast<std::size_t>(rank)];
    return {ErrorKind::internal,
            Message("ranks.lost", {{"rank", std::to_string(rank)},
                                   {"process", std::to_string(seat.process)},
                                   {"machine", seat.machine}}),
            {},
            Message("ranks.lost_fix")};
}

SharedWork::SharedWork(Ranks& ranks) : before_(std::exchange(shared_by, &ranks)) {}
SharedWork::~SharedWork() {
    shared_by = before_;
}

Ranks& ranks() {
    static Ranks one;
    return shared_by != nullptr ? *shared_by : one;
}

}  // namespace orelens::base
