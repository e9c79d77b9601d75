#include "core/project/ShapeLoad.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "core/io/shapes/RasterFile.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/project/Crs.h"
#include "core/project/stages/Doubt.h"
#include "core/shapes/Delaunay.h"
#include "core/shapes/Heights.h"
#include "core/shapes/Measure.h"
#include "core/shapes/MeshCheck.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Finding;
using base::Message;
using base::Severity;
using shapes::Role;
using shapes::Shape;
using shapes::Vec3;

Words place_words(const Vec3& at) {
    return {{"x", base::number(at[0], 9)}, {"y", base::number(at[1], 9)}, {"z", base::number(at[2], 6)}};
}

Finding about(const Shape& shape, const std::string& file, const char* kind, Severity severity, std::int64_t count,
              Words args = {}) {
    args.emplace_back("shape", shape.name);
    Finding finding = doubt("shapes", kind, severity, count, std::move(args));
    finding.file = file;
    finding.column = shape.name;
    return finding;
}

/// File coordinates → metres east, north, up.
struct Turn {
    shapes::Axes axes;
    double metres;
    [[nodiscard]] Vec3 operator()(const Vec3& p) const {
        Vec3 out = p;
        if (axes == shapes::Axes::north_east_up) out = {p[1], p[0], p[2]};
        if (axes == shapes::Axes::east_up_north) out = {p[0], p[2], p[1]};
        for (double& x : out) x *= metres;
        return out;
    }
    /// Two exchanged axes turn the sense of corners.
    [[nodiscard]] bool mirrors() const { return axes != shapes::Axes::east_north_up; }
};

void turn(std::vector<Vec3>& points, const Turn& by) {
    for (Vec3& point : points) point = by(point);
}

base::Error at_parameter(base::Error error, const std::string& name, const std::string& file) {
    if (error.place.file.empty()) error.place.file = file;
    if (error.place.field.empty()) error.place.field = "shape." + name + ".file";
    return error;
}

void say_check(const Shape& shape, const std::string& file, const shapes::MeshReport& report,
               std::vector<Finding>& notes) {
    const auto say = [&](const char* kind, Severity severity, const shapes::Fault& fault) {
        if (fault.count > 0) notes.push_back(about(shape, file, kind, severity, fault.count, place_words(fault.at)));
    };
    say("shape_duplicates", Severity::info, report.duplicated);
    say("shape_no_area", Severity::info, report.degenerate);
    say("shape_crossing", Severity::warning, report.crossing);
    say("shape_branching", Severity::info, report.branching);
    if (report.shells.size() > 1)
        notes.push_back(about(shape, file, "shape_several_shells", Severity::info,
                              static_cast<std::int64_t>(report.shells.size()),
                              {{"within", std::to_string(std::ranges::count_if(
                                              report.shells, [](const auto& s) { return s.around > 0; }))}}));
}

void say_repairs(const Shape& shape, const std::string& file, std::vector<Finding>& notes) {
    const shapes::Repairs& done = shape.repairs;
    const auto say = [&](const char* kind, Severity severity, std::int64_t count, Words args = {}) {
        if (count > 0) notes.push_back(about(shape, file, kind, severity, count, std::move(args)));
    };
    say("shape_points_joined", Severity::info, done.joined);
    if (shape.closed) {
        say("shape_triangles_turned", Severity::warning, done.turned);
        say("shape_inside_out", Severity::info, done.turned_shells);
    }
    say("shape_gaps_closed", Severity::warning, done.gaps,
        {{"area", base::number(done.gap_area_m2, 4)}, {"share", percent_text(done.gap_area_m2, shape.area_m2)}});
}

/// Heights that are none tear a hole to the centre of the Earth into the ground.
void leave_out_nulls(std::vector<Vec3>& points, const Shape& shape, const std::string& file,
                     std::vector<Finding>& notes) {
    while (const auto null = shapes::null_height(points)) {
        std::erase_if(points, [&](const Vec3& point) { return point[2] == null->value; });
        notes.push_back(about(shape, file, "shape_null_heights", Severity::warning, null->count,
                              {{"value", base::number(null->value, 8)}}));
    }
}

