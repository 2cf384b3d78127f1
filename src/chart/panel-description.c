/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole picture in words, for those who do not see it. */
#include "chart/panel-private.h"

#include "trace/metrics.h"
#include "trace/quantity.h"
#include "trace/state.h"

#include <glib/gi18n-lib.h>

static void
add_sentence (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

static void
add_header (IlvPanel *self, GString *text)
{
  g_autofree char *time = ilv_panel_get_time_words (self);
  const char *const parts[] = { time, ilv_panel_get_status_words (self), self->subtitle };
  GString *header = g_string_new (self->title != NULL ? self->title : "");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (header, header->len > 0 ? ", %s" : "%s", parts[i]);
  if (header->len > 0)
    g_string_append_c (header, '.');
  add_sentence (text, g_string_free (header, FALSE));
}

/* The shares of the states in the visible range, largest first. */
static void
add_states (GString *text, const IlvMetrics *metrics, gboolean of_tasks)
{
  const gint64 *states = of_tasks ? metrics->task_states : metrics->states;
  gboolean said[ILV_N_STATES] = { FALSE };
  gint64 total = 0;

  for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
    total += states[s];
  for (int i = 0; i < 4 && total > 0; i++)
    {
      guint best = ILV_STATE_NONE;

      for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
        if (!said[s] && states[s] > 0 && (best == ILV_STATE_NONE || states[s] > states[best]))
          best = s;
      if (best == ILV_STATE_NONE)
        break;
      said[best] = TRUE;
      {
        g_autofree char *share = ilv_quantity_percent ((double) states[best] / (double) total);

        add_sentence (text, g_strdup_printf ("%s: %s.", ilv_state_get_title (best), share));
      }
    }
}

static void
add_trace (IlvPanel *self, GString *text)
{
  guint n = ilv_panel_count_subjects (self);
  g_autofree char *count = ilv_quantity_count (n);
  g_autofree char *note = ilv_panel_write_note (self);
  IlvMetrics metrics;

  ilv_metrics_compute (self->trace, self->view.from,
                       CLAMP (self->view.until, self->view.from, self->view.to), &metrics);
  add_sentence (text, self->on_cores
                        ? g_strdup_printf (ngettext ("%s core is shown.", "%s cores are shown.", n),
                                           count)
                      : self->on_tasks
                        ? g_strdup_printf (ngettext ("%s task is shown.", "%s tasks are shown.", n),
                                           count)
                        : g_strdup_printf (ngettext ("%s lane is shown.", "%s lanes are shown.", n),
                                           count));
  if (*note != '\0')
    add_sentence (text, g_strdup_printf ("%s.", note));
  add_states (text, &metrics, self->on_tasks);
  if (metrics.gil_handovers > 0)
    {
      g_autofree char *times = ilv_quantity_count ((gint64) metrics.gil_handovers);

      add_sentence (text, g_strdup_printf (ngettext ("The GIL changed hands %s time.",
                                                     "The GIL changed hands %s times.",
                                                     metrics.gil_handovers),
                                           times));
    }
  if (metrics.tasks_done + metrics.tasks_failed + metrics.tasks_cancelled > 0)
    {
      g_autofree char *done = ilv_quantity_count ((gint64) metrics.tasks_done);
      g_autofree char *failed = ilv_quantity_count ((gint64) metrics.tasks_failed);
      g_autofree char *cancelled = ilv_quantity_count ((gint64) metrics.tasks_cancelled);

      add_sentence (text, g_strdup_printf (_ ("Tasks: %s done, %s failed, %s cancelled."), done,
                                           failed, cancelled));
    }
}

char *
ilv_panel_describe (IlvPanel *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (ILV_IS_PANEL (self), NULL);
  ilv_panel_update (self);
  add_header (self, text);
  if (self->trace != NULL && ilv_panel_count_subjects (self) > 0)
    add_trace (self, text);
  else if (self->trace != NULL)
    add_sentence (text, g_strdup (ilv_panel_explain_no_lanes (self)));
  else if (self->placeholder != NULL && *self->placeholder != '\0')
    add_sentence (text, g_strdup (self->placeholder));
  return g_string_free (text, FALSE);
}
