/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

static void
append_part (GString *caption, const char *part)
{
  if (caption->len > 0)
    g_string_append (caption, " · ");
  g_string_append (caption, part);
}

static void
append_machine (GString *caption, IlvComparison *comparison)
{
  const IlvMachine *machine = ilv_comparison_get_machine (comparison);
  g_autofree char *cores
    = g_strdup_printf (ngettext ("%u core", "%u cores", machine->cores), machine->cores);

  append_part (caption, cores);
  append_part (caption, machine->cpu);
  append_part (caption, machine->kernel);
}

/* The largest spread of any run: slowest less fastest repeat, in parts of the median. */
static void
append_repeats (GString *caption, IlvComparison *comparison)
{
  guint repeats = ilv_comparison_get_repeats (comparison);
  g_autofree char *part = NULL;
  double widest = 0;

  if (repeats < 2)
    return;
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      double median = ilv_run_get_report (run)->wall_s;
      double fastest = G_MAXDOUBLE;
      double slowest = 0;

      for (guint r = 0; r < ilv_run_get_n_walls (run); r++)
        {
          fastest = MIN (fastest, ilv_run_get_wall (run, r));
          slowest = MAX (slowest, ilv_run_get_wall (run, r));
        }
      if (median > 0 && slowest > 0)
        widest = MAX (widest, (slowest - fastest) / median);
    }
  part = g_strdup_printf (ngettext ("median of %u repeat, spread up to %.0f %%",
                                    "median of %u repeats, spread up to %.0f %%", repeats),
                          repeats, widest * 100);
  append_part (caption, part);
}

static void
append_losses (GString *caption, IlvComparison *comparison)
{
  g_autofree char *dropped_part = NULL;
  g_autofree char *dropped_count = NULL;
  guint64 dropped = 0;
  guint64 damaged = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      const IlvTrace *trace = ilv_run_get_trace (ilv_comparison_get_run (comparison, i));

      dropped += ilv_trace_get_n_dropped (trace);
      damaged += ilv_trace_get_n_damaged (trace);
    }
  dropped_count = ilv_quantity_count ((gint64) dropped);
  dropped_part = g_strdup_printf (ngettext ("%s event dropped", "%s events dropped", dropped),
                                  dropped_count);
  append_part (caption, dropped_part);
  if (damaged > 0)
    {
      g_autofree char *count = ilv_quantity_count ((gint64) damaged);
      g_autofree char *part
        = g_strdup_printf (ngettext ("%s damaged record left out", "%s damaged records left out",
                                     damaged),
                           count);

      append_part (caption, part);
    }
}

char *
ilv_report_make_caption (IlvComparison *comparison)
{
  GString *caption = g_string_new (NULL);
  g_autofree char *day = NULL;
  g_autofree char *date = NULL;

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), g_string_free (caption, FALSE));

  append_part (caption, ilv_comparison_get_order (comparison) == ILV_ORDER_IN_TURN
                          ? _ ("In turn")
                          : _ ("Together"));
  append_machine (caption, comparison);
  append_repeats (caption, comparison);
  append_losses (caption, comparison);
  /* Translators: the date of a recording, as for strftime: 20 November 2026. */
  day = g_date_time_format (ilv_comparison_get_date (comparison), _ ("%-d %B %Y"));
  date = g_strdup_printf (_ ("recorded %s"), day);
  append_part (caption, date);
  return g_string_free (caption, FALSE);
}
