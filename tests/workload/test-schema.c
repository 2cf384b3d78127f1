/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema says for editors and xmllint what the tables of the program say: both must agree. */
#include "workload/document.h"
#include "workload/element.h"
#include "workload/scenario.h"

#include <string.h>

static char *text;
static IlvDocument *schema;

static void
load_schema (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "scenario.rng", NULL);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  guint line, column;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  schema = ilv_document_new (text, length, &line, &column, &message);
  g_assert_nonnull (schema);
}

/* The first element of that kind and `name` below `node`, however deep; NULL: none. */
static const IlvNode *
find (const IlvNode *node, const char *element, const char *name)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const IlvNode *child = node->children->pdata[i];
      const IlvDocumentAttribute *attribute = ilv_node_find (child, "name");
      const IlvNode *inside;

      if (strcmp (child->name, element) == 0
          && (name == NULL || (attribute != NULL && strcmp (attribute->value, name) == 0)))
        return child;
      inside = find (child, element, name);
      if (inside != NULL)
        return inside;
    }
  return NULL;
}

static void
collect (const IlvNode *node, const char *element, GPtrArray *found)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const IlvNode *child = node->children->pdata[i];

      if (strcmp (child->name, element) == 0)
        g_ptr_array_add (found, (gpointer) child);
      collect (child, element, found);
    }
}

/* The values an attribute can have there, with a space after each. */
static char *
values_of (const IlvNode *node)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  GString *list = g_string_new (NULL);

  collect (node, "value", values);
  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (list, "%s ", ((const IlvNode *) values->pdata[i])->text->str);
  return g_string_free (list, FALSE);
}

static void
assert_summary (const IlvNode *node, const char *summary)
{
  const IlvNode *documentation = find (node, "a:documentation", NULL);
  g_autofree char *words = NULL;

  g_assert_nonnull (documentation);
  words = ilv_node_get_words (documentation);
  g_assert_cmpstr (words, ==, summary);
}

static void
assert_attribute (const IlvNode *element, const IlvAttribute *attribute)
{
  const IlvNode *node = find (element, "attribute", attribute->name);
  g_autoptr (GPtrArray) optional = g_ptr_array_new ();
  const IlvDocumentAttribute *fallback;
  gboolean is_optional = FALSE;

  g_assert_nonnull (node);
  assert_summary (node, attribute->summary);
  collect (element, "optional", optional);
  for (guint i = 0; i < optional->len; i++)
    is_optional = is_optional || find (optional->pdata[i], "attribute", attribute->name) == node;
  g_assert_cmpint (is_optional, ==, attribute->default_text != NULL);
  fallback = ilv_node_find (node, "a:defaultValue");
  g_assert_cmpstr (fallback != NULL ? fallback->value : NULL, ==, attribute->default_text);
  if (attribute->choices != NULL)
    {
      g_autofree char *values = values_of (node);
      g_autofree char *joined = g_strjoinv (" ", (char **) attribute->choices);
      g_autofree char *expected = g_strconcat (joined, " ", NULL);

      g_assert_cmpstr (values, ==, expected);
    }
}

/* Whether it holds parts; they must then be those the program expects. */
static gboolean
assert_parts (const IlvNode *element, IlvStepKind kind)
{
  guint n_parts = 0;
  const IlvStepKind *parts = ilv_step_kind_get_parts (kind, &n_parts);

  for (guint i = 0; i < n_parts; i++)
    {
      g_autofree char *name = g_strconcat ("step.", ilv_step_kind_get_name (parts[i]), NULL);

      g_assert_nonnull (find (element, "ref", name));
      g_assert_cmpstr (ilv_step_kind_describe (parts[i])->inside, ==,
                       ilv_step_kind_get_name (kind));
    }
  return parts != NULL;
}

static void
every_step_is_described_as_the_program_takes_it (void)
{
  const IlvNode *root = ilv_document_get_root (schema);

  for (guint kind = 0; kind < ILV_N_STEP_KINDS; kind++)
    {
      const IlvStepDescription *description = ilv_step_kind_describe ((IlvStepKind) kind);
      g_autofree char *name = g_strconcat ("step.", description->name, NULL);
      g_autoptr (GPtrArray) attributes = g_ptr_array_new ();
      const IlvNode *definition = find (root, "define", name);
      const IlvNode *element;

      g_assert_nonnull (definition);
      element = find (definition, "element", description->name);
      g_assert_nonnull (element);
      assert_summary (element, description->summary);
      collect (element, "attribute", attributes);
      g_assert_cmpuint (attributes->len, ==, description->n_attributes);
      for (guint i = 0; i < description->n_attributes; i++)
        assert_attribute (element, &description->attributes[i]);
      g_assert_cmpint (find (element, "ref", "steps") != NULL, ==,
                       description->holds_steps && !assert_parts (element, (IlvStepKind) kind));
      g_assert_cmpint (find (find (root, "define", "steps"), "ref", name) != NULL, ==,
                       description->inside == NULL);
    }
}

static void
no_step_is_described_that_the_program_lacks (void)
{
  g_autoptr (GPtrArray) definitions = g_ptr_array_new ();
  guint n_steps = 0;

  collect (ilv_document_get_root (schema), "define", definitions);
  for (guint i = 0; i < definitions->len; i++)
    if (g_str_has_prefix (ilv_node_find (definitions->pdata[i], "name")->value, "step."))
      n_steps++;
  g_assert_cmpuint (n_steps, ==, ILV_N_STEP_KINDS);
}

