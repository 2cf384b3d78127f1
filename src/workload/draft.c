/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/draft.h"

#include "workload/document-edit.h"
#include "workload/element.h"
#include "workload/scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _IlvDraft
{
  char *text;
  IlvDocument *document; /* nullable */
  IlvScenario *scenario; /* nullable */
  GPtrArray *problems;   /* element-type IlvDraftProblem */
};

static void
problem_free (IlvDraftProblem *problem)
{
  g_free (problem->path);
  g_free (problem->field);
  g_free (problem->message);
  g_free (problem);
}

/* Where line and column, both from 1, are in the text; its end when there is no such place. */
static const char *
find_place (const char *text, guint line, guint column)
{
  for (; line > 1; line--)
    {
      const char *end = strchr (text, '\n');

      if (end == NULL)
        return text + strlen (text);
      text = end + 1;
    }
  for (; column > 1 && *text != '\0' && *text != '\n'; column--)
    text = g_utf8_next_char (text);
  return text;
}

static const IlvNode *
find_node (const IlvNode *node, const char *at)
{
  if (at < node->at || at >= node->end)
    return NULL;
  for (guint i = 0; i < node->children->len; i++)
    {
      const IlvNode *found = find_node (node->children->pdata[i], at);

      if (found != NULL)
        return found;
    }
  return node;
}

static const IlvDocumentAttribute *
find_attribute (const IlvNode *node, const char *at)
{
  for (guint i = 0; i < node->attributes->len; i++)
    {
      const IlvDocumentAttribute *attribute
        = &g_array_index (node->attributes, IlvDocumentAttribute, i);
      const char *end = strchr (attribute->value_at, attribute->value_at[-1]);

      if (at >= attribute->at && at <= end)
        return attribute;
    }
  return NULL;
}

