// The tests of the desktop run inside one QApplication on an X display (Xvfb will do), with settings of their
// own.
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <string_view>

#include "tests/ui/EditForever.h"
#include "ui/Theme.h"
#include "ui/viewport/VtkView.h"

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "xcb");
    orelens::viewport::VtkView::prepare_application();
    testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    if (argc == 4 && std::string_view(argv[1]) == "--edit-forever")
        return orelens::tests::edit_forever(argv[2], argv[3]);
    const QTemporaryDir settings;
    qputenv("XDG_STATE_HOME", settings.path().toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QApplication::setOrganizationName("OrelensTests");
    QApplication::setApplicationName("tests");
    orelens::ui::apply_font();
    orelens::ui::apply_theme(orelens::ui::Theme::light);
    return RUN_ALL_TESTS();
}
