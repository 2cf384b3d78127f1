/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads beside the workers of a model, one for each <background> of the scenario, as a program
 * starts threading.Thread()s of its own.
 *
 * They do their steps in the blocking form under the GIL of `main` (which may have none), from
 * before the first task to after the last.
 */
#pragma once

#include "runtime/operation.h"

typedef struct _IlvBackground IlvBackground;

/* Returns when all have begun. `main` is borrowed and holds its GIL. FALSE with G_IO_ERROR: the
   system has no thread for one of them; what was started is to be ended all the same.
   `background` is NULL where the scenario has none. */
gboolean ilv_background_start (IlvWorker *main, IlvBackground **background, GError **error);
/* The tasks have ended: tells those that empty a queue, waits for all and frees. Without the
   GIL. */
void ilv_background_end (IlvBackground *background);
