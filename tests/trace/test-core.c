/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is shown on a core that several lanes are on. */
#include "records.h"

static void
check_use (const IlvTrace *trace, guint core, guint64 index, gint64 begin, gint64 end,
           guint32 lane)
{
  IlvCoreUse use;

  g_assert_cmpuint (index, <, ilv_trace_get_n_core_uses (trace, core));
  ilv_trace_get_core_use (trace, core, index, &use);
  g_assert_cmpint (use.begin, ==, begin);
  g_assert_cmpint (use.end, ==, end);
  g_assert_cmpuint (use.lane, ==, lane);
}

static void
test_a_core_is_in_use_when_a_lane_has_moved_away_from_another (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 2);
  add_on_core (trace, 1, 10, ILV_STATE_RUNNING, 0);
  add_on_core (trace, 2, 20, ILV_STATE_RUNNING, 0);
  ilv_trace_set_now (trace, 25);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 0), ==, 2);
  check_use (trace, 0, 1, 20, 25, 2);
  add_on_core (trace, 2, 30, ILV_STATE_RUNNING, 1);
  ilv_trace_set_now (trace, 50);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 0), ==, 3);
  check_use (trace, 0, 0, 10, 20, 1);
  check_use (trace, 0, 1, 20, 30, 2);
  check_use (trace, 0, 2, 30, 50, 1);
  check_use (trace, 1, 0, 30, 50, 2);
  g_assert_cmpuint (ilv_trace_find_core_use (trace, 0, 40), ==, 2);
}

static void
test_of_three_the_last_that_is_still_there_is_shown (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 3);
  for (guint32 lane = 1; lane <= 3; lane++)
    add_on_core (trace, lane, 10 * lane, ILV_STATE_RUNNING, 0);
  add_on_core (trace, 3, 40, ILV_STATE_WAITING_IO, 0);
  g_assert_true (add (trace, 2, 50, ILV_RECORD_LANE_END, 2, ILV_STATE_DONE, 0));
  add_on_core (trace, 3, 60, ILV_STATE_RUNNING, 0);
  g_assert_true (add (trace, 1, 70, ILV_RECORD_LANE_END, 1, ILV_STATE_DONE, 0)); /* unseen */
  add_on_core (trace, 3, 80, ILV_STATE_WAITING_IO, 0);
  ilv_trace_set_now (trace, 100);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 0), ==, 6);
  check_use (trace, 0, 0, 10, 20, 1);
  check_use (trace, 0, 1, 20, 30, 2);
  check_use (trace, 0, 2, 30, 40, 3);
  check_use (trace, 0, 3, 40, 50, 2);
  check_use (trace, 0, 4, 50, 60, 1);
  check_use (trace, 0, 5, 60, 80, 3);
}

static void
test_lanes_that_leave_at_once_leave_nobody (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 3);
  for (guint32 lane = 1; lane <= 3; lane++)
    add_on_core (trace, lane, 10 * lane, ILV_STATE_RUNNING, 0);
  for (guint32 lane = 3; lane >= 2; lane--)
    add_on_core (trace, lane, 40, ILV_STATE_WAITING_IO, 0);
  ilv_trace_set_now (trace, 45);
  check_use (trace, 0, 3, 40, 45, 1);
  add_on_core (trace, 2, 50, ILV_STATE_RUNNING, 0);
  add_on_core (trace, 2, 50, ILV_STATE_RUNNING, 1); /* at once: never shown */
  add_on_core (trace, 1, 60, ILV_STATE_WAITING_IO, 0);
  add_on_core (trace, 3, 60, ILV_STATE_RUNNING, 0);
  ilv_trace_set_now (trace, 70);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 0), ==, 5);
  check_use (trace, 0, 3, 40, 60, 1);
  check_use (trace, 0, 4, 60, 70, 3);
}

/* --- many lanes at random ----------------------------------------------------------------- */

enum { N_LANES = 5, N_CORES = 2, N_MOVES = 4000, MAX_STEP = 6 };

typedef struct
{
  gint64 time;
  guint32 lane;
  guint16 core; /* N_CORES: none */
} Move;

static Move *
make_moves (guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Move *moves = g_new (Move, N_MOVES);
  gint64 time = 1;

  for (guint i = 0; i < N_MOVES; i++)
    {
      time += g_rand_int_range (rand, 0, MAX_STEP);
      moves[i] = (Move){ time, (guint32) g_rand_int_range (rand, 1, N_LANES + 1),
                         (guint16) g_rand_int_range (rand, 0, N_CORES + 1) };
    }
  return moves;
}

