/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a step is kept: for the parser, which makes them. */
#pragma once

#include "workload/step.h"
#include "workload/template.h"

G_BEGIN_DECLS

typedef union
{
  IlvExpression *expression; /* NUMBER, INTEGER; owned */
  IlvTemplate *text;         /* TEXT; owned */
  guint index;               /* CHOICE, LOCK, COUNTER, SEMAPHORE, QUEUE */
} IlvAttributeValue;

struct _IlvStep
{
  IlvStepKind kind;
  guint line;
  gboolean uses_variable; /* a number of its own attributes does */
  GPtrArray *children; /* owned (element-type IlvStep); NULL: none */
  IlvAttributeValue values[ILV_MAX_ATTRIBUTES];
};

IlvStep *ilv_step_new (IlvStepKind kind, guint line);
void ilv_step_free (IlvStep *step);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvStep, ilv_step_free)

G_END_DECLS
