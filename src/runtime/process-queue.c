/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/process-queue.h"

#include "runtime/message.h"
#include "runtime/pause.h"
#include "runtime/queue-feeder.h"
#include "runtime/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <semaphore.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define ITEM_MESSAGE ((const GVariantType *) "(dybay)") /* value, kernel, sentinel, body */

/* What all processes share of one queue. */
typedef struct
{
  pthread_mutex_t reading;
  pthread_mutex_t writing;
  sem_t room; /* for as many items; not used without a capacity */
  uint32_t id; /* in the trace */
} SharedSide;

typedef struct
{
  atomic_uint_least64_t bytes;
  SharedSide queues[];
} Memory;

typedef struct
{
  int fds[2]; /* of the pipe; -1 */
  IlvMessageIn incoming;
} OwnSide;

struct _IlvProcessQueues
{
  IlvExecution *execution; /* borrowed */
  guint n;
  int memory_fd;
  Memory *memory; /* NULL: not mapped */
  OwnSide *own;
  IlvQueueFeeder *feeder; /* made with the first item; owned */
};

static gsize
get_size (guint n)
{
  return sizeof (Memory) + n * sizeof (SharedSide);
}

/* --- making ------------------------------------------------------------------------------- */

static IlvProcessQueues *
allocate (IlvExecution *execution)
{
  IlvProcessQueues *queues = g_new0 (IlvProcessQueues, 1);

  queues->execution = execution;
  queues->n = ilv_scenario_get_n_queues (ilv_workload_get_scenario (execution->workload));
  queues->memory_fd = -1;
  queues->own = g_new0 (OwnSide, queues->n);
  for (guint i = 0; i < queues->n; i++)
    queues->own[i].fds[0] = queues->own[i].fds[1] = -1;
  return queues;
}

static gboolean
map (IlvProcessQueues *queues)
{
  void *memory = mmap (NULL, get_size (queues->n), PROT_READ | PROT_WRITE, MAP_SHARED,
                       queues->memory_fd, 0);

  if (memory == MAP_FAILED)
    return FALSE;
  queues->memory = memory;
  return TRUE;
}

static void
init_shared_side (IlvProcessQueues *queues, guint index)
{
  SharedSide *shared = &queues->memory->queues[index];
  pthread_mutexattr_t attributes;

  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  /* One whose holder was killed goes to the next who wants it. */
  pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init (&shared->reading, &attributes);
  pthread_mutex_init (&shared->writing, &attributes);
  pthread_mutexattr_destroy (&attributes);
  sem_init (&shared->room, 1, ilv_workload_get_capacity (queues->execution->workload, index));
  shared->id = queues->execution->queues[index].id;
}

static gboolean
make (IlvProcessQueues *queues)
{
  queues->memory_fd = memfd_create ("interleave-queues", MFD_CLOEXEC);
  if (queues->memory_fd < 0 || ftruncate (queues->memory_fd, (off_t) get_size (queues->n)) != 0
      || !map (queues))
    return FALSE;
  for (guint i = 0; i < queues->n; i++)
    {
      if (!ilv_message_pipe (queues->own[i].fds, NULL))
        return FALSE;
      fcntl (queues->own[i].fds[0], F_SETFL, O_RDONLY | O_NONBLOCK);
      fcntl (queues->own[i].fds[1], F_SETFL, O_WRONLY | O_DIRECT | O_NONBLOCK);
      init_shared_side (queues, i);
    }
  return TRUE;
}

static void
adopt (IlvProcessQueues *queues)
{
  queues->execution->process_queues = queues;
  for (guint i = 0; i < queues->n; i++)
    queues->execution->queues[i].id = queues->memory->queues[i].id;
}

IlvProcessQueues *
ilv_process_queues_new (IlvExecution *execution, GError **error)
{
  IlvProcessQueues *queues;

  if (ilv_scenario_get_n_queues (ilv_workload_get_scenario (execution->workload)) == 0)
    return NULL;
  queues = allocate (execution);
  if (make (queues))
    {
      adopt (queues);
      return queues;
    }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _ ("The queues between the processes could not be made: %s."), g_strerror (errno));
  ilv_process_queues_free (queues);
  return NULL;
}

