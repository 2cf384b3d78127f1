/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static gboolean
fail (const char *name, int reason, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason),
               _ ("The file “%s” cannot be written: %s"), name, g_strerror (reason));
  return FALSE;
}

static gboolean
write_beside (int fd, IlvWholeFileWrite write, gpointer user_data, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GOutputStream) stream = g_unix_output_stream_new (fd, TRUE);

  return write (stream, user_data, cancellable, error)
         && g_output_stream_close (stream, cancellable, error)
         && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
ilv_whole_file_write (GFile *file, IlvWholeFileWrite write, gpointer user_data,
                      GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *beside = g_strconcat (path ? path : "", ".XXXXXX", NULL);
  int fd;

  if (!path)
    return fail (name, EOPNOTSUPP, error);
  /* Not g_file_replace(): that writes a file that is not there yet in place. */
  fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    return fail (name, errno, error);
  if (!write_beside (fd, write, user_data, cancellable, error))
    {
      g_unlink (beside);
      g_prefix_error (error, _ ("The file “%s” cannot be written: "), name);
      return FALSE;
    }
  if (g_rename (beside, path) != 0)
    {
      int reason = errno;

      g_unlink (beside);
      return fail (name, reason, error);
    }
  return TRUE;
}
