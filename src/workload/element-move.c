/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements that are there already: moved, put into others, doubled and removed. */
#include "workload/document-edit.h"
#include "workload/document-lines-private.h"
#include "workload/element-private.h"
#include "workload/step.h"

#include <string.h>

static void
tell (char **path, const IlvNode *parent, guint position)
{
  if (path != NULL)
    *path = ilv_element_make_path (parent, position);
}

static const IlvNode *
get_sibling (const IlvNode *node, int by)
{
  int position = (int) ilv_node_get_position (node) + by;

  if (node->parent == NULL || position < 0 || position >= (int) node->parent->children->len)
    return NULL;
  return node->parent->children->pdata[position];
}

/* What is a field of its parent, and the parts of a step that must stand in one order, stay. */
static gboolean
is_fixed (const IlvNode *node)
{
  IlvStepKind kind;

  return node->parent == NULL || ilv_element_is_field (node)
         || (ilv_element_is_step (node) && ilv_step_kind_from_name (node->name, &kind)
             && ilv_step_kind_describe (kind)->inside != NULL);
}

static gboolean
can_hold (const IlvNode *parent, const IlvNode *node)
{
  return ilv_element_get_part_title (parent, node->name) != NULL;
}

/* The next one that is left to be looked at, or what it stood in. */
static char *
find_neighbour (const IlvNode *node)
{
  const IlvNode *next = get_sibling (node, 1);
  const IlvNode *before = get_sibling (node, -1);

  if (next != NULL)
    return ilv_node_get_path (node); /* the next one takes its place */
  if (before != NULL && !ilv_element_is_field (before))
    return ilv_node_get_path (before);
  return ilv_node_get_path (node->parent);
}

gboolean
ilv_element_can_remove (const IlvNode *node)
{
  return !is_fixed (node);
}

gboolean
ilv_element_can_move (const IlvNode *node, gboolean up)
{
  const IlvNode *other = get_sibling (node, up ? -1 : 1);

  return !is_fixed (node) && other != NULL && !ilv_element_is_field (other);
}

gboolean
ilv_element_can_move_into (const IlvNode *node)
{
  const IlvNode *before = get_sibling (node, -1);

  return !is_fixed (node) && ilv_element_is_step (node) && before != NULL
         && can_hold (before, node);
}

gboolean
ilv_element_can_move_out (const IlvNode *node)
{
  return !is_fixed (node) && ilv_element_is_step (node) && node->parent->parent != NULL
         && can_hold (node->parent->parent, node) && ilv_element_is_step (node->parent);
}

gboolean
ilv_element_can_wrap (const IlvNode *node)
{
  return !is_fixed (node) && ilv_element_is_step (node);
}

char *
ilv_element_remove (const IlvDocument *document, const IlvNode *node, char **path)
{
  if (!ilv_element_can_remove (node))
    return NULL;
  if (path != NULL)
    *path = find_neighbour (node);
  return ilv_document_remove (document, node);
}

char *
ilv_element_move (const IlvDocument *document, const IlvNode *node, gboolean up, char **path)
{
  const IlvNode *other = get_sibling (node, up ? -1 : 1);

  if (!ilv_element_can_move (node, up))
    return NULL;
  tell (path, node->parent, ilv_node_get_position (other));
  return ilv_document_move (document, node, up);
}

char *
ilv_element_move_into (const IlvDocument *document, const IlvNode *node, char **path)
{
  const IlvNode *before = get_sibling (node, -1);

  if (!ilv_element_can_move_into (node))
    return NULL;
  tell (path, before, before->children->len);
  return ilv_document_move_into (document, node);
}

char *
ilv_element_move_out (const IlvDocument *document, const IlvNode *node, char **path)
{
  if (!ilv_element_can_move_out (node))
    return NULL;
  tell (path, node->parent->parent, ilv_node_get_position (node->parent) + 1);
  return ilv_document_move_out (document, node);
}

char *
ilv_element_wrap (const IlvDocument *document, const IlvNode *node, const char *holder,
                  char **path)
{
  g_autoptr (GPtrArray) holders = ilv_element_list_holders ();
  g_autofree char *tag = NULL;

  if (!ilv_element_can_wrap (node)
      || !g_ptr_array_find_with_equal_func (holders, holder, g_str_equal, NULL))
    return NULL;
  tag = ilv_element_make (document, node->parent, holder, TRUE);
  tell (path, node->parent, ilv_node_get_position (node));
  return ilv_element_add_missing_object (ilv_document_wrap (document, node, tag, holder), holder,
                                         path);
}

/* Gives `*text` another value of the attribute of the element at `path`. */
static void
change_attribute (char **text, const char *path, const char *name, const char *value)
{
  g_autofree char *message = NULL;
  guint line, column;
  g_autoptr (IlvDocument) document
    = ilv_document_new (*text, strlen (*text), &line, &column, &message);
  const IlvNode *node = ilv_document_find (document, path);
  char *changed = ilv_document_set_attribute (document, node, name, value);

  if (changed != NULL)
    {
      g_free (*text);
      *text = changed;
    }
}

/* Two things of one kind must not have one name; tasks and steps may. */
static gboolean
has_own_name (const IlvNode *node)
{
  return node->parent->parent == NULL && strcmp (node->name, "task") != 0;
}

char *
ilv_element_duplicate (const IlvDocument *document, const IlvNode *node, char **path)
{
  const IlvDocumentAttribute *name = ilv_node_find (node, "name");
  g_autofree char *xml = NULL;
  g_autofree char *copy = NULL;
  char *text;

  if (!ilv_element_can_remove (node))
    return NULL;
  xml = ilv_document_cut (document, node, ilv_document_get_block (document, node, FALSE));
  copy = ilv_element_make_path (node->parent, ilv_node_get_position (node) + 1);
  text = ilv_document_add (document, node->parent, ilv_node_get_position (node) + 1, xml);
  if (name != NULL && has_own_name (node))
    {
      g_autofree char *other
        = ilv_element_make_name (ilv_document_get_root (document), node->name, name->value);

      change_attribute (&text, copy, "name", other);
    }
  if (path != NULL)
    *path = g_steal_pointer (&copy);
  return text;
}

static gboolean
is_number (const char *type)
{
  return strcmp (type, "integer") == 0 || strcmp (type, "number") == 0;
}

char *
ilv_element_set_type (const IlvDocument *document, const IlvNode *setting, const char *type)
{
  const IlvDocumentAttribute *old = ilv_node_find (setting, "type");
  gboolean was_number = old == NULL || is_number (old->value);
  gboolean is_integer = strcmp (type, "integer") == 0;
  g_autofree char *path = ilv_node_get_path (setting);
  char *text = g_strndup (ilv_document_get_text (document), ilv_document_get_length (document));

  change_attribute (&text, path, "type", is_integer ? NULL : type);
  if (was_number && is_number (type))
    return text;
  change_attribute (&text, path, "min", is_number (type) ? "0" : NULL);
  change_attribute (&text, path, "max", is_number (type) ? "100" : NULL);
  change_attribute (&text, path, "choices", strcmp (type, "choice") == 0 ? "one two" : NULL);
  if (strcmp (type, "choice") == 0)
    change_attribute (&text, path, "default", "one");
  else if (strcmp (type, "boolean") == 0)
    change_attribute (&text, path, "default", "no");
  else
    change_attribute (&text, path, "default", is_number (type) ? "1" : NULL);
  return text;
}
