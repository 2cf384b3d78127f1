/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/document-edit.h"

#include "workload/document-lines-private.h"

#include <string.h>

#define LINE_WIDTH 100

char *
ilv_node_get_path (const IlvNode *node)
{
  g_autofree char *above = NULL;

  if (node->parent == NULL)
    return g_strdup ("");
  above = ilv_node_get_path (node->parent);
  return g_strdup_printf ("%s%s%u", above, above[0] != '\0' ? "/" : "",
                          ilv_node_get_position (node));
}

guint
ilv_node_get_position (const IlvNode *node)
{
  guint position = 0;

  if (node->parent != NULL)
    g_ptr_array_find (node->parent->children, node, &position);
  return position;
}

const IlvNode *
ilv_document_find (const IlvDocument *document, const char *path)
{
  const IlvNode *node = ilv_document_get_root (document);
  g_auto (GStrv) numbers = g_strsplit (path, "/", -1);

  for (guint i = 0; numbers[i] != NULL; i++)
    {
      guint64 number = 0;

      if (!g_ascii_string_to_unsigned (numbers[i], 10, 0, G_MAXUINT32, &number, NULL)
          || number >= node->children->len)
        return NULL;
      node = node->children->pdata[number];
    }
  return node;
}

/* --- texts and attributes --- */

/* With what XML needs escaped and no more: an apostrophe stays one. */
static void
append_escaped (GString *text, const char *value, char quote)
{
  for (const char *at = value; *at != '\0'; at++)
    if (*at == '&')
      g_string_append (text, "&amp;");
    else if (*at == '<')
      g_string_append (text, "&lt;");
    else if (*at == '>' && quote == '\0')
      g_string_append (text, "&gt;");
    else if (quote != '\0' && *at == quote)
      g_string_append (text, quote == '"' ? "&quot;" : "&apos;");
    else if (!g_ascii_iscntrl (*at) || *at == '\t')
      g_string_append_c (text, *at);
    else if (*at == '\n')
      g_string_append_c (text, ' ');
}

static const char *
end_of_value (const IlvDocumentAttribute *attribute)
{
  return strchr (attribute->value_at, attribute->value_at[-1]);
}

static char *
remove_attribute (const IlvDocument *document, const IlvDocumentAttribute *attribute)
{
  const char *from = attribute->at;

  while (g_ascii_isspace (from[-1]))
    from--;
  return ilv_document_replace (document, from, end_of_value (attribute) + 1, "");
}

static char *
add_attribute (const IlvDocument *document, const IlvNode *node, const char *name,
               const char *value)
{
  const char *at = node->at + 1 + strlen (node->name);
  g_autoptr (GString) text = g_string_new (NULL);

  if (node->attributes->len > 0)
    at = end_of_value (&g_array_index (node->attributes, IlvDocumentAttribute,
                                       node->attributes->len - 1))
         + 1;
  g_string_append_printf (text, " %s=\"", name);
  append_escaped (text, value, '"');
  g_string_append_c (text, '"');
  return ilv_document_replace (document, at, at, text->str);
}

char *
ilv_document_set_attribute (const IlvDocument *document, const IlvNode *node, const char *name,
                            const char *value)
{
  const IlvDocumentAttribute *attribute = ilv_node_find (node, name);
  g_autoptr (GString) text = g_string_new (NULL);

  if (attribute == NULL)
    return value != NULL ? add_attribute (document, node, name, value) : NULL;
  if (value == NULL)
    return remove_attribute (document, attribute);
  append_escaped (text, value, attribute->value_at[-1]);
  return ilv_document_replace (document, attribute->value_at, end_of_value (attribute), text->str);
}

/* Lines of house width, the second and those after it indented by four more than the element. */
static void
append_wrapped (GString *text, const char *words, const char *indent, glong column)
{
  g_auto (GStrv) list = g_strsplit_set (words, " \t\r\n", -1);
  glong indent_width = g_utf8_strlen (indent, -1) + 4;
  gboolean is_first = TRUE;

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autoptr (GString) escaped = g_string_new (NULL);
      glong width;

      if (list[i][0] == '\0')
        continue;
      append_escaped (escaped, list[i], '\0');
      width = g_utf8_strlen (escaped->str, -1);
      if (!is_first && column + 1 + width > LINE_WIDTH)
        {
          g_string_append_printf (text, "\n%s    ", indent);
          column = indent_width;
        }
      else if (!is_first)
        {
          g_string_append_c (text, ' ');
          column++;
        }
      g_string_append (text, escaped->str);
      column += width;
      is_first = FALSE;
    }
}

static void
append_comments (GString *text, const IlvNode *node)
{
  const char *at = node->inside;
  const char *start;

  while ((start = g_strstr_len (at, node->close - at, "<!--")) != NULL)
    {
      const char *end = g_strstr_len (start, node->close - start, "-->");

      at = end != NULL ? end + 3 : node->close;
      g_string_append_len (text, start, at - start);
    }
}

