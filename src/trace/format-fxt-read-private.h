/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that read the Fuchsia trace format share. */
#pragma once

#include "trace/format-fxt-private.h"

G_BEGIN_DECLS

#define ILV_FXT_N_STRINGS 0x8000
/* Meanings of strings beside IlvFxtWord. */
#define ILV_FXT_MEANS_IDLE 127
#define ILV_FXT_MEANS_STATE 128

G_STATIC_ASSERT (ILV_FXT_N_WORDS < ILV_FXT_MEANS_IDLE
                 && ILV_FXT_MEANS_STATE + ILV_N_STATES <= 256);

/* What the events of a thread speak of: one of both, or neither. */
typedef struct
{
  IlvLaneStore *lane;
  IlvLockStore *lock;
} IlvFxtTarget;

typedef struct
{
  IlvFxtFile *file;
  GHashTable *words;         /* (element-type utf8 uint): what a string means */
  guint8 meanings[ILV_FXT_N_STRINGS]; /* of the string table */
  gsize blob_bytes;
  GError *error; /* what makes it useless to go on */
  /* of the trace at hand: */
  IlvTrace *trace; /* borrowed; NULL: none, or a process of somebody else's */
  IlvTraceSummary summary;
  guint64 pid;
  gint64 origin;
  guint64 n_refused;
  IlvIdTable threads; /* kernel object ids to places in `targets` */
  GArray *targets;    /* of IlvFxtTarget */
  IlvFxtTarget table[256];  /* the thread table */
} IlvFxtReader;

typedef struct
{
  const guint64 *words;
  guint n;
  guint at; /* behind what was read */
} IlvFxtSlice;

typedef struct
{
  guint64 values[ILV_FXT_N_WORDS]; /* 0 where there is none, but for the core */
  guint64 number;                  /* the last of 64 bits, whatever it is called */
} IlvFxtArguments;

/* What the string of that index means: an IlvFxtWord, or one of the above; 0: nothing. */
static inline guint
ilv_fxt_get_meaning (const IlvFxtReader *reader, guint64 reference)
{
  return reference < ILV_FXT_N_STRINGS ? reader->meanings[reference] : 0;
}

/* Time since the origin; FALSE: none that a trace could have. */
gboolean ilv_fxt_read_time (const IlvFxtReader *reader, guint64 ticks, gint64 *time);

/* The text of an inline reference, where the record has come to; NULL when it is not inline or the
   record is too short. It does not end with a zero. */
const char *ilv_fxt_read_inline (IlvFxtSlice *record, guint64 reference, gsize *length);

/* FALSE: the record is too short for them. */
gboolean ilv_fxt_read_arguments (const IlvFxtReader *reader, IlvFxtSlice *record, guint n,
                                 IlvFxtArguments *arguments);

IlvFxtTarget ilv_fxt_find_target (const IlvFxtReader *reader, guint64 pid, guint64 koid);

/* Each takes in what it is given and says whether it makes sense. */
gboolean ilv_fxt_take_event (IlvFxtReader *reader, IlvFxtSlice *record);
gboolean ilv_fxt_take_idle (IlvFxtReader *reader, const guint64 *words, gsize size);

G_END_DECLS
