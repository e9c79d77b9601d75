#!/usr/bin/env python3
"""Makes ladder.csv: the pits of the known deposit, computed apart from the program.

The deposit, what its blocks are worth and which blocks lie above which are written anew here, from the formulas; every
block of the cone of five benches is an arc of its own; the pits are maximum flows by Boost.Graph (max_flow.cc).
Needs g++ and Boost's headers:  python3 reference.py > ladder.csv
With recoveries and costs of its own in oxide:  python3 reference.py by_rock > ladder_by_rock.csv
"""
import array
import math
import os
import struct
import subprocess
import sys
import tempfile

NX, NY, NZ = 44, 40, 20
DX, DY, DZ = 20.0, 25.0, 15.0
SEED = 20261201
FACTORS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6]
BENCHES = 5
MASK = (1 << 64) - 1


def chance(cell, n):
    z = (SEED + (cell * 4 + n + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    z ^= z >> 31
    return (z >> 11) * 2.0**-53


def ground(x, y):
    return 240 + 18 * math.sin(2 * math.pi * x / 880) + 12 * math.cos(2 * math.pi * y / 1000)


def f32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


BY_ROCK = sys.argv[1:] == ["by_rock"]


class Block:
    pass


def deposit():
    blocks = {}
    for k in range(NZ):
        for j in range(NY):
            for i in range(NX):
                x, y, z = (i + 0.5) * DX, (j + 0.5) * DY, (k + 0.5) * DZ
                share = min(1.0, max(0.0, (ground(x, y) - (z - 7.5)) / 15))
                if share <= 0:
                    continue
                cell = i + NX * (j + NY * k)
                b = Block()
                b.z = z
                b.oxide = ground(x, y) - z < 45
                b.tonnes = DX * DY * DZ * f32(share) * f32(2.48 if b.oxide else 2.71)
                away = math.sqrt(((x - 430) / 170) ** 2 + ((y - 520) / 190) ** 2 + ((z - 90) / 120) ** 2)
                b.cu = b.au = None
                if chance(cell, 0) >= 0.01:
                    shell = 0.95 * math.exp(-(((away - 0.85) / 0.4) ** 2))
                    b.cu = f32((0.6 if b.oxide else 1.0) * shell * (0.6 + 0.8 * chance(cell, 1))) / 100
                    b.au = f32(0.75 * math.exp(-((away / 0.8) ** 2)) * (0.5 + chance(cell, 2))) / 1e6
                blocks[cell] = b
    return blocks


def worth(b, factor):
    """(worth, ore?, tonnes to the plant, Cu and Au in the product, usable by the full test)"""
    haul = 0.004 * max(0.0, 240 - b.z)
    mining, plant_cost, eps_cu, eps_au = (2.1, 6.5, 0.55, 0.71) if BY_ROCK and b.oxide else (2.4, 9, 0.88, 0.62)
    waste = b.tonnes * (mining - 0.2 + haul)
    fed = b.tonnes * 0.97 / (1 - 0.04)
    if b.cu is None:
        return -waste, False, 0, 0, 0, False
    net_cu = (8000 * factor * 0.965 - 600) * 0.97
    net_au = (60e6 * factor * 0.97 - 250000) * 0.96
    cu, au = b.cu * 0.96 * eps_cu, b.au * 0.96 * eps_au
    nsr = cu * net_cu + au * net_au
    plant = fed * (nsr - (plant_cost + 1.5 + 0.6 + 0.2))
    usable = nsr - (mining + haul + plant_cost + 1.5 + 0.6) >= 0
    if plant >= 0:
        return plant - waste, True, fed, fed * cu, fed * au, usable
    return -waste, False, 0, 0, 0, usable


def slope(azimuth):
    corners = [(0, 45), (90, 42), (180, 48), (270, 44), (360, 45)]
    azimuth %= 360
    for (a, s), (b, t) in zip(corners, corners[1:]):
        if a <= azimuth <= b:
            return s + (t - s) * (azimuth - a) / (b - a)


def cone(oxide):
    offsets = []
    for k in range(1, BENCHES + 1):
        for j in range(-10, 11):
            for i in range(-10, 11):
                x, y = i * DX, j * DY
                angle = 38 if oxide else slope(math.degrees(math.atan2(x, y)))
                if math.hypot(x, y) <= k * DZ / math.tan(math.radians(angle)) * (1 + 1e-9):
                    offsets.append((i, j, k))
    return offsets


def main():
    blocks = deposit()
    cones = {False: cone(False), True: cone(True)}
    arcs = array.array("i")
    for k in range(NZ):
        for j in range(NY):
            for i in range(NX):
                cell = i + NX * (j + NY * k)
                # Air as well: it may lie below a hill.
                for di, dj, dk in cones[cell in blocks and blocks[cell].oxide]:
                    a, b, c = i + di, j + dj, k + dk
                    if 0 <= a < NX and 0 <= b < NY and c < NZ:
                        arcs.extend((cell, a + NX * (b + NY * c)))
    values = array.array("q", [0]) * (len(FACTORS) * NX * NY * NZ)
    for f, factor in enumerate(FACTORS):
        for cell, b in blocks.items():
            values[f * NX * NY * NZ + cell] = round(worth(b, factor)[0] * 10000)
    folder = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as temp:
        program = os.path.join(temp, "max_flow")
        subprocess.check_call(["g++", "-std=c++17", "-O2", os.path.join(folder, "max_flow.cc"), "-o", program])
        head = array.array("q", [NX * NY * NZ, len(FACTORS), len(arcs) // 2])
        data = head.tobytes() + arcs.tobytes() + values.tobytes()
        out = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True).stdout
    print("factor,usable_tonnes,usable_cu_percent,usable_au_g_t,blocks,ore,fed,waste,product_cu,product_au,value,own_value")
    for f, factor in enumerate(FACTORS):
        usable = [b for b in blocks.values() if worth(b, factor)[5]]
        tonnes = math.fsum(b.tonnes for b in usable)
        inside = [b for c, b in blocks.items() if out[f * NX * NY * NZ + c]]
        now = [(b, worth(b, 1.0)) for b in inside]
        row = [
            factor,
            tonnes,
            math.fsum(b.tonnes * b.cu for b in usable) / tonnes * 100 if tonnes else math.nan,
            math.fsum(b.tonnes * b.au for b in usable) / tonnes * 1e6 if tonnes else math.nan,
            len(inside),
            math.fsum(b.tonnes for b, w in now if w[1]),
            math.fsum(w[2] for b, w in now),
            math.fsum(b.tonnes for b, w in now if not w[1]),
            math.fsum(w[3] for b, w in now),
            math.fsum(w[4] for b, w in now),
            math.fsum(w[0] for b, w in now),
            math.fsum(worth(b, factor)[0] for b in inside),
        ]
        print(",".join(repr(x) for x in row))


if __name__ == "__main__":
    sys.exit(main())
