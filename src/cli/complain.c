/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/complain.h"

#include <stdio.h>

void
ilv_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *local = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  for (char *p = text; *p; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_strchomp (text);
  /* A terminal that is not UTF-8 gets what it can show. */
  local = g_locale_from_utf8 (text, -1, NULL, NULL, NULL);
  fprintf (stderr, "interleave-cli: %s\n", local ? local : text);
}
