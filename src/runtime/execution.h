/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One workload being run in one process: what its workers share.
 *
 * A driver (driver-*.c, one per way of running) makes workers and gives them tasks. A task is a
 * small struct with a position in its program, no stack: the interpreter runs it until it ends or
 * suspends. A step has a blocking form, for workers that may wait, and a suspending form, for the
 * event loop; see operation.h.
 */
#pragma once

#include "runtime/gil.h"
#include "workload/workload.h"

#include <stdatomic.h>

typedef struct _IlvExecution IlvExecution;
typedef struct _IlvWorker IlvWorker;
typedef struct _IlvTaskRun IlvTaskRun;
typedef struct _IlvProgram IlvProgram; /* program.h: a group's steps as a flat list */
typedef struct _IlvSharedQueue IlvSharedQueue; /* shared-queue.h */
typedef struct _IlvSharedSemaphore IlvSharedSemaphore; /* shared-semaphore.h */
typedef struct _IlvQueueUsers IlvQueueUsers; /* wanted.h */
typedef struct _IlvDatabase IlvDatabase; /* database.h: a connection to the run's own */
typedef struct _IlvPayload IlvPayload;   /* payload.h: what a task was sent */
typedef struct _IlvPayloads IlvPayloads;
typedef struct _IlvWorkerCost IlvWorkerCost; /* worker-cost.h */
typedef struct _IlvLoop IlvLoop;       /* loop.h: the event loop, with asyncio's rules */
typedef struct _IlvStopAlarm IlvStopAlarm; /* stop-alarm.h */
typedef struct _IlvExecutor IlvExecutor; /* executor.h: what a loop hands blocking steps to */

/* Why a run ends before its tasks are done; of two the greater counts. */
typedef enum
{
  ILV_STOP_NONE,
  ILV_STOP_FAILURE,   /* a task failed, and the scenario cancels the others then */
  ILV_STOP_GRACE,     /* the scenario's own stop request, its time being over */
  ILV_STOP_REQUESTED, /* by the user */
} IlvStopReason;

/* How long a task may take for what it must do after the user's stop. */
#define ILV_CLOSE_GRACE_MS 300

#define ILV_MAX_NESTING 8 /* steps inside steps; the schema and parser hold it too */

/* A task on its way. Owned by the driver. */
struct _IlvTaskRun
{
  const IlvProgram *program;
  uint32_t id;      /* in the trace: index in the workload + 1 */
  uint16_t pc;      /* next instruction; the one it waits in while suspended */
  bool ready;       /* in the loop's queue of those that go on */
  bool background;  /* a thread of its own does it: background.h; the driver's workers do not */
  bool suspended;   /* in the suspending form of the step at pc */
  bool has_value;
  atomic_uchar state; /* IlvState it ended in; NONE while it runs */
  atomic_bool begun; /* it has been under way */
  bool lasting;     /* it failed with what trying again does not help against */
  /* One number for each step it is inside of, 0 outside: the rounds a repeat has still to do; what
     others keep is their own. */
  uint32_t rounds[ILV_MAX_NESTING];
  uint32_t draws;   /* random numbers it has taken */
  uint32_t retries; /* made so far */
  uint32_t waits_for; /* of deadlock.c; guarded by its mutex, as is the next */
  uint16_t deadlock;  /* it is in one that was broken: which, from 1 */
  double variable;  /* what it read last: `load` from a counter, `get` from a queue */
  uint64_t version; /* of that counter when it was read, to tell lost updates */
  uint8_t received; /* IlvSentKernel: what came with it */
  uint16_t loaded;  /* that counter's index + 1; 0: nothing was loaded */
  double value;     /* of the last computation */
  char *text;       /* a result in words; owned; NULL for none */
  char *error;      /* the sentence it failed with, or why it was cancelled; owned; NULL */
  char *list;       /* the result where it is a list; owned; NULL */
  char *body;       /* what the last fetch, read or get brought; owned; NULL */
  size_t body_length;
  IlvPayload *payload; /* what it was sent last; owned; NULL */
  void *pending;    /* of the step it is suspended in; the step's own */
  IlvTaskRun *next; /* in whatever queue it is in: one at a time */
};

