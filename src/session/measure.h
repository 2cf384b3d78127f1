/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measures a comparison is judged by: rows of the table, columns of the CSV. */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

/* Of a shorter run it cannot be said how many cores it used. */
#define ILV_MEASURE_SHORTEST_S 0.01

typedef struct
{
  const char *name;  /* "wall_s" */
  const char *title; /* untranslated; for _() */
  /* In the unit of the name; NAN when there is nothing to say. */
  double (*get) (IlvComparison *comparison, IlvRun *run);
  char *(*format) (double value); /* for people */
  int better;                     /* 1: more is better, -1: less, 0: neither */
  gboolean shows_zero;            /* worth a row even when it is 0 for all */
} IlvMeasure;

extern const IlvMeasure ilv_measures[];
extern const guint ilv_n_measures;

const char *ilv_run_state_get_name (IlvRunState state); /* "finished": in JSON and CSV */

G_END_DECLS
