/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks that share rows: who gets which, and what is seen of it. */
#include "panel-fixture.h"

#include <locale.h>

#define MS G_GINT64_CONSTANT (1000000)

static void
append (IlvTrace *trace, gint64 time, IlvRecordKind kind, guint32 subject, guint state)
{
  const IlvRecord record = { .subject = subject, .kind = (guint8) kind, .state = (guint8) state,
                             .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, 1, time, &record));
}

static IlvTrace *
make_loop (void)
{
  IlvTrace *trace = ilv_trace_new ();

  append (trace, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_LOOP);
  return trace;
}

typedef struct
{
  gint64 begin;
  gint64 end;
} Life;

/* At any moment at most as many as were asked for. (transfer full) */
static Life *
make_lives (guint n, guint at_once, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree gint64 *free_from = g_new0 (gint64, at_once);
  Life *lives = g_new (Life, n);
  gint64 now = 0;

  for (guint i = 0; i < n; i++)
    {
      guint slot = 0;

      for (guint s = 1; s < at_once; s++)
        if (free_from[s] < free_from[slot])
          slot = s;
      now = MAX (now + g_rand_int_range (rand, 0, 1000), free_from[slot]);
      lives[i] = (Life){ now, now + g_rand_int_range (rand, 1, 5000) };
      free_from[slot] = lives[i].end;
    }
  return lives;
}

static guint
count_most_at_once (const Life *lives, guint n)
{
  guint most = 0;

  for (guint i = 0; i < n; i++)
    {
      guint now = 0;

      for (guint j = 0; j < n; j++)
        now += lives[j].begin <= lives[i].begin && lives[j].end > lives[i].begin;
      most = MAX (most, now);
    }
  return most;
}

typedef struct
{
  gint64 time;
  guint32 task;
  guint state;
} Happening;

static int
compare_happenings (const void *a, const void *b)
{
  const Happening *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  /* Ends first. */
  return ilv_state_is_end (y->state) - ilv_state_is_end (x->state);
}

static Happening *
list_happenings (const Life *lives, guint n)
{
  Happening *all = g_new (Happening, 2 * n);

  for (guint i = 0; i < n; i++)
    {
      all[2 * i] = (Happening){ lives[i].begin, i + 1, ILV_STATE_WAITING_IO };
      all[2 * i + 1] = (Happening){ lives[i].end, i + 1, ILV_STATE_DONE };
    }
  qsort (all, 2 * n, sizeof *all, compare_happenings);
  return all;
}

static void
assert_apart (IlvLanePacking *packing, const Life *lives, guint n)
{
  guint placed = 0;

  for (guint row = 0; row < ilv_lane_packing_count_rows (packing); row++)
    {
      guint length;
      const guint *tasks = ilv_lane_packing_get_row (packing, row, &length);

      placed += length;
      for (guint i = 1; i < length; i++)
        g_assert_cmpint (lives[tasks[i - 1]].end, <=, lives[tasks[i]].begin);
    }
  g_assert_cmpuint (placed, ==, n);
}

static void
test_as_few_as_can_be (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      const guint n = 400;
      g_autofree Life *lives = make_lives (n, 1 + seed, seed);
      g_autofree Happening *all = list_happenings (lives, n);
      g_autoptr (IlvTrace) trace = make_loop ();
      g_autoptr (IlvLanePacking) packing = ilv_lane_packing_new (100);

      for (guint i = 0; i < 2 * n; i++)
        append (trace, all[i].time, ILV_RECORD_TASK, all[i].task, all[i].state);
      g_assert_true (ilv_lane_packing_update (packing, trace, NULL, n));
      assert_apart (packing, lives, n);
      g_assert_cmpuint (ilv_lane_packing_count_rows (packing), ==, count_most_at_once (lives, n));
    }
}

static void
test_rows_are_kept (void)
{
  const guint n = 600;
  g_autofree Life *lives = make_lives (n, 9, 5);
  g_autofree Happening *all = list_happenings (lives, n);
  g_autofree guint *rows = g_new0 (guint, n);
  g_autoptr (IlvTrace) trace = make_loop ();
  g_autoptr (IlvLanePacking) packing = ilv_lane_packing_new (100);

  for (guint i = 0; i < 2 * n; i++)
    {
      append (trace, all[i].time, ILV_RECORD_TASK, all[i].task, all[i].state);
      if (i % 7 != 0)
        continue;
      g_assert_true (ilv_lane_packing_update (packing, trace, NULL,
                                              ilv_trace_get_n_tasks (trace)));
      for (guint task = 0; task < ilv_trace_get_n_tasks (trace); task++)
        {
          guint row;

          g_assert_true (ilv_lane_packing_find_row (packing, task, &row));
          if (rows[task] != 0)
            g_assert_cmpuint (row + 1, ==, rows[task]);
          rows[task] = row + 1;
        }
    }
  ilv_lane_packing_update (packing, trace, NULL, n);
  assert_apart (packing, lives, n);
}

static void
test_too_many_at_once (void)
{
  g_autoptr (IlvTrace) trace = make_loop ();
  g_autoptr (IlvLanePacking) packing = ilv_lane_packing_new (3);

  for (guint32 task = 1; task <= 4; task++)
    append (trace, task, ILV_RECORD_TASK, task, ILV_STATE_SLEEPING);
  g_assert_true (ilv_lane_packing_update (packing, trace, NULL, 3));
  g_assert_false (ilv_lane_packing_update (packing, trace, NULL, 4));
  ilv_lane_packing_clear (packing);
  g_assert_true (ilv_lane_packing_update (packing, trace, NULL, 3));
}

