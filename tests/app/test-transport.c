/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transport.h"

#define MS 1000000
#define FRAME 16000 /* µs */

static IlvTransport *
make_recorded (gint64 end)
{
  IlvTransport *transport = ilv_transport_new ();

  ilv_transport_set_speed (transport, 1);
  ilv_transport_set_recorded (transport, end, end, FALSE);
  return transport;
}

static void
assert_at (IlvTransport *transport, IlvTransportState state, gint64 time, gint64 until)
{
  g_assert_cmpint (ilv_transport_get_state (transport), ==, state);
  g_assert_cmpint (ilv_transport_get_time (transport), ==, time);
  g_assert_cmpint (ilv_transport_get_until (transport), ==, until);
}

/* Draws so many frames, one every 16 ms. */
static void
draw_frames (IlvTransport *transport, guint n)
{
  static gint64 frame_time = FRAME;

  for (guint i = 0; i <= n; i++)
    ilv_transport_advance (transport, frame_time += FRAME);
}

static void
test_live (void)
{
  g_autoptr (IlvTransport) transport = ilv_transport_new ();

  assert_at (transport, ILV_TRANSPORT_LIVE, 0, G_MAXINT64);
  ilv_transport_set_recorded (transport, 5 * MS, 5 * MS, TRUE);
  assert_at (transport, ILV_TRANSPORT_LIVE, 5 * MS, G_MAXINT64);
  /* The second of two runs in turn is at its beginning. */
  ilv_transport_set_recorded (transport, 1 * MS, 9 * MS, TRUE);
  assert_at (transport, ILV_TRANSPORT_LIVE, 1 * MS, G_MAXINT64);
  ilv_transport_set_recorded (transport, 9 * MS, 9 * MS, FALSE);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 9 * MS, G_MAXINT64);
  ilv_transport_reset (transport);
  assert_at (transport, ILV_TRANSPORT_LIVE, 0, G_MAXINT64);
}

static void
test_pause_holds (void)
{
  g_autoptr (IlvTransport) transport = ilv_transport_new ();

  ilv_transport_set_recorded (transport, 5 * MS, 5 * MS, TRUE);
  ilv_transport_toggle (transport);
  ilv_transport_set_recorded (transport, 8 * MS, 8 * MS, TRUE);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 5 * MS, G_MAXINT64);
  g_assert_true (ilv_transport_is_holding (transport));
  /* What has come since can be seen, too. */
  ilv_transport_seek (transport, 7 * MS);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 7 * MS, 7 * MS);
  g_assert_false (ilv_transport_is_holding (transport));
  ilv_transport_seek (transport, 100 * MS);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 8 * MS, 8 * MS);
  ilv_transport_go_to_end (transport);
  assert_at (transport, ILV_TRANSPORT_LIVE, 8 * MS, G_MAXINT64);
  /* A head somebody has put somewhere stays there when the run ends. */
  ilv_transport_seek (transport, 3 * MS);
  ilv_transport_set_recorded (transport, 9 * MS, 9 * MS, FALSE);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 3 * MS, 3 * MS);
}

static void
test_plays_to_the_end (void)
{
  g_autoptr (IlvTransport) transport = make_recorded (100 * MS);

  ilv_transport_play (transport);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 0, 0);
  draw_frames (transport, 2);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 32 * MS, 32 * MS);
  ilv_transport_set_speed (transport, 0.1);
  ilv_transport_pause (transport);
  ilv_transport_play (transport);
  draw_frames (transport, 5);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 40 * MS, 40 * MS);
  ilv_transport_set_speed (transport, 10);
  draw_frames (transport, 1);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 100 * MS, G_MAXINT64);
}

/* Frames that did not come, as while it was paused, are not made up for. */
static void
test_goes_on_where_it_was (void)
{
  g_autoptr (IlvTransport) transport = make_recorded (1000 * MS);

  ilv_transport_play (transport);
  ilv_transport_advance (transport, FRAME);
  ilv_transport_advance (transport, 2 * FRAME);
  ilv_transport_pause (transport);
  ilv_transport_play (transport);
  ilv_transport_advance (transport, 900 * FRAME);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 16 * MS, 16 * MS);
  ilv_transport_set_scrubbing (transport, TRUE);
  ilv_transport_seek (transport, 500 * MS);
  ilv_transport_advance (transport, 901 * FRAME);
  ilv_transport_advance (transport, 902 * FRAME);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 500 * MS, 500 * MS);
  ilv_transport_set_scrubbing (transport, FALSE);
  ilv_transport_advance (transport, 903 * FRAME);
  ilv_transport_advance (transport, 904 * FRAME);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 516 * MS, 516 * MS);
}

/* What is seen is what is played: from its beginning, when everything has been seen. */
static void
test_starts_over (void)
{
  g_autoptr (IlvTransport) transport = make_recorded (100 * MS);

  ilv_transport_set_range (transport, 40 * MS, 60 * MS);
  ilv_transport_play (transport);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 40 * MS, 40 * MS);
  ilv_transport_go_to_start (transport);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 0, 0);
  ilv_transport_go_to_end (transport);
  assert_at (transport, ILV_TRANSPORT_PAUSED, 100 * MS, G_MAXINT64);
}

