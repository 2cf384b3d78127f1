/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/expression.h"
#include "workload/template.h"

#include <math.h>
#include <string.h>

static const char *const names[] = { "tasks", "delay-ms", "word", NULL };
static const double numbers[] = { 10, 200, 0 };
static const char *const texts[] = { "10", "200", "café" };
static const IlvScope scope = { .settings = numbers, .texts = texts, .index = 3, .cores = 2 };

static int
lookup (const char *name, gpointer user_data)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static double
value_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvExpression) expression = ilv_expression_parse (text, lookup, NULL, NULL, &error);

  g_assert_no_error (error);
  return ilv_expression_evaluate (expression, &scope);
}

static void
arithmetic_follows_the_usual_rules (void)
{
  g_assert_cmpfloat (value_of ("1 + 2 * 3"), ==, 7);
  g_assert_cmpfloat (value_of ("(1 + 2) * 3"), ==, 9);
  g_assert_cmpfloat (value_of ("10 - 2 - 3"), ==, 5);
  g_assert_cmpfloat (value_of ("24 / 4 / 2"), ==, 3);
  g_assert_cmpfloat (value_of ("-2 * -3"), ==, 6);
  g_assert_cmpfloat (value_of ("2 - -3"), ==, 5);
  g_assert_cmpfloat (value_of (" 1.5e2 "), ==, 150);
  g_assert_true (isinf (value_of ("1 / 0")));
}

static void
names_stand_for_their_values (void)
{
  g_assert_cmpfloat (value_of ("delay-ms * tasks"), ==, 2000);
  g_assert_cmpfloat (value_of ("index + 1"), ==, 4);
  g_assert_cmpfloat (value_of ("tasks - 1"), ==, 9);
  g_assert_cmpfloat (value_of ("tasks -1"), ==, 9);
  g_assert_cmpfloat (value_of ("min(cores, 4) + max(tasks, 3)"), ==, 12);
  g_assert_cmpfloat (value_of ("min (max (1, 2), 3)"), ==, 2);
}

static void
it_is_known_what_an_expression_depends_on (void)
{
  g_autoptr (IlvExpression) moving = ilv_expression_parse ("2 * index", lookup, NULL, NULL, NULL);
  g_autoptr (IlvExpression) name = ilv_expression_parse (" delay-ms ", lookup, NULL, NULL, NULL);

  g_assert_true (ilv_expression_uses_index (moving));
  g_assert_false (ilv_expression_uses_index (name));
  g_assert_cmpint (ilv_expression_get_setting (name), ==, 1);
  g_assert_cmpint (ilv_expression_get_setting (moving), ==, -1);
}

static void
mistakes_are_found_where_they_stand (void)
{
  static const struct
  {
    const char *text;
    gsize offset;
    const char *part; /* of the sentence */
    IlvExpressionError code;
  } cases[] = {
    { "", 0, "missing", ILV_EXPRESSION_ERROR_SYNTAX },
    { "1 +", 3, "missing", ILV_EXPRESSION_ERROR_SYNTAX },
    { "1 2", 2, "operator", ILV_EXPRESSION_ERROR_SYNTAX },
    { "(1", 2, "“)”", ILV_EXPRESSION_ERROR_SYNTAX },
    { "1)", 1, "operator", ILV_EXPRESSION_ERROR_SYNTAX },
    { "min(1)", 5, "“,”", ILV_EXPRESSION_ERROR_SYNTAX },
    { "min 1", 4, "“(”", ILV_EXPRESSION_ERROR_SYNTAX },
    { ".", 0, "digit", ILV_EXPRESSION_ERROR_SYNTAX },
    { "2 * sizes", 4, "no setting “sizes”", ILV_EXPRESSION_ERROR_UNKNOWN_NAME },
    { "tasks-1", 0, "spaces around", ILV_EXPRESSION_ERROR_UNKNOWN_NAME },
    { "é", 0, "missing", ILV_EXPRESSION_ERROR_SYNTAX },
    { "1 @", 2, "operator", ILV_EXPRESSION_ERROR_SYNTAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize offset = 99;

      g_assert_null (ilv_expression_parse (cases[i].text, lookup, NULL, &offset, &error));
      g_assert_error (error, ILV_EXPRESSION_ERROR, (int) cases[i].code);
      g_assert_cmpuint (offset, ==, cases[i].offset);
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }
}

static void
assert_too_much (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_expression_parse (text, lookup, NULL, NULL, &error));
  g_assert_error (error, ILV_EXPRESSION_ERROR, ILV_EXPRESSION_ERROR_LIMIT);
}

