/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A connection to the echo server in the hands of a worker, and how a task waits for it: a thread
 * in poll() beside the stop, a coroutine on its loop. A worker keeps the connections its tasks do
 * not use, one where it may wait, as many as there were requests at a time on a loop.
 */
#pragma once

#include "runtime/connection.h"
#include "runtime/loop-watch.h"

G_BEGIN_DECLS

typedef struct
{
  IlvConnection *connection; /* owned */
  IlvLoopWatch *watch;       /* owned; NULL where one may wait in poll() */
  IlvWorker *worker;         /* borrowed */
  IlvTaskRun *task;          /* that waits on the loop; borrowed; NULL: none */
  gint64 began;              /* ns; when the request did, for its latency */
  gint64 deadline;           /* ns; until when it is waited for */
  double timeout;            /* seconds, of a request */
} IlvLink;

/* A new one; its connection may have failed already. */
IlvLink *ilv_link_open (IlvWorker *worker);
void ilv_link_free (IlvLink *link); /* NULL is fine */
/* One that the worker keeps, or a new one. */
IlvLink *ilv_link_take (IlvWorker *worker);
/* Gives it back; one that failed is freed. */
void ilv_link_give_back (IlvLink *link);
/* Frees those the worker keeps; before its loop is freed. */
void ilv_links_close (IlvWorker *worker);

/* Begins a request that must be answered within `timeout_ms`. */
void ilv_link_begin (IlvLink *link, guint bytes, double delay_ms, double timeout_ms);

/* Waits in poll() until the connection has left the phase it is in, or the deadline came (a
   request has failed then). Without the GIL. FALSE: a stop came first. */
bool ilv_link_wait (IlvLink *link, const IlvTaskRun *task);

/* Suspends the task until the answer is there, the deadline came or the connection failed. */
void ilv_link_suspend (IlvLink *link, IlvTaskRun *task);
/* Takes that back. */
void ilv_link_cancel (IlvLink *link);

/* Records how long the request took. */
void ilv_link_record_latency (const IlvLink *link);

G_END_DECLS
