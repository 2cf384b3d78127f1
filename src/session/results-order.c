/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/results-order.h"

static gboolean
is_by_completion (IlvWorkload *workload)
{
  int index = ilv_scenario_find_setting (ilv_workload_get_scenario (workload), "results-order");

  return index >= 0
         && g_strcmp0 (ilv_workload_get_setting (workload, (guint) index), "completed") == 0;
}

static gint64
find_end (const IlvTrace *trace, const IlvResult *result)
{
  const IlvTask *task = ilv_trace_find_task (trace, result->task);

  return task ? task->end : G_MAXINT64;
}

static int
compare_ends (gconstpointer a, gconstpointer b, gpointer trace)
{
  const IlvResult *x = *(const IlvResult *const *) a, *y = *(const IlvResult *const *) b;
  gint64 x_end = find_end (trace, x), y_end = find_end (trace, y);

  if (x_end != y_end)
    return x_end < y_end ? -1 : 1;
  return (x->task > y->task) - (x->task < y->task);
}

void
ilv_results_order (GPtrArray *results, IlvWorkload *workload, const IlvTrace *trace)
{
  if (is_by_completion (workload))
    g_ptr_array_sort_with_data (results, compare_ends, (gpointer) trace);
}
