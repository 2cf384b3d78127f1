/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window shows, put on the clipboard. */
#include "app/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
ilv_window_choose_panel (IlvWindow *self, IlvExportOptions *options)
{
  IlvPanelView *panel = ilv_panel_grid_get_menu_panel (self->panels);
  IlvRun *run = panel ? ilv_panel_view_get_run (panel) : NULL;

  if (!run || !ilv_comparison_find_run (self->comparison, run, &options->run))
    {
      ilv_window_show_toast (self, _ ("That model did not run."));
      return FALSE;
    }
  options->part = ILV_PART_PANEL;
  return TRUE;
}

/* What becomes of a picture on its way to the clipboard. */
typedef struct
{
  IlvExportScene scene; /* its comparison is owned */
  IlvExportOptions options;
  GBytes *png; /* owned, nullable */
  GBytes *svg; /* owned, nullable */
} Copy;

static void
free_copy (gpointer data)
{
  Copy *copy = data;

  g_object_unref (copy->scene.comparison);
  g_clear_pointer (&copy->png, g_bytes_unref);
  g_clear_pointer (&copy->svg, g_bytes_unref);
  g_free (copy);
}

static GBytes *
encode (const Copy *copy, IlvPicture *picture, IlvPictureFormat format, GCancellable *cancellable,
        GError **error)
{
  IlvExportOptions options = copy->options;
  IlvPictureSize size;

  /* A page has as many pixels in a PNG as it has in print. */
  options.format = (IlvExportFormat) format;
  size = ilv_export_get_size (&options);
  return ilv_picture_encode (picture, format, size.width, size.height, size.scale, cancellable,
                             error);
}

static gboolean
draw_copy (gpointer data, GCancellable *cancellable, GError **error)
{
  Copy *copy = data;
  g_autoptr (IlvPicture) picture = ilv_export_make_picture (&copy->scene, &copy->options);

  copy->png = encode (copy, picture, ILV_PICTURE_PNG, cancellable, error);
  if (copy->png)
    copy->svg = encode (copy, picture, ILV_PICTURE_SVG, cancellable, error);
  return copy->svg != NULL;
}

static void
offer_copy (IlvWindow *self, gpointer data, const GError *error)
{
  Copy *copy = data;
  g_autoptr (GdkContentProvider) both = NULL;

  if (error)
    {
      ilv_window_show_error (self, error->message);
      return;
    }
  both = gdk_content_provider_new_union (
    (GdkContentProvider *[]){ gdk_content_provider_new_for_bytes ("image/png", copy->png),
                              gdk_content_provider_new_for_bytes ("image/svg+xml", copy->svg) },
    2);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), both);
  ilv_window_show_toast (self, _ ("Picture copied"));
}

void
ilv_window_copy_picture (IlvWindow *self, const IlvExportScene *scene,
                         const IlvExportOptions *options)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->scene = *scene;
  g_object_ref (copy->scene.comparison);
  copy->options = *options;
  ilv_window_start_work (self, &(IlvWork){ .title = _ ("Copying the picture"),
                                           .function = draw_copy,
                                           .end = offer_copy,
                                           .data = copy,
                                           .free_data = free_copy });
}

static void
copy_picture_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvExportOptions options = ilv_window_get_export_options (user_data);
  IlvExportScene scene;

  ilv_window_get_scene (user_data, &scene);
  ilv_window_copy_picture (user_data, &scene, &options);
}

static void
copy_panel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvExportOptions options = ilv_window_get_export_options (user_data);
  IlvExportScene scene;

  ilv_window_get_scene (user_data, &scene);
  if (ilv_window_choose_panel (user_data, &options))
    ilv_window_copy_picture (user_data, &scene, &options);
}

static void
copy_results_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  gboolean csv = g_strcmp0 (g_variant_get_string (parameter, NULL), "csv") == 0;
  g_autofree char *text = csv ? ilv_results_to_csv (self->comparison)
                              : ilv_results_to_text (self->comparison);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  ilv_window_show_toast (self, csv ? _ ("Results copied as CSV") : _ ("Results copied as text"));
}

static GdkContentProvider *
offer_text (const char *type, char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return gdk_content_provider_new_for_bytes (type, bytes);
}

/* In the form each program that pastes it likes best. */
static void
copy_table_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;
  g_autofree char *text = ilv_results_to_text (self->comparison);
  GdkContentProvider *forms[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, text),
    offer_text ("text/html", ilv_results_to_html (self->comparison)),
    offer_text ("text/csv", ilv_results_to_csv (self->comparison)),
  };
  g_autoptr (GdkContentProvider) all
    = gdk_content_provider_new_union (forms, G_N_ELEMENTS (forms));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
  ilv_window_show_toast (self, _ ("Results copied as a table"));
}

void
ilv_window_install_copy_actions (IlvWindow *self)
{
  static const GActionEntry entries[] = {
    { "copy-picture", copy_picture_action },
    { "copy-panel", copy_panel_action },
    { "copy-results", copy_results_action, "s" },
    { "copy-table", copy_table_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
