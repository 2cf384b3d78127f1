/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a task gets from one interpreter to another that shares nothing with it, and what came of it
 * back: serialised values, through a pipe between processes or as a copy between subinterpreters.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

/* index, first instruction, variable, received, has a value, value, page, name, retries,
   random numbers taken */
#define ILV_TASK_FORM "(uqdybdaysuu)"
#define ILV_TASK_MESSAGE ((const GVariantType *) ILV_TASK_FORM)
/* index, outcome or end state, has a value, value, text, variable, page when it is a new one,
   error, retries, whether trying again does not help */
#define ILV_RESULT_FORM "(uybdmsdmaymsub)"
#define ILV_RESULT_MESSAGE ((const GVariantType *) ILV_RESULT_FORM)
/* Several of each, as they go through a pool's pipes. */
#define ILV_TASKS_MESSAGE ((const GVariantType *) "a" ILV_TASK_FORM)
#define ILV_RESULTS_MESSAGE ((const GVariantType *) "a" ILV_RESULT_FORM)

/* A task from its beginning to its end. Floating. */
GVariant *ilv_task_message_new (const IlvExecution *execution, guint index);
/* Only the step it stands at, with what the step may need. Floating. */
GVariant *ilv_task_message_new_step (const IlvExecution *execution, const IlvTaskRun *task);
/* Fills the task of the receiving side; NULL: there is no such task. `step`: only the one it now
   stands at is wanted. */
IlvTaskRun *ilv_task_message_read (GVariant *message, IlvExecution *execution, gboolean *step);

/* `how`: of a whole task the end state, of a step the outcome. `body`: what the task's page was
   before; a page that is still the same stays where it is. Floating. */
GVariant *ilv_result_message_new (const IlvTaskRun *task, guint how, const char *body);
/* The task it is about; NULL: there is none. */
IlvTaskRun *ilv_result_message_find (GVariant *message, IlvExecution *execution, guint *how);
/* Gives the task its value, text, variable, page, error and retries. */
void ilv_result_message_apply (GVariant *message, IlvTaskRun *task);

G_END_DECLS
