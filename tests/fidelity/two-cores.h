/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims about times count where the machine itself does what they need. */
#pragma once

#include <glib.h>

/* Whether two plain threads, now, do twice what one does: the control of everything that compares
   times. Measured by work done, because a processor shared with other machines, which the kernel
   here does not see, shows neither in processor time nor in waiting for a core. About 60 ms. */
gboolean two_cores_are_free (void);

/* The same from here to there: before, after, and, as far as the kernel knows, in between: what
   programs other than this one and its children took may have left no two cores. */
typedef struct
{
  gboolean were_free;
  gint64 begin;
  double others; /* seconds of all cores since the machine started */
} TwoCores;
TwoCores two_cores_begin (void);
gboolean two_cores_end (const TwoCores *begun);
