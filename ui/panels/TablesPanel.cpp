#include "ui/panels/TablesPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/blocks/BlockList.h"
#include "core/project/Pipeline.h"
#include "core/project/SolidFilter.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/BigTable.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/TableMenu.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

enum Choice { of_blocks, of_composites };

QString heading(const std::string& name, const std::string& unit) {
    return unit.empty() ? ui::column_words(name) : ui::column_words(name) + " (" + QString::fromStdString(unit) + ")";
}

/// Value of a composite in a column that it can be sorted by.
double composite_value(const drilling::CompositeTable& table, const std::string& key, std::size_t row) {
    if (key == "x") return table.x[row];
    if (key == "y") return table.y[row];
    if (key == "z") return table.z[row];
    if (key == "from") return table.from_m[row];
    if (key == "to") return table.to_m[row];
    if (key == "density") return row < table.density.size() ? table.density[row] : std::nan("");
    const drilling::CompositeTable::Grade* grade = table.grade(key.substr(key.find(':') + 1));
    return grade != nullptr ? grade->values[row] : std::nan("");
}

}  // namespace

TablesPanel::TablesPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      choice_(new QComboBox),
      count_(new QLabel),
      not_asked_(new QLabel),
      table_(new BigTable) {
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    ui::tell(&table_->table(), "ui.tables.table");
    for (const char* key : {"ui.tables.blocks", "ui.tables.composites"}) choice_->addItem(ui::words(key));
    auto* head = new QHBoxLayout;
    head->addWidget(ui::label_for(choice_, "ui.tables.choice"));
    head->addWidget(choice_);
    head->addWidget(count_, 1);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(head);
    not_asked_->setWordWrap(true);
    not_asked_->hide();
    told->addWidget(not_asked_);
    told->addWidget(table_, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {}, answer));
    box->addWidget(answer, 1);
    connect(choice_, &QComboBox::activated, this, [this] {
        sorted_ = -1;
        renew();
    });
    connect(table_, &BigTable::rowChosen, this, &TablesPanel::choose);
    connect(table_, &BigTable::headingClicked, this, &TablesPanel::sort_by);
    connect(table_, &BigTable::menuWanted, this, &TablesPanel::ask_menu);
    connect(&document_.filter(), &ui::Filter::changed, this, &TablesPanel::renew);
    // Conditions that blocks cannot answer change no block.
    connect(&document_.filter(), &ui::Filter::rowsChanged, this, [this] {
        if (composites_ != nullptr) renew();
    });
    connect(&document_, &ui::Document::stateChanged, this, &TablesPanel::renew);
    connect(&document_.selection(), &ui::Selection::changed, this, &TablesPanel::follow_selection);
}

TablesPanel::~TablesPanel() = default;

/// Only what is others now is shown anew.
void TablesPanel::renew() {
    due_ = !isVisible();
    if (due_) return;
    if (choice_->currentIndex() == of_composites) return show_composites(false);
    show_blocks(false);
}

void TablesPanel::say_count(std::int64_t shown, std::int64_t all) {
    const auto number = [](std::int64_t n) { return ui::plain_number(static_cast<double>(n), 0).toStdString(); };
    count_->setText(shown == all ? ui::words("ui.tables.all", {{"count", number(all)}})
                                 : ui::words("ui.tables.some", {{"count", number(shown)}, {"all", number(all)}}));
}

void TablesPanel::show_blocks(bool keep_place) {
    const auto& model = document_.project().results.model();
    const ui::Filter& filter = document_.filter();
    composites_ = nullptr;
    not_asked_->hide();
    if (!keep_place) {
        list_ = nullptr;
        sorted_ = -1;
    }
    if (model == nullptr) {
        count_->setText(ui::words("ui.tables.no_model"));
        return table_->set_source({}, false);
    }
    if (list_ == nullptr) {
        const bool filtered = filter.mask() != nullptr && filter.model() == model;
        list_ = std::make_shared<blocks::BlockList>(model, filtered ? filter.mask() : nullptr);
    }
    BigTable::Source source;
    source.count = list_->count();
    source.headings = QStringList{"X", "Y", "Z"};
    source.tips = QStringList{{}, {}, {}};
    keys_ = {"x", "y", "z"};
    for (const blocks::ColumnInfo& info : model->columns()) {
        source.headings << heading(info.name, info.unit);
        source.tips << QString::fromStdString(info.name);
        keys_.push_back(info.name);
    }
    source.row = [this](std::int64_t row) { return block_row(row); };
    table_->set_source(std::move(source), keep_place);
    table_->set_sorted(sorted_, descending_);
    say_count(list_->count(), model->block_count());
    follow_selection();
}

