/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks that never overlap in time share a row. A task is there from when it first runs: before
 * that it only stands in a queue, as nearly all do from the beginning of a run on.
 *
 * The greedy way of interval partitioning (Kleinberg and Tardos, Algorithm Design, 4.1): in order
 * of their beginnings each goes into the first row that is free by then, which needs as many rows
 * as there are tasks at once, and no more. A task that has a row keeps it, whatever comes later;
 * one that has not ended keeps its row to itself.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef struct _IlvLanePacking IlvLanePacking;

/* When the task first did more than to stand in a queue; G_MAXINT64: it has not yet. */
gint64 ilv_lane_packing_get_start (const IlvTask *task);

/* Gives up beyond `most_rows`. */
IlvLanePacking *ilv_lane_packing_new (guint most_rows);
void ilv_lane_packing_free (IlvLanePacking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvLanePacking, ilv_lane_packing_free)

/* Forgets all rows. */
void ilv_lane_packing_clear (IlvLanePacking *self);

/* Gives rows to those of the tasks that have started and have none; `order` of n indexes, NULL: the
   first n. FALSE: there are too many at once. */
gboolean ilv_lane_packing_update (IlvLanePacking *self, const IlvTrace *trace, const guint *order,
                                  guint n);

/* As of the last update. */
guint ilv_lane_packing_count_rows (IlvLanePacking *self);
/* Indexes of the row's tasks in order of time; (transfer none), until the next update. */
const guint *ilv_lane_packing_get_row (IlvLanePacking *self, guint row, guint *n);
/* FALSE: the task has no row. */
gboolean ilv_lane_packing_find_row (IlvLanePacking *self, guint task, guint *row);

G_END_DECLS
