/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/kernel.h"

bool
ilv_kernel_primes (const IlvKernelTurn *turn, guint64 limit, guint64 *count)
{
  guint64 found = 0;

  for (guint64 n = 2; n < limit; n++)
    {
      bool is_prime = true;

      for (guint64 divisor = 2; divisor <= n / divisor; divisor++)
        {
          if (!ilv_kernel_turn (turn))
            return false;
          if (n % divisor == 0)
            {
              is_prime = false;
              break;
            }
        }
      found += is_prime;
    }
  *count = found;
  return true;
}
