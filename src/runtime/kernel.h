/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Computations: fixed amounts of real work, checked by their results.
 *
 * A kernel calls ilv_kernel_turn() at every turn of its loop. Run as interpreted code it looks at
 * the interpreter lock's drop request there; run as a C call it only looks whether a stop was
 * asked for.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

typedef struct
{
  IlvGil *gil; /* NULL: nobody is let in between */
  IlvRecorder *recorder;
  uint32_t task;
  const atomic_bool *stop;
} IlvKernelTurn;

/* FALSE: leave, a stop was asked for. */
static inline bool
ilv_kernel_turn (const IlvKernelTurn *turn)
{
  if (turn->gil)
    ilv_gil_check (turn->gil, turn->recorder, turn->task);
  return __builtin_expect (!atomic_load_explicit (turn->stop, memory_order_relaxed), 1);
}

/* All return FALSE when they were stopped, and then set no result. */

/* Primes below `limit`, by trial division of every number. */
bool ilv_kernel_primes (const IlvKernelTurn *turn, guint64 limit, guint64 *count);

/* Decimal digits of n!, exact. With turn->gil one multiplication a turn, otherwise in one piece,
   which no stop ends: the workload holds n to what takes no time to speak of. */
bool ilv_kernel_factorial (const IlvKernelTurn *turn, guint64 n, guint64 *digits);

/* SHA-256 of `size` zero bytes: what `head -c SIZE /dev/zero | sha256sum` prints.
   (transfer full) 64 hexadecimal digits. */
bool ilv_kernel_sha256 (const IlvKernelTurn *turn, guint64 size, char **digest);

/* Words in the text of an HTML page: tags, comments, scripts, styles and entities left out; an
   entity that is a space parts words. `html` need not end in a zero byte. */
bool ilv_kernel_words (const IlvKernelTurn *turn, const char *html, gsize length, guint64 *count);

/* The sum of sin x · cos x + ln (1 + |x|) over `n` doubles: `values`, or (NULL) those of the array
   that ilv_kernel_array_value() says, from `first` on. Kahan's sum in the order of the array. */
bool ilv_kernel_array (const IlvKernelTurn *turn, const double *values, guint64 first, guint64 n,
                       double *sum);

/* What stands at `index` of the endless array: from -100 to 100, all over. */
static inline double
ilv_kernel_array_value (guint64 index)
{
  return (double) (guint32) (index * 2654435761u) * (200.0 / 4294967296.0) - 100.0;
}

/* n², 2 n, -n or n to the power of `exponent`: what `kernel` says, one of those four. */
bool ilv_kernel_arithmetic (const IlvKernelTurn *turn, IlvKernel kernel, double n, guint exponent,
                            double *value);

#define ILV_KERNEL_IMAGE_MAX 4096 /* pixels of a side */

/* Draws the picture of that seed, `size` × `size` pixels in colour, blurs it and scales it to half
   its size. (transfer full) the SHA-256 of what came out, 64 hexadecimal digits. */
bool ilv_kernel_image (const IlvKernelTurn *turn, guint64 size, guint32 seed, char **digest);

G_END_DECLS
