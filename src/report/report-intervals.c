/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "session/run-title.h"
#include "trace/whole-file.h"
#include "trace/long-work.h"

#include <string.h>

/* Written when it is full, so that ten million intervals need no memory. */
#define BUFFER_SIZE ((gsize) 256 << 10)
#define NSEC_PER_SEC G_GUINT64_CONSTANT (1000000000)

typedef struct
{
  GOutputStream *stream; /* borrowed */
  GString *buffer;       /* owned */
  const char *run; /* its title, of runs side by side; otherwise NULL */
  const char *model;
  const IlvTrace *trace;
  GCancellable *cancellable;
  IlvLongWork *work;
} Writer;

static gboolean
flush (Writer *writer, GError **error)
{
  if (!g_output_stream_write_all (writer->stream, writer->buffer->str, writer->buffer->len, NULL,
                                  writer->cancellable, error))
    return FALSE;
  g_string_truncate (writer->buffer, 0);
  return TRUE;
}

/* RFC 4180: what holds a comma, a quote or a line end is quoted. A name that a spreadsheet would
   reckon out as a formula gets an apostrophe, as people write it there. */
static void
append_field (GString *buffer, const char *text)
{
  const char *apostrophe = *text && strchr ("=+-@\t", *text) ? "'" : "";

  if (buffer->len > 0 && buffer->str[buffer->len - 1] != '\n')
    g_string_append_c (buffer, ',');
  if (!strpbrk (text, ",\"\r\n"))
    {
      g_string_append_printf (buffer, "%s%s", apostrophe, text);
      return;
    }
  g_string_append_printf (buffer, "\"%s", apostrophe);
  for (const char *p = text; *p; p++)
    {
      if (*p == '"')
        g_string_append_c (buffer, '"');
      g_string_append_c (buffer, *p);
    }
  g_string_append_c (buffer, '"');
}

static void
append_time (GString *buffer, gint64 time)
{
  guint64 ns = (guint64) (time < 0 ? -time : time);

  g_string_append_printf (buffer, ",%s%" G_GUINT64_FORMAT ".%09u", time < 0 ? "-" : "",
                          ns / NSEC_PER_SEC, (guint) (ns % NSEC_PER_SEC));
}

static gboolean
write_interval (Writer *writer, const char *lane, const char *task, const IlvInterval *interval,
                GError **error)
{
  const IlvLock *lock
    = interval->object != 0 ? ilv_trace_find_lock (writer->trace, interval->object) : NULL;
  GString *buffer = writer->buffer;

  if (writer->run)
    append_field (buffer, writer->run);
  append_field (buffer, writer->model);
  append_field (buffer, lane);
  append_field (buffer, task);
  append_field (buffer, ilv_state_get_name (interval->state));
  append_time (buffer, interval->begin);
  append_time (buffer, interval->end);
  append_field (buffer, lock ? lock->name : "");
  g_string_append (buffer, "\r\n");
  return buffer->len < BUFFER_SIZE || flush (writer, error);
}

static gboolean
write_lane (Writer *writer, const IlvLane *lane, GError **error)
{
  for (guint64 i = 0; i < ilv_timeline_get_length (lane->timeline); i++)
    {
      IlvInterval interval;
      const IlvTask *task;

      ilv_timeline_get (lane->timeline, i, &interval);
      ilv_long_work_add (writer->work, 1);
      if (interval.state == ILV_STATE_NONE)
        continue;
      task = interval.other != 0 ? ilv_trace_find_task (writer->trace, interval.other) : NULL;
      if (!write_interval (writer, lane->name, task ? task->name : "", &interval, error))
        return FALSE;
    }
  return TRUE;
}

/* Only what a task did on no lane: the rest is in the lanes' rows. */
static gboolean
write_task (Writer *writer, const IlvTask *task, GError **error)
{
  for (guint64 i = 0; i < ilv_timeline_get_length (task->timeline); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (task->timeline, i, &interval);
      ilv_long_work_add (writer->work, 1);
      if (interval.other != 0 || interval.state == ILV_STATE_NONE)
        continue;
      if (!write_interval (writer, "", task->name, &interval, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_run (Writer *writer, IlvComparison *comparison, guint index, GError **error)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);
  g_autofree char *title = ilv_comparison_make_run_title (comparison, index);

  writer->run = ilv_comparison_is_side_by_side (comparison) ? title : NULL;
  writer->model = ilv_model_get_name (ilv_run_get_model (run));
  writer->trace = ilv_run_get_trace (run);
  for (guint i = 0; i < ilv_trace_get_n_lanes (writer->trace); i++)
    if (!write_lane (writer, ilv_trace_get_lane (writer->trace, i), error))
      return FALSE;
  for (guint i = 0; i < ilv_trace_get_n_tasks (writer->trace); i++)
    if (!write_task (writer, ilv_trace_get_task (writer->trace, i), error))
      return FALSE;
  return TRUE;
}

static guint64
count_intervals (IlvComparison *comparison)
{
  guint64 n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      const IlvTrace *trace = ilv_run_get_trace (ilv_comparison_get_run (comparison, i));

      for (guint l = 0; l < ilv_trace_get_n_lanes (trace); l++)
        n += ilv_timeline_get_length (ilv_trace_get_lane (trace, l)->timeline);
      for (guint t = 0; t < ilv_trace_get_n_tasks (trace); t++)
        n += ilv_timeline_get_length (ilv_trace_get_task (trace, t)->timeline);
    }
  return n;
}

static gboolean
write_all (Writer *writer, IlvComparison *comparison, GError **error)
{
  ilv_long_work_begin (writer->work, count_intervals (comparison));
  g_string_assign (writer->buffer, ilv_comparison_is_side_by_side (comparison) ? "run," : "");
  g_string_append (writer->buffer, "model,lane,task,state,begin_s,end_s,object\r\n");
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    if (!write_run (writer, comparison, i, error))
      return FALSE;
  return flush (writer, error);
}

static gboolean
write_stream (GOutputStream *stream, gpointer comparison, GCancellable *cancellable,
              GError **error)
{
  Writer writer = { .stream = stream, .buffer = g_string_new (NULL), .cancellable = cancellable,
                    .work = ilv_long_work_of (cancellable) };
  gboolean written = write_all (&writer, comparison, error);

  g_string_free (writer.buffer, TRUE);
  return written;
}

gboolean
ilv_report_write_intervals_csv (IlvComparison *comparison, GFile *file, GCancellable *cancellable,
                                GError **error)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), FALSE);
  return ilv_whole_file_write (file, write_stream, comparison, cancellable, error);
}
