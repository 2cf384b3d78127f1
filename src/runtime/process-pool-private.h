/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the process pool share: process-pool.c runs it, process-pool-workers.c sees to
   its workers, process-pool-traffic.c to what goes through its pipes. */
#pragma once

#include "runtime/message.h"
#include "runtime/process-pool.h"
#include "runtime/worker-starter.h"

G_BEGIN_DECLS

typedef struct
{
  IlvWorkerIdentity identity;
  pid_t pid;      /* 0: not known yet */
  gboolean lives; /* from the request to the end */
  gint64 peak_rss; /* bytes; the largest of those who had the seat */
} IlvPoolWorker;

struct _IlvProcessPool
{
  IlvWorker *main; /* borrowed */
  IlvExecution *execution;
  const IlvPoolUse *use; /* borrowed */
  gpointer user_data;

  IlvWorkerChannels channels;
  IlvPoolMemory *memory; /* owned, and so are the descriptors */
  int memory_fd;
  int tasks[2];
  int results[2];
  IlvMessageOut outgoing; /* value NULL: none */
  IlvMessageIn incoming;

  IlvWaiters waiting; /* not yet sent */
  guint n_waiting;
  IlvTaskRun **out; /* by index: sent and not answered */
  guint n_out;
  gboolean has_withdrawn; /* what nobody had taken */

  IlvWorkerStarter *starter;
  IlvPoolWorker *workers; /* by seat */
  guint n_seats;
  guint last_number;
  guint n_living;
  guint n_failed_starts;
  char *broken; /* owned; why nothing can be done any more; NULL: all is well */

  /* Workers that died while busy with a task nobody has written down: it shows when the queue is
     empty and nobody is busy. */
  guint n_suspects;
  guint32 suspect_number;
  int suspect_status;
};

/* --- traffic ------------------------------------------------------------------------------ */

/* Sends what may be sent and fits. FALSE with `error`. */
gboolean ilv_process_pool_feed (IlvProcessPool *pool, GError **error);
gboolean ilv_process_pool_may_send (const IlvProcessPool *pool);
/* Takes all results that are there. FALSE with `error`. */
gboolean ilv_process_pool_collect (IlvProcessPool *pool, GError **error);
/* The task comes from the queue or out of `out`, and no result will. `sentence`: taken. */
void ilv_process_pool_lose (IlvProcessPool *pool, IlvTaskRun *task, char *sentence);
void ilv_process_pool_lose_all (IlvProcessPool *pool, const char *sentence);
/* A task in the hands of that worker, or (0) one that was sent and that nobody has; NULL: none. */
IlvTaskRun *ilv_process_pool_find_taken (IlvProcessPool *pool, guint32 number);

/* --- workers ------------------------------------------------------------------------------ */

/* As many as are wanted now. FALSE with `error`. */
gboolean ilv_process_pool_start_workers (IlvProcessPool *pool, GError **error);
/* Takes note of workers that started or ended. `closing`: their ends are expected. */
gboolean ilv_process_pool_see_workers (IlvProcessPool *pool, gboolean closing, GError **error);
/* Finds out what dead workers had in hand, if it can be known by now. */
void ilv_process_pool_settle (IlvProcessPool *pool);
/* Adds to the run's what the worker in that seat has told of its memory. Those in different seats
   live at the same time, those in one seat do not. */
void ilv_process_pool_note_peak (IlvProcessPool *pool, guint seat);
void ilv_process_pool_signal (IlvProcessPool *pool, int signal_number);
/* Nothing will be done any more. `sentence`: taken. */
void ilv_process_pool_break (IlvProcessPool *pool, char *sentence);

G_END_DECLS
