#include "core/scenarios/Parcel.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/Elevation.h"
#include "core/economics/Evaluated.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"

namespace orelens::scenarios {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;
using economics::PriceDeck;
using economics::Status;

constexpr std::size_t leaves_per_piece = 256;

/// What a block is at the price of the deck.
enum class Standing { usable, not_usable, no_grade, excluded };

struct Reader {
    economics::GradeColumns grades;
    economics::BlockTonnes tonnes;
    economics::Elevation elevation;
    std::vector<const float*> even;
    blocks::IntegerLeaves status;
    double price = 0, reference_m = 0;

    [[nodiscard]] Standing standing(std::size_t leaf, int at) const {
        const auto price_of_block = static_cast<double>(even[leaf][at]);
        if (!std::isnan(price_of_block)) return price_of_block <= price ? Standing::usable : Standing::not_usable;
        return status[leaf][at] == static_cast<std::int32_t>(Status::excluded) ? Standing::excluded
                                                                                : Standing::no_grade;
    }
};

Expected<Reader> reader_of(const BlockModel& model, const PriceDeck& deck) {
    if (const auto state = economics::evaluated(&model, deck); state != economics::Evaluated::yes)
        return base::fail(base::ErrorKind::usage, economics::why_not(state));
    auto grades = economics::GradeColumns::of_deck(model, deck);
    if (!grades) return std::unexpected(grades.error());
    const economics::Commodity& main = *economics::main_commodity(deck);
    return Reader{std::move(*grades),
                  economics::BlockTonnes(model, deck.costs),
                  economics::Elevation(model.geometry()),
                  model.real_leaves(economics::break_even_column(main.name, deck.test)),
                  model.integer_leaves(economics::status_column),
                  main.price,
                  deck.costs.reference_elevation_m};
}

bool takes(Standing standing, Take take) {
    if (standing == Standing::no_grade || standing == Standing::excluded) return false;
    if (take == Take::usable) return standing == Standing::usable;
    return take != Take::not_usable || standing == Standing::not_usable;
}

/// Sums of a part of the blocks.
struct Part {
    Parcel shares;
    std::vector<double> metal;
    std::vector<std::int64_t> known;
    double depth = 0;  // tonnes · metres below the reference

    explicit Part(std::size_t commodities) : metal(commodities, 0), known(commodities, 0) {
        shares.unassayed.resize(commodities);
    }
    void add(const Reader& reader, const blocks::Leaf& leaf, std::size_t n, int at, Take take, double* fractions);
    void add(const Part& other);
};

void count(Share& share, double tonnes) {
    ++share.blocks;
    share.tonnes += tonnes;
}
void count(Share& share, const Share& other) {
    share.blocks += other.blocks;
    share.tonnes += other.tonnes;
}

void Part::add(const Reader& reader, const blocks::Leaf& leaf, std::size_t n, int at, Take take, double* fractions) {
    const double tonnes = reader.tonnes(n, at);
    const Standing standing = reader.standing(n, at);
    count(standing == Standing::usable       ? shares.usable
          : standing == Standing::not_usable ? shares.not_usable
          : standing == Standing::no_grade   ? shares.no_grade
                                             : shares.excluded,
          tonnes);
    if (!takes(standing, take)) return;
    count(shares.taken, tonnes);
    if (reader.tonnes.varies() && !(reader.tonnes.density(n, at) >= 0)) count(shares.density_stated, tonnes);
    reader.grades.fractions(n, at, fractions);
    for (std::size_t c = 0; c < metal.size(); ++c) {
        if (std::isnan(fractions[c])) {
            count(shares.unassayed[c], tonnes);
        } else {
            ++known[c];
            metal[c] += tonnes * fractions[c];
        }
    }
    depth += tonnes * std::fmax(0.0, reader.reference_m - reader.elevation(leaf.index(at)));
}

void Part::add(const Part& other) {
    count(shares.taken, other.shares.taken);
    count(shares.density_stated, other.shares.density_stated);
    count(shares.usable, other.shares.usable);
    count(shares.not_usable, other.shares.not_usable);
    count(shares.no_grade, other.shares.no_grade);
    count(shares.excluded, other.shares.excluded);
    for (std::size_t c = 0; c < metal.size(); ++c) {
        count(shares.unassayed[c], other.shares.unassayed[c]);
        metal[c] += other.metal[c];
        known[c] += other.known[c];
    }
    depth += other.depth;
}

Parcel finish(Part part, double reference_m) {
    Parcel parcel = std::move(part.shares);
    const double tonnes = parcel.taken.tonnes;
    for (std::size_t c = 0; c < part.metal.size(); ++c)
        parcel.fractions.push_back(part.known[c] > 0 && tonnes > 0 ? part.metal[c] / tonnes : std::nan(""));
    parcel.elevation_m = tonnes > 0 ? reference_m - part.depth / tonnes : reference_m;
    return parcel;
}

}  // namespace