/* A thread of a pool, a worker process's only thread, or the event loop's thread. */
struct _IlvWorker
{
  IlvExecution *execution; /* borrowed */
  IlvRecorder recorder;
  IlvGil *gil;    /* borrowed; NULL: free threads */
  IlvLoop *loop;  /* borrowed; NULL where steps may block */
  IlvExecutor *executor; /* the loop's; borrowed; NULL: what blocks, blocks the loop */
  IlvDatabase *database; /* of queries; owned; NULL: none yet */
  int64_t waited_before; /* worker-cost.h: for a core, its thread before it began; ns */
  int payload_socket; /* payload-server.h: kept between requests; owned; 0: none */
  GPtrArray *links; /* of IlvLink, link.h: kept between echoes; owned; NULL: none */
  void *curl;     /* fetch.h: connections kept between fetches; owned; NULL: none */
  /* What its tasks share with those of other workers: the execution's, or, where workers share
     nothing (processes, subinterpreters), its own. */
  struct _IlvSharedLock *locks;
  struct _IlvSharedCounter *counters;
  IlvSharedSemaphore *semaphores;
  bool isolated; /* they are its own; nobody else sees them */
};

/* In the order they came: waiters.h. */
typedef struct
{
  IlvTaskRun *head;
  IlvTaskRun *tail;
} IlvWaiters;

typedef struct _IlvSharedLock
{
  pthread_mutex_t mutex; /* guards all of it, for the blocking form */
  IlvWaiters waiting;
  uint32_t id; /* in the trace */
  uint32_t holder_lane;
  _Atomic uint32_t holder_task; /* 0: free */
  uint32_t last_lane;
} IlvSharedLock;

typedef struct _IlvSharedCounter
{
  pthread_mutex_t mutex; /* one object guarded by itself, as free threading does */
  double value;
  uint64_t version; /* counts writes */
  uint64_t lost;    /* writes that overwrote a value their writer had not read */
} IlvSharedCounter;

struct _IlvExecution
{
  IlvWorkload *workload;
  IlvArea *area;         /* NULL: recording is off */
  int area_fd;           /* of the area, for processes that attach it; borrowed; -1: none */
  char *server_url;      /* "http://127.0.0.1:PORT", or the user's own */
  IlvWorkerCost *cost;     /* of the workers; owned */
  gint64 tasks_made_in;    /* what it took to make `tasks`, ns */
  char *echo_address;    /* "127.0.0.1:PORT" of the echo server; NULL: none */
  IlvPayloads *payloads;   /* what tasks are sent; owned; NULL: nothing, or not yet */
  char *payload_address;   /* of the payload server; set: this is a process that asks it */
  char *folder;          /* for files of the run: ilv_execution_make_folder() */
  pid_t folder_owner;    /* the process that removes it; 0: none of this execution's */
  IlvProgram **programs; /* per task group */
  IlvSharedLock *locks;
  guint n_locks;
  IlvSharedCounter *counters;
  guint n_counters;
  IlvSharedSemaphore *semaphores;
  IlvSharedQueue *queues;
  IlvQueueUsers *queue_users; /* owned; NULL: there are no queues */
  struct _IlvProcessQueues *process_queues; /* process-queue.h; borrowed; NULL: within a process */
  IlvTaskRun *tasks; /* one per task of the workload */
  guint n_tasks;
  /* Readable once a stop came, and once what must be done even then (a close) has had its time.
     Steps that wait poll ilv_task_run_get_stop_fd(). */
  int stop_fd;
  int close_fd;
  IlvStopAlarm *stop_alarm; /* the same for threads that wait on a condition; owned */
  atomic_bool stop;         /* the same for code that computes */
  /* Readable once no more tasks are to begin; those that have go on. */
  int drain_fd;
  atomic_bool draining;
  atomic_bool close_over; /* set by whoever watches the run */
  atomic_uchar stop_reason;            /* IlvStopReason */
  atomic_int_least64_t close_deadline; /* ns of CLOCK_MONOTONIC; 0: no stop came */
  guint n_background;      /* of the tasks */
  IlvLoop *loop; /* for threads beside it; borrowed; NULL: there is none */
  guint n_workers; /* that the driver started; set by it, 1 before */
  atomic_uint_least64_t ipc_bytes;
  atomic_uint_least64_t retried;
  atomic_uint_least64_t children_peak_rss; /* of worker processes side by side */
  atomic_int_least64_t last_end; /* when a task last ended, ns of CLOCK_MONOTONIC; 0: none did */
  atomic_bool stop_marked;       /* the stop is in the trace */
  struct _IlvDeadlocks *deadlocks; /* those found; owned */
  bool is_worker_process;        /* of a pool, and may die without the run */
  atomic_uint failed_task;       /* id of the first that failed; 0: none did */
};

/* `server_url` may be NULL when nothing fetches. `area` is borrowed. Errors: G_IO_ERROR. */
IlvExecution *ilv_execution_new (IlvWorkload *workload, IlvArea *area, const char *server_url,
                                 GError **error);
void ilv_execution_free (IlvExecution *execution);
/* Says where files of the run go (copied) and that somebody else removes them. */
void ilv_execution_set_folder (IlvExecution *execution, const char *folder);
/* The folder for files of the run, made when first asked for; from any thread or worker process.
   It goes with the execution. NULL with G_IO_ERROR. (transfer none) */
