/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What models are called where there is little room. */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

const char *ilv_model_get_short_title (IlvModel model); /* "Thr.", translated */
/* "+ threads" beside "asyncio", otherwise the whole title; translated. */
const char *ilv_model_get_pill_title (IlvModel model);

/* What stands above the figures of a run: the model's, or of runs side by side the letter.
   (transfer full) */
char *ilv_comparison_make_column_head (IlvComparison *comparison, guint index);

G_END_DECLS
