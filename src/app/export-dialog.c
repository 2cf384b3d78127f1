/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export-dialog.h"

#include "app/export-preview.h"
#include "session/run-title.h"

#include <glib/gi18n-lib.h>

/* What the dialog is as wide and as high as, where the window it belongs to is not smaller. */
#define WIDTH 960
#define HEIGHT 640

struct _IlvExportDialog
{
  AdwWindow parent_instance;

  AdwComboRow *format;
  AdwComboRow *part;
  AdwComboRow *time;
  AdwComboRow *size;
  AdwComboRow *theme;
  GtkWidget *picture_choices;
  GtkWidget *left_out;
  GtkWidget *own_width;
  GtkWidget *own_height;
  GtkWidget *own_scale;
  GtkSpinButton *width;
  GtkSpinButton *height;
  GtkSpinButton *scale;
  GtkSwitch *caption;
  GtkSwitch *legend;
  GtkSwitch *results;
  GtkWidget *legend_row;
  GtkWidget *results_row;
  GtkStack *stack;
  IlvExportPreview *preview;
  GtkLabel *about;
  GtkLabel *sample;
  GtkWidget *sample_view;
  GtkLabel *mistake;
  GtkLabel *dimensions;
  GtkWidget *export_button;
  GtkWidget *copy_button;

  IlvExportScene scene; /* its comparison is owned */
  IlvExportOptions options;
  IlvExportTime times[ILV_N_EXPORT_TIMES]; /* those the row offers */
  gboolean filling; /* the rows are set to what was chosen before */
};

G_DEFINE_FINAL_TYPE (IlvExportDialog, ilv_export_dialog, ADW_TYPE_WINDOW)

enum { ACCEPTED, COPIED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_export_clicked (IlvExportDialog *self)
{
  g_object_ref (self);
  g_signal_emit (self, signals[ACCEPTED], 0);
  gtk_window_close (GTK_WINDOW (self));
  g_object_unref (self);
}

static void
on_copy_clicked (IlvExportDialog *self)
{
  g_signal_emit (self, signals[COPIED], 0);
}

/* The rows list formats, presets and themes in the order of their enumerations; parts are the
   whole, the panels, and the results. */
static void
read_rows (IlvExportDialog *self)
{
  guint n_runs = ilv_comparison_get_n_runs (self->scene.comparison);
  guint part = adw_combo_row_get_selected (self->part);

  self->options.format = (IlvExportFormat) adw_combo_row_get_selected (self->format);
  self->options.part = part == 0 ? ILV_PART_COMPARISON
                                 : part <= n_runs ? ILV_PART_PANEL : ILV_PART_RESULTS;
  if (self->options.part == ILV_PART_PANEL)
    self->options.run = part - 1;
  if (gtk_widget_get_visible (GTK_WIDGET (self->time)))
    self->options.time = self->times[adw_combo_row_get_selected (self->time)];
  self->options.preset = (IlvPreset) adw_combo_row_get_selected (self->size);
  self->options.theme = (IlvThemeId) adw_combo_row_get_selected (self->theme);
  self->options.own_size.width = gtk_spin_button_get_value_as_int (self->width);
  self->options.own_size.height = gtk_spin_button_get_value_as_int (self->height);
  self->options.own_size.scale = gtk_spin_button_get_value (self->scale);
  self->options.caption = gtk_switch_get_active (self->caption);
  self->options.legend = gtk_switch_get_active (self->legend);
  self->options.results = gtk_switch_get_active (self->results);
}

/* Only what makes a difference can be chosen. */
static void
show_rows (IlvExportDialog *self)
{
  gboolean is_picture = ilv_export_format_is_picture (self->options.format);
  gboolean has_panels = self->options.part != ILV_PART_RESULTS;
  gboolean own = self->options.preset >= ILV_N_PRESETS;

  gtk_widget_set_visible (self->picture_choices, is_picture);
  gtk_widget_set_visible (self->left_out, is_picture);
  gtk_widget_set_visible (self->own_width, own);
  gtk_widget_set_visible (self->own_height, own);
  gtk_widget_set_visible (self->own_scale, own);
  gtk_widget_set_sensitive (GTK_WIDGET (self->time), has_panels);
  gtk_widget_set_visible (self->legend_row, has_panels);
  gtk_widget_set_visible (self->results_row, has_panels);
  gtk_widget_set_visible (self->copy_button, is_picture);
}

static void
show_time (IlvExportDialog *self)
{
  const IlvView *view = &self->scene.view;
  g_autofree char *range = NULL;

  if (self->options.time == ILV_EXPORT_VISIBLE)
    range = ilv_report_describe_range (self->scene.comparison, view->from,
                                       ilv_report_get_shown_end (view));
  else if (self->options.time == ILV_EXPORT_SELECTED)
    range = ilv_report_describe_range (self->scene.comparison, self->scene.select_from,
                                       self->scene.select_to);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->time), range ? range : "");
}