/// Corners whose height is a code for none; and of surfaces over ground, corners that no ground has.
void say_heights(const Shape& shape, const std::string& file, std::vector<Finding>& notes) {
    const bool ground = shape.kind == shapes::Kind::surface &&
                        (shape.role == Role::topography || shape.role == Role::mined_out);
    // The foot of a solid may well lie at 0 or at −99 m.
    constexpr double surely_none = 9000;
    if (const auto null = shapes::null_height(shape.mesh.points); null && (ground || std::abs(null->value) > surely_none))
        notes.push_back(about(shape, file, "shape_null_in_mesh", Severity::error, null->count,
                              {{"value", base::number(null->value, 8)}}));
    else if (const shapes::Spikes found = ground ? shapes::spikes(shape.mesh) : shapes::Spikes(); found.count > 0)
        notes.push_back(about(shape, file, "shape_spikes", Severity::error, found.count, place_words(found.first)));
}

/// Surfaces and solids for parts that bound: lines and points are made into what they can stand for.
base::Expected<void> make_mesh(Shape& shape, const shapes::ShapeRule& rule, const ShapeSurroundings& around,
                               const std::string& file, std::vector<Finding>& notes, const base::Progress& progress) {
    if (!shape.mesh.triangles.empty()) return {};
    if (rule.role == Role::licence && !shape.lines.lines.empty()) {
        // Upright through everything that blocks could be.
        double low = -20'000, high = 20'000;
        if (!around.grid.empty()) {
            low = std::min(low, around.grid.low[2] - 1000);
            high = std::max(high, around.grid.high[2] + 1000);
        }
        auto solid = shapes::prism(shape.lines, low, high, 0.01);
        if (!solid) return std::unexpected(solid.error());
        shape.mesh = std::move(*solid);
        return {};
    }
    if (rule.role == Role::topography || rule.role == Role::mined_out) {
        std::vector<Vec3> points = shape.points.points;
        points.insert(points.end(), shape.lines.points.begin(), shape.lines.points.end());
        leave_out_nulls(points, shape, file, notes);
        auto made = shapes::triangulate(points, progress);
        if (!made) return std::unexpected(made.error());
        notes.push_back(about(shape, file, "shape_triangulated", Severity::info,
                              static_cast<std::int64_t>(points.size()),
                              {{"triangles", std::to_string(made->mesh.triangles.size())}}));
        if (made->same_place > 0)
            notes.push_back(about(shape, file, "shape_points_share_place",
                                  made->largest_step_m > 1 ? Severity::warning : Severity::info, made->same_place,
                                  {{"step", base::number(made->largest_step_m, 4)}}));
        shape.mesh = std::move(made->mesh);
        return {};
    }
    return base::fail(ErrorKind::data, Message("shapes.no_triangles"), {}, Message("shapes.no_triangles_fix"));
}

/// What the raster's coordinate system says against reading it as it is read.
void say_system(const Shape& shape, const std::string& file, const io::Raster& raster, double metres,
                const std::string& crs, std::vector<Finding>& notes) {
    const std::string theirs = raster.crs_name.empty() ? raster.crs.substr(0, 80) : raster.crs_name;
    if (raster.degrees) {
        notes.push_back(about(shape, file, "shape_in_degrees", Severity::error, 1, {{"theirs", theirs}}));
        return;
    }
    if (same_crs(raster.crs, crs) == false)
        notes.push_back(about(shape, file, "shape_crs_differs", Severity::warning, 1,
                              {{"theirs", theirs}, {"ours", crs.substr(0, 80)}}));
    if (!raster.crs.empty() && std::abs(raster.unit_metres - metres) > 1e-9)
        notes.push_back(
            about(shape, file, "shape_unit_differs",
                  std::abs(raster.unit_metres - metres) > 1e-3 ? Severity::error : Severity::warning, 1,
                  {{"theirs", theirs},
                   {"unit", raster.unit_name},
                   {"metres", base::number(raster.unit_metres, 10)},
                   {"ours", base::number(metres, 10)}}));
}

/// Feet of one kind under a coordinate system of the other: a metre at two million feet, which no place tells.
void say_foot(const Shape& shape, const std::string& file, double metres, const std::string& crs, std::vector<Finding>& notes) {
    if (metres == 1) return;
    const auto unit = crs_unit(crs);
    if (!unit || std::abs(unit->metres - metres) < 1e-9 || std::abs(unit->metres - metres) > 1e-5) return;
    notes.push_back(about(shape, file, "shape_other_foot", Severity::warning, 1,
                          {{"crs", crs.substr(0, 80)},
                           {"unit", unit->name},
                           {"metres", base::number(unit->metres, 10)},
                           {"ours", base::number(metres, 10)}}));
}

