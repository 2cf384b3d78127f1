/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/loop-private.h"

#include "runtime/link.h"
#include "runtime/loop-curl.h"
#include "runtime/worker-cost.h"
#include "runtime/worker.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <malloc.h>

/* A smaller change of the lag is not worth a record. */
#define LAG_STEP (250 * 1000)

static _Thread_local bool runs_loop;

gint64
ilv_loop_now (void)
{
  return (gint64) uv_hrtime ();
}

/* --- making and freeing ------------------------------------------------------------------- */

static bool
has_begun (const IlvTaskRun *task)
{
  return task->suspended || task->pc > 0;
}

/* Those that have ended are in no queue any more. */
static void
forget_ended (IlvLoop *loop)
{
  IlvWaiters old[] = { loop->batch, loop->ready, loop->permit_waiters };
  IlvWaiters *queues[] = { &loop->ready, &loop->ready, &loop->permit_waiters };
  IlvTaskRun *task;

  loop->batch = loop->ready = loop->permit_waiters = (IlvWaiters){ 0 };
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    while ((task = ilv_waiters_take_first (&old[i])))
      if (ilv_task_run_get_state (task) == ILV_STATE_NONE)
        ilv_waiters_append (queues[i], task);
}

void
ilv_loop_cancel_queued (IlvLoop *loop)
{
  IlvExecution *execution = loop->worker->execution;

  for (guint i = 0; i < execution->n_tasks; i++)
    {
      IlvTaskRun *task = &execution->tasks[i];

      if (task->background || ilv_task_run_get_state (task) != ILV_STATE_NONE || has_begun (task))
        continue;
      ilv_task_run_end (task, loop->worker, ILV_STATE_CANCELLED);
      loop->n_alive--;
    }
  forget_ended (loop);
}

static void
announce_limit (IlvLoop *loop)
{
  IlvRecorder *recorder = &loop->worker->recorder;

  if (loop->limit == 0 || !loop->worker->execution->area)
    return;
  loop->limit_lock = ilv_area_new_lock_id (loop->worker->execution->area);
  ilv_record (recorder, ILV_RECORD_LOCK, loop->limit_lock, ILV_LOCK_SEMAPHORE,
              loop->limit);
  ilv_recorder_name (recorder, ILV_RECORD_NAME_LOCK, loop->limit_lock, "limit");
}

IlvLoop *
ilv_loop_new (IlvWorker *worker, guint limit, GError **error)
{
  g_autofree IlvLoop *loop = g_new0 (IlvLoop, 1);
  int result;

  loop->worker = worker;
  loop->limit = limit;
  loop->holds_gil = true;
  result = uv_loop_init (&loop->uv);
  if (result < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The event loop could not be made: %s."), uv_strerror (result));
      return NULL;
    }
  result = ilv_loop_start_handles (loop);
  if (result < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The event loop cannot watch for a stop: %s."), uv_strerror (result));
      ilv_loop_free (g_steal_pointer (&loop));
      return NULL;
    }
  announce_limit (loop);
  return g_steal_pointer (&loop);
}

static void
close_handle (uv_handle_t *handle, void *unused)
{
  if (!uv_is_closing (handle))
    uv_close (handle, NULL);
}

void
ilv_loop_free (IlvLoop *loop)
{
  if (!loop)
    return;
  g_clear_pointer (&loop->curl, ilv_loop_curl_free);
  ilv_links_close (loop->worker);
  uv_walk (&loop->uv, close_handle, NULL);
  uv_run (&loop->uv, UV_RUN_DEFAULT);
  if (uv_loop_close (&loop->uv) != 0)
    g_assert_not_reached ();
  ilv_loop_inbox_clear (&loop->inbox);
  ilv_timer_heap_clear (&loop->timers);
  g_free (loop);
}

/* --- waking ------------------------------------------------------------------------------- */

void
ilv_loop_wake (IlvLoop *loop, IlvTaskRun *task)
{
  /* A task cancelled in its wait may have been woken already. */
  if (task->ready)
    return;
  ilv_record_task (&loop->worker->recorder, task->id, ILV_STATE_READY, 0);
  task->ready = true;
  ilv_waiters_append (&loop->ready, task);
}

void
ilv_loop_wake_from_thread (IlvLoop *loop, IlvTaskRun *task)
{
  ilv_loop_inbox_put (&loop->inbox, task);
}

