/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pages.h"

#include <json-glib/json-glib.h>

static const char *
look_up (const char *name, gpointer data)
{
  return g_hash_table_lookup (data, name);
}

/* `query` as in "delay=5&seed=1". */
static gboolean
plan_page (IlvPagePlan *plan, const char *path, const char *query, GError **error)
{
  g_autoptr (GHashTable) arguments
    = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL);

  g_assert_nonnull (arguments);
  return ilv_page_plan (plan, path, look_up, arguments, error);
}

static char *
get_body (const char *path, const char **type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  IlvPagePlan plan;

  plan_page (&plan, path, "", &error);
  g_assert_no_error (error);
  body = ilv_page_make_body (&plan, 200, type);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
test_plans (void)
{
  g_autoptr (GError) error = NULL;
  IlvPagePlan plan;

  g_assert_true (plan_page (&plan, "/delay/200", "delay=0.5", &error));
  g_assert_no_error (error);
  g_assert_cmpint (plan.kind, ==, ILV_PAGE_DELAY);
  g_assert_cmpfloat (plan.delay_ms, ==, 200.5);

  g_assert_true (plan_page (&plan, "/flaky/12.5", "seed=7&attempt=2", &error));
  g_assert_no_error (error);
  g_assert_cmpint (plan.kind, ==, ILV_PAGE_FLAKY);
  g_assert_cmpfloat (plan.number, ==, 12.5);
  g_assert_cmpfloat (plan.delay_ms, ==, 0);
  g_assert_true (plan.has_seed && plan.has_attempt);
  g_assert_cmpuint (plan.seed, ==, 7);
  g_assert_cmpuint (plan.attempt, ==, 2);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *path;
    const char *query;
    int code;
    const char *said; /* part of the sentence */
  } cases[] = {
    { "/", "", ILV_PAGE_ERROR_NOT_FOUND, "/delay/MS" },
    { "/nothing/1", "", ILV_PAGE_ERROR_NOT_FOUND, "/nothing/1" },
    { "/delay", "", ILV_PAGE_ERROR_NOT_FOUND, "/delay" },
    { "/delays/1", "", ILV_PAGE_ERROR_NOT_FOUND, "/delays/1" },
    { "/delay/", "", ILV_PAGE_ERROR_BAD_NUMBER, "from 0 to 600000" },
    { "/delay/-1", "", ILV_PAGE_ERROR_BAD_NUMBER, "-1" },
    { "/delay/1e3", "", ILV_PAGE_ERROR_BAD_NUMBER, "1e3" },
    { "/delay/1.2.3", "", ILV_PAGE_ERROR_BAD_NUMBER, "1.2.3" },
    { "/delay/600001", "", ILV_PAGE_ERROR_BAD_NUMBER, "600001" },
    { "/delay/nan", "", ILV_PAGE_ERROR_BAD_NUMBER, "nan" },
    { "/delay/5/6", "", ILV_PAGE_ERROR_BAD_NUMBER, "5/6" },
    { "/bytes/1.5", "", ILV_PAGE_ERROR_BAD_NUMBER, "whole number" },
    { "/bytes/1073741825", "", ILV_PAGE_ERROR_BAD_NUMBER, "1073741824" },
    { "/html/many", "", ILV_PAGE_ERROR_BAD_NUMBER, "many" },
    { "/status/199", "", ILV_PAGE_ERROR_BAD_NUMBER, "from 200 to 599" },
    { "/status/600", "", ILV_PAGE_ERROR_BAD_NUMBER, "from 200 to 599" },
    { "/flaky/101", "", ILV_PAGE_ERROR_BAD_NUMBER, "from 0 to 100" },
    { "/posts/1", "delay=soon", ILV_PAGE_ERROR_BAD_NUMBER, "“delay”" },
    { "/posts/1", "delay=700000", ILV_PAGE_ERROR_BAD_NUMBER, "600000" },
    { "/flaky/1", "seed=1.5", ILV_PAGE_ERROR_BAD_NUMBER, "“seed”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      IlvPagePlan plan;

      g_assert_false (plan_page (&plan, cases[i].path, cases[i].query, &error));
      g_assert_error (error, ILV_PAGE_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].said));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

/* Counts as a browser would: what stands outside tags, parted by white space or tags. */
static guint
count_words (const char *html)
{
  gboolean in_tag = FALSE;
  gboolean in_word = FALSE;
  guint n = 0;

  for (const char *p = html; *p != '\0'; p++)
    {
      gboolean letter;

      if (*p == '<')
        in_tag = TRUE;
      letter = !in_tag && !g_ascii_isspace (*p);
      if (letter && !in_word)
        n++;
      in_word = letter;
      if (*p == '>')
        in_tag = FALSE;
    }
  return n;
}

static void
test_html (void)
{
  static const guint counts[] = { 0, 1, 2, 5, 6, 7, 17, 18, 100, 1000, 4321 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/html/%u", counts[i]);
      const char *type;
      g_autofree char *html = get_body (path, &type);
      g_autofree char *again = get_body (path, &type);

      g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
      g_assert_cmpuint (count_words (html), ==, counts[i]);
      g_assert_cmpstr (html, ==, again);
      g_assert_true (g_str_has_prefix (html, "<!DOCTYPE html>"));
      g_assert_true (g_str_has_suffix (html, "</html>\n"));
    }
}

static void
test_posts (void)
{
  const char *type;
  g_autofree char *body = get_body ("/posts/25", &type);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (body, &error);
  JsonObject *post;

  g_assert_no_error (error);
  g_assert_cmpstr (type, ==, "application/json");
  post = json_node_get_object (root);
  g_assert_cmpint (json_object_get_int_member (post, "id"), ==, 25);
  g_assert_cmpint (json_object_get_int_member (post, "userId"), ==, 3);
  g_assert_cmpuint (strlen (json_object_get_string_member (post, "title")), >, 10);
  g_assert_cmpuint (strlen (json_object_get_string_member (post, "body")), >, 100);
}

static void
test_failures (void)
{
  guint failed = 0;
  guint same = 0;

  for (guint64 attempt = 0; attempt < 10000; attempt++)
    {
      gboolean fails = ilv_page_is_failure (1, attempt, 20);

      failed += fails;
      same += fails == ilv_page_is_failure (2, attempt, 20);
      g_assert_cmpint (fails, ==, ilv_page_is_failure (1, attempt, 20));
      g_assert_false (ilv_page_is_failure (1, attempt, 0));
      g_assert_true (ilv_page_is_failure (1, attempt, 100));
    }
  /* Five standard deviations about 2000. */
  g_assert_cmpuint (failed, >, 1800);
  g_assert_cmpuint (failed, <, 2200);
  /* Two seeds agree by chance alone: 0.8² + 0.2² of the time. */
  g_assert_cmpuint (same, >, 6500);
  g_assert_cmpuint (same, <, 7100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/a path and its arguments become a plan", test_plans);
  g_test_add_func ("/pages/what is wrong is refused with a sentence", test_refusals);
  g_test_add_func ("/pages/a page has exactly the words asked for, always the same", test_html);
  g_test_add_func ("/pages/a post is JSON with its number", test_posts);
  g_test_add_func ("/pages/failures follow from the seed and come as often as asked",
                   test_failures);
  return g_test_run ();
}