gboolean
ilv_process_queues_attach (IlvExecution *execution, int first_fd)
{
  IlvProcessQueues *queues;

  if (ilv_scenario_get_n_queues (ilv_workload_get_scenario (execution->workload)) == 0)
    return TRUE;
  queues = allocate (execution);
  queues->memory_fd = first_fd;
  for (guint i = 0; i < queues->n; i++)
    for (guint j = 0; j < 2; j++)
      queues->own[i].fds[j] = first_fd + 1 + 2 * (int) i + (int) j;
  if (!map (queues))
    {
      ilv_process_queues_free (queues);
      return FALSE;
    }
  adopt (queues);
  return TRUE;
}

void
ilv_process_queues_free (IlvProcessQueues *queues)
{
  if (!queues)
    return;
  g_clear_pointer (&queues->feeder, ilv_queue_feeder_free);
  if (queues->execution->process_queues == queues)
    queues->execution->process_queues = NULL;
  for (guint i = 0; i < queues->n; i++)
    {
      ilv_message_in_clear (&queues->own[i].incoming);
      for (guint j = 0; j < 2; j++)
        if (queues->own[i].fds[j] >= 0)
          close (queues->own[i].fds[j]);
    }
  if (queues->memory)
    munmap (queues->memory, get_size (queues->n));
  if (queues->memory_fd >= 0)
    close (queues->memory_fd);
  g_free (queues->own);
  g_free (queues);
}

guint
ilv_process_queues_list_fds (const IlvProcessQueues *queues, int *fds)
{
  guint n = 0;

  if (!queues)
    return 0;
  fds[n++] = queues->memory_fd;
  for (guint i = 0; i < queues->n; i++)
    for (guint j = 0; j < 2; j++)
      fds[n++] = queues->own[i].fds[j];
  return n;
}

guint64
ilv_process_queues_get_bytes (const IlvProcessQueues *queues)
{
  return queues ? atomic_load (&queues->memory->bytes) : 0;
}

/* --- waiting, without the GIL ------------------------------------------------------------- */

