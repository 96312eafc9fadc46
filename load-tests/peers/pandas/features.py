"""Families 1, 2, 3, 10 and 12 of the catalogue with numpy and pandas, column by column over whole arrays.

Usage: features.py FOLDER SAMPLE_FROM

FOLDER holds one file NAME.ohlc a pair: little-endian int32 open, high, low, close of every market minute, gaps filled.
Prints one JSON object: seconds (computing alone, best use of one thread), rows, columns, and a sample of the last pair's
columns every SAMPLE_FROM rows, by which the caller checks that both sides compute the same.
"""
import json
import os
import sys
import time

import numpy as np
import pandas as pd

BQX_WINDOWS = (15, 30, 45, 60, 75)
FIT_WINDOWS = (60, 90, 150, 240, 390, 630)
RANGE_WINDOWS = (5, 15, 30, 60, 120, 240, 630, 1440)
BAND_WINDOWS = (20, 50, 120, 240, 630)


def prefix(x):
    """Sums of the first k values, k = 0..n."""
    out = np.empty(len(x) + 1, dtype=x.dtype)
    out[0] = 0
    np.cumsum(x, out=out[1:])
    return out


def window_sum(sums, w):
    """Sum of the last w values; the first w - 1 rows are left at zero."""
    out = np.zeros(len(sums) - 1, dtype=sums.dtype)
    out[w - 1:] = sums[w:] - sums[:-w]
    return out


def lagged(x, k):
    out = np.zeros_like(x)
    out[k:] = x[:-k]
    return out


def s2(n):
    return n * (n + 1) * (2 * n + 1) / 6


def returns(close):
    r = np.zeros(len(close))
    r[1:] = np.log(close[1:] / close[:-1])
    return r


def ewma(r, half_life, floor):
    squares = pd.Series(r[1:] ** 2).ewm(halflife=half_life, adjust=True).mean().to_numpy()
    out = np.empty(len(r))
    out[0] = 0
    np.sqrt(squares, out=out[1:])
    return np.maximum(out, floor)


def bqx_family(columns, p, close, r, sigma):
    sums, squares = prefix(p), prefix(p * p)
    series = pd.Series(close)
    bqx = {}
    z = []
    for w in BQX_WINDOWS:
        past = lagged(window_sum(sums, w), 1)
        past2 = lagged(window_sum(squares, w), 1)
        bqx[w] = (past - w * p) / close
        name = f"bqx_w{w}_"
        columns[name + "return"] = bqx[w]
        columns[name + "max"] = lagged(series.rolling(w).max().to_numpy(), 1) / close - 1
        columns[name + "min"] = lagged(series.rolling(w).min().to_numpy(), 1) / close - 1
        columns[name + "avg"] = bqx[w] / w
        columns[name + "stdev"] = np.sqrt(np.maximum(w * past2 - past * past, 0)) / (w * close)
        columns[name + "endpoint"] = lagged(close, w) / close - 1
        z.append(bqx[w] / (sigma * np.sqrt(s2(w))))
    stacked = np.stack(z)
    mean = stacked.mean(axis=0)
    columns["bqx_agg_mean"] = mean
    columns["bqx_agg_max"] = stacked.max(axis=0)
    columns["bqx_agg_min"] = stacked.min(axis=0)
    columns["bqx_agg_slope"] = (2 * (z[4] - z[0]) + z[3] - z[1]) / 10
    columns["bqx_agg_std"] = np.sqrt(np.mean((stacked - mean) ** 2, axis=0))
    rolling = series.rolling(76)
    columns["bqx_agg_range75_sigma"] = (rolling.max().to_numpy() - rolling.min().to_numpy()) / (close * sigma)
    columns["bqx_agg_volatility"] = np.sqrt(np.maximum(window_sum(prefix(r * r), 75), 0) / 75) / sigma
    return bqx[60]


def walk_deviation(w, memory):
    """Standard deviation of the fitted slope if prices are a random walk of unit steps."""
    weights = (np.arange(w) - (w - 1) / 2) / (w * (w * w - 1) / 12)
    effects = np.correlate(weights, np.arange(memory, 0, -1), "full") if memory else np.cumsum(weights[::-1])
    return np.sqrt(np.sum(effects ** 2))


