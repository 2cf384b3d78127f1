/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/json-member.h"

#include <math.h>

/* What is written is JSON, and the number that was meant but for its last bit. */
static void
every_number_can_be_read_back (void)
{
  static const double numbers[]
    = { 0, 1, -1, 0.1, 2e-08, -2e-08, 5e-324, 1e22, 3e300, 1.5e-9, 123456789.25 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (JsonNode) read = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      double value;

      json_builder_begin_object (builder);
      ilv_json_set_number (builder, "a", numbers[i]);
      json_builder_end_object (builder);
      root = json_builder_get_root (builder);
      text = json_to_string (root, FALSE);
      read = json_from_string (text, &error);
      g_assert_no_error (error);
      /* What json-glib forgives, other readers do not. */
      g_assert_false (g_regex_match_simple ("e[-+]?[0-9]+\\.", text, 0, 0));
      value = json_object_get_double_member (json_node_get_object (read), "a");
      g_assert_cmpfloat (fabs (value - numbers[i]), <=, fabs (numbers[i]) * 1e-15 + 5e-324);
    }
}

static void
what_is_no_number_is_null (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  ilv_json_set_number (builder, "a", NAN);
  ilv_json_set_number (builder, "b", INFINITY);
  ilv_json_begin_object (builder, "c");
  ilv_json_set_integer (builder, "d", -1);
  ilv_json_set_text (builder, "e", "f");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_assert_cmpstr (text, ==, "{\"a\":null,\"b\":null,\"c\":{\"d\":-1,\"e\":\"f\"}}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-member/every-number-can-be-read-back", every_number_can_be_read_back);
  g_test_add_func ("/json-member/what-is-no-number-is-null", what_is_no_number_is_null);
  return g_test_run ();
}
