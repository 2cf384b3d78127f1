/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/short-title.h"

#include "session/run-title.h"

#include <glib/gi18n-lib.h>

static const char *const titles[ILV_N_MODELS] = {
  [ILV_MODEL_SEQUENTIAL] = NC_ ("short model title", "Seq."),
  [ILV_MODEL_THREADING] = NC_ ("short model title", "Thr."),
  [ILV_MODEL_FREE_THREADING] = NC_ ("short model title", "Free"),
  [ILV_MODEL_SUBINTERPRETERS] = NC_ ("short model title", "Sub."),
  [ILV_MODEL_MULTIPROCESSING] = NC_ ("short model title", "Mp."),
  [ILV_MODEL_ASYNCIO] = NC_ ("short model title", "asyn."),
  [ILV_MODEL_ASYNCIO_THREADS] = NC_ ("short model title", "a + t"),
  [ILV_MODEL_ASYNCIO_PROCESSES] = NC_ ("short model title", "a + p"),
};

const char *
ilv_model_get_pill_title (IlvModel model)
{
  g_return_val_if_fail ((guint) model < ILV_N_MODELS, NULL);
  if (model == ILV_MODEL_ASYNCIO_THREADS)
    return _ ("+ threads");
  if (model == ILV_MODEL_ASYNCIO_PROCESSES)
    return _ ("+ processes");
  return ilv_model_get_title (model);
}

const char *
ilv_model_get_short_title (IlvModel model)
{
  g_return_val_if_fail ((guint) model < ILV_N_MODELS, NULL);
  return g_dpgettext2 (GETTEXT_PACKAGE, "short model title", titles[model]);
}

char *
ilv_comparison_make_column_head (IlvComparison *comparison, guint index)
{
  IlvRun *run = ilv_comparison_get_run (comparison, index);

  if (ilv_comparison_is_side_by_side (comparison))
    return ilv_comparison_make_run_letter (comparison, index);
  return g_strdup (ilv_model_get_short_title (ilv_run_get_model (run)));
}
