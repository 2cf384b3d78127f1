/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What figures beside the panels are of: the stretch of time that is selected, or else the one in
 * view, of each run as far as it had come at the moment that is seen.
 */
#pragma once

#include "app/panel-grid.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 view_from; /* ns */
  gint64 view_to;
  gboolean selected;
  gint64 from; /* of the selection, or as above */
  gint64 to;
  gboolean held;               /* the picture is, while its runs go on: each has its own moment */
  gint64 moment;               /* ns; of the play head; G_MAXINT64: all there is */
  gint64 until[ILV_N_MODELS];  /* by the run's index: how far it is seen */
} IlvShownRange;

void ilv_shown_range_take (IlvShownRange *self, IlvPanelGrid *panels, IlvComparison *comparison);

/* Where the range, or what is in view, ends of that run; not before it begins. */
gint64 ilv_shown_range_get_end (const IlvShownRange *self, guint run);
gint64 ilv_shown_range_get_view_end (const IlvShownRange *self, guint run);

G_END_DECLS
