/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step: its values for a task, and whether they are in their ranges. */
#include "workload/step.h"

#include "workload/step-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

IlvStep *
ilv_step_new (IlvStepKind kind, guint line)
{
  IlvStep *step = g_new0 (IlvStep, 1);

  step->kind = kind;
  step->line = line;
  return step;
}

void
ilv_step_free (IlvStep *step)
{
  const IlvStepDescription *description = ilv_step_kind_describe (step->kind);

  for (guint i = 0; i < description->n_attributes; i++)
    {
      IlvAttributeType type = description->attributes[i].type;

      if (type == ILV_ATTRIBUTE_NUMBER || type == ILV_ATTRIBUTE_INTEGER)
        g_clear_pointer (&step->values[i].expression, ilv_expression_free);
      else if (type == ILV_ATTRIBUTE_TEXT)
        g_clear_pointer (&step->values[i].text, ilv_template_free);
    }
  g_clear_pointer (&step->children, g_ptr_array_unref);
  g_free (step);
}

IlvStepKind
ilv_step_get_kind (const IlvStep *step)
{
  return step->kind;
}

guint
ilv_step_get_line (const IlvStep *step)
{
  return step->line;
}

guint
ilv_step_get_n_children (const IlvStep *step)
{
  return step->children != NULL ? step->children->len : 0;
}

const IlvStep *
ilv_step_get_child (const IlvStep *step, guint index)
{
  g_return_val_if_fail (index < ilv_step_get_n_children (step), NULL);
  return step->children->pdata[index];
}

static const IlvAttribute *
describe_attribute (const IlvStep *step, guint attribute)
{
  const IlvStepDescription *description = ilv_step_kind_describe (step->kind);

  g_assert (attribute < description->n_attributes);
  return &description->attributes[attribute];
}

static IlvAttributeType
attribute_type (const IlvStep *step, guint attribute)
{
  return describe_attribute (step, attribute)->type;
}

double
ilv_step_get_number (const IlvStep *step, guint attribute, const IlvScope *scope)
{
  IlvAttributeType type = attribute_type (step, attribute);
  double value;

  g_return_val_if_fail (type == ILV_ATTRIBUTE_NUMBER || type == ILV_ATTRIBUTE_INTEGER, 0);
  value = ilv_expression_evaluate (step->values[attribute].expression, scope);
  return type == ILV_ATTRIBUTE_INTEGER ? floor (value) : value;
}

char *
ilv_step_get_text (const IlvStep *step, guint attribute, const IlvScope *scope)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (attribute_type (step, attribute) == ILV_ATTRIBUTE_TEXT, NULL);
  ilv_template_append (step->values[attribute].text, scope, FALSE, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

guint
ilv_step_get_choice (const IlvStep *step, guint attribute)
{
  g_return_val_if_fail (attribute_type (step, attribute) == ILV_ATTRIBUTE_CHOICE, 0);
  return step->values[attribute].index;
}

guint
ilv_step_get_reference (const IlvStep *step, guint attribute)
{
  IlvAttributeType type = attribute_type (step, attribute);

  g_return_val_if_fail (type >= ILV_ATTRIBUTE_LOCK && type <= ILV_ATTRIBUTE_QUEUE, 0);
  return step->values[attribute].index;
}

static double
largest (const IlvStep *step, guint attribute)
{
  if (step->kind == ILV_STEP_COMPUTE && attribute == ILV_COMPUTE_SIZE)
    return ilv_kernel_get_max_size (step->values[ILV_COMPUTE_KERNEL].index);
  return describe_attribute (step, attribute)->max;
}

static gboolean
check_number (const IlvStep *step, guint attribute, const IlvScope *scope, GError **error)
{
  const IlvAttribute *description = describe_attribute (step, attribute);
  double max = largest (step, attribute);
  double value = ilv_step_get_number (step, attribute, scope);

  if (value >= description->min && value <= max)
    return TRUE;
  g_set_error (error, ILV_EXPRESSION_ERROR, ILV_EXPRESSION_ERROR_LIMIT,
               _ ("The attribute “%s” of <%s> in line %u comes to %g for task %.0f; it must be "
                  "from %.12g to %.12g."),
               description->name, ilv_step_kind_get_name (step->kind), step->line, value,
               scope->index + 1, description->min, max);
  return FALSE;
}

/* The numbers of the step itself that depend on the moment, or those that do not. */
static gboolean
check_numbers (const IlvStep *step, const IlvScope *scope, gboolean of_moment, GError **error)
{
  const IlvStepDescription *description = ilv_step_kind_describe (step->kind);

  for (guint i = 0; i < description->n_attributes; i++)
    {
      IlvAttributeType type = description->attributes[i].type;

      if ((type == ILV_ATTRIBUTE_NUMBER || type == ILV_ATTRIBUTE_INTEGER)
          && ilv_expression_uses_variable (step->values[i].expression) == of_moment
          && !check_number (step, i, scope, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ilv_step_check (const IlvStep *step, const IlvScope *scope, GError **error)
{
  if (!check_numbers (step, scope, FALSE, error))
    return FALSE;
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    if (!ilv_step_check (ilv_step_get_child (step, i), scope, error))
      return FALSE;
  return TRUE;
}

gboolean
ilv_step_uses_variable (const IlvStep *step)
{
  return step->uses_variable;
}

gboolean
ilv_step_check_now (const IlvStep *step, const IlvScope *scope, GError **error)
{
  return check_numbers (step, scope, TRUE, error);
}

gboolean
ilv_step_uses_index (const IlvStep *step)
{
  const IlvStepDescription *description = ilv_step_kind_describe (step->kind);

  for (guint i = 0; i < description->n_attributes; i++)
    {
      IlvAttributeType type = description->attributes[i].type;

      if ((type == ILV_ATTRIBUTE_NUMBER || type == ILV_ATTRIBUTE_INTEGER)
          && ilv_expression_uses_index (step->values[i].expression))
        return TRUE;
    }
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    if (ilv_step_uses_index (ilv_step_get_child (step, i)))
      return TRUE;
  return FALSE;
}
