/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a run: it begins, a repeat ends, it is stopped or fails. */
#include "session/run-private.h"

#include "session/results-order.h"
#include "session/run-failure.h"
#include "session/runner-process.h"
#include "session/trace-end.h"
#include "trace/area.h"
#include "trace/reader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Records taken in at a time while a run goes on: of all runs together a millisecond's work or
   two. */
#define POLL_RECORDS 4000
/* And how long at a time after its process has ended, as pressing as frames are: later than those a
   window that draws without a pause would never come to it. */
#define CLOSING_TIME (2 * G_TIME_SPAN_MILLISECOND)
#define CLOSING_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)
/* Figures take some milliseconds a part and go between frames, which are short by then. */
#define FIGURES_PRIORITY G_PRIORITY_DEFAULT_IDLE
#define BYTES_PER_TASK 512 /* of the trace area, when there are many tasks */
/* A trace larger than that takes long enough to be freed that whoever shows runs would stumble. */
#define LARGE_TRACE (4u << 20)

enum { PROP_STATE = 1, PROP_ERROR, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (IlvRun, ilv_run, G_TYPE_OBJECT)

static void
clear_last (IlvRun *self)
{
  if (self->last && !g_ptr_array_find (self->reports, self->last, NULL))
    ilv_runner_report_free (self->last);
  self->last = NULL;
}

static gpointer
free_trace (gpointer trace)
{
  ilv_trace_free (trace);
  return NULL;
}

static void
drop_trace (IlvTrace *trace)
{
  if (trace && ilv_trace_get_memory (trace) > LARGE_TRACE)
    g_thread_unref (g_thread_new ("ilv-free", free_trace, trace));
  else
    ilv_trace_free (trace);
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
ilv_run_dispose (GObject *object)
{
  IlvRun *self = ILV_RUN (object);

  clear_source (&self->timeout_source);
  clear_source (&self->closing_source);
  g_clear_pointer (&self->process, ilv_runner_process_free);
  G_OBJECT_CLASS (ilv_run_parent_class)->dispose (object);
}

static void
ilv_run_finalize (GObject *object)
{
  IlvRun *self = ILV_RUN (object);

  clear_last (self);
  g_clear_error (&self->report_error);
  g_ptr_array_unref (self->reports);
  g_clear_pointer (&self->reader, ilv_trace_reader_free);
  g_clear_pointer (&self->trace, drop_trace);
  g_clear_pointer (&self->previous_trace, drop_trace);
  g_clear_pointer (&self->workload, ilv_workload_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_free (self->error);
  G_OBJECT_CLASS (ilv_run_parent_class)->finalize (object);
}

static void
ilv_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  IlvRun *self = ILV_RUN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ilv_run_class_init (IlvRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ilv_run_dispose;
  object_class->finalize = ilv_run_finalize;
  object_class->get_property = ilv_run_get_property;
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, ILV_RUN_STOPPED, 0,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ilv_run_init (IlvRun *self)
{
  self->reports = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_runner_report_free);
  self->trace = ilv_trace_new ();
}

IlvRun *
ilv_run_new (IlvWorkload *workload, IlvSettings *settings, guint repeats)
{
  IlvRun *self = g_object_new (ILV_TYPE_RUN, NULL);

  self->workload = ilv_workload_ref (workload);
  self->settings = settings ? g_hash_table_ref (settings) : NULL;
  self->repeats = repeats;
  return self;
}

/* `error` (transfer full), nullable. */
static void
set_state (IlvRun *self, IlvRunState state, char *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->error, error) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_free (self->error);
  self->error = error;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* (transfer full) (nullable) */
static char *
describe_failure (IlvRun *self)
{
  const IlvRunEnd end = {
    .workload = self->workload,
    .server_error = self->server ? ilv_server_process_get_error (self->server) : NULL,
    .report = self->last,
    .report_error = self->report_error ? self->report_error->message : _ ("it gave no report"),
    .status = self->end_status,
    .timeout = self->timeout,
    .timed_out = self->timed_out,
    .stop_requested = self->stop_requested,
    .lingered = self->lingered,
  };

  return ilv_run_end_describe_failure (&end);
}

/* Nothing more is taken in; does nothing when that is so already. */
static void
close_trace (IlvRun *self)
{
  if (!self->reader)
    return;
  while (ilv_trace_reader_poll (self->reader, 0) > 0)
    ;
  g_clear_pointer (&self->reader, ilv_trace_reader_free);
  ilv_trace_finish (self->trace, ilv_trace_find_end (self->trace));
  self->metrics_generation = 0; /* the end has moved without an event */
  self->metrics_part = 0;
}

static void
end_repeat (IlvRun *self)
{
  char *sentence;
  gboolean finished;

  close_trace (self);
  if (self->last)
    ilv_results_order (self->last->results, self->workload, self->trace);
  else
    ilv_run_report_from_trace (self);

  /* It and the runs that it takes with it end at almost the same time. */
  if (self->server)
    ilv_server_process_check (self->server);
  sentence = describe_failure (self);
  g_clear_error (&self->report_error);
  self->server = NULL;
  finished = !sentence && self->last && self->last->status == ILV_RUNNER_FINISHED;
  if (finished)
    g_ptr_array_add (self->reports, self->last);
  if (sentence)
    set_state (self, ILV_RUN_FAILED, sentence);
  else if (!finished)
    set_state (self, ILV_RUN_STOPPED, NULL);
  else if (self->reports->len < self->repeats)
    set_state (self, self->stop_requested ? ILV_RUN_STOPPED : ILV_RUN_PENDING, NULL);
  else
    set_state (self, ILV_RUN_FINISHED, NULL);
}

/* Takes in some of what is left; FALSE: that was all. */
static gboolean
drain (IlvRun *self)
{
  gint64 deadline = g_get_monotonic_time () + CLOSING_TIME;

  while (ilv_trace_reader_poll (self->reader, POLL_RECORDS) > 0)
    if (g_get_monotonic_time () >= deadline)
      return TRUE;
  return FALSE;
}

static gboolean
is_last_repeat (IlvRun *self)
{
  return self->stop_requested || self->reports->len + 1 >= self->repeats;
}

/* Its figures are there when it is said to have ended: who shows them asks for all at once. */
static gboolean
on_closing (gpointer user_data)
{
  g_autoptr (IlvRun) self = g_object_ref (user_data);

  if (self->reader)
    {
      if (drain (self))
        return G_SOURCE_CONTINUE;
      close_trace (self);
      g_source_set_priority (self->closing_source, FIGURES_PRIORITY);
      return G_SOURCE_CONTINUE;
    }
  if (is_last_repeat (self) && ilv_run_compute_metrics_part (self))
    return G_SOURCE_CONTINUE;
  clear_source (&self->closing_source);
  end_repeat (self);
  return G_SOURCE_REMOVE;
}

/* Much may still lie in its area: taken in at once, that would hold up whoever shows it. */
static void
on_process_ended (int status, const char *line, gpointer user_data)
{
  IlvRun *self = user_data;

  if (line)
    self->last = ilv_runner_report_parse (line, ilv_workload_get_n_tasks (self->workload),
                                          &self->report_error);
  clear_source (&self->timeout_source);
  self->lingered = ilv_runner_process_has_lingered (self->process);
  self->end_status = status;
  g_clear_pointer (&self->process, ilv_runner_process_free);
  self->closing_source = g_idle_source_new ();
  g_source_set_priority (self->closing_source, CLOSING_PRIORITY);
  g_source_set_callback (self->closing_source, on_closing, self, NULL);
  g_source_attach (self->closing_source, g_main_context_get_thread_default ());
}

static gboolean
on_timeout (gpointer user_data)
{
  IlvRun *self = user_data;

  self->timed_out = TRUE;
  ilv_runner_process_stop (self->process);
  return G_SOURCE_REMOVE;
}

static void
start_timeout (IlvRun *self)
{
  if (self->timeout <= 0)
    return;
  self->timeout_source = g_timeout_source_new ((guint) (MIN (self->timeout, 1e6) * 1000));
  g_source_set_callback (self->timeout_source, on_timeout, self, NULL);
  g_source_attach (self->timeout_source, g_main_context_get_thread_default ());
}

/* A million tasks that only sleep write some ten million records. Pages that are not written take
   no memory. */
static gsize
choose_area_size (IlvWorkload *workload)
{
  return MAX (ILV_AREA_DEFAULT_SIZE,
              ilv_workload_get_n_tasks (workload) * (gsize) BYTES_PER_TASK);
}

static gboolean
start_process (IlvRun *self, const IlvRunSetup *setup, GError **error)
{
  int area_fd = -1;
  IlvArea *area = ilv_area_create (choose_area_size (self->workload), &area_fd);

  if (!area)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _ ("There is no memory for its trace: %s"), g_strerror (errno));
      return FALSE;
    }
  self->reader = ilv_trace_reader_new (area_fd, self->trace, error);
  if (self->reader)
    self->process = ilv_runner_process_start (setup->runner, self->workload, self->settings,
                                              area_fd, &setup->places, on_process_ended, self,
                                              error);
  ilv_area_detach (area);
  close (area_fd);
  return self->process != NULL;
}

void
ilv_run_begin (IlvRun *self, const IlvRunSetup *setup)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (ILV_IS_RUN (self));
  g_return_if_fail (self->state == ILV_RUN_PENDING && !self->process);

