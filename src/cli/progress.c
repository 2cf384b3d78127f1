/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include "trace/quantity.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REWRITE_MS 100
#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)
#define WIPE "\r\033[K"

struct _IlvProgress
{
  IlvComparison *comparison;
  guint source;
};

static gint64
count_completed (const IlvTrace *trace)
{
  const IlvCounter *completed = ilv_trace_find_counter (trace, ILV_COUNTER_COMPLETED);

  return completed ? completed->last : 0;
}

static void
append_run (GString *line, IlvComparison *comparison, IlvRun *run)
{
  IlvWorkload *workload = ilv_run_get_workload (run);
  guint n_tasks = ilv_workload_get_n_tasks (workload) - ilv_workload_get_n_background (workload);
  gint64 elapsed = (gint64) (ilv_run_get_elapsed (run) * 10) * (NSEC_PER_SEC / 10);
  g_autofree char *time = ilv_quantity_duration (elapsed);

  if (line->len > 0)
    g_string_append (line, "   ");
  g_string_append (line, ilv_model_get_title (ilv_run_get_model (run)));
  if (ilv_comparison_get_repeats (comparison) > 1)
    g_string_append_printf (line, " %u/%u", ilv_run_get_n_walls (run) + 1,
                            ilv_comparison_get_repeats (comparison));
  g_string_append_printf (line, " %s · ", time);
  g_string_append_printf (line, ngettext ("%d of %u task", "%d of %u tasks", n_tasks),
                          (int) count_completed (ilv_run_get_trace (run)), n_tasks);
}

/* A line longer than the terminal would wrap, and the next one could not wipe it. */
static void
cut_to_terminal (GString *line)
{
  struct winsize size = { 0 };
  glong columns = 80;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    columns = size.ws_col;
  if (g_utf8_strlen (line->str, -1) >= columns)
    g_string_truncate (line,
                       (gsize) (g_utf8_offset_to_pointer (line->str, columns - 1) - line->str));
}

static gboolean
on_rewrite (gpointer user_data)
{
  IlvProgress *self = user_data;
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (self->comparison, i);

      if (ilv_run_get_state (run) == ILV_RUN_RUNNING)
        append_run (line, self->comparison, run);
    }
  cut_to_terminal (line);
  fprintf (stderr, WIPE "%s", line->str);
  fflush (stderr);
  return G_SOURCE_CONTINUE;
}

IlvProgress *
ilv_progress_new (IlvComparison *comparison)
{
  IlvProgress *self;

  if (!isatty (STDERR_FILENO))
    return NULL;
  self = g_new0 (IlvProgress, 1);
  self->comparison = comparison;
  self->source = g_timeout_add (REWRITE_MS, on_rewrite, self);
  return self;
}

void
ilv_progress_free (IlvProgress *self)
{
  if (!self)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  fputs (WIPE, stderr);
  fflush (stderr);
  g_free (self);
}
