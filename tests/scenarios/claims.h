/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scenarios promise to show is held against ratios inside one comparison. */
#pragma once

#include "../session/fixture.h"

#define ALL_MODELS ((1u << ILV_N_MODELS) - 1)

typedef struct _Tally Tally;

/* Claims something of one comparison: what must hold each time by assertions, what is about times
   by claim_between(). */
typedef void (*Claim) (IlvComparison *comparison, Tally *tally);
typedef IlvComparison *(*Maker) (void);

/* Makes and runs the comparison, up to ten times until each claim about times has held: a busy
   machine can make a true claim look false, but hardly a false one true. FALSE: the test was
   skipped, because other programs kept the processors busy all the time. */
gboolean claim_holds (Maker make, Claim claim);
/* One claim about times, told apart from others by its name. */
void claim_between (Tally *tally, const char *name, double value, double low, double high);

/* The run of a model; it has finished, or the test fails. */
IlvRun *claim_find (IlvComparison *comparison, IlvModel model);
double claim_wall (IlvComparison *comparison, IlvModel model);
/* Wall time of `a` ÷ wall time of `b`. */
double claim_ratio (IlvComparison *comparison, IlvModel a, IlvModel b);

/* Most requests under way at the same time. */
gint64 claim_most_in_flight (IlvRun *run);
/* Most lanes that were running at the same time, by their records. */
guint claim_most_running (IlvRun *run);
/* Of the time in which any lane worked on a task, the part in which two or more did. It holds for
   intervals between records, whatever the machine does besides. */
double claim_share_side_by_side (IlvRun *run);
/* All tasks were done and came to these results, NULL-terminated, in the order of tasks. */
void claim_results (IlvRun *run, const char *const *results);
/* Every run's tasks came to the same as those of the sequential one. */
void claim_same_results (IlvComparison *comparison);

/* TRUE: the test was skipped, because nothing scales here. */
gboolean claim_skips_on_one_core (void);
/* Workers work side by side, each time. Two cores are what is asked for, whatever the machine has:
   a speed-up of 2 less what starting processes and other programs take. */
void claim_scales (IlvComparison *comparison, Tally *tally, IlvModel model);
/* Under one GIL no more than one thread computes at a time, and together they use one core, each
   time; and it shows in the time. */
void claim_does_not_scale (IlvComparison *comparison, Tally *tally, IlvModel model);
