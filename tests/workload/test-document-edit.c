/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/document-edit.h"

#include <string.h>

static const char scenario[]
  = "<?xml version=\"1.0\"?>\n"
    "<scenario id=\"s\"\n"
    "          models=\"all\">\n"
    "  <title>Old <!-- kept --> title</title>\n"
    "  <!-- how many -->\n"
    "  <setting name=\"tasks\"/> <!-- behind -->\n"
    "\n"
    "  <!-- apart -->\n"
    "\n"
    "  <lock name='door'/>\n"
    "  <task name=\"T\">\n"
    "    <!-- a nap,\n"
    "         a short one -->\n"
    "    <sleep ms=\"1\"/>\n"
    "    <repeat times=\"2\">\n"
    "      <compute kernel=\"primes\"/>\n"
    "    </repeat>\n"
    "    <lock name=\"door\"><load counter=\"c\"/><store counter=\"c\"/></lock>\n"
    "    <repeat times=\"3\"/>\n"
    "  </task>\n"
    "</scenario>\n";

static IlvDocument *
read_text (const char *text)
{
  g_autofree char *message = NULL;
  guint line = 0;
  guint column = 0;
  IlvDocument *document = ilv_document_new (text, strlen (text), &line, &column, &message);

  g_assert_cmpstr (message, ==, NULL);
  g_assert_nonnull (document);
  return document;
}

/* That `after`, which is freed, is the scenario with one part of it replaced. */
static void
assert_changed (char *after, const char *from, const char *to)
{
  const char *at = strstr (scenario, from);
  g_autofree char *expected = NULL;
  g_autofree char *owned = after;
  g_autoptr (IlvDocument) document = NULL;

  g_assert_nonnull (at);
  expected = g_strdup_printf ("%.*s%s%s", (int) (at - scenario), scenario, to, at + strlen (from));
  g_assert_cmpstr (owned, ==, expected);
  document = read_text (owned); /* still XML */
}

static void
every_element_knows_where_it_stands (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);
  const IlvNode *task = ilv_document_find (document, "3");
  const IlvNode *store = ilv_document_find (document, "3/2/1");
  g_autofree char *path = ilv_node_get_path (store);
  g_autofree char *whole = g_strndup (store->parent->at,
                                      (gsize) (store->parent->end - store->parent->at));
  const IlvNode *empty = ilv_document_find (document, "3/3");

  g_assert_cmpstr (task->name, ==, "task");
  g_assert_cmpstr (store->name, ==, "store");
  g_assert_cmpstr (path, ==, "3/2/1");
  g_assert_cmpstr (whole, ==,
                   "<lock name=\"door\"><load counter=\"c\"/><store counter=\"c\"/></lock>");
  g_assert_true (g_str_has_prefix (task->inside, "\n    <!-- a nap"));
  g_assert_true (g_str_has_prefix (task->close, "</task>\n</scenario>"));
  g_assert_true (empty->inside == empty->close && empty->close == empty->end);
  g_assert_null (ilv_document_find (document, "3/9"));
  g_assert_null (ilv_document_find (document, "3/x"));
}

static void
what_is_no_element_hides_none (void)
{
  static const char *const texts[]
    = { "<?note > <b> ?><a/>", "<!-- <b> --><a/>", "<a><![CDATA[<b>]]></a>", "<a c='>'/>",
        "<a><!-- --></a>" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (IlvDocument) document = read_text (texts[i]);
      const IlvNode *root = ilv_document_get_root (document);

      g_assert_true (g_str_has_prefix (root->at, "<a"));
      g_assert_cmpint (root->end - texts[i], ==, (gssize) strlen (texts[i]));
    }
}

static void
an_attribute_is_changed_added_and_removed (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);
  const IlvNode *root = ilv_document_get_root (document);
  const IlvNode *lock = ilv_document_find (document, "2");
  const IlvNode *sleep = ilv_document_find (document, "3/0");

  assert_changed (ilv_document_set_attribute (document, sleep, "ms", "5 * tasks"), "ms=\"1\"",
                  "ms=\"5 * tasks\"");
  assert_changed (ilv_document_set_attribute (document, sleep, "jitter", "0.5"), "ms=\"1\"",
                  "ms=\"1\" jitter=\"0.5\"");
  assert_changed (ilv_document_set_attribute (document, sleep, "ms", NULL), "sleep ms=\"1\"",
                  "sleep");
  assert_changed (ilv_document_set_attribute (document, root, "models", NULL),
                  "\n          models=\"all\"", "");
  assert_changed (ilv_document_set_attribute (document, lock, "name", "it's <\"&>"), "'door'",
                  "'it&apos;s &lt;\"&amp;>'");
  assert_changed (ilv_document_set_attribute (document, sleep, "ms", "it's <\"&>"), "ms=\"1\"",
                  "ms=\"it's &lt;&quot;&amp;>\"");
  g_assert_null (ilv_document_set_attribute (document, sleep, "jitter", NULL));
}