  clear_last (self);
  g_clear_pointer (&self->previous_trace, drop_trace);
  self->previous_trace = g_steal_pointer (&self->trace);
  self->trace = ilv_trace_new ();
  self->metrics_generation = 0;
  self->metrics_part = 0;
  self->timeout = setup->timeout;
  self->server = setup->server;
  if (start_process (self, setup, &error))
    {
      start_timeout (self);
      set_state (self, ILV_RUN_RUNNING, NULL);
      return;
    }
  self->server = NULL;
  g_clear_pointer (&self->reader, ilv_trace_reader_free);
  ilv_run_give_up (self, error->message);
}

void
ilv_run_give_up (IlvRun *self, const char *error)
{
  const char *title = ilv_model_get_title (ilv_workload_get_model (self->workload));

  ilv_trace_finish (self->trace, ilv_trace_find_end (self->trace));
  if (error)
    set_state (self, ILV_RUN_FAILED, g_strdup_printf ("%s: %s", title, error));
  else
    set_state (self, ILV_RUN_STOPPED, NULL);
}

void
ilv_run_stop (IlvRun *self)
{
  g_return_if_fail (ILV_IS_RUN (self));

  self->stop_requested = TRUE;
  if (self->process)
    ilv_runner_process_stop (self->process);
  else if (self->state == ILV_RUN_PENDING)
    ilv_run_give_up (self, NULL);
}