QStringList TablesPanel::block_row(std::int64_t row) const {
    const blocks::BlockModel& model = list_->model();
    const auto [leaf, at] = list_->place(row);
    const blocks::Vec3 centre = model.geometry().centre(model.leaf(leaf).index(at));
    QStringList texts;
    for (const double c : centre) texts << ui::plain_number(c, 1);
    for (const blocks::ColumnInfo& info : model.columns()) {
        if (info.type == blocks::ColumnType::real) {
            texts << ui::number_text(static_cast<double>(model.real(info.name, leaf)[at]), 5);
            continue;
        }
        const std::int32_t code = model.integer(info.name, leaf)[at];
        const bool named = code >= 0 && static_cast<std::size_t>(code) < info.codes.size();
        texts << (code == blocks::missing_int ? QStringLiteral("–")
                  : named ? ui::code_words(info.name, info.codes[static_cast<std::size_t>(code)])
                          : QString::number(code));
    }
    return texts;
}

void TablesPanel::show_composites(bool keep_place) {
    list_ = nullptr;
    composites_ = document_.project().results.drilling.composites;
    not_asked_->hide();
    if (composites_ == nullptr) {
        count_->setText(ui::words("ui.tables.no_composites"));
        return table_->set_source({}, false);
    }
    if (!keep_place) {
        composite_order_.clear();
        const auto& rows = document_.filter().rows();
        const auto mask = project::filter_composites(*composites_, document_.project().results.model().get(),
                                                     document_.project().results.shapes.list, rows);
        for (std::size_t n = 0; n < composites_->size(); ++n)
            if (!mask || mask->keep[n] != 0) composite_order_.push_back(static_cast<std::int64_t>(n));
        if (mask) say_not_asked(mask->not_asked);
        sorted_ = -1;
    }
    BigTable::Source source;
    source.count = static_cast<std::int64_t>(composite_order_.size());
    source.headings << ui::words("ui.findings.hole") << ui::words("ui.findings.from") << ui::words("ui.findings.to")
                    << "X" << "Y" << "Z" << ui::words("ui.tables.domain");
    keys_ = {"hole", "from", "to", "x", "y", "z", "domain"};
    for (const auto& grade : composites_->grades) {
        source.headings << heading(grade.name, std::string(base::symbol(grade.unit)));
        keys_.push_back("grade:" + grade.name);
    }
    if (!composites_->density.empty()) {
        source.headings << heading("density", "t/m³");
        keys_.emplace_back("density");
    }
    source.row = [this](std::int64_t row) { return composite_row(row); };
    table_->set_source(std::move(source), keep_place);
    table_->set_sorted(sorted_, descending_);
    say_count(table_->count(), static_cast<std::int64_t>(composites_->size()));
}

/// Which conditions hold for blocks alone.
void TablesPanel::say_not_asked(const std::vector<std::size_t>& rows) {
    constexpr std::array kinds{"ui.filter.range", "ui.filter.codes", "ui.filter.box", "ui.filter.polygon",
                               "ui.filter.formula"};
    QStringList told;
    for (const std::size_t n : rows) {
        const blocks::FilterRow& row = document_.filter().rows()[n];
        const std::string solid = project::solid_of(row);
        QString what = ui::words(solid.empty() ? kinds[static_cast<std::size_t>(row.kind)] : "ui.filter.solid");
        if (!solid.empty())
            what += " " + QString::fromStdString(solid);
        else if (!row.column.empty())
            what += " " + ui::column_words(row.column);
        told << what;
    }
    not_asked_->setText(ui::words("ui.tables.not_asked", {{"what", told.join("; ").toStdString()}}));
    not_asked_->setVisible(!told.isEmpty());
}

