/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _IlvDocument
{
  const char *text; /* borrowed */
  gsize length;
  const char *cursor; /* where the next tag is looked for */
  IlvNode *root;      /* owned */
  GPtrArray *open;    /* borrowed: elements not yet closed, the innermost last */
  GArray *lines;      /* element-type gsize: where each line starts */
  const char *refused; /* what was not accepted though it is XML */
  GError *error;       /* owned; the first mistake */
};

static void
attribute_clear (gpointer data)
{
  IlvDocumentAttribute *attribute = data;

  g_free (attribute->name);
  g_free (attribute->value);
}

static void
node_free (IlvNode *node)
{
  g_free (node->name);
  g_array_unref (node->attributes);
  g_ptr_array_unref (node->children);
  g_string_free (node->text, TRUE);
  g_free (node);
}

static IlvNode *
node_new (const char *name, const char *at)
{
  IlvNode *node = g_new0 (IlvNode, 1);

  node->name = g_strdup (name);
  node->attributes = g_array_new (FALSE, TRUE, sizeof (IlvDocumentAttribute));
  g_array_set_clear_func (node->attributes, attribute_clear);
  node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  node->text = g_string_new (NULL);
  node->at = at;
  return node;
}

/* After `end` in the text, or the end of it. */
static const char *
skip_past (const IlvDocument *document, const char *from, const char *end)
{
  gsize left = document->length - (gsize) (from - document->text);
  const char *found = g_strstr_len (from, (gssize) left, end);

  return found != NULL ? found + strlen (end) : document->text + document->length;
}

/* GMarkup tells where a tag ended, not where it began, so tags are followed in step with it: gives
   the `<` of the next one after the cursor. */
static const char *
next_tag (const IlvDocument *document)
{
  const char *end = document->text + document->length;
  const char *at = document->cursor;

  for (;;)
    {
      at = memchr (at, '<', (gsize) (end - at));
      if (at == NULL || at + 1 >= end)
        return end;
      if (g_str_has_prefix (at, "<!--"))
        at = skip_past (document, at + 4, "-->");
      else if (g_str_has_prefix (at, "<![CDATA["))
        at = skip_past (document, at, "]]>");
      else if (at[1] == '?')
        at = skip_past (document, at, "?>");
      else if (at[1] == '!')
        at = skip_past (document, at, ">");
      else
        return at;
    }
}

static const char *
skip_name (const char *at, const char *end)
{
  while (at < end && !g_ascii_isspace (*at) && *at != '=' && *at != '>' && *at != '/')
    at++;
  return at;
}

/* Where the next attribute's name and value start; gives the place after it. */
static const char *
locate_attribute (const char *at, const char *end, const char **name, const char **value)
{
  while (at < end && g_ascii_isspace (*at))
    at++;
  *name = at;
  at = skip_name (at, end);
  while (at < end && *at != '"' && *at != '\'')
    at++;
  *value = MIN (at + 1, end);
  if (at < end)
    {
      const char *close = memchr (at + 1, *at, (gsize) (end - at - 1));

      at = close != NULL ? close + 1 : end;
    }
  return at;
}

static void
take_attributes (IlvDocument *document, IlvNode *node, const char **names, const char **values)
{
  const char *end = document->text + document->length;
  const char *at = skip_name (MIN (node->at + 1, end), end);

  for (guint i = 0; names[i] != NULL; i++)
    {
      IlvDocumentAttribute attribute
        = { .name = g_strdup (names[i]), .value = g_strdup (values[i]) };

      at = locate_attribute (at, end, &attribute.at, &attribute.value_at);
      g_array_append_val (node->attributes, attribute);
    }
  document->cursor = node->inside = skip_past (document, at, ">");
}

/* What GMarkup lets through: a second root, and too much of anything. */
static gboolean
is_acceptable (const IlvDocument *document, const char *name, const char **attribute_names,
               GError **error)
{
  if (document->open->len == 0 && document->root != NULL)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                 _ ("The file must end after </%s>; there is another <%s>."),
                 document->root->name, name);
  else if (document->open->len >= ILV_DOCUMENT_MAX_DEPTH)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                 _ ("Elements are nested too deeply here; at most %d are allowed inside one "
                    "another."),
                 ILV_DOCUMENT_MAX_DEPTH);
  else if (g_strv_length ((char **) attribute_names) > ILV_DOCUMENT_MAX_ATTRIBUTES)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                 _ ("This element has too many attributes; at most %d are allowed."),
                 ILV_DOCUMENT_MAX_ATTRIBUTES);
  else
    return TRUE;
  return FALSE;
}

static void
on_start (GMarkupParseContext *context, const char *name, const char **attribute_names,
          const char **attribute_values, gpointer user_data, GError **error)
{
  IlvDocument *document = user_data;
  IlvNode *node;

  document->refused = next_tag (document);
  if (!is_acceptable (document, name, attribute_names, error))
    return;
  node = node_new (name, g_steal_pointer (&document->refused));
  take_attributes (document, node, attribute_names, attribute_values);
  if (document->open->len > 0)
    {
      IlvNode *parent = document->open->pdata[document->open->len - 1];

      node->parent = parent;
      g_ptr_array_add (parent->children, node);
    }
  else
    document->root = node;
  g_ptr_array_add (document->open, node);
}

