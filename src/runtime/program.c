/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/program.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static bool
is_closing (GArray *code, const IlvStep *step, guint enclosing)
{
  if (step && ilv_step_get_kind (step) == ILV_STEP_CLOSE)
    return true;
  return enclosing != ILV_NO_INSTRUCTION && g_array_index (code, IlvInstruction, enclosing).closing;
}

static guint
add (GArray *code, IlvInstructionKind kind, const IlvStep *step, guint depth, guint enclosing)
{
  IlvInstruction instruction = {
    .step = step,
    .kind = (uint8_t) kind,
    .depth = (uint8_t) depth,
    .closing = is_closing (code, step, enclosing),
    .jump = ILV_NO_INSTRUCTION,
    .enclosing = (uint16_t) enclosing,
  };

  g_array_append_val (code, instruction);
  return code->len - 1;
}

static gboolean
flatten (GArray *code, const IlvStep *step, guint depth, guint enclosing, GError **error)
{
  gboolean repeats = ilv_step_get_kind (step) == ILV_STEP_REPEAT;
  guint begin, end;

  if (depth >= ILV_MAX_NESTING || code->len >= ILV_NO_INSTRUCTION - 2)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("The steps around line %u are too many or nest too deep."),
                   ilv_step_get_line (step));
      return FALSE;
    }
  if (!ilv_step_kind_describe (ilv_step_get_kind (step))->holds_steps)
    {
      add (code, ILV_INSTRUCTION_STEP, step, depth, enclosing);
      return TRUE;
    }
  begin = add (code, repeats ? ILV_INSTRUCTION_REPEAT : ILV_INSTRUCTION_ENTER, step, depth,
               enclosing);
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    if (!flatten (code, ilv_step_get_child (step, i), depth + 1, begin, error))
      return FALSE;
  end = add (code, repeats ? ILV_INSTRUCTION_AGAIN : ILV_INSTRUCTION_LEAVE, step, depth, enclosing);
  g_array_index (code, IlvInstruction, begin).jump = (uint16_t) (end + 1);
  g_array_index (code, IlvInstruction, end).jump = (uint16_t) (begin + 1);
  return TRUE;
}

const IlvStep *
ilv_task_run_get_step (const IlvTaskRun *task)
{
  return task->program->instructions[task->pc].step;
}

IlvProgram *
ilv_program_new (const IlvTaskGroup *group, GError **error)
{
  g_autoptr (GArray) code = g_array_new (FALSE, FALSE, sizeof (IlvInstruction));
  IlvProgram *program;

  for (guint i = 0; i < group->n_steps; i++)
    if (!flatten (code, group->steps[i], 0, ILV_NO_INSTRUCTION, error))
      return NULL;
  add (code, ILV_INSTRUCTION_END, NULL, 0, ILV_NO_INSTRUCTION);

  program = g_malloc0 (sizeof *program + code->len * sizeof (IlvInstruction));
  program->n_instructions = code->len;
  memcpy (program->instructions, code->data, code->len * sizeof (IlvInstruction));
  return program;
}

void
ilv_program_free (IlvProgram *program)
{
  g_free (program);
}