def fit_family(columns, domain, y, scale, sigma, memory):
    """y is int64 ticks for prices, float64 for BQX; scale = 1/P or 1."""
    n = len(y)
    index = np.arange(n, dtype=y.dtype)
    c0, c1, c2, cyy = prefix(y), prefix(index * y), prefix(index * index * y), prefix(y * y)
    for w in FIT_WINDOWS:
        first = index - (w - 1)
        s0 = window_sum(c0, w)
        raw1 = window_sum(c1, w)
        s1 = raw1 - first * s0
        sx2 = window_sum(c2, w) - 2 * first * raw1 + first * first * s0
        syy = window_sum(cyy, w)
        n1 = w * (w * w - 1) / 12
        n2 = w * (w * w - 1) * (w * w - 4) / 180
        t1 = s1 - (w - 1) / 2 * s0
        t2 = sx2 - (w - 1) * s1 + ((w - 1) ** 2 / 4 - (w * w - 1) / 12) * s0
        slope, curve = t1 / n1, t2 / n2
        total = (w * syy - s0 * s0) / w
        by_line = t1 * slope
        by_parabola = by_line + t2 * curve
        if memory:
            floor = w * BQX_ROUNDING * columns["_inverse_square"]
            total = np.maximum(total, floor)
        else:
            floor = w / 12
            total = np.maximum(total, 1 / w)
        rest = np.maximum(total - by_parabola, floor)
        mean = s0 / w
        half = slope * (w - 1) / 2
        shift = curve * (w - 1) * (w - 2) / 6
        above = mean - y
        name = f"reg_{domain}_w{w}_"
        columns[name + "slope_z"] = slope * scale / (sigma * walk_deviation(w, memory))
        columns[name + "intercept_rel"] = (above - half) * scale
        r2_lin = np.minimum(by_line / total, 1)
        r2_quad = np.minimum(by_parabola / total, 1)
        columns[name + "r2_lin"] = r2_lin
        columns[name + "t_slope"] = slope * np.sqrt(n1 * (w - 2) / np.maximum(total - by_line, floor))
        columns[name + "lin_term"] = (slope - (w - 1) * curve) * (w - 1) * scale
        columns[name + "quad_term"] = curve * (w - 1) ** 2 * scale
        columns[name + "const_rel"] = (above - half + shift) * scale
        columns[name + "r2_quad"] = r2_quad
        rmse = np.sqrt(rest / w)
        columns[name + "rmse_rel"] = rmse * scale
        columns[name + "end_resid_z"] = -(above + half + shift) / rmse * np.sqrt((w - 3) / w)
        rise, quad = slope * (w - 1), curve * (w - 1) ** 2
        columns[name + "apex_pos"] = np.clip(-rise * quad / (quad * quad + (1e-16 if memory else 1e-40)), -3, 3)
        columns[name + "delta_r2"] = r2_quad - r2_lin


# Variance that rounding prices to ticks leaves in BQX60, ticks squared over P squared.
BQX_ROUNDING = (60 ** 2 + 60) / 12


def range_family(columns, o, h, l, close, r, sigma):
    tick = 1 / close
    columns["vol_ewma_h240"] = sigma
    for half_life in (15, 60, 960):
        columns[f"vol_ewma_h{half_life}"] = ewma(r, half_life, 0.5 * tick)
    squares, hl, co = r * r, np.log(h / l) ** 2, np.log(close / o) ** 2
    sums = prefix(squares)
    parkinson, garman = prefix(hl), prefix(0.5 * hl - (2 * np.log(2) - 1) * co)
    realised = {w: window_sum(sums, w) for w in RANGE_WINDOWS}
    rv = {}
    for w in RANGE_WINDOWS:
        rv[w] = columns[f"vol_rv_w{w}"] = np.sqrt(np.maximum(realised[w], 0) / w)
        columns[f"vol_parkinson_w{w}"] = np.sqrt(np.maximum(window_sum(parkinson, w), 0) / (w * 4 * np.log(2)))
        columns[f"vol_garman_klass_w{w}"] = np.sqrt(np.maximum(window_sum(garman, w), 0) / w)
    size = np.abs(r)
    bipower = prefix(size[1:] * size[:-1])
    for w in (60, 240, 1440):
        both = np.zeros(len(r))
        both[1:] = window_sum(bipower, w - 1)
        columns[f"vol_jump_w{w}"] = (realised[w] - np.pi / 2 * w / (w - 1) * both) / np.maximum(realised[w], (0.5 * tick) ** 2)
    v, vv = prefix(rv[15]), prefix(rv[15] ** 2)
    for w in (60, 240, 630):
        m = window_sum(v, w) / w
        deviation = np.sqrt(np.maximum(window_sum(vv, w) / w - m * m, 0))
        columns[f"vol_of_vol_w{w}"] = np.maximum(deviation, 1e-4 * m) / np.maximum(m, 0.5 * tick)
    for a, b in ((5, 60), (15, 120), (30, 240), (60, 630), (240, 1440)):
        columns[f"vol_ratio_w{a}_w{b}"] = rv[a] / np.maximum(rv[b], 0.02 * tick)
    columns["vol_ratio_parkinson_rv_w60"] = np.minimum(columns["vol_parkinson_w60"] / np.maximum(rv[60], 0.02 * tick), 10)
    signed = prefix(np.sign(r) * squares)
    for w in (60, 240, 630, 1440):
        columns[f"vol_semivariance_w{w}"] = window_sum(signed, w) / np.maximum(realised[w], (0.5 * tick) ** 2)


