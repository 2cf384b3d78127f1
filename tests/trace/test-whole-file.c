/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are there whole or not at all, whatever happens while they are written. */
#include "trace/whole-file.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define OLD "what was there"

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
  GCancellable *cancellable;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("whole-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "file", NULL);
  f->file = g_file_new_for_path (f->path);
  f->cancellable = g_cancellable_new ();
  g_assert_true (g_file_set_contents (f->path, OLD, -1, NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  /* Nothing else may have been left in it. */
  g_assert_true (g_rmdir (f->folder) == 0 || !g_file_test (f->folder, G_FILE_TEST_EXISTS));
  g_object_unref (f->cancellable);
  g_object_unref (f->file);
  g_free (f->path);
  g_free (f->folder);
}

static void
assert_contents (Fixture *f, const char *wanted)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (f->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, wanted);
}

static gboolean
write_new (GOutputStream *stream, gpointer data, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (stream, "new", 3, NULL, cancellable, error);
}

static gboolean
write_and_cancel (GOutputStream *stream, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean written = write_new (stream, data, cancellable, error);

  g_cancellable_cancel (cancellable);
  return written;
}

/* As if somebody tidied up meanwhile. */
static gboolean
write_and_remove_folder (GOutputStream *stream, gpointer data, GCancellable *cancellable,
                         GError **error)
{
  Fixture *f = data;
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  return write_new (stream, data, cancellable, error);
}

static void
assert_fails (Fixture *f, IlvWholeFileWrite write, GIOErrorEnum code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ilv_whole_file_write (f->file, write, f, f->cancellable, &error));
  g_assert_error (error, G_IO_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, f->path));
}

static void
test_replaces (Fixture *f, gconstpointer data)
{
  struct stat status;

  g_assert_cmpint (g_chmod (f->path, 0600), ==, 0);
  g_assert_true (ilv_whole_file_write (f->file, write_new, f, NULL, NULL));
  assert_contents (f, "new");
  g_assert_cmpint (stat (f->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_follows_links (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "link", NULL);
  g_autoptr (GFile) link_file = g_file_new_for_path (path);

  g_assert_cmpint (symlink ("file", path), ==, 0);
  g_assert_true (ilv_whole_file_write (link_file, write_new, f, NULL, NULL));
  assert_contents (f, "new");
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* Through a link: were it replaced after all, it would not be the device of whoever tests. */
static void
test_keeps_devices (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  g_assert_cmpint (symlink ("/dev/full", f->path), ==, 0);
  assert_fails (f, write_new, G_IO_ERROR_NO_SPACE);
  g_assert_true (g_file_test (f->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  g_assert_cmpint (symlink ("/dev/null", f->path), ==, 0);
  g_assert_true (ilv_whole_file_write (f->file, write_new, f, NULL, NULL));
  g_assert_true (g_file_test (f->path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_given_up (Fixture *f, gconstpointer data)
{
  assert_fails (f, write_and_cancel, G_IO_ERROR_CANCELLED);
  assert_contents (f, OLD);
}

static void
test_folder_vanishes (Fixture *f, gconstpointer data)
{
  assert_fails (f, write_and_remove_folder, G_IO_ERROR_NOT_FOUND);
}

/* A limit stands for a full disk: not even root can go over it. */
static void
test_full_disk (Fixture *f, gconstpointer data)
{
  struct rlimit before;
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 1;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_fails (f, write_new, G_IO_ERROR_FAILED);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  assert_contents (f, OLD);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/whole-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("what is there is replaced and readable by the same people", test_replaces);
  ADD ("what a link leads to is replaced and not the link", test_follows_links);
  ADD ("a device is written and not replaced", test_keeps_devices);
  ADD ("giving up leaves the old file and nothing beside it", test_given_up);
  ADD ("a folder that vanishes is told", test_folder_vanishes);
  ADD ("a full disk leaves the old file and nothing beside it", test_full_disk);
  return g_test_run ();
}
