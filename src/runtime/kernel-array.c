/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/kernel.h"

#include <math.h>

/* Kahan's sum: what each addition loses is carried to the next. The order is that of the array, so
   that the sum of a chunk is the same to its last bit wherever it is worked out. */
typedef struct
{
  double total;
  double lost;
} Sum;

static void
add (Sum *sum, double value)
{
  double corrected = value - sum->lost;
  double total = sum->total + corrected;

  sum->lost = (total - sum->total) - corrected;
  sum->total = total;
}

bool
ilv_kernel_array (const IlvKernelTurn *turn, const double *values, guint64 first, guint64 n,
                  double *result)
{
  Sum sum = { 0 };

  for (guint64 i = 0; i < n; i++)
    {
      double x = values ? values[i] : ilv_kernel_array_value (first + i);

      if (!ilv_kernel_turn (turn))
        return false;
      add (&sum, sin (x) * cos (x) + log1p (fabs (x)));
    }
  *result = sum.total;
  return true;
}
