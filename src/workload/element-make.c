/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/element-private.h"

#include "workload/document-edit.h"
#include "workload/step.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the order in which they stand in a file. */
static const char *const parts[] = { "setting", "options", "exclude", "lock", "counter",
                                     "semaphore", "queue", "task" };
/* What is written first into attributes that must be given; the least that makes sense. */
static const struct
{
  const char *element;
  const char *attribute;
  const char *value;
} first_values[] = {
  { "block", "ms", "100" },      { "fetch", "path", "/delay/100" },
  { "file", "name", "log.txt" }, { "hold", "seconds", "1" },
  { "raise", "message", N_ ("It failed.") }, { "repeat", "times", "3" },
  { "resource", "name", N_ ("connection") }, { "retry", "times", "3" },
  { "semaphore", "permits", "2" }, { "send", "bytes", "1000000" },
  { "setting", "default", "1" }, { "setting", "max", "100" },
  { "setting", "min", "0" },     { "setting", "title", N_ ("New setting") },
  { "sleep", "ms", "100" },
};

char *
ilv_element_make_scenario (const char *id, const char *title)
{
  g_autofree char *name = g_markup_escape_text (title, -1);

  return g_strdup_printf (
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<scenario id=\"%s\" topic=\"concepts\" models=\"all\">\n"
    "  <title>%s</title>\n"
    "  <summary>%s</summary>\n"
    "  <question>%s</question>\n"
    "  <setting name=\"tasks\" title=\"%s\" default=\"4\" min=\"1\" max=\"1000\"/>\n"
    "  <task name=\"T{index + 1}\" count=\"tasks\">\n"
    "    <sleep ms=\"100\"/>\n"
    "    <compute kernel=\"primes\" size=\"20000\"/>\n"
    "  </task>\n"
    "</scenario>\n",
    id, name, _ ("Each task waits for a moment and then computes."),
    _ ("Which model is done first?"), _ ("Tasks"));
}

static gboolean
is_in_scenario (const IlvNode *parent)
{
  return parent->parent == NULL;
}

/* An element that is not there yet, as far as descriptions look at one. */
static IlvNode
imagine (const IlvNode *parent, const char *name, GArray *no_attributes)
{
  return (IlvNode){ .name = (char *) name, .parent = parent, .attributes = no_attributes };
}

GPtrArray *
ilv_element_list_parts (const IlvNode *parent)
{
  GPtrArray *names = g_ptr_array_new ();
  IlvStepKind kind;
  guint n_parts = 0;

  if (is_in_scenario (parent))
    {
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        g_ptr_array_add (names, (gpointer) parts[i]);
      return names;
    }
  if (ilv_element_is_step (parent)
      && (!ilv_step_kind_from_name (parent->name, &kind)
          || !ilv_step_kind_describe (kind)->holds_steps
          || ilv_step_kind_get_parts (kind, &n_parts) != NULL))
    return names;
  if (ilv_element_is_step (parent) || strcmp (parent->name, "task") == 0)
    for (guint i = 0; i < ILV_N_STEP_KINDS; i++)
      if (ilv_step_kind_describe ((IlvStepKind) i)->inside == NULL)
        g_ptr_array_add (names, (gpointer) ilv_step_kind_get_name ((IlvStepKind) i));
  return names;
}

GPtrArray *
ilv_element_list_holders (void)
{
  GPtrArray *names = g_ptr_array_new ();
  guint n_parts = 0;

  for (guint i = 0; i < ILV_N_STEP_KINDS; i++)
    {
      const IlvStepDescription *kind = ilv_step_kind_describe ((IlvStepKind) i);

      if (kind->holds_steps && kind->inside == NULL
          && ilv_step_kind_get_parts ((IlvStepKind) i, &n_parts) == NULL)
        g_ptr_array_add (names, (gpointer) kind->name);
    }
  return names;
}