void
ilv_loop_call_from_thread (IlvLoop *loop, IlvLoopCall call)
{
  ilv_loop_inbox_ask (&loop->inbox, call);
}

void
ilv_loop_forget_wake (IlvLoop *loop, IlvTaskRun *task)
{
  ilv_loop_inbox_take_out (&loop->inbox, task);
}

/* The ticket in task->pending tells an entry that is still waited for from a forgotten one. */
void
ilv_loop_wake_at (IlvLoop *loop, IlvTaskRun *task, gint64 deadline)
{
  task->pending = GSIZE_TO_POINTER (ilv_timer_heap_push (&loop->timers, deadline, task));
}

void
ilv_loop_forget_deadline (IlvLoop *loop, IlvTaskRun *task)
{
  task->pending = NULL;
}

static void
on_later (uv_timer_t *handle)
{
  IlvLoop *loop = handle->data;

  ilv_loop_enter (loop);
  loop->call (loop);
}

void
ilv_loop_call_later (IlvLoop *loop, guint ms, IlvLoopCall call)
{
  if (uv_is_active ((uv_handle_t *) &loop->later))
    return;
  loop->call = call;
  uv_update_time (&loop->uv);
  uv_timer_start (&loop->later, on_later, ms, 0);
}

/* How late the latest of those due is, ns; 0 when none is. */
static gint64
wake_due (IlvLoop *loop, gint64 now)
{
  const IlvTimerEntry *first;
  gint64 late = 0;

  while ((first = ilv_timer_heap_peek (&loop->timers)) && first->deadline <= now)
    {
      IlvTimerEntry entry = ilv_timer_heap_pop (&loop->timers);
      IlvTaskRun *task = entry.data;

      if (GPOINTER_TO_SIZE (task->pending) != entry.ticket)
        continue;
      task->pending = NULL;
      late = MAX (late, now - entry.deadline);
      ilv_loop_wake (loop, task);
    }
  return late;
}

/* --- the limit ---------------------------------------------------------------------------- */

/* That it takes a permit or drops it. */
static void
record_permit (IlvLoop *loop, IlvRecordKind kind, IlvTaskRun *task)
{
  if (loop->limit > 0)
    ilv_record (&loop->worker->recorder, kind, loop->limit_lock, 0, (uint64_t) task->id << 32);
}

/* A task that was given a permit but has not begun carries the loop in `pending`. */
static bool
get_permit (IlvLoop *loop, IlvTaskRun *task)
{
  if (loop->limit == 0 || task->pending == loop)
    task->pending = NULL;
  else if (loop->n_under_way < loop->limit && !loop->permit_waiters.head)
    loop->n_under_way++;
  else
    {
      ilv_record_task (&loop->worker->recorder, task->id, ILV_STATE_WAITING_LOCK,
                       loop->limit_lock);
      ilv_waiters_append (&loop->permit_waiters, task);
      return false;
    }
  record_permit (loop, ILV_RECORD_LOCK_TAKE, task);
  return true;
}

static void
give_permit_back (IlvLoop *loop, IlvTaskRun *task)
{
  IlvTaskRun *next;

  record_permit (loop, ILV_RECORD_LOCK_DROP, task);
  /* In the end nobody who waits begins any more. */
  if (loop->limit == 0 || loop->cancelled)
    return;
  next = ilv_waiters_take_first (&loop->permit_waiters);
  if (!next)
    {
      loop->n_under_way--;
      return;
    }
  next->pending = loop; /* goes from hand to hand */
  ilv_record (&loop->worker->recorder, ILV_RECORD_WAKE, next->id, 0,
              (uint64_t) loop->limit_lock << 32);
  ilv_loop_wake (loop, next);
}

/* --- turns -------------------------------------------------------------------------------- */

void
ilv_loop_add (IlvLoop *loop, IlvTaskRun *task)
{
  loop->n_alive++;
  task->ready = true;
  ilv_waiters_append (&loop->ready, task);
}

static void
run_task (IlvLoop *loop, IlvTaskRun *task)
{
  IlvOutcome outcome;

  task->ready = false;
  if (!has_begun (task) && !get_permit (loop, task))
    return;
  ilv_worker_set_running (loop->worker, task);
  outcome = ilv_interpreter_run (loop->worker, task);
  if (outcome == ILV_OUTCOME_SUSPENDED)
    return;
  ilv_task_run_end (task, loop->worker, ilv_outcome_get_end_state (outcome));
  loop->n_alive--;
  give_permit_back (loop, task);
}

