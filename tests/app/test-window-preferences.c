/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hints, preferences and shortcuts: what helps whoever is new, and what the program remembers. */
#include "app/window-private.h"
#include "window-fixture.h"

static void
dismiss (IlvWindow *window)
{
  g_signal_emit_by_name (fixture_find_button (GTK_WIDGET (window->hint), NULL), "clicked");
}

static void
test_hints_come_once (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *first = g_strdup (ilv_hint_bar_get_text (window->hint));

  g_assert_nonnull (first);
  fixture_make_it_short (window);
  fixture_run_to_end (window);
  g_assert_nonnull (ilv_hint_bar_get_text (window->hint));
  g_assert_cmpstr (ilv_hint_bar_get_text (window->hint), !=, first);
  dismiss (window);
  g_assert_null (ilv_hint_bar_get_text (window->hint));
  fixture_run_to_end (window);
  g_assert_null (ilv_hint_bar_get_text (window->hint));
  fixture_act (window, "show-hints");
  g_assert_nonnull (ilv_hint_bar_get_text (window->hint));
  dismiss (window);
  fixture_close_window (window);

  window = fixture_open_window ();
  g_assert_null (ilv_hint_bar_get_text (window->hint));
  fixture_close_window (window);
}

static void
test_forgets_and_brings_back (void)
{
  IlvWindow *window = fixture_open_window ();
  guint own = ilv_model_bar_get_chosen (window->models);
  guint other = 1u << ILV_MODEL_THREADING;

  fixture_make_it_short (window);
  ilv_model_bar_choose (window->models, other);
  fixture_act (window, "forget-choices");
  g_assert_cmpuint (ilv_model_bar_get_chosen (window->models), ==, own);
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_cmpuint (ilv_model_bar_get_chosen (window->models), ==, own);
  fixture_act (window, "undo-forget");
  g_assert_cmpuint (ilv_model_bar_get_chosen (window->models), ==, other);
  fixture_act (window, "reset-settings");
  fixture_close_window (window);
}

static guint
check_actions (GtkWidget *widget, GActionGroup *window, GActionGroup *application)
{
  const char *name
    = GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;
  guint n = 0;

  if (name && g_str_has_prefix (name, "win."))
    {
      g_test_message ("%s", name);
      g_assert_true (g_action_group_has_action (window, name + strlen ("win.")));
      n++;
    }
  else if (name && g_str_has_prefix (name, "app."))
    {
      g_assert_true (g_action_group_has_action (application, name + strlen ("app.")));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += check_actions (child, window, application);
  return n;
}

static GtkWidget *
find_dialog (IlvWindow *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item; item = item->next)
    if (gtk_window_get_transient_for (item->data) == GTK_WINDOW (window))
      return item->data;
  return NULL;
}

static void
test_preferences_are_actions (void)
{
  IlvWindow *window = fixture_open_window ();
  GActionGroup *application = G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window)));
  GtkWidget *dialog;

  fixture_act (window, "preferences");
  dialog = find_dialog (window);
  g_assert_nonnull (dialog);
  g_assert_cmpuint (check_actions (dialog, G_ACTION_GROUP (window), application), >=, 10);
  gtk_window_destroy (GTK_WINDOW (dialog));
  fixture_close_window (window);
}

/* --- shortcuts ------------------------------------------------------------------------------- */

static char *
normalise (const char *accelerator)
{
  guint key;
  GdkModifierType modifiers;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    g_error ("“%s” is no key", accelerator);
  return gtk_accelerator_name (key, modifiers);
}

typedef struct
{
  GHashTable *shown;
  gboolean in_accelerator;
} Overlay;

static void
begin_element (GMarkupParseContext *context, const char *element, const char **names,
               const char **values, gpointer user_data, GError **error)
{
  Overlay *overlay = user_data;

  overlay->in_accelerator = FALSE;
  for (guint i = 0; names[i]; i++)
    if (g_strcmp0 (names[i], "name") == 0 && g_strcmp0 (values[i], "accelerator") == 0)
      overlay->in_accelerator = TRUE;
}

static void
end_element (GMarkupParseContext *context, const char *element, gpointer user_data,
             GError **error)
{
  ((Overlay *) user_data)->in_accelerator = FALSE;
}

static void
read_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
           GError **error)
{
  Overlay *overlay = user_data;
  g_autofree char *all = g_strndup (text, length);
  g_auto (GStrv) keys = g_strsplit (all, " ", -1);

  for (guint i = 0; overlay->in_accelerator && keys[i]; i++)
    if (!strstr (keys[i], "..."))
      g_hash_table_add (overlay->shown, normalise (keys[i]));
}

/* (transfer full) */
static GHashTable *
read_overlay (void)
{
  static const GMarkupParser parser = { begin_element, end_element, read_text, NULL, NULL };
  Overlay overlay = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), FALSE };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &overlay, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "help-overlay.ui", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  g_assert_true (g_markup_parse_context_parse (context, text, (gssize) length, &error));
  return overlay.shown;
}

static void
test_shortcuts_are_shown (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  g_autoptr (GHashTable) shown = read_overlay ();
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; actions[i]; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (application, actions[i]);
      g_autofree char *first = keys[0] ? normalise (keys[0]) : NULL;
      const char *name = strchr (actions[i], '.') + 1;

      /* The first is the one to tell; others are for other keyboards. */
      if (first && !g_hash_table_contains (shown, first))
        g_string_append_printf (missing, "%s (%s) ", actions[i], first);
      if (g_str_has_prefix (actions[i], "win."))
        g_assert_true (g_strcmp0 (name, "show-help-overlay") == 0
                       || g_action_group_has_action (G_ACTION_GROUP (window), name));
    }
  g_assert_cmpstr (missing->str, ==, "");
  fixture_close_window (window);
}

static int
get_least_width (IlvWindow *window)
{
  int least;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                      NULL);
  return least;
}

static void
larger_text_still_fits_a_small_screen (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (window));

  g_object_set (settings, "gtk-xft-dpi", 144 * 1024, NULL);
  fixture_idle (200);
  g_assert_cmpint (get_least_width (window), <=, 1366);
  g_assert_false (gtk_widget_get_visible (window->words));
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  fixture_idle (200);
  g_assert_true (gtk_widget_get_visible (window->words));
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/preferences/larger text still fits a small screen",
                   larger_text_still_fits_a_small_screen);
  g_test_add_func ("/preferences/each hint comes once, and again when asked for",
                   test_hints_come_once);
  g_test_add_func ("/preferences/what is forgotten can be brought back",
                   test_forgets_and_brings_back);
  g_test_add_func ("/preferences/each row is an action that is there",
                   test_preferences_are_actions);
  g_test_add_func ("/preferences/every key is shown among the shortcuts", test_shortcuts_are_shown);
  return g_test_run ();
}
