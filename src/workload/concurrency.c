/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/concurrency.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *title;
  const char *summary;
} models[ILV_N_MODELS] = {
  [ILV_MODEL_SEQUENTIAL]
  = { "sequential", N_ ("Sequential"), N_ ("One task after the other, on one thread.") },
  [ILV_MODEL_THREADING] = { "threading", N_ ("Threading"),
                            N_ ("A pool of threads that share one interpreter lock.") },
  [ILV_MODEL_FREE_THREADING] = { "free-threading", N_ ("Free-threading"),
                                 N_ ("A pool of threads without an interpreter lock.") },
  [ILV_MODEL_SUBINTERPRETERS]
  = { "subinterpreters", N_ ("Subinterpreters"),
      N_ ("A pool of threads in one process, each with an interpreter and a lock of its own.") },
  [ILV_MODEL_MULTIPROCESSING]
  = { "multiprocessing", N_ ("Multiprocessing"),
      N_ ("A pool of processes, each with an interpreter lock of its own.") },
  [ILV_MODEL_ASYNCIO] = { "asyncio", N_ ("asyncio"),
                          N_ ("Coroutines on one event loop, on one thread.") },
  [ILV_MODEL_ASYNCIO_THREADS]
  = { "asyncio-threads", N_ ("asyncio + threads"),
      N_ ("An event loop that hands blocking work to a pool of threads.") },
  [ILV_MODEL_ASYNCIO_PROCESSES]
  = { "asyncio-processes", N_ ("asyncio + processes"),
      N_ ("An event loop that hands computing to a pool of processes.") },
};

const char *
ilv_model_get_name (IlvModel model)
{
  g_return_val_if_fail ((guint) model < ILV_N_MODELS, NULL);
  return models[model].name;
}

const char *
ilv_model_get_title (IlvModel model)
{
  g_return_val_if_fail ((guint) model < ILV_N_MODELS, NULL);
  return _ (models[model].title);
}

const char *
ilv_model_get_summary (IlvModel model)
{
  g_return_val_if_fail ((guint) model < ILV_N_MODELS, NULL);
  return _ (models[model].summary);
}

gboolean
ilv_model_from_name (const char *name, IlvModel *model)
{
  for (guint i = 0; i < ILV_N_MODELS; i++)
    if (g_strcmp0 (name, models[i].name) == 0)
      {
        *model = (IlvModel) i;
        return TRUE;
      }
  return FALSE;
}
