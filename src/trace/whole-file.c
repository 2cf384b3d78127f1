/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Handed to the disk at a time: whoever gives up waits for no more. */
#define PORTION (8 << 20)

typedef struct
{
  const char *name; /* for people */
  IlvWholeFileWrite write;
  gpointer user_data;
  GCancellable *cancellable; /* nullable */
} Writing;

static gboolean
fail (const char *name, int reason, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason),
               _ ("The file “%s” cannot be written: %s"), name, g_strerror (reason));
  return FALSE;
}

/* What a disk has no room for it may say only now. */
static gboolean
settle (int fd, GCancellable *cancellable)
{
  off_t length = lseek (fd, 0, SEEK_END);

  for (off_t at = 0; at < length && !g_cancellable_is_cancelled (cancellable); at += PORTION)
    sync_file_range (fd, at, PORTION,
                     SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE
                       | SYNC_FILE_RANGE_WAIT_AFTER);
  return g_cancellable_is_cancelled (cancellable) || fsync (fd) == 0 || errno == EINVAL;
}

/* Takes the descriptor. */
static gboolean
fill (const Writing *self, int fd, GError **error)
{
  g_autoptr (GOutputStream) stream = g_unix_output_stream_new (fd, TRUE);

  if (!self->write (stream, self->user_data, self->cancellable, error))
    {
      g_prefix_error (error, _ ("The file “%s” cannot be written: "), self->name);
      return FALSE;
    }
  if (!settle (fd, self->cancellable))
    return fail (self->name, errno, error);
  if (g_output_stream_close (stream, self->cancellable, error)
      && !g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return TRUE;
  g_prefix_error (error, _ ("The file “%s” cannot be written: "), self->name);
  return FALSE;
}

static gboolean
replace (const Writing *self, const char *path, const struct stat *old, GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  /* Not g_file_replace(): that writes a file that is not there yet in place. */
  int fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0666);

  if (fd < 0)
    return fail (self->name, errno, error);
  /* Who may read it is not for us to change. */
  if (old && fchmod (fd, old->st_mode & 0777) != 0)
    g_debug ("%s: %s", beside, g_strerror (errno));
  if (!fill (self, fd, error))
    {
      g_unlink (beside);
      return FALSE;
    }
  if (g_rename (beside, path) != 0)
    {
      int reason = errno;

      g_unlink (beside);
      return fail (self->name, reason, error);
    }
  return TRUE;
}

/* A device or a pipe cannot be replaced, and is not kept whole by it. */
static gboolean
write_in_place (const Writing *self, const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  return fd < 0 ? fail (self->name, errno, error) : fill (self, fd, error);
}

gboolean
ilv_whole_file_write (GFile *file, IlvWholeFileWrite write, gpointer user_data,
                      GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  const Writing self = { name, write, user_data, cancellable };
  char *target; /* where links lead to */
  struct stat old;
  gboolean done;

  if (!path)
    return fail (name, EOPNOTSUPP, error);
  target = realpath (path, NULL);
  if (!target || stat (target, &old) != 0)
    done = replace (&self, path, NULL, error);
  else if (S_ISREG (old.st_mode))
    done = replace (&self, target, &old, error);
  else
    done = write_in_place (&self, path, error);
  free (target);
  return done;
}
