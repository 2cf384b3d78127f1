/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines from who ended a wait to who had waited. */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>

#define LOCK 5

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint state, guint64 argument)
{
  const IlvRecord record = { .subject = subject, .kind = (guint8) kind, .state = (guint8) state,
                             .core = G_MAXUINT16, .argument = argument };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

/* The first of two threads holds a lock; the second waits from 10 to 30 ms and is woken at 25. */
static IlvTrace *
make_wake (void)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= 2; lane++)
    {
      append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
      append (trace, lane, 0, ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
    }
  append (trace, 1, 1, ILV_RECORD_LOCK, LOCK, ILV_LOCK_MUTEX, 0);
  append (trace, 1, 1, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) 1 << 32);
  append (trace, 2, 10 * SAMPLE_MS, ILV_RECORD_STATE, 2, ILV_STATE_WAITING_LOCK, LOCK);
  append (trace, 1, 25 * SAMPLE_MS, ILV_RECORD_LOCK_DROP, LOCK, 0, 0);
  append (trace, 1, 25 * SAMPLE_MS, ILV_RECORD_WAKE, 2, 0, (guint64) LOCK << 32 | 2);
  append (trace, 2, 30 * SAMPLE_MS, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) 2 << 32 | 1);
  append (trace, 2, 30 * SAMPLE_MS, ILV_RECORD_STATE, 2, ILV_STATE_RUNNING, 0);
  ilv_trace_finish (trace, 50 * SAMPLE_MS);
  return trace;
}

static void
assert_wake (const IlvConnector *connector)
{
  g_assert_cmpint (connector->from, ==, 25 * SAMPLE_MS);
  g_assert_cmpint (connector->to, ==, 30 * SAMPLE_MS);
  g_assert_cmpuint (connector->from_row, ==, 0);
  g_assert_cmpuint (connector->to_row, ==, 1);
}

static gboolean
point_at (Fixture *f, gint64 time, guint row, IlvConnector *connector)
{
  IlvHit hit;

  ilv_panel_hit (f->panel, ilv_panel_time_to_x (f->panel, time),
                 ilv_panel_get_row_y (f->panel, row) + 4, &hit);
  return ilv_panel_find_connector (f->panel, &hit, connector);
}

static void
test_leads_from_the_waker_to_the_end_of_the_wait (void)
{
  g_autoptr (GArray) all = NULL;
  IlvConnector one;
  Fixture f;

  open_fixture (&f, make_wake (), 0, 50 * SAMPLE_MS);
  draw (&f);
  all = ilv_panel_find_connectors (f.panel);
  /* The mutex changes hands as well, but that is the same event. */
  g_assert_cmpuint (all->len, ==, 1);
  assert_wake (&g_array_index (all, IlvConnector, 0));
  g_assert_true (point_at (&f, 15 * SAMPLE_MS, 1, &one));
  assert_wake (&one);
  g_assert_false (point_at (&f, 15 * SAMPLE_MS, 0, &one));
  g_assert_false (point_at (&f, 40 * SAMPLE_MS, 1, &one));
  close_fixture (&f);
}

/* Counts the hand-overs of the GIL in [from, to) by another way. */
static guint
count_hand_overs (const IlvTrace *trace, gint64 from, gint64 to)
{
  const IlvLock *lock = ilv_trace_get_lock (trace, 0);
  guint n = 0;

  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      n += hold.begin >= from && hold.begin < to && hold.previous_lane != 0
           && hold.previous_lane != hold.lane;
    }
  return n;
}

static void
test_hand_overs_of_the_gil_are_connected (void)
{
  g_autoptr (GArray) all = NULL;
  Fixture f;

  open_fixture (&f, sample_threads (4), 20 * SAMPLE_MS, 60 * SAMPLE_MS);
  draw (&f);
  all = ilv_panel_find_connectors (f.panel);
  g_assert_cmpuint (all->len, >, 4);
  g_assert_cmpuint (all->len, ==,
                    count_hand_overs (f.trace, 20 * SAMPLE_MS, 60 * SAMPLE_MS));
  for (guint i = 0; i < all->len; i++)
    {
      const IlvConnector *connector = &g_array_index (all, IlvConnector, i);
      const IlvLane *lane = ilv_trace_get_lane (f.trace, connector->to_row);
      IlvConnector one;
      IlvInterval wait;

      g_assert_cmpuint (connector->from_row, !=, connector->to_row);
      ilv_timeline_get (lane->timeline, ilv_timeline_find (lane->timeline, connector->to - 1),
                        &wait);
      g_assert_cmpint (wait.state, ==, ILV_STATE_WAITING_GIL);
      g_assert_cmpint (wait.end, ==, connector->to);
      if (wait.begin < 20 * SAMPLE_MS)
        continue;
      g_assert_true (point_at (&f, wait.end - SAMPLE_MS, connector->to_row, &one));
      g_assert_cmpint (one.from, ==, connector->from);
      g_assert_cmpuint (one.from_row, ==, connector->from_row);
    }
  close_fixture (&f);
}

/* The first of two threads gives the GIL up at 10 ms; the second sleeps until `waits`, when it
   begins to wait for it, and takes it at 30 ms. */
