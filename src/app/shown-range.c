/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/shown-range.h"

static gint64
find_until (IlvPanelGrid *panels, IlvRun *run)
{
  for (guint i = 0; i < ilv_panel_grid_get_n_panels (panels); i++)
    {
      IlvPanelView *view = ilv_panel_grid_get_panel (panels, i);

      if (ilv_panel_view_get_run (view) == run)
        return ilv_panel_view_get_until (view);
    }
  return G_MAXINT64;
}

void
ilv_shown_range_take (IlvShownRange *self, IlvPanelGrid *panels, IlvComparison *comparison)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (panels);
  IlvTransport *transport = ilv_panel_grid_get_transport (panels);
  guint n = comparison ? MIN (ilv_comparison_get_n_runs (comparison), ILV_N_MODELS) : 0;

  *self = (IlvShownRange){ .view_from = ilv_viewport_get_from (viewport),
                           .view_to = ilv_viewport_get_to (viewport),
                           .held = ilv_transport_is_holding (transport),
                           .moment = ilv_transport_get_until (transport) };
  self->selected = ilv_viewport_get_selection (viewport, &self->from, &self->to);
  if (!self->selected)
    {
      self->from = self->view_from;
      self->to = self->view_to;
    }
  for (guint i = 0; i < n; i++)
    self->until[i] = find_until (panels, ilv_comparison_get_run (comparison, i));
}

/* What happened at the very moment is seen, and ranges end before their ends. */
static gint64
cut_off (gint64 from, gint64 to, gint64 until)
{
  return until < to ? MAX (until + 1, from) : to;
}

gint64
ilv_shown_range_get_end (const IlvShownRange *self, guint run)
{
  g_return_val_if_fail (run < ILV_N_MODELS, self->to);
  return cut_off (self->from, self->to, self->until[run]);
}

gint64
ilv_shown_range_get_view_end (const IlvShownRange *self, guint run)
{
  g_return_val_if_fail (run < ILV_N_MODELS, self->view_to);
  return cut_off (self->view_from, self->view_to, self->until[run]);
}