/// A raster lies in the units of the file: the grid's box goes there and back.
base::Expected<void> load_raster(Shape& shape, const std::string& path, const std::string& file, const Turn& turned,
                                 const ShapeSurroundings& around, std::vector<Finding>& notes,
                                 const base::Progress& progress) {
    io::RasterRule rule;
    const shapes::Box& area = around.grid.empty() ? around.holes : around.grid;
    if (!area.empty())
        for (std::size_t n = 0; n < 8; ++n) {
            Vec3 corner{};
            for (std::size_t a = 0; a < 3; ++a)
                corner[a] = (((n >> a) & 1U) != 0 ? area.high[a] : area.low[a]) / turned.metres;
            if (turned.axes == shapes::Axes::north_east_up) std::swap(corner[0], corner[1]);
            rule.area.include(corner);
        }
    rule.spacing = around.block_m / 4 / turned.metres;
    auto raster = io::read_raster(path, rule, progress);
    if (!raster) return std::unexpected(raster.error());
    if (raster->averaged > 1)
        notes.push_back(about(shape, file, "shape_raster_averaged", Severity::info, raster->averaged,
                              {{"cell", base::number(raster->cell[0] * turned.metres, 4)},
                               {"spacing", base::number(raster->cell[0] * turned.metres * raster->averaged, 4)}}));
    if (raster->null_guessed)
        notes.push_back(about(shape, file, "shape_null_guessed", Severity::warning, 1,
                              {{"value", base::number(*raster->null_guessed, 8)},
                               {"share", base::number(100 * raster->null_share, 3)}}));
    say_system(shape, file, *raster, turned.metres, around.crs, notes);
    shape.mesh = std::move(raster->mesh);
    return {};
}

base::Expected<void> load_file(Shape& shape, const std::string& path, const std::string& file, const Turn& turned,
                               const ShapeSurroundings& around, std::vector<Finding>& notes,
                               const base::Progress& progress) {
    if (io::is_raster_file(path)) {
        if (auto read = load_raster(shape, path, file, turned, around, notes, progress); !read) return read;
    } else {
        auto read = io::read_shapes(path, progress);
        if (!read) return std::unexpected(read.error());
        // What the reader has made of the file's own units comes on top of what the recipe says of them.
        double metres = turned.metres;
        for (Finding& finding : read->findings) {
            if (finding.kind == "omf_units")
                for (const auto& [name, value] : finding.what.args)
                    if (name == "metres") metres *= std::strtod(value.c_str(), nullptr);
            finding.file = file;
            finding.column = shape.name;
            notes.push_back(std::move(finding));
        }
        say_foot(shape, file, metres, around.crs, notes);
        shape.mesh = io::joined_meshes(*read);
        shape.lines = io::joined_lines(*read);
        for (const auto& cloud : read->points)
            shape.points.points.insert(shape.points.points.end(), cloud.points.begin(), cloud.points.end());
    }
    turn(shape.mesh.points, turned);
    turn(shape.lines.points, turned);
    turn(shape.points.points, turned);
    if (turned.mirrors())
        for (auto& triangle : shape.mesh.triangles) std::swap(triangle[1], triangle[2]);
    return {};
}

bool overlap(const shapes::Box& a, const shapes::Box& b, std::size_t axes) {
    for (std::size_t n = 0; n < axes; ++n)
        if (a.high[n] < b.low[n] || b.high[n] < a.low[n]) return false;
    return true;
}

template <class Change>
shapes::Box changed(const shapes::Box& box, const Change& change) {
    shapes::Box out;
    out.include(change(box.low));
    out.include(change(box.high));
    return out;
}

shapes::Box box_of(const Shape& shape) {
    shapes::Box box = bounds(shape.mesh);
    for (const shapes::Box& more : {bounds(shape.lines), bounds(shape.points)})
        if (!more.empty()) {
            box.include(more.low);
            box.include(more.high);
        }
    return box;
}

double gap(const shapes::Box& a, const shapes::Box& b) {
    double sum = 0;
    for (std::size_t n = 0; n < 3; ++n) {
        const double apart = std::max({0.0, a.low[n] - b.high[n], b.low[n] - a.high[n]});
        sum += apart * apart;
    }
    return std::sqrt(sum);
}

}  // namespace

