/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a stretch of a run's time divides into states, as the legend tells it. Knows no widget. */
#pragma once

#include "trace/model.h"
#include "trace/state.h"

G_BEGIN_DECLS

/* Shares 0 … 1 of each state in [from, to), over what the lanes of a panel show: the coroutines
   of an event loop, otherwise the workers. The time in which a lane did not exist or had nothing
   to do (NONE) and the end marks do not count. All 0 when there was nothing. */
void ilv_state_share_compute (const IlvTrace *trace, gint64 from, gint64 to,
                              double shares[ILV_N_STATES]);

G_END_DECLS
