"""numpy's way of bench_stocks.cpp: the same sizes and numbers, timed. python3 bench_stocks_numpy.py"""
import time
from math import erfc, sqrt

import numpy as np

years, tables = 120, 25


def table(n):
    ages = np.arange(years)
    share = np.array([0.5 * erfc((a + 0.5 - 10 - n) / (3 + 0.1 * n) / sqrt(2)) for a in ages])
    t, c = np.indices((years, years))
    return np.where(t >= c, share[np.abs(t - c)], 0.0)


S = np.stack([table(n) for n in range(tables)])
series = 130 * tables
inflow = (100 + 50 * np.sin(0.01 * np.arange(series * years))).reshape(series, years)
of = np.arange(series) % tables
start = time.time()
stock = inflow[:, None, :] * S[of]
outflow = np.empty_like(stock)
outflow[:, 0] = -stock[:, 0]
outflow[:, 1:] = stock[:, :-1] - stock[:, 1:]
d = np.arange(years)
outflow[:, d, d] = inflow - stock[:, d, d]
print("inflow-driven, full cohorts: %.0f ms" % (1000 * (time.time() - start)), stock.sum(2)[:, -1].sum())

series = 3000
of = np.arange(series) % tables
n = np.arange(series * years)
given = np.maximum(0, 10.0 * (n % years) + 40 * np.sin(0.3 * n)).reshape(series, years)
start = time.time()
i = np.zeros((series, years))
cohorts = np.zeros((series, years, years))
for t in range(years):
    cohorts[:, t, :t] = i[:, :t] * S[of, t, :t]
    left = cohorts[:, t, :t].sum(1)
    need = given[:, t] - left
    falls = need < 0
    keep = np.where(falls, np.divide(given[:, t], left, out=np.ones_like(left), where=left > 0), 1)
    i[:, :t] *= keep[:, None]
    cohorts[:, t, :t] *= keep[:, None]
    i[:, t] = np.where(falls, 0, need / S[of, t, t])
    cohorts[:, t, t] = i[:, t] * S[of, t, t]
print("stock-driven: %.0f ms" % (1000 * (time.time() - start)), i.sum())
