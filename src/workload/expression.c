/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/expression.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (ilv-expression-error-quark, ilv_expression_error)

typedef enum
{
  OPERATION_NUMBER,
  OPERATION_SETTING,
  OPERATION_INDEX,
  OPERATION_CORES,
  OPERATION_VARIABLE,
  OPERATION_RESULT, /* the last of those that are values */
  OPERATION_NEGATE,
  OPERATION_ADD,
  OPERATION_SUBTRACT,
  OPERATION_MULTIPLY,
  OPERATION_DIVIDE,
  OPERATION_MIN,
  OPERATION_MAX,
} OperationKind;

typedef struct
{
  OperationKind kind;
  union
  {
    double number;
    int setting;
  };
} Operation;

struct _IlvExpression
{
  guint n_operations;
  Operation operations[];
};

/* A value waits on the stack for each open operator: two levels of them (+ and *) and the two
   arguments of a function at each depth. */
#define MAX_STACK (ILV_EXPRESSION_MAX_DEPTH * 3 + 4)

typedef struct
{
  const char *text;
  const char *at;
  guint depth;
  IlvNameLookup lookup;
  gpointer user_data;
  GArray *operations;
  const char *mistake; /* where it is; NULL: none so far */
  GError **error;
} Parser;

static gboolean parse_sum (Parser *parser);

static gboolean G_GNUC_PRINTF (4, 5)
fail (Parser *parser, const char *where, IlvExpressionError code, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (parser->error, ILV_EXPRESSION_ERROR, (int) code, message);
  parser->mistake = where;
  return FALSE;
}

