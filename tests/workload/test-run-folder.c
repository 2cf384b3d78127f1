/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/run-folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void
a_folder_goes_with_all_that_is_in_it (void)
{
  g_autofree char *path = ilv_run_folder_choose ();
  g_autofree char *inside = g_build_filename (path, "inside", NULL);
  g_autofree char *file = g_build_filename (inside, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  ilv_run_folder_remove (path); /* it was never made */
  g_assert_true (ilv_run_folder_make (path, &error));
  g_assert_true (ilv_run_folder_make (path, &error)); /* a second worker asks for it */
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "text", -1, NULL));
  ilv_run_folder_remove (path);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
every_folder_is_another (void)
{
  g_autofree char *one = ilv_run_folder_choose ();
  g_autofree char *other = ilv_run_folder_choose ();

  g_assert_cmpstr (one, !=, other);
}

static void
a_folder_that_others_can_change_is_not_taken (void)
{
  g_autofree char *path = ilv_run_folder_choose ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_cmpint (g_chmod (path, 0777), ==, 0);
  g_assert_false (ilv_run_folder_make (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  ilv_run_folder_remove (path);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
a_folder_that_cannot_be_made_is_an_error (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ilv_run_folder_make ("/nonexistent/folder", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-folder/a folder goes with all that is in it",
                   a_folder_goes_with_all_that_is_in_it);
  g_test_add_func ("/run-folder/every folder is another", every_folder_is_another);
  g_test_add_func ("/run-folder/a folder that others can change is not taken",
                   a_folder_that_others_can_change_is_not_taken);
  g_test_add_func ("/run-folder/a folder that cannot be made is an error",
                   a_folder_that_cannot_be_made_is_an_error);
  return g_test_run ();
}
