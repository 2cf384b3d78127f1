/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts words as a reader sees them. Not a parser: a scanner that survives any bytes. */
#include "runtime/kernel.h"

#include <string.h>

typedef struct
{
  const IlvKernelTurn *turn;
  const char *at;
  const char *end;
  guint64 words;
  bool in_word;
} Scanner;

static void
end_word (Scanner *scanner)
{
  scanner->words += scanner->in_word;
  scanner->in_word = false;
}

static bool
starts_with (const Scanner *scanner, const char *text)
{
  gsize length = strlen (text);

  return (gsize) (scanner->end - scanner->at) >= length
         && g_ascii_strncasecmp (scanner->at, text, length) == 0;
}

/* Moves behind the next `text`, or to the end. FALSE: stopped. */
static bool
skip_past (Scanner *scanner, const char *text)
{
  while (scanner->at < scanner->end && !starts_with (scanner, text))
    {
      if (!ilv_kernel_turn (scanner->turn))
        return false;
      scanner->at++;
    }
  scanner->at = MIN (scanner->end, scanner->at + strlen (text));
  return true;
}

/* At a '<' that opens a tag. Inline tags such as <b> do not part words. */
static bool
skip_tag (Scanner *scanner)
{
  static const char *const inline_tags[] = { "a", "abbr", "b", "code", "em", "i", "mark", "q", "s",
                                             "small", "span", "strong", "sub", "sup", "u" };
  static const struct { const char *begin, *end; } hidden[]
      = { { "<!--", "-->" }, { "<script", "</script" }, { "<style", "</style" } };
  const char *name = scanner->at + 1;
  gsize length = 0;
  bool parts = true;

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    if (starts_with (scanner, hidden[i].begin))
      {
        end_word (scanner);
        if (!skip_past (scanner, hidden[i].end))
          return false;
        /* What is left of "</script>". */
        return i == 0 || skip_past (scanner, ">");
      }
  if (name < scanner->end && *name == '/')
    name++;
  while (name + length < scanner->end && g_ascii_isalnum (name[length]))
    length++;
  for (guint i = 0; i < G_N_ELEMENTS (inline_tags); i++)
    if (strlen (inline_tags[i]) == length
        && g_ascii_strncasecmp (inline_tags[i], name, length) == 0)
      parts = false;
  if (parts)
    end_word (scanner);
  return skip_past (scanner, ">");
}

static bool
opens_tag (const Scanner *scanner)
{
  char next = scanner->at + 1 < scanner->end ? scanner->at[1] : '\0';

  return *scanner->at == '<' && (g_ascii_isalpha (next) || next == '/' || next == '!');
}

/* At a '&'. It is skipped, and parts nothing unless it stands for a space: "caf&eacute;" is a word
   and "&mdash;" is none. Where no ';' ends it, it is an ampersand. */
static void
take_entity (Scanner *scanner)
{
  static const char *const spaces[] = { "&nbsp;", "&#160;", "&#32;", "&ensp;", "&emsp;" };
  const char *at = scanner->at + 1;

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (starts_with (scanner, spaces[i]))
      {
        end_word (scanner);
        scanner->at += strlen (spaces[i]);
        return;
      }
  while (at < scanner->end && (g_ascii_isalnum (*at) || *at == '#'))
    at++;
  if (at < scanner->end && *at == ';' && at > scanner->at + 1)
    scanner->at = at;
  scanner->at++;
}

static void
take_character (Scanner *scanner)
{
  guchar c = (guchar) *scanner->at++;

  if (g_ascii_isspace (c))
    end_word (scanner);
  /* Punctuation alone is no word; any byte of a character beyond ASCII is part of one. */
  else if (g_ascii_isalnum (c) || c >= 0x80)
    scanner->in_word = true;
}

bool
ilv_kernel_words (const IlvKernelTurn *turn, const char *html, gsize length, guint64 *count)
{
  Scanner scanner = { .turn = turn, .at = html, .end = html + length };

  while (scanner.at < scanner.end)
    {
      if (!ilv_kernel_turn (turn))
        return false;
      if (opens_tag (&scanner))
        {
          if (!skip_tag (&scanner))
            return false;
        }
      else if (*scanner.at == '&')
        take_entity (&scanner);
      else
        take_character (&scanner);
    }
  end_word (&scanner);
  *count = scanner.words;
  return true;
}
