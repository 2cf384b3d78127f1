/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/kernel.h"

bool
ilv_kernel_arithmetic (const IlvKernelTurn *turn, IlvKernel kernel, double n, guint exponent,
                       double *value)
{
  double power = 1;

  switch ((guint) kernel)
    {
    case ILV_KERNEL_SQUARE:
      *value = n * n;
      return true;
    case ILV_KERNEL_DOUBLE:
      *value = 2 * n;
      return true;
    case ILV_KERNEL_NEGATE:
      *value = -n;
      return true;
    case ILV_KERNEL_POWER:
      for (guint i = 0; i < exponent; i++)
        {
          if (!ilv_kernel_turn (turn))
            return false;
          power *= n;
        }
      *value = power;
      return true;
    default:
      g_assert_not_reached ();
    }
}