/* Ten at a time, each after another without a pause, `n` in all, which stand in a queue from the
   beginning on; the last fails. */
static IlvTrace *
make_relay (guint n)
{
  IlvTrace *trace = make_loop ();
  const guint at_once = 10;

  for (guint32 task = 1; task <= n; task++)
    append (trace, 0, ILV_RECORD_TASK, task, ILV_STATE_READY);
  for (guint32 task = 1; task <= n; task++)
    {
      gint64 begin = (task - 1) / at_once * 10 * MS;

      if (task > at_once)
        append (trace, begin, ILV_RECORD_TASK, task - at_once, ILV_STATE_DONE);
      append (trace, begin, ILV_RECORD_TASK, task,
              task % 2 == 0 ? ILV_STATE_WAITING_IO : ILV_STATE_RUNNING_FREE);
    }
  for (guint32 task = n - at_once + 1; task <= n; task++)
    append (trace, (n / at_once) * 10 * MS, ILV_RECORD_TASK, task,
            task == n ? ILV_STATE_FAILED : ILV_STATE_DONE);
  ilv_trace_finish (trace, (n / at_once) * 10 * MS);
  return trace;
}

static void
test_seen (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *whole = NULL;
  guint32 other = 0;
  Fixture f;
  IlvHit hit;
  guint row;
  double x, y;

  open_fixture (&f, make_relay (200), 0, 200 * MS);
  draw (&f);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 10);
  g_assert_true (ilv_panel_find_task_row (f.panel, 13, &row));
  g_assert_cmpuint (row, ==, 2);
  name = ilv_panel_get_row_name (f.panel, 2);
  detail = ilv_panel_get_row_detail (f.panel, 2);
  g_assert_true (g_str_has_suffix (name, "…"));
  g_assert_cmpstr (detail, ==, "20 tasks");

  /* Task 13 is the second of its row, from 10 to 20 ms. */
  x = ilv_panel_time_to_x (f.panel, 15 * MS);
  y = ilv_panel_get_row_y (f.panel, row) + f.panel->layout.lane_height / 2;
  g_assert_cmpint (ilv_panel_hit (f.panel, x, y, &hit), ==, ILV_HIT_INTERVAL);
  g_assert_cmpuint (hit.id, ==, 13);
  g_assert_cmphex (pixel_at (&f, (int) x, (int) y), ==,
                   ilv_colour_to_pixel (&theme->states[ILV_STATE_RUNNING_FREE]));
  whole = ilv_panel_describe (f.panel);
  g_assert_nonnull (strstr (whole, "Tasks share rows, each from when it first runs."));
  /* The seam between it and the next. */
  x = ilv_panel_time_to_x (f.panel, 20 * MS);
  for (int dx = -1; dx <= 1; dx++)
    other += pixel_at (&f, (int) x + dx, (int) ilv_panel_get_row_y (f.panel, row) + 3)
             == ilv_colour_to_pixel (&theme->panel);
  g_assert_cmpuint (other, ==, 1);
  close_fixture (&f);
}

/* Far more tasks than columns show what the few do that are looked at. */
static void
test_many (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  Fixture f;
  int x, n;

  open_fixture (&f, make_relay (20000), 0, 20000 * MS);
  draw (&f);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 10);
  x = (int) ilv_panel_time_to_x (f.panel, 9000 * MS);
  n = count_pixels (&f, &theme->states[ILV_STATE_RUNNING_FREE], x,
                    ilv_panel_get_row_y (f.panel, 0) + 1,
                    ilv_panel_get_row_y (f.panel, 0) + f.panel->layout.lane_height);
  g_assert_cmpint (n, >=, (int) f.panel->layout.lane_height - 4);
  close_fixture (&f);
}

static void
test_own_rows (void)
{
  IlvView view = { .to = 200 * MS, .until = G_MAXINT64, .lanes = ILV_LANES_TASKS,
                   .every_lane = TRUE };
  Fixture f;

  open_fixture (&f, make_relay (200), 0, 200 * MS);
  ilv_panel_set_view (f.panel, &view);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 200);
  close_fixture (&f);

  /* Those that fit need not share, unless more are to come. */
  open_fixture (&f, make_relay (20), 0, 20 * MS);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 20);
  ilv_panel_set_expected_tasks (f.panel, 500);
  g_assert_cmpuint (ilv_panel_get_n_rows (f.panel), ==, 10);
  close_fixture (&f);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shared-rows/are-as-few-as-tasks-at-once", test_as_few_as_can_be);
  g_test_add_func ("/shared-rows/a-task-keeps-its-row", test_rows_are_kept);
  g_test_add_func ("/shared-rows/too-many-at-once-share-nothing", test_too_many_at_once);
  g_test_add_func ("/shared-rows/each-task-is-seen-and-hit-in-its-row", test_seen);
  g_test_add_func ("/shared-rows/more-tasks-than-columns-are-seen", test_many);
  g_test_add_func ("/shared-rows/every-lane-and-few-tasks-have-their-own", test_own_rows);
  return g_test_run ();
}
