/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/near-miss.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer names are no slips of the hand, and the table below stays small. */
#define MAX_LENGTH 48

/* Edits between the two, a swap of neighbours counting as one: the optimal string alignment
   distance (Damerau 1964). */
static guint
distance (const char *a, const char *b)
{
  guint table[MAX_LENGTH + 1][MAX_LENGTH + 1];
  gsize a_length = strlen (a);
  gsize b_length = strlen (b);

  for (guint i = 0; i <= a_length; i++)
    table[i][0] = i;
  for (guint j = 0; j <= b_length; j++)
    table[0][j] = j;
  for (gsize i = 1; i <= a_length; i++)
    for (gsize j = 1; j <= b_length; j++)
      {
        guint same = a[i - 1] == b[j - 1] ? 0 : 1;
        guint best = MIN (table[i - 1][j], table[i][j - 1]) + 1;

        best = MIN (best, table[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          best = MIN (best, table[i - 2][j - 2] + 1);
        table[i][j] = best;
      }
  return table[a_length][b_length];
}

const char *
ilv_near_miss_find (const char *name, GPtrArray *candidates)
{
  const char *nearest = NULL;
  guint nearest_distance = G_MAXUINT;

  if (strlen (name) > MAX_LENGTH)
    return NULL;
  for (guint i = 0; i < candidates->len; i++)
    {
      const char *candidate = candidates->pdata[i];
      gsize length = strlen (candidate);
      guint edits;

      if (length > MAX_LENGTH)
        continue;
      edits = distance (name, candidate);
      if (strlen (name) >= 3 && g_str_has_prefix (candidate, name))
        edits = MIN (edits, 1);
      if (edits <= MAX (1, length / 3) && edits < length && edits < nearest_distance)
        {
          nearest = candidate;
          nearest_distance = edits;
        }
    }
  return nearest;
}

char *
ilv_near_miss_describe (const char *name, GPtrArray *candidates)
{
  const char *nearest = ilv_near_miss_find (name, candidates);

  /* Translators: follows a sentence about an unknown name, with the space before it. */
  return nearest != NULL ? g_strdup_printf (_ (" Did you mean “%s”?"), nearest) : g_strdup ("");
}
