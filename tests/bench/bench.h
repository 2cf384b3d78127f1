/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the benchmark programs share: a clock, medians and the one JSON line a figure. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t bench_now (void);

/* The nearest-rank quantile `q` (0 … 1) of n > 0 values, which are sorted in place. */
double bench_quantile (double *values, size_t n, double q);
double bench_median (double *values, size_t n);

/* Prints {"bench": …, "figure": …, "value": …, "unit": …, "bound": …} as a line of its own. */
void bench_print (const char *bench, const char *figure, double value, const char *unit,
                  double bound);