static const char *
describe_data (IlvExportFormat format)
{
  if (format == ILV_EXPORT_INTERVALS)
    return _ ("Every interval of every lane and task of all runs, a line each: model, lane, task, "
              "state, begin and end in seconds, and the lock or queue that was waited for. Opens "
              "in any spreadsheet.");
  if (format == ILV_EXPORT_RESULTS)
    return _ ("All measures of all runs, a line each. Opens in any spreadsheet.");
  return _ ("Every interval, counter and mark of all runs, for programs that show traces: "
            "ui.perfetto.dev and Chrome’s about:tracing open it.");
}

static void
show_data (IlvExportDialog *self)
{
  gboolean has_sample = self->options.format == ILV_EXPORT_RESULTS;

  gtk_label_set_label (self->about, describe_data (self->options.format));
  gtk_widget_set_visible (self->sample_view, has_sample);
  if (has_sample)
    {
      g_autofree char *csv = ilv_results_to_csv (self->scene.comparison);

      gtk_label_set_label (self->sample, csv);
    }
  gtk_stack_set_visible_child_name (self->stack, "data");
}

static void
show_dimensions (IlvExportDialog *self, IlvPictureSize size)
{
  gboolean in_points = self->options.format == ILV_EXPORT_PDF;
  g_autofree char *text
    = in_points ? g_strdup_printf (_ ("%d × %d points"), size.width, size.height)
                : g_strdup_printf (_ ("%d × %d pixels"), size.width, size.height);

  gtk_label_set_label (self->dimensions, text);
}

/* Returns whether such a picture can be made. */
static gboolean
show_picture (IlvExportDialog *self)
{
  IlvPictureSize size = ilv_export_get_size (&self->options);
  g_autoptr (GError) error = NULL;

  if (!ilv_picture_check_size (size.width, size.height, size.scale, &error))
    {
      gtk_label_set_label (self->mistake, error->message);
      gtk_stack_set_visible_child_name (self->stack, "mistake");
      return FALSE;
    }
  ilv_export_preview_show (self->preview, &self->scene, &self->options);
  show_dimensions (self, size);
  gtk_stack_set_visible_child_name (self->stack, "picture");
  return TRUE;
}

static void
on_changed (IlvExportDialog *self)
{
  gboolean can_be_made = TRUE;

  if (self->filling)
    return;
  read_rows (self);
  show_rows (self);
  show_time (self);
  if (ilv_export_format_is_picture (self->options.format))
    can_be_made = show_picture (self);
  else
    show_data (self);
  gtk_widget_set_sensitive (self->export_button, can_be_made);
  gtk_widget_set_sensitive (self->copy_button, can_be_made);
}

static void
ilv_export_dialog_dispose (GObject *object)
{
  g_clear_object (&ILV_EXPORT_DIALOG (object)->scene.comparison);
  G_OBJECT_CLASS (ilv_export_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, part);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, time);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, picture_choices);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, left_out);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, own_width);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, own_height);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, own_scale);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, caption);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, legend);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, results);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, legend_row);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, results_row);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, about);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, sample);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, sample_view);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, mistake);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, dimensions);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, IlvExportDialog, copy_button);
}

