/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/catalogue.h"
#include "workload/document-edit.h"
#include "workload/element-make.h"
#include "workload/scenario.h"

#include <string.h>

static IlvDocument *
read_text (const char *text)
{
  g_autofree char *message = NULL;
  guint line, column;
  IlvDocument *document = ilv_document_new (text, strlen (text), &line, &column, &message);

  g_assert_cmpstr (message, ==, NULL);
  return document;
}

static void
assert_valid (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario
    = ilv_scenario_parse (text, strlen (text), "made.xml", NULL, &error);

  if (error != NULL)
    g_test_message ("%s\n%s", error->message, text);
  g_assert_no_error (error);
  g_assert_nonnull (scenario);
}

/* What the text holds at a path; "" when there is nothing. */
static const char *
name_at (const char *text, const char *path)
{
  g_autoptr (IlvDocument) document = read_text (text);
  const IlvNode *node = ilv_document_find (document, path);

  return node != NULL ? g_intern_string (node->name) : "";
}

static void
a_new_scenario_has_no_mistakes (void)
{
  g_autofree char *text = ilv_element_make_scenario ("own", "Mine & <yours>");

  assert_valid (text);
}

static void
everything_that_can_be_added_is_valid_at_once (void)
{
  g_autofree char *text = ilv_element_make_scenario ("own", "Own");
  g_autoptr (IlvDocument) document = read_text (text);
  const IlvNode *root = ilv_document_get_root (document);
  const IlvNode *task = ilv_document_find (document, "4");
  const IlvNode *parents[] = { root, task };
  guint n_added = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      g_autoptr (GPtrArray) names = ilv_element_list_parts (parents[i]);

      for (guint j = 0; j < names->len; j++)
        {
          g_autofree char *path = NULL;
          g_autofree char *after
            = ilv_element_add (document, parents[i], NULL, names->pdata[j], &path);

          /* The scenario runs under every model, and excluding one of them is a mistake then. */
          if (strcmp (names->pdata[j], "exclude") != 0)
            assert_valid (after);
          g_assert_cmpstr (name_at (after, path), ==, names->pdata[j]);
          g_assert_nonnull (ilv_element_get_part_title (parents[i], names->pdata[j]));
          g_assert_nonnull (ilv_element_get_part_summary (parents[i], names->pdata[j]));
          n_added++;
        }
    }
  g_assert_cmpuint (n_added, ==, 8 + 22);
  g_assert_null (ilv_element_add (document, root, NULL, "sleep", NULL));
  g_assert_null (ilv_element_add (document, task, NULL, "open", NULL));
  g_assert_null (ilv_element_add (document, ilv_document_find (document, "4/0"), NULL, "sleep",
                                  NULL));
}

static void
what_is_added_has_a_name_of_its_own_and_its_place (void)
{
  g_autofree char *text = ilv_element_make_scenario ("own", "Own");
  g_autoptr (IlvDocument) document = read_text (text);
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  g_autofree char *once = ilv_element_add (document, ilv_document_get_root (document), NULL,
                                           "queue", &path);
  g_autoptr (IlvDocument) second = read_text (once);
  g_autofree char *twice = ilv_element_add (second, ilv_document_get_root (second), NULL, "queue",
                                            &again);

  g_assert_cmpstr (path, ==, "4"); /* before the task */
  g_assert_cmpstr (again, ==, "5");
  g_assert_nonnull (strstr (twice, "  <queue name=\"queue\"/>\n  <queue name=\"queue-2\"/>\n"
                                   "  <task "));
  assert_valid (twice);
}

/* Does one thing to the element at `path`, if it can be done. */
typedef char *(*Change) (const IlvDocument *document, const IlvNode *node, char **path);

static char *
move_up (const IlvDocument *document, const IlvNode *node, char **path)
{
  return ilv_element_move (document, node, TRUE, path);
}

static char *
move_down (const IlvDocument *document, const IlvNode *node, char **path)
{
  return ilv_element_move (document, node, FALSE, path);
}

static char *
wrap (const IlvDocument *document, const IlvNode *node, char **path)
{
  return ilv_element_wrap (document, node, "lock", path);
}

/* What it is said of an element before it is changed. */
static gboolean
can_change (const IlvNode *node, Change change)
{
  if (change == move_up || change == move_down)
    return ilv_element_can_move (node, change == move_up);
  if (change == ilv_element_move_into)
    return ilv_element_can_move_into (node);
  if (change == ilv_element_move_out)
    return ilv_element_can_move_out (node);
  return change == wrap ? ilv_element_can_wrap (node) : ilv_element_can_remove (node);
}

static guint
count_text (const char *text, const char *part)
{
  guint count = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    count++;
  return count;
}

/* Some changes leave mistakes that people must mend (an empty <repeat>), but never broken XML, a
   lost comment or an element that is not where it is said to be. */
static guint
change_everywhere (const IlvDocument *document, const IlvNode *node, Change change,
                   gboolean is_gone)
{
  g_autofree char *path = NULL;
  g_autofree char *after = change (document, node, &path);
  guint n_changes = 0;

  g_assert_cmpint (after != NULL, ==, can_change (node, change));
  if (after != NULL)
    {
      g_autoptr (IlvDocument) changed = read_text (after);
      const char *before = ilv_document_get_text (document);

      n_changes++;
      g_assert_cmpstr (after, !=, before);
      g_assert_cmpuint (count_text (after, "<!--"), >=, count_text (before, "<!--"));
      g_assert_nonnull (ilv_document_find (changed, path));
      if (!is_gone && change != wrap)
        g_assert_cmpstr (ilv_document_find (changed, path)->name, ==, node->name);
    }
  for (guint i = 0; i < node->children->len; i++)
    n_changes += change_everywhere (document, node->children->pdata[i], change, is_gone);
  return n_changes;
}

