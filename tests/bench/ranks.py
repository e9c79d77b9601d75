#!/usr/bin/env python3
"""Time and memory of a run shared by ranks, measured here, and what a billion blocks would take by these rates: the
figures of the page "A billion blocks" (resources/docs/billion-blocks.md).

    tests/bench/ranks.py build/release/bin [BLOCK_SCALE …]

Runs the demonstration until its estimate, and until its simulation, at two sizes each: as one process with one thread
and with two, and as two ranks with one thread each. What a block costs is the difference of the sizes, so that what
every run costs is left out. Needs mpirun, and two cores that nobody else uses.
"""
import json, os, subprocess, sys, tempfile, time

BIN = os.path.abspath(sys.argv[1])
CLI = BIN + "/orelens-cli"
MPI = ["mpirun", "--allow-run-as-root", "--oversubscribe"]
CORES, NETWORK = 32, 1.25e9  # of a node; bytes per second between nodes (10 Gbit/s)


def peak_of(pids):
    peak = 0
    for pid in pids:
        try:
            with open("/proc/%d/status" % pid) as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        peak = max(peak, int(line.split()[1]) * 1024)
        except OSError:
            pass
    return peak


def below(pid):
    found = [pid]
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % entry) as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
            with open("/proc/%s/comm" % entry) as name:
                if parent in found and name.read().startswith("orelens-cli"):
                    found.append(int(entry))
        except (OSError, IndexError):
            pass
    return found


def run(command):
    """Seconds, and the largest resident memory of any process of the program."""
    begin, peak = time.monotonic(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            peak = max(peak, peak_of(below(process.pid)))
            time.sleep(0.05)
        out, err = process.communicate()
    if process.returncode != 0:
        sys.exit("failed: %s\n%s%s" % (" ".join(command), out.decode(), err.decode()))
    return time.monotonic() - begin, peak


def measure(folder, recipe, until, size, settings):
    """(blocks, seconds per way, bytes of a process)"""
    sets = [word for setting in settings + size for word in ("--set", setting)]
    ways = {"one": (1, 1), "threads": (1, 2), "ranks": (2, 1)}
    seconds, peak = {}, 0
    for way, (ranks, threads) in ways.items():
        out = os.path.join(folder, "out_%s_%s_%s" % (until, way, size[0].replace("=", "_")))
        launcher = MPI + ["-np", str(ranks), "--bind-to", "core"] if ranks > 1 else []
        command = launcher + [CLI, "--threads", str(threads), "run", recipe, "--out", out, "--until", until,
                              "--blocks", "none", "--no-report", "--no-pictures", "--json"] + sets
        times = []
        for _ in range(2):
            subprocess.run(["rm", "-rf", out], check=True)
            took, most = run(command)
            times.append(took)
            peak = max(peak, most)
        seconds[way] = min(times)
        with open(os.path.join(out, "summary.json")) as summary:
            blocks = json.load(summary)["blocks"]["count"]
    return blocks, seconds, peak


def rates(folder, recipe, until, sizes, settings):
    small, large = (measure(folder, recipe, until, size, settings) for size in sizes)
    more = large[0] - small[0]
    per = {way: (large[1][way] - small[1][way]) / more for way in large[1]}
    by_threads = 2 * (per["one"] - per["threads"])
    by_ranks = min(2 * (per["one"] - per["ranks"]), by_threads)
    return {"blocks": large[0], "seconds": large[1], "per": per, "ranks": by_ranks, "threads": by_threads - by_ranks,
            "alone": per["one"] - by_threads, "bytes": (large[2] - small[2]) / more, "peak": large[2]}


def tell(name, rate, carried, at_blocks=1e9):
    took = rate["seconds"]
    print("\n%s, %s blocks" % (name, format(rate["blocks"], ",")))
    print("  one process, one thread %.1f s; two threads %.1f s; two ranks %.1f s (%.2f times as fast as one)"
          % (took["one"], took["threads"], took["ranks"], took["one"] / took["ranks"]))
    print("  per block: %.2f µs shared by ranks, %.2f µs by threads alone, %.2f µs by neither; %.0f bytes in each process"
          % (1e6 * rate["ranks"], 1e6 * rate["threads"], 1e6 * rate["alone"], rate["bytes"]))
    print("  a billion blocks on nodes of %d cores, one rank each: %.0f GB in each node" % (CORES, rate["bytes"] * at_blocks / 1e9))
    for nodes in (1, 2, 4, 8, 16):
        carrying = carried * at_blocks * (nodes - 1) / nodes / NETWORK
        shared = rate["ranks"] * at_blocks / CORES / nodes
        rest = (rate["threads"] / CORES + max(rate["alone"], 0)) * at_blocks
        print("  %3d nodes: %6.0f s shared, %5.0f s carried, %6.0f s the rest; %.1f h in all"
              % (nodes, shared, carrying, rest, (shared + carrying + rest) / 3600))


def main():
    scales = sys.argv[2:] or ["1", "0.8"]
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([CLI, "demo", folder + "/demo", "--json"], check=True, capture_output=True)
        recipe = json.loads(made.stdout)["recipe"]
        with open(recipe) as text:
            grid = json.load(text)["grid"]
        # A recipe leaves out what is as the program has it: blocks of 10 m.
        size = {axis: grid.get("size_" + axis, 10.0) for axis in "uvw"}
        sizes = [["grid.size_%s=%g" % (axis, size[axis] * float(scale)) for axis in "uvw"] for scale in scales]
        elements = len(json.load(open(recipe))["element"])
        estimate = rates(folder, recipe, "estimate", sizes, ["simulate.realisations=0"])
        # A grade, its variance and distance as floats, samples and pass as bytes.
        tell("Estimate of %d elements" % elements, estimate, 14.0 * elements)
        settings = ["simulate.realisations=32", "simulate.max_data=20", "simulate.max_nodes=20",
                    "simulate.points_u=1", "simulate.points_v=1", "simulate.points_w=1"]
        coarse = [["grid.size_%s=%g" % (axis, size[axis] * float(scale) * 2) for axis in "uvw"] for scale in scales]
        both = rates(folder, recipe, "simulate", coarse, settings)
        # Forty weights and numbers of neighbours, a count and a deviation, once; the fields of 32 realisations.
        tell("Estimate and 32 realisations of one element", both, 14.0 * elements + 40 * 12 + 12 + 32 * 4)


if __name__ == "__main__":
    main()
