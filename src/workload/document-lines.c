/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/document-lines-private.h"

#include <string.h>

#define STEP "  " /* by which elements inside others are indented */

static gboolean
is_blank (char character)
{
  return character == ' ' || character == '\t' || character == '\r';
}

static const char *
skip_blanks (const char *at)
{
  while (is_blank (*at))
    at++;
  return at;
}

/* The beginning of the line, if only blanks stand between it and `at`; otherwise NULL. */
static const char *
begin_line (const IlvDocument *document, const char *at)
{
  const char *text = ilv_document_get_text (document);

  while (at > text && is_blank (at[-1]))
    at--;
  return at == text || at[-1] == '\n' ? at : NULL;
}

/* The beginning of the next line, if only blanks, and a comment where they count as such, stand
   before it; otherwise NULL. */
static const char *
end_line (const char *at, gboolean with_comments)
{
  at = skip_blanks (at);
  if (with_comments && g_str_has_prefix (at, "<!--"))
    {
      const char *end = strstr (at, "-->");

      if (end == NULL || memchr (at, '\n', (gsize) (end - at)) != NULL)
        return NULL;
      at = skip_blanks (end + 3);
    }
  return *at == '\n' ? at + 1 : NULL;
}

/* Where the comment begins that ends in the line before `line` and has its lines to itself; NULL:
   there is none. Comments do not nest, so the last start of one is that of this. */
static const char *
find_comment_above (const IlvDocument *document, const char *line, const char *limit)
{
  const char *end = line;
  const char *start;

  if (end <= limit)
    return NULL;
  end--;
  while (end > limit && is_blank (end[-1]))
    end--;
  if (end - limit < 7 || memcmp (end - 3, "-->", 3) != 0)
    return NULL;
  start = g_strrstr_len (limit, end - limit, "<!--");
  return start != NULL ? begin_line (document, start) : NULL;
}

/* Comments above belong to the element only from here on. */
static const char *
get_limit (const IlvNode *node)
{
  guint position = 0;

  if (!g_ptr_array_find (node->parent->children, node, &position) || position == 0)
    return node->parent->inside;
  return ((const IlvNode *) node->parent->children->pdata[position - 1])->end;
}

IlvBlock
ilv_document_get_block (const IlvDocument *document, const IlvNode *node, gboolean with_comments)
{
  const char *from = begin_line (document, node->at);
  const char *to = end_line (node->end, with_comments);
  const char *comment;

  if (from == NULL || to == NULL || node->parent == NULL)
    return (IlvBlock){ .from = node->at, .to = node->end };
  while (with_comments
         && (comment = find_comment_above (document, from, get_limit (node))) != NULL)
    from = comment;
  return (IlvBlock){ .from = from, .to = to, .has_lines = TRUE };
}

char *
ilv_document_get_indent (const IlvDocument *document, const IlvNode *node)
{
  const char *text = ilv_document_get_text (document);
  const char *line = node->at;
  const char *end;

  while (line > text && line[-1] != '\n')
    line--;
  for (end = line; is_blank (*end); end++)
    ;
  return g_strndup (line, (gsize) (end - line));
}

