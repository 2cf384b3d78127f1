/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arithmetic in scenario files: numbers, the scenario's settings by name, `index` (of the task in
 * its group, from 0), `cores`, + - * / ( ), min(a, b) and max(a, b). In steps also what the task
 * has at that moment: `variable` (what it read last) and `result` (0 while it has none).
 *
 * Names may hold hyphens (`delay-ms`), so a minus between two values has spaces around it.
 * Kept as a list in postfix order: working it out needs no recursion and no allocation.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_EXPRESSION_MAX_LENGTH 512 /* bytes */
#define ILV_EXPRESSION_MAX_DEPTH 24   /* parentheses and signs inside one another */

#define ILV_EXPRESSION_ERROR (ilv_expression_error_quark ())
GQuark ilv_expression_error_quark (void);

typedef enum
{
  ILV_EXPRESSION_ERROR_SYNTAX,
  ILV_EXPRESSION_ERROR_UNKNOWN_NAME,
  ILV_EXPRESSION_ERROR_LIMIT, /* too long or too deep */
} IlvExpressionError;

/* What names stand for while a value is worked out. */
typedef struct
{
  const double *settings; /* values of the scenario's settings, by their index; 0 for texts */
  const char *const *texts; /* the same as text, by their index */
  double index;
  double cores;
  double variable;
  double result;
} IlvScope;

typedef struct _IlvExpression IlvExpression;

/* Gives the index of a setting, or -1. */
typedef int (*IlvNameLookup) (const char *name, gpointer user_data);

/* `offset_out` (nullable): where in `text` the mistake is, in bytes. (transfer full) */
IlvExpression *ilv_expression_parse (const char *text, IlvNameLookup lookup, gpointer user_data,
                                     gsize *offset_out, GError **error);
void ilv_expression_free (IlvExpression *expression);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvExpression, ilv_expression_free)

/* Its value for `scope`, whose settings are those it was parsed with. Division by zero gives an
   infinity or NaN, as in C: whoever takes the value checks it. */
double ilv_expression_evaluate (const IlvExpression *expression, const IlvScope *scope);
/* Whether the value differs from moment to moment of a task. */
gboolean ilv_expression_uses_variable (const IlvExpression *expression);
/* Whether the value differs from task to task. */
gboolean ilv_expression_uses_index (const IlvExpression *expression);
/* It written out again, with the names `name_of` gives for settings, and `cores` for the number of
   cores. (transfer full) */
typedef const char *(*IlvSettingName) (int setting, gpointer user_data);
char *ilv_expression_write (const IlvExpression *expression, IlvSettingName name_of,
                            const char *cores, gpointer user_data);
/* The setting it consists of and nothing else, or -1. */
int ilv_expression_get_setting (const IlvExpression *expression);

G_END_DECLS
