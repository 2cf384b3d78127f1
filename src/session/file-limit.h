/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the system allows as many open files as runs are going to need. */
#pragma once

#include "workload/workload.h"

G_BEGIN_DECLS

/* FALSE with `error` (G_IO_ERROR_TOO_MANY_OPEN_FILES): a sentence that names the models, what they
   need and the limit. A runner raises the soft limit to the hard one by itself. */
gboolean ilv_file_limit_check (const IlvWorkload *const *workloads, guint n, GError **error);

G_END_DECLS
