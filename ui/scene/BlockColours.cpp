#include "ui/scene/BlockColours.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>

#include "core/base/Parallel.h"
#include "core/economics/MarginShift.h"
#include "core/economics/Value.h"
#include "core/pits/Inside.h"
#include "core/pits/Stopes.h"
#include "ui/scene/ColumnText.h"
#include "ui/scene/Scale.h"
#include "ui/scene/Sheet.h"

namespace orelens::scene {

bool inside_stopes(const SceneData& data) {
    return data.inside_pits && data.model != nullptr && data.model->has(pits::stope_column) &&
           !data.model->has(pits::price_column);
}

namespace {

using base::Message;
using base::text;

constexpr int ramp_steps = 250;  // bytes 0…249; 255 is missing
constexpr std::uint8_t missing_byte = 255;

/// `opacity` holds for glass only (Through::xray).
void put(std::array<std::uint8_t, 1024>& palette, int n, const Rgb& rgb, double opacity = 0.3) {
    for (int c = 0; c < 3; ++c) palette[4 * n + c] = static_cast<std::uint8_t>(std::lround(rgb[c] * 255));
    palette[4 * n + 3] = static_cast<std::uint8_t>(std::lround(opacity * 255));
}

/// Blocks that no price makes usable, by code; explained in a legend where the model has some and they are
/// drawn.
struct Never {
    std::uint8_t block_code;
    int status;  ///< in status_colours
    const char* key;
};
constexpr std::array nevers{Never{code::unrecoverable, 2, "scene.unrecoverable"},
                            Never{code::unassigned, 3, "scene.unassigned"},
                            Never{code::excluded, 4, "scene.excluded"}};

void add_nevers(Legend& legend, const SceneData& data, const BlockCodes& codes, const Look& look,
                const std::function<Rgb(const Never&)>& colour) {
    if (look.waste == Waste::hidden) return;
    for (const Never& never : nevers)
        if (codes.histogram()[never.block_code] > 0)
            legend.entries.emplace_back(
                colour(never),
                text(!data.inside_pits || never.block_code != code::unrecoverable ? never.key
                     : inside_stopes(data)                                  ? "scene.in_no_stope"
                                                                            : "scene.in_no_pit",
                     look.language));
}

void by_status(BlockColours& out, const SceneData& data, const BlockCodes& codes, const Look& look) {
    const auto colours = status_colours(look.dark);
    out.mode = 0;
    out.legend.title = text("scene.status", look.language);
    out.legend.categorical = true;
    out.legend.entries.emplace_back(colours[0], text("scene.usable", look.language));
    if (look.waste != Waste::hidden)
        out.legend.entries.emplace_back(colours[1], text("scene.technical", look.language));
    add_nevers(out.legend, data, codes, look, [&](const Never& never) { return colours[never.status]; });
}

void not_evaluated(BlockColours& out, const Look& look) {
    out.mode = 0;
    out.legend.title = text("scene.blocks", look.language);
    out.legend.categorical = true;
    out.legend.entries.emplace_back(not_evaluated_colour(look.dark),
                                    text("scene.not_evaluated", look.language));
}

/// Most blocks of a deposit pay only at prices nobody will see; a scale up to those would paint every usable
/// block in its first colour. So the scale ends at twice the stated price, which stands in its middle.
ValueRange price_range(const SceneData& data) {
    ValueRange range = value_range(sample_column(*data.model, data.break_even_column(), 200'000));
    const double end = 2 * data.stated_price;
    if (end <= 0 || range.high <= end || range.low >= end) return range;
    range.high = end;
    range.open_high = true;
    if (range.low < 0.15 * end) {
        range.open_low = range.open_low || range.low < 0;
        range.low = 0;
    }
    return range;
}

void by_break_even(BlockColours& out, const SceneData& data, const BlockCodes& codes, const Look& look) {
    const Scale scale = make_scale(scale_of(look), look.colour_map, price_range(data), false);
    const auto& edges = codes.ladder().edges();
    out.mode = 1;
    for (int n = 0; n < 256; ++n) {
        const double t = n < static_cast<int>(edges.size()) ? scale.at(static_cast<double>(edges[n])) : std::nan("");
        // The cheaper, the more it is worth.
        put(out.palette, n, std::isnan(t) ? missing_colour(look.dark) : scale.colour(t), scale.glass(1 - t));
    }
    out.legend =
        scale_legend(scale, text(Message("scene.break_even", {{"commodity", data.commodity}}), look.language),
                     data.price_unit);
    // What lies on no scale takes the colours of its status, tinted as all waste is.
    const auto status = status_colours(look.dark);
    for (const Never& never : nevers) put(out.palette, never.block_code, status[never.status], 0.05);
    add_nevers(out.legend, data, codes, look, [&](const Never& never) {
        Rgb tinted{};
        for (int c = 0; c < 3; ++c)
            tinted[c] = 0.4F * status[never.status][c] + 0.6F * theme(look.dark).waste[c];
        return tinted;
    });
}

void fill_bytes(const blocks::BlockModel& model, BlockColours& out, std::size_t bytes,
                const std::function<void(std::size_t leaf, std::uint8_t* to)>& leaf_bytes) {
    out.mode = 2;
    out.bytes = std::make_shared<std::vector<std::uint8_t>>(bytes, missing_byte);
    base::parallel_for(model.leaf_count(), 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) leaf_bytes(n, out.bytes->data() + n * 512);
    });
}

/// An entry for blocks without a value, where there are any; `bytes` are filled.
void add_missing(BlockColours& out, const blocks::BlockModel& model, const Look& look) {
    std::atomic<bool> any = false;
    base::parallel_for(model.leaf_count(), 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end && !any; ++n)
            for (int c = 0; c < 512; ++c)
                if ((*out.bytes)[n * 512 + static_cast<std::size_t>(c)] == missing_byte &&
                    model.leaf(n).is_active(c))
                    any = true;
    });
    if (any)
        out.legend.entries.emplace_back(missing_colour(look.dark), text("scene.no_value", look.language));
}

