/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which order the legend has its states. Knows no widget. */
#pragma once

#include "trace/state.h"

#include <glib.h>

G_BEGIN_DECLS

#define ILV_LEGEND_N_STATES 10 /* all that take time */

typedef enum
{
  ILV_LEGEND_AS_READ, /* work, then waiting, then cost */
  ILV_LEGEND_BY_NAME,
  ILV_LEGEND_BY_SHARE, /* the largest first; equal ones as they are read */
} IlvLegendSort;

/* `shares` decide when it is them that decide, and may be NULL otherwise. */
void ilv_legend_order (IlvLegendSort sort, const double shares[ILV_N_STATES],
                       IlvState order[ILV_LEGEND_N_STATES]);

G_END_DECLS