static void
every_change_of_every_scenario_is_still_xml (void)
{
  static const Change changes[] = { move_up, move_down, ilv_element_move_into,
                                    ilv_element_move_out, wrap, ilv_element_duplicate,
                                    ilv_element_remove };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (&error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      guint n_changes = 0;

      for (guint j = 0; j < scenarios->len; j++)
        {
          g_autoptr (IlvDocument) document
            = read_text (ilv_scenario_get_xml (scenarios->pdata[j]));

          n_changes += change_everywhere (document, ilv_document_get_root (document), changes[i],
                                          changes[i] == ilv_element_remove);
        }
      g_test_message ("change %u was made %u times", i, n_changes);
      g_assert_cmpuint (n_changes, >, 5);
    }
}

/* Every field of every element, given the value it has: nothing that counts is different. */
static void
set_fields_again (const IlvDocument *document, const IlvNode *node)
{
  g_autoptr (GArray) fields = ilv_element_get_fields (node);

  for (guint i = 0; i < fields->len; i++)
    {
      const IlvField *field = &g_array_index (fields, IlvField, i);
      g_autofree char *value = ilv_field_get (field, node);
      g_autofree char *path = ilv_node_get_path (node);
      g_autofree char *after = NULL;
      g_autofree char *again = NULL;
      g_autoptr (IlvDocument) changed = NULL;

      if (value == NULL)
        continue;
      after = ilv_field_set (field, document, node, value);
      if (field->type != ILV_FIELD_CHOICE)
        {
          changed = read_text (after);
          again = ilv_field_get (field, ilv_document_find (changed, path));
          g_assert_cmpstr (again, ==, value);
        }
      assert_valid (after);
    }
  for (guint i = 0; i < node->children->len; i++)
    set_fields_again (document, node->children->pdata[i]);
}

static void
a_field_reads_what_was_written_in_every_scenario (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (&error);

  g_assert_no_error (error);
  for (guint i = 0; i < scenarios->len; i++)
    {
      g_autoptr (IlvDocument) document = read_text (ilv_scenario_get_xml (scenarios->pdata[i]));

      set_fields_again (document, ilv_document_get_root (document));
    }
}

static IlvField
get_field (const IlvNode *node, const char *name)
{
  g_autoptr (GArray) fields = ilv_element_get_fields (node);

  for (guint i = 0; i < fields->len; i++)
    if (strcmp (g_array_index (fields, IlvField, i).name, name) == 0)
      return g_array_index (fields, IlvField, i);
  g_assert_not_reached ();
}

static void
fields_that_say_nothing_are_taken_out (void)
{
  g_autofree char *text = ilv_element_make_scenario ("own", "Own");
  g_autoptr (IlvDocument) document = read_text (text);
  const IlvNode *compute = ilv_document_find (document, "4/1");
  IlvField size = get_field (compute, "size");
  IlvField gil = get_field (compute, "gil");
  g_autofree char *without = ilv_field_set (&size, document, compute, "");
  g_autofree char *held = ilv_field_set (&gil, document, compute, "held");

  g_assert_null (strstr (without, "size"));
  assert_valid (without);
  g_assert_nonnull (strstr (held, "size=\"20000\" gil=\"held\""));
  g_assert_null (ilv_field_set (&gil, document, compute, "interpreted"));
}

static void
a_missing_title_is_put_where_it_belongs (void)
{
  static const char text[] = "<scenario id=\"a\" topic=\"io\" models=\"all\">\n"
                             "  <question>Q?</question>\n"
                             "  <task><sleep ms=\"1\"/></task>\n"
                             "</scenario>\n";
  g_autoptr (IlvDocument) document = read_text (text);
  const IlvNode *root = ilv_document_get_root (document);
  IlvField title = get_field (root, "title");
  g_autofree char *after = ilv_field_set (&title, document, root, "A & B");

  g_assert_nonnull (strstr (after, "models=\"all\">\n  <title>A &amp; B</title>\n  <question>"));
}

static void
a_setting_of_another_type_is_still_valid (void)
{
  static const char *const types[] = { "number", "boolean", "choice", "text", "integer" };
  g_autofree char *text = ilv_element_make_scenario ("own", "Own");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (IlvDocument) document = read_text (text);
      const IlvNode *setting = ilv_document_find (document, "3");
      char *after = ilv_element_set_type (document, setting, types[i]);

      assert_valid (after);
      g_clear_pointer (&document, ilv_document_free);
      g_free (text);
      text = after;
    }
  g_assert_nonnull (strstr (text, "default=\"1\""));
  g_assert_null (strstr (text, "type="));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/element/new-scenario", a_new_scenario_has_no_mistakes);
  g_test_add_func ("/element/add", everything_that_can_be_added_is_valid_at_once);
  g_test_add_func ("/element/names", what_is_added_has_a_name_of_its_own_and_its_place);
  g_test_add_func ("/element/changes", every_change_of_every_scenario_is_still_xml);
  g_test_add_func ("/element/fields", a_field_reads_what_was_written_in_every_scenario);
  g_test_add_func ("/element/defaults", fields_that_say_nothing_are_taken_out);
  g_test_add_func ("/element/missing-title", a_missing_title_is_put_where_it_belongs);
  g_test_add_func ("/element/setting-types", a_setting_of_another_type_is_still_valid);
  return g_test_run ();
}
