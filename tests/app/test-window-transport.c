/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which moment the window shows: live, paused, scrubbed and played back. */
#include "app/window-private.h"
#include "window-fixture.h"

/* Logical pixels beside the play head that its handles and marks half passed may take. */
#define REACH 16

static IlvTransport *
get_transport (IlvWindow *window)
{
  return ilv_panel_grid_get_transport (window->panels);
}

static IlvPanelView *
get_view (IlvWindow *window, guint index)
{
  return ilv_panel_grid_get_panel (window->panels, index);
}

static gint64
get_until (IlvWindow *window, guint index)
{
  return ilv_panel_get_view (fixture_get_panel (window, index))->until;
}

/* --- what stands on the screen --------------------------------------------------------------- */

typedef struct
{
  int width;
  int height;
  guint32 *pixels; /* owned */
} Shot;

static Shot
take_shot (IlvWindow *window, guint index)
{
  GtkWidget *view = GTK_WIDGET (get_view (window, index));
  Shot shot = { gtk_widget_get_width (view), gtk_widget_get_height (view), NULL };
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  /* What its next frame will be. */
  GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (GTK_NATIVE (window)), node,
    &GRAPHENE_RECT_INIT (0, 0, (float) shot.width, (float) shot.height));
  shot.pixels = g_new (guint32, (gsize) shot.width * (gsize) shot.height);
  gdk_texture_download (texture, (guchar *) shot.pixels, (gsize) shot.width * 4);
  return shot;
}

/* Pixels below the header, in the columns from x0 to before x1, that are not the same. */
static guint
count_different (const Shot *a, const Shot *b, int x0, int x1)
{
  guint n = 0;

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (int y = 70; y < a->height; y++)
    for (int x = MAX (x0, 0); x < MIN (x1, a->width); x++)
      n += a->pixels[y * a->width + x] != b->pixels[y * a->width + x];
  return n;
}

static void
drop_shot (Shot *shot)
{
  g_clear_pointer (&shot->pixels, g_free);
}

/* Long enough for whatever would be drawn to be drawn. */
static void
let_frames_pass (void)
{
  fixture_idle (120);
}

/* --- after a run ----------------------------------------------------------------------------- */

static void
test_whole_at_the_end (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvTransport *transport = get_transport (window);

  g_assert_false (fixture_is_enabled (window, "play"));
  fixture_close_window (window);
  window = fixture_open_with_a_run ();
  transport = get_transport (window);
  g_assert_cmpint (ilv_transport_get_state (transport), ==, ILV_TRANSPORT_PAUSED);
  g_assert_cmpint (ilv_transport_get_time (transport), ==, ilv_transport_get_end (transport));
  g_assert_true (fixture_is_enabled (window, "play"));
  g_assert_false (fixture_is_enabled (window, "follow-live"));
  for (guint i = 0; i < ilv_panel_grid_get_n_panels (window->panels); i++)
    g_assert_cmpint (get_until (window, i), ==, G_MAXINT64);
  fixture_close_window (window);
}

/* Left of the head is what the whole picture shows there; the same in motion and at rest. */
static void
test_moments (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvTransport *transport = get_transport (window);
  IlvPanel *panel = fixture_get_panel (window, 0);
  Shot whole = take_shot (window, 0);

  for (int i = 1; i < 6; i++)
    {
      Shot resting, moving;
      int x;

      ilv_transport_seek (transport, ilv_transport_get_end (transport) * i / 8);
      x = (int) ilv_panel_time_to_x (panel, ilv_transport_get_time (transport));
      resting = take_shot (window, 0);
      ilv_transport_play (transport);
      moving = take_shot (window, 0);
      ilv_transport_pause (transport);
      g_assert_cmpuint (count_different (&whole, &resting, 0, x - REACH), ==, 0);
      g_assert_cmpuint (count_different (&whole, &resting, x + REACH, whole.width), >, 500);
      g_assert_cmpuint (count_different (&moving, &resting, 0, x - REACH), ==, 0);
      g_assert_cmpuint (count_different (&moving, &resting, x + REACH, whole.width), ==, 0);
      drop_shot (&resting);
      drop_shot (&moving);
    }
  drop_shot (&whole);
  fixture_close_window (window);
}

static gboolean
is_paused (gpointer data)
{
  return ilv_transport_get_state (get_transport (data)) == ILV_TRANSPORT_PAUSED;
}

static void
test_plays_to_the_end (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvTransport *transport = get_transport (window);

  ilv_transport_set_speed (transport, 0.5);
  fixture_act (window, "to-start");
  fixture_act (window, "play");
  g_assert_cmpint (ilv_transport_get_state (transport), ==, ILV_TRANSPORT_PLAYING);
  g_assert_cmpint (get_until (window, 0), <, ilv_transport_get_end (transport));
  fixture_wait (is_paused, window);
  g_assert_cmpint (get_until (window, 0), ==, G_MAXINT64);
  g_assert_cmpuint (window->play_tick, ==, 0);
  fixture_close_window (window);
}

