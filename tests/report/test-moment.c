/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run had come to at a moment, against the same run when it had come no further. */
#include "report/moment.h"

#define LOCK 1
#define N_LANES 3
#define END 5000

static void
add (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject, guint state,
     guint64 argument)
{
  const IlvRecord record = { .subject = subject,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = G_MAXUINT16,
                             .argument = argument };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

/* A GIL that goes round, not always to another lane, and a loop that lags now and then. */
static IlvTrace *
make_trace (gint64 come_to)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint32 before = 0;
  gint64 now = 0;

  for (guint32 lane = 1; lane <= N_LANES; lane++)
    add (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
  add (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_GIL, 0);
  while (now < END)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, N_LANES + 1);
      gint64 drop = now + g_rand_int_range (rand, 1, 40);
      gint64 lag = g_rand_int_range (rand, 0, 1000);

      if (now <= come_to)
        add (trace, lane, now, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) lane << 32 | before);
      if (now <= come_to && lag < 300)
        add (trace, lane, now, ILV_RECORD_COUNTER, ILV_COUNTER_LOOP_LAG, 0, (guint64) (lag * now));
      if (drop <= come_to)
        add (trace, lane, drop, ILV_RECORD_LOCK_DROP, LOCK, 0, 0);
      before = lane;
      now = drop + g_rand_int_range (rand, 0, 5);
    }
  ilv_trace_set_now (trace, MIN (come_to, END));
  return trace;
}

static void
check (IlvMoment *moment, IlvTrace *whole, gint64 time)
{
  g_autoptr (IlvTrace) then = make_trace (time);
  const IlvRunFigures *figures = ilv_moment_get_figures (moment, whole, time);
  const IlvCounter *lag = ilv_trace_find_counter (then, ILV_COUNTER_LOOP_LAG);

  g_assert_cmpuint (figures->handovers, ==, ilv_trace_find_lock (then, LOCK)->n_handovers);
  g_assert_cmpint (figures->loop_lag, ==, lag != NULL ? lag->max : 0);
}

static void
test_as_it_was (void)
{
  g_autoptr (IlvTrace) whole = make_trace (G_MAXINT64);
  IlvMoment moment = { 0 };

  for (gint64 time = 0; time < END; time += 37)
    check (&moment, whole, time);
  for (gint64 time = END; time > 0; time -= 487)
    check (&moment, whole, time);
  g_assert_cmpuint (ilv_moment_get_figures (&moment, whole, END)->handovers, >, 100);
}

/* What comes late is counted, and so is what belongs to another run. */
static void
test_nothing_kept_too_long (void)
{
  g_autoptr (IlvTrace) trace = make_trace (END / 3);
  g_autoptr (IlvTrace) other = make_trace (END / 5);
  guint64 n = ilv_trace_find_lock (trace, LOCK)->n_handovers;
  IlvMoment moment = { 0 };

  g_assert_cmpuint (ilv_moment_get_figures (&moment, trace, END / 2)->handovers, ==, n);
  add (trace, 1, END / 2 - 2, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) 1 << 32 | 2);
  g_assert_cmpuint (ilv_moment_get_figures (&moment, trace, END / 2)->handovers, ==, n + 1);
  g_assert_cmpuint (ilv_moment_get_figures (&moment, other, END / 2)->handovers, ==,
                    ilv_trace_find_lock (other, LOCK)->n_handovers);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moment/a run has what it had come to then", test_as_it_was);
  g_test_add_func ("/moment/what comes late is counted", test_nothing_kept_too_long);
  return g_test_run ();
}