QStringList TablesPanel::composite_row(std::int64_t row) const {
    const auto n = static_cast<std::size_t>(composite_order_[static_cast<std::size_t>(row)]);
    const drilling::CompositeTable& table = *composites_;
    QStringList texts{QString::fromStdString(composite_hole(table, n)), ui::plain_number(table.from_m[n], 2),
                      ui::plain_number(table.to_m[n], 2), ui::plain_number(table.x[n], 1),
                      ui::plain_number(table.y[n], 1), ui::plain_number(table.z[n], 1),
                      QString::fromStdString(composite_domain(table, n))};
    for (const auto& grade : table.grades) texts << ui::number_text(grade.values[n], 5);
    if (!table.density.empty()) texts << ui::number_text(table.density[n], 4);
    return texts;
}

void TablesPanel::choose(qint64 row) {
    if (composites_ != nullptr) {
        const auto n = static_cast<std::size_t>(composite_order_[static_cast<std::size_t>(row)]);
        Q_EMIT holeWanted(QString::fromStdString(composite_hole(*composites_, n)), composites_->from_m[n],
                          composites_->to_m[n]);
        return;
    }
    if (list_ == nullptr) return;
    const auto [leaf, at] = list_->place(row);
    scene::PickResult pick;
    pick.block_hit = true;
    pick.block = list_->model().leaf(leaf).index(at);
    pick.point = list_->model().geometry().centre(pick.block);
    choosing_ = true;
    document_.selection().take(pick);
    choosing_ = false;
    Q_EMIT blockWanted();
}

/// Up, down, and as the file has them.
void TablesPanel::sort_by(int column) {
    if (column < 0 || static_cast<std::size_t>(column) >= keys_.size() || job_.running()) return;
    const bool again = column == sorted_;
    const bool off = again && descending_;
    const int now = off ? -1 : column;
    const bool descending = again && !off;
    const std::string key = keys_[static_cast<std::size_t>(column)];
    if (composites_ != nullptr) {
        sorted_ = now;
        descending_ = descending;
        std::ranges::sort(composite_order_);
        const drilling::CompositeTable& table = *composites_;
        const auto text = [&](std::int64_t n) {
            return key == "hole" ? composite_hole(table, static_cast<std::size_t>(n))
                                 : composite_domain(table, static_cast<std::size_t>(n));
        };
        const auto before = [&](std::int64_t a, std::int64_t b) {
            if (key == "hole" || key == "domain") return descending ? text(b) < text(a) : text(a) < text(b);
            const double x = composite_value(table, key, static_cast<std::size_t>(a));
            const double y = composite_value(table, key, static_cast<std::size_t>(b));
            if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
            return descending ? y < x : x < y;
        };
        if (!off) std::ranges::stable_sort(composite_order_, before);
        return show_composites(true);
    }
    if (list_ == nullptr) return;
    if (off) {
        list_->unsort();
        sorted_ = -1;
        return show_blocks(true);
    }
    // In a list of its own: the one that is shown is read meanwhile.
    auto sorted = std::make_shared<blocks::BlockList>(*list_);
    job_.start([sorted, key, descending](base::Progress& progress) { return sorted->sort(key, descending, progress); },
               [this, sorted, from = list_, now, descending](const base::Expected<void>& done) {
                   if (!done) {
                       if (done.error().kind != base::ErrorKind::cancelled)
                           count_->setText("⚠ " + ui::words(done.error()));
                       return;
                   }
                   if (list_ != from) return;  // others are shown by now
                   list_ = sorted;
                   sorted_ = now;
                   descending_ = descending;
                   show_blocks(true);
               });
}

void TablesPanel::follow_selection() {
    if (choosing_ || list_ == nullptr || !isVisible()) return;
    const scene::PickResult& pick = document_.selection().pick();
    table_->select(pick.block_hit ? list_->row_of(pick.block) : -1);
}

void TablesPanel::ask_menu(qint64 row, int column, const QPoint& at) {
    QMenu menu(this);
    fill_menu(menu, row, column);
    menu.exec(at);
}

void TablesPanel::fill_menu(QMenu& menu, std::int64_t row, int column) {
    const bool there = row >= 0 && row < table_->count();
    const bool has_key = column >= 0 && static_cast<std::size_t>(column) < keys_.size();
    const std::string key = has_key ? keys_[static_cast<std::size_t>(column)] : std::string();
    QStringList texts;
    if (there) {
        texts = table_->source().row(row);
        menu.addAction(ui::words("ui.place.near"), this, [this, row] {
            table_->select(row);
            choose(row);
        });
        if (composites_ != nullptr)
            add_composite_choices(menu, static_cast<std::size_t>(composite_order_[static_cast<std::size_t>(row)]), key);
        else
            add_block_choices(menu, row, key);
    }
    add_copy_choices(menu, there && column >= 0 && column < texts.size() ? texts[column] : QString(), texts,
                     [this] { return as_text(); });
    menu.addAction(ui::words("ui.table.export"), this, &TablesPanel::exportWanted)->setEnabled(table_->count() > 0);
}

