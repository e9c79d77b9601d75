// Choose drillhole tables, see how they were understood, override columns, units and the sign of dips.
// Gives a recipe; reading itself is the first stage of its run.
#pragma once

#include <QDialog>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/io/drillholes/DrillholeCsv.h"
#include "core/project/Recipe.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;
class QTimer;

namespace orelens::panels {

/// Guesses which of the four tables a file is from its name and headers: 0 collar … 3 lithology, −1 unclear.
int guess_table(const QString& path);

class ImportDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ImportDialog(QWidget* parent = nullptr);
    /// Files dropped or given; each goes to the table it looks like.
    void offer_files(const QStringList& files);
    /// The recipe as chosen, with every element found.
    [[nodiscard]] project::Recipe recipe() const;
    [[nodiscard]] const std::vector<io::TableMapping>& mappings() const { return mappings_; }
    /// Reads headers now instead of after a pause.
    void refresh_now();

  private:
    struct Column {
        std::string table, role;
        QComboBox* header;
        QComboBox* unit;  ///< grades only
    };
    void browse(int table);
    /// Fills empty tables with files beside `file` whose names tell what they are.
    void fill_neighbours(const QString& file);
    void rebuild();
    [[nodiscard]] QWidget* table_page(const io::TableMapping& mapping);
    [[nodiscard]] QWidget* preview(const io::TableMapping& mapping) const;
    [[nodiscard]] drilling::ImportRule rule_of_files() const;
    void apply_columns(project::Recipe& recipe) const;

    std::array<QLineEdit*, 4> files_{};
    QComboBox *length_, *dip_, *below_;
    QLineEdit* nulls_;
    QTabWidget* tabs_;
    QLabel* problem_;
    QPushButton* accept_;
    QTimer* pause_;
    std::vector<io::TableMapping> mappings_;
    std::vector<Column> columns_;
};

}  // namespace orelens::panels
