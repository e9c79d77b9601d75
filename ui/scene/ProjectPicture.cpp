// Where the scene meets a project: what of it is drawn, and pictures of it.
#include <limits>
#include <memory>

#include "core/base/Quantity.h"
#include "core/economics/FilterTonnes.h"
#include "core/economics/Value.h"
#include "core/project/SolidFilter.h"
#include "core/project/Truth.h"
#include "ui/scene/PaperSection.h"
#include "ui/scene/Render.h"
#include "ui/scene/Sweep.h"

namespace orelens::scene {

using base::ErrorKind;
using base::fail;
using base::Message;

namespace {

/// Commodity, and whether the deck can say anything about it under either test.
void set_deck(SceneData& data, economics::PriceDeck deck) {
    const economics::Commodity* main = economics::main_commodity(deck);
    data.commodity = main != nullptr ? main->name : deck.main_commodity;
    for (const auto test : {economics::CutoffTest::full, economics::CutoffTest::marginal}) {
        deck.test = test;
        data.deck.at(static_cast<std::size_t>(test)) = economics::evaluable(deck);
    }
}

}  // namespace

SceneData SceneData::of(const project::Project& project) {
    SceneData data;
    const project::Results& results = project.results;
    data.model = results.model();
    if (results.drilling.import != nullptr)
        data.holes = {results.drilling.import, &results.drilling.import->holes};
    data.traces = results.drilling.traces;
    if (results.shapes.list != nullptr)
        for (const shapes::Shape& shape : *results.shapes.list) {
            // Each shares the list: nothing is copied, and what is drawn lives as long as it is.
            SceneShape layer{shape.name, nullptr, nullptr, nullptr};
            if (!shape.mesh.triangles.empty())
                layer.mesh = {results.shapes.list, &shape.mesh};
            else if (!shape.lines.lines.empty())
                layer.lines = {results.shapes.list, &shape.lines};
            else if (!shape.points.points.empty())
                layer.points = {results.shapes.list, &shape.points};
            else
                continue;
            data.shapes.push_back(std::move(layer));
        }
    data.older = !project::older_of_blocks(project).empty();
    const economics::PriceDeck deck =
        results.value.deck ? *results.value.deck : project::price_deck(project.recipe);
    data.prices = results.value.deck;
    set_deck(data, deck);
    data.test = deck.test;
    if (results.value.deck) data.curve = results.value.curve(deck.test);
    data.currency = deck.costs.currency;
    for (const economics::Commodity& commodity : deck.commodities)
        if (commodity.name == data.commodity) {
            data.price_unit = deck.costs.currency + "/" + commodity.price_unit;
            data.stated_price = commodity.price;
        }
    return data;
}

namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

/// The project's data for the commodity asked for; the model is valued again when its break-even prices are
/// for another one.
base::Expected<SceneData> data_for(const project::Project& project, const std::string& commodity,
                                   double& price, base::Progress& progress) {
    SceneData data = SceneData::of(project);
    // The curve is of the results' own commodity.
    if (!commodity.empty() && commodity != data.commodity) data.curve = nullptr;
    economics::PriceDeck deck =
        project.results.value.deck ? *project.results.value.deck : project::price_deck(project.recipe);
    if (!commodity.empty()) deck.main_commodity = commodity;
    set_deck(data, deck);
    std::vector<std::string> known;
    const economics::Commodity* found = nullptr;
    for (const economics::Commodity& each : deck.commodities) {
        known.push_back(each.name);
        if (each.name == data.commodity) found = &each;
    }
    if (!commodity.empty() && found == nullptr)
        return fail(ErrorKind::usage,
                    Message("scene.unknown_commodity", {{"commodity", commodity}, {"known", joined(known)}}));
    if (data.model == nullptr && data.traces == nullptr)
        return fail(ErrorKind::data, Message("scene.nothing_to_draw"), {}, Message("scene.run_first"));
    if (found == nullptr) return data;
    price = found->price;
    data.stated_price = found->price;
    data.price_unit = deck.costs.currency + "/" + found->price_unit;
    if (data.model != nullptr && data.evaluated() == economics::Evaluated::not_run) {
        auto copy = std::make_shared<blocks::BlockModel>(*data.model);
        deck.main_commodity = data.commodity;
        if (auto done = economics::evaluate(*copy, deck, progress); !done)
            return std::unexpected(done.error());
        data.model = copy;
        data.prices = std::make_shared<const economics::PriceDeck>(deck);
    }
    return data;
}

/// What stands below a kept view: its name, price and usable tonnes, and how much its filter leaves.
std::string caption_of(const Scene& scene, const project::Project& project, const Look& look) {
    std::string words = look.title;
    for (const std::string& line : price_lines(scene.data(), scene.price(), look.language)) words += " · " + line;
    if (scene.mask() == nullptr || scene.data().model == nullptr) return words;
    const economics::Costs costs =
        scene.data().prices != nullptr ? scene.data().prices->costs : project.recipe.economics.costs;
    if (const auto kept = economics::filter_tonnes(*scene.data().model, *scene.mask(), costs))
        words += " · " + base::text(Message("scene.filter_keeps", {{"tonnes", base::mass_text(kept->tonnes, look.language)},
                                                                   {"blocks", base::grouped(static_cast<double>(kept->blocks))}}),
                                    look.language);
    return words;
}

/// Data, look, filter and price of a request; where it is seen from is the caller's.
base::Expected<void> fill_scene(Scene& scene, const project::Project& project, const RenderRequest& request,
                                base::Progress& progress) {
    double price = std::numeric_limits<double>::infinity();
    base::Progress valuing = progress.part(0, 0.9);
    auto data = data_for(project, request.commodity, price, valuing);
    if (!data) return std::unexpected(data.error());
    Look look = request.look;
    look.caption = true;
    if (look.title.empty()) look.title = project.recipe.general.name;
    if (look.colour_by == ColourBy::column && data->model != nullptr && !data->model->has(look.column)) {
        std::vector<std::string> known;
        for (const blocks::ColumnInfo& info : data->model->columns()) known.push_back(info.name);
        return fail(ErrorKind::usage,
                    Message("scene.unknown_column", {{"column", look.column}, {"known", joined(known)}}));
    }
    scene.set_look(look);
    scene.set_data(*data);
    std::vector<blocks::FilterRow> filter = request.filter;
    // Conditions on samples say nothing of blocks.
    std::erase_if(filter, [](const blocks::FilterRow& row) { return !project::hole_of(row).empty(); });
    if (!filter.empty() && data->model != nullptr) {
        for (const blocks::FilterRow& row : filter)
            if (auto good = project::check_filter(*data->model, project.results.shapes.list, row); row.on && !good)
                return std::unexpected(good.error());
        auto mask = project::SolidShares().filter(data->model, project.results.shapes.list, filter, project.recipe,
                                                  progress.part(0.9, 1));
        if (!mask) return std::unexpected(mask.error());
        scene.set_mask(std::make_shared<const blocks::BlockMask>(std::move(*mask)));
    }
    scene.set_kept_holes(kept_stretches(project, request.filter));
    scene.set_price(request.price.value_or(price), PriceMotion::settled);
    return {};
}

}  // namespace

