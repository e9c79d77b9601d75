// Help inside: the pages of the documentation in the language of the window, with a list of them, a way back and
// a search on the page. Links between pages stay here; others go to the browser.
#pragma once

#include <QDialog>
#include <string>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace orelens::shell {

class HelpWindow : public QDialog {
    Q_OBJECT
  public:
    explicit HelpWindow(QWidget* parent);
    /// The page's id, of workspaces::help_pages.
    void show_page(const std::string& id);
    [[nodiscard]] const std::string& page() const { return page_; }
    [[nodiscard]] QTextBrowser* browser() const { return browser_; }
    [[nodiscard]] QLineEdit* search() const { return search_; }
    [[nodiscard]] QListWidget* list() const { return list_; }

  protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void fill_list();
    /// A link that was clicked, or a page come back to.
    void went_to(const QUrl& url);
    void find_next();

    std::string page_;
    QListWidget* list_;
    QLineEdit* search_;
    QTextBrowser* browser_;
};

}  // namespace orelens::shell
