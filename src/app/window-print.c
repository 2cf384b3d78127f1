/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window shows, on paper: all panels, legend, results and caption on one page. */
#include "app/window-private.h"

#include <glib/gi18n-lib.h>

/* Of the shorter side of the paper, in logical pixels: A4 keeps the letters of a book. */
#define SHORT_SIDE 790

/* What is being printed. */
typedef struct
{
  IlvWindow *window;    /* owned */
  IlvExportScene scene; /* its comparison is owned */
} Print;

static void
free_print (gpointer data, GClosure *closure)
{
  Print *print = data;

  g_object_unref (print->scene.comparison);
  g_object_unref (print->window);
  g_free (print);
}

/* The light theme on white: what is grey on a screen would be a screen of dots on paper. Lives for
   ever, because tiles of hatches are kept by theme. */
static const IlvTheme *
get_paper_theme (void)
{
  static IlvTheme paper;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      paper = *ilv_theme_get (ILV_THEME_LIGHT);
      paper.window = (IlvColour){ 1, 1, 1 };
      g_once_init_leave (&once, 1);
    }
  return &paper;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  double scale = MIN (width, height) / SHORT_SIDE;
  const IlvReportPicture wanted = {
    .view = &print->scene.view,
    .theme = get_paper_theme (),
    .arrangement = print->scene.arrangement,
  };
  g_autoptr (IlvPicture) picture = ilv_report_make_picture (print->scene.comparison, &wanted);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  ilv_picture_draw (picture, cr, width / scale, height / scale, scale);
  cairo_restore (cr);
}

/* The next page is another file, in the same folder. */
static void
forget_file (GtkPrintSettings *settings)
{
  const char *uri = gtk_print_settings_get (settings, GTK_PRINT_SETTINGS_OUTPUT_URI);
  g_autofree char *path = uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;

  if (folder)
    gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR, folder);
  gtk_print_settings_unset (settings, GTK_PRINT_SETTINGS_OUTPUT_URI);
}

static void
remember (IlvWindow *self, GtkPrintOperation *operation)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  GtkPageSetup *page = gtk_print_operation_get_default_page_setup (operation);

  if (settings)
    {
      forget_file (settings);
      ilv_preferences_set (self->preferences, "print-settings",
                           gtk_print_settings_to_gvariant (settings));
    }
  if (page)
    ilv_preferences_set (self->preferences, "page-setup", gtk_page_setup_to_gvariant (page));
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, Print *print)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    remember (print->window, operation);
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  ilv_window_show_error (print->window,
                         error ? error->message : _ ("The page could not be printed."));
}

/* A landscape page, where none was chosen. */
static GtkPageSetup *
make_page_setup (IlvWindow *self)
{
  g_autoptr (GVariant) remembered = ilv_preferences_get (self->preferences, "page-setup", "a{sv}");
  GtkPageSetup *page;

  if (remembered && g_variant_n_children (remembered) > 0)
    return gtk_page_setup_new_from_gvariant (remembered);
  page = gtk_page_setup_new ();
  gtk_page_setup_set_orientation (page, GTK_PAGE_ORIENTATION_LANDSCAPE);
  return page;
}

static GtkPrintSettings *
make_settings (IlvWindow *self)
{
  g_autoptr (GVariant) remembered
    = ilv_preferences_get (self->preferences, "print-settings", "a{sv}");
  GtkPrintSettings *settings = remembered ? gtk_print_settings_new_from_gvariant (remembered)
                                          : gtk_print_settings_new ();

  /* What is printed to a file is called so. */
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME,
                          ilv_scenario_get_id (ilv_comparison_get_scenario (self->comparison)));
  return settings;
}

static GtkPrintOperation *
make_operation (IlvWindow *self)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  IlvScenario *scenario = ilv_comparison_get_scenario (self->comparison);
  g_autoptr (GtkPageSetup) page = make_page_setup (self);
  g_autoptr (GtkPrintSettings) settings = make_settings (self);
  Print *print = g_new0 (Print, 1);

  print->window = g_object_ref (self);
  ilv_window_get_scene (self, &print->scene);
  g_object_ref (print->scene.comparison);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, ilv_scenario_get_title (scenario));
  gtk_print_operation_set_default_page_setup (operation, page);
  gtk_print_operation_set_print_settings (operation, settings);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), print);
  g_signal_connect_data (operation, "done", G_CALLBACK (on_done), print, free_print, 0);
  return operation;
}

void
ilv_window_print (IlvWindow *self, const char *path)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self->comparison && !ilv_comparison_is_running (self->comparison));
  operation = make_operation (self);
  if (path)
    gtk_print_operation_set_export_filename (operation, path);
  else
    gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation,
                           path ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (self), &error);
  if (error)
    ilv_window_show_error (self, error->message);
}

static void
print_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ilv_window_print (user_data, NULL);
}

void
ilv_window_install_print_action (IlvWindow *self)
{
  static const GActionEntry entries[] = { { "print", print_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