static void
on_end (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  IlvDocument *document = user_data;
  IlvNode *node = document->open->pdata[document->open->len - 1];

  if (node->inside[-2] == '/') /* as before the `>` of no other tag */
    node->close = node->inside;
  else
    {
      node->close = next_tag (document);
      document->cursor = skip_past (document, node->close, ">");
    }
  node->end = document->cursor;
  g_ptr_array_set_size (document->open, (gint) document->open->len - 1);
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
         GError **error)
{
  IlvDocument *document = user_data;

  if (document->open->len > 0)
    {
      IlvNode *node = document->open->pdata[document->open->len - 1];

      g_string_append_len (node->text, text, (gssize) length);
    }
}

static void
on_passthrough (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
                GError **error)
{
  IlvDocument *document = user_data;

  if (length < 9 || g_ascii_strncasecmp (text, "<!DOCTYPE", 9) != 0)
    return;
  document->refused = g_strstr_len (document->text, (gssize) document->length, "<!DOCTYPE");
  g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                       _ ("A scenario file has no document type declaration."));
}

/* GMarkup may tell of two mistakes in one tag, and then writes the second over the first in the
   caller's error with a warning. Taken here instead, the first one stands. */
static void
on_error (GMarkupParseContext *context, GError *error, gpointer user_data)
{
  IlvDocument *document = user_data;

  if (document->error == NULL)
    document->error = g_error_copy (error);
}

static const GMarkupParser parser
  = { .start_element = on_start, .end_element = on_end, .text = on_text,
      .passthrough = on_passthrough, .error = on_error };

static void
index_lines (IlvDocument *document)
{
  gsize start = 0;

  document->lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_val (document->lines, start);
  for (gsize i = 0; i < document->length; i++)
    if (document->text[i] == '\n')
      {
        start = i + 1;
        g_array_append_val (document->lines, start);
      }
}

/* GMarkup begins its own messages with the position, which is told apart from the sentence. */
static char *
sentence_of (const GError *error)
{
  const char *colon = strstr (error->message, ": ");
  g_autofree char *valid = g_utf8_make_valid (colon != NULL ? colon + 2 : error->message, -1);

  /* Some of them end as sentences do. */
  if (g_str_has_suffix (valid, "."))
    valid[strlen (valid) - 1] = '\0';
  return g_strdup_printf (_ ("This is not XML as it must be: %s."), valid);
}

static void
tell_mistake (const IlvDocument *document, GMarkupParseContext *context, guint *line,
              guint *column, char **message)
{
  int at_line = 1;
  int at_column = 1;

  if (document->refused != NULL)
    {
      ilv_document_locate (document, document->refused, line, column);
      *message = g_strdup (document->error->message);
      return;
    }
  g_markup_parse_context_get_position (context, &at_line, &at_column);
  *line = (guint) MAX (at_line, 1);
  *column = (guint) MAX (at_column, 1);
  if (document->error == NULL)
    {
      *message = g_strdup (_ ("The file holds no element at all; <scenario> is expected."));
      return;
    }
  *message = sentence_of (document->error);
}

/* GMarkup leaves comments and instructions unchecked. */
static gboolean
check_encoding (IlvDocument *document, char **message)
{
  if (g_utf8_validate_len (document->text, document->length, &document->refused))
    {
      document->refused = NULL;
      return TRUE;
    }
  *message = g_strdup (_ ("This is not text in UTF-8."));
  return FALSE;
}

IlvDocument *
ilv_document_new (const char *text, gsize length, guint *line, guint *column, char **message)
{
  g_autoptr (IlvDocument) document = g_new0 (IlvDocument, 1);
  g_autoptr (GMarkupParseContext) context = NULL;

  document->text = text;
  document->length = length;
  document->cursor = text;
  document->open = g_ptr_array_new ();
  index_lines (document);
  if (!check_encoding (document, message))
    {
      ilv_document_locate (document, document->refused, line, column);
      return NULL;
    }
  context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, document, NULL);
  if (g_markup_parse_context_parse (context, text, (gssize) length, NULL)
      && g_markup_parse_context_end_parse (context, NULL) && document->root != NULL)
    return g_steal_pointer (&document);
  tell_mistake (document, context, line, column, message);
  return NULL;
}

void
ilv_document_free (IlvDocument *document)
{
  g_clear_pointer (&document->root, node_free);
  g_clear_error (&document->error);
  g_ptr_array_unref (document->open);
  g_array_unref (document->lines);
  g_free (document);
}

const IlvNode *
ilv_document_get_root (const IlvDocument *document)
{
  return document->root;
}

const char *
ilv_document_get_text (const IlvDocument *document)
{
  return document->text;
}

gsize
ilv_document_get_length (const IlvDocument *document)
{
  return document->length;
}

void
ilv_document_locate (const IlvDocument *document, const char *at, guint *line, guint *column)
{
  gsize offset = MIN ((gsize) (at - document->text), document->length);
  guint low = 0;
  guint high = document->lines->len;
  gsize start;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (document->lines, gsize, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  start = g_array_index (document->lines, gsize, low);
  *line = low + 1;
  if (column != NULL)
    *column = (guint) g_utf8_strlen (document->text + start, (gssize) (offset - start)) + 1;
}

const IlvDocumentAttribute *
ilv_node_find (const IlvNode *node, const char *name)
{
  for (guint i = 0; i < node->attributes->len; i++)
    {
      const IlvDocumentAttribute *attribute
        = &g_array_index (node->attributes, IlvDocumentAttribute, i);

      if (strcmp (attribute->name, name) == 0)
        return attribute;
    }
  return NULL;
}

char *
ilv_node_get_words (const IlvNode *node)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit_set (node->text->str, " \t\r\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0')
        continue;
      if (words->len > 0)
        g_string_append_c (words, ' ');
      g_string_append (words, parts[i]);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