static void
length_and_depth_have_limits (void)
{
  g_autofree char *deep = g_strnfill (ILV_EXPRESSION_MAX_DEPTH, '(');
  g_autofree char *minuses = g_strnfill (ILV_EXPRESSION_MAX_DEPTH, '-');
  g_autofree char *zeros = g_strnfill (ILV_EXPRESSION_MAX_LENGTH, '0');
  g_autofree char *signs = g_strconcat (minuses, "1", NULL);
  g_autofree char *digits = g_strconcat (zeros, "1", NULL);

  assert_too_much (deep);
  assert_too_much (signs);
  assert_too_much (digits);
  g_assert_cmpfloat (value_of (zeros), ==, 0);
}

/* As many values wait as possible: at each depth a sum, a product and a function. */
static void
the_deepest_expression_allowed_is_worked_out (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < ILV_EXPRESSION_MAX_DEPTH - 1; i++)
    g_string_append (text, "1+1*max(0,");
  g_string_append (text, "1+1*1");
  for (int i = 0; i < ILV_EXPRESSION_MAX_DEPTH - 1; i++)
    g_string_append_c (text, ')');
  g_assert_cmpfloat (value_of (text->str), ==, ILV_EXPRESSION_MAX_DEPTH + 1);
}

static char *
expand (const char *text, gboolean grouped)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvTemplate) template = ilv_template_parse (text, lookup, NULL, NULL, &error);
  GString *result = g_string_new (NULL);

  g_assert_no_error (error);
  ilv_template_append (template, &scope, grouped, result);
  return g_string_free (result, FALSE);
}

static void
texts_are_filled_in (void)
{
  static const struct
  {
    const char *text;
    gboolean grouped;
    const char *expected;
  } cases[] = {
    { "", FALSE, "" },
    { "plain", FALSE, "plain" },
    { "/html/300?delay={delay-ms}", FALSE, "/html/300?delay=200" },
    { "T{index + 1}", FALSE, "T4" },
    { "{index}{index}", FALSE, "33" },
    { "{tasks / 4}", FALSE, "2.5" },
    { "{word}!", TRUE, "café!" },
    { "{{{index}}}", FALSE, "{3}" },
    { "{10000 * index}", FALSE, "30000" },
    { "{10000 * index}", TRUE, "30\u00a0000" },
    { "{1234567}", TRUE, "1\u00a0234\u00a0567" },
    { "{9999}", TRUE, "9999" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = expand (cases[i].text, cases[i].grouped);

      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

static void
mistakes_in_texts_are_found_where_they_stand (void)
{
  static const struct
  {
    const char *text;
    gsize offset;
  } cases[] = { { "a{1", 1 }, { "a}b", 1 }, { "{1}{nothing}", 4 }, { "{}", 1 }, { "{{}", 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize offset = 99;

      g_assert_null (ilv_template_parse (cases[i].text, lookup, NULL, &offset, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (offset, ==, cases[i].offset);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/arithmetic-follows-the-usual-rules",
                   arithmetic_follows_the_usual_rules);
  g_test_add_func ("/expression/names-stand-for-their-values", names_stand_for_their_values);
  g_test_add_func ("/expression/it-is-known-what-an-expression-depends-on",
                   it_is_known_what_an_expression_depends_on);
  g_test_add_func ("/expression/mistakes-are-found-where-they-stand",
                   mistakes_are_found_where_they_stand);
  g_test_add_func ("/expression/length-and-depth-have-limits", length_and_depth_have_limits);
  g_test_add_func ("/expression/the-deepest-expression-allowed-is-worked-out",
                   the_deepest_expression_allowed_is_worked_out);
  g_test_add_func ("/template/texts-are-filled-in", texts_are_filled_in);
  g_test_add_func ("/template/mistakes-are-found-where-they-stand",
                   mistakes_in_texts_are_found_where_they_stand);
  return g_test_run ();
}
