/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines, expressions and texts of an equivalent Python program. */
#include "workload/python-private.h"

#include <stdarg.h>
#include <string.h>

void
ilv_python_line (IlvPythonWriter *writer, const char *format, ...)
{
  va_list arguments;

  for (guint i = 0; i < writer->indent; i++)
    g_string_append (writer->text, "    ");
  va_start (arguments, format);
  g_string_append_vprintf (writer->text, format, arguments);
  va_end (arguments);
  g_string_append_c (writer->text, '\n');
}

/* A constant's name cannot be a word of the language. */
char *
ilv_python_constant_name (const char *setting)
{
  g_autofree char *name = g_ascii_strup (setting, -1);

  return g_strdup (g_strdelimit (name, "-", '_'));
}

const char *
ilv_python_name_of (int setting, gpointer user_data)
{
  IlvPythonWriter *writer = user_data;

  return writer->names->pdata[setting];
}

char *
ilv_python_write_expression (IlvPythonWriter *writer, const IlvExpression *expression)
{
  return ilv_expression_write (expression, ilv_python_name_of, "os.cpu_count()", writer);
}

/* The same to stand beside an operator. */
char *
ilv_python_write_operand (IlvPythonWriter *writer, const IlvExpression *expression)
{
  g_autofree char *written = ilv_python_write_expression (writer, expression);

  return strchr (written, ' ') != NULL ? g_strdup_printf ("(%s)", written)
                                       : g_steal_pointer (&written);
}

/* The same as a whole number: settings that are integers, and digits, are so already. */
char *
ilv_python_write_integer (IlvPythonWriter *writer, const IlvExpression *expression)
{
  g_autofree char *written = ilv_python_write_expression (writer, expression);
  int setting = ilv_expression_get_setting (expression);

  if (written[strspn (written, "0123456789")] == '\0'
      || (setting >= 0
          && ilv_scenario_get_setting (writer->scenario, (guint) setting)->type
               == ILV_SETTING_INTEGER))
    return g_steal_pointer (&written);
  return g_strdup_printf ("int(%s)", written);
}

void
ilv_python_append_escaped (GString *result, const char *text, gboolean braces)
{
  for (; *text != '\0'; text++)
    {
      guchar byte = (guchar)*text;

      if (byte == '"' || byte == '\\')
        g_string_append_printf (result, "\\%c", byte);
      else if (byte < ' ' || byte == 0x7f)
        g_string_append_printf (result, "\\x%02x", byte);
      else if (braces && (byte == '{' || byte == '}'))
        g_string_append_printf (result, "%c%c", byte, byte);
      else
        g_string_append_c (result, (char)byte);
    }
}

typedef struct
{
  IlvPythonWriter *writer;
  GString *result;
} FormatString;

static void
append_piece (const char *text, const IlvExpression *expression, gpointer user_data)
{
  FormatString *format = user_data;
  IlvPythonWriter *writer = format->writer;
  g_autofree char *written = NULL;
  int setting;

  ilv_python_append_escaped (format->result, text, TRUE);
  if (expression == NULL)
    return;
  setting = ilv_expression_get_setting (expression);
  if (setting >= 0)
    {
      IlvSettingType type = ilv_scenario_get_setting (writer->scenario, (guint) setting)->type;

      /* As text these are words; the constant holds their number. */
      if (type == ILV_SETTING_BOOLEAN || type == ILV_SETTING_CHOICE)
        {
          ilv_python_append_escaped (
            format->result, ilv_workload_get_setting (writer->workload, (guint) setting), TRUE);
          return;
        }
    }
  written = ilv_python_write_expression (writer, expression);
  g_string_append_printf (format->result, "{%s}", written);
}

char *
ilv_python_write_template (IlvPythonWriter *writer, const IlvTemplate *template)
{
  FormatString format = { .writer = writer, .result = g_string_new ("f\"") };

  ilv_template_foreach (template, append_piece, &format);
  g_string_append_c (format.result, '"');
  return g_string_free (format.result, FALSE);
}
