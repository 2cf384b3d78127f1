/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/quantity.h"

#include <langinfo.h>
#include <math.h>
#include <string.h>

#define NO_BREAK "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"

static const struct
{
  gint64 ns;
  const char *name;
} units[] = {
  { 1, "ns" },
  { 1000, "µs" },
  { 1000000, "ms" },
  { 1000000000, "s" },
};

static guint64
magnitude (gint64 n)
{
  return n < 0 ? 0 - (guint64) n : (guint64) n;
}

/* The unit in which `ns` has one to three digits before the point. */
static guint
unit_for (guint64 ns)
{
  guint unit = 0;

  while (unit + 1 < G_N_ELEMENTS (units) && ns >= (guint64) units[unit + 1].ns)
    unit++;
  return unit;
}

/* Groups the digits of a whole number: as the locale does if it says how. */
static char *
group (guint64 n)
{
  const char *separator = nl_langinfo (THOUSEP);
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  if (separator == NULL || *separator == '\0' || !g_utf8_validate (separator, -1, NULL))
    separator = NARROW;
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

static int
decimals_for (double value)
{
  return value < 9.995 ? 2 : 1;
}

static char *
long_duration (const char *sign, guint64 ns)
{
  guint64 seconds = (ns + 500000000) / 1000000000;

  if (seconds < 3600)
    return g_strdup_printf ("%s%d" NO_BREAK "min" NO_BREAK "%02d" NO_BREAK "s", sign,
                            (int) (seconds / 60), (int) (seconds % 60));

  g_autofree char *hours = group (seconds / 3600);
  return g_strdup_printf ("%s%s" NO_BREAK "h" NO_BREAK "%02d" NO_BREAK "min", sign, hours,
                          (int) (seconds / 60 % 60));
}

char *
ilv_quantity_duration (gint64 ns)
{
  const char *sign = ns < 0 ? MINUS : "";
  guint64 size = magnitude (ns);
  guint unit = unit_for (size);
  double value;

  if (size >= 60 * (guint64) 1000000000)
    return long_duration (sign, size);
  if (unit == 0)
    return g_strdup_printf ("%s%d" NO_BREAK "%s", sign, (int) size, size == 0 ? "s" : "ns");

  value = (double) size / (double) units[unit].ns;
  /* 999.96 µs would read "1000.0 µs". */
  if (value >= 999.95 && unit + 1 < G_N_ELEMENTS (units))
    {
      unit++;
      value = (double) size / (double) units[unit].ns;
    }
  return g_strdup_printf ("%s%.*f" NO_BREAK "%s", sign, decimals_for (value), value,
                          units[unit].name);
}

const char *
ilv_quantity_time_unit (gint64 largest)
{
  return units[unit_for (magnitude (largest))].name;
}

char *
ilv_quantity_time_number (gint64 ns, gint64 step, gint64 largest)
{
  guint unit = unit_for (magnitude (largest));
  guint64 part = magnitude (step);
  int decimals = 0;

  if (ns == 0)
    return g_strdup ("0");
  /* As many digits as it takes to write the step without rounding, but no more than six: an axis
     that needs more shows a few nanoseconds far from its origin. */
  for (gint64 digit = units[unit].ns; decimals < 6 && part % (guint64) digit != 0; digit /= 10)
    decimals++;

  if (decimals == 0)
    {
      g_autofree char *whole = group (magnitude (ns) / (guint64) units[unit].ns);
      gboolean negative = ns < 0 && magnitude (ns) >= (guint64) units[unit].ns;

      return g_strconcat (negative ? MINUS : "", whole, NULL);
    }
  return g_strdup_printf ("%s%.*f", ns < 0 ? MINUS : "", decimals,
                          (double) magnitude (ns) / (double) units[unit].ns);
}

char *
ilv_quantity_time (gint64 ns, gint64 step)
{
  g_autofree char *number = NULL;

  if (ns == 0)
    return g_strconcat ("0" NO_BREAK, ilv_quantity_time_unit (step), NULL);
  number = ilv_quantity_time_number (ns, step, ns);
  return g_strconcat (number, NO_BREAK, ilv_quantity_time_unit (ns), NULL);
}

char *
ilv_quantity_count (gint64 n)
{
  g_autofree char *digits = group (magnitude (n));

  return g_strconcat (n < 0 ? MINUS : "", digits, NULL);
}

char *
ilv_quantity_bytes (gint64 bytes)
{
  static const char *const names[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
  const char *sign = bytes < 0 ? MINUS : "";
  double value = (double) magnitude (bytes);
  guint unit = 0;

  if (value < 1000)
    return g_strdup_printf ("%s%d" NO_BREAK "B", sign, (int) value);
  while (unit + 1 < G_N_ELEMENTS (names) && value >= 999.95)
    {
      value /= 1000;
      unit++;
    }
  return g_strdup_printf ("%s%.1f" NO_BREAK "%s", sign, value, names[unit]);
}

char *
ilv_quantity_ratio (double ratio)
{
  if (!isfinite (ratio))
    return g_strdup ("–");
  if (ratio >= 1000 && ratio < 1e15)
    {
      g_autofree char *whole = group ((guint64) (ratio + 0.5));

      return g_strconcat (whole, NO_BREAK "×", NULL);
    }
  return g_strdup_printf ("%.*f" NO_BREAK "×", ratio < 99.95 ? 2 : 0, ratio);
}

char *
ilv_quantity_percent (double share)
{
  if (!isfinite (share))
    return g_strdup ("–");
  /* What is there but rounds to nothing must not read as absent. */
  if (share > 0 && share < 0.005)
    return g_strdup ("<" NARROW "1" NO_BREAK "%");
  return g_strdup_printf ("%.0f" NO_BREAK "%%", share * 100);
}
