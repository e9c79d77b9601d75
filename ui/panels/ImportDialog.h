// Choose drillhole tables, see how they are understood, override columns, units and conventions. Import is
// offered only when every table has what it needs. Gives a recipe; reading itself is the first stage of its
// run. The conventions are the recipe's own parameters, edited in the form of their stage.
#pragma once

#include <QDialog>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/base/Units.h"
#include "core/io/drillholes/TableGuess.h"
#include "core/io/drillholes/TableKind.h"
#include "core/project/Recipe.h"
#include "ui/Document.h"
#include "ui/panels/ImportPages.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;
class QTimer;

namespace orelens::panels {

class CrsEdit;
class ParamForm;

class ImportDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ImportDialog(QWidget* parent = nullptr);
    /// Files dropped or given; each goes to the table it looks like, and what looks like none is named, as are those `beside`
    /// them that only open alone.
    void offer_files(const QStringList& files, const QStringList& beside = {});
    /// The recipe as chosen, with every element found.
    [[nodiscard]] project::Recipe recipe() const;
    [[nodiscard]] const std::vector<io::TableGuess>& tables() const { return tables_; }
    /// Why import is not possible yet; empty when it is.
    [[nodiscard]] QStringList reasons() const;
    /// Reads headers now instead of after a pause.
    void refresh_now();

  private:
    struct Grade {
        QString header;
        int unit = 0;         ///< base::GradeUnit
        bool stated = false;  ///< another unit than the guessed one was chosen
    };
    /// The page of one table; its boxes stay while they offer the same.
    struct Page {
        std::string offered;
        QWidget* widget = nullptr;
        MappingForm form;
        QWidget* preview = nullptr;
    };
    [[nodiscard]] QWidget* make_options();
    void browse(int table);
    /// Fills empty tables with the other files of the same drilling.
    void fill_siblings(const QString& file);
    void set_file(int table, const QString& file);
    /// A further assay table; false where there are as many as can be read.
    bool add_assays(const QString& file);
    /// Another file stands for the table: what was stated of the columns of the one before goes.
    void forget_columns(std::size_t table);
    void rebuild();
    void rebuild_pages();
    void update_pages();
    void show_grades(const Page& page);
    [[nodiscard]] bool any_grade(const io::TableGuess& table) const;
    void tell();
    [[nodiscard]] Page table_page(const io::TableGuess& table);
    void bind_column(const std::string& table, const std::string& role, QComboBox* header);
    void bind_grade(const std::string& element, QComboBox* header, QComboBox* unit);

    ui::Document draft_;  ///< the recipe in the making
    std::array<QLineEdit*, io::table_kind_ids.size()> files_{};  ///< in the order of TableKind
    CrsEdit* crs_;
    QTabWidget* tabs_;
    QWidget* options_;  ///< last page of the tabs
    QLabel *problem_, *left_out_;
    QPushButton* accept_;
    QTimer* pause_;
    QStringList not_taken_, more_assays_, beside_;
    std::vector<io::TableGuess> tables_;
    std::vector<Page> pages_;                     ///< in the order of tables_
    std::vector<std::string> more_elements_;      ///< of further assay tables
    std::map<std::string, Grade> grades_;  ///< by element, as chosen
    bool rebuilding_ = false;
};

}  // namespace orelens::panels
