/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of a task group as a flat list of instructions, so that a task's position is a number
 * and a task needs no stack.
 *
 * A step that holds others becomes an instruction that enters it and one that leaves it, with the
 * steps inside between them. Immutable once made.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_INSTRUCTION_STEP,   /* does `step` */
  ILV_INSTRUCTION_REPEAT, /* begins the rounds of `step`; jumps when there are none */
  ILV_INSTRUCTION_AGAIN,  /* ends a round; jumps back while there are more */
  ILV_INSTRUCTION_ENTER,  /* begins `step`, which holds others */
  ILV_INSTRUCTION_LEAVE,  /* ends it */
  ILV_INSTRUCTION_END,
} IlvInstructionKind;

#define ILV_NO_INSTRUCTION UINT16_MAX

typedef struct
{
  const IlvStep *step; /* NULL: END */
  uint8_t kind;        /* IlvInstructionKind */
  uint8_t depth;       /* of nesting: which of the task's rounds a REPEAT counts in */
  bool closing;        /* in or inside of a step that is done even after a stop */
  uint16_t jump;       /* REPEAT, ENTER: after its AGAIN, LEAVE; AGAIN: after its REPEAT */
  uint16_t enclosing;  /* the ENTER or REPEAT it is directly inside of, or ILV_NO_INSTRUCTION */
} IlvInstruction;

struct _IlvProgram
{
  guint n_instructions;
  IlvInstruction instructions[];
};

/* The step a task stands at; NULL: at its end. */
const IlvStep *ilv_task_run_get_step (const IlvTaskRun *task);

/* Errors: G_IO_ERROR_INVALID_DATA, when steps nest too deep or are too many. */
IlvProgram *ilv_program_new (const IlvTaskGroup *group, GError **error);
void ilv_program_free (IlvProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvProgram, ilv_program_free)

G_END_DECLS
