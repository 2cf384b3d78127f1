/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/deadlock.h"

#include "runtime/loop.h"
#include "runtime/shared-queue.h"
#include "runtime/stop-alarm.h"
#include "runtime/wait-graph.h"

#include <pthread.h>
#include <string.h>

/* A circle that an event loop has seen. */
typedef struct
{
  uint64_t waits; /* IlvCircle.waits */
  gint64 since;   /* us */
  bool found;     /* in this look as well */
} Sighting;

struct _IlvDeadlocks
{
  pthread_mutex_t mutex; /* guards the wait-for graph, and the rest */
  GPtrArray *sentences;  /* element-type utf8 */
  GArray *sightings;     /* of Sighting */
};

IlvDeadlocks *
ilv_deadlocks_new (void)
{
  IlvDeadlocks *deadlocks = g_new0 (IlvDeadlocks, 1);

  pthread_mutex_init (&deadlocks->mutex, NULL);
  deadlocks->sentences = g_ptr_array_new_with_free_func (g_free);
  deadlocks->sightings = g_array_new (FALSE, FALSE, sizeof (Sighting));
  return deadlocks;
}

void
ilv_deadlocks_free (IlvDeadlocks *deadlocks)
{
  if (!deadlocks)
    return;
  pthread_mutex_destroy (&deadlocks->mutex);
  g_ptr_array_unref (deadlocks->sentences);
  g_array_unref (deadlocks->sightings);
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

/* --- with the mutex ----------------------------------------------------------------------- */

/* Its number, from 1. Many may wait in vain for the same. */
static guint
add_sentence (IlvDeadlocks *deadlocks, char *sentence)
{
  for (guint i = 0; i < deadlocks->sentences->len; i++)
    if (strcmp (deadlocks->sentences->pdata[i], sentence) == 0)
      {
        g_free (sentence);
        return i + 1;
      }
  g_ptr_array_add (deadlocks->sentences, sentence);
  return deadlocks->sentences->len;
}

/* One that has not begun does so when the others have failed. */
static void
declare (IlvWorker *worker, const IlvCircle *circle)
{
  guint sentence
    = add_sentence (worker->execution->deadlocks, ilv_circle_describe (circle, worker));

  for (guint i = 0; i < circle->n; i++)
    if (ilv_wait_graph_is_waiting (circle->tasks[i]))
      circle->tasks[i]->deadlock = (uint16_t) MIN (sentence, UINT16_MAX);
}

/* Whether the circle was seen for the first time long enough ago. */
static bool
has_lasted (IlvDeadlocks *deadlocks, const IlvCircle *circle)
{
  gint64 now = g_get_monotonic_time ();
  Sighting first = { circle->waits, now, true };

  for (guint i = 0; i < deadlocks->sightings->len; i++)
    {
      Sighting *sighting = &g_array_index (deadlocks->sightings, Sighting, i);

      if (sighting->waits != circle->waits)
        continue;
      sighting->found = true;
      return now - sighting->since >= ILV_DEADLOCK_MS * 1000;
    }
  g_array_append_val (deadlocks->sightings, first);
  return false;
}

/* FALSE: all circles that were seen are there no more. */
static bool
forget_sightings (IlvDeadlocks *deadlocks)
{
  for (guint i = deadlocks->sightings->len; i-- > 0;)
    {
      Sighting *sighting = &g_array_index (deadlocks->sightings, Sighting, i);

      if (sighting->found)
        sighting->found = false;
      else
        g_array_remove_index_fast (deadlocks->sightings, i);
    }
  return deadlocks->sightings->len > 0;
}

/* --- waiting ------------------------------------------------------------------------------ */

static void
begin_wait (IlvExecution *execution, IlvTaskRun *task, const IlvWanted *wanted)
{
  pthread_mutex_lock (&execution->deadlocks->mutex);
  ilv_wait_graph_enter (task, wanted);
  pthread_mutex_unlock (&execution->deadlocks->mutex);
}

void
ilv_deadlock_end_wait (IlvExecution *execution, IlvTaskRun *task)
{
  pthread_mutex_lock (&execution->deadlocks->mutex);
  ilv_wait_graph_leave (task);
  pthread_mutex_unlock (&execution->deadlocks->mutex);
}

static void
record_mark (IlvWorker *worker, const IlvTaskRun *task, uint32_t object)
{
  ilv_record (&worker->recorder, ILV_RECORD_MARK, task->id, ILV_MARK_DEADLOCK, object);
}

/* --- coroutines --------------------------------------------------------------------------- */

/* With its mutexes, because a thread in the background may be giving the task what it waits for. */
static bool
take_out_of_line (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted)
{
  bool waits;

  pthread_mutex_lock (wanted->mutex);
  pthread_mutex_lock (&worker->execution->deadlocks->mutex);
  waits = ilv_wait_graph_is_waiting (task);
  ilv_wait_graph_leave (task);
  pthread_mutex_unlock (&worker->execution->deadlocks->mutex);
  if (waits)
    ilv_waiters_take_out (wanted->waiters, task);
  pthread_mutex_unlock (wanted->mutex);
  return waits;
}

/* One whose circle was broken goes on, to its error. */
static void
release (IlvWorker *worker, IlvTaskRun *task)
{
  IlvWanted wanted;
  bool is_broken;

  pthread_mutex_lock (&worker->execution->deadlocks->mutex);
  is_broken = task->deadlock != 0 && ilv_wait_graph_is_waiting (task) && !task->background;
  if (is_broken)
    wanted = ilv_wait_graph_get_wanted (worker, task);
  pthread_mutex_unlock (&worker->execution->deadlocks->mutex);
  if (!is_broken || !take_out_of_line (worker, task, &wanted))
    return;
  record_mark (worker, task, wanted.id);
  ilv_loop_wake (worker->loop, task);
}

/* What is there is about to be taken by somebody who was woken, and the others go on waiting. */
static bool
is_in_transit (IlvWorker *worker, const IlvTaskRun *task)
{
  IlvWanted wanted = ilv_wait_graph_get_wanted (worker, task);

  return wanted.is_there (wanted.object);
}

/* Breaks every circle that has stood for long enough. Whether a thread is to hear of it, and
   whether it is too early to see all. */
static void
break_circles (IlvWorker *worker, bool *has_thread, bool *too_early)
{
  IlvExecution *execution = worker->execution;

  for (guint i = 0; i < execution->n_tasks; i++)
    {
      IlvTaskRun *task = &execution->tasks[i];
      IlvCircle circle;

      if (!ilv_wait_graph_is_waiting (task) || task->deadlock != 0)
        continue;
      *too_early = *too_early || is_in_transit (worker, task);
      if (!ilv_wait_graph_find_circle (worker, task, &circle)
          || !has_lasted (execution->deadlocks, &circle))
        continue;
      declare (worker, &circle);
      *has_thread = *has_thread || circle.has_thread;
    }
}

static void
look_at_all (IlvLoop *loop)
{
  IlvWorker *worker = ilv_loop_get_worker (loop);
  IlvExecution *execution = worker->execution;
  bool has_thread = false, again = false;

  pthread_mutex_lock (&execution->deadlocks->mutex);
  break_circles (worker, &has_thread, &again);
  again = forget_sightings (execution->deadlocks) || again;
  pthread_mutex_unlock (&execution->deadlocks->mutex);
  for (guint i = 0; i < execution->n_tasks; i++)
    release (worker, &execution->tasks[i]);
  if (again)
    ilv_loop_call_later (loop, ILV_DEADLOCK_MS, look_at_all);
  if (has_thread)
    ilv_stop_alarm_ring (execution->stop_alarm);
}

void
ilv_deadlock_suspend (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted)
{
  IlvDeadlocks *deadlocks = worker->execution->deadlocks;
  IlvCircle circle;
  bool found;

  pthread_mutex_lock (&deadlocks->mutex);
  ilv_wait_graph_enter (task, wanted);
  found = ilv_wait_graph_find_circle (worker, task, &circle);
  if (found)
    has_lasted (deadlocks, &circle);
  pthread_mutex_unlock (&deadlocks->mutex);
  if (found)
    ilv_loop_call_later (worker->loop, ILV_DEADLOCK_MS, look_at_all);
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
  task->pending = NULL;
  ilv_task_run_fail (task, sentence);
  return true;
}

/* --- threads ------------------------------------------------------------------------------ */

/* What a thread waits for: what it wants, or the circle it waits in to be broken. */
typedef struct
{
  const IlvWanted *wanted;
  IlvWorker *worker;
  IlvTaskRun *task;
  gint64 since;   /* us; that circle was first seen; 0: there is none */
  uint64_t waits; /* IlvCircle.waits */
  bool looks;     /* whether it lasts */
  bool broken;
} Wait;

/* With the mutex. Whether it has broken a circle. */
static bool
look_at_own (Wait *wait)
{
  gint64 now = g_get_monotonic_time ();
  IlvCircle circle;

  wait->looks = wait->task->deadlock == 0
                && ilv_wait_graph_find_circle (wait->worker, wait->task, &circle);
  if (!wait->looks)
    wait->since = 0;
  else if (wait->since == 0 || circle.waits != wait->waits)
    {
      wait->since = now;
      wait->waits = circle.waits;
    }
  else if (now - wait->since >= ILV_DEADLOCK_MS * 1000)
    {
      declare (wait->worker, &circle);
      return true;
    }
  return false;
}

static bool
is_over (void *data)
{
  Wait *wait = data;
  IlvExecution *execution = wait->worker->execution;
  bool broke;

  pthread_mutex_lock (&execution->deadlocks->mutex);
  broke = look_at_own (wait);
  wait->broken = wait->task->deadlock != 0;
  pthread_mutex_unlock (&execution->deadlocks->mutex);
  /* Coroutines may be in it, too. */
  if (broke && execution->loop)
    ilv_loop_call_from_thread (execution->loop, look_at_all);
  return wait->broken || wait->wanted->is_there (wait->wanted->object);
}

bool
ilv_deadlock_wait (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted)
{
  Wait wait = { .wanted = wanted, .worker = worker, .task = task };
  bool got;

  begin_wait (worker->execution, task, wanted);
  /* Only who closes a circle has to see whether it lasts, or hears that somebody's end did. */
  got = ilv_waiters_wait_and_look (wanted->waiters, wanted->mutex, worker, task, is_over, &wait,
                                   &wait.looks)
        && !wait.broken;
  ilv_deadlock_end_wait (worker->execution, task);
  if (wait.broken)
    record_mark (worker, task, wanted->id);
  if (!got && wanted->is_there (wanted->object))
    ilv_waiters_wake_thread (wanted->waiters, worker, wanted->id); /* woken, but it leaves */
  return got;
}

IlvOutcome
ilv_deadlock_give_up (IlvWorker *worker, IlvTaskRun *task)
{
  if (!ilv_deadlock_take_error (worker, task))
    return ILV_OUTCOME_CANCELLED;
  /* The others of a circle that was broken are to know, too. */
  ilv_stop_alarm_ring (worker->execution->stop_alarm);
  return ILV_OUTCOME_FAILED;
}

/* --- ends --------------------------------------------------------------------------------- */

/* Whether one more end of a task may leave nobody for those that wait there. */
static bool
may_matter (const IlvExecution *execution, guint queue, IlvWantedKind kind, const IlvTaskRun *task)
{
  if (ilv_queue_is_used (execution, queue, kind, task->id))
    return true;
  /* A thread in the background waits for the end of all of them, if they can be looked through. */
  return kind == ILV_WANTED_ITEM && execution->n_background > 0 && !task->background
         && execution->n_tasks - execution->n_background <= ILV_MAX_GIVERS;
}

void
ilv_deadlock_note_end (IlvWorker *worker, const IlvTaskRun *task)
{
  IlvExecution *execution = worker->execution;
  guint n = ilv_scenario_get_n_queues (ilv_workload_get_scenario (execution->workload));
  bool has_coroutine = false;

  if (worker->isolated || execution->process_queues || ilv_execution_is_stopping (execution))
    return;
  for (guint i = 0; i < n; i++)
    for (IlvWantedKind kind = ILV_WANTED_ITEM; kind <= ILV_WANTED_ROOM; kind++)
      if (may_matter (execution, i, kind, task)
          && ilv_shared_queue_look_again (&execution->queues[i], kind))
        has_coroutine = true;
  if (!has_coroutine || !execution->loop)
    return;
  if (worker->loop)
    look_at_all (worker->loop);
  else
    ilv_loop_call_from_thread (execution->loop, look_at_all);
}