/// Bytes and palette of a scale. `value(leaf)` gives a callable that tells the value of a place in it, NaN = none.
template <class Value>
void by_scale(BlockColours& out, const blocks::BlockModel& model, const BlockCodes& codes, const Scale& scale,
              const Look& look, const Value& value) {
    const auto slope = static_cast<float>((ramp_steps - 1) / (scale.range.high - scale.range.low));
    const auto low = static_cast<float>(scale.range.low);
    fill_bytes(model, out, codes.codes().size(), [&](std::size_t leaf, std::uint8_t* to) {
        const auto at = value(leaf);
        for (int c = 0; c < 512; ++c) {
            const float v = at(c);
            if (std::isnan(v)) continue;
            if (scale.classed()) {
                to[c] = static_cast<std::uint8_t>(scale.class_of(static_cast<double>(v)));
                continue;
            }
            // Not a number where the range is too narrow to be divided by: the lowest colour.
            const float step = (scale.logarithmic ? static_cast<float>(scale.at(static_cast<double>(v))) * (ramp_steps - 1)
                                                  : (v - low) * slope) +
                               0.5F;
            to[c] = step > 0 ? static_cast<std::uint8_t>(std::min(step, ramp_steps - 1.0F)) : 0;
        }
    });
    for (int n = 0; n < 256; ++n) put(out.palette, n, missing_colour(look.dark), 0.05);
    const auto classes = static_cast<int>(scale.cutoffs.size()) + 1;
    for (int n = 0; n < (scale.classed() ? classes : ramp_steps); ++n) {
        const double t = n / (ramp_steps - 1.0);
        const auto number = static_cast<std::size_t>(n);
        if (scale.classed())
            put(out.palette, n, scale.class_colour(number), scale.glass(scale.class_share(number)));
        else
            put(out.palette, n, scale.colour(t), scale.glass(t));
    }
}

