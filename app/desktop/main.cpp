// The desktop program: arguments, application, window. Everything else lives in ui/.
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QPixmap>
#include <QProgressDialog>
#include <QScreen>
#include <QSettings>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string_view>

#include "app/desktop/Options.h"
#include "core/base/Guard.h"
#include "core/base/System.h"
#include "core/project/Target.h"
#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/GuardedApplication.h"
#include "ui/shell/ProjectFiles.h"
#include "ui/viewport/VtkView.h"

namespace {

using orelens::base::Language;
using orelens::ui::MainWindow;
using orelens::ui::Theme;

Language wanted_language(const QCommandLineParser& arguments, const QSettings& settings) {
    QString name = arguments.value("lang");
    if (name.isEmpty()) name = settings.value("language").toString();
    if (name.isEmpty()) name = QLocale::system().name();
    return name.startsWith("zh") ? Language::chinese : Language::english;
}

Theme wanted_theme(const QCommandLineParser& arguments, const QSettings& settings) {
    QString name = arguments.value("theme");
    if (name.isEmpty()) name = settings.value("theme").toString();
    if (name.isEmpty()) {
        const QPalette system = QGuiApplication::palette();
        name = system.color(QPalette::Window).lightness() < 128 ? "dark" : "light";
    }
    return name == "dark" ? Theme::dark : Theme::light;
}

/// 0, or 1 and why on standard error.
int save_picture(QWidget& widget, const QString& picture) {
    // What has changed its size behind a slow frame of the view takes its place first.
    for (int turn = 0; turn < 4; ++turn) QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const auto fine = orelens::project::check_target(picture.toStdString(), orelens::project::Content::png, {});
    if (!fine)
        qWarning("%s", orelens::base::describe(fine.error(), orelens::ui::language()).c_str());
    else if (!widget.grab().save(picture))
        qWarning("%s: cannot be written", qPrintable(picture));
    else
        return 0;
    return 1;
}

/// A dialog that waits for an answer would wait for ever in a script: the picture is of it, and the program leaves.
class DialogPicture : public QTimer {
  public:
    DialogPicture(QString picture, QSize size, double wait_s, int& code)
        : picture_(std::move(picture)), size_(size), drawn_after_(std::max(5, static_cast<int>(2 * wait_s))), code_(code) {
        setInterval(500);
        callOnTimeout(this, [this] { look(); });
        start();
    }

    /// Whoever opened the dialog goes on, and finds that the picture is taken.
    [[nodiscard]] bool done() const { return done_; }

  private:
    void look() {
        QWidget* dialog = QApplication::activeModalWidget();
        // Boxes that tell of work go by themselves.
        if (dialog == nullptr || qobject_cast<QProgressDialog*>(dialog) != nullptr) {
            seen_ = 0;
            return;
        }
        if (seen_++ == 0 && size_.isValid()) dialog->resize(size_);
        if (seen_ < drawn_after_) return;
        stop();
        code_ = save_picture(*dialog, picture_);
        done_ = true;
        dialog->close();
        QCoreApplication::exit(code_);
    }

