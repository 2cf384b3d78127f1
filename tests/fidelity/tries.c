/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tries.h"

#define TRIES 7

void
assert_some_try (double (*measure) (void), double low, double high)
{
  for (guint i = 0; i < TRIES; i++)
    {
      double ratio = measure ();

      g_test_message ("try %u: %.3f", i + 1, ratio);
      if (ratio >= low && ratio <= high)
        return;
    }
  g_error ("no try gave %g to %g", low, high);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
find_quantile (GArray *values, double part)
{
  g_assert_cmpuint (values->len, >, 0);
  g_array_sort (values, compare);
  return g_array_index (values, double, (guint) (values->len * part));
}