/* Returns how long the turn was, ns: a timer that came due at its beginning, as one that is set to
   probe the loop, is seen so much later, and no task of the turn stood ready for longer. */
static gint64
run_batch (IlvLoop *loop, gint64 began)
{
  IlvTaskRun *task;

  loop->batch = loop->ready;
  loop->ready = (IlvWaiters){ 0 };
  while ((loop->cancelled || !ilv_execution_is_stopping (loop->worker->execution))
         && (task = ilv_waiters_take_first (&loop->batch)))
    run_task (loop, task);
  return ilv_loop_now () - began;
}

static void
record_lag (IlvLoop *loop, gint64 lag)
{
  if (lag <= loop->lag && lag > loop->lag - LAG_STEP)
    return;
  loop->lag = lag;
  ilv_recorder_set_counter (&loop->worker->recorder, ILV_COUNTER_LOOP_LAG, lag);
}

static void
make_turn (IlvLoop *loop)
{
  gint64 now, late, waited;

  ilv_loop_poll (loop);
  now = ilv_loop_now ();
  late = wake_due (loop, now);
  loop->turns++;
  waited = loop->gil_wait + run_batch (loop, now);
  record_lag (loop, MAX (late, waited));
}

/* Cancelling raises in every task at its await; in those that have not begun, at once. A task that
   must close something first goes on, until the time for that is over as well. */
static void
cancel_all (IlvLoop *loop)
{
  IlvExecution *execution = loop->worker->execution;

  for (guint i = 0; i < execution->n_tasks; i++)
    {
      IlvTaskRun *task = &execution->tasks[i];
      bool begun = has_begun (task);

      if (task->background || ilv_task_run_get_state (task) != ILV_STATE_NONE
          || !ilv_task_run_is_stopping (task, execution))
        continue;
      if (begun && ilv_interpreter_cancel (loop->worker, task))
        {
          ilv_loop_wake (loop, task);
          continue;
        }
      ilv_task_run_end (task, loop->worker, ILV_STATE_CANCELLED);
      if (begun)
        record_permit (loop, ILV_RECORD_LOCK_DROP, task);
      loop->n_alive--;
    }
  loop->cancelled = true;
  forget_ended (loop);
}

static bool
must_cancel (IlvLoop *loop)
{
  IlvExecution *execution = loop->worker->execution;

  if (!loop->cancelled)
    return loop->stopping || ilv_execution_is_stopping (execution);
  return ilv_execution_is_close_over (execution);
}

/* What is allocated now, in bytes; of threads with heaps of their own only what they had mapped. */
static gint64
read_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (gint64) (info.uordblks + info.hblkhd);
}

/* After the first turn every coroutine that waits is suspended in its first wait. */
static void
note_memory (IlvLoop *loop, gint64 before)
{
  IlvExecution *execution = loop->worker->execution;
  gint64 grown = MAX (0, read_allocated () - before);

  if (loop->n_alive > 0 && !loop->worker->executor)
    ilv_worker_cost_add_memory (execution->cost,
                                (gint64) sizeof (IlvTaskRun) + grown / loop->n_alive);
}

bool
ilv_loop_is_running (void)
{
  return runs_loop;
}

void
ilv_loop_run (IlvLoop *loop)
{
  g_assert (!runs_loop);
  runs_loop = true;
  gint64 before = read_allocated ();

  while (loop->n_alive > 0)
    {
      make_turn (loop);
      if (loop->turns == 1)
        note_memory (loop, before);
      if (must_cancel (loop))
        cancel_all (loop);
    }
  runs_loop = false;
}

IlvLoopCurl *
ilv_loop_get_curl (IlvLoop *loop)
{
  if (!loop->curl)
    loop->curl = ilv_loop_curl_new (loop);
  return loop->curl;
}

uv_loop_t *
ilv_loop_get_uv (IlvLoop *loop)
{
  return &loop->uv;
}

IlvWorker *
ilv_loop_get_worker (IlvLoop *loop)
{
  return loop->worker;
}

void
ilv_loop_count_io (IlvLoop *loop, int delta)
{
  loop->n_io += (guint) delta;
}
