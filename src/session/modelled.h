/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a figure cannot be Python's, because the program that runs the model is not Python: the
 * figure that was measured with Python, to stand beside it. Nothing is slowed down to match.
 */
#pragma once

#include "session/run.h"

G_BEGIN_DECLS

typedef struct _IlvModelled IlvModelled;

/* Python's figure for a measure (as in measure.h) of a run that came to `ours`, in the measure's
   unit; NULL when none is known or `ours` is the same as Python's. */
const IlvModelled *ilv_modelled_find (IlvRun *run, const char *measure, double ours);
/* From … to …, in the measure's unit. */
void ilv_modelled_get_range (const IlvModelled *modelled, double *low, double *high);
/* What it was measured on, translated. */
const char *ilv_modelled_get_machine (void);
/* "3.6 µs with Python", each end written by `format`. (transfer full) */
char *ilv_modelled_describe (const IlvModelled *modelled, char *(*format) (double value));

G_END_DECLS
