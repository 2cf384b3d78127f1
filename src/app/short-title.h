/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What models are called where there is little room. */
#pragma once

#include "workload/concurrency.h"

G_BEGIN_DECLS

const char *ilv_model_get_short_title (IlvModel model); /* "Thr.", translated */
/* "+ threads" beside "asyncio", otherwise the whole title; translated. */
const char *ilv_model_get_pill_title (IlvModel model);

G_END_DECLS
