#!/usr/bin/env bash
# packaging/sanitize.sh [asan|desktop|tsan|all] [PATTERN]: installs what is missing, builds the whole program with the
# address and undefined-behaviour sanitizers and runs every test (the core's with a search for leaks, the
# programs and the desktop on a display of their own), then the rooms that work in parallel under the thread
# sanitizer. "desktop" builds only what draws with sanitizers, the rest as for development, and runs the tests of
# that: a quarter of the time. PATTERN keeps the tests whose name it matches, as in "test_io.Vdb" or "^test_(blocks|io)\.".
# What is silenced, and why, stands in tests/sanitize/*.supp. Reports of tests and of the programs they start are
# kept in build/PRESET/reports. Ends with one line per part: tests run, failed, reports
# found; exit code 1 when a test failed or anything was reported.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

which="${1:-all}"
pattern="${2:-.}"
case "$which" in
    asan | desktop | tsan | all) ;;
    *) echo "usage: packaging/sanitize.sh [asan|desktop|tsan|all] [PATTERN]" >&2; exit 2 ;;
esac
# The shadow of GCC 12's thread sanitizer leaves no room for the wider randomisation of newer kernels.
if [[ "$which" = tsan || "$which" = all ]] && [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 0)" -gt 28 ] &&
    [ -z "${ORELENS_FIXED_ADDRESSES:-}" ]; then
    ORELENS_FIXED_ADDRESSES=1 exec setarch --addr-no-randomize "$0" "$@"
fi
# Descriptors that the calling shell left open would be inherited by every test.
for descriptor in /proc/self/fd/*; do
    descriptor="${descriptor##*/}"
    if [ "$descriptor" -gt 2 ] && [ "$descriptor" -lt 200 ]; then eval "exec $descriptor>&-"; fi
done

install_packages
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
lists="$root/tests/sanitize"
# Left out of each part. Programs that draw keep what Mesa, fontconfig, Qt and VTK made until they end: no search
# for leaks in them. Rooms without threads of their own are left out of the last part.
drawing='^(test_ui\.|desktop_|test_scene\.|test_app\.)'
not_drawing='^test_(base|drilling|blocks|shapes|domains|statistics|geostat|economics|occurrence|pits|scenarios|costmodel|recycling|ledger|ledger_file|potential|utilization|sections|io|project|demonstration|report|attack|real)\.'
not_parallel='^test_(utilization|occurrence|sections|demonstration|report|attack|real|app)\.'
failed=0
summary=""

# options FOLDER PART: where reports go. They go to files because a test may read, or throw away, what the program
# it started wrote; the exit code is one that no program of ours gives. What GCC's sanitizer of undefined behaviour
# finds stands in the log of the tests, it knows no files beside the address sanitizer.
options() {
    local common="exitcode=97:print_suppressions=0:log_path=$1/$2"
    local leaks=0
    if [ "$2" = core ]; then leaks=1; fi
    export ASAN_OPTIONS="$common:detect_leaks=$leaks:allocator_may_return_null=1"
    export LSAN_OPTIONS="print_suppressions=0:suppressions=$lists/leak.supp"
    export UBSAN_OPTIONS="exitcode=97:print_stacktrace=1:halt_on_error=1:suppressions=$lists/undefined.supp"
    export TSAN_OPTIONS="$common:second_deadlock_stack=1:suppressions=$lists/thread.supp"
}

# run PRESET PART LEFT_OUT: the tests that the pattern keeps, without those left out.
run() {
    local preset="$1" part="$2" left_out="$3"
    local folder="$root/build/$preset/reports"
    local log="$root/build/$preset/$part.log" all="$root/build/$preset/Testing/Temporary/LastTest.log"
    local started=$SECONDS
    mkdir -p "$folder"
    rm -f "$folder/$part".* "$all"
    : >>"$all"
    options "$folder" "$part"
    say "Testing ($preset, $part)"
    cd "$root"
    local code=0
    xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24 +extension GLX -noreset" \
        ctest --preset "$preset" --parallel "$(nproc)" --timeout 6000 --no-tests=ignore \
        --tests-regex "$pattern" --exclude-regex "$left_out" \
        >"$log" 2>&1 || code=$?
    if [ "$code" -ne 0 ]; then failed=1; fi
    sed -n '/tests passed, /,$p' "$log" | grep -vE '^(Label|Subproject|[[:space:]]*$)' || true
    # Google Test says how many it ran, which for a program that is one entry of the list is more than one.
    local ran bad reports
    ran="$(sed -nE 's/.*\[==========\] ([0-9]+) tests? from .* ran\..*/\1/p' "$all" | awk '{ n += $1 } END { print n + 0 }')"
    bad="$(sed -nE 's/.*tests passed, ([0-9]+) tests? failed out of.*/\1/p' "$log" | tail -n 1)"
    grep -h 'runtime error:' "$all" >"$folder/$part.undefined" || rm "$folder/$part.undefined"
    reports="$(cat "$folder/$part".* 2>/dev/null |
        grep -cE 'ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer|runtime error:' || true)"
    if [ "$reports" -gt 0 ]; then
        failed=1
        grep -hE '^SUMMARY:|runtime error:' "$folder/$part".* | sort | uniq -c | sort -rn | head -n 40
    fi
    summary+="$(printf '%-12s %-8s %6s tests run %5s failed %5s reports %5d min' "$preset" "$part" "$ran" "${bad:-0}" \
        "$reports" $(((SECONDS - started + 59) / 60)))"$'\n'
}

if [ "$which" = desktop ]; then
    options "$root/build/asan-desktop" build
    build asan-desktop
    run asan-desktop desktop "$not_drawing"
fi
if [[ "$which" = asan || "$which" = all ]]; then
    # Tests are listed by starting their programs while building.
    options "$root/build/asan" build
    build asan
    run asan core "$drawing"
    run asan desktop "$not_drawing"
fi
if [[ "$which" = tsan || "$which" = all ]]; then
    options "$root/build/tsan" build
    build tsan
    run tsan parallel "$not_parallel"
fi
say "Sanitized"
printf '%s' "$summary"
exit $failed
