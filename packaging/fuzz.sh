#!/usr/bin/env bash
# packaging/fuzz.sh MINUTES [target…]: builds the fuzz targets with Clang's libFuzzer and sanitizers and runs each
# for that many minutes, all of them unless some are named (csv, recipe, vdb, …). Inputs found on the way stay in
# build/fuzz/corpus, the ones that failed in build/fuzz/found. Ends with one line per target: executions and
# findings; exit code 1 when there are any.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

minutes="${1:?usage: packaging/fuzz.sh MINUTES [target…]}"
shift
install_packages clang-16 libclang-rt-16-dev llvm-16
build fuzz
cd "$root/build/fuzz"
mapfile -t targets < <(find bin -name 'fuzz_*' -printf '%f\n' | sort)
if [ $# -gt 0 ]; then targets=("${@/#/fuzz_}"); fi

# SQLite, GDAL and OpenVDB keep what they made until the program ends.
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1:suppressions=$root/tests/sanitize/undefined.supp"
export ASAN_SYMBOLIZER_PATH="$(command -v llvm-symbolizer-16)"
# A small project of our own to start from, and the block model in it.
if [ ! -d seeds ]; then
    bin/orelens-cli demo seeds/demo --holes 24 --block-scale 20 >/dev/null
    bin/orelens-cli run seeds/demo/demonstration.orelens.json --out seeds/out --no-pictures --no-report >/dev/null
    mkdir -p seeds/project seeds/vdb
    cp seeds/out/*.gpkg seeds/project/
    cp seeds/out/*.vdb seeds/vdb/
fi
found=0
summary=""
for target in "${targets[@]}"; do
    reader="${target#fuzz_}"
    say "$reader: $minutes min"
    mkdir -p "corpus/$reader" "found/$reader" logs
    seeds="$root/tests/fuzz/seeds/$reader"
    if [ -d "seeds/$reader" ]; then seeds="seeds/$reader"; fi
    longest=65536
    case "$reader" in project | vdb) longest=4000000 ;; esac
    dictionary="$root/tests/fuzz/seeds/$reader.dict"
    arguments=(-max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=4096 -max_len=$longest -print_final_stats=1
               -artifact_prefix="found/$reader/" "corpus/$reader")
    if [ -d "$seeds" ]; then arguments+=("$seeds"); fi
    if [ -f "$dictionary" ]; then arguments=("-dict=$dictionary" "${arguments[@]}"); fi
    "bin/$target" "${arguments[@]}" >"logs/$reader.log" 2>&1 || true
    runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "logs/$reader.log" | tail -1)"
    bad="$(find "found/$reader" -type f | wc -l)"
    if [ "$bad" -gt 0 ]; then found=1; fi
    summary+="$(printf '%-14s %12s executions %4s findings' "$reader" "${runs:-stopped}" "$bad")"$'\n'
done
say "Fuzzed"
printf '%s' "$summary"
exit $found
