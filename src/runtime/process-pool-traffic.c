/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/process-pool-private.h"
#include "runtime/task-message.h"
#include "runtime/waiters.h"

#include <errno.h>
#include <poll.h>

static IlvRecorder *
get_recorder (IlvProcessPool *pool)
{
  return &pool->main->recorder;
}

static void
count_bytes (IlvProcessPool *pool, gsize n)
{
  atomic_fetch_add (&pool->execution->ipc_bytes, n);
  ilv_recorder_count (get_recorder (pool), ILV_COUNTER_IPC_BYTES, (int64_t) n);
}

/* --- there -------------------------------------------------------------------------------- */

void
ilv_process_pool_add (IlvProcessPool *pool, IlvTaskRun *task)
{
  ilv_waiters_append (&pool->waiting, task);
  pool->n_waiting++;
}

static IlvTaskRun *
take_waiting (IlvProcessPool *pool)
{
  IlvTaskRun *task = ilv_waiters_take_first (&pool->waiting);

  if (task)
    pool->n_waiting--;
  return task;
}

gboolean
ilv_process_pool_may_send (const IlvProcessPool *pool)
{
  return pool->n_waiting > 0 && (pool->use->limit == 0 || pool->n_out < pool->use->limit);
}

static GVariant *
serialise_task (IlvProcessPool *pool, IlvTaskRun *task)
{
  ilv_record_state (get_recorder (pool), ILV_STATE_SERIALISING, task->id, 0);
  pool->out[task->id - 1] = task;
  pool->n_out++;
  atomic_store (ilv_pool_memory_get_taker (pool->memory, task->id - 1), 0);
  return pool->use->steps ? ilv_task_message_new_step (pool->execution, task)
                          : ilv_task_message_new (pool->execution, task->id - 1);
}

static void
serialise_chunk (IlvProcessPool *pool)
{
  GVariantBuilder chunk;

  g_variant_builder_init (&chunk, ILV_TASKS_MESSAGE);
  for (guint i = 0; i < pool->use->chunk && ilv_process_pool_may_send (pool); i++)
    {
      IlvTaskRun *task = take_waiting (pool);

      g_variant_builder_add_value (&chunk, serialise_task (pool, task));
      /* Before it is written: a worker may have it before this process does anything else. */
      ilv_record_task (get_recorder (pool), task->id, ILV_STATE_READY, 0);
    }
  ilv_message_out_init (&pool->outgoing, g_variant_builder_end (&chunk));
  count_bytes (pool, ilv_message_out_get_size (&pool->outgoing));
  ilv_record_state (get_recorder (pool), ILV_STATE_SERIALISING, 0, 0);
}

gboolean
ilv_process_pool_feed (IlvProcessPool *pool, GError **error)
{
  while (pool->outgoing.value || ilv_process_pool_may_send (pool))
    {
      IlvMessageResult outcome;

      if (!pool->outgoing.value)
        serialise_chunk (pool);
      outcome = ilv_message_out_write (&pool->outgoing, pool->tasks[1], error);
      if (outcome == ILV_MESSAGE_AGAIN)
        return TRUE;
      ilv_message_out_clear (&pool->outgoing);
      if (outcome == ILV_MESSAGE_FAILED)
        return FALSE;
    }
  return TRUE;
}

/* --- and back ----------------------------------------------------------------------------- */

static IlvTaskRun *
take_out (IlvProcessPool *pool, guint index)
{
  IlvTaskRun *task = pool->out[index];

  if (task)
    pool->n_out--;
  pool->out[index] = NULL;
  return task;
}

static void
take_result (IlvProcessPool *pool, GVariant *result)
{
  guint how;
  IlvTaskRun *known = ilv_result_message_find (result, pool->execution, &how);
  IlvTaskRun *task = known ? take_out (pool, known->id - 1) : NULL;

  if (!task)
    return;
  ilv_record_state (get_recorder (pool), ILV_STATE_SERIALISING, task->id, 0);
  pool->use->result (task, how, result, pool->user_data);
}

