/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run had come to at a moment of it: private to this part. */
#pragma once

#include "report/words.h"

G_BEGIN_DECLS

/* Figures of one run. Keeps what it has counted, so that a play head that goes on costs what it
   passes and not the whole run in every frame. All zero at first. */
typedef struct
{
  const IlvTrace *trace; /* (borrowed): of which the rest is */
  guint64 generation;
  gint64 moment; /* ns */
  IlvRunFigures figures;
} IlvMoment;

/* Those of everything recorded up to and with that moment, ns. */
const IlvRunFigures *ilv_moment_get_figures (IlvMoment *self, const IlvTrace *trace,
                                             gint64 moment);

G_END_DECLS