static IlvTrace *
make_late_taker (gint64 waits)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= 2; lane++)
    append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
  append (trace, 1, 0, ILV_RECORD_STATE, 1, ILV_STATE_RUNNING, 0);
  append (trace, 2, 0, ILV_RECORD_STATE, 2, ILV_STATE_SLEEPING, 0);
  append (trace, 1, 1, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0);
  append (trace, 1, 1, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) 1 << 32);
  append (trace, 2, waits, ILV_RECORD_STATE, 2, ILV_STATE_WAITING_GIL, LOCK);
  append (trace, 1, 10 * SAMPLE_MS, ILV_RECORD_LOCK_DROP, LOCK, 0, 0);
  append (trace, 2, 30 * SAMPLE_MS, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) 2 << 32 | 1);
  append (trace, 2, 30 * SAMPLE_MS, ILV_RECORD_STATE, 2, ILV_STATE_RUNNING, 0);
  ilv_trace_finish (trace, 50 * SAMPLE_MS);
  return trace;
}

static guint
count_connectors (IlvTrace *trace)
{
  g_autoptr (GArray) all = NULL;
  Fixture f;

  open_fixture (&f, trace, 0, 50 * SAMPLE_MS);
  draw (&f);
  all = ilv_panel_find_connectors (f.panel);
  close_fixture (&f);
  return all->len;
}

static void
test_who_found_the_gil_free_was_not_kept_waiting (void)
{
  g_assert_cmpuint (count_connectors (make_late_taker (5 * SAMPLE_MS)), ==, 1);
  g_assert_cmpuint (count_connectors (make_late_taker (29 * SAMPLE_MS)), ==, 0);
}

static void
test_too_many_are_none (void)
{
  g_autoptr (GArray) all = NULL;
  IlvConnector one;
  Fixture f;

  /* Some 70 in all: none, but the one that is pointed at. */
  open_fixture (&f, sample_threads (6), 0, 360 * SAMPLE_MS);
  g_assert_cmpuint (count_hand_overs (f.trace, 0, 360 * SAMPLE_MS), >, 60);
  draw (&f);
  all = ilv_panel_find_connectors (f.panel);
  g_assert_cmpuint (all->len, ==, 0);
  g_assert_true (point_at (&f, 50 * SAMPLE_MS, 5, &one)
                 || point_at (&f, 50 * SAMPLE_MS, 4, &one));
  close_fixture (&f);
}

static void
test_what_has_not_happened_yet_is_not_connected (void)
{
  g_autoptr (GArray) all = NULL;
  IlvConnector one;
  IlvView view;
  Fixture f;

  open_fixture (&f, make_wake (), 0, 50 * SAMPLE_MS);
  view = *ilv_panel_get_view (f.panel);
  view.until = 27 * SAMPLE_MS;
  ilv_panel_set_view (f.panel, &view);
  draw (&f);
  all = ilv_panel_find_connectors (f.panel);
  g_assert_cmpuint (all->len, ==, 0);
  g_assert_false (point_at (&f, 15 * SAMPLE_MS, 1, &one));
  close_fixture (&f);
}

/* Pixels of the text's colour between the two lanes, where the line crosses. */
static int
count_ink (Fixture *f)
{
  double top = ilv_panel_get_row_y (f->panel, 0) + f->panel->layout.lane_height;
  int n = 0;

  draw (f);
  for (int x = (int) ilv_panel_time_to_x (f->panel, 20 * SAMPLE_MS);
       x < ilv_panel_time_to_x (f->panel, 35 * SAMPLE_MS); x++)
    n += count_pixels (f, &f->panel->theme->text, x, top, ilv_panel_get_row_y (f->panel, 1));
  return n;
}

static void
test_can_be_switched_off (void)
{
  IlvConnector one;
  IlvView view;

  for (guint id = 0; id < ILV_N_THEMES; id++)
    {
      Fixture f;

      open_fixture (&f, make_wake (), 0, 50 * SAMPLE_MS);
      ilv_panel_set_theme (f.panel, ilv_theme_get ((IlvThemeId) id));
      g_assert_cmpint (count_ink (&f), >, 0);
      view = *ilv_panel_get_view (f.panel);
      view.without_connectors = TRUE;
      ilv_panel_set_view (f.panel, &view);
      g_assert_cmpint (count_ink (&f), ==, 0);
      g_assert_true (point_at (&f, 15 * SAMPLE_MS, 1, &one));
      close_fixture (&f);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/lead-from-the-waker-to-the-end-of-the-wait",
                   test_leads_from_the_waker_to_the_end_of_the_wait);
  g_test_add_func ("/connectors/hand-overs-of-the-gil-are-connected",
                   test_hand_overs_of_the_gil_are_connected);
  g_test_add_func ("/connectors/who-found-the-gil-free-was-not-kept-waiting",
                   test_who_found_the_gil_free_was_not_kept_waiting);
  g_test_add_func ("/connectors/too-many-are-none", test_too_many_are_none);
  g_test_add_func ("/connectors/what-has-not-happened-yet-is-not-connected",
                   test_what_has_not_happened_yet_is_not_connected);
  g_test_add_func ("/connectors/can-be-switched-off", test_can_be_switched_off);
  return g_test_run ();
}
