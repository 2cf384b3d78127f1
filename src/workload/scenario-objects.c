/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tasks share: locks, counters, semaphores and queues. */
#include "workload/scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *element;
  const char *attributes[3]; /* the name, and the number where there is one */
  const char *default_size;  /* NULL: it must be given */
} ObjectKind;

static const ObjectKind kinds[] = {
  { "lock", { "name" }, NULL },
  { "counter", { "name" }, NULL },
  { "semaphore", { "name", "permits" }, NULL },
  { "queue", { "name", "capacity" }, "0" },
};

gboolean
ilv_is_id (const char *text)
{
  gsize length = strspn (text, ILV_NAME_CHARACTERS);

  return g_ascii_islower (text[0]) && text[length] == '\0' && length <= 48
         && text[length - 1] != '-';
}

static const ObjectKind *
find_kind (const char *element)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].element, element) == 0)
      return &kinds[i];
  return NULL;
}

gboolean
ilv_is_object (const char *element)
{
  return find_kind (element) != NULL;
}

static GPtrArray *
get_names (IlvScenario *scenario, const char *element)
{
  if (strcmp (element, "lock") == 0)
    return scenario->locks;
  if (strcmp (element, "counter") == 0)
    return scenario->counters;
  return strcmp (element, "semaphore") == 0 ? scenario->semaphores.names : scenario->queues.names;
}

void
ilv_builder_read_object (IlvBuilder *builder, const IlvNode *node)
{
  const IlvDocumentAttribute *name = ilv_builder_require (builder, node, "name");
  GPtrArray *objects = get_names (builder->scenario, node->name);

  ilv_builder_check_attributes (builder, node, find_kind (node->name)->attributes);
  if (name == NULL)
    return;
  if (!ilv_is_id (name->value))
    ilv_builder_add_problem (builder, name->value_at,
                             _ ("“%s” is no name: small letters, digits and hyphens are "
                                "expected, with a letter first, at most 48."),
                             name->value);
  for (guint i = 0; i < objects->len; i++)
    if (strcmp (objects->pdata[i], name->value) == 0)
      ilv_builder_add_problem (builder, name->value_at, _ ("There is a <%s> “%s” already."),
                               node->name, name->value);
  if (objects->len >= ILV_MAX_OBJECTS)
    {
      ilv_builder_add_problem (builder, node->at,
                               _ ("Too many <%s> elements; at most %d are allowed."), node->name,
                               ILV_MAX_OBJECTS);
      return;
    }
  g_ptr_array_add (objects, g_strdup (name->value));
}

void
ilv_builder_read_size (IlvBuilder *builder, const IlvNode *node)
{
  const ObjectKind *kind = find_kind (node->name);
  const char *attribute = kind != NULL ? kind->attributes[1] : NULL;
  const IlvDocumentAttribute *given;
  IlvSizedObjects *objects;
  IlvExpression *size;

  if (attribute == NULL)
    return;
  given = kind->default_size != NULL ? ilv_node_find (node, attribute)
                                     : ilv_builder_require (builder, node, attribute);
  if (given == NULL && kind->default_size == NULL)
    return;
  size = ilv_builder_parse_expression (builder,
                                       given != NULL ? given->value : kind->default_size,
                                       given != NULL ? given->value_at : node->at);
  if (size == NULL)
    return;
  if (ilv_expression_uses_index (size))
    ilv_builder_add_problem (builder, given->value_at,
                             _ ("“index” counts tasks and means nothing here."));
  objects = strcmp (node->name, "semaphore") == 0 ? &builder->scenario->semaphores
                                                  : &builder->scenario->queues;
  g_ptr_array_add (objects->sizes, size);
}
