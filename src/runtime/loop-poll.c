/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Around the poll: the GIL is given back for it, and taken again by whatever it finds. */
#include "runtime/loop-private.h"

#include "runtime/worker.h"

static IlvState
describe_poll (const IlvLoop *loop)
{
  /* With tasks ready the poll only looks, as a C call that has released the lock. */
  if (loop->ready.head)
    return ILV_STATE_RUNNING_FREE;
  if (loop->n_io > 0)
    return ILV_STATE_WAITING_IO;
  return loop->timers.length > 0 ? ILV_STATE_SLEEPING : ILV_STATE_NONE;
}

static void
on_before_poll (uv_prepare_t *handle)
{
  IlvLoop *loop = handle->data;

  /* libuv runs timers first and then waits for sockets: what a timer has woken must not wait
     with it. */
  if (loop->ready.head || loop->due)
    uv_stop (handle->loop);
  if (!loop->holds_gil)
    return;
  loop->holds_gil = false;
  /* In this order: threads of an executor may take the lock at once, and in the trace, too, nobody
     runs beside the loop. */
  ilv_record_state (&loop->worker->recorder, describe_poll (loop), 0, 0);
  ilv_worker_release (loop->worker);
}

void
ilv_loop_enter (IlvLoop *loop)
{
  gint64 began;

  if (loop->holds_gil)
    return;
  began = ilv_loop_now ();
  ilv_worker_take (loop->worker, 0);
  loop->holds_gil = true;
  loop->gil_wait = ilv_loop_now () - began;
}

static void
on_after_poll (uv_check_t *handle)
{
  ilv_loop_enter (handle->data);
}

static void
on_deadline (uv_timer_t *handle)
{
  IlvLoop *loop = handle->data;

  ilv_loop_enter (loop);
  loop->due = true; /* wake_due() looks at the heap itself */
}

static void
on_stop (uv_poll_t *handle, int status, int events)
{
  IlvLoop *loop = handle->data;

  ilv_loop_enter (loop);
  uv_poll_stop (handle);
  loop->stopping = true;
}

/* libuv counts in whole milliseconds, and so does asyncio's selector: waits are rounded up, so
   that nobody wakes early. */
static void
set_deadline (IlvLoop *loop)
{
  const IlvTimerEntry *first = ilv_timer_heap_peek (&loop->timers);
  guint64 due;

  if (!first || loop->ready.head)
    return;
  due = ((guint64) first->deadline + 999999) / 1000000;
  uv_update_time (&loop->uv);
  uv_timer_start (&loop->deadline, on_deadline,
                  due > uv_now (&loop->uv) ? due - uv_now (&loop->uv) : 0, 0);
}

void
ilv_loop_poll (IlvLoop *loop)
{
  loop->due = false;
  set_deadline (loop);
  uv_run (&loop->uv, loop->ready.head ? UV_RUN_NOWAIT : UV_RUN_ONCE);
  ilv_loop_enter (loop);
}

/* --- handles ------------------------------------------------------------------------------ */

static void
on_drain (uv_poll_t *handle, int status, int events)
{
  IlvLoop *loop = handle->data;

  ilv_loop_enter (loop);
  uv_poll_stop (handle);
  ilv_execution_mark_stop (loop->worker->execution, &loop->worker->recorder);
  ilv_loop_cancel_queued (loop);
}

static int
watch_stop (IlvLoop *loop, uv_poll_t *handle, int fd, uv_poll_cb callback)
{
  int result = uv_poll_init (&loop->uv, handle, fd);

  handle->data = loop;
  return result == 0 ? uv_poll_start (handle, UV_READABLE, callback) : result;
}

int
ilv_loop_start_handles (IlvLoop *loop)
{
  IlvExecution *execution = loop->worker->execution;
  int result;

  uv_prepare_init (&loop->uv, &loop->before_poll);
  uv_check_init (&loop->uv, &loop->after_poll);
  uv_timer_init (&loop->uv, &loop->deadline);
  uv_timer_init (&loop->uv, &loop->later);
  loop->later.data = loop;
  loop->before_poll.data = loop->after_poll.data = loop->deadline.data = loop;
  uv_prepare_start (&loop->before_poll, on_before_poll);
  uv_check_start (&loop->after_poll, on_after_poll);
  result = ilv_loop_inbox_init (&loop->inbox, loop);
  if (result == 0)
    result = watch_stop (loop, &loop->stop, execution->stop_fd, on_stop);
  if (result == 0)
    result = watch_stop (loop, &loop->close_over, execution->close_fd, on_stop);
  return result == 0 ? watch_stop (loop, &loop->drain, execution->drain_fd, on_drain) : result;
}
