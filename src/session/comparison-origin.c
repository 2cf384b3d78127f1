/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the runs of a comparison come from: recorded by it, read from a file, or from others. */
#include "session/comparison-private.h"

#include "session/run-private.h"

static void
free_origin (gpointer data)
{
  IlvOrigin *origin = data;

  g_date_time_unref (origin->date);
  g_free (origin->machine.cpu);
  g_free (origin->machine.kernel);
  g_free (origin);
}

static IlvOrigin *
copy_origin (const IlvOrigin *origin)
{
  IlvOrigin *copy = g_memdup2 (origin, sizeof *origin);

  g_date_time_ref (copy->date);
  copy->machine.cpu = g_strdup (origin->machine.cpu);
  copy->machine.kernel = g_strdup (origin->machine.kernel);
  return copy;
}

void
ilv_comparison_set_origin (IlvComparison *self, const IlvOrigin *origin)
{
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self->machine.cpu);
  g_free (self->machine.kernel);
  self->date = g_date_time_ref (origin->date);
  self->machine = origin->machine;
  self->machine.cpu = g_strdup (origin->machine.cpu);
  self->machine.kernel = g_strdup (origin->machine.kernel);
  self->incomplete = origin->incomplete;
}

static void
add_pick (IlvComparison *self, const IlvPick *pick)
{
  IlvRun *run = ilv_comparison_get_run (pick->comparison, pick->run);
  IlvOrigin origin;

  ilv_comparison_get_origin (pick->comparison, run, &origin);
  g_ptr_array_add (self->runs, g_object_ref (run));
  g_ptr_array_add (self->origins, copy_origin (&origin));
  self->incomplete |= origin.incomplete;
}

IlvComparison *
ilv_comparison_new_of_runs (const IlvPick *picks, guint n)
{
  g_autoptr (IlvComparison) self = NULL;
  const IlvOrigin *first;

  g_return_val_if_fail (n >= 1 && n <= ILV_MAX_PICKS, NULL);

  self = g_object_new (ILV_TYPE_COMPARISON, NULL);
  self->origins = g_ptr_array_new_with_free_func (free_origin);
  for (guint i = 0; i < n; i++)
    {
      g_return_val_if_fail (!ilv_comparison_is_running (picks[i].comparison), NULL);
      add_pick (self, &picks[i]);
    }
  first = self->origins->pdata[0];
  self->scenario = ilv_scenario_ref (
    ilv_workload_get_scenario (ilv_run_get_workload (ilv_comparison_get_run (self, 0))));
  self->order = first->order;
  self->repeats = first->repeats;
  ilv_comparison_set_origin (self, &(IlvOrigin){ .date = first->date,
                                                 .machine = first->machine,
                                                 .incomplete = self->incomplete });
  return g_steal_pointer (&self);
}

gboolean
ilv_comparison_is_side_by_side (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);
  return self->origins != NULL;
}

gboolean
ilv_comparison_has_one_scenario (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), TRUE);

  for (guint i = 1; i < self->runs->len; i++)
    if (!ilv_run_has_scenario_of (self->runs->pdata[i], self->runs->pdata[0]))
      return FALSE;
  return TRUE;
}

void
ilv_comparison_get_origin (IlvComparison *self, IlvRun *run, IlvOrigin *origin)
{
  guint index;

  g_return_if_fail (ILV_IS_COMPARISON (self) && ILV_IS_RUN (run));

  if (self->origins && g_ptr_array_find (self->runs, run, &index))
    *origin = *(const IlvOrigin *) self->origins->pdata[index];
  else
    *origin = (IlvOrigin){ .order = self->order,
                           .repeats = self->repeats,
                           .date = self->date,
                           .machine = *ilv_comparison_get_machine (self),
                           .incomplete = self->incomplete };
}

IlvOrder
ilv_comparison_get_order (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), ILV_ORDER_IN_TURN);
  return self->order;
}

guint
ilv_comparison_get_repeats (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), 1);
  return self->repeats;
}

GDateTime *
ilv_comparison_get_date (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), NULL);
  return self->date;
}

const IlvMachine *
ilv_comparison_get_machine (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), NULL);
  return self->machine.cores > 0 ? &self->machine : ilv_machine_get ();
}

gboolean
ilv_comparison_is_incomplete (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);
  return self->incomplete;
}
