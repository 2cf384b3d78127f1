/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that write the Fuchsia trace format share: a writer and its records. */
#pragma once

#include "trace/format-fxt-private.h"
#include "trace/long-work.h"

G_BEGIN_DECLS

#define ILV_FXT_BUFFER_WORDS 65536
/* Of the thread table: the lane or lock whose events follow. */
#define ILV_FXT_THREAD_AT_HAND 1

struct _IlvFxtWriter
{
  GOutputStream *stream;     /* borrowed */
  GCancellable *cancellable; /* borrowed, nullable */
  IlvLongWork *work;         /* the same */
  guint64 *words;            /* ILV_FXT_BUFFER_WORDS of them */
  guint n_words;
  GError *error; /* the first one */
  guint run;     /* traces so far */
  /* of the trace at hand: */
  const IlvTrace *trace;
  gint64 before;
};

typedef struct
{
  IlvFxtArgumentType type;
  IlvFxtWord word;
  guint64 value;
} IlvFxtArgument;

/* Hands what is in the buffer to the stream, unless there was an error before. */
void ilv_fxt_flush (IlvFxtWriter *self);

/* Room for the words of one record, `n` ≤ ILV_FXT_MAX_WORDS, until the next call. */
static inline guint64 *
ilv_fxt_reserve (IlvFxtWriter *self, guint n)
{
  guint64 *words;

  if (G_UNLIKELY (self->n_words + n > ILV_FXT_BUFFER_WORDS))
    ilv_fxt_flush (self);
  words = self->words + self->n_words;
  self->n_words += n;
  return words;
}

static inline guint64
ilv_fxt_make_argument (IlvFxtWord word, guint32 value)
{
  return ILV_FXT_UINT32 | 1 << 4 | (guint64) word << 16 | (guint64) value << 32;
}

static inline guint64
ilv_fxt_make_ticks (const IlvFxtWriter *self, gint64 time)
{
  return (guint64) (time + self->before);
}

/* Header and time of an event of the thread at hand, `n_words` long with both. Returns where the
   words behind them go, which are the caller's. */
static inline guint64 *
ilv_fxt_begin_event (IlvFxtWriter *self, IlvFxtEvent event, guint n_words, guint n_arguments,
                     IlvFxtWord category, guint name, gint64 time)
{
  guint64 *words = ilv_fxt_reserve (self, n_words);

  words[0] = ILV_FXT_EVENT | (guint64) n_words << 4 | (guint64) event << 16
             | (guint64) n_arguments << 20 | ILV_FXT_THREAD_AT_HAND << 24
             | (guint64) category << 32 | (guint64) name << 48;
  words[1] = ilv_fxt_make_ticks (self, time);
  return words + 2;
}

/* The same on another lane, by its kernel object id: two of its `n_words` say so. */
guint64 *ilv_fxt_begin_event_on (IlvFxtWriter *self, IlvFxtEvent event, guint n_words,
                                 guint n_arguments, IlvFxtWord category, guint name,
                                 gint64 time, guint64 koid);

/* Both write from `words` on and return where it goes on. */
guint64 *ilv_fxt_put_bytes (guint64 *words, const void *bytes, gsize length);
guint64 *ilv_fxt_put_arguments (guint64 *words, const IlvFxtArgument *arguments, guint n);

/* Gives a place of the string table a text. */
void ilv_fxt_put_string (IlvFxtWriter *self, guint index, const char *text);
/* The lane or lock of that kernel object id is at hand from now on. */
void ilv_fxt_put_thread (IlvFxtWriter *self, guint64 koid);
/* `kind`: ILV_FXT_KERNEL_OBJECT with its type, or ILV_FXT_USERSPACE_OBJECT with 0. */
void ilv_fxt_put_object (IlvFxtWriter *self, IlvFxtRecord kind, guint type, guint64 id,
                         const char *name, const IlvFxtArgument *arguments, guint n_arguments);

/* What happened on the lane, lock, task or counter of that index of the trace at hand. */
void ilv_fxt_put_lane_events (IlvFxtWriter *self, guint index);
void ilv_fxt_put_lock_events (IlvFxtWriter *self, guint index);
void ilv_fxt_put_task_events (IlvFxtWriter *self, guint index);
void ilv_fxt_put_samples (IlvFxtWriter *self, guint index);
/* The marks and wakes of the trace at hand. */
void ilv_fxt_put_marks (IlvFxtWriter *self);
void ilv_fxt_put_wakes (IlvFxtWriter *self);

G_END_DECLS
