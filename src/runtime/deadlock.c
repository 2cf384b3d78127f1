/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/deadlock.h"

#include "runtime/loop.h"
#include "runtime/stop-alarm.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>

/* What a task waits for, in task->waits_for: a number of its own for each wait, so that two looks
   can tell whether it is still the same, and in the low bits its kind and index + 1; 0 there: it
   does not wait. */
#define WANTED_BITS 8
#define WANTED_MASK ((1u << WANTED_BITS) - 1)
G_STATIC_ASSERT (ILV_N_WANTED * ILV_MAX_OBJECTS < WANTED_MASK);

typedef struct
{
  IlvTaskRun *tasks[ILV_MAX_GIVERS]; /* a larger one is not looked for */
  guint n;
  uint64_t waits; /* tells these waits from others, also of the same tasks */
} Circle;

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

/* --- the graph, with the mutex ------------------------------------------------------------- */

static IlvWanted
get_wanted (IlvWorker *worker, const IlvTaskRun *task)
{
  guint place = (task->waits_for & WANTED_MASK) - 1;

  return ilv_wanted_get (worker, place / ILV_MAX_OBJECTS, place % ILV_MAX_OBJECTS);
}

static bool
add_task (Circle *circle, IlvTaskRun *task)
{
  for (guint i = 0; i < circle->n; i++)
    if (circle->tasks[i] == task)
      return true;
  if (circle->n == ILV_MAX_GIVERS)
    return false;
  circle->tasks[circle->n++] = task;
  return true;
}

/* Adds all that could give the task what it waits for. FALSE: it does not wait for anybody. */
static bool
add_givers (IlvWorker *worker, const IlvTaskRun *task, Circle *circle, bool *comes_back)
{
  uint32_t givers[ILV_MAX_GIVERS];
  IlvWanted wanted;
  guint n;

  if ((task->waits_for & WANTED_MASK) == 0)
    return false;
  wanted = get_wanted (worker, task);
  if (wanted.is_there (wanted.object))
    return false;
  n = ilv_wanted_get_givers (&wanted, worker->execution, givers);
  for (guint i = 0; i < n; i++)
    {
      IlvTaskRun *giver = &worker->execution->tasks[givers[i] - 1];

      *comes_back = *comes_back || giver == circle->tasks[0];
      if (!add_task (circle, giver))
        return false;
    }
  return n > 0;
}

/* The tasks of the circle that `task` is in, itself first; FALSE: it is in none. What they wait for
   changes hands without the mutex, so that a circle may be seen that never was at one time; of
   one whose waits are still the same at a later look, all of them lasted in between. */
static bool
find_circle (IlvWorker *worker, IlvTaskRun *task, Circle *circle)
{
  bool comes_back = false;

  *circle = (Circle){ .tasks = { task }, .n = 1 };
  for (guint i = 0; i < circle->n; i++)
    {
      if (!add_givers (worker, circle->tasks[i], circle, &comes_back))
        return false;
      circle->waits += ((uint64_t) circle->tasks[i]->id << 32 | circle->tasks[i]->waits_for)
                       * UINT64_C (0x9E3779B97F4A7C15);
    }
  return comes_back;
}

/* --- in words ----------------------------------------------------------------------------- */

static const char *
get_name (const IlvExecution *execution, const IlvTaskRun *task)
{
  return ilv_workload_get_task (execution->workload, task->id - 1)->name;
}

/* Where there are only locks, everybody holds what the one before waits for. */
static bool
is_chain_of_locks (IlvWorker *worker, const Circle *circle)
{
  for (guint i = 0; i < circle->n; i++)
    if (get_wanted (worker, circle->tasks[i]).kind != ILV_WANTED_LOCK)
      return false;
  return true;
}

static void
describe_lock (IlvWorker *worker, const Circle *circle, guint i, GString *text)
{
  IlvTaskRun *before = circle->tasks[(i + circle->n - 1) % circle->n];

  g_string_append_printf (text, _ ("%s holds %s and waits for %s"),
                          get_name (worker->execution, circle->tasks[i]),
                          get_wanted (worker, before).name,
                          get_wanted (worker, circle->tasks[i]).name);
}

/* Those who could give it, by name. (transfer full) */
static char *
list_givers (const IlvExecution *execution, const IlvWanted *wanted)
{
  GString *names = g_string_new (NULL);
  uint32_t givers[ILV_MAX_GIVERS];
  guint n = ilv_wanted_get_givers (wanted, execution, givers);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            get_name (execution, &execution->tasks[givers[i] - 1]));
  return g_string_free (names, FALSE);
}

static void
describe_wait (IlvWorker *worker, const IlvTaskRun *task, GString *text)
{
  IlvWanted wanted = get_wanted (worker, task);
  const char *name = get_name (worker->execution, task);
  g_autofree char *givers = list_givers (worker->execution, &wanted);

  switch (wanted.kind)
    {
    case ILV_WANTED_LOCK:
      /* Translators: a task, a lock, the task that holds it. */
      g_string_append_printf (text, _ ("%s waits for %s, which %s holds"), name, wanted.name,
                              givers);
      break;
    case ILV_WANTED_PERMIT:
      /* Translators: a task, a semaphore, the tasks that hold its permits. */
      g_string_append_printf (text, _ ("%s waits for a permit of %s, held by %s"), name,
                              wanted.name, givers);
      break;
    case ILV_WANTED_ITEM:
      /* Translators: a task, a queue, the tasks that put items into it. */
      g_string_append_printf (text, _ ("%s waits for an item in %s, which only %s could bring"),
                              name, wanted.name, givers);
      break;
    case ILV_WANTED_ROOM:
      /* Translators: a task, a queue, the tasks that take items out of it. */
      g_string_append_printf (text, _ ("%s waits for room in %s, which only %s could make"), name,
                              wanted.name, givers);
      break;
    case ILV_N_WANTED:
    default:
      g_assert_not_reached ();
    }
}

