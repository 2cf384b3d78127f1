/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/model-private.h"

#include "trace/state.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK 8

static const char *
keep (IlvTrace *trace, const char *name)
{
  trace->names_memory += strlen (name) + 1;
  return g_string_chunk_insert (trace->names, name);
}

/* What has come of the name so far, as text that may be shown: another process wrote it. */
static char *
make_presentable (const IlvNaming *naming)
{
  g_autofree char *valid = NULL;
  const char *end;
  char *at;

  /* A character may be cut in two until the next record comes. */
  g_utf8_validate_len (naming->bytes, naming->length, &end);
  valid = naming->bytes + naming->length - end < 4
            ? g_strndup (naming->bytes, (gsize) (end - naming->bytes))
            : g_utf8_make_valid (naming->bytes, naming->length);
  for (at = valid; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_steal_pointer (&valid);
}

/* Longest name kept of a file, in bytes: what names of ILV_TRACE_MAX_NAME bytes can grow to when
   each was no valid character. */
#define MAX_KEPT 1024

const char *
ilv_trace_keep_name (IlvTrace *trace, const char *bytes, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, (gssize) MIN (length, MAX_KEPT));

  for (char *at = valid; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return keep (trace, valid);
}

static const char **
find_name (IlvTrace *trace, const IlvRecord *record)
{
  guint32 id = record->subject;
  guint32 index;

  switch ((int) record->kind)
    {
    case ILV_RECORD_NAME_LANE:
      return ilv_id_table_find (&trace->lanes_by_id, id, &index)
               ? &((IlvLaneStore *) trace->lanes->pdata[index])->lane.name
               : NULL;
    case ILV_RECORD_NAME_TASK:
      {
        IlvTaskStore *task = ilv_trace_ensure_task (trace, id);

        return task != NULL ? &task->task.name : NULL;
      }
    case ILV_RECORD_NAME_LOCK:
      {
        IlvLockStore *lock = ilv_trace_ensure_lock (trace, id);

        return lock != NULL ? &lock->lock.name : NULL;
      }
    default:
      {
        IlvCounterStore *counter = ilv_trace_ensure_counter (trace, id);

        return counter != NULL ? &counter->counter.name : NULL;
      }
    }
}

gboolean
ilv_trace_add_name (IlvTrace *trace, IlvLaneStore *lane, const IlvRecord *record)
{
  const char **name = find_name (trace, record);
  g_autofree char *text = NULL;
  IlvNaming *naming = lane->naming;
  guint n;

  if (name == NULL)
    return FALSE;
  if (naming == NULL)
    naming = lane->naming = g_new0 (IlvNaming, 1);
  if (record->state == 0)
    *naming = (IlvNaming){ .kind = record->kind, .id = record->subject };
  else if (naming->kind != record->kind || naming->id != record->subject
           || naming->length != record->state * (guint) CHUNK)
    return FALSE;
  if (naming->length >= ILV_TRACE_MAX_NAME)
    return FALSE;
  memcpy (naming->bytes + naming->length, &record->argument, CHUNK);
  n = (guint) strnlen (naming->bytes + naming->length, CHUNK);
  naming->length += n;
  text = make_presentable (naming);
  *name = keep (trace, text);
  return TRUE;
}

static const char *
keep_numbered (IlvTrace *trace, const char *format, guint32 number)
{
  g_autofree char *text = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_printf (format, number);
#pragma GCC diagnostic pop
  return keep (trace, text);
}

const char *
ilv_trace_name_lane (IlvTrace *trace, const IlvLane *lane)
{
  switch (lane->kind)
    {
    case ILV_LANE_MAIN:
      return keep (trace, _ ("Main"));
    case ILV_LANE_PROCESS:
      return keep_numbered (trace, _ ("Process %u"), lane->id);
    case ILV_LANE_LOOP:
      return keep_numbered (trace, _ ("Event loop %u"), lane->id);
    case ILV_LANE_THREAD:
    case ILV_N_LANE_KINDS:
    default:
      return keep_numbered (trace, _ ("Thread %u"), lane->id);
    }
}

const char *
ilv_trace_name_task (IlvTrace *trace, const IlvTask *task)
{
  return keep_numbered (trace, _ ("Task %u"), task->id);
}

const char *
ilv_trace_name_lock (IlvTrace *trace, const IlvLock *lock)
{
  switch (lock->kind)
    {
    case ILV_LOCK_GIL:
      return keep (trace, _ ("GIL"));
    case ILV_LOCK_SEMAPHORE:
      return keep_numbered (trace, _ ("Semaphore %u"), lock->id);
    case ILV_LOCK_QUEUE:
      return keep_numbered (trace, _ ("Queue %u"), lock->id);
    case ILV_LOCK_MUTEX:
    case ILV_N_LOCK_KINDS:
    default:
      return keep_numbered (trace, _ ("Lock %u"), lock->id);
    }
}

const char *
ilv_trace_name_counter (IlvTrace *trace, const IlvCounter *counter)
{
  const char *title = ilv_counter_get_title (counter->id);

  return title != NULL ? title : keep_numbered (trace, _ ("Counter %u"), counter->id);
}