Expected<Parcel> parcel_of(const BlockModel& model, const PriceDeck& deck, const blocks::BlockMask* set, Take take,
                           const base::Progress& progress) {
    const auto reader = reader_of(model, deck);
    if (!reader) return std::unexpected(reader.error());
    const std::size_t leaves = model.leaf_count(), commodities = deck.commodities.size();
    if (set != nullptr && set->leaf.size() != leaves)
        return base::fail(base::ErrorKind::usage, Message("economics.other_mask"));
    std::vector<Part> parts(leaves / leaves_per_piece + 1, Part(commodities));
    const bool whole =
        base::parallel_pieces(leaves, leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            std::vector<double> fractions(commodities);
            Part& part = parts[begin / leaves_per_piece];
            for (std::size_t n = begin; n < end; ++n)
                for (int at = 0; at < 512; ++at)
                    if (model.leaf(n).is_active(at) && (set == nullptr || set->has(n, at)))
                        part.add(*reader, model.leaf(n), n, at, take, fractions.data());
        });
    if (!whole) return base::cancelled();
    Part all(commodities);
    for (const Part& part : parts) all.add(part);
    return finish(std::move(all), deck.costs.reference_elevation_m);
}

Expected<blocks::BlockMask> taken_blocks(const BlockModel& model, const PriceDeck& deck, const blocks::BlockMask* set,
                                         Take take, const base::Progress& progress) {
    const auto reader = reader_of(model, deck);
    if (!reader) return std::unexpected(reader.error());
    const std::size_t leaves = model.leaf_count();
    if (set != nullptr && set->leaf.size() != leaves)
        return base::fail(base::ErrorKind::usage, Message("economics.other_mask"));
    blocks::BlockMask taken;
    taken.leaf.resize(leaves);
    const bool whole =
        base::parallel_pieces(leaves, leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n)
                for (int at = 0; at < 512; ++at) {
                    if (!model.leaf(n).is_active(at) || (set != nullptr && !set->has(n, at))) continue;
                    if (takes(reader->standing(n, at), take))
                        taken.leaf[n][static_cast<std::size_t>(at) >> 6] |= std::uint64_t{1} << (at & 63);
                }
        });
    if (!whole) return base::cancelled();
    for (const auto& words : taken.leaf)
        for (const std::uint64_t word : words) taken.kept += std::popcount(word);
    return taken;
}

blocks::BlockMask one_block(const BlockModel& model, const blocks::Index3& block) {
    blocks::BlockMask mask;
    mask.leaf.resize(model.leaf_count());
    const std::size_t n = model.leaf_of(block);
    if (n >= model.leaf_count()) return mask;
    const blocks::Leaf& leaf = model.leaf(n);
    const int at = ((block[0] - leaf.origin[0]) << 6) | ((block[1] - leaf.origin[1]) << 3) | (block[2] - leaf.origin[2]);
    if (!leaf.is_active(at)) return mask;
    mask.leaf[n][static_cast<std::size_t>(at) >> 6] = std::uint64_t{1} << (at & 63);
    mask.kept = 1;
    return mask;
}

Expected<BlockAnswer> block_answer(const BlockModel& model, const PriceDeck& deck, const blocks::Index3& block) {
    const auto reader = reader_of(model, deck);
    if (!reader) return std::unexpected(reader.error());
    BlockAnswer answer;
    answer.parcel.fractions.assign(deck.commodities.size(), std::nan(""));
    answer.parcel.unassayed.resize(deck.commodities.size());
    const std::size_t n = model.leaf_of(block);
    if (n >= model.leaf_count()) return answer;
    const blocks::Leaf& leaf = model.leaf(n);
    const int at = ((block[0] - leaf.origin[0]) << 6) | ((block[1] - leaf.origin[1]) << 3) | (block[2] - leaf.origin[2]);
    if (!leaf.is_active(at)) return answer;
    Part part(deck.commodities.size());
    part.add(*reader, leaf, n, at, Take::evaluated, answer.parcel.fractions.data());
    Parcel parcel = finish(std::move(part), deck.costs.reference_elevation_m);
    // As they stand, not through a mean: the sums of the evaluation, to the last digit.
    reader->grades.fractions(n, at, answer.parcel.fractions.data());
    parcel.fractions = std::move(answer.parcel.fractions);
    parcel.elevation_m = reader->elevation(leaf.index(at));
    answer.parcel = std::move(parcel);
    switch (reader->standing(n, at)) {
        case Standing::usable:
            answer.verdict = Verdict::usable;
            break;
        case Standing::no_grade:
            answer.verdict = Verdict::no_grade;
            break;
        case Standing::excluded:
            answer.verdict = Verdict::excluded;
            break;
        case Standing::not_usable:
            answer.verdict = reader->status[n][at] == static_cast<std::int32_t>(Status::unrecoverable)
                                 ? Verdict::unrecoverable
                                 : Verdict::not_usable;
    }
    return answer;
}

}  // namespace orelens::scenarios
