// What the page of statistics shows, worked out off the window's thread: what is asked of a table of rows, the answer, and
// the answer as charts and rows of tables. Nothing of it knows a widget.
#pragma once

#include <QStringList>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/geostat/VariogramMap.h"
#include "core/project/Pipeline.h"
#include "core/report/StatisticsTables.h"
#include "ui/charts/Bars.h"
#include "ui/charts/BoxPlot.h"
#include "ui/charts/HeatMap.h"
#include "ui/charts/PointCloud.h"

namespace orelens::pages {

/// In the order of the tabs.
enum class StatisticsView { table, spread, together, contacts, enrichment, axes, ternary, map };
inline constexpr std::size_t statistics_views = 8;
/// Planes of the variogram map.
enum class MapPlane { level, along_north, along_east };

struct StatisticsWish {
    StatisticsView view = StatisticsView::table;
    std::shared_ptr<const report::StatisticsTable> table;
    std::shared_ptr<const std::vector<std::uint8_t>> keep;  ///< per row; null = all
    std::size_t element = 0;
    std::string by;       ///< kinds; empty = none
    std::string surface;  ///< enrichment by the distance to it; empty = by the kinds
    statistics::Coefficient coefficient = statistics::Coefficient::spearman;
    std::optional<statistics::DomainPair> pair;  ///< none = the pair that touches most often
    MapPlane plane = MapPlane::level;
    [[nodiscard]] report::RowMask mask() const { return keep ? report::RowMask(*keep) : report::RowMask(); }
};

/// Only what the view shows is filled.
struct StatisticsMade {
    StatisticsWish asked;
    report::Table table;
    report::ElementAnswer one;
    std::vector<report::ClassBox> boxes;
    std::optional<statistics::CorrelationMatrix> matrix;
    std::vector<statistics::DomainPair> pairs;
    report::ContactAnswer contact;
    report::EnrichmentAnswer enrichment;
    statistics::Components components;
    std::shared_ptr<const charts::CloudPoints> scores;
    geostat::VariogramMap map;
};

/// Error: those of the core; cancelled.
base::Expected<StatisticsMade> answer_statistics(const project::Project& project, const StatisticsWish& wish, base::Progress& progress);

struct StatisticsRows {
    QStringList headings;
    std::vector<QStringList> rows;
};
/// A table of a report as texts, without columns that nothing stands in.
StatisticsRows rows_of(const report::Table& table);

charts::Plot probability_plot(const StatisticsMade& made, bool logarithmic);
charts::Boxes boxes_of(const StatisticsMade& made, bool logarithmic);
charts::HeatMap matrix_map(const statistics::CorrelationMatrix& matrix);
charts::Plot contact_plot(const StatisticsMade& made);
charts::Bars enrichment_bars(const StatisticsMade& made);
charts::Cloud biplot(const StatisticsMade& made, const std::vector<std::uint8_t>& keep);
charts::HeatMap variogram_heat(const StatisticsMade& made);

/// Classes of all rows in front of which the kept ones are drawn.
charts::Plot histogram_plot(const statistics::Histogram& classes, const std::vector<double>* kept, const QString& title);
/// Points of two elements, as logarithms where asked.
std::shared_ptr<const charts::CloudPoints> scatter_points(const report::StatisticsTable& table, std::size_t x, std::size_t y, bool logarithmic);
/// The round ends around a column's values.
charts::Axis value_axis(const std::vector<double>& values, const QString& title, bool logarithmic);
/// "Cu (%)".
QString element_title(const report::StatisticsTable& table, std::size_t element);
/// Samples have a domain of their own; that of a block is the nearest composite's.
QString class_name(const report::StatisticsTable& table, const std::string& name);

}  // namespace orelens::pages
