/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window says in passing. */
#include "window-fixture.h"

#include "app/notices.h"
#include "app/window-private.h"

/* The latest: one that leaves is still there. */
static GtkWidget *
find_notice (AdwToastOverlay *overlay)
{
  for (GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (overlay)); child;
       child = gtk_widget_get_prev_sibling (child))
    if (g_str_equal (G_OBJECT_TYPE_NAME (child), "AdwToastWidget"))
      return child;
  return NULL;
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static gboolean
says (AdwToastOverlay *overlay, const char *text)
{
  GtkWidget *label = find_notice (overlay);

  while (label && !GTK_IS_LABEL (label))
    label = gtk_widget_get_first_child (label);
  return label && strcmp (gtk_label_get_text (GTK_LABEL (label)), text) == 0;
}

static void
add (AdwToastOverlay *overlay, const char *title, AdwToast **watched)
{
  AdwToast *toast = adw_toast_new (title);

  *watched = toast;
  g_object_add_weak_pointer (G_OBJECT (toast), (gpointer *) watched);
  ilv_notices_add (overlay, toast);
}

/* Giving up one that still came in, over another one or not, was the end of the program. */
static void
what_comes_in_can_be_given_up (void)
{
  IlvWindow *window = fixture_open_window ();
  AdwToast *first, *second;

  add (window->toasts, "First", &first);
  add (window->toasts, "Second", &second);
  g_assert_true (says (window->toasts, "First"));
  adw_toast_dismiss (first);
  fixture_wait (is_gone, &first);
  g_assert_true (says (window->toasts, "Second"));
  adw_toast_dismiss (second);
  fixture_wait (is_gone, &second);
  fixture_idle (700);
  g_assert_null (find_notice (window->toasts));
  fixture_close_window (window);
}

static void
what_waits_goes_with_the_window (void)
{
  IlvWindow *window = fixture_open_window ();
  AdwToast *first, *second;

  add (window->toasts, "First", &first);
  add (window->toasts, "Second", &second);
  fixture_close_window (window);
  g_assert_null (first);
  g_assert_null (second);
}

static void
the_latest_word_counts (void)
{
  IlvWindow *window = fixture_open_window ();
  AdwToast *kept;

  add (window->toasts, "Kept", &kept);
  ilv_notices_say (window->toasts, "Said first");
  ilv_notices_say (window->toasts, "Said <last>");
  g_assert_true (says (window->toasts, "Kept"));
  adw_toast_dismiss (kept);
  fixture_wait (is_gone, &kept);
  g_assert_true (says (window->toasts, "Said <last>"));
  ilv_notices_say (window->toasts, "And again");
  g_assert_true (says (window->toasts, "And again"));
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/notices/what comes in can be given up", what_comes_in_can_be_given_up);
  g_test_add_func ("/notices/what waits goes with the window", what_waits_goes_with_the_window);
  g_test_add_func ("/notices/the latest word counts", the_latest_word_counts);
  return g_test_run ();
}
