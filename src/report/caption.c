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
get_origin (IlvComparison *comparison, guint index, IlvOrigin *origin)
{
  ilv_comparison_get_origin (comparison, ilv_comparison_get_run (comparison, index), origin);
}

/* Whether a run before this one said the same. */
static gboolean
is_said (IlvComparison *comparison, guint index,
         gboolean (*same) (const IlvOrigin *, const IlvOrigin *))
{
  IlvOrigin own;

  get_origin (comparison, index, &own);
  for (guint i = 0; i < index; i++)
    {
      IlvOrigin other;

      get_origin (comparison, i, &other);
      if (same (&own, &other))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_same_order (const IlvOrigin *a, const IlvOrigin *b)
{
  return a->order == b->order;
}

static gboolean
has_same_machine (const IlvOrigin *a, const IlvOrigin *b)
{
  return a->machine.cores == b->machine.cores && g_strcmp0 (a->machine.cpu, b->machine.cpu) == 0
         && g_strcmp0 (a->machine.kernel, b->machine.kernel) == 0;
}

static gboolean
has_same_day (const IlvOrigin *a, const IlvOrigin *b)
{
  return g_date_time_get_year (a->date) == g_date_time_get_year (b->date)
         && g_date_time_get_day_of_year (a->date) == g_date_time_get_day_of_year (b->date);
}

static void
append_orders (GString *caption, IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvOrigin origin;

      get_origin (comparison, i, &origin);
      if (!is_said (comparison, i, has_same_order))
        append_part (caption,
                     origin.order == ILV_ORDER_IN_TURN ? _ ("In turn") : _ ("Together"));
    }
}

static void
append_machines (GString *caption, IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *cores = NULL;
      IlvOrigin origin;

      if (is_said (comparison, i, has_same_machine))
        continue;
      get_origin (comparison, i, &origin);
      cores = g_strdup_printf (ngettext ("%u core", "%u cores", origin.machine.cores),
                               origin.machine.cores);
      append_part (caption, cores);
      append_part (caption, origin.machine.cpu);
      append_part (caption, origin.machine.kernel);
    }
}

static void
append_dates (GString *caption, IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *day = NULL;
      g_autofree char *date = NULL;
      IlvOrigin origin;

      if (is_said (comparison, i, has_same_day))
        continue;
      get_origin (comparison, i, &origin);
      /* Translators: the date of a recording, as for strftime: 20 November 2026. */
      day = g_date_time_format (origin.date, _ ("%-d %B %Y"));
      date = g_strdup_printf (_ ("recorded %s"), day);
      append_part (caption, date);
    }
}

/* In parts of the median: slowest less fastest repeat. */
static double
get_spread (IlvRun *run)
{
  double median = ilv_run_get_report (run)->wall_s;
  double fastest = G_MAXDOUBLE;
  double slowest = 0;

  for (guint r = 0; r < ilv_run_get_n_walls (run); r++)
    {
      fastest = MIN (fastest, ilv_run_get_wall (run, r));
      slowest = MAX (slowest, ilv_run_get_wall (run, r));
    }
  return median > 0 && slowest > 0 ? (slowest - fastest) / median : 0;
}

/* With the largest spread of any run. */
static void
append_repeats (GString *caption, IlvComparison *comparison)
{
  g_autofree char *part = NULL;
  double widest = 0;
  guint repeats = 1;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvOrigin origin;

      get_origin (comparison, i, &origin);
      repeats = MAX (repeats, origin.repeats);
      widest = MAX (widest, get_spread (ilv_comparison_get_run (comparison, i)));
    }
  if (repeats < 2)
    return;
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

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), g_string_free (caption, FALSE));

  append_orders (caption, comparison);
  append_machines (caption, comparison);
  append_repeats (caption, comparison);
  append_losses (caption, comparison);
  append_dates (caption, comparison);
  return g_string_free (caption, FALSE);
}
