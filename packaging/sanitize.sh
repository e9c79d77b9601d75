#!/usr/bin/env bash
# packaging/sanitize.sh [asan|tsan]: the whole test suite under the address and undefined-behaviour sanitizers
# (desktop included, on a display of its own), then the rooms that work in parallel under the thread sanitizer.
# Not part of the usual tests: it takes more than an hour on two cores. What is silenced, and why, stands in
# tests/sanitize/*.supp.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

which="${1:-both}"
install_packages
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
lists="$root/tests/sanitize"
failed=0

run() {
    local preset="$1"
    shift
    build "$preset"
    say "Testing ($preset)"
    cd "$root"
    xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24 +extension GLX -noreset" \
        ctest --preset "$preset" --parallel "$(nproc)" --timeout 3000 "$@" || failed=1
}

if [ "$which" != tsan ]; then
    # Libraries keep what they made until the end, so leaks are looked for in the core's own tests only.
    export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:detect_stack_use_after_return=0"
    export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1:suppressions=$lists/undefined.supp"
    run asan
fi
if [ "$which" != asan ]; then
    export TSAN_OPTIONS="halt_on_error=1:second_deadlock_stack=1:suppressions=$lists/thread.supp"
    run tsan --tests-regex '^test_(base|drilling|blocks|geostat|economics|io|project)\.'
fi
exit $failed