/* The view goes along until somebody looks elsewhere. */
static void
test_view_follows (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvTransport *transport = get_transport (window);
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 end = ilv_transport_get_end (transport);

  ilv_transport_set_speed (transport, 0.5);
  ilv_viewport_show (viewport, 0, end / 8);
  fixture_act (window, "to-start");
  fixture_act (window, "play");
  fixture_wait (is_paused, window);
  g_assert_cmpint (ilv_viewport_get_to (viewport), >=, end - end / 8);

  ilv_viewport_show (viewport, end / 2, end / 2 + end / 8);
  ilv_transport_seek (transport, 0);
  g_assert_cmpint (ilv_viewport_get_from (viewport), ==, 0);
  ilv_transport_play (transport);
  ilv_viewport_show (viewport, end / 2 + end / 4, end / 2 + end / 4 + end / 16);
  ilv_transport_seek (transport, end / 16);
  g_assert_cmpint (ilv_viewport_get_from (viewport), ==, end / 2 + end / 4);
  fixture_close_window (window);
}

static gboolean
has_room (gpointer data)
{
  GtkInscription *words = data;
  g_autoptr (PangoLayout) layout
    = gtk_widget_create_pango_layout (GTK_WIDGET (words), gtk_inscription_get_text (words));
  int width;

  pango_layout_set_attributes (layout, gtk_inscription_get_attributes (words));
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width > 0 && width <= gtk_widget_get_width (GTK_WIDGET (words));
}

typedef struct
{
  GtkWidget *words;
  int width; /* that it had */
} Room;

static gboolean
has_other_room (gpointer data)
{
  Room *room = data;

  return gtk_widget_get_width (room->words) != room->width && has_room (room->words);
}

/* Whatever the letters' size, and however many digits the moment has. */
static void
test_words_are_whole (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  GtkWidget *words = GTK_WIDGET (gtk_widget_get_template_child (
    GTK_WIDGET (window->transport_bar), ILV_TYPE_TRANSPORT_BAR, "long_words"));

  Room room = { words, 0 };

  for (int on_stage = 0; on_stage < 2; on_stage++)
    {
      g_action_group_change_action_state (G_ACTION_GROUP (window), "stage",
                                          g_variant_new_boolean (on_stage == 1));
      fixture_act (window, "to-end");
      fixture_wait (has_other_room, &room);
      room.width = gtk_widget_get_width (words);
      for (int i = 0; i < 8; i++)
        {
          ilv_transport_seek (get_transport (window),
                              ilv_transport_get_end (get_transport (window)) * i / 8);
          let_frames_pass ();
          g_assert_true (has_room (words));
          g_assert_cmpint (gtk_widget_get_width (words), ==, room.width);
        }
    }
  fixture_close_window (window);
}

static gint64
get_step (IlvWindow *window, int direction)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "step",
                                  g_variant_new_int32 (direction));
  return ilv_transport_get_time (get_transport (window));
}

static void
test_steps (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvTransport *transport = get_transport (window);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 time = 0;

  fixture_act (window, "to-start");
  for (guint i = 0; i < 60; i++)
    {
      gint64 next = get_step (window, 1);

      g_assert_cmpint (next, >, time);
      time = next;
      g_array_append_val (times, time);
    }
  g_assert_cmpint (get_until (window, 0), ==, time);
  for (guint i = 59; i > 0; i--)
    g_assert_cmpint (get_step (window, -1), ==, g_array_index (times, gint64, i - 1));
  /* At the end there is nothing more to come, and the last event lies before it. */
  fixture_act (window, "to-end");
  time = ilv_transport_get_end (transport);
  g_assert_cmpint (get_step (window, 1), ==, time);
  g_assert_cmpint (get_step (window, -1), <, time);
  fixture_close_window (window);
}

/* Those of a panel that is seen to have the focus are its own. */
static void
test_steps_through_one_panel (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  guint steps[2] = { 0 };

  for (int focused = 0; focused < 2; focused++)
    {
      gtk_widget_grab_focus (GTK_WIDGET (get_view (window, 0)));
      gtk_window_set_focus_visible (GTK_WINDOW (window), focused == 1);
      fixture_act (window, "to-start");
      for (gint64 time = -1; ilv_transport_get_time (get_transport (window)) != time;
           steps[focused]++)
        {
          time = ilv_transport_get_time (get_transport (window));
          get_step (window, 1);
        }
    }
  g_assert_cmpuint (steps[1], >, 5);
  g_assert_cmpuint (steps[0], >, 2 * steps[1]);
  fixture_close_window (window);
}