    QString picture_;
    QSize size_;
    int drawn_after_;  ///< half seconds
    int& code_;
    int seen_ = 0;
    bool done_ = false;
};

/// Runs the actions asked for, then takes the picture and leaves; waits for a run first.
void finish_script(MainWindow& window, const QStringList& actions, const QString& picture, double wait_s, int& code) {
    auto* job = &window.document().runs().job();
    if (job->running()) job->wait();
    for (const QString& id : actions) {
        if (!window.actions().trigger(id.toStdString())) {
            qWarning("%s: no such action, or it is not available now", qPrintable(id));
            code = 2;
        }
        if (job->running()) job->wait();
    }
    if (picture.isEmpty()) return;
    constexpr int drawn_ms = 600;
    QTimer::singleShot(std::max(drawn_ms, static_cast<int>(1000 * wait_s)), &window, [&window, &code, picture] {
        if (save_picture(window, picture) != 0) code = 1;
        QCoreApplication::exit(code);
    });
}

/// Help and version are answered on any machine, also where no display could be opened.
bool wants_only_words(int argc, char** argv) {
    for (int n = 1; n < argc; ++n) {
        const std::string_view word = argv[n];
        if (word == "--") return false;
        if (word == "-h" || word == "--help" || word == "--help-all" || word == "-v" || word == "--version")
            return true;
    }
    return false;
}

/// A missing runtime folder is nothing the user can mend; everything else Qt says goes where it always goes.
void print_message(QtMsgType type, const QMessageLogContext& place, const QString& text) {
    if (type == QtWarningMsg && text.startsWith("QStandardPaths: ")) return;
    std::fputs(qPrintable(qFormatLogMessage(type, place, text) + '\n'), stderr);
}

void name_application() {
    QCoreApplication::setOrganizationName("Orelens");
    QCoreApplication::setApplicationName("Orelens");
    QCoreApplication::setApplicationVersion(ORELENS_VERSION);
}

void add_options(QCommandLineParser& arguments) {
    arguments.setApplicationDescription("Orelens: see a whole deposit and what is usable at a price");
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addPositionalArgument("file", QString::fromStdString(orelens::desktop::file_argument_help.en),
                                    "[file…]");
    for (const orelens::desktop::OptionInfo& info : orelens::desktop::option_table())
        arguments.addOption({info.name, QString::fromStdString(info.help.en), info.value});
}

int run(int argc, char** argv) {
    qInstallMessageHandler(print_message);
    QCommandLineParser arguments;
    add_options(arguments);
    name_application();
    if (wants_only_words(argc, argv)) {
        const QCoreApplication words_only(argc, argv);
        arguments.process(words_only);
    }
    orelens::viewport::VtkView::prepare_application();
    QLoggingCategory::setFilterRules("qt.qpa.*=false\nqt.gui.*=false");
    orelens::shell::GuardedApplication application(argc, argv);
    QApplication::setDesktopFileName("orelens");
    arguments.process(application);

    const QSettings settings;
    orelens::ui::apply_font();
    orelens::ui::apply_theme(wanted_theme(arguments, settings));
    orelens::ui::set_language(wanted_language(arguments, settings));
    MainWindow window;
    const QStringList size = arguments.value("size").split('x');
    if (size.size() == 2) window.resize(size[0].toInt(), size[1].toInt());
    application.show = [&window](const orelens::base::Error& error) { window.show_error(error); };
    window.show();
    int code = 0;
    QTimer::singleShot(0, &window, [&] {
        if (arguments.isSet("demonstration")) window.files().open_demonstration();
        QStringList files;
        for (const QString& file : arguments.positionalArguments())
            files << QFileInfo(file).absoluteFilePath();
        std::optional<DialogPicture> dialog;
        if (arguments.isSet("screenshot"))
            dialog.emplace(arguments.value("screenshot"),
                           size.size() == 2 ? QSize(size[0].toInt(), size[1].toInt()) : QSize(),
                           arguments.value("wait").toDouble(), code);
        window.files().open_all(files);
        if (dialog && dialog->done()) return;
        // A script has nobody to ask.
        if (!arguments.isSet("do") && !arguments.isSet("screenshot")) {
            window.offer_unsaved_work();
            window.offer_tour();
        }
        finish_script(window, arguments.values("do"), arguments.value("screenshot"),
                      arguments.value("wait").toDouble(), code);
    });
    const int ended = QApplication::exec();
    application.show = nullptr;
    return ended;
}

}  // namespace

int main(int argc, char** argv) {
    orelens::base::make_output_failures_errors();
    const auto code =
        orelens::base::guarded([&]() -> orelens::base::Expected<int> { return run(argc, argv); });
    if (code) return *code;
    std::fputs((orelens::base::describe(code.error(), orelens::ui::language()) + "\n").c_str(), stderr);
    return 1;
}
