// orelens-cli render PROJECT: a picture of the deposit at a price, without a window.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/Output.h"
#include "app/cli/PriceOption.h"
#include "app/cli/ProgressBar.h"
#include "core/base/Printable.h"
#include "core/project/OpenFindings.h"
#include "core/project/RecipePlace.h"
#include "core/project/Target.h"

#ifdef ORELENS_WITH_DESKTOP
#include "app/cli/OwnDisplay.h"
#include "app/cli/Say.h"
#include "ui/output/Movie.h"
#include "ui/scene/Render.h"
#include "ui/scene/Sweep.h"
#include "ui/scene/ViewJson.h"
#endif

namespace orelens::cli {
namespace {

struct RenderOptions {
    std::string input, out, price, view = "iso", size = "1920x1200", colour = "break_even", waste = "hidden",
                through = "surface", filter, sweep;
    bool transparent = false, dark = false;
    double exaggeration = 1;
    int frames_per_second = 25;
    std::vector<std::string> settings;
};

base::Error usage_error(base::Message what, base::Message fix = {}) {
    return {base::ErrorKind::usage, std::move(what), {}, std::move(fix)};
}

#ifdef ORELENS_WITH_DESKTOP

template <class T>
std::optional<T> read_number(std::string_view text) {
    T value{};
    const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

base::Expected<std::pair<int, int>> read_size(const std::string& text) {
    const std::size_t cross = text.find('x');
    if (cross != std::string::npos) {
        const auto width = read_number<int>(std::string_view(text).substr(0, cross));
        const auto height = read_number<int>(std::string_view(text).substr(cross + 1));
        if (width && height && *width >= 16 && *height >= 16 && *width <= 16384 && *height <= 16384)
            return std::pair(*width, *height);
    }
    return std::unexpected(usage_error(base::Message("cli.render.size_form", {{"written", text}})));
}

template <class E, std::size_t N>
E from_id(const std::array<const char*, N>& ids, const std::string& id) {
    for (std::size_t n = 0; n < N; ++n)
        if (id == ids[n]) return static_cast<E>(n);
    return E{};
}

template <std::size_t N>
std::vector<std::string> ids_of(const std::array<const char*, N>& ids) {
    return {ids.begin(), ids.end()};
}

scene::RenderRequest make_request(const Common& common, const RenderOptions& options, std::pair<int, int> size) {
    scene::RenderRequest request;
    request.view = from_id<scene::StandardView>(scene::view_ids, options.view);
    request.width = size.first;
    request.height = size.second;
    request.transparent = options.transparent;
    request.look.language = common.language;
    request.look.dark = options.dark;
    request.look.waste = from_id<scene::Waste>(scene::waste_ids, options.waste);
    request.look.through = from_id<scene::Through>(scene::through_ids, options.through);
    if (!options.filter.empty())
        request.filter = {{.kind = blocks::FilterRow::Kind::expression, .expression = options.filter}};
    request.look.vertical_exaggeration = options.exaggeration;
    request.look.caption = true;
    const auto known = ids_of(scene::colour_by_ids);
    if (std::ranges::find(known, options.colour) != known.end()) {
        request.look.colour_by = from_id<scene::ColourBy>(scene::colour_by_ids, options.colour);
    } else {
        request.look.colour_by = scene::ColourBy::column;
        request.look.column = options.colour;
    }
    return request;
}

bool is_standard_view(const std::string& view) {
    return std::ranges::find(scene::view_ids, view) != scene::view_ids.end();
}

/// A view kept with the project instead of a standard one: its look, camera, price and filter. What is stated on the
/// command line about price, filter, theme and language goes before it.
base::Expected<void> take_kept_view(const RenderOptions& options, const project::Project& project,
                                    scene::RenderRequest& request) {
    if (is_standard_view(options.view)) return {};
    const project::SavedView* kept = project::find_view(project.views, options.view);
    if (kept == nullptr) {
        std::string known;
        for (const char* id : scene::view_ids) known += (known.empty() ? "" : ", ") + std::string(id);
        for (const project::SavedView& each : project.views) known += ", " + each.name;
        return std::unexpected(
            usage_error(base::Message("scene.no_view", {{"view", options.view}, {"known", known}})));
    }
    auto view = scene::view_from_json(kept->look);
    if (!view) return std::unexpected(view.error());
    const scene::Look stated = request.look;
    request.look = view->look;
    request.look.dark = stated.dark;
    request.look.language = stated.language;
    request.look.title = stated.title;
    request.look.caption = true;
    request.camera = view->camera;
    if (!request.price && view->price && view->commodity == project::price_deck(project.recipe).main_commodity)
        request.price = view->price;
    request.filter.insert(request.filter.begin(), view->filter.begin(), view->filter.end());
    return {};
}

/// "LOW:HIGH:FRAMES".
base::Expected<scene::PriceSweep> read_sweep(const std::string& text) {
    scene::PriceSweep sweep;
    const std::size_t first = text.find(':'), second = text.find(':', first + 1);
    const std::string_view all(text);
    const auto low = read_number<double>(all.substr(0, first));
    const auto high = first == std::string::npos ? std::nullopt : read_number<double>(all.substr(first + 1, second - first - 1));
    const auto frames = second == std::string::npos ? std::nullopt : read_number<int>(all.substr(second + 1));
    if (low && high && frames) sweep = {*low, *high, *frames};
    if (!low || !high || !frames)
        return std::unexpected(usage_error(base::Message("cli.render.sweep_form", {{"written", text}})));
    if (const auto prices = scene::prices_of(sweep); !prices) return std::unexpected(prices.error());
    return sweep;
}

bool is_movie(const RenderOptions& options) {
    return !options.sweep.empty() && output::is_movie(QString::fromStdString(options.out));
}

/// Frames go into a folder, each of its own name.
base::Expected<void> check_render_out(const RenderOptions& options, const std::vector<std::string>& inputs) {
    if (options.sweep.empty()) return project::check_target(options.out, project::Content::png, inputs);
    const auto sweep = read_sweep(options.sweep);
    if (!sweep) return std::unexpected(sweep.error());
    if (is_movie(options)) {
        if (output::encoder().isEmpty())
            return std::unexpected(base::Error{base::ErrorKind::file, base::Message("movie.no_encoder"),
                                               {.file = options.out}, base::Message("movie.no_encoder.fix")});
        return project::check_target(options.out, project::Content::movie, inputs);
    }
    if (auto fine = project::check_folder(options.out); !fine) return fine;
    for (int n = 1; n <= sweep->frames; ++n)
        if (auto fine = project::check_target(options.out + "/" + scene::frame_name(n), project::Content::png, inputs); !fine)
            return fine;
    return {};
}

/// A picture, or the frames of an animation and the film they make.
base::Expected<void> draw(const RenderOptions& options, const project::Project& project, const scene::RenderRequest& request,
                          Output& output, base::Progress& progress) {
    const std::string name = std::filesystem::path(options.out).filename().string();
    if (options.sweep.empty()) return scene::render_png(project, request, output.place(name), progress);
    const auto sweep = read_sweep(options.sweep);
    if (!sweep) return std::unexpected(sweep.error());
    const bool film = is_movie(options);
    std::string folder;
    const auto place = [&](const std::string& frame) {
        const std::string to = film ? output.scratch("frames/" + frame) : output.place(frame);
        folder = std::filesystem::path(to).parent_path().string();
        return to;
    };
    base::Progress drawing = progress.part(0, film ? 0.9 : 1);
    if (auto drawn = scene::render_sweep(project, request, *sweep, place, drawing); !drawn || !film) return drawn;
    base::Progress joining = progress.part(0.9, 1);
    return output::write_movie(QString::fromStdString(folder), QString::fromStdString(output.place(name)),
                               options.frames_per_second, joining);
}

/// Everything that is wrong with the request is told before the long work.
int render(const Common& common, const RenderOptions& options) {
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    const auto size = read_size(options.size);
    if (!size) return refuse(guard, common, size.error());
    const std::filesystem::path target(options.out);
    std::string display_note;
    {
        ProgressBar bar(common.language);
        if (auto fine = check_render_out(options, project::with_sidecar(options.input)); !fine)
            return refuse(guard, common, fine.error());
        auto project = load_project(common, options.input, bar.progress());
        if (!project) return refuse(guard, common, project.error());
        if (auto fine = check_render_out(options, project::input_files(*project, options.input)); !fine)
            return refuse(guard, common, fine.error());
        if (auto set = apply_settings(common, project->recipe, options.settings); !set)
            return refuse(guard, common, set.error());
        // Before the long work; what it asks is taken when the prices are known.
        scene::RenderRequest tried;
        if (auto known = take_kept_view(options, *project, tried); !known) return refuse(guard, common, known.error());
        if (auto reads = project::at_recipe(project->recipe, project::check_reads_something(*project)); !reads)
            return refuse(guard, common, reads.error());
        const auto price = read_price(options.price, project->recipe);
        if (!price) return refuse(guard, common, price.error());
        auto display = ensure_display();
        if (!display) return refuse(guard, common, display.error());
        display_note = *display;
        const std::string main = project::price_deck(project->recipe).main_commodity;
        // The price of the main commodity is one uniform; any other one changes what blocks are worth.
        if (!price->commodity.empty() && price->commodity != main)
            project->recipe.commodity[price->commodity].price = *price->price;
        const auto ran = project->run(bar.progress(), "evaluate");
        if (!ran) return refuse(guard, common, ran.error());
        scene::RenderRequest request = make_request(common, options, *size);
        request.look.title = project->recipe.general.name;
        if (price->commodity.empty() || price->commodity == main) request.price = price->price;
        if (auto taken = take_kept_view(options, *project, request); !taken)
            return refuse(guard, common, taken.error());
        const bool folder = !options.sweep.empty() && !is_movie(options);
        auto output = Output::in(folder ? options.out : target.parent_path().string());
        if (!output) return refuse(guard, common, output.error());
        guard.clean_with(output->remover());
        const auto drawn = draw(options, *project, request, *output, bar.progress());
        if (!drawn) return refuse(guard, common, output->named(drawn.error()));
        guard.disarm();
        if (const auto delivered = output->deliver(); !delivered)
            return refuse(guard, common, delivered.error());
    }
    if (common.json) {
        print_json({{"ok", true},
                    {"file", options.out},
                    {"width", size->first},
                    {"height", size->second},
                    {"own_display", display_note}});
        return ExitCode::done;
    }
    if (!display_note.empty())
        note(fmt::format("{}\n",
                         words(common, base::Message("cli.own_display", {{"display", display_note}}))));
    say("{}\n", base::printable(options.out));
    return ExitCode::done;
}

#else

int render(const Common& common, const RenderOptions& /*options*/) {
    return report_error(common, usage_error(base::Message("cli.no_pictures_built")));
}

#endif

}  // namespace

void add_render(CLI::App& app, Common& common, Action& action) {
    static RenderOptions options;
    CLI::App* command = app.add_subcommand("render", words(common, "cli.render.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--out", options.out, words(common, "cli.render.out"))->required();
    command->add_option("--price", options.price, words(common, "cli.render.price"));
    command->add_option("--view", options.view, words(common, "cli.render.view"));
    command->add_option("--size", options.size, words(common, "cli.render.size"));
    command->add_option("--colour", options.colour, words(common, "cli.render.colour"));
    command->add_option("--waste", options.waste, words(common, "cli.render.waste"))
        ->check(CLI::IsMember({"hidden", "ghosted", "shown"}));
    command->add_option("--through", options.through, words(common, "cli.render.through"))
        ->check(CLI::IsMember({"surface", "xray", "shells", "highest", "mean"}));
    command->add_option("--filter", options.filter, words(common, "cli.render.filter"));
    command->add_option("--exaggeration", options.exaggeration, words(common, "cli.render.exaggeration"))
        ->check(CLI::Range(0.1, 50.0));
    command->add_option("--sweep", options.sweep, words(common, "cli.render.sweep"));
    command->add_option("--fps", options.frames_per_second, words(common, "cli.render.fps"))->check(CLI::Range(1, 60));
    command->add_flag("--transparent", options.transparent, words(common, "cli.render.transparent"));
    command->add_flag("--dark", options.dark, words(common, "cli.render.dark"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return render(common, options); }; });
}

}  // namespace orelens::cli
