/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/background.h"

#include "runtime/shared-queue.h"
#include "runtime/worker.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  IlvBackground *background;
  IlvTaskRun *task;
  pthread_t thread;
  uint64_t asked_ticks; /* ilv_worker_ask() */
} BackgroundThread;

struct _IlvBackground
{
  IlvWorker *main; /* borrowed */
  pthread_mutex_t mutex; /* guards n_begun */
  pthread_cond_t begun;
  guint n_begun;
  guint n_threads;
  BackgroundThread threads[];
};

static const IlvTaskSpec *
get_spec (const IlvExecution *execution, const IlvTaskRun *task)
{
  return ilv_workload_get_task (execution->workload, task->id - 1);
}

static void
tell_begun (IlvBackground *background)
{
  pthread_mutex_lock (&background->mutex);
  background->n_begun++;
  pthread_cond_signal (&background->begun);
  pthread_mutex_unlock (&background->mutex);
}

static void *
run_thread (void *data)
{
  BackgroundThread *thread = data;
  IlvWorker *main = thread->background->main;
  IlvWorker worker = { 0 };

  ilv_worker_begin_thread (&worker, main->execution, main->gil,
                           get_spec (main->execution, thread->task)->name, thread->asked_ticks);
  ilv_worker_take (&worker, 0);
  tell_begun (thread->background);
  ilv_worker_run_task (&worker, thread->task);
  ilv_record_state (&worker.recorder, ILV_STATE_NONE, 0, 0);
  ilv_worker_release (&worker);
  ilv_worker_end (&worker, ILV_STATE_DONE);
  return NULL;
}

/* As threading.Thread.start(): returns when the thread has run its first instruction. */
static gboolean
start_thread (IlvBackground *background, IlvTaskRun *task, GError **error)
{
  IlvWorker *main = background->main;
  BackgroundThread *thread = &background->threads[background->n_threads];
  int code;

  *thread = (BackgroundThread){ .background = background,
                                .task = task,
                                .asked_ticks = ilv_worker_ask (main->execution) };
  code = pthread_create (&thread->thread, NULL, run_thread, thread);
  if (code != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The system refused the thread of “%s” in the background: %s."),
                   get_spec (main->execution, task)->name, g_strerror (code));
      return FALSE;
    }
  background->n_threads++;
  ilv_record_state (&main->recorder, ILV_STATE_WAITING_LOCK, 0, 0);
  ilv_worker_release (main);
  pthread_mutex_lock (&background->mutex);
  while (background->n_begun < background->n_threads)
    pthread_cond_wait (&background->begun, &background->mutex);
  pthread_mutex_unlock (&background->mutex);
  ilv_worker_take (main, 0);
  return TRUE;
}

gboolean
ilv_background_start (IlvWorker *main, IlvBackground **background, GError **error)
{
  IlvExecution *execution = main->execution;
  IlvBackground *made;

  *background = NULL;
  if (execution->n_background == 0)
    return TRUE;
  made = g_malloc0 (sizeof *made + execution->n_background * sizeof made->threads[0]);
  made->main = main;
  pthread_mutex_init (&made->mutex, NULL);
  pthread_cond_init (&made->begun, NULL);
  *background = made;
  for (guint i = 0; i < execution->n_tasks; i++)
    if (execution->tasks[i].background && !start_thread (made, &execution->tasks[i], error))
      return FALSE;
  return TRUE;
}

void
ilv_background_end (IlvBackground *background)
{
  IlvWorker *main;

  if (!background)
    return;
  main = background->main;
  for (guint i = 0; i < background->n_threads; i++)
    {
      int queue = get_spec (main->execution, background->threads[i].task)->group->queue;

      /* After a stop they leave by themselves, and not as if they had come to their end. */
      if (queue >= 0 && !ilv_execution_is_stopping (main->execution))
        ilv_shared_queue_close (&main->execution->queues[queue], main);
    }
  for (guint i = 0; i < background->n_threads; i++)
    pthread_join (background->threads[i].thread, NULL);
  pthread_cond_destroy (&background->begun);
  pthread_mutex_destroy (&background->mutex);
  g_free (background);
}
