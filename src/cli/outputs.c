/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/outputs.h"

#include "cli/complain.h"
#include "session/saved.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
ilv_outputs_clear (IlvOutputs *outputs)
{
  g_clear_pointer (&outputs->png, g_free);
  g_clear_pointer (&outputs->svg, g_free);
  g_clear_pointer (&outputs->pdf, g_free);
  g_clear_pointer (&outputs->csv, g_free);
  g_clear_pointer (&outputs->csv_results, g_free);
  g_clear_pointer (&outputs->chrome_trace, g_free);
  g_clear_pointer (&outputs->save, g_free);
  ilv_picture_choice_clear (&outputs->picture);
}

static gboolean
check_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (path);
  int reason = 0;
  struct stat status;

  if (stat (path, &status) == 0 && !S_ISDIR (status.st_mode) && !S_ISREG (status.st_mode))
    {
      /* It is replaced as a whole, and that would put a file in the place of a device. */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   _ ("“%s” is not a regular file; choose another name."), name);
      return FALSE;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    reason = EISDIR;
  else if (access (folder, W_OK | X_OK) != 0)
    reason = errno;
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    reason = ENOTDIR;
  if (reason == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason),
               _ ("The file “%s” cannot be written: %s"), name, g_strerror (reason));
  return FALSE;
}

gboolean
ilv_outputs_check (const IlvOutputs *outputs, GError **error)
{
  const char *paths[] = { outputs->png, outputs->svg, outputs->pdf, outputs->csv,
                          outputs->csv_results, outputs->chrome_trace, outputs->save };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (paths[i] && !check_file (paths[i], error))
      return FALSE;
  return TRUE;
}

/* Of what was given up it is said once, and not for each of the files. */
static void
complain_of (const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ilv_complain ("%s", error->message);
}

static gboolean
write_picture (const IlvOutputs *outputs, IlvPicture *picture, const char *path,
               IlvPictureFormat format, GCancellable *cancellable)
{
  g_autoptr (GFile) file = path ? g_file_new_for_commandline_arg (path) : NULL;
  IlvPictureSize size = ilv_picture_choice_get_size (&outputs->picture, format);
  g_autoptr (GError) error = NULL;

  if (!file
      || ilv_picture_write (picture, file, format, size.width, size.height, size.scale,
                            cancellable, &error))
    return TRUE;
  complain_of (error);
  return FALSE;
}

static gboolean
write_pictures (const IlvOutputs *outputs, IlvComparison *comparison, GCancellable *cancellable)
{
  g_autoptr (IlvPicture) picture = NULL;
  gboolean fine = TRUE;

  if (!outputs->png && !outputs->svg && !outputs->pdf)
    return TRUE;
  picture = ilv_picture_choice_make (&outputs->picture, comparison);
  if (!picture)
    return FALSE;
  fine &= write_picture (outputs, picture, outputs->png, ILV_PICTURE_PNG, cancellable);
  fine &= write_picture (outputs, picture, outputs->svg, ILV_PICTURE_SVG, cancellable);
  fine &= write_picture (outputs, picture, outputs->pdf, ILV_PICTURE_PDF, cancellable);
  return fine;
}

static gboolean
write_file (const char *path, IlvComparison *comparison,
            gboolean (*write) (IlvComparison *, GFile *, GCancellable *, GError **),
            GCancellable *cancellable)
{
  g_autoptr (GFile) file = path ? g_file_new_for_commandline_arg (path) : NULL;
  g_autoptr (GError) error = NULL;

  if (!file || write (comparison, file, cancellable, &error))
    return TRUE;
  complain_of (error);
  return FALSE;
}

gboolean
ilv_outputs_write (const IlvOutputs *outputs, IlvComparison *comparison,
                   GCancellable *cancellable)
{
  gboolean pictures = write_pictures (outputs, comparison, cancellable);
  gboolean intervals
    = write_file (outputs->csv, comparison, ilv_report_write_intervals_csv, cancellable);
  gboolean results
    = write_file (outputs->csv_results, comparison, ilv_report_write_results_csv, cancellable);
  gboolean chrome = write_file (outputs->chrome_trace, comparison,
                                ilv_comparison_write_chrome_trace, cancellable);
  gboolean saved = write_file (outputs->save, comparison, ilv_comparison_save, cancellable);

  return pictures && intervals && results && chrome && saved;
}
