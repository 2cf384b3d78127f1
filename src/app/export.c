/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export.h"

#include <glib/gi18n-lib.h>

/* A page is given in points; as pixels it is printed at 150 to the inch. */
#define PIXELS_PER_POINT (150.0 / 72.0)

static const struct
{
  const char *title;
  int width;
  int height;
  double scale;
  gboolean page; /* width and height in points */
} sizes[] = {
  { N_ ("Slide, 1920 × 1080"), 1920, 1080, 1.25, FALSE },
  { N_ ("4K, 3840 × 2160"), 3840, 2160, 2.5, FALSE },
  { N_ ("A4, landscape"), 842, 595, 0.75, TRUE },
  { N_ ("Window, 1366 × 768"), 1366, 768, 1, FALSE },
};

static const char *const suffixes[] = {
  [ILV_PICTURE_PNG] = "png",
  [ILV_PICTURE_SVG] = "svg",
  [ILV_PICTURE_PDF] = "pdf",
};

guint
ilv_export_get_n_sizes (void)
{
  return G_N_ELEMENTS (sizes);
}

const char *
ilv_export_get_size_title (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (sizes), NULL);
  return _ (sizes[index].title);
}

void
ilv_export_set_size (IlvExportOptions *options, guint index)
{
  double factor = 1;

  g_return_if_fail (index < G_N_ELEMENTS (sizes));
  if (sizes[index].page && options->format == ILV_PICTURE_PNG)
    factor = PIXELS_PER_POINT;
  options->width = (int) (sizes[index].width * factor);
  options->height = (int) (sizes[index].height * factor);
  options->scale = sizes[index].scale * factor;
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
                  const IlvExportOptions *options, GFile *file, GError **error)
{
  g_autoptr (IlvPicture) picture
    = ilv_report_make_picture (comparison, view, ilv_theme_get (options->theme), arrangement);

  return ilv_picture_write (picture, file, options->format, options->width, options->height,
                            options->scale, NULL, error);
}