/// What the scale of a column spreads over: realisations share theirs, so that one is compared with the next.
std::vector<float> scale_sample(const blocks::BlockModel& model, const std::string& column) {
    constexpr std::size_t wanted = 200'000;
    const std::string family = realisation_family(column);
    if (family.empty()) return sample_column(model, column, wanted);
    std::vector<std::string> all;
    for (const blocks::ColumnInfo& info : model.columns())
        if (info.type == blocks::ColumnType::real && realisation_family(info.name) == family) all.push_back(info.name);
    std::vector<float> values;
    for (const std::string& one : all)
        for (const float value : sample_column(model, one, wanted / all.size())) values.push_back(value);
    return values;
}

void by_real(BlockColours& out, const SceneData& data, const BlockCodes& codes, const std::string& column,
             const std::string& title, const Look& look) {
    const bool prices = look.colour_by == ColourBy::break_even;
    const ColourScale asked = scale_of(look);
    ValueRange range;
    if (prices)
        range = price_range(data);
    else if (asked.logarithmic)
        range = logarithmic_range(scale_sample(*data.model, column));
    else
        range = value_range(scale_sample(*data.model, column));
    const Scale scale = make_scale(asked, look.colour_map, range, false);
    const auto values = data.model->real_leaves(column);
    by_scale(out, *data.model, codes, scale, look, [&](std::size_t leaf) {
        return [prices, from = values[leaf]](int c) {
            return prices && std::isinf(from[c]) ? std::numeric_limits<float>::quiet_NaN() : from[c];
        };
    });
    out.legend = scale_legend(scale, title, data.model->info(column)->unit);
    // Blocks without a price are never usable, so hidden waste shows none of them.
    if (!prices || look.waste != Waste::hidden) add_missing(out, *data.model, look);
}

