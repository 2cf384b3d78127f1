/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels that stand together: the same moment, and where it can be the same part, on one line. */
#include "chart/panel-private.h"

#include <math.h>

/* What lanes may lose of their height for it: they are what is looked at first. */
#define MOST_LOST 0.15
/* Labels of other rows may need another gutter, and that is all that can still change. */
#define PASSES 3

static void
settle (IlvPanel *self, double gutter, double lanes_height, guint cores)
{
  self->stale = self->stale || self->least_gutter != gutter || self->lanes_height != lanes_height
                || self->least_cores != cores;
  self->least_gutter = gutter;
  self->lanes_height = lanes_height;
  self->least_cores = cores;
  ilv_panel_update (self);
}

static guint
count_cores (IlvPanel *const *panels, guint n)
{
  guint most = 0;

  for (guint i = 0; i < n; i++)
    if (panels[i]->trace != NULL)
      most = MAX (most, ilv_trace_get_n_cores (panels[i]->trace));
  return most;
}

/* The least height of lanes among those that are nearly as tall as the tallest below `limit`; 0
   when there is none below it. */
static double
find_common_height (const double *heights, guint n, double limit)
{
  double tallest = 0, least;

  for (guint i = 0; i < n; i++)
    if (heights[i] < limit)
      tallest = fmax (tallest, heights[i]);
  least = tallest;
  for (guint i = 0; i < n; i++)
    if (heights[i] >= tallest * (1 - MOST_LOST) && heights[i] < least)
      least = heights[i];
  return least;
}

/* Replaces the height of each panel's lanes by that of the shortest in reach. */
static void
level_heights (double *heights, guint n)
{
  g_autofree double *own = g_memdup2 (heights, n * sizeof *heights);
  double limit = G_MAXDOUBLE;
  double common;

  while ((common = find_common_height (own, n, limit)) > 0)
    {
      for (guint i = 0; i < n; i++)
        if (own[i] < limit && own[i] >= common)
          heights[i] = common;
      limit = common;
    }
}

static void
level_row (IlvPanel *const *panels, double *heights, guint n)
{
  for (guint i = 0; i < n; i++)
    heights[i] = panels[i]->trace != NULL && panels[i]->layout.graph.height > 0
                   ? panels[i]->layout.lanes.y + panels[i]->layout.lanes.height
                       - panels[i]->layout.top
                   : 0;
  level_heights (heights, n);
}

static void
level_graphs (IlvPanel *const *panels, guint n)
{
  gint64 extent = 0;
  double top = 0;

  for (guint i = 0; i < n; i++)
    if (panels[i]->trace != NULL)
      extent = MAX (extent, ilv_trace_get_end (panels[i]->trace));
  for (guint i = 0; i < n; i++)
    {
      panels[i]->graph_extent = extent;
      panels[i]->graph_top = 0;
      top = fmax (top, ilv_panel_get_graph_top (panels[i]));
    }
  for (guint i = 0; i < n; i++)
    panels[i]->graph_top = top;
}

/* Held panels stay as they are, whatever the run that goes on beside them would need, until they
   are given another size or view. */
static gboolean
keep_places (IlvPanel *const *panels, guint n)
{
  gboolean any_held = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (panels[i]->trace != NULL && (panels[i]->stale || !panels[i]->held))
        return FALSE;
      any_held = any_held || panels[i]->held;
    }
  return any_held;
}

void
ilv_panels_align (IlvPanel *const *panels, guint n, guint across)
{
  g_autofree double *heights = g_new0 (double, MAX (n, 1));
  double widest = 0, before = -1;
  guint cores = across > 1 ? count_cores (panels, n) : 0;

  g_return_if_fail (across > 0);
  if (keep_places (panels, n))
    return;
  level_graphs (panels, n);
  for (guint i = 0; i < n; i++)
    settle (panels[i], 0, 0, cores);
  for (guint first = 0; across > 1 && first < n; first += across)
    level_row (panels + first, heights + first, MIN (across, n - first));
  for (int pass = 0; pass < PASSES && widest != before; pass++)
    {
      before = widest;
      for (guint i = 0; i < n; i++)
        widest = fmax (widest, panels[i]->layout.lanes.x - panels[i]->layout.label_x);
      for (guint i = 0; i < n; i++)
        settle (panels[i], widest, heights[i], cores);
    }
}
