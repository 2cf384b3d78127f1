/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the Fuchsia trace format, for the files that write and read it. */
#pragma once

#include "trace/format-fxt.h"
#include "trace/restore-private.h"

G_BEGIN_DECLS

#define ILV_FXT_MAGIC G_GUINT64_CONSTANT (0x0016547846040010)
#define ILV_FXT_VERSION 1 /* of the way Interleave uses the format */
#define ILV_FXT_TICKS_PER_SECOND 1000000000
#define ILV_FXT_MAX_WORDS 4095 /* of a record, its header among them */
#define ILV_FXT_MAX_STRING 32000
#define ILV_FXT_INLINE 0x8000 /* of a string reference: the rest is its length */
#define ILV_FXT_PROGRAM "Interleave" /* as who writes calls itself */
#define ILV_FXT_END_BLOB "interleave-end"
#define ILV_FXT_IDLE_BLOB "interleave-idle"

typedef enum
{
  ILV_FXT_METADATA = 0,
  ILV_FXT_INITIALIZATION = 1,
  ILV_FXT_STRING = 2,
  ILV_FXT_THREAD = 3,
  ILV_FXT_EVENT = 4,
  ILV_FXT_BLOB = 5,
  ILV_FXT_USERSPACE_OBJECT = 6,
  ILV_FXT_KERNEL_OBJECT = 7,
  ILV_FXT_LARGE = 15,
} IlvFxtRecord;

typedef enum
{
  ILV_FXT_INSTANT = 0,
  ILV_FXT_COUNTER = 1,
  ILV_FXT_COMPLETE = 4,
  ILV_FXT_ASYNC_BEGIN = 5,
  ILV_FXT_ASYNC_INSTANT = 6,
  ILV_FXT_ASYNC_END = 7,
  ILV_FXT_FLOW_BEGIN = 8,
  ILV_FXT_FLOW_END = 10,
} IlvFxtEvent;

typedef enum
{
  ILV_FXT_UINT32 = 2,
  ILV_FXT_INT64 = 3,
  ILV_FXT_UINT64 = 4,
  ILV_FXT_TEXT = 6,
  ILV_FXT_KOID = 8,
} IlvFxtArgumentType;

enum { ILV_FXT_PROCESS_OBJECT = 1, ILV_FXT_THREAD_OBJECT = 2 };
enum { ILV_FXT_DATA_BLOB = 1 };
enum { ILV_FXT_PROVIDER = 1 }; /* of metadata */

/* What names of categories and arguments mean. Written files have their words at these places of
   the string table; a reader goes by the words. */
typedef enum
{
  ILV_FXT_WORD_NONE,
  /* categories */
  ILV_FXT_WORD_STATE,        /* complete, on a lane: a state other than NONE */
  ILV_FXT_WORD_TASK_STATE,   /* async instant: a task's */
  ILV_FXT_WORD_TASK,         /* async begin and end: a task's life, for other viewers */
  ILV_FXT_WORD_HOLD,         /* complete, or async begin, on a lock */
  ILV_FXT_WORD_DROP_REQUEST, /* instant, on a lock */
  ILV_FXT_WORD_COUNTER,      /* counter */
  ILV_FXT_WORD_MARK,         /* instant, on a lane */
  ILV_FXT_WORD_WAKE,         /* flow begin, on a lane */
  /* arguments; those of lanes, tasks and locks are ids */
  ILV_FXT_WORD_PROCESS,
  ILV_FXT_WORD_LANE,
  ILV_FXT_WORD_LOCK,
  ILV_FXT_WORD_CORE,
  ILV_FXT_WORD_PREVIOUS,
  ILV_FXT_WORD_FORCED,
  ILV_FXT_WORD_RELEASED, /* ns since the origin, or that of ever */
  ILV_FXT_WORD_HOLDER,
  ILV_FXT_WORD_VALUE,
  ILV_FXT_WORD_ARGUMENT,
  ILV_FXT_WORD_KIND,
  ILV_FXT_WORD_PID,
  ILV_FXT_WORD_TID,
  ILV_FXT_WORD_BEGIN, /* ns since the origin */
  ILV_FXT_WORD_END,
  ILV_FXT_WORD_END_STATE,
  ILV_FXT_WORD_INTERLEAVE, /* of a process: ILV_FXT_VERSION */
  ILV_FXT_WORD_ORIGIN,     /* of a process: ticks at its time 0 */
  ILV_FXT_WORD_EVENTS,
  ILV_FXT_WORD_DROPPED,
  ILV_FXT_WORD_DAMAGED,
  ILV_FXT_WORD_FINISHED,
  ILV_FXT_WORD_CAPACITY, /* of a lock */
  ILV_FXT_N_WORDS
} IlvFxtWord;

/* The rest of the string table of a written file. */
#define ILV_FXT_STATES 64       /* names of states */
#define ILV_FXT_MARKS 80        /* names of marks */
#define ILV_FXT_COUNTERS 96     /* names of counters by id, of the trace at hand */
#define ILV_FXT_TASK_NAME 192   /* of the task at hand */
#define ILV_FXT_IDLE_NAME 193
#define ILV_FXT_LANE_NAMES 256  /* by index, of the trace at hand; the first of them */
#define ILV_FXT_N_LANE_NAMES 16384

G_STATIC_ASSERT (ILV_FXT_N_WORDS <= ILV_FXT_STATES);
G_STATIC_ASSERT (ILV_FXT_COUNTERS + ILV_MAX_COUNTERS <= ILV_FXT_TASK_NAME);

/* Never shown: NULL for 0. */
const char *ilv_fxt_get_word (IlvFxtWord word);
const char *ilv_fxt_get_mark_name (IlvMark mark);

/* A thread's kernel object id says what it is, in the written file; `run` counts from 1. */
#define ILV_FXT_LOCK_THREADS 0x80000u
static inline guint64
ilv_fxt_make_koid (guint run, guint32 index)
{
  return (guint64) run << 20 | (index + 1);
}

static inline guint
ilv_fxt_count_words (gsize bytes)
{
  return (guint) ((bytes + 7) / 8);
}

static inline guint64
ilv_fxt_get_bits (guint64 word, guint first, guint n)
{
  return (word >> first) & ((G_GUINT64_CONSTANT (1) << n) - 1);
}

G_END_DECLS