def rank(series, w):
    """Share of the w values before the last that are below it, ties counting half."""
    ranks = series.rolling(w + 1).rank(method="average").to_numpy()
    return (ranks - 1) / w


def position(now, highest, lowest):
    spread = highest - lowest
    return np.where(spread == 0, 0.5, (now - lowest) / np.where(spread == 0, 1, spread))


def band_family(columns, p, h, l, close, bqx, sigma):
    sums, squares = prefix(p), prefix(p * p)
    bqx_sums, bqx_squares = prefix(bqx), prefix(bqx * bqx)
    fixed = pd.Series(np.rint(np.clip(bqx, -1 + 2 ** -10, 1 - 2 ** -10) * 2 ** 30))
    high, low, price = pd.Series(h), pd.Series(l), pd.Series(close)
    for w in BAND_WINDOWS:
        s = window_sum(sums, w)
        deviation = np.sqrt(np.maximum(w * window_sum(squares, w) - s * s, 0)) / w
        columns[f"band_price_z_w{w}"] = (close - s / w) / np.maximum(deviation, 0.5)
        columns[f"band_price_donchian_w{w}"] = position(close, high.rolling(w).max().to_numpy(), low.rolling(w).min().to_numpy())
        columns[f"band_price_width_w{w}"] = 4 * deviation / (close * sigma * np.sqrt(w))
        columns[f"band_price_rank_w{w}"] = rank(price, w)
        m = window_sum(bqx_sums, w) / w
        deviation = np.sqrt(np.maximum(window_sum(bqx_squares, w) / w - m * m, 0))
        columns[f"band_bqx_z_w{w}"] = (bqx - m) / np.maximum(deviation, 30 / close)
        rolling = fixed.rolling(w)
        columns[f"band_bqx_donchian_w{w}"] = position(fixed.to_numpy(), rolling.max().to_numpy(), rolling.min().to_numpy())
        columns[f"band_bqx_width_w{w}"] = 4 * deviation / (sigma * np.sqrt(s2(60)))
        columns[f"band_bqx_rank_w{w}"] = rank(fixed, w)


def compute(bars):
    o, h, l, close = (bars[:, k].astype(np.float64) for k in range(4))
    p = bars[:, 3].astype(np.int64)
    r = returns(close)
    sigma = ewma(r, 240, 0.5 / close)
    columns = {}
    bqx = bqx_family(columns, p, close, r, sigma)
    bqx[:60] = 0
    columns["_inverse_square"] = 1 / (close * close)
    fit_family(columns, "price", p, 1 / close, sigma, 0)
    fit_family(columns, "bqx", bqx, 1.0, sigma, 60)
    del columns["_inverse_square"]
    range_family(columns, o, h, l, close, r, sigma)
    band_family(columns, p, h, l, close, bqx, sigma)
    return {name: column.astype(np.float32) for name, column in columns.items()}


def main():
    folder, every = sys.argv[1], int(sys.argv[2])
    names = sorted(name for name in os.listdir(folder) if name.endswith(".ohlc"))
    bars = [np.fromfile(os.path.join(folder, name), dtype="<i4").reshape(-1, 4) for name in names]
    with np.errstate(all="ignore"):
        compute(bars[0][:5000])
        started = time.perf_counter()
        for pair in bars:
            columns = compute(pair)
        seconds = time.perf_counter() - started
    rows = len(bars[-1])
    sample = {name: [float(column[i]) for i in range(every, rows, every)] for name, column in columns.items()}
    json.dump({"seconds": seconds, "rows": sum(map(len, bars)), "columns": len(columns), "sample": sample}, sys.stdout)


main()
