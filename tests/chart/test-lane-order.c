/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes are shown, in which order, and what a panel makes of it. */
#include "panel-fixture.h"

#include <locale.h>

#define MS G_GINT64_CONSTANT (1000000)

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint state)
{
  const IlvRecord record = { .subject = kind == ILV_RECORD_STATE ? 0 : lane,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

static void
name_lane (IlvTrace *trace, guint32 lane, const char *name)
{
  IlvRecord record = { .subject = lane, .kind = ILV_RECORD_NAME_LANE, .core = G_MAXUINT16 };

  memcpy (&record.argument, name, strlen (name));
  g_assert_true (ilv_trace_append (trace, lane, 0, &record));
}

/* Lane n of 1 … `lanes` is called "w<n>", runs from n ms on, waits for the GIL for 10 ms times
   n % 4 and ends at 100 - n ms. */
static IlvTrace *
make_lanes (guint lanes)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= lanes; lane++)
    {
      g_autofree char *name = g_strdup_printf ("w%u", lane);
      gint64 begin = lane * MS / 10;

      append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, ILV_LANE_THREAD);
      name_lane (trace, lane, name);
      append (trace, lane, 0, ILV_RECORD_STATE, ILV_STATE_STARTING);
      append (trace, lane, begin, ILV_RECORD_STATE, ILV_STATE_RUNNING);
      append (trace, lane, 40 * MS, ILV_RECORD_STATE,
              lane % 4 == 0 ? ILV_STATE_SLEEPING : ILV_STATE_WAITING_GIL);
      append (trace, lane, 40 * MS + 10 * MS * (lane % 4), ILV_RECORD_STATE, ILV_STATE_RUNNING);
      append (trace, lane, 100 * MS - lane * MS / 10, ILV_RECORD_LANE_END, ILV_STATE_DONE);
    }
  ilv_trace_finish (trace, 100 * MS);
  return trace;
}

static void
get_facts (gpointer data, guint index, IlvLaneFacts *facts)
{
  const IlvLane *lane = ilv_trace_get_lane (data, index);

  *facts = (IlvLaneFacts){ lane->name, lane->begin, lane->end, lane->timeline };
}

/* The numbers of the lanes, as text. */
static void
assert_order (IlvTrace *trace, const IlvLaneCriteria *criteria, const char *expected)
{
  guint n_pinned;
  g_autoptr (GArray) order
    = ilv_lane_order_compute (criteria, ilv_trace_get_n_lanes (trace), get_facts, trace, &n_pinned);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < order->len; i++)
    g_string_append_printf (text, "%s%u%s", i > 0 ? " " : "", g_array_index (order, guint, i) + 1,
                            i + 1 == n_pinned ? " |" : "");
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_sorts (void)
{
  g_autoptr (IlvTrace) trace = make_lanes (12);
  g_autoptr (IlvLaneCriteria) criteria = ilv_lane_criteria_new ();

  assert_order (trace, criteria, "1 2 3 4 5 6 7 8 9 10 11 12");
  criteria->sort = ILV_LANE_SORT_NAME;
  assert_order (trace, criteria, "1 2 3 4 5 6 7 8 9 10 11 12");
  criteria->sort = ILV_LANE_SORT_WAIT;
  assert_order (trace, criteria, "3 7 11 2 6 10 1 5 9 4 8 12");
  criteria->sort = ILV_LANE_SORT_END;
  assert_order (trace, criteria, "12 11 10 9 8 7 6 5 4 3 2 1");
  criteria->sort = ILV_LANE_SORT_ACTIVITY;
  assert_order (trace, criteria, "1 2 3 4 5 6 7 8 9 10 11 12");
}

static void
test_filters (void)
{
  g_autoptr (IlvTrace) trace = make_lanes (12);
  g_autoptr (IlvLaneCriteria) criteria = ilv_lane_criteria_new ();

  criteria->state = ILV_STATE_SLEEPING;
  /* No time at all was spent asleep. */
  assert_order (trace, criteria, "");
  criteria->state = ILV_STATE_WAITING_GIL;
  assert_order (trace, criteria, "1 2 3 5 6 7 9 10 11");
  criteria->waited = 20 * MS;
  assert_order (trace, criteria, "2 3 6 7 10 11");
  g_free (criteria->name);
  criteria->name = g_strdup ("W1");
  assert_order (trace, criteria, "10 11");
  g_hash_table_add (criteria->hidden, g_strdup ("w10"));
  assert_order (trace, criteria, "11");
}

static void
test_pinned_and_hidden (void)
{
  g_autoptr (IlvTrace) trace = make_lanes (6);
  g_autoptr (IlvLaneCriteria) criteria = ilv_lane_criteria_new ();

  g_hash_table_add (criteria->pinned, g_strdup ("w5"));
  g_hash_table_add (criteria->pinned, g_strdup ("w2"));
  g_hash_table_add (criteria->hidden, g_strdup ("w3"));
  assert_order (trace, criteria, "2 5 | 1 4 6");
  criteria->sort = ILV_LANE_SORT_END;
  assert_order (trace, criteria, "5 2 | 6 4 1");
  g_hash_table_add (criteria->only, g_strdup ("w2"));
  g_hash_table_add (criteria->only, g_strdup ("w6"));
  assert_order (trace, criteria, "2 | 6");
}