static void
skip_space (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

/* Takes `symbol` if it is next. */
static gboolean
accept (Parser *parser, char symbol)
{
  skip_space (parser);
  if (*parser->at != symbol)
    return FALSE;
  parser->at++;
  return TRUE;
}

static gboolean
expect (Parser *parser, char symbol)
{
  if (accept (parser, symbol))
    return TRUE;
  return fail (parser, parser->at, ILV_EXPRESSION_ERROR_SYNTAX, _ ("“%c” is missing here"),
               symbol);
}

static gboolean
emit (Parser *parser, OperationKind kind)
{
  Operation operation = { .kind = kind };

  g_array_append_val (parser->operations, operation);
  return TRUE;
}

static gboolean
parse_number (Parser *parser)
{
  char *end = NULL;
  Operation operation = { .kind = OPERATION_NUMBER };

  operation.number = g_ascii_strtod (parser->at, &end);
  if (end == parser->at)
    return fail (parser, parser->at, ILV_EXPRESSION_ERROR_SYNTAX, _ ("a digit is missing here"));
  parser->at = end;
  g_array_append_val (parser->operations, operation);
  return TRUE;
}

/* A hyphen belongs to a name only when a letter or digit follows: "a -" is not a name. */
static char *
take_name (Parser *parser)
{
  const char *start = parser->at;

  while (g_ascii_isalnum (*parser->at) || *parser->at == '_'
         || (*parser->at == '-' && g_ascii_isalnum (parser->at[1])))
    parser->at++;
  return g_strndup (start, (gsize) (parser->at - start));
}

static gboolean
parse_function (Parser *parser, OperationKind kind)
{
  return expect (parser, '(') && parse_sum (parser) && expect (parser, ',') && parse_sum (parser)
         && expect (parser, ')') && emit (parser, kind);
}

static gboolean
parse_name (Parser *parser)
{
  const char *start = parser->at;
  g_autofree char *name = take_name (parser);
  Operation operation = { .kind = OPERATION_SETTING, .setting = -1 };

  if (strcmp (name, "min") == 0)
    return parse_function (parser, OPERATION_MIN);
  if (strcmp (name, "max") == 0)
    return parse_function (parser, OPERATION_MAX);
  if (strcmp (name, "index") == 0)
    return emit (parser, OPERATION_INDEX);
  if (strcmp (name, "cores") == 0)
    return emit (parser, OPERATION_CORES);
  if (strcmp (name, "variable") == 0)
    return emit (parser, OPERATION_VARIABLE);
  if (strcmp (name, "result") == 0)
    return emit (parser, OPERATION_RESULT);
  if (parser->lookup != NULL)
    operation.setting = parser->lookup (name, parser->user_data);
  if (operation.setting < 0 && strchr (name, '-') != NULL)
    return fail (parser, start, ILV_EXPRESSION_ERROR_UNKNOWN_NAME,
                 _ ("there is no setting “%s” (a minus needs spaces around it)"), name);
  if (operation.setting < 0)
    return fail (parser, start, ILV_EXPRESSION_ERROR_UNKNOWN_NAME,
                 _ ("there is no setting “%s”"), name);
  g_array_append_val (parser->operations, operation);
  return TRUE;
}

static gboolean
parse_value (Parser *parser)
{
  skip_space (parser);
  if (g_ascii_isdigit (*parser->at) || *parser->at == '.')
    return parse_number (parser);
  if (g_ascii_isalpha (*parser->at))
    return parse_name (parser);
  if (accept (parser, '-'))
    {
      const char *sign = parser->at - 1;
      gboolean parsed;

      if (++parser->depth > ILV_EXPRESSION_MAX_DEPTH)
        return fail (parser, sign, ILV_EXPRESSION_ERROR_LIMIT,
                     _ ("too many signs inside one another; at most %d are allowed"),
                     ILV_EXPRESSION_MAX_DEPTH);
      parsed = parse_value (parser) && emit (parser, OPERATION_NEGATE);
      parser->depth--;
      return parsed;
    }
  if (accept (parser, '('))
    return parse_sum (parser) && expect (parser, ')');
  return fail (parser, parser->at, ILV_EXPRESSION_ERROR_SYNTAX,
               _ ("a number, a setting, index, cores, min(…), max(…) or “(” is missing here"));
}

static gboolean
parse_product (Parser *parser)
{
  if (!parse_value (parser))
    return FALSE;
  for (;;)
    {
      OperationKind kind;

      if (accept (parser, '*'))
        kind = OPERATION_MULTIPLY;
      else if (accept (parser, '/'))
        kind = OPERATION_DIVIDE;
      else
        return TRUE;
      if (!parse_value (parser))
        return FALSE;
      emit (parser, kind);
    }
}

static gboolean
parse_terms (Parser *parser)
{
  if (!parse_product (parser))
    return FALSE;
  for (;;)
    {
      OperationKind kind;

      if (accept (parser, '+'))
        kind = OPERATION_ADD;
      else if (accept (parser, '-'))
        kind = OPERATION_SUBTRACT;
      else
        return TRUE;
      if (!parse_product (parser))
        return FALSE;
      emit (parser, kind);
    }
}

static gboolean
parse_sum (Parser *parser)
{
  gboolean parsed;

  if (++parser->depth > ILV_EXPRESSION_MAX_DEPTH)
    return fail (parser, parser->at, ILV_EXPRESSION_ERROR_LIMIT,
                 _ ("too many parentheses inside one another; at most %d are allowed"),
                 ILV_EXPRESSION_MAX_DEPTH - 1);
  parsed = parse_terms (parser);
  parser->depth--;
  return parsed;
}

static gboolean
parse_whole (Parser *parser)
{
  if (strlen (parser->text) > ILV_EXPRESSION_MAX_LENGTH)
    return fail (parser, parser->text, ILV_EXPRESSION_ERROR_LIMIT,
                 _ ("this is too long for an expression; at most %d characters are allowed"),
                 ILV_EXPRESSION_MAX_LENGTH);
  if (!parse_sum (parser))
    return FALSE;
  skip_space (parser);
  if (*parser->at != '\0')
    return fail (parser, parser->at, ILV_EXPRESSION_ERROR_SYNTAX,
                 _ ("an operator (+ - * /) or the end is missing before “%s”"), parser->at);
  return TRUE;
}

IlvExpression *
ilv_expression_parse (const char *text, IlvNameLookup lookup, gpointer user_data,
                      gsize *offset_out, GError **error)
{
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (Operation));
  Parser parser = { .text = text,
                    .at = text,
                    .lookup = lookup,
                    .user_data = user_data,
                    .operations = operations,
                    .error = error };
  IlvExpression *expression;

  g_return_val_if_fail (text != NULL, NULL);

  if (!parse_whole (&parser))
    {
      if (offset_out != NULL)
        *offset_out = (gsize) (parser.mistake - text);
      return NULL;
    }
  expression = g_malloc (sizeof (IlvExpression) + operations->len * sizeof (Operation));
  expression->n_operations = operations->len;
  memcpy (expression->operations, operations->data, operations->len * sizeof (Operation));
  return expression;
}

void
ilv_expression_free (IlvExpression *expression)
{
  g_free (expression);
}