static void
ilv_export_dialog_class_init (IlvExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_export_dialog_dispose;
  signals[ACCEPTED] = g_signal_new ("accepted", ILV_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[COPIED] = g_signal_new ("copied", ILV_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (ILV_TYPE_EXPORT_PREVIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ilv_export_dialog_init (IlvExportDialog *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->export_button);
}

static void
set_choices (AdwComboRow *row, GtkStringList *choices, guint selected)
{
  adw_combo_row_set_model (row, G_LIST_MODEL (choices));
  adw_combo_row_set_selected (row, selected);
  g_object_unref (choices);
}

static void
fill_formats (IlvExportDialog *self)
{
  GtkStringList *formats = gtk_string_list_new (NULL);

  for (guint i = 0; i < ILV_N_EXPORT_FORMATS; i++)
    gtk_string_list_append (formats, ilv_export_format_get_title ((IlvExportFormat) i));
  set_choices (self->format, formats, self->options.format);
}

static void
fill_parts (IlvExportDialog *self)
{
  GtkStringList *parts = gtk_string_list_new (NULL);
  guint n_runs = ilv_comparison_get_n_runs (self->scene.comparison);
  guint selected = 0;

  gtk_string_list_append (parts, _ ("Whole comparison"));
  for (guint i = 0; i < n_runs; i++)
    {
      g_autofree char *run = ilv_comparison_make_lettered_title (self->scene.comparison, i);
      /* Translators: one panel of the comparison: that of a model, such as Threading. */
      g_autofree char *title = g_strdup_printf (_ ("Panel: %s"), run);

      gtk_string_list_append (parts, title);
    }
  gtk_string_list_append (parts, _ ("Results alone"));
  if (self->options.part == ILV_PART_PANEL)
    selected = 1 + MIN (self->options.run, n_runs - 1);
  else if (self->options.part == ILV_PART_RESULTS)
    selected = 1 + n_runs;
  set_choices (self->part, parts, selected);
}

static void
fill_times (IlvExportDialog *self)
{
  const char *titles[] = { _ ("All"), _ ("What is visible"), _ ("What is selected") };
  gboolean offered[]
    = { TRUE, !self->scene.fitted, self->scene.select_from < self->scene.select_to };
  GtkStringList *times = gtk_string_list_new (NULL);
  guint selected = 0;
  guint n = 0;

  for (guint i = 0; i < ILV_N_EXPORT_TIMES; i++)
    if (offered[i])
      {
        gtk_string_list_append (times, titles[i]);
        if (self->options.time == (IlvExportTime) i)
          selected = n;
        self->times[n++] = (IlvExportTime) i;
      }
  /* Without a choice the one made before stays for the next time. */
  gtk_widget_set_visible (GTK_WIDGET (self->time), n > 1);
  set_choices (self->time, times, selected);
}

static void
fill_sizes (IlvExportDialog *self)
{
  GtkStringList *sizes = gtk_string_list_new (NULL);

  for (guint i = 0; i < ILV_N_PRESETS; i++)
    gtk_string_list_append (sizes, ilv_preset_get_title ((IlvPreset) i));
  gtk_string_list_append (sizes, _ ("Own size"));
  set_choices (self->size, sizes, self->options.preset);
  gtk_spin_button_set_value (self->width, self->options.own_size.width);
  gtk_spin_button_set_value (self->height, self->options.own_size.height);
  gtk_spin_button_set_value (self->scale, self->options.own_size.scale);
}

static void
fill_window (IlvExportDialog *self, GtkWindow *parent)
{
  int width = gtk_widget_get_width (GTK_WIDGET (parent));
  int height = gtk_widget_get_height (GTK_WIDGET (parent));

  gtk_window_set_default_size (GTK_WINDOW (self), width > 0 ? MIN (width - 24, WIDTH) : WIDTH,
                               height > 0 ? MIN (height - 24, HEIGHT) : HEIGHT);
}

IlvExportDialog *
ilv_export_dialog_new (GtkWindow *parent, const IlvExportScene *scene,
                       const IlvExportOptions *options)
{
  IlvExportDialog *self
    = g_object_new (ILV_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->scene = *scene;
  g_object_ref (self->scene.comparison);
  self->options = *options;
  fill_window (self, parent);
  fill_formats (self);
  fill_parts (self);
  fill_times (self);
  fill_sizes (self);
  adw_combo_row_set_selected (self->theme, options->theme);
  gtk_switch_set_active (self->caption, options->caption);
  gtk_switch_set_active (self->legend, options->legend);
  gtk_switch_set_active (self->results, options->results);
  self->filling = FALSE;
  on_changed (self);
  return self;
}

IlvExportOptions
ilv_export_dialog_get_options (IlvExportDialog *self)
{
  return self->options;
}

const IlvExportScene *
ilv_export_dialog_get_scene (IlvExportDialog *self)
{
  return &self->scene;
}
