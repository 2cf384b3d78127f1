/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-fixture.h"

#include <string.h>

/* Folders a test has taken its own permissions from are removed too. */
static void
remove_all (GFile *file)
{
  g_autoptr (GFileEnumerator) children = NULL;

  g_file_set_attribute_uint32 (file, G_FILE_ATTRIBUTE_UNIX_MODE, 0700,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  children = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  for (GFile *child = NULL; children != NULL;)
    {
      if (!g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) || child == NULL)
        break;
      remove_all (child);
    }
  g_file_delete (file, NULL, NULL);
}

void
cli_fixture_set_up (CliFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("interleave-cli-XXXXXX", &error);
  g_assert_no_error (error);
}

void
cli_fixture_tear_down (CliFixture *fixture, gconstpointer unused)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);

  remove_all (folder);
  g_free (fixture->folder);
  g_free (fixture->out);
  g_free (fixture->err);
}

GSubprocess *
cli_start (CliFixture *fixture, const char *line)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *program
    = g_test_build_filename (G_TEST_BUILT, "src", "cli", "interleave-cli", NULL);
  g_autofree char *data = cli_path (fixture, "data");
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  g_subprocess_launcher_set_cwd (launcher, fixture->folder);
  g_subprocess_launcher_setenv (launcher, "cli", program, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", line, NULL);
  g_assert_no_error (error);
  return child;
}

void
cli_finish (CliFixture *fixture, GSubprocess *child)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &fixture->out, &fixture->err, &error);
  g_assert_no_error (error);
  fixture->status = g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child)
                                                       : 128 + g_subprocess_get_term_sig (child);
}

void
cli_run (CliFixture *fixture, const char *line)
{
  g_autoptr (GSubprocess) child = cli_start (fixture, line);

  g_test_message ("%s", line);
  cli_finish (fixture, child);
}

void
cli_assert_fine (CliFixture *fixture)
{
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
}

void
cli_assert_complaint (CliFixture *fixture, int status, const char *part)
{
  g_auto (GStrv) lines = g_strsplit (fixture->err, "\n", -1);
  guint n = g_strv_length (lines);

  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpstr (lines[n - 1], ==, "");
  for (guint i = 0; i + 1 < n; i++)
    if (!g_str_has_prefix (lines[i], "interleave-cli: "))
      g_error ("no complaint of the program: %s", lines[i]);
  if (strstr (fixture->err, part) == NULL)
    g_error ("“%s” does not hold “%s”", fixture->err, part);
  if (fixture->status != status)
    g_error ("status %d: %s", fixture->status, fixture->err);
}

void
cli_assert_one_complaint (CliFixture *fixture, int status, const char *part)
{
  cli_assert_complaint (fixture, status, part);
  g_assert_true (strchr (fixture->err, '\n') == strrchr (fixture->err, '\n'));
}

char *
cli_path (CliFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

void
cli_write_file (CliFixture *fixture, const char *name, const char *text, gssize length)
{
  g_autofree char *path = cli_path (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

char *
cli_read_file (CliFixture *fixture, const char *name, gsize *length)
{
  g_autofree char *path = cli_path (fixture, name);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);
  return contents;
}
