/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a stretch of a run's time divides into states, as the legend tells it. Knows no widget. */
#pragma once

#include "trace/model.h"
#include "trace/state.h"

G_BEGIN_DECLS

/* Tasks looked at; of more, as many evenly spaced among them. */
#define ILV_STATE_SHARE_MOST 16384

/* Shares 0 … 1 of each state in [from, to), over what the lanes of a panel show: the coroutines
   of an event loop, otherwise the workers. The time in which a lane did not exist or had nothing
   to do (NONE) and the end marks do not count. All 0 when there was nothing. Returns how many
   lanes there are to each that was looked at: 1 unless there are too many. */
guint ilv_state_share_compute (const IlvTrace *trace, gint64 from, gint64 to,
                               double shares[ILV_N_STATES]);

/* Which lanes those are: the tasks, or the lanes for which the second says so. */
gboolean ilv_state_share_is_of_tasks (const IlvTrace *trace);
gboolean ilv_state_share_has_lane (const IlvTrace *trace, guint index);
/* The same shares of one lane or task, of the time in which it was there. */
void ilv_state_share_of_lane (const IlvTimeline *timeline, gint64 from, gint64 to,
                              double shares[ILV_N_STATES]);

G_END_DECLS