base::Expected<Picture> render_picture(const project::Project& project, const RenderRequest& request,
                                       base::Progress& progress) {
    Scene scene;
    base::Progress filling = progress.part(0, 0.45);
    if (auto filled = fill_scene(scene, project, request, filling); !filled) return std::unexpected(filled.error());
    const Look look = scene.look();
    const double aspect = static_cast<double>(request.width) / request.height;
    scene.set_canvas(request.width, request.height, request.pixel_ratio);
    std::string words;
    if (request.section) {
        const PaperSection section = paper_section(scene);
        show(scene, section, aspect);
        words = words_of(scene, section, look.language);
    } else if (request.camera) {
        scene.set_camera(*request.camera);
        words = caption_of(scene, project, look);
    } else {
        scene.set_view(request.view, aspect);
    }
    base::Progress drawing = progress.part(0.45, 1);
    auto picture = render_picture(scene, request.width, request.height, request.transparent, request.pixel_ratio,
                                  drawing);
    if (picture) picture->words = std::move(words);
    return picture;
}

base::Expected<void> render_sweep(const project::Project& project, const RenderRequest& request,
                                  const PriceSweep& sweep, const FramePlace& place, base::Progress& progress) {
    if (const auto prices = prices_of(sweep); !prices) return std::unexpected(prices.error());
    Scene scene;
    base::Progress filling = progress.part(0, 0.1);
    if (auto filled = fill_scene(scene, project, request, filling); !filled) return filled;
    scene.set_canvas(request.width, request.height, request.pixel_ratio);
    if (request.camera)
        scene.set_camera(*request.camera);
    else
        scene.set_view(request.view, static_cast<double>(request.width) / request.height);
    base::Progress drawing = progress.part(0.1, 1);
    return render_sweep(scene, sweep, request.width, request.height, request.pixel_ratio, place, drawing);
}

base::Expected<void> render_png(const project::Project& project, const RenderRequest& request,
                                const std::string& path, base::Progress& progress) {
    base::Progress drawing = progress.part(0, 0.7);
    auto picture = render_picture(project, request, drawing);
    if (!picture) return std::unexpected(picture.error());
    base::Progress packing = progress.part(0.7, 1);
    return write_png(*picture, path, packing);
}

}  // namespace orelens::scene
