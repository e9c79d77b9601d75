#include "ui/shell/Tour.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QRubberBand>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/Words.h"

namespace orelens::shell {
namespace {

constexpr int wide = 320, gap = 12;

}  // namespace

Tour::Tour(std::vector<Stop> stops, QWidget* window)
    : QFrame(window),
      stops_(std::move(stops)),
      title_(new QLabel),
      text_(new QLabel),
      count_(new QLabel),
      next_(new QPushButton),
      end_(ui::tell(new QPushButton, "ui.tour.end")),
      frame_(new QRubberBand(QRubberBand::Rectangle, window)) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setFixedWidth(wide);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    for (QLabel* label : {title_, text_}) label->setWordWrap(true);
    next_->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(count_);
    row->addStretch(1);
    row->addWidget(end_);
    row->addWidget(next_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(14, 12, 14, 12);
    for (QLabel* label : {title_, text_}) box->addWidget(label);
    box->addLayout(row);
    connect(next_, &QPushButton::clicked, this, &Tour::next);
    connect(end_, &QPushButton::clicked, this, &Tour::end);
    window->installEventFilter(this);
    hide();
    frame_->hide();
}

void Tour::start() {
    at_ = -1;
    next();
}

void Tour::next() {
    do ++at_;
    while (at_ < static_cast<int>(stops_.size()) &&
           (stops_[static_cast<std::size_t>(at_)].at == nullptr || !stops_[static_cast<std::size_t>(at_)].at->isVisible()));
    if (at_ >= static_cast<int>(stops_.size())) return end();
    show_stop();
}

void Tour::end() {
    const bool was = at_ >= 0;
    at_ = -1;
    hide();
    frame_->hide();
    if (was) Q_EMIT ended();
}

void Tour::show_stop() {
    const Stop& stop = stops_[static_cast<std::size_t>(at_)];
    title_->setText(ui::words(stop.title));
    text_->setText(ui::words(stop.text));
    const bool last = at_ + 1 == static_cast<int>(stops_.size());
    next_->setText(ui::words(last ? "ui.tour.done" : "ui.tour.next"));
    end_->setVisible(!last);
    count_->setText(QString("%1 / %2").arg(at_ + 1).arg(stops_.size()));
    show();
    raise();
    place();
    next_->setFocus();
}

/// Beside the part where there is room, else inside it.
void Tour::place() {
    const QWidget* part = stops_[static_cast<std::size_t>(at_)].at;
    if (part == nullptr) return end();
    const QRect around(part->mapTo(parentWidget(), QPoint()), part->size());
    frame_->setGeometry(around.adjusted(-2, -2, 2, 2));
    frame_->show();
    frame_->raise();
    layout()->activate();
    resize(wide, heightForWidth(wide) > 0 ? heightForWidth(wide) : sizeHint().height());
    const QRect room = parentWidget()->rect().adjusted(gap, gap, -gap, -gap);
    QPoint at(around.left(), around.bottom() + gap);
    if (at.y() + height() > room.bottom()) at = QPoint(around.right() + gap, around.top());
    if (at.x() + width() > room.right()) at.setX(around.left() - gap - width());
    at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())));
    at.setY(std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    move(at);
    raise();
}

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return end();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return next();
    QFrame::keyPressEvent(event);
}

void Tour::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && at_ >= 0) show_stop();
    QFrame::changeEvent(event);
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && at_ >= 0) place();
    return QFrame::eventFilter(watched, event);
}

}  // namespace orelens::shell
