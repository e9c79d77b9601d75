#!/usr/bin/env bash
# packaging/fuzz.sh MINUTES [reader…]: builds the fuzz targets with Clang's libFuzzer and sanitizers and runs each
# for that many minutes, all of them unless some are named (csv, recipe, project, …). Inputs found on the way stay
# in build/fuzz/corpus, the ones that failed in build/fuzz/found, the executions of all runs so far in
# build/fuzz/executions. Ends with one line per target; exit code 1 when there are findings.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

minutes="${1:?usage: packaging/fuzz.sh MINUTES [reader…]}"
shift
install_packages clang-16 libclang-rt-16-dev llvm-16
build fuzz fuzz_targets
cd "$root/build/fuzz"
mapfile -t targets < <(find bin -name 'fuzz_*' -printf '%f\n' | sort)
if [ $# -gt 0 ]; then targets=("${@/#/fuzz_}"); fi

# SQLite and GDAL keep what they made until the program ends.
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1:suppressions=$root/tests/sanitize/undefined.supp"
export ASAN_SYMBOLIZER_PATH="$(command -v llvm-symbolizer-16)"
found=0
summary=""
for target in "${targets[@]}"; do
    reader="${target#fuzz_}"
    say "$reader: $minutes min"
    mkdir -p "corpus/$reader" "found/$reader" logs executions
    seeds="$root/tests/fuzz/seeds/$reader"
    dictionary="$seeds.dict"
    # Short inputs run by the thousand a second and reach the same code; weighing rare branches (entropic)
    # would take most of the time of so fast a target.
    arguments=(-max_total_time=$((minutes * 60)) -max_len=4096 -entropic=0 -timeout=20 -rss_limit_mb=4096
               -print_final_stats=1 -artifact_prefix="found/$reader/" "corpus/$reader")
    if [ -d "$seeds" ]; then arguments+=("$seeds"); fi
    if [ -f "$dictionary" ]; then arguments=("-dict=$dictionary" "${arguments[@]}"); fi
    "bin/$target" "${arguments[@]}" >"logs/$reader.log" 2>&1 || true
    runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "logs/$reader.log" | tail -1)"
    # A run that ends with a finding says how far it came in its last status line.
    runs="${runs:-$(sed -n 's/^#\([0-9]*\).*/\1/p' "logs/$reader.log" | tail -1)}"
    total=$(($(cat "executions/$reader" 2>/dev/null || echo 0) + ${runs:-0}))
    echo "$total" >"executions/$reader"
    bad="$(find "found/$reader" -type f | wc -l)"
    if [ "$bad" -gt 0 ]; then found=1; fi
    summary+="$(printf '%-14s %12s executions %12s in all runs %4s findings' "$reader" "${runs:-0}" "$total" "$bad")"$'\n'
done
say "Fuzzed"
printf '%s' "$summary"
exit $found