char *
ilv_document_set_words (const IlvDocument *document, const IlvNode *node, const char *words)
{
  g_autofree char *indent = ilv_document_get_indent (document, node);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_closed = node->close > node->inside || node->inside[-2] != '/';
  const char *from = is_closed ? node->inside : node->inside - 2;

  if (!is_closed)
    g_string_append_c (text, '>');
  append_wrapped (text, words, indent,
                  g_utf8_strlen (indent, -1) + g_utf8_strlen (node->at, node->inside - node->at));
  append_comments (text, node);
  if (!is_closed)
    g_string_append_printf (text, "</%s>", node->name);
  return ilv_document_replace (document, from, is_closed ? node->close : node->inside, text->str);
}

/* --- elements --- */

char *
ilv_document_add (const IlvDocument *document, const IlvNode *parent, guint position,
                  const char *xml)
{
  g_auto (IlvSplice) splice = { 0 };

  ilv_splice_insert (&splice, document, parent, MIN (position, parent->children->len), xml);
  return ilv_document_apply (document, &splice, 1);
}

char *
ilv_document_remove (const IlvDocument *document, const IlvNode *node)
{
  IlvBlock block = ilv_document_get_block (document, node, FALSE);

  if (node->parent == NULL)
    return NULL;
  return ilv_document_replace (document, block.from, block.to, "");
}

char *
ilv_document_move (const IlvDocument *document, const IlvNode *node, gboolean up)
{
  guint position = ilv_node_get_position (node);
  const IlvNode *first = node;
  const IlvNode *second = node;
  IlvBlock above, below;
  g_autoptr (GString) text = g_string_new (NULL);

  if (node->parent == NULL || (up ? position == 0 : position + 1 >= node->parent->children->len))
    return NULL;
  if (up)
    first = node->parent->children->pdata[position - 1];
  else
    second = node->parent->children->pdata[position + 1];
  above = ilv_document_get_block (document, first, TRUE);
  below = ilv_document_get_block (document, second, TRUE);
  if (!above.has_lines || !below.has_lines)
    {
      above = (IlvBlock){ .from = first->at, .to = first->end };
      below = (IlvBlock){ .from = second->at, .to = second->end };
    }
  g_string_append_len (text, below.from, below.to - below.from);
  g_string_append_len (text, above.to, below.from - above.to);
  g_string_append_len (text, above.from, above.to - above.from);
  return ilv_document_replace (document, above.from, below.to, text->str);
}

static char *
move_to (const IlvDocument *document, const IlvNode *node, const IlvNode *parent, guint position)
{
  IlvBlock block = ilv_document_get_block (document, node, TRUE);
  g_autofree char *xml = ilv_document_cut (document, node, block);
  IlvSplice splices[2] = { { .from = block.from, .to = block.to, .text = g_strdup ("") } };
  char *text;

  ilv_splice_insert (&splices[1], document, parent, position, xml);
  text = ilv_document_apply (document, splices, 2);
  ilv_splice_clear (&splices[0]);
  ilv_splice_clear (&splices[1]);
  return text;
}

char *
ilv_document_move_into (const IlvDocument *document, const IlvNode *node)
{
  guint position = ilv_node_get_position (node);
  const IlvNode *before;

  if (node->parent == NULL || position == 0)
    return NULL;
  before = node->parent->children->pdata[position - 1];
  return move_to (document, node, before, before->children->len);
}

char *
ilv_document_move_out (const IlvDocument *document, const IlvNode *node)
{
  if (node->parent == NULL || node->parent->parent == NULL)
    return NULL;
  return move_to (document, node, node->parent->parent,
                  ilv_node_get_position (node->parent) + 1);
}

char *
ilv_document_wrap (const IlvDocument *document, const IlvNode *node, const char *start_tag,
                   const char *name)
{
  IlvBlock block = ilv_document_get_block (document, node, TRUE);
  g_autofree char *indent = ilv_document_get_indent (document, node);
  g_autofree char *inner = g_strconcat (indent, "  ", NULL);
  g_autofree char *xml = ilv_document_cut (document, node, block);
  g_autofree char *lines = ilv_lines_indent (xml, inner);
  g_autofree char *text = NULL;

  if (node->parent == NULL)
    return NULL;
  if (block.has_lines)
    text = g_strdup_printf ("%s%s\n%s\n%s</%s>\n", indent, start_tag, lines, indent, name);
  else
    text = g_strdup_printf ("%s%s</%s>", start_tag, xml, name);
  return ilv_document_replace (document, block.from, block.to, text);
}

/* --- two texts --- */

/* The second and later bytes of a character. */
static gboolean
is_inside_character (char byte)
{
  return ((guchar) byte & 0xc0) == 0x80;
}

void
ilv_text_compare (const char *before, const char *after, gsize *at, gsize *removed, gsize *added)
{
  gsize before_length = strlen (before);
  gsize after_length = strlen (after);
  gsize same = 0;
  gsize tail = 0;

  while (before[same] != '\0' && before[same] == after[same])
    same++;
  while (same > 0 && (is_inside_character (before[same]) || is_inside_character (after[same])))
    same--;
  while (tail < before_length - same && tail < after_length - same
         && before[before_length - tail - 1] == after[after_length - tail - 1])
    tail++;
  while (tail > 0 && is_inside_character (before[before_length - tail]))
    tail--;
  *at = same;
  *removed = before_length - same - tail;
  *added = after_length - same - tail;
}