/// Margins at the price that is set; the scale is that of the stated price, so that colours can be compared.
void by_margin(BlockColours& out, const SceneData& data, const BlockCodes& codes, const std::string& column,
               double price, const Look& look) {
    const ValueRange range = value_range(sample_column(*data.model, column, 200'000));
    const Scale scale = make_scale(scale_of(look), ColourMap::red_blue, range, true);
    const auto values = data.model->real_leaves(column);
    std::optional<economics::MarginShift> shift;
    if (data.prices != nullptr && std::isfinite(price) && price != data.stated_price)
        if (auto made = economics::MarginShift::of(*data.model, *data.prices)) shift.emplace(std::move(*made));
    by_scale(out, *data.model, codes, scale, look, [&](std::size_t leaf) {
        return [&shift, price, leaf, from = values[leaf]](int c) {
            if (!shift || std::isnan(from[c])) return from[c];
            return static_cast<float>(static_cast<double>(from[c]) + shift->at(leaf, c, price));
        };
    });
    const std::string title =
        shift ? text(Message("scene.margin_at", {{"commodity", data.commodity},
                                                 {"price", pretty(price, price < 100 ? 2 : 0)},
                                                 {"unit", data.price_unit}}),
                     look.language)
              : text("scene.margin", look.language);
    out.legend = scale_legend(scale, title, data.model->info(column)->unit);
    if (look.waste != Waste::hidden) add_missing(out, *data.model, look);
}

/// Where an integer column has blocks: its values, as far as there are few of them.
struct Present {
    std::int32_t least = 0, most = 0;
    std::set<std::int32_t> values;  ///< empty where there are more than `many`
    static constexpr std::size_t many = 250;
};

Present present(const blocks::BlockModel& model, const std::string& column) {
    Present found;
    bool any = false, too_many = false;
    const auto values = model.integer_leaves(column);
    std::int32_t last = blocks::missing_int;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf) {
        const auto at = values[leaf];
        for (int c = 0; c < 512; ++c) {
            const std::int32_t v = at[c];
            if (v == blocks::missing_int || (any && v == last)) continue;
            last = v;
            found.least = any ? std::min(found.least, v) : v;
            found.most = any ? std::max(found.most, v) : v;
            any = true;
            if (!too_many) found.values.insert(v);
            if (found.values.size() > Present::many) {
                too_many = true;
                found.values.clear();
            }
        }
    }
    return found;
}

/// Categories by name, or few whole numbers each for itself.
void by_category(BlockColours& out, const SceneData& data, const BlockCodes& codes, const blocks::ColumnInfo& info,
                 const Present& found, const Look& look) {
    const ColourScale asked = scale_of(look);
    const bool named = !info.codes.empty();
    const bool changes = info.name.starts_with("scenario.");
    const auto values = data.model->integer_leaves(info.name);
    // Each value that occurs has a byte, in ascending order.
    const std::vector<std::int32_t> known(found.values.begin(), found.values.end());
    fill_bytes(*data.model, out, codes.codes().size(), [&](std::size_t leaf, std::uint8_t* to) {
        const auto at = values[leaf];
        for (int c = 0; c < 512; ++c) {
            if (at[c] == blocks::missing_int) continue;
            const auto place = std::ranges::lower_bound(known, at[c]) - known.begin();
            to[c] = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(place, ramp_steps - 1));
        }
    });
    for (int n = 0; n < 256; ++n) put(out.palette, n, missing_colour(look.dark), 0.05);
    out.legend.categorical = true;
    Scale order = make_scale(asked, look.colour_map, {}, false);
    constexpr std::size_t most_entries = 14;
    for (std::size_t n = 0; n < known.size(); ++n) {
        const std::int32_t value = known[n];
        const double share = known.size() > 1 ? static_cast<double>(n) / static_cast<double>(known.size() - 1) : 0.5;
        // A code has its colour whichever others occur; numbers are in order and so are their colours.
        Rgb colour = named ? category(value) : order.colour(share);
        if (changes && value >= 0 && value < 5) colour = change_colours(look.dark)[static_cast<std::size_t>(value)];
        if (named && !asked.colours.empty() && value >= 0)
            colour = asked.colours[static_cast<std::size_t>(value) % asked.colours.size()];
        put(out.palette, static_cast<int>(n), colour, named ? 0.3 : order.glass(share));
        const bool has_name = named && value >= 0 && static_cast<std::size_t>(value) < info.codes.size();
        if (n < most_entries || known.size() == most_entries + 1)
            out.legend.entries.emplace_back(
                colour, has_name ? code_text(info.name, info.codes[static_cast<std::size_t>(value)], look.language)
                                 : std::to_string(value));
    }
    if (known.size() > most_entries + 1)
        out.legend.entries.emplace_back(
            missing_colour(look.dark),
            text(Message("scene.more_classes", {{"n", std::to_string(known.size() - most_entries)}}), look.language));
}

void by_integer(BlockColours& out, const SceneData& data, const BlockCodes& codes, const std::string& column,
                const Look& look) {
    const blocks::ColumnInfo& info = *data.model->info(column);
    const ColourScale asked = scale_of(look);
    const Present found = present(*data.model, column);
    const std::string name = column_text(column, look.language);
    constexpr std::size_t few = 12;
    const bool own_classes = info.codes.empty() && !asked.cutoffs.empty();
    const bool each = !info.codes.empty() || found.values.size() <= few;
    if (!found.values.empty() && each && !own_classes) {
        by_category(out, data, codes, info, found, look);
        out.legend.title = info.unit.empty() ? name : name + " (" + info.unit + ")";
    } else {
        const double top = std::max(found.most, found.least + 1);
        const Scale scale =
            make_scale(asked, look.colour_map, {static_cast<double>(found.least), top, false, false}, false);
        const auto values = data.model->integer_leaves(column);
        by_scale(out, *data.model, codes, scale, look, [&](std::size_t leaf) {
            return [from = values[leaf]](int c) {
                return from[c] == blocks::missing_int ? std::numeric_limits<float>::quiet_NaN()
                                                      : static_cast<float>(from[c]);
            };
        });
        out.legend = scale_legend(scale, name, info.unit);
    }
    add_missing(out, *data.model, look);
}

}  // namespace

