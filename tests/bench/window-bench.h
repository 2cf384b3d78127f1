/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What benches of the real window share.
 *
 * A stretch is how long the window's thread is busy without looking for what came in, in ms: no
 * frame can be later than that. It is processor time, on a machine left alone the same as the time
 * that passes.
 */
#pragma once

#include "app/window-private.h"

/* Runs `run` on the display there is, or starts the program again on one of its own. `bench` is for
   messages; returns the exit status. */
int bench_in_window (const char *bench, char **argv, void (*run) (const char *program));

double bench_thread_ms (void); /* processor time of the calling thread */
void bench_begin_stretches (void); /* forgets those before */
void bench_end_stretch (void);     /* counts the one that goes on as if it ended here */
double bench_get_stretch (double quantile); /* of those since; 1: the longest */

/* Three models at once, two hundred lanes each: chosen, and its events printed. */
void bench_choose_crowd (IlvWindow *window);
void bench_count_events (IlvWindow *window, const char *bench);

/* Moves the pointer in the first panel, as the toolkit does: step `i` of `n`. */
void bench_point (IlvWindow *window, int i, int n);
