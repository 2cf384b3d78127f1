/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words Interleave uses in the Fuchsia trace format. */
#include "trace/format-fxt-private.h"

static const char *const words[ILV_FXT_N_WORDS] = {
  [ILV_FXT_WORD_STATE] = "state",
  [ILV_FXT_WORD_TASK_STATE] = "task-state",
  [ILV_FXT_WORD_TASK] = "task",
  [ILV_FXT_WORD_HOLD] = "hold",
  [ILV_FXT_WORD_DROP_REQUEST] = "drop-request",
  [ILV_FXT_WORD_COUNTER] = "counter",
  [ILV_FXT_WORD_MARK] = "mark",
  [ILV_FXT_WORD_WAKE] = "wake",
  [ILV_FXT_WORD_PROCESS] = "process",
  [ILV_FXT_WORD_LANE] = "lane",
  [ILV_FXT_WORD_LOCK] = "lock",
  [ILV_FXT_WORD_CORE] = "core",
  [ILV_FXT_WORD_PREVIOUS] = "previous",
  [ILV_FXT_WORD_FORCED] = "forced",
  [ILV_FXT_WORD_RELEASED] = "released",
  [ILV_FXT_WORD_HOLDER] = "holder",
  [ILV_FXT_WORD_VALUE] = "value",
  [ILV_FXT_WORD_ARGUMENT] = "argument",
  [ILV_FXT_WORD_KIND] = "kind",
  [ILV_FXT_WORD_PID] = "pid",
  [ILV_FXT_WORD_TID] = "tid",
  [ILV_FXT_WORD_BEGIN] = "begin",
  [ILV_FXT_WORD_END] = "end",
  [ILV_FXT_WORD_END_STATE] = "end-state",
  [ILV_FXT_WORD_INTERLEAVE] = "interleave",
  [ILV_FXT_WORD_ORIGIN] = "origin",
  [ILV_FXT_WORD_EVENTS] = "events",
  [ILV_FXT_WORD_DROPPED] = "dropped",
  [ILV_FXT_WORD_DAMAGED] = "damaged",
  [ILV_FXT_WORD_FINISHED] = "finished",
  [ILV_FXT_WORD_CAPACITY] = "capacity",
};

const char *
ilv_fxt_get_word (IlvFxtWord word)
{
  return words[word];
}

const char *
ilv_fxt_get_mark_name (IlvMark mark)
{
  switch (mark)
    {
    case ILV_MARK_LOST_UPDATE:
      return "lost-update";
    case ILV_MARK_RETRY:
      return "retry";
    case ILV_MARK_WORKER_DIED:
      return "worker-died";
    case ILV_MARK_STOP_REQUESTED:
      return "stop-requested";
    case ILV_MARK_DEADLOCK:
      return "deadlock";
    case ILV_N_MARKS:
    default:
      return NULL;
    }
}
