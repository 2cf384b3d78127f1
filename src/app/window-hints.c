/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hints for the first start: press Run; and when that has run, what to look at. Each comes once. */
#include "app/window-private.h"

#include <glib/gi18n-lib.h>

#define KEY "hint"

typedef enum { HINT_RUN, HINT_LOOK, HINT_NONE } Hint;

static Hint
get_hint (IlvWindow *self)
{
  return (Hint) CLAMP (ilv_preferences_get_int (self->preferences, KEY, HINT_RUN), HINT_RUN,
                       HINT_NONE);
}

static char *
make_text (IlvWindow *self, Hint hint)
{
  guint n_models = (guint) __builtin_popcount (ilv_model_bar_get_chosen (self->models));

  if (hint == HINT_RUN)
    return g_strdup_printf (ngettext ("Press Run (F5): the same work is done for real, under %u "
                                      "model, and you see what every worker does.",
                                      "Press Run (F5): the same work is done for real, under %u "
                                      "models, and you see what every worker does.",
                                      n_models),
                            n_models);
  return g_strdup (_ ("All panels have the same time axis, so lengths can be compared at a glance. "
                      "Point at anything to see what it is, turn the wheel with Ctrl to come "
                      "closer (Ctrl+0: back), and press F1 for all keys."));
}

void
ilv_window_update_hint (IlvWindow *self)
{
  Hint hint = get_hint (self);
  gboolean running = self->comparison && ilv_comparison_is_running (self->comparison);
  g_autofree char *text = NULL;

  if (hint == HINT_RUN && self->comparison && !running)
    {
      hint = HINT_LOOK;
      ilv_preferences_set (self->preferences, KEY, g_variant_new_int32 (HINT_LOOK));
    }
  if (hint != HINT_NONE && !running && self->scenario && !self->on_stage
      && (hint == HINT_LOOK) == (self->comparison != NULL))
    text = make_text (self, hint);
  ilv_hint_bar_set_text (self->hint, text);
}

static void
on_dismissed (IlvWindow *self)
{
  ilv_preferences_set (self->preferences, KEY,
                       g_variant_new_int32 (get_hint (self) == HINT_RUN ? HINT_LOOK : HINT_NONE));
  ilv_window_update_hint (self);
}

static void
show_hints_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  ilv_preferences_set (self->preferences, KEY,
                       g_variant_new_int32 (self->comparison ? HINT_LOOK : HINT_RUN));
  ilv_window_update_hint (self);
}

void
ilv_window_install_hints (IlvWindow *self)
{
  static const GActionEntry entries[] = { { "show-hints", show_hints_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->hint, "dismissed", G_CALLBACK (on_dismissed), self,
                           G_CONNECT_SWAPPED);
}
