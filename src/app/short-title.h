/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What models are called where a column is three letters wide. */
#pragma once

#include "workload/concurrency.h"

G_BEGIN_DECLS

const char *ilv_model_get_short_title (IlvModel model); /* "Thr.", translated */

G_END_DECLS
