/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short ways to say in a test what happened. */
#pragma once

#include "trace/model.h"

static inline gboolean
add (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject, guint state,
     guint64 argument)
{
  const IlvRecord record = { .subject = subject,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = G_MAXUINT16,
                             .argument = argument };

  return ilv_trace_append (trace, lane, time, &record);
}

static inline gboolean
add_on_core (IlvTrace *trace, guint32 lane, gint64 time, IlvState state, guint16 core)
{
  const IlvRecord record = { .kind = ILV_RECORD_STATE, .state = (guint8) state, .core = core };

  return ilv_trace_append (trace, lane, time, &record);
}

static inline void
begin_lanes (IlvTrace *trace, guint32 n)
{
  for (guint32 lane = 1; lane <= n; lane++)
    g_assert_true (add (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD,
                        (guint64) 40 << 32 | lane));
}
