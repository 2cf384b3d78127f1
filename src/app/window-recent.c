/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recent runs, and runs of several of them side by side. */
#include "app/window-private.h"

#include "app/notices.h"

#include <glib/gi18n-lib.h>

static gboolean
is_side_by_side (IlvWindow *self)
{
  return self->comparison && ilv_comparison_is_side_by_side (self->comparison);
}

void
ilv_window_arrange_panels (IlvWindow *self)
{
  if (is_side_by_side (self))
    ilv_panel_grid_set_runs (self->panels, self->comparison);
  else
    ilv_panel_grid_set_models (self->panels, ilv_model_bar_get_chosen (self->models));
}

guint
ilv_window_get_shown_models (IlvWindow *self)
{
  return is_side_by_side (self) ? (1u << ILV_N_MODELS) - 1
                                : ilv_model_bar_get_chosen (self->models);
}

void
ilv_window_show_again (IlvWindow *self, IlvComparison *comparison)
{
  g_autoptr (IlvComparison) shown = g_object_ref (comparison);

  if (shown == self->comparison)
    return;
  ilv_window_leave_comparison (self);
  ilv_window_choose_what_ran (self, shown);
  ilv_window_show_error (self, NULL);
  ilv_window_show_comparison (self, shown);
}

void
ilv_window_remember_file (IlvWindow *self, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

/* --- the list ------------------------------------------------------------------------------- */

static void
on_chosen (IlvWindow *self, IlvRecentRun *run)
{
  gtk_menu_button_popdown (self->recent_button);
  ilv_window_show_again (self, ilv_recent_run_get_comparison (run));
}

static void
on_opened (IlvWindow *self, GFile *file)
{
  gtk_menu_button_popdown (self->recent_button);
  ilv_window_open_saved (self, file, FALSE);
}

typedef struct
{
  IlvRecentRuns *recent; /* owned */
  IlvRecentRun *run;     /* owned */
  guint place;
} Removed;

static void
free_removed (gpointer data, GClosure *closure)
{
  Removed *removed = data;

  g_object_unref (removed->recent);
  g_object_unref (removed->run);
  g_free (removed);
}

static void
on_undo (AdwToast *toast, Removed *removed)
{
  ilv_recent_runs_put_back (removed->recent, removed->run, removed->place);
}

static void
on_removed (IlvWindow *self, IlvRecentRun *run)
{
  Removed *removed = g_new0 (Removed, 1);
  g_autofree char *title = g_markup_escape_text (ilv_recent_run_get_title (run), -1);
  g_autofree char *message = g_strdup_printf (_ ("“%s” removed from the list"), title);
  AdwToast *toast = adw_toast_new (message);

  removed->recent = g_object_ref (self->recent);
  removed->run = g_object_ref (run);
  ilv_recent_runs_remove (self->recent, run, &removed->place);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), removed, free_removed, 0);
  ilv_notices_add (self->toasts, toast);
}

/* --- side by side --------------------------------------------------------------------------- */

static void
compare_runs_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  g_autoptr (IlvComparison) comparison = ilv_recent_runs_compare (self->recent);

  gtk_menu_button_popdown (self->recent_button);
  if (comparison)
    ilv_window_show_again (self, comparison);
}

static void
clear_marks_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_recent_runs_clear_marks (ILV_WINDOW (user_data)->recent);
}

static void
say_marked (IlvWindow *self)
{
  guint n = ilv_recent_runs_get_n_marked (self->recent);
  g_autofree char *message
    = g_strdup_printf (ngettext ("%u run kept to compare", "%u runs kept to compare", n), n);
  AdwToast *toast = adw_toast_new (message);

  if (n > 1)
    {
      adw_toast_set_button_label (toast, _ ("_Compare"));
      adw_toast_set_action_name (toast, "win.compare-runs");
    }
  ilv_notices_add (self->toasts, toast);
}

/* The run in the panel that the menu was opened on. */
static void
keep_run_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  IlvPanelView *panel = ilv_panel_grid_get_menu_panel (self->panels);
  IlvRun *run = panel ? ilv_panel_view_get_run (panel) : NULL;
  IlvRecentRun *recent = ilv_recent_runs_find (self->recent, self->comparison);
  guint index;

  if (!recent || !run || !ilv_comparison_find_run (self->comparison, run, &index))
    ilv_window_show_toast (self, _ ("That model did not run."));
  else if (ilv_recent_runs_mark (self->recent, recent, index))
    say_marked (self);
  else
    ilv_window_show_toast (self, _ ("Four runs are kept already, as many as stand side by side."));
}

static void
recent_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (ILV_WINDOW (user_data)->recent_button);
}

static const GActionEntry entries[] = {
  { "recent", recent_action },
  { "compare-runs", compare_runs_action },
  { "clear-marks", clear_marks_action },
  { "keep-run", keep_run_action },
};

static void
enable (IlvWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ilv_window_update_recent_actions (IlvWindow *self)
{
  guint n = ilv_recent_runs_get_n_marked (self->recent);

  enable (self, "compare-runs", n > 1);
  enable (self, "clear-marks", n > 0);
  enable (self, "keep-run",
          self->comparison && ilv_recent_runs_find (self->recent, self->comparison));
}

void
ilv_window_install_recent (IlvWindow *self)
{
  self->recent = ilv_recent_runs_new (ILV_RECENT_MOST, ILV_RECENT_MOST_BYTES);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ilv_recent_view_set_runs (self->recent_view, self->recent);
  g_signal_connect_object (self->recent_view, "chosen", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recent_view, "removed", G_CALLBACK (on_removed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recent_view, "opened", G_CALLBACK (on_opened), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recent, "changed",
                           G_CALLBACK (ilv_window_update_recent_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recent, "items-changed",
                           G_CALLBACK (ilv_window_update_recent_actions), self,
                           G_CONNECT_SWAPPED);
  ilv_window_update_recent_actions (self);
}
