/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/state.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *title;
} states[ILV_N_STATES] = {
  [ILV_STATE_NONE] = { "none", N_ ("Idle") },
  [ILV_STATE_STARTING] = { "starting", N_ ("Starting") },
  [ILV_STATE_READY] = { "ready", N_ ("Ready, no core or loop") },
  [ILV_STATE_RUNNING] = { "running", N_ ("Running, lock held") },
  [ILV_STATE_RUNNING_FREE] = { "running-free", N_ ("Running, no lock") },
  [ILV_STATE_WAITING_GIL] = { "waiting-gil", N_ ("Waiting for the GIL") },
  [ILV_STATE_WAITING_LOCK] = { "waiting-lock", N_ ("Waiting for another lock") },
  [ILV_STATE_WAITING_IO] = { "waiting-io", N_ ("Waiting for I/O") },
  [ILV_STATE_SLEEPING] = { "sleeping", N_ ("Sleeping") },
  [ILV_STATE_SERIALISING] = { "serialising", N_ ("Serialising") },
  [ILV_STATE_BLOCKING_LOOP] = { "blocking-loop", N_ ("Blocking the loop") },
  [ILV_STATE_DONE] = { "done", N_ ("Done") },
  [ILV_STATE_FAILED] = { "failed", N_ ("Failed") },
  [ILV_STATE_CANCELLED] = { "cancelled", N_ ("Cancelled") },
};

static const struct
{
  const char *name;
  const char *title;
} counters[ILV_COUNTER_FIRST_OWN] = {
  [ILV_COUNTER_COMPLETED] = { "completed", N_ ("Completed") },
  [ILV_COUNTER_IN_FLIGHT] = { "in-flight", N_ ("In flight") },
  [ILV_COUNTER_QUEUE_DEPTH] = { "queue-depth", N_ ("Queue depth") },
  [ILV_COUNTER_IPC_BYTES] = { "ipc-bytes", N_ ("Bytes copied between processes") },
  [ILV_COUNTER_RSS] = { "rss", N_ ("Resident memory") },
  [ILV_COUNTER_LOOP_LAG] = { "loop-lag", N_ ("Loop lag") },
  [ILV_COUNTER_FILE_BYTES] = { "file-bytes", N_ ("Bytes of files") },
  [ILV_COUNTER_RUN_QUEUE] = { "run-queue", N_ ("Waited for a core") },
  [ILV_COUNTER_REQUEST_LATENCY] = { "request-latency", N_ ("Request latency") },
};

const char *
ilv_state_get_name (IlvState state)
{
  g_return_val_if_fail ((guint) state < ILV_N_STATES, NULL);
  return states[state].name;
}

const char *
ilv_state_get_title (IlvState state)
{
  g_return_val_if_fail ((guint) state < ILV_N_STATES, NULL);
  return _ (states[state].title);
}

gboolean
ilv_state_is_running (IlvState state)
{
  return state == ILV_STATE_RUNNING || state == ILV_STATE_RUNNING_FREE
         || state == ILV_STATE_SERIALISING || state == ILV_STATE_BLOCKING_LOOP;
}

gboolean
ilv_state_is_end (IlvState state)
{
  return state == ILV_STATE_DONE || state == ILV_STATE_FAILED || state == ILV_STATE_CANCELLED;
}

const char *
ilv_counter_get_name (guint32 id)
{
  return id < ILV_COUNTER_FIRST_OWN ? counters[id].name : NULL;
}

const char *
ilv_counter_get_title (guint32 id)
{
  return id < ILV_COUNTER_FIRST_OWN && counters[id].title ? _ (counters[id].title) : NULL;
}