std::vector<float> sample_column(const blocks::BlockModel& model, const std::string& column,
                                 std::size_t wanted) {
    std::vector<float> out;
    const auto leaves = model.real_leaves(column);
    const std::size_t stride = std::max<std::size_t>(1, leaves.size() * 512 / wanted) | 1;
    for (std::size_t at = 0; at < leaves.size() * 512; at += stride)
        if (const float v = leaves[at / 512][at % 512]; std::isfinite(v)) out.push_back(v);
    return out;
}

std::vector<float> coloured_sample(const SceneData& data, const Look& look) {
    constexpr std::size_t wanted = 50'000;
    if (data.model == nullptr) return {};
    std::string column = look.column;
    if (look.colour_by == ColourBy::status) return {};
    if (look.colour_by == ColourBy::margin) column = data.margin_column();
    if (look.colour_by == ColourBy::break_even) column = data.break_even_column();
    const blocks::ColumnInfo* info = column.empty() ? nullptr : data.model->info(column);
    if (info == nullptr || !info->codes.empty()) return {};
    if (info->type == blocks::ColumnType::real) return sample_column(*data.model, column, wanted);
    std::vector<float> out;
    const auto values = data.model->integer_leaves(column);
    const std::size_t all = data.model->leaf_count() * 512;
    const std::size_t stride = std::max<std::size_t>(1, all / wanted) | 1;
    for (std::size_t at = 0; at < all; at += stride)
        if (const std::int32_t v = values[at / 512][static_cast<std::ptrdiff_t>(at % 512)]; v != blocks::missing_int)
            out.push_back(static_cast<float>(v));
    return out;
}

BlockColours colour_blocks(const SceneData& data, const BlockCodes& codes, const Look& look, double price) {
    BlockColours out;
    if (!codes.evaluated() && (look.colour_by != ColourBy::column || !data.model->has(look.column) ||
                               look.column == economics::status_column)) {
        not_evaluated(out, look);
        return out;
    }
    const std::string margin = data.margin_column();
    const blocks::ColumnInfo* info =
        look.colour_by == ColourBy::column ? data.model->info(look.column) : nullptr;
    // A mean of the ladder's steps is no mean of prices.
    // Classes begin at their own prices and not at the ladder's.
    if (look.colour_by == ColourBy::break_even && !data.break_even_column().empty() &&
        (look.through == Through::mean || !scale_of(look).cutoffs.empty()))
        by_real(out, data, codes, data.break_even_column(),
                text(Message("scene.break_even", {{"commodity", data.commodity}}), look.language), look);
    else if (look.colour_by == ColourBy::break_even && !data.break_even_column().empty())
        by_break_even(out, data, codes, look);
    else if (look.colour_by == ColourBy::margin && !margin.empty())
        by_margin(out, data, codes, margin, price, look);
    else if (info != nullptr && info->type == blocks::ColumnType::real)
        by_real(out, data, codes, look.column, column_text(look.column, look.language), look);
    else if (info != nullptr)
        by_integer(out, data, codes, look.column, look);
    else
        by_status(out, data, codes, look);
    return out;
}

void fade(BlockColours& colours) {
    for (std::size_t at = 0; at + 3 < colours.palette.size(); at += 4) {
        const Rgb pale = faded({colours.palette[at] / 255.0F, colours.palette[at + 1] / 255.0F,
                                colours.palette[at + 2] / 255.0F});
        for (std::size_t c = 0; c < 3; ++c)
            colours.palette[at + c] = static_cast<std::uint8_t>(std::lround(pale[c] * 255));
    }
    for (Rgb& colour : colours.legend.ramp) colour = faded(colour);
    for (auto& [colour, words] : colours.legend.entries) colour = faded(colour);
}

}  // namespace orelens::scene
