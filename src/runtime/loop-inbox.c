/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/loop-inbox.h"

static IlvTaskRun *
take_first (IlvLoopInbox *inbox)
{
  IlvTaskRun *task;

  pthread_mutex_lock (&inbox->mutex);
  task = ilv_waiters_take_first (&inbox->woken);
  pthread_mutex_unlock (&inbox->mutex);
  return task;
}

static IlvLoopCall
take_call (IlvLoopInbox *inbox)
{
  IlvLoopCall call;

  pthread_mutex_lock (&inbox->mutex);
  call = inbox->call;
  inbox->call = NULL;
  pthread_mutex_unlock (&inbox->mutex);
  return call;
}

static void
on_arrived (uv_async_t *handle)
{
  IlvLoop *loop = handle->data;
  IlvLoopInbox *inbox = (void *) ((char *) handle - offsetof (IlvLoopInbox, arrived));
  IlvTaskRun *task;
  IlvLoopCall call;

  ilv_loop_enter (loop);
  while ((task = take_first (inbox)))
    ilv_loop_wake (loop, task);
  if ((call = take_call (inbox)))
    call (loop);
}

int
ilv_loop_inbox_init (IlvLoopInbox *inbox, IlvLoop *loop)
{
  pthread_mutex_init (&inbox->mutex, NULL);
  inbox->arrived.data = loop;
  return uv_async_init (ilv_loop_get_uv (loop), &inbox->arrived, on_arrived);
}

void
ilv_loop_inbox_clear (IlvLoopInbox *inbox)
{
  pthread_mutex_destroy (&inbox->mutex);
}

void
ilv_loop_inbox_put (IlvLoopInbox *inbox, IlvTaskRun *task)
{
  pthread_mutex_lock (&inbox->mutex);
  ilv_waiters_append (&inbox->woken, task);
  pthread_mutex_unlock (&inbox->mutex);
  uv_async_send (&inbox->arrived);
}

void
ilv_loop_inbox_ask (IlvLoopInbox *inbox, IlvLoopCall call)
{
  pthread_mutex_lock (&inbox->mutex);
  inbox->call = call;
  pthread_mutex_unlock (&inbox->mutex);
  uv_async_send (&inbox->arrived);
}

void
ilv_loop_inbox_take_out (IlvLoopInbox *inbox, IlvTaskRun *task)
{
  pthread_mutex_lock (&inbox->mutex);
  ilv_waiters_take_out (&inbox->woken, task);
  pthread_mutex_unlock (&inbox->mutex);
}
