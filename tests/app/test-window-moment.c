/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the panels, and in those whose runs come later, is of the moment shown. */
#include "app/legend-order.h"
#include "app/state-share.h"
#include "app/window-private.h"
#include "trace/quantity.h"
#include "trace/range.h"
#include "window-fixture.h"

#define MS G_GINT64_CONSTANT (1000000)

static IlvTransport *
get_transport (IlvWindow *window)
{
  return ilv_panel_grid_get_transport (window->panels);
}

static const IlvTrace *
get_trace (IlvWindow *window, guint run)
{
  return ilv_run_get_trace (ilv_comparison_get_run (ilv_window_get_comparison (window), run));
}

static GtkWidget *
get_part (GtkWidget *widget, const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), id));
}

static const char *
get_cell (GtkWidget *widget, int column, int row)
{
  GtkWidget *cell = gtk_grid_get_child_at (GTK_GRID (get_part (widget, "grid")), column, row);

  return cell ? gtk_label_get_label (GTK_LABEL (cell)) : "";
}

/* Longer than figures take to follow. */
static void
let_figures_follow (void)
{
  fixture_idle (500);
}

/* That the legend's figures are those of [from, to]; how many of them are more than 0. */
static guint
check_shares (IlvWindow *window, gint64 from, gint64 to)
{
  IlvState order[ILV_LEGEND_N_STATES];
  guint n = 0;

  ilv_legend_order (ILV_LEGEND_AS_READ, NULL, order);
  for (guint run = 0; run < ilv_panel_grid_get_n_panels (window->panels); run++)
    {
      double shares[ILV_N_STATES];

      ilv_state_share_compute (get_trace (window, run), from, to, shares);
      for (int i = 0; i < ILV_LEGEND_N_STATES; i++)
        {
          const char *text = get_cell (GTK_WIDGET (window->statistics), (int) run + 1, i + 1);

          if (shares[order[i]] <= 0)
            g_assert_cmpstr (text, ==, "–");
          else if (shares[order[i]] >= 0.005)
            g_assert_cmpint ((int) g_ascii_strtod (text, NULL), ==,
                             (int) (shares[order[i]] * 100 + 0.5));
          n += shares[order[i]] > 0;
        }
    }
  return n;
}

static void
test_legend_is_of_the_moment (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvTransport *transport = get_transport (window);
  gint64 end = ilv_viewport_get_to (ilv_panel_grid_get_viewport (window->panels));
  GtkWidget *said = get_part (GTK_WIDGET (window->statistics), "moment");
  GtkWidget *results = get_part (GTK_WIDGET (window->results), "earlier");
  guint whole = check_shares (window, 0, end);

  g_assert_cmpuint (whole, >, 0);
  g_assert_false (gtk_widget_get_visible (said));
  g_assert_false (gtk_widget_get_visible (results));
  for (int i = 3; i >= 0; i--)
    {
      gint64 time = ilv_transport_get_end (transport) * i / 4;

      ilv_transport_seek (transport, time);
      let_figures_follow ();
      g_assert_cmpuint (check_shares (window, 0, time + 1), <=, whole);
      g_assert_true (gtk_widget_get_visible (said));
      g_assert_true (gtk_widget_get_visible (results));
    }
  fixture_act (window, "to-end");
  let_figures_follow ();
  g_assert_cmpuint (check_shares (window, 0, end), ==, whole);
  g_assert_false (gtk_widget_get_visible (said));
  g_assert_false (gtk_widget_get_visible (results));
  fixture_close_window (window);
}

/* Of the selection as far as it has been seen; before its beginning nothing. */
static void
test_selection_is_of_the_moment (void)
{
  IlvWindow *window = fixture_open_with_a_run ();
  IlvTransport *transport = get_transport (window);
  gint64 end = ilv_trace_get_end (get_trace (window, 0));
  gint64 begin = ilv_trace_get_begin (get_trace (window, 0));
  guint64 before = G_MAXUINT64;

  ilv_viewport_select (ilv_panel_grid_get_viewport (window->panels), end / 4, end);
  for (int i = 9; i >= 1; i -= 2)
    {
      gint64 time = begin + (end - begin) * i / 10;
      g_autofree char *events = NULL;
      IlvRangeCounts counts;

      ilv_transport_seek (transport, time);
      let_figures_follow ();
      ilv_range_count (get_trace (window, 0), end / 4, MAX (time + 1, end / 4), &counts);
      events = ilv_quantity_count ((gint64) counts.events);
      g_assert_cmpstr (get_cell (GTK_WIDGET (window->range_figures), 1, 1), ==, events);
      g_assert_cmpuint (counts.events, <=, before);
      before = counts.events;
    }
  g_assert_cmpuint (before, ==, 0);
  fixture_close_window (window);
}

/* --- runs in turn ---------------------------------------------------------------------------- */

static gboolean
has_come_far (gpointer data)
{
  return ilv_transport_get_end (get_transport (data)) > 120 * MS;
}

static gboolean
next_has_begun (gpointer data)
{
  return ilv_trace_get_end (get_trace (data, 1)) > 50 * MS;
}

static char *
describe (IlvWindow *window, guint panel)
{
  return ilv_panel_describe (fixture_get_panel (window, panel));
}

static void
test_later_runs_say_so (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *waiting = NULL;
  g_autofree char *held = NULL;
  g_autofree char *followed = NULL;
  gint64 until;

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "delay-ms", "100"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", "8"));
  fixture_act (window, "run");
  fixture_wait (has_come_far, window);
  g_assert_false (next_has_begun (window));
  fixture_act (window, "play");
  until = ilv_panel_get_view (fixture_get_panel (window, 0))->until;
  waiting = describe (window, 1);
  g_assert_nonnull (strstr (waiting, "waiting for its turn"));
  fixture_wait (next_has_begun, window);
  fixture_idle (120);
  held = describe (window, 1);
  g_assert_nonnull (strstr (held, "This run began after the picture was held."));
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 1)), ==, 0);
  g_assert_cmpint (ilv_panel_get_view (fixture_get_panel (window, 0))->until, ==, until);
  fixture_act (window, "to-end");
  fixture_idle (120);
  followed = describe (window, 1);
  g_assert_null (strstr (followed, "began after"));
  g_assert_cmpuint (ilv_panel_get_n_rows (fixture_get_panel (window, 1)), >, 0);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/moment/the legend is of the moment", test_legend_is_of_the_moment);
  g_test_add_func ("/moment/what is selected is of the moment", test_selection_is_of_the_moment);
  g_test_add_func ("/moment/runs that began later say so", test_later_runs_say_so);
  return g_test_run ();
}