static double
apply (OperationKind kind, double left, double right)
{
  switch (kind)
    {
    case OPERATION_ADD:
      return left + right;
    case OPERATION_SUBTRACT:
      return left - right;
    case OPERATION_MULTIPLY:
      return left * right;
    case OPERATION_DIVIDE:
      return left / right;
    case OPERATION_MIN:
      return MIN (left, right);
    case OPERATION_MAX:
      return MAX (left, right);
    case OPERATION_NUMBER:
    case OPERATION_SETTING:
    case OPERATION_INDEX:
    case OPERATION_CORES:
    case OPERATION_VARIABLE:
    case OPERATION_RESULT:
    case OPERATION_NEGATE:
    default:
      g_assert_not_reached ();
    }
}

static double
leaf_value (const Operation *operation, const IlvScope *scope)
{
  if (operation->kind == OPERATION_NUMBER)
    return operation->number;
  if (operation->kind == OPERATION_SETTING)
    return scope->settings[operation->setting];
  if (operation->kind == OPERATION_VARIABLE)
    return scope->variable;
  if (operation->kind == OPERATION_RESULT)
    return scope->result;
  return operation->kind == OPERATION_INDEX ? scope->index : scope->cores;
}

double
ilv_expression_evaluate (const IlvExpression *expression, const IlvScope *scope)
{
  double stack[MAX_STACK];
  guint height = 0;

  for (guint i = 0; i < expression->n_operations; i++)
    {
      const Operation *operation = &expression->operations[i];

      if (operation->kind <= OPERATION_RESULT)
        {
          g_assert (height < MAX_STACK);
          stack[height++] = leaf_value (operation, scope);
        }
      else if (operation->kind == OPERATION_NEGATE)
        stack[height - 1] = -stack[height - 1];
      else
        {
          height--;
          stack[height - 1] = apply (operation->kind, stack[height - 1], stack[height]);
        }
    }
  return stack[0];
}

gboolean
ilv_expression_uses_variable (const IlvExpression *expression)
{
  for (guint i = 0; i < expression->n_operations; i++)
    if (expression->operations[i].kind == OPERATION_VARIABLE
        || expression->operations[i].kind == OPERATION_RESULT)
      return TRUE;
  return FALSE;
}

gboolean
ilv_expression_uses_index (const IlvExpression *expression)
{
  for (guint i = 0; i < expression->n_operations; i++)
    if (expression->operations[i].kind == OPERATION_INDEX)
      return TRUE;
  return FALSE;
}

int
ilv_expression_get_setting (const IlvExpression *expression)
{
  if (expression->n_operations == 1 && expression->operations[0].kind == OPERATION_SETTING)
    return expression->operations[0].setting;
  return -1;
}

static char *
write_leaf (const Operation *operation, IlvSettingName name_of, const char *cores,
            gpointer user_data)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (operation->kind == OPERATION_SETTING)
    return g_strdup (name_of (operation->setting, user_data));
  if (operation->kind == OPERATION_INDEX)
    return g_strdup ("index");
  if (operation->kind == OPERATION_VARIABLE)
    return g_strdup ("value");
  if (operation->kind == OPERATION_RESULT)
    return g_strdup ("(result or 0)");
  if (operation->kind == OPERATION_CORES)
    return g_strdup (cores);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.12g", operation->number));
}

/* Both taken. Everything but the whole gets parentheses: plain, and right in every case. */
static char *
write_operation (OperationKind kind, char *left_taken, char *right_taken, gboolean whole)
{
  static const char *const signs[] = { [OPERATION_ADD] = "+", [OPERATION_SUBTRACT] = "-",
                                       [OPERATION_MULTIPLY] = "*", [OPERATION_DIVIDE] = "/" };
  g_autofree char *left = left_taken;
  g_autofree char *right = right_taken;

  if (kind == OPERATION_MIN || kind == OPERATION_MAX)
    return g_strdup_printf ("%s(%s, %s)", kind == OPERATION_MIN ? "min" : "max", left, right);
  return g_strdup_printf (whole ? "%s %s %s" : "(%s %s %s)", left, signs[kind], right);
}

char *
ilv_expression_write (const IlvExpression *expression, IlvSettingName name_of, const char *cores,
                      gpointer user_data)
{
  char *stack[MAX_STACK];
  guint height = 0;

  for (guint i = 0; i < expression->n_operations; i++)
    {
      const Operation *operation = &expression->operations[i];

      if (operation->kind <= OPERATION_RESULT)
        stack[height++] = write_leaf (operation, name_of, cores, user_data);
      else if (operation->kind == OPERATION_NEGATE)
        {
          g_autofree char *value = stack[height - 1];

          stack[height - 1] = g_strdup_printf ("(-%s)", value);
        }
      else
        {
          height--;
          stack[height - 1] = write_operation (operation->kind, stack[height - 1], stack[height],
                                               i == expression->n_operations - 1);
        }
    }
  return stack[0];
}