const char *ilv_execution_make_folder (IlvExecution *execution, GError **error);
/* Makes the descriptors that tell of a stop anew: a forked process has its parent's. FALSE with
   errno set: the system has none. */
gboolean ilv_execution_own_stop (IlvExecution *execution);
/* Names tasks, locks and counters in the trace; records every task as ready. */
void ilv_execution_announce (IlvExecution *execution, IlvRecorder *recorder);
/* Asks for a stop: every task is cancelled at once, and has ILV_CLOSE_GRACE_MS for what it must do
   before it ends. Async-signal-safe; more than once does no harm. */
void ilv_execution_stop (IlvExecution *execution);
/* The same from within, with so much time for closing: not what the user asked for. */
void ilv_execution_stop_for (IlvExecution *execution, IlvStopReason reason, guint close_ms);
static inline bool
ilv_execution_is_stopping (IlvExecution *execution)
{
  return atomic_load_explicit (&execution->stop, memory_order_relaxed);
}

/* Whether the time for closing is over. */
bool ilv_execution_is_close_over (IlvExecution *execution);

/* Whether the task stands in a step that is done even after a stop. */
bool ilv_task_run_is_closing (const IlvTaskRun *task);
/* What a step that waits polls, and what one that computes looks at, to learn that the task is to
   end now. Not execution->stop itself: a task that is closing has a little more time. */
int ilv_task_run_get_stop_fd (const IlvTaskRun *task, const IlvExecution *execution);
const atomic_bool *ilv_task_run_get_stop (const IlvTaskRun *task, const IlvExecution *execution);
bool ilv_task_run_is_stopping (const IlvTaskRun *task, IlvExecution *execution);

/* Lets no more tasks begin. Async-signal-safe. */
void ilv_execution_drain (IlvExecution *execution);
static inline bool
ilv_execution_is_draining (IlvExecution *execution)
{
  return atomic_load_explicit (&execution->draining, memory_order_relaxed);
}
/* Records that a stop was asked for, once: whoever first acts on it. */
void ilv_execution_mark_stop (IlvExecution *execution, IlvRecorder *recorder);
/* Why tasks of the run are cancelled, a sentence; NULL: the user asked. (transfer full) */
char *ilv_execution_explain_cancel (IlvExecution *execution);

/* A driver: runs all tasks of execution->tasks and returns when every one has an end state (those
   never begun: CANCELLED) and all threads and processes it made are gone. FALSE with `error` when
   the run as a whole cannot go on; what was done stands. */
typedef gboolean (*IlvDriver) (IlvExecution *execution, GError **error);

gboolean ilv_driver_run_sequential (IlvExecution *execution, GError **error);
gboolean ilv_driver_run_threads (IlvExecution *execution, GError **error);
gboolean ilv_driver_run_processes (IlvExecution *execution, GError **error);
gboolean ilv_driver_run_loop (IlvExecution *execution, GError **error);

/* Called by drivers when a task has ended, in whatever way: records its end mark and counts
   it as completed. The lane's own state stays for the caller to say. */
void ilv_task_run_end (IlvTaskRun *task, IlvWorker *worker, IlvState state);
/* The same where another process has recorded it: only says that the task is over. */
void ilv_task_run_set_ended (IlvTaskRun *task, IlvExecution *execution, IlvState state);
/* Ends every task that has not ended as cancelled: after a stop or a failure of the whole. */
void ilv_execution_cancel_rest (IlvExecution *execution, IlvWorker *worker);
/* Keeps `sentence` (taken) as the reason the task fails; its step then returns FAILED. Trying
   again may help, unless task->lasting is set afterwards. */
void ilv_task_run_fail (IlvTaskRun *task, char *sentence);
/* The same for the reason it is cancelled. */
void ilv_task_run_set_error (IlvTaskRun *task, char *sentence);
/* A number from 0 to below 1, by chance: the same in every run with the same seed. */
double ilv_task_run_draw (IlvTaskRun *task, const IlvExecution *execution);
/* The number kept for the step at the task's position: see `rounds`. */
uint32_t *ilv_task_run_get_round (IlvTaskRun *task);
/* Gives the task a number or a text (taken) as its result. */
void ilv_task_run_set_value (IlvTaskRun *task, double value);
void ilv_task_run_set_text (IlvTaskRun *task, char *text);
/* The result in words, or the error's sentence. (transfer full) (nullable): none. */
char *ilv_task_run_dup_result (const IlvTaskRun *task);
/* A number as results show it. (transfer full) */
char *ilv_task_run_write_number (double number);
static inline IlvState
ilv_task_run_get_state (const IlvTaskRun *task)
{
  return (IlvState) atomic_load_explicit (&task->state, memory_order_acquire);
}