void
ilv_run_end_unserved (IlvRun *self)
{
  if (self->process)
    ilv_runner_process_stop (self->process);
}

void
ilv_run_abandon (IlvRun *self)
{
  g_return_if_fail (ILV_IS_RUN (self));

  clear_source (&self->timeout_source);
  self->server = NULL;
  if (self->process || self->closing_source)
    {
      g_clear_pointer (&self->process, ilv_runner_process_free);
      clear_source (&self->closing_source);
      close_trace (self);
      ilv_run_report_from_trace (self);
    }
  if (self->state == ILV_RUN_RUNNING || self->state == ILV_RUN_PENDING)
    set_state (self, ILV_RUN_STOPPED, NULL);
}

gboolean
ilv_run_poll (IlvRun *self, gboolean *more)
{
  guint64 n = self->reader ? ilv_trace_reader_poll (self->reader, POLL_RECORDS) : 0;

  if (more && n >= POLL_RECORDS)
    *more = TRUE;
  return n > 0;
}

void
ilv_run_settle (IlvRun *self)
{
  /* One that never began has a trace all the same. */
  if (!ilv_trace_is_finished (self->trace))
    ilv_trace_finish (self->trace, ilv_trace_find_end (self->trace));
  ilv_trace_settle (self->trace);
  ilv_run_get_metrics (self);
}

void
ilv_run_get_outcome (IlvRun *self, IlvRunOutcome *outcome)
{
  *outcome = (IlvRunOutcome){
    .state = self->state,
    .error = self->error,
    .trace = self->trace,
    .reports = self->reports,
    .last = self->last,
    .unreported = !self->last && self->unreported.cpu_user_s < 0,
  };
}

void
ilv_run_set_outcome (IlvRun *self, const IlvRunOutcome *outcome)
{
  g_return_if_fail (self->state == ILV_RUN_PENDING && self->reports->len == 0);

  g_ptr_array_unref (self->reports);
  self->reports = outcome->reports;
  self->last = outcome->last;
  ilv_trace_free (self->trace);
  self->trace = outcome->trace;
  self->metrics_generation = 0;
  if (outcome->unreported)
    ilv_run_report_from_trace (self);
  set_state (self, outcome->state, outcome->error);
}
