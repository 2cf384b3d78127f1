/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t
bench_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_quantile (double *values, size_t n, double q)
{
  size_t rank = (size_t) ceil (q * (double) n);

  qsort (values, n, sizeof *values, compare_doubles);
  return values[rank > 0 ? rank - 1 : 0];
}

double
bench_median (double *values, size_t n)
{
  return bench_quantile (values, n, 0.5);
}

void
bench_print (const char *bench, const char *figure, double value, const char *unit, double bound)
{
  printf ("{\"bench\": \"%s\", \"figure\": \"%s\", \"value\": %.10g, \"unit\": \"%s\", "
          "\"bound\": %.10g}\n",
          bench, figure, value, unit, bound);
  fflush (stdout);
}