static void
test_text (void)
{
  g_autoptr (IlvLaneCriteria) criteria = ilv_lane_criteria_new ();
  g_autoptr (IlvLaneCriteria) again = NULL;
  g_autoptr (IlvLaneCriteria) nonsense = ilv_lane_criteria_from_text ("(1, 'x'");
  const char *text;

  g_assert_null (ilv_lane_criteria_to_text (criteria));
  g_assert_null (ilv_lane_criteria_to_text (nonsense));
  criteria->sort = ILV_LANE_SORT_END;
  criteria->state = ILV_STATE_WAITING_IO;
  criteria->waited = 5;
  g_hash_table_add (criteria->hidden, g_strdup ("it's “T1”"));
  text = ilv_lane_criteria_to_text (criteria);
  again = ilv_lane_criteria_from_text (text);
  g_assert_true (g_hash_table_contains (again->hidden, "it's “T1”"));
  g_assert_cmpint (again->sort, ==, ILV_LANE_SORT_END);
  g_assert_cmpint (again->state, ==, ILV_STATE_WAITING_IO);
  /* The same text is the same pointer: that is how a panel sees whether anything changed. */
  g_assert_true (ilv_lane_criteria_to_text (again) == text);
}

static void
apply (Fixture *f, const IlvLaneCriteria *criteria)
{
  IlvView view = { .to = 100 * MS, .until = G_MAXINT64, .lanes = ILV_LANES_WORKERS,
                   .criteria = ilv_lane_criteria_to_text (criteria) };

  ilv_panel_set_view (f->panel, &view);
  draw (f);
}

static void
test_panel (void)
{
  g_autoptr (IlvLaneCriteria) criteria = ilv_lane_criteria_new ();
  g_autofree char *whole = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *pinned = NULL;
  IlvHit hit;
  Fixture f;
  guint colour, row;

  open_fixture (&f, make_lanes (300), 0, 100 * MS);
  draw (&f);
  colour = ilv_panel_get_lane_colour (f.panel, 200);
  g_hash_table_add (criteria->pinned, g_strdup ("w200"));
  g_hash_table_add (criteria->hidden, g_strdup ("w1"));
  apply (&f, criteria);
  g_assert_true (ilv_panel_find_lane_row (f.panel, 200, &row));
  g_assert_cmpuint (row, ==, 0);
  g_assert_false (ilv_panel_is_mixed_row (f.panel, 0));
  g_assert_true (ilv_panel_is_mixed_row (f.panel, 1));
  pinned = ilv_panel_get_row_name (f.panel, 0);
  g_assert_cmpstr (pinned, ==, "w200");
  g_assert_false (ilv_panel_find_lane_row (f.panel, 1, &row));
  /* Wherever it stands, a lane keeps its colour. */
  g_assert_cmpuint (ilv_panel_get_lane_colour (f.panel, 200), ==, colour);
  g_assert_cmpint (ilv_panel_hit (f.panel, ilv_panel_time_to_x (f.panel, 60 * MS),
                                  ilv_panel_get_row_y (f.panel, 0) + 3, &hit),
                   ==, ILV_HIT_INTERVAL);
  g_assert_cmpuint (hit.id, ==, 200);
  whole = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (whole, "299 of 300 lanes shown."));
  /* All rows together show each lane once. */
  {
    guint n = 0;

    for (guint r = 0; r < ilv_panel_get_n_rows (f.panel); r++)
      n += ilv_panel_count_row_subjects (f.panel, r);
    g_assert_cmpuint (n, ==, 299);
  }
  g_free (criteria->name);
  criteria->name = g_strdup ("nobody");
  apply (&f, criteria);
  nothing = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (nothing, "No lane is shown: all are hidden or filtered out."));
  close_fixture (&f);
}

/* Something is written in the row beside its name. */
static gboolean
has_count (Fixture *f, guint row)
{
  const IlvLayout *layout = &f->panel->layout;
  g_autofree char *name = ilv_panel_get_row_name (f->panel, row);
  guint32 paper = ilv_colour_to_pixel (&f->panel->theme->panel);
  double y = ilv_panel_get_row_y (f->panel, row);
  int end = (int) (layout->label_x + layout->label_width);

  for (int x = (int) (layout->label_x + 4
                      + ilv_lettering_measure (f->panel->lettering, ILV_LETTERS_BOLD, name));
       x < end; x++)
    for (int at = (int) y + 2; at < (int) (y + layout->lane_height) - 2; at++)
      if (pixel_at (f, x, at) != paper)
        return TRUE;
  return FALSE;
}

/* How many lanes stand in a row is told of all rows or of none, however wide the panel is. */
static void
test_counts (void)
{
  guint with = 0, without = 0;
  Fixture f;

  open_fixture (&f, make_lanes (300), 0, 100 * MS);
  for (int width = 240; width <= WIDTH; width += 20)
    {
      guint n = 0, rows;

      ilv_panel_set_size (f.panel, width, HEIGHT, 1);
      draw (&f);
      g_assert_false (ilv_panel_stacks_labels (f.panel));
      rows = f.panel->layout.rows;
      for (guint row = 0; row < rows; row++)
        n += has_count (&f, row);
      g_assert_true (n == 0 || n == rows);
      with += n > 0;
      without += n == 0;
    }
  g_assert_cmpuint (with, >, 0);
  g_assert_cmpuint (without, >, 0);
  close_fixture (&f);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane-order/sorts-by-what-was-asked", test_sorts);
  g_test_add_func ("/lane-order/filters-by-name-state-and-wait", test_filters);
  g_test_add_func ("/lane-order/pinned-come-first-and-hidden-not-at-all", test_pinned_and_hidden);
  g_test_add_func ("/lane-order/criteria-are-text-and-back", test_text);
  g_test_add_func ("/lane-order/a-panel-shows-what-is-left-and-says-so", test_panel);
  g_test_add_func ("/lane-order/lanes-of-a-row-are-counted-in-all-rows-or-in-none", test_counts);
  return g_test_run ();
}
