#include "ui/panels/NumberEntry.h"

#include <QKeyEvent>
#include <QSignalBlocker>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/Words.h"

namespace orelens::panels {
namespace {
constexpr double far_away = 1e15;
constexpr int digits = 10;
}  // namespace

NumberEntry::NumberEntry(QWidget* parent) : QDoubleSpinBox(parent) {
    setDecimals(12);
    setKeyboardTracking(false);
    setFocusPolicy(Qt::StrongFocus);
    setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    set_limits(-far_away, far_away, false);
}

void NumberEntry::set_limits(double low, double high, bool optional) {
    const QSignalBlocker quiet(this);
    optional_ = optional;
    low = std::max(low, -far_away);
    high = std::min(high, far_away);
    setRange(optional ? low - 1 : low, high);
    setSpecialValueText(optional ? ui::words("ui.not_set") : QString());
}

void NumberEntry::show_number(double value) {
    const QSignalBlocker quiet(this);
    setValue(std::isnan(value) ? minimum() : value);
}

double NumberEntry::number() const {
    return optional_ && value() < minimum() + 1 ? std::nan("") : value();
}

QString NumberEntry::textFromValue(double value) const {
    QString text = QString::number(value, 'g', digits);
    if (text.contains('e')) return text;
    const qsizetype point = text.indexOf('.');
    for (qsizetype at = (point < 0 ? text.size() : point) - 3; at > (value < 0 ? 1 : 0); at -= 3)
        text.insert(at, ',');
    return text;
}

QString NumberEntry::bare(QString text) const {
    if (!suffix().isEmpty() && text.endsWith(suffix())) text.chop(suffix().size());
    if (!prefix().isEmpty() && text.startsWith(prefix())) text.remove(0, prefix().size());
    return text.trimmed().remove(' ').remove(',');
}

double NumberEntry::valueFromText(const QString& text) const {
    const QString typed = bare(text);
    if (optional_ && (typed.isEmpty() || typed == specialValueText())) return minimum();
    return typed.toDouble();
}

QValidator::State NumberEntry::validate(QString& text, int&) const {
    const QString typed = bare(text);
    if (typed.isEmpty() || typed == specialValueText())
        return optional_ ? QValidator::Acceptable : QValidator::Intermediate;
    bool reads = false;
    const double value = typed.toDouble(&reads);
    if (reads)
        return value >= minimum() && value <= maximum() ? QValidator::Acceptable : QValidator::Intermediate;
    for (const QChar letter : typed)
        if (!letter.isDigit() && !QStringLiteral("+-.eE").contains(letter)) return QValidator::Invalid;
    return QValidator::Intermediate;
}

QSize NumberEntry::sizeHint() const {
    // QDoubleSpinBox would leave room for its widest limit with 12 decimals.
    QSize size = QDoubleSpinBox::sizeHint();
    const QString unit = suffix();
    const int text = fontMetrics().horizontalAdvance(QStringLiteral("0000000000") + unit);
    size.setWidth(text + fontMetrics().height() * 3);
    return size;
}

QSize NumberEntry::minimumSizeHint() const {
    QSize size = sizeHint();
    size.setWidth(fontMetrics().horizontalAdvance(QStringLiteral("00000000") + suffix()) +
                  fontMetrics().height() * 2);
    return size;
}

/// Keys with Ctrl or Alt belong to the window's actions, but for those that every field has: a price may go up
/// and an edit be undone while the keyboard is in a field.
bool NumberEntry::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* keys = static_cast<QKeyEvent*>(event);
        const bool held = (keys->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0;
        const bool of_fields = keys->matches(QKeySequence::Copy) || keys->matches(QKeySequence::Cut) ||
                               keys->matches(QKeySequence::Paste) || keys->matches(QKeySequence::SelectAll);
        if (held && !of_fields) {
            event->ignore();
            return false;
        }
    }
    return QDoubleSpinBox::event(event);
}

void NumberEntry::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QDoubleSpinBox::wheelEvent(event);
    else
        event->ignore();
}

}  // namespace orelens::panels
