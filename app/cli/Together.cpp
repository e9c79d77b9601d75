#include "app/cli/Together.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "app/ranks/Module.h"
#include "core/base/Child.h"
#include "core/base/Memory.h"
#include "core/base/Parallel.h"

namespace orelens::cli {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// A number of the environment; −1 where there is none.
int number_of(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) return -1;
    const std::string_view digits(value);
    int number = -1;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc() ? number : -1;
}

class ModuleLink : public base::RankLink {
  public:
    explicit ModuleLink(const OrelensRanks& calls) : calls_(calls) {}
    ~ModuleLink() override {
        if (whole_) calls_.leave();
    }
    [[nodiscard]] int rank() const override { return calls_.rank; }
    [[nodiscard]] int size() const override { return calls_.size; }
    bool gather(std::byte* bytes, const std::vector<std::size_t>& ends, const std::function<bool()>& stop) override {
        const auto asked = [](void* of) { return (*static_cast<const std::function<bool()>*>(of))() ? 1 : 0; };
        whole_ = whole_ && calls_.gather(reinterpret_cast<char*>(bytes), ends.data(), asked,
                                         const_cast<std::function<bool()>*>(&stop)) == 0;
        return whole_;
    }

  private:
    OrelensRanks calls_;
    bool whole_ = true;
};

std::unexpected<base::Error> no_mpi(const std::string& reason) {
    return base::fail(ErrorKind::usage, Message("ranks.no_mpi", {{"reason", reason}}), {}, Message("ranks.no_mpi_fix"));
}

}  // namespace

Launched launched() {
    // Of Open MPI, of PMIx under Slurm, of PMI (MPICH, Slurm's pmi2).
    constexpr std::pair<const char*, const char*> names[] = {{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"},
                                                             {"PMI_SIZE", "PMI_RANK"}};
    for (const auto& [size, rank] : names)
        if (const int count = number_of(size); count > 0) return {count, std::max(0, number_of(rank))};
    // PMIx names the rank alone; how many there are, Slurm knows.
    if (const int rank = number_of("PMIX_RANK"); rank >= 0)
        return {std::max({1, rank + 1, number_of("SLURM_STEP_NUM_TASKS")}), rank};
    return {};
}

bool follows() {
    const Launched started = launched();
    return started.size > 1 && started.rank != 0;
}

Expected<std::unique_ptr<base::Ranks>> join_ranks(const Common& common, const base::Progress& progress) {
    const Launched started = launched();
    if (started.size == 1) return std::make_unique<base::Ranks>();
    const auto module = base::own_program("orelens-mpi.so");
    if (!module) return no_mpi(base::text(module.error().what, common.language));
    // Seen by all: MPI loads parts of itself that look for it.
    void* loaded = ::dlopen(module->c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (loaded == nullptr) return no_mpi(::dlerror());
    const auto join = reinterpret_cast<decltype(&orelens_join_ranks)>(::dlsym(loaded, "orelens_join_ranks"));
    OrelensRanks calls{};
    if (join == nullptr || join(&calls) != 0) return no_mpi(*module);
    // Each for itself: the launcher is of another MPI than the module.
    if (calls.size < started.size) return no_mpi(base::text("ranks.other_mpi", common.language));
    auto ranks = std::make_unique<base::Ranks>(std::make_unique<ModuleLink>(calls));
    if (auto met = ranks->meet(progress); !met) return std::unexpected(met.error());
    if (common.threads == 0) base::set_thread_limit(ranks->threads());
    base::share_machine(ranks->seats()[static_cast<std::size_t>(calls.rank)].on_machine);
    return ranks;
}

base::Error stopped(const base::Ranks& ranks) {
    const int gone = ranks.alone() ? -1 : ranks.lost();
    if (ranks.rank() != 0) {
        // Whoever looks for the rank that went first must still find this one.
        using namespace std::chrono_literals;
        std::this_thread::sleep_for(300ms);
    }
    return gone >= 0 ? ranks.lost_error(gone) : base::cancelled().error();
}

int own_exit_code(const base::Ranks& ranks, int code) {
    return ranks.rank() == 0 || !ranks.whole() ? code : static_cast<int>(ExitCode::done);
}

}  // namespace orelens::cli
