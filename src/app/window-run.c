/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

gboolean
ilv_window_is_busy (IlvWindow *self)
{
  return self->n_leaving > 0 || ilv_window_is_writing (self)
         || (self->comparison && ilv_comparison_is_running (self->comparison));
}

static void
close_if_wanted (IlvWindow *self)
{
  if (self->closing && !ilv_window_is_busy (self))
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_changed (IlvWindow *self)
{
  ilv_window_refresh_soon (self, ILV_REFRESH_ALL);
  ilv_window_update_actions (self);
}

static void
on_ended (IlvWindow *self)
{
  ilv_recent_runs_add (self->recent, self->comparison);
  ilv_window_stop_frames (self);
  ilv_window_refresh_soon (self, ILV_REFRESH_ALL);
  ilv_window_update_actions (self);
  close_if_wanted (self);
}

/* Of a comparison that is no longer shown. */
static void
on_left_ended (IlvComparison *comparison, IlvWindow *self)
{
  self->n_leaving--;
  if (self->recent)
    ilv_recent_runs_add (self->recent, comparison);
  g_signal_handlers_disconnect_by_func (comparison, on_left_ended, self);
  g_object_unref (comparison);
  close_if_wanted (self);
  g_object_unref (self);
}

void
ilv_window_stop (IlvWindow *self)
{
  if (self->comparison && ilv_comparison_is_running (self->comparison))
    ilv_comparison_stop (self->comparison);
}

void
ilv_window_leave_comparison (IlvWindow *self)
{
  g_autoptr (IlvComparison) comparison = g_steal_pointer (&self->comparison);

  if (!comparison)
    return;
  ilv_window_stop_frames (self);
  ilv_recent_runs_set_shown (self->recent, NULL);
  ilv_window_arrange_panels (self);
  if (ilv_comparison_is_side_by_side (comparison))
    ilv_window_update_texts (self);
  g_signal_handlers_disconnect_by_data (comparison, self);
  if (ilv_comparison_is_running (comparison))
    {
      self->n_leaving++;
      /* Both live until it has ended: that is when the last process of it is gone. */
      g_signal_connect (g_object_ref (comparison), "ended", G_CALLBACK (on_left_ended),
                        g_object_ref (self));
      ilv_comparison_stop (comparison);
    }
  ilv_window_refresh (self);
}

static void
show (IlvWindow *self, IlvComparison *comparison)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (self->panels);

  self->comparison = g_object_ref (comparison);
  ilv_recent_runs_set_shown (self->recent, comparison);
  ilv_window_arrange_panels (self);
  if (ilv_comparison_is_side_by_side (comparison))
    ilv_window_update_texts (self);
  ilv_transport_reset (ilv_panel_grid_get_transport (self->panels));
  ilv_viewport_reset (viewport, 0, ilv_window_reset_live (self));
  g_signal_connect_object (comparison, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
}

void
ilv_window_show_comparison (IlvWindow *self, IlvComparison *comparison)
{
  show (self, comparison);
  ilv_recent_runs_add (self->recent, comparison);
  ilv_window_refresh_in_turn (self);
  ilv_window_update_actions (self);
}

void
ilv_window_run (IlvWindow *self)
{
  g_autoptr (GHashTable) settings = ilv_settings_bar_get_values (self->settings);
  g_autoptr (IlvComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;

  if (!self->scenario || ilv_model_bar_get_chosen (self->models) == 0
      || (self->comparison && ilv_comparison_is_running (self->comparison)))
    return;
  ilv_window_show_error (self, NULL);
  comparison = ilv_comparison_new (self->scenario, ilv_model_bar_get_chosen (self->models),
                                   settings, ilv_window_get_order (self),
                                   (guint) gtk_spin_button_get_value_as_int (self->repeat),
                                   &error);
  if (!comparison)
    {
      ilv_window_show_error (self, error->message);
      return;
    }
  ilv_window_leave_comparison (self);
  show (self, comparison);
  if (!ilv_comparison_start (comparison, &error))
    {
      ilv_window_show_error (self, error->message);
      ilv_window_leave_comparison (self);
    }
  else if (ilv_comparison_is_running (comparison))
    ilv_window_start_frames (self);
  ilv_window_refresh (self);
  ilv_window_update_actions (self);
  ilv_window_look_at_panels (self);
}