/// The same as the view's menu offers, and the other way round.
void TablesPanel::add_range_choices(QMenu& menu, const std::string& column, double value) {
    if (!std::isfinite(value)) return;
    const ui::Args told{{"column", ui::column_words(column).toStdString()}, {"value", ui::number_text(value).toStdString()}};
    constexpr double infinity = std::numeric_limits<double>::infinity();
    menu.addAction(ui::words("ui.place.filter", told), this,
                   [this, column, value] { document_.filter().set_range(column, value, infinity, false); });
    menu.addAction(ui::words("ui.table.at_most", told), this,
                   [this, column, value] { document_.filter().set_range(column, -infinity, value, false); });
}

void TablesPanel::add_block_choices(QMenu& menu, std::int64_t row, const std::string& key) {
    const blocks::BlockModel& model = list_->model();
    const blocks::ColumnInfo* info = model.info(key);
    if (info == nullptr) return;
    const auto [leaf, at] = list_->place(row);
    if (info->type == blocks::ColumnType::real)
        return add_range_choices(menu, key, static_cast<double>(model.real(key, leaf)[at]));
    const std::int32_t code = model.integer(key, leaf)[at];
    if (code == blocks::missing_int) return;
    if (info->codes.empty()) return add_range_choices(menu, key, code);
    if (code < 0 || static_cast<std::size_t>(code) >= info->codes.size()) return;
    menu.addAction(ui::words("ui.table.only",
                             {{"what", ui::code_words(key, info->codes[static_cast<std::size_t>(code)]).toStdString()}}),
                   this, [this, key, code] {
                       document_.filter().add({.kind = blocks::FilterRow::Kind::codes, .column = key, .codes = {code}});
                   });
}

void TablesPanel::add_composite_choices(QMenu& menu, std::size_t row, const std::string& key) {
    const std::string hole = composite_hole(*composites_, row);
    menu.addAction(ui::words("ui.place.hole", {{"hole", hole}}), this, [this, hole] {
        Q_EMIT holeWanted(QString::fromStdString(hole), std::nan(""), std::nan(""));
    });
    menu.addAction(ui::words("ui.table.only", {{"what", hole}}), this, [this, hole] {
        document_.filter().add(project::hole_row(hole));
    });
    if (key.starts_with("grade:")) add_range_choices(menu, key.substr(6), composite_value(*composites_, key, row));
    if (key == "density") add_range_choices(menu, key, composite_value(*composites_, key, row));
    const auto& model = document_.project().results.model();
    const blocks::ColumnInfo* domains = model != nullptr ? model->info("domain") : nullptr;
    const std::string domain = composite_domain(*composites_, row);
    if (key != "domain" || domains == nullptr || domain.empty()) return;
    const auto code = std::ranges::find(domains->codes, domain);
    if (code == domains->codes.end()) return;
    menu.addAction(ui::words("ui.table.only", {{"what", domain}}), this,
                   [this, n = static_cast<std::int32_t>(code - domains->codes.begin())] {
                       document_.filter().add({.kind = blocks::FilterRow::Kind::codes, .column = "domain", .codes = {n}});
                   });
}

ListedRows TablesPanel::listed() const {
    ListedRows rows;
    if (list_ != nullptr) rows.blocks = std::make_shared<const blocks::BlockList>(*list_);
    rows.composites = composites_;
    if (composites_ != nullptr) rows.order = composite_order_;
    rows.headings = table_->source().headings;
    return rows;
}

QString TablesPanel::as_text() const {
    return count_->text() + "\n" + table_->as_text();
}

void TablesPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) renew();
}

void TablesPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        for (int n = 0; n < choice_->count(); ++n)
            choice_->setItemText(n, ui::words(n == of_blocks ? "ui.tables.blocks" : "ui.tables.composites"));
        renew();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
