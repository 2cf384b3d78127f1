/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strips of locks, semaphores and queues: how many wait, what is taken, which are shown. */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint state, guint64 argument)
{
  const IlvRecord record = { .subject = subject, .kind = (guint8) kind, .state = (guint8) state,
                             .core = G_MAXUINT16, .argument = argument };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

static void
name (IlvTrace *trace, IlvRecordKind kind, guint32 id, const char *text)
{
  guint64 bytes = 0;

  memcpy (&bytes, text, MIN (strlen (text), 8));
  append (trace, 1, 0, kind, id, 0, bytes);
}

static IlvTrace *
make_lanes (guint n)
{
  IlvTrace *trace = ilv_trace_new ();

  for (guint32 lane = 1; lane <= n; lane++)
    {
      append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
      append (trace, lane, 0, ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
    }
  return trace;
}

/* Four threads; the second, third and fourth come to wait at 20, 40 and 60 of 100 ms. */
static IlvTrace *
make_waits (IlvLockKind kind)
{
  IlvTrace *trace = make_lanes (4);

  append (trace, 1, 0, ILV_RECORD_LOCK, 9, kind, 2);
  name (trace, ILV_RECORD_NAME_LOCK, 9, "things");
  append (trace, 1, 1, ILV_RECORD_LOCK_TAKE, 9, 0, (guint64) 1 << 32);
  for (guint32 lane = 2; lane <= 4; lane++)
    {
      gint64 from = (lane - 1) * 20 * SAMPLE_MS;

      append (trace, lane, from, ILV_RECORD_STATE, lane, ILV_STATE_WAITING_LOCK, 9);
      append (trace, lane, 90 * SAMPLE_MS, ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
    }
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  return trace;
}

/* Pixels of the band that are not the empty track. */
static int
measure_waiting (Fixture *f, gint64 time)
{
  const IlvLayout *layout = &f->panel->layout;
  guint32 track = ilv_colour_to_pixel (&f->panel->theme->track);
  int x = (int) ilv_panel_time_to_x (f->panel, time);
  int top = (int) (layout->locks.y + layout->strip_height + 1);
  int n = 0;

  for (int y = top; y < top + layout->waiting_height; y++)
    n += pixel_at (f, x, y) != track;
  return n;
}

static void
test_band_is_as_high_as_many_wait (void)
{
  for (guint id = 0; id < ILV_N_THEMES; id++)
    {
      int most;
      Fixture f;

      open_fixture (&f, make_waits (ILV_LOCK_MUTEX), 0, 100 * SAMPLE_MS);
      ilv_panel_set_theme (f.panel, ilv_theme_get ((IlvThemeId) id));
      draw (&f);
      g_assert_cmpuint (f.panel->n_strips, ==, 1);
      most = (int) f.panel->layout.waiting_height;
      g_assert_cmpint (measure_waiting (&f, 10 * SAMPLE_MS), ==, 0);
      g_assert_cmpint (ABS (measure_waiting (&f, 30 * SAMPLE_MS) - most / 3), <=, 1);
      g_assert_cmpint (ABS (measure_waiting (&f, 50 * SAMPLE_MS) - most * 2 / 3), <=, 1);
      g_assert_cmpint (measure_waiting (&f, 70 * SAMPLE_MS), ==, most);
      g_assert_cmpint (measure_waiting (&f, 95 * SAMPLE_MS), ==, 0);
      close_fixture (&f);
    }
}

static char *
describe_at (Fixture *f, double x, double dy, IlvHitKind wanted)
{
  IlvHit hit;

  g_assert_cmpint (ilv_panel_hit (f->panel, x, f->panel->layout.locks.y + dy, &hit), ==, wanted);
  return ilv_panel_describe_hit (f->panel, &hit);
}

static void
test_tooltips_tell_who_waits_and_what_is_taken (void)
{
  g_autofree char *waiting = NULL;
  g_autofree char *wait = NULL;
  IlvHit hit;
  g_autofree char *level = NULL;
  g_autofree char *label = NULL;
  double x;
  Fixture f;

  open_fixture (&f, make_waits (ILV_LOCK_SEMAPHORE), 0, 100 * SAMPLE_MS);
  draw (&f);
  x = ilv_panel_time_to_x (f.panel, 50 * SAMPLE_MS);
  waiting = describe_at (&f, x, f.panel->layout.strip_height + 3, ILV_HIT_WAITING);
  g_assert_nonnull (strstr (waiting, "2 wait for things\nThread 2, Thread 3\nat"));
  level = describe_at (&f, x, 3, ILV_HIT_LEVEL);
  g_assert_nonnull (strstr (level, "1 of 2 permits of “things” is taken"));
  ilv_panel_hit (f.panel, x, ilv_panel_get_row_y (f.panel, 1) + 4, &hit);
  wait = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_nonnull (strstr (wait, "Waits for things\n1 of 2 permits"));
  label = describe_at (&f, f.panel->layout.label_x + 2, 3, ILV_HIT_LOCK_LABEL);
  g_assert_nonnull (strstr (label, "Waits in view: 3, half up to 50.0"));
  g_assert_nonnull (strstr (label, "the longest 70.0"));
  close_fixture (&f);
}

static void
test_queue_shows_how_much_it_holds (void)
{
  IlvTrace *trace = make_lanes (1);
  g_autofree char *text = NULL;
  const IlvLayout *layout;
  Fixture f;
  int n;

  append (trace, 1, 0, ILV_RECORD_LOCK, 9, ILV_LOCK_QUEUE, 8);
  name (trace, ILV_RECORD_NAME_LOCK, 9, "jobs");
  name (trace, ILV_RECORD_NAME_COUNTER, 17, "jobs");
  append (trace, 1, 30 * SAMPLE_MS, ILV_RECORD_COUNTER, 17, 0, 4);
  append (trace, 1, 60 * SAMPLE_MS, ILV_RECORD_COUNTER, 17, 0, 8);
  append (trace, 1, 80 * SAMPLE_MS, ILV_RECORD_COUNTER, 17, 0, 0);
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 100 * SAMPLE_MS);
  draw (&f);
  layout = &f.panel->layout;
  n = count_pixels (&f, &f.panel->theme->core, (int) ilv_panel_time_to_x (f.panel, 40 * SAMPLE_MS),
                    layout->locks.y, layout->locks.y + layout->strip_height);
  g_assert_cmpint (ABS (n - (int) (layout->strip_height / 2)), <=, 1);
  n = count_pixels (&f, &f.panel->theme->core, (int) ilv_panel_time_to_x (f.panel, 90 * SAMPLE_MS),
                    layout->locks.y, layout->locks.y + layout->strip_height);
  g_assert_cmpint (n, ==, 0);
  text = describe_at (&f, ilv_panel_time_to_x (f.panel, 40 * SAMPLE_MS), 3, ILV_HIT_LEVEL);
  g_assert_nonnull (strstr (text, "“jobs” holds 4 of 8 items it has room for"));
  close_fixture (&f);
}

/* The first puts an item in at 20 ms and another at 40; the second gets one at 60, the third waits
   all the time. */
static IlvTrace *
make_passages (void)
{
  static const struct { guint32 lane; gint64 time, depth; } changes[]
    = { { 1, 0, 0 }, { 1, 20, 1 }, { 1, 40, 2 }, { 2, 60, 1 } };
  IlvTrace *trace = make_lanes (3);

  append (trace, 1, 0, ILV_RECORD_LOCK, 9, ILV_LOCK_QUEUE, 2);
  name (trace, ILV_RECORD_NAME_LOCK, 9, "jobs");
  name (trace, ILV_RECORD_NAME_COUNTER, 17, "jobs");
  append (trace, 3, 1, ILV_RECORD_STATE, 3, ILV_STATE_WAITING_LOCK, 9);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    append (trace, changes[i].lane, changes[i].time * SAMPLE_MS, ILV_RECORD_COUNTER, 17, 0,
            (guint64) changes[i].depth);
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  return trace;
}

static void
test_queue_tells_who_put_and_who_got (void)
{
  Fixture f;
  IlvHit hit;
  double y;

  open_fixture (&f, make_passages (), 0, 100 * SAMPLE_MS);
  draw (&f);
  y = f.panel->layout.locks.y + 3;
  /* Of the first item when it comes, and again when it is got; of the second when that comes. */
  for (gint64 at = 30; at <= 70; at += 20)
    {
      g_autofree char *text = NULL;
      g_autoptr (GArray) lights = NULL;
      gboolean lit[3] = { FALSE };
      IlvConnector connector;

      ilv_panel_hit (f.panel, ilv_panel_time_to_x (f.panel, at * SAMPLE_MS), y, &hit);
      g_assert_cmpint (hit.kind, ==, ILV_HIT_LEVEL);
      text = ilv_panel_describe_hit (f.panel, &hit);
      g_assert_nonnull (strstr (text, at == 50 ? "put in by Task 1 at 40"
                                               : "put in by Task 1 at 20"));
      g_assert_nonnull (strstr (text, at == 50 ? "Nobody has got it yet"
                                               : "Got by Task 2, 40.0"));
      lights = ilv_panel_find_lights (f.panel, &hit);
      for (guint i = 0; i < lights->len; i++)
        lit[g_array_index (lights, IlvLight, i).row] = g_array_index (lights, IlvLight, i).holds;
      g_assert_true (lit[0]);
      g_assert_cmpint (lit[1], ==, at != 50);
      g_assert_false (lit[2]); /* it waits */
      g_assert_cmpuint (lights->len, ==, at == 50 ? 2 : 3);
      g_assert_cmpint (ilv_panel_find_connector (f.panel, &hit, &connector), ==, at != 50);
      if (at == 50)
        continue;
      g_assert_cmpint (connector.from, ==, 20 * SAMPLE_MS);
      g_assert_cmpint (connector.to, ==, 60 * SAMPLE_MS);
      g_assert_cmpuint (connector.from_row, ==, 0);
      g_assert_cmpuint (connector.to_row, ==, 1);
    }
  close_fixture (&f);
}

/* In a replay nobody knows yet who is going to get it. */
static void
test_queue_tells_nothing_of_later (void)
{
  IlvView view = { .to = 100 * SAMPLE_MS, .until = 50 * SAMPLE_MS };
  g_autofree char *text = NULL;
  Fixture f;
  IlvHit hit;

  open_fixture (&f, make_passages (), 0, 100 * SAMPLE_MS);
  ilv_panel_set_view (f.panel, &view);
  draw (&f);
  ilv_panel_hit (f.panel, ilv_panel_time_to_x (f.panel, 30 * SAMPLE_MS),
                 f.panel->layout.locks.y + 3, &hit);
  text = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_nonnull (strstr (text, "Nobody has got it yet"));
  /* Where puts and gets are missing, nothing is said. */
  ilv_trace_add_dropped (f.trace, 1);
  g_free (text);
  text = ilv_panel_describe_hit (f.panel, &hit);
  g_assert_null (strstr (text, "Latest item"));
  close_fixture (&f);
}

/* Twelve locks that somebody waited for. */
static void
test_more_than_fit_are_told_and_can_be_chosen (void)
{
  IlvTrace *trace = make_lanes (2);
  Fixture f;

  for (guint32 lock = 1; lock <= 12; lock++)
    {
      append (trace, 1, lock, ILV_RECORD_LOCK, lock, ILV_LOCK_MUTEX, 0);
      append (trace, 2, lock * 10, ILV_RECORD_STATE, 2, ILV_STATE_WAITING_LOCK, lock);
      append (trace, 2, lock * 10 + 5, ILV_RECORD_STATE, 2, ILV_STATE_RUNNING, 0);
    }
  ilv_trace_finish (trace, 100 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 100 * SAMPLE_MS);
  draw (&f);
  g_assert_cmpuint (f.panel->n_strips, >=, 1);
  g_assert_cmpuint (f.panel->n_strips + f.panel->n_more_strips, ==, 12);
  g_assert_cmpuint (f.panel->strips[0]->id, ==, 1);
  ilv_panel_set_first_lock (f.panel, 11);
  draw (&f);
  g_assert_cmpuint (f.panel->strips[0]->id, ==, 11);
  g_assert_cmpuint (f.panel->n_strips + f.panel->n_more_strips, ==, 12);
  /* One after the other, all have their turn. */
  {
    gboolean seen[13] = { FALSE };

    for (guint i = 0; i < 24; i++)
      {
        g_assert_true (ilv_panel_show_next_lock (f.panel));
        draw (&f);
        seen[f.panel->strips[0]->id] = TRUE;
      }
    for (guint lock = 1; lock <= 12; lock++)
      g_assert_true (seen[lock] || lock <= f.panel->n_strips);
  }
  /* Where there is little room, one is left. */
  ilv_panel_set_size (f.panel, WIDTH, 220, 1);
  draw (&f);
  g_assert_cmpuint (f.panel->n_strips, ==, 1);
  close_fixture (&f);
}

static void
test_what_has_not_happened_yet_is_not_drawn (void)
{
  IlvView view;
  Fixture f;

  open_fixture (&f, make_waits (ILV_LOCK_MUTEX), 0, 100 * SAMPLE_MS);
  view = *ilv_panel_get_view (f.panel);
  view.until = 45 * SAMPLE_MS;
  ilv_panel_set_view (f.panel, &view);
  draw (&f);
  g_assert_cmpint (measure_waiting (&f, 42 * SAMPLE_MS), >, 0);
  g_assert_cmpint (measure_waiting (&f, 50 * SAMPLE_MS), ==, 0);
  close_fixture (&f);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waiting/the-band-is-as-high-as-many-wait", test_band_is_as_high_as_many_wait);
  g_test_add_func ("/waiting/tooltips-tell-who-waits-and-what-is-taken",
                   test_tooltips_tell_who_waits_and_what_is_taken);
  g_test_add_func ("/waiting/a-queue-shows-how-much-it-holds", test_queue_shows_how_much_it_holds);
  g_test_add_func ("/waiting/a-queue-tells-who-put-and-who-got",
                   test_queue_tells_who_put_and_who_got);
  g_test_add_func ("/waiting/a-queue-tells-nothing-of-later", test_queue_tells_nothing_of_later);
  g_test_add_func ("/waiting/more-than-fit-are-told-and-can-be-chosen",
                   test_more_than_fit_are_told_and_can_be_chosen);
  g_test_add_func ("/waiting/what-has-not-happened-yet-is-not-drawn",
                   test_what_has_not_happened_yet_is_not_drawn);
  return g_test_run ();
}
