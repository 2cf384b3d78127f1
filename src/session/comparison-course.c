/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a comparison: which of its runs begins when, and how it ends. */
#include "session/comparison-private.h"

#include "session/file-limit.h"
#include "session/run-private.h"

#include <glib/gi18n-lib.h>

static guint
count_runs (IlvComparison *self, IlvRunState state)
{
  guint n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += ilv_run_get_state (ilv_comparison_get_run (self, i)) == state;
  return n;
}

static void
end (IlvComparison *self)
{
  ilv_comparison_end_polling (self);
  g_clear_pointer (&self->server, ilv_server_process_free);
  ilv_comparison_settle (self);
  self->running = FALSE;
  g_signal_emit_by_name (self, "ended");
}

static void
end_unserved (IlvComparison *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    ilv_run_end_unserved (ilv_comparison_get_run (self, i));
}

static void
give_up_pending (IlvComparison *self, const char *error)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (ilv_run_get_state (ilv_comparison_get_run (self, i)) == ILV_RUN_PENDING)
      ilv_run_give_up (ilv_comparison_get_run (self, i), error);
}

/* Round by round rather than model by model: a machine that grows busy while the repeats go on
   then slows all models alike. */
static IlvRun *
find_next (IlvComparison *self)
{
  IlvRun *next = NULL;

  for (guint i = 0; i < self->runs->len; i++)
    {
      IlvRun *run = ilv_comparison_get_run (self, i);

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
      IlvRun *run = ilv_comparison_get_run (self, i);

      if (ilv_run_get_state (run) == ILV_RUN_PENDING && ilv_run_get_n_walls (run) == round)
        ilv_run_begin (run, &setup);
    }
}

static gboolean
on_advance (gpointer user_data)
{
  g_autoptr (IlvComparison) self = g_object_ref (user_data);
  const char *server_error = self->server ? ilv_server_process_get_error (self->server) : NULL;

  ilv_source_clear (&self->advance_source);
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
  g_signal_emit_by_name (self, "changed");
}

static void
on_server_changed (gpointer user_data)
{
  schedule_advance (user_data);
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
  IlvWorkload *workload = ilv_run_get_workload (ilv_comparison_get_run (self, 0));
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
    workloads[i] = ilv_run_get_workload (ilv_comparison_get_run (self, i));
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
    g_signal_connect (ilv_comparison_get_run (self, i), "notify::state", G_CALLBACK (on_run_state),
                      self);
  ilv_comparison_begin_polling (self);
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
    ilv_run_stop (ilv_comparison_get_run (self, i));
  schedule_advance (self);
}

void
ilv_comparison_abandon (IlvComparison *self)
{
  ilv_comparison_end_polling (self);
  ilv_source_clear (&self->advance_source);
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
}