char *
ilv_lines_indent (const char *lines, const char *indent)
{
  g_auto (GStrv) list = g_strsplit (lines, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; list[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      if (list[i][0] != '\0')
        g_string_append (text, indent);
      g_string_append (text, list[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ilv_document_cut (const IlvDocument *document, const IlvNode *node, IlvBlock block)
{
  g_autofree char *indent = ilv_document_get_indent (document, node);
  g_autofree char *lines = g_strndup (block.from, (gsize) (block.to - block.from));
  g_auto (GStrv) list = NULL;

  if (!block.has_lines)
    return g_steal_pointer (&lines);
  lines[strlen (lines) - 1] = '\0'; /* the line end of the last one */
  list = g_strsplit (lines, "\n", -1);
  for (guint i = 0; list[i] != NULL; i++)
    {
      gsize same = 0;

      while (indent[same] != '\0' && list[i][same] == indent[same])
        same++;
      memmove (list[i], list[i] + same, strlen (list[i]) - same + 1);
    }
  return g_strjoinv ("\n", list);
}

void
ilv_splice_clear (IlvSplice *splice)
{
  g_clear_pointer (&splice->text, g_free);
}

static void
fill (IlvSplice *splice, const char *from, const char *to, char *text)
{
  *splice = (IlvSplice){ .from = from, .to = to, .text = text };
}

/* As lines of the parent's own, which has none yet. */
static void
insert_as_only_child (IlvSplice *splice, const IlvDocument *document, const IlvNode *parent,
                      const char *xml)
{
  g_autofree char *indent = ilv_document_get_indent (document, parent);
  g_autofree char *inner = g_strconcat (indent, STEP, NULL);
  g_autofree char *lines = ilv_lines_indent (xml, inner);
  const char *from = parent->inside;

  if (parent->inside[-2] != '/')
    {
      fill (splice, from, from, g_strdup_printf ("\n%s\n%s", lines, indent));
      return;
    }
  for (from -= 2; g_ascii_isspace (from[-1]); from--)
    ;
  fill (splice, from, parent->inside,
        g_strdup_printf (">\n%s\n%s</%s>", lines, indent, parent->name));
}

static void
insert_after (IlvSplice *splice, const IlvDocument *document, const IlvNode *sibling,
              const char *xml)
{
  IlvBlock block = ilv_document_get_block (document, sibling, TRUE);
  g_autofree char *indent = ilv_document_get_indent (document, sibling);
  g_autofree char *lines = ilv_lines_indent (xml, indent);

  if (block.has_lines)
    fill (splice, block.to, block.to, g_strconcat (lines, "\n", NULL));
  else
    fill (splice, sibling->end, sibling->end, g_strdup (xml));
}

static void
insert_first (IlvSplice *splice, const IlvDocument *document, const IlvNode *parent,
              const char *xml)
{
  const char *line = end_line (parent->inside, TRUE);
  g_autofree char *indent = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *lines = NULL;

  if (parent->children->len > 0)
    indent = ilv_document_get_indent (document, parent->children->pdata[0]);
  else
    {
      inner = ilv_document_get_indent (document, parent);
      indent = g_strconcat (inner, STEP, NULL);
    }
  lines = ilv_lines_indent (xml, indent);
  if (line != NULL && line <= parent->close)
    fill (splice, line, line, g_strconcat (lines, "\n", NULL));
  else
    fill (splice, parent->inside, parent->inside, g_strdup (xml));
}

void
ilv_splice_insert (IlvSplice *splice, const IlvDocument *document, const IlvNode *parent,
                   guint position, const char *xml)
{
  gsize length = (gsize) (parent->close - parent->inside);
  gboolean has_lines = memchr (parent->inside, '\n', length) != NULL;

  if (position > 0)
    insert_after (splice, document, parent->children->pdata[position - 1], xml);
  else if (parent->children->len == 0 && !has_lines)
    insert_as_only_child (splice, document, parent, xml);
  else
    insert_first (splice, document, parent, xml);
}

char *
ilv_document_apply (const IlvDocument *document, const IlvSplice *splices, guint n_splices)
{
  const char *text = ilv_document_get_text (document);
  const char *end = text + ilv_document_get_length (document);
  g_autoptr (GString) after = g_string_new (NULL);
  const char *at = text;

  g_return_val_if_fail (n_splices <= 2, NULL);
  for (guint done = 0; done < n_splices; done++)
    {
      guint next = n_splices == 2 && splices[1].from < splices[0].from ? 1 - done : done;

      g_string_append_len (after, at, splices[next].from - at);
      g_string_append (after, splices[next].text);
      at = splices[next].to;
    }
  g_string_append_len (after, at, end - at);
  return g_string_free (g_steal_pointer (&after), FALSE);
}

char *
ilv_document_replace (const IlvDocument *document, const char *from, const char *to,
                      const char *text)
{
  IlvSplice splice = { .from = from, .to = to, .text = (char *) text };

  return ilv_document_apply (document, &splice, 1);
}
