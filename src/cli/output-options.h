/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that say what becomes of a comparison: the same for one that runs and for one that
   was saved. */
#pragma once

#include "cli/command.h"
#include "cli/outputs.h"

G_BEGIN_DECLS

typedef struct
{
  IlvOutputs outputs;
  gboolean json;
  gboolean quiet;
} IlvOutputOptions;

#define ILV_OUTPUT_OPTIONS_INIT { .outputs = { .picture = ILV_PICTURE_CHOICE_INIT } }
void ilv_output_options_clear (IlvOutputOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IlvOutputOptions, ilv_output_options_clear)

/* `others`, which end with G_OPTION_ENTRY_NULL, and these behind them. (transfer container) */
GOptionEntry *ilv_output_options_join (IlvOutputOptions *self, const GOptionEntry *others);

/* Takes the choice of the picture as given. FALSE: it has complained. */
gboolean ilv_output_options_read (IlvOutputOptions *self);

/* Prints results, complains of runs that failed and writes the files, which a signal ends. */
IlvExit ilv_output_options_report (const IlvOutputOptions *self, IlvComparison *comparison);

G_END_DECLS
