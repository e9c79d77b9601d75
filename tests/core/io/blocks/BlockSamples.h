// Block models with every kind of value, for the tests of block files.
#pragma once

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "core/blocks/BlockModel.h"

namespace orelens::io::testing_blocks {

using blocks::BlockModel;
using blocks::ColumnType;
using blocks::GridGeometry;
using blocks::Index3;

inline std::uint32_t mix(const Index3& b, std::uint32_t seed) {
    std::uint32_t h = (b[0] * 73856093U) ^ (b[1] * 19349663U) ^ (b[2] * 83492791U) ^ (seed * 2654435761U);
    h = (h ^ (h >> 15)) * 2246822519U;
    h = (h ^ (h >> 13)) * 3266489917U;
    return h ^ (h >> 16);
}

/// Any bit pattern that is a number, with its share of missing, infinite and denormal values.
inline float any_float(std::uint32_t bits) {
    switch (bits % 16) {
        case 0:
            return blocks::missing_float;
        case 1:
            return std::numeric_limits<float>::infinity();
        case 2:
            return -std::numeric_limits<float>::infinity();
        case 3:
            return -0.0F;
        case 4:
            return std::numeric_limits<float>::denorm_min() * static_cast<float>(bits >> 20);
        default: {
            const auto value = std::bit_cast<float>(bits * 2654435761U);
            return std::isnan(value) ? 0.1F : value;
        }
    }
}

inline BlockModel sample_model(const GridGeometry& geometry, std::uint32_t seed, std::uint32_t kept_of_16) {
    auto model = BlockModel::where(geometry, [&](const Index3& b) { return mix(b, seed) % 16 < kept_of_16; });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"status", ColumnType::integer, "", {"waste", "ore, \"rich\"", "可利用"}});
    model->add_column({"break_even.Cu.full", ColumnType::real, "USD/t", {}});
    model->add_column({"Cu.samples", ColumnType::integer, "", {}});
    model->add_column({"bench", ColumnType::integer, "", {"1", "2"}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const std::uint32_t h = mix(model->leaf(n).index(p), seed + 1);
            model->real("Cu", n)[p] = any_float(h);
            model->real("break_even.Cu.full", n)[p] = static_cast<float>(h % 14000);
            model->integer("status", n)[p] =
                h % 7 == 6 ? blocks::missing_int : static_cast<std::int32_t>(h % 4);
            model->integer("Cu.samples", n)[p] = static_cast<std::int32_t>(h) - 1000;
            model->integer("bench", n)[p] = static_cast<std::int32_t>(h % 3);
        }
    return *model;
}

inline GridGeometry rotated() {
    GridGeometry g;
    g.origin = {512345.678901234, 4051234.1, -17.3};
    g.block_size = {10, 12.5, 1.0 / 3.0};
    g.count = {21, 10, 13};
    g.azimuth_deg = 33.3333333333;
    g.dip_deg = -12.1;
    g.roll_deg = 7;
    return g;
}

/// Bit for bit; empty when equal, else what differs.
inline std::string difference(const BlockModel& a, const BlockModel& b) {
    if (!(a.geometry() == b.geometry())) return "geometry";
    if (a.columns() != b.columns()) return "columns";
    if (a.leaf_count() != b.leaf_count()) return "leaf count";
    for (std::size_t n = 0; n < a.leaf_count(); ++n) {
        if (a.leaf(n).origin != b.leaf(n).origin) return "leaf origin";
        if (a.leaf(n).active != b.leaf(n).active) return "leaf mask";
        for (const blocks::ColumnInfo& info : a.columns()) {
            bool same = true;
            if (info.type == ColumnType::real)
                same = std::memcmp(a.real(info.name, n), b.real(info.name, n), 2048) == 0;
            else
                for (int p = 0; p < 512; ++p)
                    same = same && a.integer(info.name, n)[p] == b.integer(info.name, n)[p];
            if (!same) return "values of " + info.name;
        }
    }
    return "";
}

}  // namespace orelens::io::testing_blocks
