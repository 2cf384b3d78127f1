/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a step needs to stand above the tasks of an equivalent Python program. */
#pragma once

#include "workload/step.h"

G_BEGIN_DECLS

/* The functions that steps of this kind call, or NULL. `loop`: tasks are coroutines. */
const char *ilv_python_get_functions (IlvStepKind kind, gboolean loop);

G_END_DECLS
