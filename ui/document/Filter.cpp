#include "ui/document/Filter.h"

#include <algorithm>
#include <utility>

#include "core/project/Pipeline.h"
#include "core/project/SolidFilter.h"
#include "ui/document/PriceInHand.h"

namespace orelens::ui {
namespace {

/// Up to here the answer is there before a hand can tell.
constexpr std::int64_t at_once = 4'000'000;

}  // namespace

Filter::Filter(const project::Project& project, const PriceInHand& price)
    : project_(project), price_(price), solids_(std::make_shared<project::SolidShares>()) {}
Filter::~Filter() {
    blockSignals(true);
}

void Filter::set_rows(std::vector<blocks::FilterRow> rows, bool dragging) {
    rows_ = std::move(rows);
    renew(dragging);
    Q_EMIT rowsChanged();
}

void Filter::set_row(std::size_t at, const blocks::FilterRow& row, bool dragging) {
    if (at >= rows_.size() || (rows_[at] == row && (dragging || made_.curve != nullptr))) return;
    rows_[at] = row;
    renew(dragging);
    Q_EMIT rowsChanged();
}

void Filter::add(const blocks::FilterRow& row) {
    rows_.push_back(row);
    renew(false);
    Q_EMIT rowsChanged();
}

void Filter::remove(std::size_t at) {
    if (at >= rows_.size()) return;
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at));
    renew(false);
    Q_EMIT rowsChanged();
}

void Filter::set_range(const std::string& column, double low, double high, bool dragging) {
    const auto found = std::ranges::find_if(rows_, [&](const blocks::FilterRow& row) {
        return row.kind == blocks::FilterRow::Kind::range && row.column == column;
    });
    blocks::FilterRow row;
    if (found != rows_.end()) row = *found;
    row.on = true;
    row.column = column;
    row.low = low;
    row.high = high;
    if (found != rows_.end()) return set_row(static_cast<std::size_t>(found - rows_.begin()), row, dragging);
    rows_.push_back(row);
    renew(dragging);
    Q_EMIT rowsChanged();
}

void Filter::follow_results() {
    if (rows_.empty() && made_.mask == nullptr) return;
    renew(false);
    Q_EMIT rowsChanged();  // what could not be asked may be so now
}

void Filter::start_over() {
    rows_.clear();
    if (job_.running()) {
        job_.cancel();
        job_.wait();
    }
    *solids_ = {};
    renew(false);
    Q_EMIT rowsChanged();
}

void Filter::renew(bool dragging) {
    const std::shared_ptr<const blocks::BlockModel> model = project_.results.model();
    problems_.assign(rows_.size(), std::nullopt);
    std::vector<blocks::FilterRow> asked;
    for (std::size_t n = 0; model != nullptr && n < rows_.size(); ++n) {
        if (auto good = project::check_filter(*model, project_.results.shapes.list, rows_[n]); !good)
            problems_[n] = good.error();
        else if (rows_[n].on)
            asked.push_back(rows_[n]);
    }
    active_ = !asked.empty();
    if (!active_) {
        if (job_.running()) job_.cancel();
        again_ = false;
        return take({});
    }
    if (job_.running()) {
        again_ = true;
        again_dragging_ = dragging;
        job_.cancel();
        return;
    }
    const auto& value = project_.results.value;
    const economics::Costs costs = value.deck ? value.deck->costs : project_.recipe.economics.costs;
    const auto whole = dragging ? nullptr : price_.curve();
    auto made = std::make_shared<Made>();
    made->model = model;
    const auto shapes = project_.results.shapes.list;
    const bool quick = model->block_count() <= at_once && solids_->ready(model, shapes, asked);
    const auto work = [=, recipe = project_.recipe, solids = solids_](base::Progress& progress) -> base::Expected<void> {
        auto mask = solids->filter(model, shapes, asked, recipe, progress.part(0, 0.4));
        if (!mask) return std::unexpected(mask.error());
        made->mask = std::make_shared<const blocks::BlockMask>(std::move(*mask));
        auto kept = economics::filter_tonnes(*model, *made->mask, costs, progress.part(0.4, 0.5));
        if (!kept) return std::unexpected(kept.error());
        made->kept = *kept;
        if (whole == nullptr) return {};
        auto curve = whole->within(*made->mask, progress.part(0.5, 1));
        if (!curve) return std::unexpected(curve.error());
        made->curve = std::make_shared<const economics::UsableCurve>(std::move(*curve));
        return {};
    };
    if (quick) {
        base::Progress progress;
        if (work(progress)) take(std::move(*made));
        return;
    }
    job_.start(work, [this, made](const base::Expected<void>& done) {
        if (std::exchange(again_, false)) return renew(again_dragging_);
        if (done && active_) return take(std::move(*made));
        // Refused for want of memory: said beside the row that asked for it, and nothing is left out.
        if (done || done.error().kind == base::ErrorKind::cancelled) return;
        for (std::size_t n = 0; n < rows_.size(); ++n)
            if (rows_[n].on && !project::solid_of(rows_[n]).empty()) problems_[n] = done.error();
        active_ = false;
        take({});
        Q_EMIT rowsChanged();
    });
}

void Filter::take(Made made) {
    made_ = std::move(made);
    Q_EMIT changed();
}

}  // namespace orelens::ui
