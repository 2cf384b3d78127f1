/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The concurrency models a workload can run under. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_MODEL_SEQUENTIAL,
  ILV_MODEL_THREADING,
  ILV_MODEL_FREE_THREADING,
  ILV_MODEL_SUBINTERPRETERS,
  ILV_MODEL_MULTIPROCESSING,
  ILV_MODEL_ASYNCIO,
  ILV_MODEL_ASYNCIO_THREADS,
  ILV_MODEL_ASYNCIO_PROCESSES,
  ILV_N_MODELS
} IlvModel;

const char *ilv_model_get_name (IlvModel model);    /* "multiprocessing": command line, files */
const char *ilv_model_get_title (IlvModel model);   /* "Multiprocessing", translated */
const char *ilv_model_get_summary (IlvModel model); /* one sentence, translated */
/* FALSE: no model is called so, and *model is left alone. */
gboolean ilv_model_from_name (const char *name, IlvModel *model);

G_END_DECLS
