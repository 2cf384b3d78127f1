/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims about times on a machine that does other things as well. */
#pragma once

#include "../runtime/run-fixture.h"

/* One measurement: a ratio. */
typedef double (*Measurement) (gconstpointer data);

/* Whether the ratio lies from `low` to `high` in one of up to twelve tries: what else the machine
   does can make a true claim look false, but hardly a false one true. Failing needs three tries for
   which two cores were free before, after and in between; else the test is skipped. `name` is for
   the log. */
void assert_some_try (const char *name, Measurement measure, gconstpointer data, double low,
                      double high);

/* The value (double) that a part of them are below; 0.5: the median. Sorts them. */
double find_quantile (GArray *values, double part);
