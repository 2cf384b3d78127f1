/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole picture in words, for those who do not see it. */
#include "chart/panel-private.h"

#include "trace/quantity.h"
#include "trace/range.h"
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
  g_autofree char *subtitle = ilv_panel_get_subtitle_words (self);
  const char *const parts[] = { time, ilv_panel_get_status_words (self), subtitle };
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
add_states (IlvPanel *self, GString *text)
{
  double shares[ILV_N_STATES];

  ilv_panel_get_states (self, shares);
  for (int i = 0; i < 4; i++)
    {
      guint best = ILV_STATE_NONE;
      g_autofree char *share = NULL;

      for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
        if (shares[s] > 0 && (best == ILV_STATE_NONE || shares[s] > shares[best]))
          best = s;
      if (best == ILV_STATE_NONE)
        break;
      share = ilv_quantity_percent (shares[best]);
      shares[best] = 0;
      add_sentence (text, g_strdup_printf ("%s: %s.", ilv_state_get_title (best), share));
    }
}

static void
add_counts (IlvPanel *self, GString *text)
{
  IlvRangeCounts counts;

  ilv_range_count (self->trace, self->view.from,
                   CLAMP (self->view.until, self->view.from, self->view.to), &counts);
  if (counts.handovers > 0)
    {
      g_autofree char *times = ilv_quantity_count ((gint64) counts.handovers);

      add_sentence (text, g_strdup_printf (ngettext ("The GIL changed hands %s time.",
                                                     "The GIL changed hands %s times.",
                                                     counts.handovers),
                                           times));
    }
  if (counts.tasks_ended > 0)
    {
      g_autofree char *done = ilv_quantity_count ((gint64) counts.tasks_done);
      g_autofree char *failed = ilv_quantity_count ((gint64) counts.tasks_failed);
      g_autofree char *cancelled = ilv_quantity_count ((gint64) counts.tasks_cancelled);

      add_sentence (text, g_strdup_printf (_ ("Tasks: %s done, %s failed, %s cancelled."), done,
                                           failed, cancelled));
    }
}

static void
add_trace (IlvPanel *self, GString *text)
{
  guint n = ilv_panel_count_subjects (self);
  g_autofree char *count = ilv_quantity_count (n);
  g_autofree char *note = ilv_panel_write_note (self);

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
  add_states (self, text);
  add_counts (self, text);
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
