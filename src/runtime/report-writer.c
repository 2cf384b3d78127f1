/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/report-writer.h"

#include "runtime/deadlock.h"
#include "runtime/usage.h"
#include "runtime/worker-cost.h"
#include "trace/json-member.h"
#include "trace/state.h"

#include <errno.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

static void
set_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  ilv_json_set_text (builder, name, valid);
}

static const char *
get_status (const IlvExecution *execution, const GError *error)
{
  if (error || !execution)
    return "failed";
  return atomic_load (&execution->stop_reason) == ILV_STOP_REQUESTED ? "stopped" : "finished";
}

/* A task without an end mark is one that the runner gave up on. */
static IlvState
get_end_state (const IlvTaskRun *task)
{
  IlvState state = ilv_task_run_get_state (task);

  return state == ILV_STATE_NONE ? ILV_STATE_CANCELLED : state;
}

static void
add_tasks (JsonBuilder *builder, const IlvExecution *execution)
{
  guint64 ended[ILV_N_STATES] = { 0 };

  /* Threads in the background are told of where they went wrong. */
  for (guint i = 0; i < execution->n_tasks; i++)
    {
      IlvState state = get_end_state (&execution->tasks[i]);

      ended[state] += state != ILV_STATE_DONE || !execution->tasks[i].background;
    }
  json_builder_set_member_name (builder, "tasks");
  json_builder_begin_object (builder);
  ilv_json_set_integer (builder, "done", ended[ILV_STATE_DONE]);
  ilv_json_set_integer (builder, "failed", ended[ILV_STATE_FAILED]);
  ilv_json_set_integer (builder, "cancelled", ended[ILV_STATE_CANCELLED]);
  ilv_json_set_integer (builder, "retried", execution->retried);
  json_builder_end_object (builder);
}

static void
add_results (JsonBuilder *builder, const IlvExecution *execution, const GError *error)
{
  /* What ended the run ended its tasks; nobody asked them to stop. */
  g_autofree char *why = error ? g_strdup (error->message)
                               : ilv_execution_explain_cancel ((IlvExecution *) execution);

  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (execution->n_tasks, ILV_REPORT_MAX_RESULTS); i++)
    {
      const IlvTaskRun *task = &execution->tasks[i];
      g_autofree char *text = NULL;

      /* The text of one that has not ended is still its worker's, and what a cancelled one came
         to in the middle is not its result. */
      if (get_end_state (task) != ILV_STATE_CANCELLED)
        text = ilv_task_run_dup_result (task);
      else
        text = g_strdup (why);
      json_builder_begin_object (builder);
      ilv_json_set_integer (builder, "task", task->id);
      set_string (builder, "state", ilv_state_get_name (get_end_state (task)));
      if (text)
        set_string (builder, "text", text);
      if (task->retries > 0)
        ilv_json_set_integer (builder, "retried", task->retries);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_counters (JsonBuilder *builder, const IlvExecution *execution)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);

  json_builder_set_member_name (builder, "counters");
  json_builder_begin_object (builder);
  for (guint i = 0; i < execution->n_counters; i++)
    {
      IlvSharedCounter *counter = &execution->counters[i];

      json_builder_set_member_name (builder, ilv_scenario_get_counter_name (scenario, i));
      json_builder_begin_object (builder);
      pthread_mutex_lock (&counter->mutex);
      ilv_json_set_number (builder, "value", counter->value);
      ilv_json_set_integer (builder, "lost", counter->lost);
      pthread_mutex_unlock (&counter->mutex);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* Of what is not known nothing is said. */
static void
add_cost (JsonBuilder *builder, IlvWorkerCost *cost)
{
  gint64 creation = ilv_worker_cost_get_creation (cost);
  gint64 memory = ilv_worker_cost_get_memory (cost);
  gint64 run_queue = ilv_worker_cost_get_run_queue (cost);

  if (creation >= 0)
    ilv_json_set_number (builder, "creation_us", (double) creation / 1e3);
  if (memory >= 0)
    ilv_json_set_integer (builder, "worker_memory_bytes", (guint64) memory);
  if (run_queue >= 0)
    ilv_json_set_number (builder, "run_queue_wait_s", (double) run_queue / 1e9);
}

static void
add_usage (JsonBuilder *builder, const IlvExecution *execution, double wall)
{
  IlvUsage usage;

  ilv_usage_read (&usage);
  ilv_json_set_number (builder, "wall_s", wall);
  ilv_json_set_number (builder, "cpu_user_s", usage.cpu_user);
  ilv_json_set_number (builder, "cpu_system_s", usage.cpu_system);
  ilv_json_set_integer (builder, "peak_rss_bytes",
           usage.peak_rss + (execution ? execution->children_peak_rss : 0));
  ilv_json_set_integer (builder, "voluntary_switches", usage.voluntary_switches);
  ilv_json_set_integer (builder, "involuntary_switches", usage.involuntary_switches);
  ilv_json_set_integer (builder, "ipc_bytes", execution ? execution->ipc_bytes : 0);
  if (execution)
    add_cost (builder, execution->cost);
}

static void
add_deadlocks (JsonBuilder *builder, const IlvExecution *execution)
{
  g_autofree char *text = ilv_deadlocks_describe (execution->deadlocks);

  if (text)
    set_string (builder, "deadlock", text);
}

gboolean
ilv_report_write_line (int fd, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  gsize length = strlen (text), done = 0;

  while (done < length)
    {
      ssize_t n = write (fd, text + done, length - done);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        done += (gsize) n;
    }
  return TRUE;
}

gboolean
ilv_report_write (int fd, const IlvExecution *execution, double wall, const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  set_string (builder, "status", get_status (execution, error));
  if (error)
    set_string (builder, "error", error->message);
  add_usage (builder, execution, wall);
  if (execution)
    {
      add_tasks (builder, execution);
      add_results (builder, execution, error);
      add_counters (builder, execution);
      ilv_json_set_integer (builder, "workers", execution->n_workers);
      add_deadlocks (builder, execution);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  return ilv_report_write_line (fd, line);
}
