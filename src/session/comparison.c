/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/comparison-private.h"

#include "session/file-limit.h"
#include "session/run-private.h"
#include "session/server-process.h"
#include "workload/location.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POLL_MS 100
/* How long one poll may take in records, so that a frame is never late for it; what is left is
   taken in as soon as nothing more pressing is to be done. */
#define POLL_TIME (5 * G_TIME_SPAN_MILLISECOND)

enum { CHANGED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_QUARK (ilv-comparison-error-quark, ilv_comparison_error)
G_DEFINE_FINAL_TYPE (IlvComparison, ilv_comparison, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
ilv_comparison_dispose (GObject *object)
{
  IlvComparison *self = ILV_COMPARISON (object);

  clear_source (&self->poll_source);
  clear_source (&self->rest_source);
  clear_source (&self->advance_source);
  /* Those of other comparisons are theirs. */
  if (self->origins)
    g_ptr_array_set_size (self->runs, 0);
  /* Others may hold the runs; their processes end with the comparison all the same. */
  for (guint i = 0; i < self->runs->len; i++)
    {
      IlvRun *run = g_ptr_array_index (self->runs, i);

      g_signal_handlers_disconnect_by_data (run, self);
      ilv_run_abandon (run);
    }
  g_clear_pointer (&self->server, ilv_server_process_free);
  self->running = FALSE;
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
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
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

static IlvRun *
get_run (IlvComparison *self, guint index)
{
  return g_ptr_array_index (self->runs, index);
}

static guint
count_runs (IlvComparison *self, IlvRunState state)
{
  guint n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += ilv_run_get_state (get_run (self, i)) == state;
  return n;
}

static gboolean
add_run (IlvComparison *self, IlvModel model, GError **error)
{
  g_autoptr (IlvWorkload) workload
    = ilv_workload_new (self->scenario, model, self->settings, error);

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

void
ilv_comparison_settle (IlvComparison *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    ilv_run_settle (get_run (self, i));
}

static void
end (IlvComparison *self)
{
  clear_source (&self->poll_source);
  clear_source (&self->rest_source);
  g_clear_pointer (&self->server, ilv_server_process_free);
  ilv_comparison_settle (self);
  self->running = FALSE;
  g_signal_emit (self, signals[ENDED], 0);
}

static void
end_unserved (IlvComparison *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    ilv_run_end_unserved (get_run (self, i));
}

static void
give_up_pending (IlvComparison *self, const char *error)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (ilv_run_get_state (get_run (self, i)) == ILV_RUN_PENDING)
      ilv_run_give_up (get_run (self, i), error);
}

/* Round by round rather than model by model: a machine that grows busy while the repeats go on
   then slows all models alike. */
static IlvRun *
find_next (IlvComparison *self)
{
  IlvRun *next = NULL;

  for (guint i = 0; i < self->runs->len; i++)
    {
      IlvRun *run = get_run (self, i);

      if (ilv_run_get_state (run) == ILV_RUN_PENDING
          && (!next || ilv_run_get_n_walls (run) < ilv_run_get_n_walls (next)))
        next = run;
    }
  return next;
}

static void
begin_next (IlvComparison *self)
{
  IlvRunSetup setup = { .runner = self->runner, .timeout = self->timeout };
  IlvRun *next = find_next (self);
  guint round = ilv_run_get_n_walls (next);

  if (self->server)
    setup.places = (IlvRunnerPlaces){ ilv_server_process_get_url (self->server),
                                      ilv_server_process_get_echo (self->server) };
  setup.server = self->server;
  if (self->order == ILV_ORDER_IN_TURN)
    {
      ilv_run_begin (next, &setup);
      return;
    }
  for (guint i = 0; i < self->runs->len; i++)
    {
      IlvRun *run = get_run (self, i);

      if (ilv_run_get_state (run) == ILV_RUN_PENDING && ilv_run_get_n_walls (run) == round)
        ilv_run_begin (run, &setup);
    }
}

static gboolean
on_advance (gpointer user_data)
{
  g_autoptr (IlvComparison) self = g_object_ref (user_data);
  const char *server_error = self->server ? ilv_server_process_get_error (self->server) : NULL;

  clear_source (&self->advance_source);
  if (self->stopping || server_error)
    give_up_pending (self, self->stopping ? NULL : server_error);
  if (server_error)
    end_unserved (self);
  if (count_runs (self, ILV_RUN_RUNNING) > 0)
    return G_SOURCE_REMOVE;
  if (count_runs (self, ILV_RUN_PENDING) == 0)
    end (self);
  else if (!self->server || ilv_server_process_get_url (self->server))
    begin_next (self);
  return G_SOURCE_REMOVE;
}

/* Later rather than now: states change in the middle of begin_next() too. */
static void
schedule_advance (IlvComparison *self)
{
  if (self->advance_source || !self->running)
    return;
  self->advance_source = g_idle_source_new ();
  g_source_set_priority (self->advance_source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->advance_source, on_advance, self, NULL);
  g_source_attach (self->advance_source, g_main_context_get_thread_default ());
}

static void
on_run_state (IlvRun *run, GParamSpec *pspec, gpointer user_data)
{
  IlvComparison *self = user_data;

  schedule_advance (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_server_changed (gpointer user_data)
{
  schedule_advance (user_data);
}

GPid
ilv_comparison_get_server_pid (IlvComparison *self)
{
  return self->server ? ilv_server_process_get_pid (self->server) : 0;
}

static gboolean
on_poll (gpointer user_data)
{
  ilv_comparison_poll (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
check_runner (IlvComparison *self, GError **error)
{
  if (g_file_test (self->runner, G_FILE_TEST_IS_EXECUTABLE)
      && !g_file_test (self->runner, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, ILV_COMPARISON_ERROR, ILV_COMPARISON_ERROR_RUNNER,
               _ ("The program “%s”, which runs the models, is not there or cannot be run. "
                  "Install Interleave again."),
               self->runner);
  return FALSE;
}

static gboolean
start_server (IlvComparison *self, GError **error)
{
  IlvWorkload *workload = ilv_run_get_workload (get_run (self, 0));
  g_autoptr (GError) reason = NULL;

  if (!ilv_scenario_needs_server (self->scenario)
      || (*ilv_workload_get_url (workload) && !ilv_scenario_needs_echo (self->scenario)))
    return TRUE;
  self->server = ilv_server_process_start (self->runner, on_server_changed, self, &reason);
  if (self->server)
    return TRUE;
  g_set_error (error, ILV_COMPARISON_ERROR, ILV_COMPARISON_ERROR_SERVER,
               _ ("The local HTTP server cannot be started: %s"), reason->message);
  return FALSE;
}

static gboolean
check_files (IlvComparison *self, GError **error)
{
  const IlvWorkload *workloads[ILV_N_MODELS];
  g_autoptr (GError) reason = NULL;

  for (guint i = 0; i < self->runs->len; i++)
    workloads[i] = ilv_run_get_workload (get_run (self, i));
  if (ilv_file_limit_check (workloads, self->runs->len, &reason))
    return TRUE;
  g_set_error_literal (error, ILV_COMPARISON_ERROR, ILV_COMPARISON_ERROR_FILES, reason->message);
  return FALSE;
}

gboolean
ilv_comparison_start (IlvComparison *self, GError **error)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);
  g_return_val_if_fail (!self->origins, FALSE);
  g_return_val_if_fail (!self->running && count_runs (self, ILV_RUN_PENDING) == self->runs->len,
                        FALSE);

  if (!check_runner (self, error) || !check_files (self, error) || !start_server (self, error))
    return FALSE;
  g_clear_pointer (&self->date, g_date_time_unref);
  self->date = g_date_time_new_now_local ();
  self->running = TRUE;
  for (guint i = 0; i < self->runs->len; i++)
    g_signal_connect (get_run (self, i), "notify::state", G_CALLBACK (on_run_state), self);
  self->poll_source = g_timeout_source_new (POLL_MS);
  g_source_set_callback (self->poll_source, on_poll, self, NULL);
  g_source_attach (self->poll_source, g_main_context_get_thread_default ());
  schedule_advance (self);
  return TRUE;
}

void
ilv_comparison_stop (IlvComparison *self)
{
  g_return_if_fail (ILV_IS_COMPARISON (self));

  if (!self->running || self->stopping)
    return;
  self->stopping = TRUE;
  for (guint i = 0; i < self->runs->len; i++)
    ilv_run_stop (get_run (self, i));
  schedule_advance (self);
}

gboolean
ilv_comparison_is_running (IlvComparison *self)
{
  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);
  return self->running;
}

static gboolean
on_rest (gpointer user_data)
{
  IlvComparison *self = user_data;

  clear_source (&self->rest_source);
  ilv_comparison_poll (self);
  return G_SOURCE_REMOVE;
}

static void
poll_the_rest_later (IlvComparison *self)
{
  if (self->rest_source)
    return;
  self->rest_source = g_idle_source_new ();
  g_source_set_callback (self->rest_source, on_rest, self, NULL);
  g_source_attach (self->rest_source, g_main_context_get_thread_default ());
}

gboolean
ilv_comparison_poll (IlvComparison *self)
{
  gint64 deadline = g_get_monotonic_time () + POLL_TIME;
  gboolean any = FALSE;
  gboolean more;

  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);

  do
    {
      more = FALSE;
      for (guint i = 0; i < self->runs->len; i++)
        any |= ilv_run_poll (get_run (self, i), &more);
    }
  while (more && g_get_monotonic_time () < deadline);
  if (more && self->running)
    poll_the_rest_later (self);
  return any;
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
  return get_run (self, index);
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
    n += ilv_trace_count_elements (ilv_run_get_trace (get_run (self, i)));
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
    return get_run (self, 0);
  for (guint i = 0; i < self->runs->len; i++)
    if (ilv_run_get_model (get_run (self, i)) == ILV_MODEL_SEQUENTIAL)
      return get_run (self, i);
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
  return ilv_workload_get_setting (ilv_run_get_workload (get_run (self, 0)), index);
}