static void
words_are_replaced_and_comments_in_them_stay (void)
{
  static const char nothing[] = "<scenario>\n  <title/>\n</scenario>\n";
  g_autoptr (IlvDocument) document = read_text (scenario);
  g_autoptr (IlvDocument) empty = read_text (nothing);
  g_autofree char *text = NULL;
  const IlvNode *title = ilv_document_find (document, "0");

  assert_changed (ilv_document_set_words (document, title, "A <new>  & better\none"),
                  "Old <!-- kept --> title", "A &lt;new&gt; &amp; better one<!-- kept -->");
  text = ilv_document_set_words (empty, ilv_document_find (empty, "0"), "New");
  g_assert_cmpstr (text, ==, "<scenario>\n  <title>New</title>\n</scenario>\n");
}

static void
long_words_are_laid_out_in_lines (void)
{
  static const char plain[] = "<scenario>\n  <summary>x</summary>\n</scenario>\n";
  g_autoptr (IlvDocument) document = read_text (plain);
  g_autoptr (IlvDocument) after = NULL;
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GString *many = g_string_new ("word");

  for (guint i = 0; i < 60; i++)
    g_string_append (many, " wörd");
  text = ilv_document_set_words (document, ilv_document_find (document, "0"), many->str);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 100 + (glong) strlen ("</summary>"));
  g_assert_cmpuint (g_strv_length (lines), >, 5);
  g_assert_true (g_str_has_prefix (lines[2], "      wörd"));
  after = read_text (text);
  words = ilv_node_get_words (ilv_document_find (after, "0"));
  g_assert_cmpstr (words, ==, many->str);
  g_string_free (many, TRUE);
}

static void
an_element_is_added_where_it_is_wanted (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);
  const IlvNode *root = ilv_document_get_root (document);
  const IlvNode *task = ilv_document_find (document, "3");

  assert_changed (ilv_document_add (document, task, 0, "<block ms=\"1\"/>"),
                  "<task name=\"T\">\n", "<task name=\"T\">\n    <block ms=\"1\"/>\n");
  assert_changed (ilv_document_add (document, task, 2, "<lock>\n  <block ms=\"1\"/>\n</lock>"),
                  "    </repeat>\n",
                  "    </repeat>\n    <lock>\n      <block ms=\"1\"/>\n    </lock>\n");
  assert_changed (ilv_document_add (document, task, 99, "<block ms=\"1\"/>"),
                  "<repeat times=\"3\"/>\n", "<repeat times=\"3\"/>\n    <block ms=\"1\"/>\n");
  assert_changed (ilv_document_add (document, root, 2, "<lock name=\"b\"/>"), "<!-- behind -->\n",
                  "<!-- behind -->\n  <lock name=\"b\"/>\n");
}

static void
an_element_is_added_to_one_that_was_empty_or_has_no_lines (void)
{
  static const char line[] = "<task><repeat></repeat></task>";
  g_autoptr (IlvDocument) document = read_text (scenario);
  g_autoptr (IlvDocument) short_one = read_text (line);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  assert_changed (ilv_document_add (document, ilv_document_find (document, "3/3"), 0,
                                    "<block ms=\"1\"/>"),
                  "<repeat times=\"3\"/>",
                  "<repeat times=\"3\">\n      <block ms=\"1\"/>\n    </repeat>");
  assert_changed (ilv_document_add (document, ilv_document_find (document, "3/2"), 1,
                                    "<block ms=\"1\"/>"),
                  "<load counter=\"c\"/>", "<load counter=\"c\"/><block ms=\"1\"/>");
  first = ilv_document_add (short_one, ilv_document_get_root (short_one), 0, "<a/>");
  g_assert_cmpstr (first, ==, "<task><a/><repeat></repeat></task>");
  second = ilv_document_add (short_one, ilv_document_find (short_one, "0"), 0, "<a/>");
  g_assert_cmpstr (second, ==, "<task><repeat>\n  <a/>\n</repeat></task>");
}

static void
an_element_is_removed_with_its_line_but_not_with_comments (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);

  assert_changed (ilv_document_remove (document, ilv_document_find (document, "3/0")),
                  "    <sleep ms=\"1\"/>\n", "");
  assert_changed (ilv_document_remove (document, ilv_document_find (document, "1")),
                  "<setting name=\"tasks\"/>", "");
  assert_changed (ilv_document_remove (document, ilv_document_find (document, "3/2/0")),
                  "<load counter=\"c\"/>", "");
  g_assert_null (ilv_document_remove (document, ilv_document_get_root (document)));
}

