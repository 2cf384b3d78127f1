/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/run-folder.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_OPEN 16 /* descriptors, while removing */

char *
ilv_run_folder_choose (void)
{
  const char *base = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *name = g_strdup_printf ("interleave-%d-%08x%08x", (int) getpid (),
                                           g_random_int (), g_random_int ());

  if (base == NULL || access (base, W_OK | X_OK) != 0)
    base = g_get_tmp_dir ();
  return g_build_filename (base, name, NULL);
}

/* What stands there must not be somebody else's, who could change what the run reads. */
static gboolean
is_own_folder (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode) && status.st_uid == getuid ()
         && (status.st_mode & 077) == 0;
}

gboolean
ilv_run_folder_make (const char *path, GError **error)
{
  int code;

  if (mkdir (path, 0700) == 0)
    return TRUE;
  code = errno;
  if (code == EEXIST && is_own_folder (path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("The folder for the run's files, “%s”, cannot be made: %s."), path,
               g_strerror (code));
  return FALSE;
}

static int
remove_entry (const char *path, const struct stat *status, int kind, struct FTW *place)
{
  /* What cannot be removed must not keep the rest. */
  if (remove (path) != 0)
    g_debug ("%s: %s", path, g_strerror (errno));
  return 0;
}

void
ilv_run_folder_remove (const char *path)
{
  if (is_own_folder (path))
    nftw (path, remove_entry, MAX_OPEN, FTW_DEPTH | FTW_PHYS);
}
