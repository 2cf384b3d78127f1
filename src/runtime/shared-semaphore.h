/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The semaphores of a scenario, as many as it declares: of an execution, or of one worker that
   shares nothing. */
#pragma once

#include "runtime/wanted.h"

struct _IlvSharedSemaphore
{
  pthread_mutex_t mutex; /* guards all of it, for the blocking form */
  IlvWaiters waiting;
  uint32_t id; /* in the trace */
  _Atomic guint permits; /* left */
  guint n_permits;       /* of all */
  _Atomic uint32_t holders[ILV_MAX_GIVERS]; /* task ids, 0 for none; where there are more permits,
                                               nobody says who holds them */
};

IlvSharedSemaphore *ilv_semaphores_new (const IlvExecution *execution);
void ilv_semaphores_free (IlvSharedSemaphore *semaphores, const IlvExecution *execution);
/* `owner`: the worker they belong to, which tells them from those of others; NULL: everybody. */
void ilv_semaphores_announce (const IlvSharedSemaphore *semaphores, const IlvExecution *execution,
                              IlvRecorder *recorder, const char *owner);