static void
test_speed_is_remembered (void)
{
  IlvWindow *window = fixture_open_window ();

  g_action_group_change_action_state (G_ACTION_GROUP (window), "speed", g_variant_new_double (5));
  g_action_group_activate_action (G_ACTION_GROUP (window), "loop", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "change-speed",
                                  g_variant_new_int32 (-1));
  fixture_close_window (window);
  window = fixture_open_window ();
  g_assert_cmpfloat (ilv_transport_get_speed (get_transport (window)), ==, 2);
  g_assert_true (ilv_transport_get_loop (get_transport (window)));
  g_action_group_activate_action (G_ACTION_GROUP (window), "loop", NULL);
  fixture_close_window (window);
}

/* --- while a run goes on --------------------------------------------------------------------- */

static gboolean
has_come_far (gpointer data)
{
  return ilv_transport_get_end (get_transport (data)) > 120 * G_GINT64_CONSTANT (1000000);
}

typedef struct
{
  IlvWindow *window;
  gint64 end;
} Progress;

static gboolean
has_gone_on (gpointer data)
{
  Progress *progress = data;

  return ilv_transport_get_end (get_transport (progress->window)) > progress->end;
}

static IlvWindow *
open_running (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "delay-ms", "300"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", "10"));
  fixture_act (window, "run");
  fixture_wait (has_come_far, window);
  return window;
}

static void
test_pause_holds (void)
{
  IlvWindow *window = open_running ();
  IlvTransport *transport = get_transport (window);
  Progress progress
    = { window, ilv_transport_get_end (transport) + 400 * G_GINT64_CONSTANT (1000000) };
  Shot before, after;

  g_assert_cmpint (get_until (window, 0), ==, G_MAXINT64);
  fixture_act (window, "play");
  let_frames_pass ();
  g_assert_true (ilv_transport_is_holding (transport));
  before = take_shot (window, 0);
  fixture_wait (has_gone_on, &progress);
  /* Drawn anew, as when the window changes its size, it is the same. */
  ilv_panel_grid_set_connectors (window->panels, TRUE);
  g_assert_true (ilv_comparison_is_running (ilv_window_get_comparison (window)));
  let_frames_pass ();
  after = take_shot (window, 0);
  g_assert_cmpuint (count_different (&before, &after, 0, before.width), ==, 0);
  /* Back to what happens now, which is another picture. */
  fixture_act (window, "follow-live");
  let_frames_pass ();
  drop_shot (&after);
  after = take_shot (window, 0);
  g_assert_cmpuint (count_different (&before, &after, 0, before.width), >, 100);
  drop_shot (&before);
  drop_shot (&after);
  fixture_close_window (window);
}

static void
test_scrubs_while_it_runs (void)
{
  IlvWindow *window = open_running ();
  IlvTransport *transport = get_transport (window);
  gint64 time = ilv_transport_get_end (transport) / 2;

  ilv_transport_seek (transport, time);
  let_frames_pass ();
  g_assert_cmpint (get_until (window, 0), ==, time);
  g_assert_true (fixture_is_enabled (window, "follow-live"));
  ilv_transport_seek (transport, G_MAXINT64);
  g_assert_cmpint (get_until (window, 0), ==, ilv_transport_get_end (transport));
  ilv_transport_seek (transport, time);
  fixture_act (window, "stop");
  fixture_wait (fixture_has_ended, window);
  let_frames_pass ();
  g_assert_cmpint (get_until (window, 0), ==, time);
  g_assert_false (fixture_is_enabled (window, "follow-live"));
  fixture_act (window, "to-end");
  g_assert_cmpint (get_until (window, 0), ==, G_MAXINT64);
  /* Another run is seen live again. */
  ilv_transport_seek (transport, time);
  fixture_act (window, "run");
  g_assert_cmpint (ilv_transport_get_state (transport), ==, ILV_TRANSPORT_LIVE);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/transport/after a run the whole picture stands", test_whole_at_the_end);
  g_test_add_func ("/transport/an earlier moment is part of the whole picture", test_moments);
  g_test_add_func ("/transport/a run is played to its end", test_plays_to_the_end);
  g_test_add_func ("/transport/the view follows the head", test_view_follows);
  g_test_add_func ("/transport/the moment in words has the room it needs", test_words_are_whole);
  g_test_add_func ("/transport/steps go from event to event", test_steps);
  g_test_add_func ("/transport/steps go through the panel that has the focus",
                   test_steps_through_one_panel);
  g_test_add_func ("/transport/speed and loop are remembered", test_speed_is_remembered);
  g_test_add_func ("/transport/pausing holds the picture while the run goes on",
                   test_pause_holds);
  g_test_add_func ("/transport/a run that goes on can be scrubbed", test_scrubs_while_it_runs);
  return g_test_run ();
}