static char *
describe_circle (IlvWorker *worker, const Circle *circle)
{
  GString *text = g_string_new (_ ("Deadlock: "));
  bool locks = is_chain_of_locks (worker, circle);

  for (guint i = 0; i < circle->n; i++)
    {
      if (locks)
        describe_lock (worker, circle, i, text);
      else
        describe_wait (worker, circle->tasks[i], text);
      g_string_append (text, i + 1 < circle->n ? "; " : ".");
    }
  return g_string_free (text, FALSE);
}

static void
declare (IlvWorker *worker, const Circle *circle)
{
  GPtrArray *sentences = worker->execution->deadlocks->sentences;

  g_ptr_array_add (sentences, describe_circle (worker, circle));
  for (guint i = 0; i < circle->n; i++)
    circle->tasks[i]->deadlock = (uint16_t) MIN (sentences->len, UINT16_MAX);
}

/* --- waiting ------------------------------------------------------------------------------ */

static void
begin_wait (IlvExecution *execution, IlvTaskRun *task, const IlvWanted *wanted)
{
  pthread_mutex_lock (&execution->deadlocks->mutex);
  task->waits_for = ((task->waits_for >> WANTED_BITS) + 1) << WANTED_BITS
                    | (wanted->kind * ILV_MAX_OBJECTS + wanted->index + 1);
  pthread_mutex_unlock (&execution->deadlocks->mutex);
}

void
ilv_deadlock_end_wait (IlvExecution *execution, IlvTaskRun *task)
{
  pthread_mutex_lock (&execution->deadlocks->mutex);
  task->waits_for &= ~WANTED_MASK;
  pthread_mutex_unlock (&execution->deadlocks->mutex);
}

static bool
is_in_circle (IlvWorker *worker, IlvTaskRun *task)
{
  Circle circle;
  bool found;

  pthread_mutex_lock (&worker->execution->deadlocks->mutex);
  found = find_circle (worker, task, &circle);
  pthread_mutex_unlock (&worker->execution->deadlocks->mutex);
  return found;
}

static void
record_mark (IlvWorker *worker, const IlvTaskRun *task, uint32_t object)
{
  ilv_record (&worker->recorder, ILV_RECORD_MARK, task->id, ILV_MARK_DEADLOCK, object);
}

/* --- threads ------------------------------------------------------------------------------ */

/* What a thread waits for: what it wants, or the circle it waits in to be broken. */
typedef struct
{
  const IlvWanted *wanted;
  IlvWorker *worker;
  IlvTaskRun *task;
  gint64 since;   /* us; that circle was first seen; 0: there is none */
  uint64_t waits; /* Circle.waits */
  bool broken;
} Wait;

static void
look (Wait *wait)
{
  pthread_mutex_t *mutex = &wait->worker->execution->deadlocks->mutex;
  gint64 now = g_get_monotonic_time ();
  Circle circle;

  pthread_mutex_lock (mutex);
  if (wait->task->deadlock != 0 || !find_circle (wait->worker, wait->task, &circle))
    wait->since = 0;
  else if (wait->since == 0 || circle.waits != wait->waits)
    {
      wait->since = now;
      wait->waits = circle.waits;
    }
  else if (now - wait->since >= ILV_DEADLOCK_MS * 1000)
    declare (wait->worker, &circle);
  wait->broken = wait->task->deadlock != 0;
  pthread_mutex_unlock (mutex);
}

static bool
is_over (void *data)
{
  Wait *wait = data;

  look (wait);
  return wait->broken || wait->wanted->is_there (wait->wanted->object);
}

bool
ilv_deadlock_wait (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted)
{
  Wait wait = { .wanted = wanted, .worker = worker, .task = task };
  bool got;

  begin_wait (worker->execution, task, wanted);
  /* Only who closes a circle has to see whether it lasts. */
  got = ilv_waiters_wait_and_look (wanted->waiters, wanted->mutex, worker, task, is_over, &wait,
                                   is_in_circle (worker, task))
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

/* --- coroutines --------------------------------------------------------------------------- */

static void
release (IlvWorker *worker, const Circle *circle)
{
  for (guint i = 0; i < circle->n; i++)
    {
      IlvTaskRun *task = circle->tasks[i];
      IlvWanted wanted = get_wanted (worker, task);

      record_mark (worker, task, wanted.id);
      ilv_deadlock_end_wait (worker->execution, task);
      pthread_mutex_lock (wanted.mutex);
      ilv_waiters_take_out (wanted.waiters, task);
      pthread_mutex_unlock (wanted.mutex);
      ilv_loop_wake (worker->loop, task);
    }
}

/* When a circle has stood for long enough: breaks all there are. */
static void
break_all (IlvLoop *loop)
{
  IlvWorker *worker = ilv_loop_get_worker (loop);
  IlvExecution *execution = worker->execution;

  for (guint i = 0; i < execution->n_tasks; i++)
    {
      Circle circle;
      bool found;

      pthread_mutex_lock (&execution->deadlocks->mutex);
      found = execution->tasks[i].deadlock == 0
              && find_circle (worker, &execution->tasks[i], &circle);
      if (found)
        declare (worker, &circle);
      pthread_mutex_unlock (&execution->deadlocks->mutex);
      if (found)
        release (worker, &circle);
    }
}

void
ilv_deadlock_suspend (IlvWorker *worker, IlvTaskRun *task, const IlvWanted *wanted)
{
  begin_wait (worker->execution, task, wanted);
  if (is_in_circle (worker, task))
    ilv_loop_call_later (worker->loop, ILV_DEADLOCK_MS, break_all);
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
