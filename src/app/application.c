/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "app/popover-tooltip.h"
#include "app/renderer.h"

#include "ilv-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _IlvApplication
{
  AdwApplication parent_instance;

  IlvPreferences *preferences; /* owned */
};

G_DEFINE_FINAL_TYPE (IlvApplication, ilv_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "run", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Run the scenario at once"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[SCENARIO|FILE…]") },
  { NULL },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.run", { "F5", "<Ctrl>r" } },
  { "win.search", { "<Ctrl>f" } },
  { "win.open", { "<Ctrl>o" } },
  { "win.new-scenario", { "<Ctrl>n" } },
  { "win.edit-copy", { "<Ctrl>d" } },
  { "win.save", { "<Ctrl>s" } },
  { "win.recent", { "<Ctrl>h" } },
  { "win.compare-runs", { "<Ctrl><Shift>k" } },
  { "win.export", { "<Ctrl>e" } },
  { "win.copy-picture", { "<Ctrl><Shift>c" } },
  { "win.print", { "<Ctrl>p" } },
  { "win.fit", { "<Ctrl>0", "<Ctrl>KP_0" } },
  { "win.back", { "<Alt>Left" } },
  { "win.forward", { "<Alt>Right" } },
  { "win.zoom-to-selection", { "<Ctrl><Shift>0", "<Ctrl>parenright" } },
  { "win.every-lane", { "<Ctrl>l" } },
  { "win.connectors", { "<Ctrl>k" } },
  { "win.preferences", { "<Ctrl>comma" } },
  { "win.choose-graph", { "<Ctrl>g" } },
  { "win.stage", { "F11" } },
  { "win.toggle-scenarios", { "F9" } },
  { "win.toggle-legend", { "<Shift>F9" } },
  { "win.show-help-overlay", { "<Ctrl>question", "F1" } },
  { "window.close", { "<Ctrl>w" } },
  { "app.quit", { "<Ctrl>q" } },
};

static void
set_theme (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  /* Before the windows hear of it and look there. */
  ilv_preferences_set (ILV_APPLICATION (user_data)->preferences, "theme", state);
  g_simple_action_set_state (action, state);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (
    gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name",
    "Interleave", "application-icon", ILV_APPLICATION_ID, "version", ILV_VERSION,
    "developer-name", _ ("The Interleave developers"), "license-type", GTK_LICENSE_GPL_3_0,
    "comments", _ ("Runs one workload under several concurrency models, for real, and shows them "
                   "side by side: who works, who waits, and for whom."),
    "translator-credits", _ ("translator-credits"), NULL);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* Held, because one that closes may close others. */
  g_autoptr (GPtrArray) windows = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *item = gtk_application_get_windows (user_data); item; item = item->next)
    g_ptr_array_add (windows, g_object_ref (item->data));
  /* Closing, and not g_application_quit(): a window first waits for the end of its runs. */
  for (guint i = 0; i < windows->len; i++)
    gtk_window_close (windows->pdata[i]);
}

static const GActionEntry entries[] = {
  { "theme", NULL, "s", "'system'", set_theme },
  { "about", about_action },
  { "quit", quit_action },
};

/* A program run from the build tree brings its icon along. */
static void
find_icons (void)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  if (g_getenv ("ILV_UNINSTALLED"))
    gtk_icon_theme_add_search_path (icons, ILV_SOURCE_DIR "/data/icons");
  gtk_window_set_default_icon_name (ILV_APPLICATION_ID);
}

static void
ilv_application_startup (GApplication *application)
{
  IlvApplication *self = ILV_APPLICATION (application);
  g_autofree char *theme = NULL;

  G_APPLICATION_CLASS (ilv_application_parent_class)->startup (application);
  ilv_renderer_choose (gdk_display_get_default ());
  ilv_popover_tooltip_install ();
  find_icons ();
  self->preferences = ilv_preferences_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  theme = ilv_preferences_get_string (self->preferences, "theme", "system");
  g_action_group_change_action_state (G_ACTION_GROUP (self), "theme",
                                      g_variant_new_string (theme));
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
ilv_application_activate (GApplication *application)
{
  ilv_application_present (ILV_APPLICATION (application));
}

static int
ilv_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;
  g_print ("interleave %s\n", ILV_VERSION);
  return 0;
}

/* A file's name is meant from where the command was given; a scenario's is just its id. Returns
   whether a scenario is chosen that can be run now. */
static gboolean
open_named (IlvWindow *window, GApplicationCommandLine *line, const char *name, gboolean run)
{
  g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, name);
  g_autoptr (GSList) files = g_slist_append (NULL, file);

  if (!strpbrk (name, "./"))
    return ilv_window_open (window, name);
  return ilv_window_open_files (window, files, run);
}

static gboolean
open_several (IlvWindow *window, GApplicationCommandLine *line, const char **names, gboolean run)
{
  GSList *files = NULL;
  gboolean chosen;

  for (guint i = 0; names[i]; i++)
    files = g_slist_append (files,
                            g_application_command_line_create_file_for_arg (line, names[i]));
  chosen = ilv_window_open_files (window, files, run);
  g_slist_free_full (files, g_object_unref);
  return chosen;
}

static int
ilv_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  GVariantDict *given = g_application_command_line_get_options_dict (line);
  g_autofree const char **names = NULL;
  IlvWindow *window = ilv_application_present (ILV_APPLICATION (application));
  gboolean run = g_variant_dict_contains (given, "run");
  gboolean chosen = TRUE;

  if (g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &names) && names[0])
    chosen = names[1] ? open_several (window, line, names, run)
                      : open_named (window, line, names[0], run);
  if (chosen && run)
    ilv_window_run (window);
  return 0;
}

static void
ilv_application_dispose (GObject *object)
{
  g_clear_object (&ILV_APPLICATION (object)->preferences);
  G_OBJECT_CLASS (ilv_application_parent_class)->dispose (object);
}

static void
ilv_application_class_init (IlvApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_application_dispose;
  application_class->startup = ilv_application_startup;
  application_class->activate = ilv_application_activate;
  application_class->handle_local_options = ilv_application_handle_local_options;
  application_class->command_line = ilv_application_command_line;
}

static void
ilv_application_init (IlvApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (
    G_APPLICATION (self),
    _ ("Shows one workload under several concurrency models, live and side by side."));
}

IlvApplication *
ilv_application_new (void)
{
  return g_object_new (ILV_TYPE_APPLICATION, "application-id", ILV_APPLICATION_ID,
                       "resource-base-path", "/io/github/interleave/Interleave", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

IlvWindow *
ilv_application_present (IlvApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *item = windows; item; item = item->next)
    if (ILV_IS_WINDOW (item->data) && gtk_widget_get_visible (item->data))
      {
        gtk_window_present (item->data);
        return item->data;
      }
  gtk_window_present (GTK_WINDOW (ilv_window_new (ADW_APPLICATION (self), self->preferences)));
  return ILV_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (self)));
}