/* FALSE: a stop came first. */
static gboolean
take_room (SharedSide *shared, IlvWorker *worker, IlvTaskRun *task)
{
  while (!ilv_task_run_is_stopping (task, worker->execution))
    {
      struct timespec until = ilv_pause_get_next_check ();

      if (sem_clockwait (&shared->room, CLOCK_MONOTONIC, &until) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
lock_reading (SharedSide *shared, IlvWorker *worker, IlvTaskRun *task)
{
  while (!ilv_task_run_is_stopping (task, worker->execution))
    {
      struct timespec until = ilv_pause_get_next_check ();
      int code = pthread_mutex_clocklock (&shared->reading, CLOCK_MONOTONIC, &until);

      /* What a dead holder guarded needs no repair: messages are skipped to the next whole one. */
      if (code == EOWNERDEAD)
        pthread_mutex_consistent (&shared->reading);
      if (code == 0 || code == EOWNERDEAD)
        return TRUE;
    }
  return FALSE;
}

/* --- putting ------------------------------------------------------------------------------ */

static GVariant *
serialise (const IlvQueueItem *item)
{
  return g_variant_ref_sink (
    g_variant_new ("(dyb@ay)", item->value, (guchar) item->kernel, (gboolean) item->sentinel,
                   g_variant_new_fixed_array ((const GVariantType *) "y",
                                              item->body ? item->body : "", item->length, 1)));
}

static void
hand_to_feeder (IlvProcessQueues *queues, guint index, IlvWorker *worker, GVariant *message)
{
  atomic_fetch_add (&queues->memory->bytes, g_variant_get_size (message));
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IPC_BYTES,
                      (int64_t) g_variant_get_size (message));
  ilv_recorder_count (&worker->recorder, queues->execution->queues[index].counter, 1);
  ilv_queue_feeder_push (queues->feeder, queues->own[index].fds[1],
                         &queues->memory->queues[index].writing, message);
}

IlvOutcome
ilv_process_queues_put (IlvProcessQueues *queues, guint index, IlvWorker *worker, IlvTaskRun *task,
                        IlvQueueItem *item)
{
  SharedSide *shared = &queues->memory->queues[index];
  IlvSharedQueue *queue = &queues->execution->queues[index];
  gboolean room = TRUE;

  if (queue->capacity > 0 && sem_trywait (&shared->room) != 0)
    {
      ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_LOCK, queue->id);
      room = take_room (shared, worker, task);
      ilv_worker_end_wait (worker, task);
    }
  if (room && !queues->feeder && !(queues->feeder = ilv_queue_feeder_new ()))
    {
      ilv_queue_item_free (item);
      ilv_task_run_fail (
        task, g_strdup_printf (_ ("The thread that writes into the queue “%s” was refused by the "
                                  "system: %s."),
                               queue->name, g_strerror (errno)));
      return ILV_OUTCOME_FAILED;
    }
  if (room)
    {
      ilv_record_state (&worker->recorder, ILV_STATE_SERIALISING, task->id, 0);
      hand_to_feeder (queues, index, worker, serialise (item));
      ilv_worker_set_running (worker, task);
    }
  ilv_queue_item_free (item);
  return room ? ILV_OUTCOME_NEXT : ILV_OUTCOME_CANCELLED;
}

/* --- getting ------------------------------------------------------------------------------ */

static IlvQueueItem *
deserialise (GVariant *message)
{
  g_autoptr (GVariant) body = NULL;
  IlvQueueItem *item = g_new0 (IlvQueueItem, 1);
  gboolean sentinel;
  gconstpointer bytes;
  gsize n;

  g_variant_get (message, "(dyb@ay)", &item->value, &item->kernel, &sentinel, &body);
  item->sentinel = sentinel;
  bytes = g_variant_get_fixed_array (body, &n, 1);
  item->length = n;
  if (n > 0)
    item->body = g_memdup2 (bytes, n);
  return item;
}

/* With the reading lock. NULL: a stop came, or (with `error`) the pipe broke. */
static GVariant *
read_message (IlvProcessQueues *queues, guint index, IlvTaskRun *task, GError **error)
{
  OwnSide *own = &queues->own[index];

  for (;;)
    {
      struct pollfd fds[] = {
        { .fd = own->fds[0], .events = POLLIN },
        { .fd = ilv_task_run_get_stop_fd (task, queues->execution), .events = POLLIN },
      };
      GVariant *message = NULL;
      IlvMessageResult result;

      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno != EINTR)
        return NULL;
      if (fds[1].revents)
        return NULL;
      result = ilv_message_in_read (&own->incoming, own->fds[0], ITEM_MESSAGE, &message, error);
      if (result != ILV_MESSAGE_AGAIN)
        return message;
    }
}

IlvOutcome
ilv_process_queues_get (IlvProcessQueues *queues, guint index, IlvWorker *worker, IlvTaskRun *task,
                        IlvQueueItem **item)
{
  SharedSide *shared = &queues->memory->queues[index];
  IlvSharedQueue *queue = &queues->execution->queues[index];
  g_autoptr (GVariant) message = NULL;
  g_autoptr (GError) error = NULL;

  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_LOCK, queue->id);
  if (lock_reading (shared, worker, task))
    {
      message = read_message (queues, index, task, &error);
      pthread_mutex_unlock (&shared->reading);
    }
  ilv_worker_end_wait (worker, task);
  if (error)
    ilv_task_run_fail (task, g_strdup (error->message));
  if (!message)
    return error ? ILV_OUTCOME_FAILED : ILV_OUTCOME_CANCELLED;
  ilv_record_state (&worker->recorder, ILV_STATE_SERIALISING, task->id, 0);
  *item = deserialise (message);
  /* Before others learn of the room: the queue is never seen to hold more than it may. */
  ilv_recorder_count (&worker->recorder, queue->counter, -1);
  if (queue->capacity > 0)
    sem_post (&shared->room);
  ilv_worker_set_running (worker, task);
  return ILV_OUTCOME_NEXT;
}
