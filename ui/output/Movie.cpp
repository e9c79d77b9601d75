#include "ui/output/Movie.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include "core/base/System.h"

namespace orelens::output {
namespace {

constexpr int ask_ms = 50;

}  // namespace

QString encoder() {
    return QStandardPaths::findExecutable("ffmpeg");
}

bool is_movie(const QString& file) {
    const QString suffix = QFileInfo(file).suffix().toLower();
    return suffix == "mp4" || suffix == "webm";
}

base::Expected<void> write_movie(const QString& folder, const QString& file, int frames_per_second,
                                 base::Progress& progress) {
    const QString program = encoder();
    if (program.isEmpty())
        return base::fail(base::ErrorKind::file, base::Message("movie.no_encoder"), {.file = file.toStdString()},
                          base::Message("movie.no_encoder.fix"));
    const QFileInfo target(file);
    // Beside its place and with its ending, by which the encoder chooses the form.
    const QString half = target.absolutePath() + "/." + target.completeBaseName() + "." +
                         QString::number(base::process_id()) + "." + target.suffix();
    // Films have even sides; the colours are those that every player knows.
    const QStringList arguments{"-y",         "-loglevel", "error", "-framerate", QString::number(frames_per_second),
                                "-i",         folder + "/frame_%04d.png",
                                "-vf",        "pad=ceil(iw/2)*2:ceil(ih/2)*2",
                                "-pix_fmt",   "yuv420p",   half};
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    const auto fail = [&](const QString& why) {
        QFile::remove(half);
        return base::fail(base::ErrorKind::file, base::Message("movie.failed", {{"why", why.trimmed().right(300).toStdString()}}),
                          {.file = file.toStdString()});
    };
    if (!process.waitForStarted()) return fail(process.errorString());
    while (!process.waitForFinished(ask_ms)) {
        if (process.state() == QProcess::NotRunning) break;
        if (progress.report(0.5)) continue;
        process.kill();
        process.waitForFinished();
        QFile::remove(half);
        return base::cancelled();
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 || QFileInfo(half).size() <= 0)
        return fail(QString::fromLocal8Bit(process.readAll()));
    QFile::remove(file);
    if (!QFile::rename(half, file)) return fail(file);
    return {};
}

}  // namespace orelens::output