static gboolean
is_part (const IlvNode *parent, const char *name)
{
  g_autoptr (GPtrArray) names = ilv_element_list_parts (parent);

  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

const char *
ilv_element_get_part_title (const IlvNode *parent, const char *name)
{
  IlvNode node = imagine (parent, name, NULL);
  const char *title = ilv_element_get_title (&node);

  return is_part (parent, name) ? title : NULL;
}

const char *
ilv_element_get_part_summary (const IlvNode *parent, const char *name)
{
  IlvNode node = imagine (parent, name, NULL);

  return is_part (parent, name) ? ilv_element_get_summary (&node) : NULL;
}

/* --- what is written first --- */

static gboolean
is_taken (const IlvNode *root, const char *element, const char *name)
{
  for (guint i = 0; i < root->children->len; i++)
    {
      const IlvNode *child = root->children->pdata[i];
      const IlvDocumentAttribute *attribute = ilv_node_find (child, "name");

      if (strcmp (child->name, element) == 0 && attribute != NULL
          && strcmp (attribute->value, name) == 0)
        return TRUE;
    }
  return FALSE;
}

char *
ilv_element_make_name (const IlvNode *root, const char *element, const char *wanted)
{
  g_autofree char *name = g_strdup (wanted);

  for (guint i = 2; is_taken (root, element, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", wanted, i);
    }
  return g_steal_pointer (&name);
}

/* The first one there is; NULL: none. */
static const char *
find_object (const IlvNode *root, const char *element)
{
  for (guint i = 0; i < root->children->len; i++)
    {
      const IlvNode *child = root->children->pdata[i];
      const IlvDocumentAttribute *name = ilv_node_find (child, "name");

      if (strcmp (child->name, element) == 0 && name != NULL)
        return name->value;
    }
  return NULL;
}

/* One that is not there yet is declared by add_missing_objects(). */
static char *
choose_object (const IlvNode *root, const char *element)
{
  const char *name = find_object (root, element);

  return g_strdup (name != NULL ? name : element);
}

/* The model an exclusion is about must not be one of the scenario's. */
static const char *
choose_model (const IlvNode *root, const IlvField *field)
{
  const IlvDocumentAttribute *models = ilv_node_find (root, "models");
  g_auto (GStrv) names = g_strsplit (models != NULL ? models->value : "", " ", -1);

  for (guint i = 0; field->choices[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) names, field->choices[i]))
      return field->choices[i];
  return field->choices[0];
}

static char *
choose_value (const IlvNode *root, const IlvNode *node, const IlvField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (first_values); i++)
    if (strcmp (first_values[i].element, node->name) == 0
        && strcmp (first_values[i].attribute, field->name) == 0)
      return g_strdup (_ (first_values[i].value));
  if (field->type == ILV_FIELD_NAME)
    return ilv_element_make_name (root, node->name, node->name);
  if (field->type == ILV_FIELD_OBJECT)
    return choose_object (root, field->object);
  if (field->type == ILV_FIELD_CHOICE && strcmp (node->name, "exclude") == 0)
    return g_strdup (choose_model (root, field));
  if (field->type == ILV_FIELD_CHOICE)
    return g_strdup (field->choices[0]);
  return g_strdup (field->place == ILV_FIELD_IN_TEXT ? _ ("It has nothing to show there.") : "1");
}

static void
append_attributes (GString *xml, GString *words, const IlvNode *root, const IlvNode *node)
{
  g_autoptr (GArray) fields = ilv_element_get_fields (node);

  for (guint i = 0; i < fields->len; i++)
    {
      const IlvField *field = &g_array_index (fields, IlvField, i);
      g_autofree char *value = NULL;
      g_autofree char *escaped = NULL;

      if (!field->is_required)
        continue;
      value = choose_value (root, node, field);
      escaped = g_markup_escape_text (value, -1);
      if (field->place == ILV_FIELD_IN_ATTRIBUTE)
        g_string_append_printf (xml, " %s=\"%s\"", field->name, escaped);
      else
        g_string_append (words, escaped);
    }
}

/* What an element holds at first, each line indented by `indent`. */
static void
append_inside (GString *xml, const IlvNode *node)
{
  IlvStepKind kind;
  guint n_parts = 0;
  const IlvStepKind *kinds;

  if (!ilv_element_is_step (node) || !ilv_step_kind_from_name (node->name, &kind))
    {
      if (strcmp (node->name, "task") == 0)
        g_string_append (xml, ">\n  <sleep ms=\"100\"/>\n</task>");
      else
        g_string_append (xml, "/>");
      return;
    }
  kinds = ilv_step_kind_get_parts (kind, &n_parts);
  g_string_append (xml, ilv_step_kind_describe (kind)->holds_steps ? ">\n" : "/>");
  for (guint i = 0; i < n_parts; i++)
    g_string_append_printf (xml, "  <%s>\n    <sleep ms=\"100\"/>\n  </%s>\n",
                            ilv_step_kind_get_name (kinds[i]), ilv_step_kind_get_name (kinds[i]));
  if (!ilv_step_kind_describe (kind)->holds_steps)
    return;
  if (n_parts == 0)
    g_string_append (xml, "  <sleep ms=\"100\"/>\n");
  g_string_append_printf (xml, "</%s>", node->name);
}

