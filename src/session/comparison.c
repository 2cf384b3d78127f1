/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comparison is made of, and what can be asked of it. */
#include "session/comparison-private.h"

#include "session/run-private.h"
#include "workload/location.h"

#include <math.h>

G_DEFINE_QUARK (ilv-comparison-error-quark, ilv_comparison_error)
G_DEFINE_FINAL_TYPE (IlvComparison, ilv_comparison, G_TYPE_OBJECT)

static void
ilv_comparison_dispose (GObject *object)
{
  ilv_comparison_abandon (ILV_COMPARISON (object));
  G_OBJECT_CLASS (ilv_comparison_parent_class)->dispose (object);
}

static void
ilv_comparison_finalize (GObject *object)
{
  IlvComparison *self = ILV_COMPARISON (object);

  g_ptr_array_unref (self->runs);
  g_clear_pointer (&self->scenario, ilv_scenario_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self->runner);
  g_free (self->machine.cpu);
  g_free (self->machine.kernel);
  g_clear_pointer (&self->origins, g_ptr_array_unref);
  G_OBJECT_CLASS (ilv_comparison_parent_class)->finalize (object);
}

static void
ilv_comparison_class_init (IlvComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ilv_comparison_dispose;
  object_class->finalize = ilv_comparison_finalize;
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
ilv_comparison_init (IlvComparison *self)
{
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
  self->runner = ilv_location_get_runner ();
}

static IlvSettings *
copy_settings (IlvSettings *settings)
{
  IlvSettings *copy = ilv_settings_new ();
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (copy, g_strdup (name), g_strdup (value));
  return copy;
}

static gboolean
add_run (IlvComparison *self, IlvModel model, GError **error)
{
  g_autoptr (IlvWorkload) workload
    = ilv_workload_new_lazily (self->scenario, model, self->settings, error);

  if (!workload)
    return FALSE;
  g_ptr_array_add (self->runs, ilv_run_new (workload, self->settings, self->repeats));
  return TRUE;
}

IlvComparison *
ilv_comparison_new (IlvScenario *scenario, guint models, IlvSettings *settings, IlvOrder order,
                    guint repeats, GError **error)
{
  g_autoptr (IlvComparison) self = NULL;

  g_return_val_if_fail (scenario && models != 0 && repeats >= 1, NULL);

  self = g_object_new (ILV_TYPE_COMPARISON, NULL);
  self->scenario = ilv_scenario_ref (scenario);
  self->settings = settings ? copy_settings (settings) : NULL;
  self->order = order;
  self->repeats = repeats;
  self->date = g_date_time_new_now_local ();
  for (guint i = 0; i < ILV_N_MODELS; i++)
    if ((models & (1u << i)) && !add_run (self, (IlvModel) i, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
ilv_comparison_set_timeout (IlvComparison *self, double seconds)
{
  g_return_if_fail (ILV_IS_COMPARISON (self));
  self->timeout = seconds;
}

void
ilv_comparison_set_runner (IlvComparison *self, const char *program)
{
  g_return_if_fail (ILV_IS_COMPARISON (self));
  g_free (self->runner);
  self->runner = g_strdup (program);
}

gboolean
ilv_comparison_is_running (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);
  return self->running;
}

void
ilv_comparison_settle (IlvComparison *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    ilv_run_settle (ilv_comparison_get_run (self, i));
}

GPid
ilv_comparison_get_server_pid (IlvComparison *self)
{
  return self->server ? ilv_server_process_get_pid (self->server) : 0;
}

IlvScenario *
ilv_comparison_get_scenario (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), NULL);
  return self->scenario;
}

guint
ilv_comparison_get_n_runs (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), 0);
  return self->runs->len;
}

IlvRun *
ilv_comparison_get_run (IlvComparison *self, guint index)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self) && index < self->runs->len, NULL);
  return g_ptr_array_index (self->runs, index);
}

gboolean
ilv_comparison_find_run (IlvComparison *self, IlvRun *run, guint *index)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);
  return g_ptr_array_find (self->runs, run, index);
}

guint64
ilv_comparison_count_elements (IlvComparison *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += ilv_trace_count_elements (ilv_run_get_trace (ilv_comparison_get_run (self, i)));
  return n;
}

static double
get_wall (IlvRun *run)
{
  return ilv_run_get_n_walls (run) > 0 ? ilv_run_get_report (run)->wall_s : NAN;
}

IlvRun *
ilv_comparison_get_reference (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), NULL);

  if (ilv_comparison_is_side_by_side (self))
    return ilv_comparison_get_run (self, 0);
  for (guint i = 0; i < self->runs->len; i++)
    if (ilv_run_get_model (ilv_comparison_get_run (self, i)) == ILV_MODEL_SEQUENTIAL)
      return ilv_comparison_get_run (self, i);
  return NULL;
}

double
ilv_comparison_get_speedup (IlvComparison *self, IlvRun *run)
{
  IlvRun *reference;

  g_return_val_if_fail (ILV_IS_COMPARISON (self) && ILV_IS_RUN (run), NAN);

  reference = ilv_comparison_get_reference (self);
  if (!reference || !ilv_run_has_scenario_of (run, reference) || !(get_wall (run) > 0))
    return NAN;
  return get_wall (reference) / get_wall (run);
}

const char *
ilv_comparison_get_setting (IlvComparison *self, guint index)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), NULL);
  return ilv_workload_get_setting (ilv_run_get_workload (ilv_comparison_get_run (self, 0)), index);
}
