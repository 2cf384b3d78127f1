/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The intervals of a lane or a task, 12 bytes each, in chunks: an interval keeps its distance from
 * the beginning of its chunk. Above the chunks lies the pyramid: for each chunk the time spent in
 * each state before it, and within it the same for groups of intervals. Timelines of one chunk, as
 * most tasks have, do without.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

#define ILV_TIMELINE_N_STATES ILV_STATE_DONE /* end marks take no time */
#define ILV_TIMELINE_NO_CORE 0xfff

typedef struct _IlvTimelineChunk IlvTimelineChunk;
typedef struct _IlvTimelineDirectory IlvTimelineDirectory;

/* There may be a million of these: what only long ones need is in the directory. */
struct _IlvTimeline
{
  IlvTrace *trace; /* borrowed: knows the locks, and how far time has come */
  IlvTimelineChunk *last;
  IlvTimelineDirectory *directory; /* NULL while there is at most one chunk */
  gint64 end;                      /* G_MAXINT64 while it lives */
};

typedef struct
{
  gint64 begin;
  guint32 other;
  guint16 object; /* index of a lock plus 1; 0: none */
  guint8 state;
  guint16 core;
} IlvTimelineEntry;

void ilv_timeline_init (IlvTimeline *timeline, IlvTrace *trace);
void ilv_timeline_clear (IlvTimeline *timeline);

/* Begins an interval, which ends the one before it; late ones are put where they belong. FALSE: the
   last one goes on. */
gboolean ilv_timeline_add (IlvTimeline *timeline, const IlvTimelineEntry *entry);

/* Begins an interval as it was in another timeline, even one that says nothing new. FALSE when it
   does not come last. */
gboolean ilv_timeline_restore (IlvTimeline *timeline, const IlvTimelineEntry *entry);

/* How many intervals begin at or before `time`. O(log n). */
guint64 ilv_timeline_count_begun (const IlvTimeline *timeline, gint64 time);

/* Ends the last interval, at `time` or, when that is later, at its beginning. */
void ilv_timeline_finish (IlvTimeline *timeline, gint64 time);

G_END_DECLS