static gboolean
has_field (const IlvNode *node, const char *name)
{
  g_autoptr (GArray) fields = ilv_element_get_fields (node);

  for (guint i = 0; i < fields->len; i++)
    if (strcmp (g_array_index (fields, IlvField, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
mark (IlvDraftProblem *problem, const IlvDraft *draft, const char *from, const char *to)
{
  problem->from = (gsize) (from - draft->text);
  problem->to = (gsize) (MAX (from, to) - draft->text);
}

/* The whole value of an attribute, its name when the value is empty, or the start of a tag. */
static void
mark_in_element (IlvDraftProblem *problem, const IlvDraft *draft, const IlvNode *node,
                 const IlvDocumentAttribute *attribute, const char *at)
{
  const char *end;

  if (attribute == NULL)
    {
      mark (problem, draft, node->at, node->at + 1 + strlen (node->name));
      return;
    }
  end = strchr (attribute->value_at, attribute->value_at[-1]);
  if (at >= attribute->value_at && end > attribute->value_at)
    mark (problem, draft, attribute->value_at, end);
  else
    mark (problem, draft, attribute->at, attribute->at + strlen (attribute->name));
}

static void
assign_to_element (IlvDraftProblem *problem, const IlvDraft *draft, const IlvNode *node,
                   const char *missing, const char *at)
{
  const IlvDocumentAttribute *attribute = at < node->inside ? find_attribute (node, at) : NULL;
  const char *field = missing != NULL ? missing : attribute != NULL ? attribute->name : NULL;

  mark_in_element (problem, draft, node, attribute, at);
  if (ilv_element_is_field (node))
    {
      field = node->name;
      node = node->parent;
    }
  problem->path = ilv_node_get_path (node);
  if (field != NULL && has_field (node, field))
    problem->field = g_strdup (field);
}

/* Up to the end of the word, or one character where there is none. */
static const char *
find_end (const char *at)
{
  const char *end = at;

  while (g_ascii_isalnum (*end))
    end++;
  if (end > at || *at == '\0')
    return end;
  return g_utf8_next_char (at);
}

static void
take_problem (IlvDraft *draft, const IlvProblem *found)
{
  IlvDraftProblem *problem = g_new0 (IlvDraftProblem, 1);
  const char *at = find_place (draft->text, found->line, found->column);
  const IlvNode *node = NULL;

  problem->line = found->line;
  problem->column = found->column;
  problem->message = g_strdup (found->message);
  if (draft->document != NULL)
    node = find_node (ilv_document_get_root (draft->document), at);
  if (node != NULL)
    assign_to_element (problem, draft, node, found->missing, at);
  else if (*at == '\0' && at > draft->text)
    mark (problem, draft, g_utf8_prev_char (at), at);
  else
    mark (problem, draft, at, find_end (at));
  g_ptr_array_add (draft->problems, problem);
}

/* What the file alone cannot know. */
static void
check_id (IlvDraft *draft, const char *const *taken)
{
  g_autofree char *id = ilv_draft_get_id (draft);
  const IlvDocumentAttribute *attribute;
  IlvDraftProblem *problem;

  if (id == NULL || taken == NULL || !g_strv_contains (taken, id))
    return;
  attribute = ilv_node_find (ilv_document_get_root (draft->document), "id");
  problem = g_new0 (IlvDraftProblem, 1);
  problem->path = g_strdup ("");
  problem->field = g_strdup ("id");
  problem->message = g_strdup_printf (_ ("There is a scenario “%s” already; choose another id."),
                                      id);
  ilv_document_locate (draft->document, attribute->value_at, &problem->line, &problem->column);
  mark (problem, draft, attribute->value_at, attribute->value_at + strlen (id));
  g_ptr_array_insert (draft->problems, 0, problem);
  g_clear_pointer (&draft->scenario, ilv_scenario_unref);
}

IlvDraft *
ilv_draft_new (const char *text, const char *const *taken)
{
  IlvDraft *draft = g_new0 (IlvDraft, 1);
  g_autoptr (GPtrArray) found
    = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_problem_free);
  g_autofree char *message = NULL;
  gsize length = strlen (text);
  guint line, column;

  draft->text = g_strdup (text);
  draft->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);
  if (length <= ILV_DOCUMENT_MAX_BYTES)
    draft->document = ilv_document_new (draft->text, length, &line, &column, &message);
  draft->scenario = ilv_scenario_parse (draft->text, length, "", found, NULL);
  for (guint i = 0; i < found->len; i++)
    take_problem (draft, found->pdata[i]);
  check_id (draft, taken);
  return draft;
}

void
ilv_draft_free (IlvDraft *draft)
{
  g_clear_pointer (&draft->document, ilv_document_free);
  g_clear_pointer (&draft->scenario, ilv_scenario_unref);
  g_ptr_array_unref (draft->problems);
  g_free (draft->text);
  g_free (draft);
}

const char *
ilv_draft_get_text (const IlvDraft *draft)
{
  return draft->text;
}

const IlvDocument *
ilv_draft_get_document (const IlvDraft *draft)
{
  return draft->document;
}

IlvScenario *
ilv_draft_get_scenario (const IlvDraft *draft)
{
  return draft->scenario;
}

const GPtrArray *
ilv_draft_get_problems (const IlvDraft *draft)
{
  return draft->problems;
}

const IlvDraftProblem *
ilv_draft_find_problem (const IlvDraft *draft, const char *path, const char *field)
{
  for (guint i = 0; i < draft->problems->len; i++)
    {
      const IlvDraftProblem *problem = draft->problems->pdata[i];

      if (g_strcmp0 (problem->path, path) == 0 && g_strcmp0 (problem->field, field) == 0)
        return problem;
    }
  return NULL;
}

static gboolean
is_inside (const char *path, const char *around)
{
  gsize length = strlen (around);

  return length == 0 || (g_str_has_prefix (path, around) && path[length] == '/');
}

guint
ilv_draft_count_problems (const IlvDraft *draft, const char *path, gboolean deep)
{
  guint count = 0;

  for (guint i = 0; i < draft->problems->len; i++)
    {
      const IlvDraftProblem *problem = draft->problems->pdata[i];

      if (problem->path != NULL
          && (strcmp (problem->path, path) == 0 || (deep && is_inside (problem->path, path))))
        count++;
    }
  return count;
}

char *
ilv_draft_get_id (const IlvDraft *draft)
{
  const IlvDocumentAttribute *id = NULL;

  if (draft->document != NULL)
    id = ilv_node_find (ilv_document_get_root (draft->document), "id");
  return id != NULL && ilv_is_id (id->value) ? g_strdup (id->value) : NULL;
}

char *
ilv_draft_find_element (const IlvDraft *draft, gsize offset)
{
  const IlvNode *node;

  if (draft->document == NULL || offset > strlen (draft->text))
    return NULL;
  node = find_node (ilv_document_get_root (draft->document), draft->text + offset);
  if (node != NULL && ilv_element_is_field (node))
    node = node->parent;
  return node != NULL ? ilv_node_get_path (node) : NULL;
}
