/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export.h"

#include "session/run-title.h"
#include "session/saved.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *title;
  const char *suffix;
} formats[] = {
  [ILV_EXPORT_PNG] = { "png", N_ ("PNG, for slides"), "png" },
  [ILV_EXPORT_SVG] = { "svg", N_ ("SVG, to be edited"), "svg" },
  [ILV_EXPORT_PDF] = { "pdf", N_ ("PDF, for print"), "pdf" },
  [ILV_EXPORT_INTERVALS] = { "csv", N_ ("CSV of all intervals"), "csv" },
  [ILV_EXPORT_RESULTS] = { "csv-results", N_ ("CSV of the results"), "csv" },
  [ILV_EXPORT_CHROME_TRACE] = { "chrome-trace", N_ ("Chrome trace, JSON"), "json" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (formats) == ILV_N_EXPORT_FORMATS);
G_STATIC_ASSERT (ILV_EXPORT_PDF == (int) ILV_PICTURE_PDF);

const char *
ilv_export_format_get_name (IlvExportFormat format)
{
  g_return_val_if_fail ((guint) format < ILV_N_EXPORT_FORMATS, NULL);
  return formats[format].name;
}

const char *
ilv_export_format_get_title (IlvExportFormat format)
{
  g_return_val_if_fail ((guint) format < ILV_N_EXPORT_FORMATS, NULL);
  return _ (formats[format].title);
}

const char *
ilv_export_format_get_suffix (IlvExportFormat format)
{
  g_return_val_if_fail ((guint) format < ILV_N_EXPORT_FORMATS, NULL);
  return formats[format].suffix;
}

gboolean
ilv_export_format_is_picture (IlvExportFormat format)
{
  return format <= ILV_EXPORT_PDF;
}

const char *
ilv_export_time_get_name (IlvExportTime time)
{
  static const char *const names[] = { "all", "visible", "selected" };

  g_return_val_if_fail ((guint) time < G_N_ELEMENTS (names), NULL);
  return names[time];
}

IlvPictureSize
ilv_export_get_size (const IlvExportOptions *options)
{
  if (options->preset >= ILV_N_PRESETS)
    return options->own_size;
  return ilv_preset_get_size (options->preset, (IlvPictureFormat) options->format);
}

/* "threading"; of runs side by side their letter. */
static char *
make_run_name (IlvComparison *comparison, guint index)
{
  g_autofree char *letter = NULL;

  if (!ilv_comparison_is_side_by_side (comparison))
    return g_strdup (
      ilv_model_get_name (ilv_run_get_model (ilv_comparison_get_run (comparison, index))));
  letter = ilv_comparison_make_run_letter (comparison, index);
  return g_utf8_strdown (letter, -1);
}

char *
ilv_export_make_name (IlvComparison *comparison, const IlvExportOptions *options)
{
  const char *id = ilv_scenario_get_id (ilv_comparison_get_scenario (comparison));
  const char *suffix = ilv_export_format_get_suffix (options->format);
  gboolean is_picture = ilv_export_format_is_picture (options->format);
  g_autofree char *run = NULL;

  if (options->format == ILV_EXPORT_RESULTS || (is_picture && options->part == ILV_PART_RESULTS))
    return g_strdup_printf ("%s-results.%s", id, suffix);
  if (!is_picture || options->part != ILV_PART_PANEL)
    return g_strdup_printf ("%s.%s", id, suffix);
  run = make_run_name (comparison, options->run);
  return g_strdup_printf ("%s-%s.%s", id, run, suffix);
}

/* The lanes as the window has them, in the time that was chosen. */
static IlvView
choose_view (const IlvExportScene *scene, const IlvExportOptions *options)
{
  IlvView view = scene->view;

  if (options->time == ILV_EXPORT_VISIBLE)
    return view;
  view.until = G_MAXINT64;
  if (options->time == ILV_EXPORT_SELECTED && scene->select_from < scene->select_to)
    {
      view.from = scene->select_from;
      view.to = scene->select_to;
      return view;
    }
  ilv_report_fit (scene->comparison, &view.from, &view.to);
  view.first_row = 0;
  return view;
}

IlvPicture *
ilv_export_make_picture (const IlvExportScene *scene, const IlvExportOptions *options)
{
  IlvView view = choose_view (scene, options);
  const IlvReportPicture wanted = {
    .part = options->part,
    .run = MIN (options->run, ilv_comparison_get_n_runs (scene->comparison) - 1),
    .view = &view,
    .theme = ilv_theme_get (options->theme),
    .arrangement = scene->arrangement,
    .without_caption = !options->caption,
    .without_legend = !options->legend,
    .without_results = !options->results,
  };

  return ilv_report_make_picture (scene->comparison, &wanted);
}

static gboolean
write_picture (const IlvExportScene *scene, const IlvExportOptions *options, GFile *file,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (IlvPicture) picture = ilv_export_make_picture (scene, options);
  IlvPictureSize size = ilv_export_get_size (options);

  return ilv_picture_write (picture, file, (IlvPictureFormat) options->format, size.width,
                            size.height, size.scale, cancellable, error);
}

gboolean
ilv_export_write (const IlvExportScene *scene, const IlvExportOptions *options, GFile *file,
                  GCancellable *cancellable, GError **error)
{
  switch (options->format)
    {
    case ILV_EXPORT_INTERVALS:
      return ilv_report_write_intervals_csv (scene->comparison, file, cancellable, error);
    case ILV_EXPORT_RESULTS:
      return ilv_report_write_results_csv (scene->comparison, file, cancellable, error);
    case ILV_EXPORT_CHROME_TRACE:
      return ilv_comparison_write_chrome_trace (scene->comparison, file, cancellable, error);
    case ILV_EXPORT_PNG:
    case ILV_EXPORT_SVG:
    case ILV_EXPORT_PDF:
    case ILV_N_EXPORT_FORMATS:
    default:
      return write_picture (scene, options, file, cancellable, error);
    }
}
