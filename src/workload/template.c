/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/template.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_PARTS 64

typedef struct
{
  char *text;                /* owned; what stands before the expression */
  IlvExpression *expression; /* owned; NULL at the end */
} Part;

struct _IlvTemplate
{
  GArray *parts;
};

static void
part_clear (gpointer data)
{
  Part *part = data;

  g_free (part->text);
  g_clear_pointer (&part->expression, ilv_expression_free);
}

void
ilv_template_free (IlvTemplate *template)
{
  g_array_unref (template->parts);
  g_free (template);
}

/* The plain text from `*at` to the next expression or the end, doubled braces made single. */
static char *
take_text (const char **at, const char **mistake)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; **at != '\0'; (*at)++)
    {
      gboolean brace = **at == '{' || **at == '}';

      if (brace && (*at)[1] == **at)
        (*at)++;
      else if (**at == '{')
        break;
      else if (brace)
        {
          *mistake = *at;
          return NULL;
        }
      g_string_append_c (text, **at);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static IlvExpression *
take_expression (const char **at, IlvNameLookup lookup, gpointer user_data, const char **mistake,
                 GError **error)
{
  const char *start = *at + 1;
  const char *end = strchr (start, '}');
  g_autofree char *inner = NULL;
  IlvExpression *expression;
  gsize offset = 0;

  if (end == NULL)
    {
      *mistake = *at;
      g_set_error_literal (error, ILV_EXPRESSION_ERROR, ILV_EXPRESSION_ERROR_SYNTAX,
                           _ ("this “{” has no “}” (a brace itself is written twice)"));
      return NULL;
    }
  inner = g_strndup (start, (gsize) (end - start));
  expression = ilv_expression_parse (inner, lookup, user_data, &offset, error);
  if (expression == NULL)
    *mistake = start + offset;
  *at = end + 1;
  return expression;
}

static gboolean
parse_parts (IlvTemplate *template, const char *text, IlvNameLookup lookup, gpointer user_data,
             const char **mistake, GError **error)
{
  const char *at = text;

  while (*at != '\0')
    {
      Part part = { .text = take_text (&at, mistake) };

      if (part.text == NULL)
        {
          g_set_error_literal (error, ILV_EXPRESSION_ERROR, ILV_EXPRESSION_ERROR_SYNTAX,
                               _ ("this “}” has no “{” (a brace itself is written twice)"));
          return FALSE;
        }
      g_array_append_val (template->parts, part);
      if (*at == '\0')
        return TRUE;
      if (template->parts->len > MAX_PARTS)
        {
          *mistake = at;
          g_set_error (error, ILV_EXPRESSION_ERROR, ILV_EXPRESSION_ERROR_LIMIT,
                       _ ("too many {expressions} in one text; at most %d are allowed"),
                       MAX_PARTS);
          return FALSE;
        }
      part.expression = take_expression (&at, lookup, user_data, mistake, error);
      if (part.expression == NULL)
        return FALSE;
      g_array_index (template->parts, Part, template->parts->len - 1).expression
        = part.expression;
    }
  return TRUE;
}

IlvTemplate *
ilv_template_parse (const char *text, IlvNameLookup lookup, gpointer user_data,
                    gsize *offset_out, GError **error)
{
  g_autoptr (IlvTemplate) template = g_new0 (IlvTemplate, 1);
  const char *mistake = text;

  template->parts = g_array_new (FALSE, TRUE, sizeof (Part));
  g_array_set_clear_func (template->parts, part_clear);
  if (parse_parts (template, text, lookup, user_data, &mistake, error))
    return g_steal_pointer (&template);
  if (offset_out != NULL)
    *offset_out = (gsize) (mistake - text);
  return NULL;
}

/* A no-break space after every third digit from the end, in numbers of five digits and more. */
static void
append_grouped (GString *result, const char *digits)
{
  gsize length = strspn (digits, "0123456789");

  for (gsize i = 0; digits[i] != '\0'; i++)
    {
      if (length > 4 && i > 0 && i < length && (length - i) % 3 == 0)
        g_string_append (result, "\u00a0");
      g_string_append_c (result, digits[i]);
    }
}

static void
append_number (GString *result, double number, gboolean grouped)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean whole = number == floor (number) && fabs (number) < 1e15;

  /* Names of a million tasks have such a number each, and floating point takes ten times as long
     to write. */
  if (whole)
    g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, (gint64) number);
  else
    g_ascii_formatd (buffer, sizeof buffer, "%.6g", number);
  if (grouped && whole && number >= 0)
    append_grouped (result, buffer);
  else
    g_string_append (result, buffer);
}

void
ilv_template_append (const IlvTemplate *template, const IlvScope *scope, gboolean grouped,
                     GString *result)
{
  for (guint i = 0; i < template->parts->len; i++)
    {
      const Part *part = &g_array_index (template->parts, Part, i);
      int setting;

      g_string_append (result, part->text);
      if (part->expression == NULL)
        continue;
      setting = ilv_expression_get_setting (part->expression);
      if (setting < 0)
        append_number (result, ilv_expression_evaluate (part->expression, scope), grouped);
      else if (grouped)
        append_grouped (result, scope->texts[setting]);
      else
        g_string_append (result, scope->texts[setting]);
    }
}

void
ilv_template_foreach (const IlvTemplate *template, IlvTemplateVisit visit, gpointer user_data)
{
  for (guint i = 0; i < template->parts->len; i++)
    {
      const Part *part = &g_array_index (template->parts, Part, i);

      visit (part->text, part->expression, user_data);
    }
}
