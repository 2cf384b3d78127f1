/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measurements that count only when nothing else took the processors meanwhile. */
#pragma once

#include <glib.h>

/* One measurement: a ratio. */
typedef double (*Measurement) (gpointer data);

/* The median of five measurements on a quiet machine, each with two cores for two threads right
   before and right after it. NAN, and the test is skipped with the reason, when the machine was not
   quiet for so long. `best` (nullable) is the largest of the five: what a second core brings must
   be reached by it, because a machine shared with others, whose use of the processor the kernel
   here does not see, takes away. What must not be passed is held against the median: one
   measurement alone may have had its slow half disturbed. */
double quiet_median (const char *name, Measurement measure, gpointer data, double *best);
