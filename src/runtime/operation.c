/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/operation.h"

static const IlvStepOperations *const operations[ILV_N_STEP_KINDS] = {
  [ILV_STEP_BLOCK] = &ilv_step_block,
  [ILV_STEP_CLOSE] = &ilv_step_close,
  [ILV_STEP_COMPUTE] = &ilv_step_compute,
  [ILV_STEP_CRASH] = &ilv_step_crash,
  [ILV_STEP_ECHO] = &ilv_step_echo,
  [ILV_STEP_FETCH] = &ilv_step_fetch,
  [ILV_STEP_FILE] = &ilv_step_file,
  [ILV_STEP_GET] = &ilv_step_get,
  [ILV_STEP_HOLD] = &ilv_step_hold,
  [ILV_STEP_LOAD] = &ilv_step_load,
  [ILV_STEP_LOCK] = &ilv_step_lock,
  [ILV_STEP_OPEN] = &ilv_step_open,
  [ILV_STEP_QUERY] = &ilv_step_query,
  [ILV_STEP_PUT] = &ilv_step_put,
  [ILV_STEP_RAISE] = &ilv_step_raise,
  [ILV_STEP_RESOURCE] = &ilv_step_resource,
  [ILV_STEP_RETRY] = &ilv_step_retry,
  [ILV_STEP_RESULT] = &ilv_step_result,
  [ILV_STEP_SEMAPHORE] = &ilv_step_semaphore,
  [ILV_STEP_SEND] = &ilv_step_send,
  [ILV_STEP_SLEEP] = &ilv_step_sleep,
  [ILV_STEP_START_LOOP] = &ilv_step_start_loop,
  [ILV_STEP_STORE] = &ilv_step_store,
  [ILV_STEP_USE] = &ilv_step_use,
  /* ILV_STEP_REPEAT is the interpreter's own. */
};

const IlvStepOperations *
ilv_step_operations (IlvStepKind kind)
{
  g_return_val_if_fail ((guint) kind < ILV_N_STEP_KINDS, NULL);
  return operations[kind];
}

IlvState
ilv_outcome_get_end_state (IlvOutcome outcome)
{
  switch (outcome)
    {
    case ILV_OUTCOME_NEXT:
      return ILV_STATE_DONE;
    case ILV_OUTCOME_FAILED:
      return ILV_STATE_FAILED;
    case ILV_OUTCOME_CANCELLED:
      return ILV_STATE_CANCELLED;
    case ILV_OUTCOME_SUSPENDED:
    case ILV_OUTCOME_BREAK:
      break;
    }
  g_return_val_if_reached (ILV_STATE_FAILED);
}