static void
everything_is_described (void)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  collect (ilv_document_get_root (schema), "element", nodes);
  collect (ilv_document_get_root (schema), "attribute", nodes);
  g_assert_cmpuint (nodes->len, >, 30);
  for (guint i = 0; i < nodes->len; i++)
    {
      const IlvNode *node = nodes->pdata[i];
      const IlvNode *first = node->children->pdata[0];

      g_assert_cmpstr (first->name, ==, "a:documentation");
      g_assert_cmpuint (first->text->len, >, 0);
    }
}

static void
models_and_topics_are_those_of_the_program (void)
{
  const IlvNode *root = ilv_document_get_root (schema);
  g_autoptr (GString) models = g_string_new (NULL);
  g_autoptr (GString) topics = g_string_new (NULL);
  g_autofree char *all = values_of (find (root, "define", "models"));
  g_autofree char *names = values_of (find (root, "define", "model-names"));
  g_autofree char *listed
    = values_of (find (find (root, "define", "scenario"), "attribute", "topic"));

  for (guint i = 0; i < ILV_N_MODELS; i++)
    g_string_append_printf (models, "%s ", ilv_model_get_name ((IlvModel) i));
  for (guint i = 0; i < ilv_topic_count (); i++)
    g_string_append_printf (topics, "%s ", ilv_topic_get_name (i));
  g_assert_cmpstr (names, ==, models->str);
  g_assert_cmpstr (all, ==, "all ");
  g_assert_cmpstr (listed, ==, topics->str);
}

static void
types_of_settings_are_those_of_the_program (void)
{
  const IlvNode *setting = find (ilv_document_get_root (schema), "define", "setting");
  g_autoptr (GPtrArray) attributes = g_ptr_array_new ();
  guint types = 0;

  collect (setting, "attribute", attributes);
  for (guint i = 0; i < attributes->len; i++)
    {
      g_auto (GStrv) values = NULL;
      g_autofree char *list = values_of (attributes->pdata[i]);
      IlvSettingType type;

      if (strcmp (ilv_node_find (attributes->pdata[i], "name")->value, "type") != 0)
        continue;
      values = g_strsplit (g_strchomp (list), " ", -1);
      for (guint j = 0; values[j] != NULL; j++)
        {
          g_assert_true (ilv_setting_type_from_name (values[j], &type));
          types |= 1u << type;
        }
    }
  g_assert_cmpuint (types, ==, (1u << (ILV_SETTING_TEXT + 1)) - 1);
}

/* The scenario's own attributes and what is written in its elements have words of their own in the
   table; which there are, what they default to and which choices they have is the same. */
static void
assert_field (const IlvNode *element, const IlvField *field)
{
  const IlvNode *node = find (element, "attribute", field->name);
  const IlvDocumentAttribute *fallback;

  if (field->place == ILV_FIELD_IN_CHILD)
    {
      g_assert_nonnull (find (element, "ref", field->name));
      return;
    }
  if (field->place == ILV_FIELD_IN_TEXT)
    {
      g_assert_nonnull (find (element, "ref", "words"));
      return;
    }
  g_assert_nonnull (node);
  fallback = ilv_node_find (node, "a:defaultValue");
  g_assert_cmpstr (fallback != NULL ? fallback->value : NULL, ==, field->default_text);
}

static void
every_element_has_the_fields_of_the_schema (void)
{
  static const char *const names[] = { "setting", "options", "exclude", "lock", "counter",
                                       "semaphore", "queue", "task" };
  static const char plain[] = "<scenario><setting/><options/><exclude/><lock/><counter/>"
                              "<semaphore/><queue/><task/></scenario>";
  g_autofree char *message = NULL;
  guint line, column;
  g_autoptr (IlvDocument) document
    = ilv_document_new (plain, strlen (plain), &line, &column, &message);
  const IlvNode *root = ilv_document_get_root (document);

  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      const IlvNode *node = i > 0 ? root->children->pdata[i - 1] : root;
      const IlvNode *element = find (ilv_document_get_root (schema), "define", node->name);
      g_autoptr (GPtrArray) attributes = g_ptr_array_new ();
      g_autoptr (GArray) fields = ilv_element_get_fields (node);
      guint n_attributes = 0;

      g_test_message ("%s", node->name);
      for (guint j = 0; j < fields->len; j++)
        {
          const IlvField *field = &g_array_index (fields, IlvField, j);

          assert_field (element, field);
          n_attributes += field->place == ILV_FIELD_IN_ATTRIBUTE;
        }
      collect (element, "attribute", attributes);
      if (strcmp (node->name, "setting") != 0) /* which has a variant for each type */
        g_assert_cmpuint (attributes->len, ==, n_attributes);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  load_schema ();
  g_test_add_func ("/schema/every-step-is-described-as-the-program-takes-it",
                   every_step_is_described_as_the_program_takes_it);
  g_test_add_func ("/schema/no-step-is-described-that-the-program-lacks",
                   no_step_is_described_that_the_program_lacks);
  g_test_add_func ("/schema/everything-is-described", everything_is_described);
  g_test_add_func ("/schema/models-and-topics-are-those-of-the-program",
                   models_and_topics_are_those_of_the_program);
  g_test_add_func ("/schema/types-of-settings-are-those-of-the-program",
                   types_of_settings_are_those_of_the_program);
  g_test_add_func ("/schema/every-element-has-the-fields-of-the-schema",
                   every_element_has_the_fields_of_the_schema);
  status = g_test_run ();
  ilv_document_free (schema);
  g_free (text);
  return status;
}
