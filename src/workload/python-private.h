/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files python*.c share: a program on its way into a text. */
#pragma once

#include "workload/scenario-private.h"
#include "workload/workload.h"

G_BEGIN_DECLS

typedef struct
{
  const IlvWorkload *workload;
  const IlvScenario *scenario;
  GString *text;
  GPtrArray *names; /* per setting: "DELAY_MS" */
  guint indent;
  guint n_repeats; /* around the line being written */
  gboolean loop;   /* tasks are coroutines */
  gboolean background; /* what is being written is done by a thread beside them */
  guint64 kinds;   /* bit set of the step kinds that occur */
  guint kernels;   /* and of the kernels */
} IlvPythonWriter;

/* --- python-write.c ----------------------------------------------------------------------- */

void
ilv_python_line (IlvPythonWriter *writer, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The name of a setting's constant: a word of the language it cannot be. (transfer full) */
char *
ilv_python_constant_name (const char *setting);
/* An IlvSettingName; user_data is the writer. */
const char *
ilv_python_name_of (int setting, gpointer user_data);
void
ilv_python_append_escaped (GString *result, const char *text, gboolean braces);
/* An expression; the same to stand beside an operator; the same as a whole number; a text with
   expressions. All (transfer full). */
char *
ilv_python_write_expression (IlvPythonWriter *writer, const IlvExpression *expression);
char *
ilv_python_write_operand (IlvPythonWriter *writer, const IlvExpression *expression);
char *
ilv_python_write_integer (IlvPythonWriter *writer, const IlvExpression *expression);
char *
ilv_python_write_template (IlvPythonWriter *writer, const IlvTemplate *template);

/* --- python-steps.c ----------------------------------------------------------------------- */

void
ilv_python_write_step (IlvPythonWriter *writer, const IlvStep *step);

/* --- python-background.c ------------------------------------------------------------------ */

gboolean
ilv_python_has_background (const IlvPythonWriter *writer);
/* A call of what is a coroutine's function on a loop; `call` is taken. (transfer full) */
char *
ilv_python_await (const IlvPythonWriter *writer, char *call);
/* In the main function: the threads are made and started; they come to their end. */
void
ilv_python_start_background (IlvPythonWriter *writer);
void
ilv_python_end_background (IlvPythonWriter *writer);

/* --- python-functions.c ------------------------------------------------------------------- */

/* The functions that steps of this kind call, or NULL. `loop`: tasks are coroutines. */
const char *
ilv_python_get_functions (IlvStepKind kind, gboolean loop);

G_END_DECLS
