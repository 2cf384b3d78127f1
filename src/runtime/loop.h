/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loop with asyncio's rules, on libuv: run every task that is ready, then wait for
 * sockets and timers. Single thread; coroutines are IlvTaskRuns.
 */
#pragma once

#include "runtime/operation.h"

#include <uv.h>

IlvLoop *ilv_loop_new (IlvWorker *worker, GError **error);
void ilv_loop_free (IlvLoop *loop);

/* Puts the task at the end of the ready queue and records it as ready. */
void ilv_loop_wake (IlvLoop *loop, IlvTaskRun *task);

uv_loop_t *ilv_loop_get_uv (IlvLoop *loop);
/* The libcurl multi handle driven by this loop's sockets and timers (fetch.c adds to it). */
void *ilv_loop_get_curl_multi (IlvLoop *loop);

/* Runs until every task given to it has ended. */
void ilv_loop_run (IlvLoop *loop);
