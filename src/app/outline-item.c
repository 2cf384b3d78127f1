/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/outline-item.h"

#include "workload/element.h"

#include <glib/gi18n-lib.h>

struct _IlvOutlineItem
{
  GObject parent_instance;

  char *path;
  guint depth;
  char *title;
  char *detail;
  char *problem; /* nullable */
};

G_DEFINE_FINAL_TYPE (IlvOutlineItem, ilv_outline_item, G_TYPE_OBJECT)

static void
ilv_outline_item_finalize (GObject *object)
{
  IlvOutlineItem *self = ILV_OUTLINE_ITEM (object);

  g_free (self->path);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->problem);
  G_OBJECT_CLASS (ilv_outline_item_parent_class)->finalize (object);
}

static void
ilv_outline_item_class_init (IlvOutlineItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_outline_item_finalize;
}

static void
ilv_outline_item_init (IlvOutlineItem *self)
{
}

static const char *
get_value (const IlvNode *node, const char *name)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, name);

  return attribute ? attribute->value : NULL;
}

/* The first value speaks for itself, the others say whose they are: "primes · size 20000". */
static char *
list_values (const IlvNode *node)
{
  g_autoptr (GArray) fields = ilv_element_get_fields (node);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const IlvField *field = &g_array_index (fields, IlvField, i);
      const char *value
        = field->place == ILV_FIELD_IN_ATTRIBUTE ? get_value (node, field->name) : NULL;

      if (!value || *value == '\0')
        continue;
      if (text->len > 0)
        g_string_append_printf (text, " · %s %s", field->title, value);
      else
        g_string_append (text, value);
    }
  return g_string_free (text, FALSE);
}

static char *
describe (const IlvNode *node)
{
  const char *name = get_value (node, "name");

  if (node->parent == NULL)
    return g_strdup (get_value (node, "id"));
  if (ilv_element_is_step (node))
    return list_values (node);
  if (strcmp (node->name, "setting") == 0 && name && get_value (node, "default"))
    return g_strdup_printf ("%s = %s", name, get_value (node, "default"));
  if (strcmp (node->name, "task") == 0 && get_value (node, "count"))
    return g_strdup_printf ("%s × %s", get_value (node, "count"), name ? name : "T{index + 1}");
  if (!name)
    return g_strdup (get_value (node, "model"));
  return g_strdup (name);
}

static char *
describe_problems (const IlvDraft *draft, const char *path)
{
  guint count = ilv_draft_count_problems (draft, path, FALSE);
  const GPtrArray *problems = ilv_draft_get_problems (draft);

  for (guint i = 0; count == 1 && i < problems->len; i++)
    {
      const IlvDraftProblem *problem = problems->pdata[i];

      if (g_strcmp0 (problem->path, path) == 0)
        return g_strdup (problem->message);
    }
  if (count == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u mistake", "%u mistakes", count), count);
}

IlvOutlineItem *
ilv_outline_item_new (const IlvDraft *draft, const IlvNode *node, const char *path, guint depth)
{
  IlvOutlineItem *self = g_object_new (ILV_TYPE_OUTLINE_ITEM, NULL);

  self->path = g_strdup (path);
  self->depth = depth;
  self->title = g_strdup (ilv_element_get_title (node));
  self->detail = describe (node);
  if (!self->detail)
    self->detail = g_strdup ("");
  self->problem = describe_problems (draft, self->path);
  return self;
}

gboolean
ilv_outline_item_equal (const IlvOutlineItem *self, const IlvOutlineItem *other)
{
  return self->depth == other->depth && strcmp (self->path, other->path) == 0
         && strcmp (self->title, other->title) == 0 && strcmp (self->detail, other->detail) == 0
         && g_strcmp0 (self->problem, other->problem) == 0;
}

const char *
ilv_outline_item_get_path (const IlvOutlineItem *self)
{
  return self->path;
}

guint
ilv_outline_item_get_depth (const IlvOutlineItem *self)
{
  return self->depth;
}

const char *
ilv_outline_item_get_title (const IlvOutlineItem *self)
{
  return self->title;
}

const char *
ilv_outline_item_get_detail (const IlvOutlineItem *self)
{
  return self->detail;
}

const char *
ilv_outline_item_get_problem (const IlvOutlineItem *self)
{
  return self->problem;
}
