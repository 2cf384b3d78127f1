/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a worker keeps between its fetches: connections to servers. */
#pragma once

#include "runtime/execution.h"

/* Closes what the worker kept in worker->curl. */
void ilv_fetch_close (IlvWorker *worker);
