#include "ui/shell/HelpWindow.h"

#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/workspaces/HelpPages.h"

/// The linker drops what nothing names; the macro wants to stand outside of namespaces.
static void load_pages() {
    Q_INIT_RESOURCE(docs);
}

namespace orelens::shell {
namespace {

const QString folder = QStringLiteral("qrc:/docs/");

/// Pictures no wider than the page.
class Pages : public QTextBrowser {
  public:
    using QTextBrowser::QTextBrowser;

  protected:
    QVariant loadResource(int type, const QUrl& name) override {
        const QVariant loaded = QTextBrowser::loadResource(type, name);
        if (type != QTextDocument::ImageResource) return loaded;
        QImage image = loaded.canConvert<QByteArray>() && loaded.typeId() == QMetaType::QByteArray
                           ? QImage::fromData(loaded.toByteArray())
                           : loaded.value<QImage>();
        const int room = viewport()->width() - 2 * static_cast<int>(document()->documentMargin()) - fontMetrics().height();
        if (!image.isNull() && room > 0 && image.width() > room)
            image = image.scaledToWidth(room, Qt::SmoothTransformation);
        return image;
    }
};

QUrl url_of(const workspaces::HelpPage& page) {
    return QUrl(folder + QString::fromStdString(ui::language() == base::Language::chinese ? page.chinese : page.english));
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent),
      list_(ui::tell(new QListWidget, "ui.help.pages")),
      search_(ui::tell(new QLineEdit, "ui.help.search")),
      browser_(ui::tell(new Pages, "ui.help.page")) {
    load_pages();
    ui::tell(this, "ui.help.title");
    auto* back = ui::tell(new QPushButton, "ui.help.back");
    back->setAutoDefault(false);
    back->setEnabled(false);
    search_->setClearButtonEnabled(true);
    list_->setMaximumWidth(fontMetrics().height() * 14);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->addWidget(back);
    top->addWidget(search_, 1);
    auto* right = new QVBoxLayout;
    right->addLayout(top);
    right->addWidget(browser_, 1);
    auto* box = new QHBoxLayout(this);
    box->addWidget(list_);
    box->addLayout(right, 1);
    browser_->setOpenLinks(true);
    browser_->setOpenExternalLinks(true);
    connect(browser_, &QTextBrowser::sourceChanged, this, &HelpWindow::went_to);
    connect(browser_, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
    connect(back, &QPushButton::clicked, browser_, &QTextBrowser::backward);
    connect(list_, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0) show_page(list_->item(row)->data(Qt::UserRole).toString().toStdString());
    });
    connect(search_, &QLineEdit::returnPressed, this, &HelpWindow::find_next);
    fill_list();
    const int line = fontMetrics().height();
    resize(line * 60, line * 42);
}

void HelpWindow::fill_list() {
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const workspaces::HelpPage& page : workspaces::help_pages()) {
        auto* item = new QListWidgetItem(ui::words(page.title));
        item->setData(Qt::UserRole, QString::fromStdString(page.id));
        list_->addItem(item);
        if (page.id == page_) list_->setCurrentItem(item);
    }
    search_->setPlaceholderText(ui::words("ui.help.search"));
}

void HelpWindow::show_page(const std::string& id) {
    const workspaces::HelpPage* page = workspaces::find_help_page(id);
    if (page == nullptr) return;
    const QUrl url = url_of(*page);
    if (page_ == id && browser_->source() == url) return;
    page_ = id;
    browser_->setSource(url, QTextDocument::MarkdownResource);
}

void HelpWindow::went_to(const QUrl& url) {
    const workspaces::HelpPage* page = workspaces::help_page_of_file(url.fileName().toStdString());
    if (page == nullptr) return;
    page_ = page->id;
    const QSignalBlocker quiet(list_);
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->data(Qt::UserRole).toString().toStdString() == page_) list_->setCurrentRow(row);
}

void HelpWindow::find_next() {
    const QString text = search_->text();
    if (text.isEmpty() || browser_->find(text)) return;
    browser_->moveCursor(QTextCursor::Start);
    browser_->find(text);
}

void HelpWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && !page_.empty()) {
        fill_list();
        show_page(page_);
    }
    QDialog::changeEvent(event);
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Find)) {
        search_->setFocus();
        search_->selectAll();
        return;
    }
    QDialog::keyPressEvent(event);
}

}  // namespace orelens::shell
