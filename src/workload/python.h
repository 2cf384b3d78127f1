/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program somebody would write in Python for the same work. */
#pragma once

#include "workload/workload.h"

G_BEGIN_DECLS

/* A whole Python 3.10 program that does what the workload does, with its settings filled in: a
   plain loop, a ThreadPoolExecutor, a multiprocessing.Pool, or coroutines with gather, as the
   model is. Fetching uses urllib, and aiohttp where there is an event loop. (transfer full) */
char *
ilv_python_text (const IlvWorkload *workload);

G_END_DECLS