static void
add_move (IlvTrace *trace, const Move *move)
{
  g_assert_true (add_on_core (trace, move->lane, move->time,
                              move->core < N_CORES ? ILV_STATE_RUNNING : ILV_STATE_SLEEPING,
                              move->core));
}

/* Who must be shown at `core` from each time to the next, step by step from the moves. */
static void
check_moves (const IlvTrace *trace, const Move *moves, guint core)
{
  struct { gint64 since; gboolean there; } lanes[N_LANES + 1] = { 0 };
  guint i = 0;

  for (gint64 time = 1; time < moves[N_MOVES - 1].time; time++)
    {
      guint64 index = ilv_trace_find_core_use (trace, core, time);
      guint32 expected = 0;
      IlvCoreUse use = { 0 };

      for (; i < N_MOVES && moves[i].time == time; i++)
        {
          gboolean there = moves[i].core == core;

          if (there && !lanes[moves[i].lane].there)
            lanes[moves[i].lane].since = time;
          lanes[moves[i].lane].there = there;
        }
      for (guint32 lane = 1; lane <= N_LANES; lane++)
        if (lanes[lane].there && (expected == 0 || lanes[lane].since >= lanes[expected].since))
          expected = lane;
      if (index < ilv_trace_get_n_core_uses (trace, core))
        ilv_trace_get_core_use (trace, core, index, &use);
      g_assert_cmpuint (use.begin <= time && time < use.end ? use.lane : 0, ==, expected);
    }
}

static void
test_records_in_order_show_who_came_last (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autofree Move *moves = make_moves (1);

  begin_lanes (trace, N_LANES);
  for (guint i = 0; i < N_MOVES; i++)
    {
      add_move (trace, &moves[i]);
      ilv_trace_find_core_use (trace, i % N_CORES, moves[i].time); /* as a live view asks */
    }
  for (guint core = 0; core < N_CORES; core++)
    check_moves (trace, moves, core);
}

static void
test_disorder_between_lanes_changes_nothing (void)
{
  enum { BATCH = 50 };
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autofree Move *moves = make_moves (2);

  begin_lanes (trace, N_LANES);
  for (guint first = 0; first < N_MOVES; first += BATCH)
    for (guint32 lane = N_LANES; lane >= 1; lane--)
      {
        for (guint i = first; i < first + BATCH; i++)
          if (moves[i].lane == lane)
            add_move (trace, &moves[i]);
        ilv_trace_find_core_use (trace, 0, moves[first].time);
      }
  for (guint core = 0; core < N_CORES; core++)
    check_moves (trace, moves, core);
}

/* More than are kept to work the uses out again, by many times. */
static void
test_nothing_is_lost_among_many (void)
{
  enum { N = 100000 };
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 3);
  add_on_core (trace, 1, 5, ILV_STATE_RUNNING, 0);
  for (gint64 i = 1; i <= N; i++)
    {
      add_on_core (trace, 2, 10 * i, ILV_STATE_RUNNING, 0);
      add_on_core (trace, 2, 10 * i + 4, ILV_STATE_SLEEPING, 0);
    }
  /* Much later than all of them, another that was there for a while in the midst. */
  add_on_core (trace, 3, 10 * N / 2 + 5, ILV_STATE_RUNNING, 0);
  add_on_core (trace, 3, 10 * N / 2 + 8, ILV_STATE_SLEEPING, 0);
  ilv_trace_set_now (trace, 10 * N + 10);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 0), ==, 2 * N + 3);
  check_use (trace, 0, 0, 5, 10, 1);
  for (guint64 i = 1; i <= N; i++)
    {
      guint64 at = 2 * i - 1 + (i > N / 2 ? 2 : 0);
      gint64 begin = 10 * (gint64) i;

      check_use (trace, 0, at, begin, begin + 4, 2);
      check_use (trace, 0, at + 1, begin + 4, i == N / 2 ? begin + 5 : begin + 10, 1);
    }
  check_use (trace, 0, N + 1, 5 * N + 5, 5 * N + 8, 3);
  check_use (trace, 0, N + 2, 5 * N + 8, 5 * N + 10, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add_func ("/trace/core/" #name, test_##name)
  TEST (a_core_is_in_use_when_a_lane_has_moved_away_from_another);
  TEST (of_three_the_last_that_is_still_there_is_shown);
  TEST (lanes_that_leave_at_once_leave_nobody);
  TEST (records_in_order_show_who_came_last);
  TEST (disorder_between_lanes_changes_nothing);
  TEST (nothing_is_lost_among_many);
  return g_test_run ();
}
