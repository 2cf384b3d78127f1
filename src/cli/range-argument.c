/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/range-argument.h"

#include "cli/complain.h"

#include <glib/gi18n.h>
#include <math.h>

/* Longer than anything that was recorded, and far from what 64 bits of nanoseconds hold. */
#define MOST_SECONDS 1e8

static const struct
{
  const char *name;
  double ns;
} units[] = { { "s", 1e9 }, { "ms", 1e6 }, { "us", 1e3 }, { "µs", 1e3 }, { "ns", 1 } };

/* 0: there is no such unit. */
static double
find_unit (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].name, name))
      return units[i].ns;
  return 0;
}

/* A number and maybe a unit; `unit` is NULL when there is none. */
static gboolean
split_time (const char *text, double *number, const char **unit)
{
  char *end;

  /* A point, whatever the locale has: so that a command means the same everywhere. */
  *number = g_ascii_strtod (text, &end);
  *unit = *end != '\0' ? end : NULL;
  return g_ascii_isdigit (*text) && isfinite (*number) && (!*unit || find_unit (*unit) > 0);
}

gboolean
ilv_range_argument_parse (const char *text, gint64 *from, gint64 *to)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 3);
  double begin, end;
  const char *begin_unit;
  const char *end_unit;

  if (g_strv_length (parts) != 2 || !split_time (parts[0], &begin, &begin_unit)
      || !split_time (parts[1], &end, &end_unit) || !end_unit)
    {
      ilv_complain (_ ("“%s” is not a stretch of time; it is given as BEGIN-END with units of s, "
                       "ms, us or ns: 20ms-40ms"),
                    text);
      return FALSE;
    }
  begin *= find_unit (begin_unit ? begin_unit : end_unit);
  end *= find_unit (end_unit);
  *from = (gint64) round (fmin (begin, MOST_SECONDS * 1e9));
  *to = (gint64) round (fmin (end, MOST_SECONDS * 1e9));
  if (*from < *to)
    return TRUE;
  ilv_complain (_ ("The stretch of time “%s” ends before it begins."), text);
  return FALSE;
}