std::vector<Finding> doubt_place(const Shape& shape, const std::string& file, const ShapeSurroundings& around) {
    const shapes::Box box = box_of(shape);
    const shapes::Box& there = around.holes.empty() ? around.grid : around.holes;
    if (box.empty() || there.empty()) return {};
    // A surface has no thickness and topography lies above holes: the plan decides.
    const std::size_t axes = shape.kind == shapes::Kind::solid && shape.closed && shape.role != Role::licence ? 3 : 2;
    if (overlap(box, there, axes)) return {};
    struct Guess {
        const char* kind;
        shapes::Box box;
        std::string fix;
    };
    const auto scaled = [&](double by) { return changed(box, [by](Vec3 p) { return Vec3{p[0] * by, p[1] * by, p[2] * by}; }); };
    const std::array guesses{
        Guess{"shape_in_feet", scaled(0.3048), "foot"},
        Guess{"shape_in_metres", scaled(1 / 0.3048), "metre"},
        Guess{"shape_axes_exchanged", changed(box, [](const Vec3& p) { return Vec3{p[1], p[0], p[2]}; }), "north_east_up"},
        Guess{"shape_axes_exchanged", changed(box, [](const Vec3& p) { return Vec3{p[0], p[2], p[1]}; }), "east_up_north"}};
    const std::string distance = base::number(gap(box, there), 4);
    for (const Guess& guess : guesses)
        if (overlap(guess.box, there, axes))
            return {about(shape, file, guess.kind, Severity::warning, 1, {{"distance", distance}, {"value", guess.fix}})};
    return {about(shape, file, "shape_far", Severity::warning, 1, {{"distance", distance}})};
}

base::Expected<LoadedShape> load_shape(const Recipe& recipe, const std::string& name, const ShapeSurroundings& around,
                                       const base::Progress& progress) {
    const shapes::ShapeRule& rule = recipe.shape.at(name);
    if (rule.file.empty())
        return base::fail(ErrorKind::data, Message("shapes.no_file", {{"shape", name}}),
                          {.field = "shape." + name + ".file"}, Message("shapes.no_file_fix"));
    const std::string path = resolved_file(recipe, rule.file);
    LoadedShape loaded;
    Shape& shape = loaded.shape;
    shape.name = name;
    shape.role = rule.role;
    shape.code = rule.code.empty() ? name : rule.code;
    shape.priority = rule.priority;
    shape.distance = rule.distance;
    const auto refuse = [&](const base::Error& error) {
        return std::unexpected(at_parameter(error, name, rule.file));
    };
    const Turn turned{rule.axes, base::metres_in(rule.unit)};
    if (auto read = load_file(shape, path, rule.file, turned, around, loaded.notes, progress.part(0, 0.4)); !read)
        return refuse(read.error());
    if (rule.role != Role::view)
        if (auto made = make_mesh(shape, rule, around, rule.file, loaded.notes, progress.part(0.4, 0.5)); !made)
            return refuse(made.error());
    if (shape.mesh.triangles.empty()) {
        if (rule.distance) loaded.notes.push_back(about(shape, rule.file, "shape_no_distance", Severity::warning, 1, {}));
        return loaded;
    }
    const auto report = shapes::check(shape.mesh, progress.part(0.5, 0.8));
    if (!report) return refuse(report.error());
    shape.area_m2 = report->area_m2;
    say_check(shape, rule.file, *report, loaded.notes);
    // Topography and pits may be open surfaces; what is closed is a solid whatever its part.
    const bool may_be_open = rule.role == Role::topography || rule.role == Role::mined_out || rule.role == Role::view ||
                             rule.side != shapes::Side::usual;
    auto solid = shapes::make_solid(shape.mesh, {.largest_gap_percent = rule.largest_gap_percent}, progress.part(0.8, 1));
    if (!solid && (!may_be_open || solid.error().kind == ErrorKind::cancelled)) return refuse(solid.error());
    shape.closed = solid.has_value();
    shape.kind = shape.closed ? shapes::Kind::solid : shapes::Kind::surface;
    if (!solid) solid = shapes::make_surface(shape.mesh, progress);
    if (!solid) return refuse(solid.error());
    // What is only shown is shown as the file has it; of a fault its normals tell the sides.
    const bool mended = rule.role != Role::view || (rule.distance && shape.closed);
    if (mended) shape.mesh = std::move(solid->mesh);
    shape.repairs = solid->repairs;
    shape.volume_m3 = solid->volume_m3;
    shape.flipped = shapes::flips(rule.role, rule.side, shape.kind);
    if (mended) say_repairs(shape, rule.file, loaded.notes);
    say_heights(shape, rule.file, loaded.notes);
    return loaded;
}

}  // namespace orelens::project
