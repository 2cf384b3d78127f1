/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/deadlock.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>

/* A longer circle is not looked for. */
#define MAX_CIRCLE 64

struct _IlvDeadlocks
{
  pthread_mutex_t mutex; /* guards what tasks wait for, and the rest */
  GPtrArray *sentences; /* element-type utf8 */
};

IlvDeadlocks *
ilv_deadlocks_new (void)
{
  IlvDeadlocks *deadlocks = g_new0 (IlvDeadlocks, 1);

  pthread_mutex_init (&deadlocks->mutex, NULL);
  deadlocks->sentences = g_ptr_array_new_with_free_func (g_free);
  return deadlocks;
}

void
ilv_deadlocks_free (IlvDeadlocks *deadlocks)
{
  if (!deadlocks)
    return;
  pthread_mutex_destroy (&deadlocks->mutex);
  g_ptr_array_unref (deadlocks->sentences);
  g_free (deadlocks);
}

char *
ilv_deadlocks_describe (IlvDeadlocks *deadlocks)
{
  GString *text;

  pthread_mutex_lock (&deadlocks->mutex);
  text = deadlocks->sentences->len > 0 ? g_string_new (NULL) : NULL;
  for (guint i = 0; i < deadlocks->sentences->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) deadlocks->sentences->pdata[i]);
  pthread_mutex_unlock (&deadlocks->mutex);
  return text ? g_string_free (text, FALSE) : NULL;
}

/* The tasks of the circle that `task` is in, itself first; their number, 0 when it is in none. With
   the mutex. A lock changes hands without it, so that a circle may be seen that never was at one
   time; one that is seen again later stands. */
static guint
find_circle (IlvWorker *worker, IlvTaskRun *task, IlvTaskRun **circle)
{
  IlvTaskRun *at = task;
  guint n = 0;

  do
    {
      uint32_t holder;

      if (at->waits_for == 0 || n == MAX_CIRCLE)
        return 0;
      circle[n++] = at;
      holder = atomic_load (&worker->locks[at->waits_for - 1].holder_task);
      if (holder == 0)
        return 0;
      at = &worker->execution->tasks[holder - 1];
    }
  while (at != task);
  return n;
}

static char *
describe_circle (IlvExecution *execution, IlvTaskRun **circle, guint n)
{
  IlvScenario *scenario = ilv_workload_get_scenario (execution->workload);
  GString *text = g_string_new (_ ("Deadlock: "));

  for (guint i = 0; i < n; i++)
    {
      IlvTaskRun *before = circle[(i + n - 1) % n];

      g_string_append_printf (
        text, _ ("%s holds %s and waits for %s"),
        ilv_workload_get_task (execution->workload, circle[i]->id - 1)->name,
        ilv_scenario_get_lock_name (scenario, before->waits_for - 1u),
        ilv_scenario_get_lock_name (scenario, circle[i]->waits_for - 1u));
      g_string_append (text, i + 1 < n ? "; " : ".");
    }
  return g_string_free (text, FALSE);
}

static void
declare (IlvWorker *worker, IlvTaskRun **circle, guint n)
{
  GPtrArray *sentences = worker->execution->deadlocks->sentences;

  g_ptr_array_add (sentences, describe_circle (worker->execution, circle, n));
  for (guint i = 0; i < n; i++)
    {
      circle[i]->deadlock = (uint16_t) MIN (sentences->len, UINT16_MAX);
      ilv_record (&worker->recorder, ILV_RECORD_MARK, circle[i]->id, ILV_MARK_DEADLOCK,
                  worker->locks[circle[i]->waits_for - 1].id);
    }
}

void
ilv_deadlock_begin_wait (IlvWorker *worker, IlvTaskRun *task, guint lock)
{
  pthread_mutex_lock (&worker->execution->deadlocks->mutex);
  task->waits_for = (uint16_t) (lock + 1);
  pthread_mutex_unlock (&worker->execution->deadlocks->mutex);
}

void
ilv_deadlock_end_wait (IlvWorker *worker, IlvTaskRun *task)
{
  pthread_mutex_lock (&worker->execution->deadlocks->mutex);
  task->waits_for = 0;
  pthread_mutex_unlock (&worker->execution->deadlocks->mutex);
}

bool
ilv_deadlock_look (IlvWorker *worker, IlvTaskRun *task, int64_t *since)
{
  pthread_mutex_t *mutex = &worker->execution->deadlocks->mutex;
  gint64 now = g_get_monotonic_time ();
  IlvTaskRun *circle[MAX_CIRCLE];
  bool broken;
  guint n;

  pthread_mutex_lock (mutex);
  n = task->deadlock ? 0 : find_circle (worker, task, circle);
  if (n == 0)
    *since = 0;
  else if (*since == 0)
    *since = now;
  else if (now - *since >= ILV_DEADLOCK_MS * 1000)
    declare (worker, circle, n);
  broken = task->deadlock != 0;
  pthread_mutex_unlock (mutex);
  return broken;
}

bool
ilv_deadlock_is_in_circle (IlvWorker *worker, IlvTaskRun *task)
{
  IlvTaskRun *circle[MAX_CIRCLE];
  guint n;

  pthread_mutex_lock (&worker->execution->deadlocks->mutex);
  n = find_circle (worker, task, circle);
  pthread_mutex_unlock (&worker->execution->deadlocks->mutex);
  return n > 0;
}

void
ilv_deadlock_break_all (IlvWorker *worker, IlvDeadlockRelease release)
{
  IlvExecution *execution = worker->execution;

  for (guint i = 0; i < execution->n_tasks; i++)
    {
      IlvTaskRun *circle[MAX_CIRCLE];
      guint n = 0;

      pthread_mutex_lock (&execution->deadlocks->mutex);
      if (execution->tasks[i].deadlock == 0)
        n = find_circle (worker, &execution->tasks[i], circle);
      if (n > 0)
        declare (worker, circle, n);
      pthread_mutex_unlock (&execution->deadlocks->mutex);
      for (guint j = 0; j < n; j++)
        {
          guint lock = circle[j]->waits_for - 1u;

          ilv_deadlock_end_wait (worker, circle[j]);
          release (worker, circle[j], lock);
        }
    }
}

bool
ilv_deadlock_take_error (IlvWorker *worker, IlvTaskRun *task)
{
  IlvDeadlocks *deadlocks = worker->execution->deadlocks;
  char *sentence = NULL;

  pthread_mutex_lock (&deadlocks->mutex);
  if (task->deadlock)
    sentence = g_strdup (deadlocks->sentences->pdata[task->deadlock - 1]);
  task->deadlock = 0;
  pthread_mutex_unlock (&deadlocks->mutex);
  if (!sentence)
    return false;
  ilv_task_run_fail (task, sentence);
  return true;
}
