/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line on the terminal that says how far a comparison is; nothing where there is none. */
#pragma once

#include "session/comparison.h"

G_BEGIN_DECLS

typedef struct _IlvProgress IlvProgress;

/* Rewrites its line ten times a second until freed, which wipes it. NULL when standard error is
   no terminal. `comparison` is borrowed. */
IlvProgress *ilv_progress_new (IlvComparison *comparison);
void ilv_progress_free (IlvProgress *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvProgress, ilv_progress_free)

G_END_DECLS
