/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the panels goes along with the moment that they show. */
#include "app/window-private.h"

/* ms; figures that change more often cannot be read. */
#define PAUSE 250

static IlvTransport *
get_transport (IlvWindow *self)
{
  return ilv_panel_grid_get_transport (self->panels);
}

static gboolean
is_earlier (IlvWindow *self)
{
  return ilv_transport_is_holding (get_transport (self))
         || ilv_transport_get_until (get_transport (self)) != G_MAXINT64;
}

static gboolean
on_pause (gpointer user_data)
{
  IlvWindow *self = user_data;

  self->moment_timeout = 0;
  ilv_window_refresh_statistics (self);
  /* A screen reader that is told of every moment that goes by would never come to an end. */
  if (ilv_transport_get_state (get_transport (self)) != ILV_TRANSPORT_PLAYING)
    ilv_panel_grid_describe (self->panels);
  return G_SOURCE_REMOVE;
}

static void
on_moved (IlvWindow *self)
{
  ilv_results_view_set_earlier (self->results, is_earlier (self));
  /* Live, the frames take care of it. */
  if (self->moment_timeout == 0
      && ilv_transport_get_state (get_transport (self)) != ILV_TRANSPORT_LIVE)
    self->moment_timeout = g_timeout_add (PAUSE, on_pause, self);
}

void
ilv_window_stop_moment (IlvWindow *self)
{
  g_clear_handle_id (&self->moment_timeout, g_source_remove);
}

void
ilv_window_install_moment (IlvWindow *self)
{
  g_signal_connect_object (get_transport (self), "moved", G_CALLBACK (on_moved), self,
                           G_CONNECT_SWAPPED);
}