static void
test_catches_up (void)
{
  g_autoptr (IlvTransport) transport = ilv_transport_new ();

  ilv_transport_set_recorded (transport, 50 * MS, 50 * MS, TRUE);
  ilv_transport_seek (transport, 10 * MS);
  ilv_transport_set_speed (transport, 10);
  ilv_transport_play (transport);
  draw_frames (transport, 1);
  assert_at (transport, ILV_TRANSPORT_LIVE, 50 * MS, G_MAXINT64);
}

static void
test_loops (void)
{
  g_autoptr (IlvTransport) transport = make_recorded (100 * MS);

  ilv_transport_set_loop (transport, TRUE);
  ilv_transport_set_range (transport, 40 * MS, 60 * MS);
  ilv_transport_seek (transport, 10 * MS);
  ilv_transport_play (transport);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 40 * MS, 40 * MS);
  draw_frames (transport, 1);
  assert_at (transport, ILV_TRANSPORT_PLAYING, 56 * MS, 56 * MS);
  for (guint i = 0; i < 1000; i++)
    {
      draw_frames (transport, 1);
      g_assert_cmpint (ilv_transport_get_time (transport), >=, 40 * MS);
      g_assert_cmpint (ilv_transport_get_time (transport), <, 60 * MS);
    }
  /* Another range takes the head along. */
  ilv_transport_set_range (transport, 0, 20 * MS);
  draw_frames (transport, 0);
  g_assert_cmpint (ilv_transport_get_time (transport), <, 20 * MS);
  /* Whatever lies beyond what is recorded is no part of the loop. */
  ilv_transport_set_range (transport, 90 * MS, 500 * MS);
  ilv_transport_seek (transport, 99 * MS);
  draw_frames (transport, 0);
  g_assert_cmpint (ilv_transport_get_time (transport), >=, 90 * MS);
  g_assert_cmpint (ilv_transport_get_state (transport), ==, ILV_TRANSPORT_PLAYING);
}

static void
test_speeds (void)
{
  g_autoptr (IlvTransport) transport = ilv_transport_new ();

  ilv_transport_set_speed (transport, 0.07);
  g_assert_cmpfloat (ilv_transport_get_speed (transport), ==, 0.05);
  ilv_transport_change_speed (transport, 1);
  g_assert_cmpfloat (ilv_transport_get_speed (transport), ==, 0.1);
  ilv_transport_change_speed (transport, 100);
  g_assert_cmpfloat (ilv_transport_get_speed (transport), ==, 10);
  ilv_transport_change_speed (transport, -100);
  g_assert_cmpfloat (ilv_transport_get_speed (transport), ==, 0.01);
  for (guint i = 1; i < ilv_transport_get_n_speeds (); i++)
    {
      ilv_transport_change_speed (transport, 1);
      g_assert_cmpfloat (ilv_transport_get_speed (transport), ==, ilv_transport_get_nth_speed (i));
    }
}

/* Nothing can be played of what has not run. */
static void
test_nothing_recorded (void)
{
  g_autoptr (IlvTransport) transport = ilv_transport_new ();

  ilv_transport_toggle (transport);
  ilv_transport_seek (transport, 5 * MS);
  ilv_transport_play (transport);
  assert_at (transport, ILV_TRANSPORT_LIVE, 0, G_MAXINT64);
}

static void
on_signal (guint *n)
{
  (*n)++;
}

static void
test_signals (void)
{
  g_autoptr (IlvTransport) transport = make_recorded (100 * MS);
  guint moved = 0, changed = 0;

  g_signal_connect_swapped (transport, "moved", G_CALLBACK (on_signal), &moved);
  g_signal_connect_swapped (transport, "changed", G_CALLBACK (on_signal), &changed);
  ilv_transport_seek (transport, 10 * MS);
  ilv_transport_seek (transport, 10 * MS);
  g_assert_cmpuint (moved, ==, 1);
  g_assert_cmpuint (changed, ==, 0);
  ilv_transport_play (transport);
  g_assert_cmpuint (changed, ==, 1);
  moved = changed = 0;
  draw_frames (transport, 3);
  g_assert_cmpuint (moved, ==, 3);
  g_assert_cmpuint (changed, ==, 0);
  ilv_transport_set_loop (transport, TRUE);
  ilv_transport_set_recorded (transport, 200 * MS, 200 * MS, TRUE);
  g_assert_cmpuint (changed, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/live follows the run and stands at its end", test_live);
  g_test_add_func ("/transport/pausing holds while the run goes on", test_pause_holds);
  g_test_add_func ("/transport/playing goes on with the frames and stops at the end",
                   test_plays_to_the_end);
  g_test_add_func ("/transport/playing goes on where it was", test_goes_on_where_it_was);
  g_test_add_func ("/transport/playing at the end starts over", test_starts_over);
  g_test_add_func ("/transport/a head that catches up is live", test_catches_up);
  g_test_add_func ("/transport/a loop stays in its range", test_loops);
  g_test_add_func ("/transport/speeds go by steps", test_speeds);
  g_test_add_func ("/transport/nothing recorded is not played", test_nothing_recorded);
  g_test_add_func ("/transport/signals tell what is new and nothing else", test_signals);
  return g_test_run ();
}
