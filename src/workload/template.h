/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text with {expressions} in it: "/html/300?delay={delay-ms}". A brace itself is written twice.
 *
 * Numbers come out in the shortest form that is exact to six digits behind the point; a setting on
 * its own comes out as its text.
 */
#pragma once

#include "workload/expression.h"

G_BEGIN_DECLS

typedef struct _IlvTemplate IlvTemplate;

/* Errors and `offset_out` as ilv_expression_parse(). (transfer full) */
IlvTemplate *ilv_template_parse (const char *text, IlvNameLookup lookup, gpointer user_data,
                                 gsize *offset_out, GError **error);
void ilv_template_free (IlvTemplate *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvTemplate, ilv_template_free)

/* The text for one task, added to `result`. `grouped`: thousands set apart, for people to read. */
void ilv_template_append (const IlvTemplate *template, const IlvScope *scope, gboolean grouped,
                          GString *result);

/* Calls `visit` for each piece: the text, then the expression behind it (NULL at the end). */
typedef void (*IlvTemplateVisit) (const char *text, const IlvExpression *expression,
                                  gpointer user_data);
void ilv_template_foreach (const IlvTemplate *template, IlvTemplateVisit visit,
                           gpointer user_data);

G_END_DECLS
