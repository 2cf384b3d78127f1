/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/quantity.h"

#include <locale.h>

#define NB "\xc2\xa0"
#define NN "\xe2\x80\xaf"

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_durations (void)
{
  assert_text (ilv_quantity_duration (0), "0" NB "s");
  assert_text (ilv_quantity_duration (512), "512" NB "ns");
  assert_text (ilv_quantity_duration (5120), "5.12" NB "µs");
  assert_text (ilv_quantity_duration (93700000), "93.7" NB "ms");
  assert_text (ilv_quantity_duration (171200000), "171.2" NB "ms");
  assert_text (ilv_quantity_duration (1050000000), "1.05" NB "s");
  assert_text (ilv_quantity_duration (-2500000), "−2.50" NB "ms");
  assert_text (ilv_quantity_duration (125 * G_GINT64_CONSTANT (1000000000)),
               "2" NB "min" NB "05" NB "s");
  assert_text (ilv_quantity_duration (3720 * G_GINT64_CONSTANT (1000000000)),
               "1" NB "h" NB "02" NB "min");
}

static void
test_durations_round_into_the_next_unit (void)
{
  assert_text (ilv_quantity_duration (999960), "1.00" NB "ms");
  assert_text (ilv_quantity_duration (999960000), "1.00" NB "s");
  assert_text (ilv_quantity_duration (9996), "10.0" NB "µs");
}

static void
test_extreme_durations (void)
{
  g_autofree char *longest = ilv_quantity_duration (G_MAXINT64);
  g_autofree char *shortest = ilv_quantity_duration (G_MININT64);

  g_assert_true (g_str_has_prefix (shortest, "−"));
  g_assert_cmpstr (shortest + strlen ("−"), ==, longest);
}

static void
test_axis_labels (void)
{
  assert_text (ilv_quantity_time (0, 30000000), "0" NB "ms");
  assert_text (ilv_quantity_time (150000000, 30000000), "150" NB "ms");
  assert_text (ilv_quantity_time (1500000000, 500000000), "1.5" NB "s");
  assert_text (ilv_quantity_time (1234000000, 1000000), "1.234" NB "s");
  assert_text (ilv_quantity_time_number (90000000, 30000000, 150000000), "90");
  assert_text (ilv_quantity_time_number (500000000, 500000000, 2000000000), "0.5");
  assert_text (ilv_quantity_time_number (-20000000, 20000000, 150000000), "−20");
  g_assert_cmpstr (ilv_quantity_time_unit (150000000), ==, "ms");
}

static void
test_counts (void)
{
  assert_text (ilv_quantity_count (0), "0");
  assert_text (ilv_quantity_count (999), "999");
  assert_text (ilv_quantity_count (50000), "50" NN "000");
  assert_text (ilv_quantity_count (-1234567), "−1" NN "234" NN "567");
  assert_text (ilv_quantity_count (G_MININT64),
               "−9" NN "223" NN "372" NN "036" NN "854" NN "775" NN "808");
}

static void
test_bytes (void)
{
  assert_text (ilv_quantity_bytes (0), "0" NB "B");
  assert_text (ilv_quantity_bytes (999), "999" NB "B");
  assert_text (ilv_quantity_bytes (4100000), "4.1" NB "MB");
  assert_text (ilv_quantity_bytes (999999), "1.0" NB "MB");
  assert_text (ilv_quantity_bytes (G_MAXINT64), "9.2" NB "EB");
}

static void
test_ratios_and_percents (void)
{
  assert_text (ilv_quantity_ratio (1.824), "1.82" NB "×");
  assert_text (ilv_quantity_ratio (250.4), "250" NB "×");
  assert_text (ilv_quantity_ratio (12345), "12" NN "345" NB "×");
  assert_text (ilv_quantity_ratio (1.0 / 0.0), "–");
  assert_text (ilv_quantity_percent (0.74), "74" NB "%");
  assert_text (ilv_quantity_percent (0.001), "<" NN "1" NB "%");
  assert_text (ilv_quantity_percent (0), "0" NB "%");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantity/durations-have-three-or-four-digits", test_durations);
  g_test_add_func ("/quantity/durations-round-into-the-next-unit",
                   test_durations_round_into_the_next_unit);
  g_test_add_func ("/quantity/the-longest-durations-are-written", test_extreme_durations);
  g_test_add_func ("/quantity/axis-labels-have-the-digits-of-their-step", test_axis_labels);
  g_test_add_func ("/quantity/counts-are-grouped-by-three", test_counts);
  g_test_add_func ("/quantity/bytes-have-one-decimal", test_bytes);
  g_test_add_func ("/quantity/ratios-and-percents-read-naturally", test_ratios_and_percents);
  return g_test_run ();
}
