#include "ui/scene/BlockColours.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"
#include "ui/scene/ColumnText.h"

namespace orelens::scene {
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

/// What is worth most hides what lies behind it, what is worth least hardly shows; t from 0 to 1.
double glass(double t) {
    return std::isnan(t) ? 0.05 : 0.02 + 0.9 * std::pow(std::clamp(t, 0.0, 1.0), 1.6);
}

Legend ramp_legend(const std::string& title, const std::string& unit, const ValueRange& range,
                   const std::function<Rgb(double)>& colour) {
    Legend legend;
    legend.title = unit.empty() ? title : title + " (" + unit + ")";
    for (int n = 0; n < 64; ++n) legend.ramp.push_back(colour(n / 63.0));
    legend.low = range.low;
    legend.high = range.high;
    legend.open_low = range.open_low;
    legend.open_high = range.open_high;
    return legend;
}

std::function<Rgb(double)> map_of(const Look& look) {
    return [map = look.colour_map](double t) { return ramp(map, t); };
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

void add_nevers(Legend& legend, const BlockCodes& codes, const Look& look,
                const std::function<Rgb(const Never&)>& colour) {
    if (look.waste == Waste::hidden) return;
    for (const Never& never : nevers)
        if (codes.histogram()[never.block_code] > 0)
            legend.entries.emplace_back(colour(never), text(never.key, look.language));
}

void by_status(BlockColours& out, const BlockCodes& codes, const Look& look) {
    const auto colours = status_colours(look.dark);
    out.mode = 0;
    out.legend.title = text("scene.status", look.language);
    out.legend.categorical = true;
    out.legend.entries.emplace_back(colours[0], text("scene.usable", look.language));
    if (look.waste != Waste::hidden)
        out.legend.entries.emplace_back(colours[1], text("scene.technical", look.language));
    add_nevers(out.legend, codes, look, [&](const Never& never) { return colours[never.status]; });
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
    const ValueRange range = price_range(data);
    const auto& edges = codes.ladder().edges();
    out.mode = 1;
    for (int n = 0; n < 256; ++n)
        put(out.palette, n,
            n < static_cast<int>(edges.size()) ? ramp(look.colour_map, range.at(edges[n]))
                                               : missing_colour(look.dark),
            n < static_cast<int>(edges.size()) ? glass(1 - range.at(edges[n])) : 0.05);
    out.legend =
        ramp_legend(text(Message("scene.break_even", {{"commodity", data.commodity}}), look.language),
                    data.price_unit, range, map_of(look));
    // What lies on no scale takes the colours of its status, tinted as all waste is.
    const auto status = status_colours(look.dark);
    for (const Never& never : nevers) put(out.palette, never.block_code, status[never.status], 0.05);
    add_nevers(out.legend, codes, look, [&](const Never& never) {
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

void by_real(BlockColours& out, const SceneData& data, const BlockCodes& codes, const std::string& column,
             const std::string& title, const Look& look) {
    const bool prices = look.colour_by == ColourBy::break_even;
    ValueRange range =
        prices ? price_range(data) : value_range(sample_column(*data.model, column, 200'000));
    std::function<Rgb(double)> colour = map_of(look);
    if (look.colour_by == ColourBy::margin) {
        // About zero, which is white: one sees at a glance what pays.
        const double end = std::max(std::abs(range.low), std::abs(range.high));
        range = {-end, end, range.open_low && -range.low >= end, range.open_high && range.high >= end};
        colour = diverging;
    }
    const auto values = data.model->real_leaves(column);
    const auto scale = static_cast<float>((ramp_steps - 1) / (range.high - range.low));
    const auto low = static_cast<float>(range.low);
    fill_bytes(*data.model, out, codes.codes().size(), [&](std::size_t leaf, std::uint8_t* to) {
        for (int c = 0; c < 512; ++c) {
            const float v = values[leaf][c];
            if (std::isnan(v) || (prices && std::isinf(v))) continue;
            // Not a number where the range is too narrow to be divided by: the lowest colour.
            const float step = (v - low) * scale + 0.5F;
            to[c] = step > 0 ? static_cast<std::uint8_t>(std::min(step, ramp_steps - 1.0F)) : 0;
        }
    });
    for (int n = 0; n < 256; ++n)
        put(out.palette, n,
            n < ramp_steps ? colour(n / (ramp_steps - 1.0)) : missing_colour(look.dark),
            n < ramp_steps ? glass(n / (ramp_steps - 1.0)) : 0.05);
    out.legend = ramp_legend(title, data.model->info(column)->unit, range, colour);
    // Blocks without a margin are never usable, so hidden waste shows none of them.
    if (look.colour_by == ColourBy::column || look.waste != Waste::hidden)
        add_missing(out, *data.model, look);
}

void by_integer(BlockColours& out, const SceneData& data, const BlockCodes& codes, const std::string& column,
                const Look& look) {
    const blocks::ColumnInfo& info = *data.model->info(column);
    const auto values = data.model->integer_leaves(column);
    fill_bytes(*data.model, out, codes.codes().size(), [&](std::size_t leaf, std::uint8_t* to) {
        for (int c = 0; c < 512; ++c)
            if (values[leaf][c] != blocks::missing_int)
                to[c] = static_cast<std::uint8_t>(std::clamp(values[leaf][c], 0, ramp_steps - 1));
    });
    const std::string name = column_text(column, look.language);
    out.legend.title = info.unit.empty() ? name : name + " (" + info.unit + ")";
    if (!info.codes.empty()) {
        out.legend.categorical = true;
        for (std::size_t n = 0; n < std::min<std::size_t>(info.codes.size(), 12); ++n)
            out.legend.entries.emplace_back(category(static_cast<int>(n)),
                                            code_text(column, info.codes[n], look.language));
        for (int n = 0; n < 255; ++n) put(out.palette, n, category(n));
    } else {
        int top = 1;
        for (const std::uint8_t byte : *out.bytes)
            if (byte != missing_byte) top = std::max<int>(top, byte);
        const ValueRange range{0, static_cast<double>(top), false, top == ramp_steps - 1};
        for (int n = 0; n < 255; ++n)
            put(out.palette, n, ramp(look.colour_map, range.at(n)), glass(range.at(n)));
        const std::string title = out.legend.title;
        out.legend = ramp_legend(title, "", range, map_of(look));
    }
    put(out.palette, missing_byte, missing_colour(look.dark), 0.05);
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

BlockColours colour_blocks(const SceneData& data, const BlockCodes& codes, const Look& look) {
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
    if (look.colour_by == ColourBy::break_even && !data.break_even_column().empty() &&
        look.through == Through::mean)
        by_real(out, data, codes, data.break_even_column(),
                text(Message("scene.break_even", {{"commodity", data.commodity}}), look.language), look);
    else if (look.colour_by == ColourBy::break_even && !data.break_even_column().empty())
        by_break_even(out, data, codes, look);
    else if (look.colour_by == ColourBy::margin && !margin.empty())
        by_real(out, data, codes, margin, text("scene.margin", look.language), look);
    else if (info != nullptr && info->type == blocks::ColumnType::real)
        by_real(out, data, codes, look.column, column_text(look.column, look.language), look);
    else if (info != nullptr)
        by_integer(out, data, codes, look.column, look);
    else
        by_status(out, codes, look);
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
