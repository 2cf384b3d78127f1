/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a circle of waits is, as a sentence. */
#include "runtime/wait-graph.h"

#include <glib/gi18n-lib.h>

static const char *
get_name (const IlvExecution *execution, const IlvTaskRun *task)
{
  return ilv_workload_get_task (execution->workload, task->id - 1)->name;
}

/* By name, and of those that failed that they did. (transfer full) */
static char *
list_tasks (const IlvExecution *execution, const uint32_t *tasks, int n)
{
  GString *names = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    {
      const IlvTaskRun *task = &execution->tasks[tasks[i] - 1];
      const char *name = get_name (execution, task);

      if (i > 0)
        g_string_append (names, ", ");
      if (ilv_task_run_get_state (task) == ILV_STATE_FAILED)
        g_string_append_printf (names, _ ("%s (failed)"), name);
      else
        g_string_append (names, name);
    }
  return g_string_free (names, FALSE);
}

/* Where there are only locks, everybody holds what the one before waits for. */
static bool
is_chain_of_locks (IlvWorker *worker, const IlvCircle *circle)
{
  for (guint i = 0; i < circle->n; i++)
    if (!ilv_wait_graph_is_waiting (circle->tasks[i])
        || ilv_wait_graph_get_wanted (worker, circle->tasks[i]).kind != ILV_WANTED_LOCK)
      return false;
  return true;
}

static void
describe_lock (IlvWorker *worker, const IlvCircle *circle, guint i, GString *text)
{
  IlvTaskRun *before = circle->tasks[(i + circle->n - 1) % circle->n];

  g_string_append_printf (text, _ ("%s holds %s and waits for %s"),
                          get_name (worker->execution, circle->tasks[i]),
                          ilv_wait_graph_get_wanted (worker, before).name,
                          ilv_wait_graph_get_wanted (worker, circle->tasks[i]).name);
}

static void
describe_item (const IlvTaskRun *task, const char *name, const IlvWanted *wanted,
               const char *givers, GString *text)
{
  if (task->background)
    /* Translators: a thread in the background, a queue, tasks. */
    g_string_append_printf (text, _ ("%s waits at %s for something to do or the end of %s"), name,
                            wanted->name, givers);
  else
    /* Translators: a task, a queue, the tasks that put items into it. */
    g_string_append_printf (text, _ ("%s waits for an item in %s, which only %s could bring"),
                            name, wanted->name, givers);
}

static void
describe_wanted (IlvWorker *worker, const IlvTaskRun *task, const char *givers, GString *text)
{
  IlvWanted wanted = ilv_wait_graph_get_wanted (worker, task);
  const char *name = get_name (worker->execution, task);

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
      describe_item (task, name, &wanted, givers, text);
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

static void
describe_wait (IlvWorker *worker, const IlvTaskRun *task, GString *text)
{
  uint32_t tasks[ILV_MAX_GIVERS];
  int n = ilv_wait_graph_get_givers (worker, task, tasks);
  g_autofree char *givers = list_tasks (worker->execution, tasks, n);

  if (ilv_wait_graph_is_waiting (task))
    describe_wanted (worker, task, givers, text);
  else
    /* Translators: a task that no thread is free for, the tasks that have them all. */
    g_string_append_printf (text, _ ("%s cannot begin before one of these ends: %s"),
                            get_name (worker->execution, task), givers);
}

/* The same for all that wait for it. */
static char *
describe_hopeless (IlvWorker *worker, const IlvTaskRun *task)
{
  IlvWanted wanted = ilv_wait_graph_get_wanted (worker, task);
  uint32_t users[ILV_MAX_GIVERS];
  int n = ilv_wanted_get_users (&wanted, worker->execution, users);
  g_autofree char *names = list_tasks (worker->execution, users, n);

  if (n == 0)
    return g_strdup_printf (wanted.kind == ILV_WANTED_ITEM
                              ? _ ("Deadlock: %s is empty, and no task puts anything in.")
                              : _ ("Deadlock: %s is full, and no task takes anything out."),
                            wanted.name);
  return g_strdup_printf (
    wanted.kind == ILV_WANTED_ITEM
      /* Translators: a queue, the tasks that put items into it. */
      ? _ ("Deadlock: %s is empty, and all that could put something in have ended: %s.")
      /* Translators: a queue, the tasks that take items out of it. */
      : _ ("Deadlock: %s is full, and all that could take something out have ended: %s."),
    wanted.name, names);
}

char *
ilv_circle_describe (const IlvCircle *circle, IlvWorker *worker)
{
  GString *text;
  bool locks;

  if (circle->hopeless)
    return describe_hopeless (worker, circle->tasks[0]);
  text = g_string_new (_ ("Deadlock: "));
  locks = is_chain_of_locks (worker, circle);
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