gboolean
ilv_process_pool_collect (IlvProcessPool *pool, GError **error)
{
  for (;;)
    {
      g_autoptr (GVariant) results = NULL;
      gsize before = pool->incoming.n_read;
      IlvMessageResult outcome = ilv_message_in_read (&pool->incoming, pool->results[0],
                                                      ILV_RESULTS_MESSAGE, &results, error);

      count_bytes (pool, pool->incoming.n_read - before);
      if (outcome != ILV_MESSAGE_DONE)
        return outcome != ILV_MESSAGE_FAILED;
      for (gsize i = 0; i < g_variant_n_children (results); i++)
        {
          g_autoptr (GVariant) result = g_variant_get_child_value (results, i);

          take_result (pool, result);
        }
    }
}

/* --- lost --------------------------------------------------------------------------------- */

void
ilv_process_pool_lose (IlvProcessPool *pool, IlvTaskRun *task, char *sentence)
{
  /* Nobody has taken it from the queue who could have said so. */
  if (take_out (pool, task->id - 1) != task
      || atomic_load (ilv_pool_memory_get_taker (pool->memory, task->id - 1)) == 0)
    ilv_recorder_count (get_recorder (pool), ILV_COUNTER_QUEUE_DEPTH, -1);
  pool->use->lost (task, sentence, pool->user_data);
}

void
ilv_process_pool_lose_all (IlvProcessPool *pool, const char *sentence)
{
  IlvTaskRun *task;

  for (guint i = 0; i < pool->execution->n_tasks && pool->n_out > 0; i++)
    if (pool->out[i])
      ilv_process_pool_lose (pool, pool->out[i], g_strdup (sentence));
  while ((task = take_waiting (pool)))
    ilv_process_pool_lose (pool, task, g_strdup (sentence));
}

IlvTaskRun *
ilv_process_pool_find_taken (IlvProcessPool *pool, guint32 number)
{
  for (guint i = 0; i < pool->execution->n_tasks; i++)
    if (pool->out[i] && atomic_load (ilv_pool_memory_get_taker (pool->memory, i)) == number)
      return pool->out[i];
  return NULL;
}

/* --- withdrawn ---------------------------------------------------------------------------- */

static void
withdraw_task (IlvProcessPool *pool, IlvTaskRun *task)
{
  ilv_recorder_count (get_recorder (pool), ILV_COUNTER_QUEUE_DEPTH, -1);
  pool->use->withdrawn (task, pool->user_data);
}

static void
withdraw_chunk (IlvProcessPool *pool, GVariant *chunk)
{
  for (gsize i = 0; i < g_variant_n_children (chunk); i++)
    {
      g_autoptr (GVariant) message = g_variant_get_child_value (chunk, i);
      IlvTaskRun *task = NULL;
      guint32 index;

      g_variant_get_child (message, 0, "u", &index);
      if (index < pool->execution->n_tasks)
        task = take_out (pool, index);
      if (task)
        withdraw_task (pool, task);
    }
}

/* Takes out of the task queue what no worker has taken. When a worker has the queue's lock it waits
   for a task, and there is none. */
static void
withdraw_sent (IlvProcessPool *pool)
{
  struct pollfd queue = { .fd = pool->tasks[0], .events = POLLIN };
  IlvMessageIn in = { 0 };
  int code = pthread_mutex_trylock (&pool->memory->reading);

  if (code == EOWNERDEAD)
    pthread_mutex_consistent (&pool->memory->reading);
  else if (code != 0)
    return;
  while (poll (&queue, 1, 0) > 0 && (queue.revents & POLLIN))
    {
      g_autoptr (GVariant) chunk = NULL;

      if (ilv_message_in_read (&in, pool->tasks[0], ILV_TASKS_MESSAGE, &chunk, NULL)
          != ILV_MESSAGE_DONE)
        break;
      withdraw_chunk (pool, chunk);
    }
  pthread_mutex_unlock (&pool->memory->reading);
  ilv_message_in_clear (&in);
}

void
ilv_process_pool_withdraw (IlvProcessPool *pool)
{
  IlvTaskRun *task;

  pool->has_withdrawn = TRUE;
  atomic_store (&pool->memory->draining, 1);
  if (pool->outgoing.value && pool->outgoing.sent == 0)
    {
      withdraw_chunk (pool, pool->outgoing.value);
      ilv_message_out_clear (&pool->outgoing);
    }
  while ((task = take_waiting (pool)))
    withdraw_task (pool, task);
  /* Half a message in the queue would be waited for; the workers send such a task back. */
  if (!pool->outgoing.value)
    withdraw_sent (pool);
}
