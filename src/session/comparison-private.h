/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comparison is told when it comes out of a file. */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

typedef struct
{
  GDateTime *date;     /* (transfer none) */
  IlvMachine machine;  /* (transfer none); copied */
  gboolean incomplete; /* the end of the file is missing */
} IlvComparisonOrigin;

/* Says that it was recorded then and there. */
void ilv_comparison_set_origin (IlvComparison *self, const IlvComparisonOrigin *origin);

/* All runs have ended: from now on it does not change, and several threads may read it. */
void ilv_comparison_settle (IlvComparison *self);
guint64 ilv_comparison_count_elements (IlvComparison *self); /* of all traces */

/* The server's process id, 0 when there is none: for tests that kill it. */
GPid ilv_comparison_get_server_pid (IlvComparison *self);

G_END_DECLS
