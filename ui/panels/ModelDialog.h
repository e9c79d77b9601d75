// Block models of other programs: which of the file's grids, what each column is read as and why, the model
// that this gives in 3D, what was found in it, and the other parameters of reading. Import is offered only
// when everything needed is mapped. Gives a recipe; reading itself is a stage of its run.
#pragma once

#include <QDialog>
#include <optional>
#include <string>
#include <vector>

#include "core/base/System.h"
#include "core/io/blocks/ModelElements.h"
#include "core/io/blocks/ModelImport.h"
#include "core/project/Recipe.h"
#include "ui/Document.h"
#include "ui/Job.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTabWidget;
class QTimer;

namespace orelens::panels {

class ModelColumns;
class ModelPreview;
class TableView;

class ModelDialog : public QDialog {
    Q_OBJECT
  public:
    /// `with_shapes`: the file holds surfaces, lines or points as well.
    explicit ModelDialog(const QString& file, bool with_shapes = false, QWidget* parent = nullptr);
    ~ModelDialog() override;
    [[nodiscard]] project::Recipe recipe() const;
    /// The file's surfaces, lines and points are wanted too.
    [[nodiscard]] bool takes_shapes() const;
    /// As the file is understood now; nothing where it cannot be read.
    [[nodiscard]] const std::optional<io::ModelMapping>& mapping() const { return mapping_; }
    /// Why import is not possible yet; empty when it is.
    [[nodiscard]] QStringList reasons() const;
    [[nodiscard]] ModelColumns* columns() const { return columns_; }
    [[nodiscard]] ModelPreview* preview() const { return preview_; }
    [[nodiscard]] QComboBox* elements() const { return elements_; }
    /// Looks at the file now instead of after a pause, and serves events until that is done.
    void refresh_now();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    /// What a look at the file gives.
    struct Look {
        std::vector<io::ModelElement> elements;
        io::ModelLook look;
        std::string element;  ///< taken where the rule names none of several grids
    };
    static base::Expected<Look> look_at(const project::Recipe& recipe, base::Progress& progress);
    [[nodiscard]] QWidget* make_options();
    void look();
    void take(const base::Expected<void>& done, Look&& seen);
    void show_elements(const std::vector<io::ModelElement>& elements);
    void show_rows();
    void show_findings();
    void tell();

    ui::Document draft_;  ///< the recipe in the making
    std::optional<io::ModelMapping> mapping_;
    std::vector<base::Error> questions_;
    std::optional<base::Error> unreadable_;
    std::vector<io::ModelElement> listed_;
    ui::Job job_;
    bool again_ = false;
    bool leaving_ = false;   ///< accepted but for a last look: not twice
    bool settling_ = false;  ///< what is put into the recipe is what was seen
    /// What was looked at last: nothing is read again for the same.
    struct Seen {
        std::string recipe;  ///< as JSON: numbers that are not set are no numbers, and no such two are equal
        std::optional<base::FileStamp> file;
        bool operator==(const Seen&) const = default;
    };
    [[nodiscard]] Seen now() const;
    std::optional<Seen> seen_;
    QLabel *heading_, *element_label_, *problem_;
    QComboBox* elements_;
    QCheckBox* shapes_;
    ModelColumns* columns_;
    TableView *rows_, *findings_;
    QTabWidget* tabs_;
    ModelPreview* preview_;
    QPushButton* accept_;
    QTimer* pause_;
};

}  // namespace orelens::panels