static void
elements_change_places_with_their_comments (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);
  static const char nap[] = "    <!-- a nap,\n         a short one -->\n    <sleep ms=\"1\"/>\n";
  static const char loop[]
    = "    <repeat times=\"2\">\n      <compute kernel=\"primes\"/>\n    </repeat>\n";
  g_autofree char *both = g_strconcat (nap, loop, NULL);
  g_autofree char *swapped = g_strconcat (loop, nap, NULL);

  assert_changed (ilv_document_move (document, ilv_document_find (document, "3/0"), FALSE), both,
                  swapped);
  assert_changed (ilv_document_move (document, ilv_document_find (document, "3/1"), TRUE), both,
                  swapped);
  assert_changed (ilv_document_move (document, ilv_document_find (document, "2"), TRUE),
                  "  <!-- how many -->\n  <setting name=\"tasks\"/> <!-- behind -->\n\n"
                  "  <!-- apart -->\n\n  <lock name='door'/>\n",
                  "  <lock name='door'/>\n\n  <!-- apart -->\n\n  <!-- how many -->\n"
                  "  <setting name=\"tasks\"/> <!-- behind -->\n");
  assert_changed (ilv_document_move (document, ilv_document_find (document, "3/2/0"), FALSE),
                  "<load counter=\"c\"/><store counter=\"c\"/>",
                  "<store counter=\"c\"/><load counter=\"c\"/>");
  g_assert_null (ilv_document_move (document, ilv_document_find (document, "3/0"), TRUE));
  g_assert_null (ilv_document_move (document, ilv_document_find (document, "3/3"), FALSE));
}

static void
an_element_goes_into_the_one_before_it_and_out_again (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);
  static const char lock[]
    = "<lock name=\"door\"><load counter=\"c\"/><store counter=\"c\"/></lock>\n";
  g_autofree char *apart = g_strconcat ("    </repeat>\n    ", lock, NULL);
  g_autofree char *inside = g_strconcat ("      ", lock, "    </repeat>\n", NULL);

  assert_changed (ilv_document_move_into (document, ilv_document_find (document, "3/2")), apart,
                  inside);
  assert_changed (ilv_document_move_out (document, ilv_document_find (document, "3/1/0")),
                  "      <compute kernel=\"primes\"/>\n    </repeat>\n",
                  "    </repeat>\n    <compute kernel=\"primes\"/>\n");
  g_assert_null (ilv_document_move_into (document, ilv_document_find (document, "3/0")));
  g_assert_null (ilv_document_move_out (document, ilv_document_get_root (document)));
}

static void
an_element_is_put_into_a_new_one (void)
{
  g_autoptr (IlvDocument) document = read_text (scenario);

  assert_changed (
    ilv_document_wrap (document, ilv_document_find (document, "3/0"), "<retry times=\"1\">",
                       "retry"),
    "    <!-- a nap,\n         a short one -->\n    <sleep ms=\"1\"/>\n",
    "    <retry times=\"1\">\n      <!-- a nap,\n           a short one -->\n"
    "      <sleep ms=\"1\"/>\n    </retry>\n");
  assert_changed (ilv_document_wrap (document, ilv_document_find (document, "3/2/0"), "<retry>",
                                     "retry"),
                  "<load counter=\"c\"/>", "<retry><load counter=\"c\"/></retry>");
}

static void
two_texts_differ_in_whole_characters (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    gsize at, removed, added;
  } pairs[] = { { "abc", "abc", 3, 0, 0 },  { "abc", "abXc", 2, 0, 1 },
                { "abc", "ac", 1, 1, 0 },   { "", "abc", 0, 0, 3 },
                { "aa", "aaa", 2, 0, 1 },   { "aé", "aè", 1, 2, 2 },
                { "é", "ĩ", 0, 2, 2 },      { "xéx", "xx", 1, 2, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize at = 0;
      gsize removed = 0;
      gsize added = 0;

      ilv_text_compare (pairs[i].before, pairs[i].after, &at, &removed, &added);
      g_assert_cmpuint (at, ==, pairs[i].at);
      g_assert_cmpuint (removed, ==, pairs[i].removed);
      g_assert_cmpuint (added, ==, pairs[i].added);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-edit/places", every_element_knows_where_it_stands);
  g_test_add_func ("/document-edit/others", what_is_no_element_hides_none);
  g_test_add_func ("/document-edit/attributes", an_attribute_is_changed_added_and_removed);
  g_test_add_func ("/document-edit/words", words_are_replaced_and_comments_in_them_stay);
  g_test_add_func ("/document-edit/long-words", long_words_are_laid_out_in_lines);
  g_test_add_func ("/document-edit/add", an_element_is_added_where_it_is_wanted);
  g_test_add_func ("/document-edit/add-to-empty",
                   an_element_is_added_to_one_that_was_empty_or_has_no_lines);
  g_test_add_func ("/document-edit/remove",
                   an_element_is_removed_with_its_line_but_not_with_comments);
  g_test_add_func ("/document-edit/move", elements_change_places_with_their_comments);
  g_test_add_func ("/document-edit/in-and-out",
                   an_element_goes_into_the_one_before_it_and_out_again);
  g_test_add_func ("/document-edit/wrap", an_element_is_put_into_a_new_one);
  g_test_add_func ("/document-edit/difference", two_texts_differ_in_whole_characters);
  return g_test_run ();
}
