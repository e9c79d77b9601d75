#!/bin/sh
# Ours beside R gstat on the same samples, one thread, in one run: blocks per CPU second, how many times faster,
# and the largest difference. Needs Rscript with gstat and sp (Debian: r-cran-gstat r-cran-sp) and python3.
#   tests/bench/beside_gstat.sh build/release/bin [FIRST LAST]     levels of 100 for gstat; 40 42 by default
set -eu
bin=$1; first=${2:-40}; last=${3:-42}
here=$(cd "$(dirname "$0")" && pwd)
if ! Rscript -e 'library(gstat); library(sp)' >/dev/null 2>&1; then
    echo "R gstat is not installed (Debian: apt-get install r-cran-gstat r-cran-sp)"; exit 77
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
ORELENS_BENCH_WRITE="$work/samples.csv" "$bin/bench_kriging"
Rscript "$here/gstat_speed.R" "$work/samples.csv" "$first" "$last" "$work/gstat" | tee "$work/gstat.txt"
kernel=$(ORELENS_BENCH_SAMPLES="$work/samples.csv" "$bin/bench_kriging" --benchmark_list_tests | head -1 | sed 's/.*\.//')
ORELENS_BENCH_SAMPLES="$work/samples.csv" ORELENS_BENCH_OUT="$work/ours" "$bin/bench_kriging" \
    --benchmark_filter="^[a-z0-9_]*\.$kernel\$|^simulation" --benchmark_format=json >"$work/ours.json" 2>/dev/null
python3 - "$work" "$kernel" "$first" <<'PY'
import json, struct, sys, os, math
work, kernel, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
theirs = {}
for line in open(work + "/gstat.txt"):
    word = line.split()
    if len(word) == 3 and word[0] == "gstat": theirs[word[1]] = float(word[2])
def read(path):
    data = open(path, "rb").read()
    return struct.unpack("<%dd" % (len(data) // 8), data)
print("%-22s %14s %10s %8s %8s %12s" % ("case (" + kernel + ")", "blocks/cpu s", "of plain", "gstat", "times", "difference"))
for one in json.load(open(work + "/ours.json"))["benchmarks"]:
    name = one["name"].split(".")[0]
    rate, peer = one["items_per_second"], theirs.get(name)
    # Options that gstat has no name for are set beside its plain ordinary kriging.
    times = rate / (peer or theirs["plain"]) if not name.startswith("simulation") else float("nan")
    worst = ""
    if os.path.exists(work + "/gstat.%s.f64" % name):
        a, b = read(work + "/gstat.%s.f64" % name), read(work + "/ours.%s.%s.f64" % (name, kernel))
        b = b[first * 20000:first * 20000 + len(a)]
        both = [(x, y) for x, y in zip(a, b) if not (math.isnan(x) or math.isnan(y))]
        lone = sum(math.isnan(x) != math.isnan(y) for x, y in zip(a, b))
        worst = "%.1e" % max(abs(x - y) for x, y in both) + (" (%d in one only)" % lone if lone else "")
    print("%-22s %14.0f %10.2f %8s %8.1f %12s" % (name, rate, one.get("of_plain", float("nan")),
          "%.0f" % peer if peer else "-", times, worst))
PY
