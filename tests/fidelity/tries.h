/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims about times on a machine that does other things as well. */
#pragma once

#include "../runtime/run-fixture.h"

/* Whether the ratio that `measure` gives lies from `low` to `high`, in one of seven tries: what
   else the machine does can make a true claim look false, but hardly a false one true. */
void assert_some_try (double (*measure) (void), double low, double high);

/* The value (double) that a part of them are below; 0.5: the median. Sorts them. */
double find_quantile (GArray *values, double part);
