/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export.h"

#include "report/picture-size.h"

static const char *const suffixes[] = {
  [ILV_PICTURE_PNG] = "png",
  [ILV_PICTURE_SVG] = "svg",
  [ILV_PICTURE_PDF] = "pdf",
};

guint
ilv_export_get_n_sizes (void)
{
  return ILV_N_PRESETS;
}

const char *
ilv_export_get_size_title (guint index)
{
  return ilv_preset_get_title ((IlvPreset) index);
}

void
ilv_export_set_size (IlvExportOptions *options, guint index)
{
  IlvPictureSize size = ilv_preset_get_size ((IlvPreset) index, options->format);

  options->width = size.width;
  options->height = size.height;
  options->scale = size.scale;
}

const char *
ilv_export_get_suffix (IlvPictureFormat format)
{
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (suffixes), NULL);
  return suffixes[format];
}

char *
ilv_export_make_name (IlvComparison *comparison, IlvPictureFormat format)
{
  return g_strdup_printf ("%s.%s",
                          ilv_scenario_get_id (ilv_comparison_get_scenario (comparison)),
                          ilv_export_get_suffix (format));
}

gboolean
ilv_export_write (IlvComparison *comparison, const IlvView *view, IlvArrangement arrangement,
                  const IlvExportOptions *options, GFile *file, GCancellable *cancellable,
                  GError **error)
{
  const IlvReportPicture wanted
    = { .view = view, .theme = ilv_theme_get (options->theme), .arrangement = arrangement };
  g_autoptr (IlvPicture) picture = ilv_report_make_picture (comparison, &wanted);

  return ilv_picture_write (picture, file, options->format, options->width, options->height,
                            options->scale, cancellable, error);
}
