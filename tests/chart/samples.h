/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces as runs would leave them, written record by record, for tests to draw. */
#pragma once

#include "trace/model.h"

#define SAMPLE_MS G_GINT64_CONSTANT (1000000)

/* Threads that compute 1, 2, 3 … shares of work under one lock handed over every 5 ms. */
IlvTrace *sample_threads (guint n);
/* The same in processes, on two cores, each with a lock of its own. */
IlvTrace *sample_processes (guint n);
/* The same as coroutines of one loop: each holds it to its end. */
IlvTrace *sample_coroutines (guint n);
/* `n` coroutines that wait for answers together, short callbacks in between; the last fails. */
IlvTrace *sample_fetches (guint n);
/* A pool of workers through which many tasks go. */
IlvTrace *sample_pool (guint workers, guint tasks);
/* Many lanes with short and long stretches of all states. */
IlvTrace *sample_crowd (guint lanes, guint intervals);

/* Those made from here on have only come that far and go on; G_MAXINT64: to their end. */
void samples_come_to (gint64 time);