char *
ilv_element_make (const IlvDocument *document, const IlvNode *parent, const char *name,
                  gboolean only_tag)
{
  g_autoptr (GArray) no_attributes = g_array_new (FALSE, FALSE, sizeof (IlvDocumentAttribute));
  IlvNode node = imagine (parent, name, no_attributes);
  g_autoptr (GString) xml = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (xml, "<%s", name);
  append_attributes (xml, words, ilv_document_get_root (document), &node);
  if (only_tag)
    g_string_append_c (xml, '>');
  else if (words->len > 0)
    g_string_append_printf (xml, ">%s</%s>", words->str, name);
  else
    append_inside (xml, &node);
  return g_string_free (g_steal_pointer (&xml), FALSE);
}

/* --- where it stands --- */

static int
rank (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i], name) == 0)
      return (int) i;
  return -1; /* title and the like */
}

/* Behind its own kind, or else where a file of the house would have it. */
static guint
find_position (const IlvNode *parent, const char *name)
{
  guint position = 0;

  if (!is_in_scenario (parent))
    return parent->children->len;
  for (guint i = 0; i < parent->children->len; i++)
    if (rank (((const IlvNode *) parent->children->pdata[i])->name) <= rank (name))
      position = i + 1;
  return position;
}

char *
ilv_element_make_path (const IlvNode *parent, guint position)
{
  g_autofree char *above = ilv_node_get_path (parent);

  return g_strdup_printf ("%s%s%u", above, above[0] != '\0' ? "/" : "", position);
}

/* Where the path leads once an element has come to stand at the root's `position`. */
static void
shift_path (char **path, guint position)
{
  g_autofree char *old = path != NULL ? g_steal_pointer (path) : NULL;
  char *rest = NULL;
  guint first;

  if (old == NULL)
    return;
  first = (guint) g_ascii_strtoull (old, &rest, 10);
  *path = g_strdup_printf ("%u%s", first >= position ? first + 1 : first, rest);
}

char *
ilv_element_add_missing_object (char *text, const char *step, char **path)
{
  static const char *const objects[] = { "lock", "counter", "semaphore", "queue" };
  g_autofree char *owned = text;
  g_autofree char *message = NULL;
  guint line, column;
  g_autoptr (IlvDocument) document
    = ilv_document_new (owned, strlen (owned), &line, &column, &message);
  const IlvNode *root = ilv_document_get_root (document);
  IlvStepKind kind;

  if (!ilv_step_kind_from_name (step, &kind))
    return g_steal_pointer (&owned);
  for (guint i = 0; i < ilv_step_kind_describe (kind)->n_attributes; i++)
    {
      IlvAttributeType type = ilv_step_kind_describe (kind)->attributes[i].type;
      g_autofree char *xml = NULL;
      guint position;

      if (type < ILV_ATTRIBUTE_LOCK || type > ILV_ATTRIBUTE_QUEUE
          || find_object (root, objects[type - ILV_ATTRIBUTE_LOCK]) != NULL)
        continue;
      xml = ilv_element_make (document, root, objects[type - ILV_ATTRIBUTE_LOCK], FALSE);
      position = find_position (root, objects[type - ILV_ATTRIBUTE_LOCK]);
      shift_path (path, position);
      return ilv_document_add (document, root, position, xml);
    }
  return g_steal_pointer (&owned);
}

char *
ilv_element_add (const IlvDocument *document, const IlvNode *parent, const IlvNode *after,
                 const char *name, char **path)
{
  guint position = after != NULL ? ilv_node_get_position (after) + 1
                                 : find_position (parent, name);
  g_autofree char *xml = NULL;
  char *text;

  if (!is_part (parent, name))
    return NULL;
  xml = ilv_element_make (document, parent, name, FALSE);
  text = ilv_document_add (document, parent, position, xml);
  if (path != NULL)
    *path = ilv_element_make_path (parent, position);
  return is_in_scenario (parent) ? text : ilv_element_add_missing_object (text, name, path);
}
