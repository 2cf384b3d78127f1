/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arithmetic in scenario files: numbers, the scenario's settings by name, `index` (of the task in
 * its group, from 0), `cores`, + - * / ( ), min(a, b) and max(a, b).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What names stand for while a value is worked out. */
typedef struct
{
  const double *settings; /* values of the scenario's settings, by their index; 0 for texts */
  const char *const *texts; /* the same as text, by their index */
  double index;
  double cores;
} IlvScope;

typedef struct _IlvExpression IlvExpression;

/* Gives the index of a setting, or -1. */
typedef int (*IlvNameLookup) (const char *name, gpointer user_data);

/* `offset_out` (nullable): where in `text` the mistake is, in bytes. */
IlvExpression *ilv_expression_parse (const char *text, IlvNameLookup lookup, gpointer user_data,
                                     gsize *offset_out, GError **error);
void ilv_expression_free (IlvExpression *expression);
double ilv_expression_evaluate (const IlvExpression *expression, const IlvScope *scope);

G_END_DECLS
