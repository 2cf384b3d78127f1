/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which share of a stretch of time a lane spent in which state: what is drawn where single
 * intervals are too small to see.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef struct
{
  double share[ILV_N_STATES]; /* 0 … 1; what is missing from 1 is nothing at all */
} IlvMix;

/* Adds the mix of a timeline in [from, to), cut into n equal bins, times `weight`. Cost: in
   proportion to the visible intervals or to the bins, whichever are fewer. */
void ilv_mix_add (IlvMix *bins, guint n, const IlvTimeline *timeline, gint64 from, gint64 to,
                  double weight);

/* Cuts `height` pixels among the states in proportion; what happened at all for at least a quarter
   of a pixel gets one. The rest of the height belongs to nothing. Order: as returned by
   ilv_mix_get_order(), from below. */
void ilv_mix_stack (const IlvMix *mix, int height, int heights[ILV_N_STATES]);
const IlvState *ilv_mix_get_order (guint *n);

G_END_DECLS
