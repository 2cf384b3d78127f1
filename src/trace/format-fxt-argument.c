/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of records of the Fuchsia trace format: references, arguments, times, threads. */
#include "trace/format-fxt-read-private.h"

#include <string.h>

const char *
ilv_fxt_read_inline (IlvFxtSlice *record, guint64 reference, gsize *length)
{
  const char *text;
  guint n;

  if (!(reference & ILV_FXT_INLINE))
    return NULL;
  *length = (gsize) (reference & ~(guint64) ILV_FXT_INLINE);
  n = ilv_fxt_count_words (*length);
  if (n > record->n - record->at)
    return NULL;
  text = (const char *) (record->words + record->at);
  record->at += n;
  return text;
}

static gboolean
read_argument (const IlvFxtReader *reader, IlvFxtSlice *record, IlvFxtArguments *arguments)
{
  guint64 header, name, value;
  guint size, meaning, value_at;

  if (record->at >= record->n)
    return FALSE;
  header = record->words[record->at];
  size = (guint) ilv_fxt_get_bits (header, 4, 12);
  name = ilv_fxt_get_bits (header, 16, 16);
  if (size == 0 || size > record->n - record->at)
    return FALSE;
  value_at = record->at + 1
             + (name & ILV_FXT_INLINE ? ilv_fxt_count_words (name & ~(guint64) ILV_FXT_INLINE) : 0);
  switch ((int) (header & 0xf))
    {
    case ILV_FXT_UINT32:
      value = header >> 32;
      break;
    case ILV_FXT_TEXT:
      value = ilv_fxt_get_bits (header, 32, 16);
      break;
    case ILV_FXT_INT64:
    case ILV_FXT_UINT64:
    case ILV_FXT_KOID:
      if (value_at >= record->at + size)
        return FALSE;
      value = arguments->number = record->words[value_at];
      break;
    default:
      value = 0;
    }
  meaning = ilv_fxt_get_meaning (reader, name);
  if (meaning < ILV_FXT_N_WORDS)
    arguments->values[meaning] = value;
  record->at += size;
  return TRUE;
}

gboolean
ilv_fxt_read_arguments (const IlvFxtReader *reader, IlvFxtSlice *record, guint n,
                        IlvFxtArguments *arguments)
{
  memset (arguments, 0, sizeof *arguments);
  arguments->values[ILV_FXT_WORD_CORE] = ILV_TIMELINE_NO_CORE;
  for (guint i = 0; i < n; i++)
    if (!read_argument (reader, record, arguments))
      return FALSE;
  return TRUE;
}

gboolean
ilv_fxt_read_time (const IlvFxtReader *reader, guint64 ticks, gint64 *time)
{
  /* Both are then so far from the limits that their difference is exact. */
  if (ticks > (guint64) ILV_TRACE_MAX_TIME * 4)
    return FALSE;
  *time = (gint64) ticks - reader->origin;
  return TRUE;
}

IlvFxtTarget
ilv_fxt_find_target (const IlvFxtReader *reader, guint64 pid, guint64 koid)
{
  guint32 index;

  if (reader->trace != NULL && pid == reader->pid && koid <= G_MAXUINT32
      && ilv_id_table_find (&reader->threads, (guint32) koid, &index))
    return g_array_index (reader->targets, IlvFxtTarget, index);
  return (IlvFxtTarget){ NULL, NULL };
}
