/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/kernel.h"

#include <gmp.h>

static guint64
count_digits (const mpz_t number)
{
  /* mpz_sizeinbase() may say one too many. */
  size_t digits = mpz_sizeinbase (number, 10);
  mpz_t power;

  mpz_init (power);
  mpz_ui_pow_ui (power, 10, digits - 1);
  if (mpz_cmp (number, power) < 0)
    digits--;
  mpz_clear (power);
  return digits;
}

static bool
multiply_up (const IlvKernelTurn *turn, mpz_t product, guint64 n)
{
  mpz_set_ui (product, 1);
  for (guint64 factor = 2; factor <= n; factor++)
    {
      if (!ilv_kernel_turn (turn))
        return false;
      mpz_mul_ui (product, product, factor);
    }
  return true;
}

bool
ilv_kernel_factorial (const IlvKernelTurn *turn, guint64 n, guint64 *digits)
{
  mpz_t product;
  bool finished = true;

  mpz_init (product);
  if (turn->gil)
    finished = multiply_up (turn, product, n);
  else
    mpz_fac_ui (product, n);
  if (finished)
    *digits = count_digits (product);
  mpz_clear (product);
  return finished;
}
