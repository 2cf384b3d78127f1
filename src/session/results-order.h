/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/run.h"

G_BEGIN_DECLS

/* Puts results (element-type IlvResult) in the order that the setting results-order asks for, if
   the scenario has it: "completed", as the tasks ended in `trace`; otherwise they stay as they
   are, in the order of tasks. */
void ilv_results_order (GPtrArray *results, IlvWorkload *workload, const IlvTrace *trace);

G_END_DECLS
