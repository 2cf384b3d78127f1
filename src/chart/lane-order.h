/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which lanes are shown, and in which order: a function of the trace and of what people ask for.
 * Lanes are known by their names, so that the same is asked of every panel and of the next run.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_LANE_SORT_CREATED,
  ILV_LANE_SORT_NAME,     /* 2 before 10 */
  ILV_LANE_SORT_WAIT,     /* longest first */
  ILV_LANE_SORT_END,      /* earliest first */
  ILV_LANE_SORT_ACTIVITY, /* that did something first */
  ILV_N_LANE_SORTS
} IlvLaneSort;

typedef struct
{
  IlvLaneSort sort;
  char *name;          /* owned; contained in the lanes' names whatever their case; "": all */
  IlvState state;      /* that the lanes have been in; ILV_STATE_NONE: any */
  gint64 waited;       /* ns the lanes have waited at least */
  GHashTable *pinned;  /* owned set of names: these come first */
  GHashTable *hidden;  /* owned set of names */
  GHashTable *only;    /* owned set of names: no others are shown; empty: all are */
} IlvLaneCriteria;

IlvLaneCriteria *ilv_lane_criteria_new (void);
void ilv_lane_criteria_free (IlvLaneCriteria *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvLaneCriteria, ilv_lane_criteria_free)

/* Text that stands for the same, interned: views that are copied, even to other threads, carry it
   along. NULL for criteria that leave all as it is. */
const char *ilv_lane_criteria_to_text (const IlvLaneCriteria *self);
IlvLaneCriteria *ilv_lane_criteria_from_text (const char *text); /* of NULL or nonsense: new ones */

/* Whether what they say of a lane changes while it goes on. */
gboolean ilv_lane_criteria_follow_time (const IlvLaneCriteria *self);

/* A lane of a trace, by what there is to know of it. */
typedef struct
{
  const char *name;
  gint64 begin;
  gint64 end;
  const IlvTimeline *timeline; /* NULL of a core: it has no states and never waits */
} IlvLaneFacts;
typedef void (*IlvLaneFactsFunc) (gpointer data, guint index, IlvLaneFacts *facts);

/* The indexes, of 0 … n - 1, of those to be shown, pinned ones first. (transfer full) */
GArray *ilv_lane_order_compute (const IlvLaneCriteria *criteria, guint n, IlvLaneFactsFunc func,
                                gpointer data, guint *n_pinned);

/* Time the lane has waited for a lock, a core, a loop or an answer, in ns. */
gint64 ilv_lane_order_get_wait (const IlvTimeline *timeline);

G_END_DECLS
