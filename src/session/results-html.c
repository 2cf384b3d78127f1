/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results as a table that word processors and mail programs take as one. */
#include "session/results.h"

#include "session/run-title.h"


static void
append_cell (GString *html, const char *tag, const char *text, gboolean bold)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, bold ? "<%s><b>%s</b></%s>" : "<%s>%s</%s>", tag, escaped, tag);
}

static void
append_heads (GString *html, IlvComparison *comparison)
{
  g_string_append (html, "<tr>");
  append_cell (html, "th", "", FALSE);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      append_cell (html, "th", title, FALSE);
    }
  g_string_append (html, "</tr>\n");
}

char *
ilv_results_to_html (IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = NULL;
  GString *html = g_string_new ("<meta charset=\"utf-8\">\n<table>\n");

  g_return_val_if_fail (ILV_IS_COMPARISON (comparison), g_string_free (html, FALSE));

  rows = ilv_results_get_rows (comparison);
  append_heads (html, comparison);
  for (guint r = 0; r < rows->len; r++)
    {
      const IlvResultsRow *row = rows->pdata[r];

      g_string_append (html, "<tr>");
      append_cell (html, "th", row->title, FALSE);
      for (int i = 0; row->cells[i]; i++)
        append_cell (html, "td", row->cells[i], i == row->best);
      g_string_append (html, "</tr>\n");
    }
  g_string_append (html, "</table>\n");
  return g_string_free (html, FALSE);
}
