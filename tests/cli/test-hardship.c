/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that make no sense, disks that are full, streams that are closed: each ends in a sentence
   with its exit status, and nothing is lost or left behind. */
#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define RUN "\"$cli\" run gather-sleeps -m asyncio -s sleep-ms=5 -q "

static void
make_run (CliFixture *fixture)
{
  cli_run (fixture, RUN "--save a.fxt");
  cli_assert_fine (fixture);
}

/* What is in the folder, by name, but for what the line itself leaves there. */
static char *
list_files (CliFixture *fixture)
{
  g_autofree char *out = g_steal_pointer (&fixture->out);
  g_autofree char *err = g_steal_pointer (&fixture->err);
  int status = fixture->status;
  char *files;

  cli_run (fixture, "ls -A out");
  files = g_steal_pointer (&fixture->out);
  g_free (fixture->err);
  fixture->out = g_steal_pointer (&out);
  fixture->err = g_steal_pointer (&err);
  fixture->status = status;
  return files;
}

static void
files_that_are_no_runs_are_refused (CliFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *name;
    const char *part;
  } files[] = {
    { "missing.fxt", "missing.fxt" },    { "folder.fxt", "folder.fxt" },
    { "empty.fxt", "Fuchsia trace" },    { "text.fxt", "Fuchsia trace" },
    { "begun.fxt", "begun.fxt" },        { "other.fxt", "was not saved by Interleave" },
    { "newer.fxt", "newer" },
  };
  g_autofree char *bytes = NULL;
  char *version;
  gsize length;

  make_run (fixture);
  bytes = cli_read_file (fixture, "a.fxt", &length);
  cli_run (fixture, "mkdir folder.fxt && touch empty.fxt && echo 'not a trace at all' > text.fxt");
  cli_write_file (fixture, "begun.fxt", bytes, 12);
  /* Its magic number alone is what any program writes first. */
  cli_write_file (fixture, "other.fxt", bytes, 8);
  version = memmem (bytes, length, "\"version\":1", 11);
  g_assert_nonnull (version);
  version[10] = '9';
  cli_write_file (fixture, "newer.fxt", bytes, (gssize) length);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *line = g_strdup_printf ("\"$cli\" export %s", files[i].name);

      cli_run (fixture, line);
      cli_assert_one_complaint (fixture, 2, files[i].part);
      g_assert_cmpstr (fixture->out, ==, "");
    }
}

/* Whatever comes first in it, a file of ours says whose it is. */
static void
files_that_are_cut_off_say_so (CliFixture *fixture, gconstpointer unused)
{
  g_autofree char *bytes = NULL;
  gboolean shown = FALSE;
  gsize length;

  make_run (fixture);
  bytes = cli_read_file (fixture, "a.fxt", &length);
  for (gsize n = 32; n < length && !shown; n += n < 5000 ? 488 : length / 4)
    {
      cli_write_file (fixture, "cut.fxt", bytes, (gssize) n);
      cli_run (fixture, "\"$cli\" export cut.fxt");
      shown = fixture->status == 0;
      if (!shown)
        cli_assert_one_complaint (fixture, 2, "It was cut off");
    }
  g_assert_true (shown);
  g_assert_nonnull (strstr (fixture->err, "The end of the file is missing"));
}

static void
files_that_are_no_scenarios_are_refused (CliFixture *fixture, gconstpointer unused)
{
  static const char *const files[] = { "missing.xml", "folder.xml", "empty.xml", "latin.xml",
                                       "wide.xml", "bomb.xml", "long.xml", "/dev/zero" };

  cli_run (fixture,
           "mkdir folder.xml && touch empty.xml && "
           "printf '<scenario id=\"a\"><title>\\344</title></scenario>' > latin.xml && "
           "printf '\\377\\376<\\000s\\000' > wide.xml && "
           "printf '<!DOCTYPE a [<!ENTITY b \"c\">]><scenario>&b;</scenario>' > bomb.xml && "
           "{ printf '<scenario id=\"'; head -c 100000000 /dev/zero | tr '\\0' x; } > long.xml");
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *check = g_strdup_printf ("\"$cli\" check %s", files[i]);
      g_autofree char *run = g_strdup_printf ("\"$cli\" run ./%s", files[i]);

      cli_run (fixture, check);
      cli_assert_one_complaint (fixture, 2, files[i]);
      if (*files[i] != '/')
        cli_run (fixture, run);
      cli_assert_one_complaint (fixture, 2, files[i]);
      /* Which file it is, and what the matter is, once. */
      if (i == 0)
        g_assert_true (g_str_has_suffix (fixture->err, "missing.xml” cannot be read. "
                                                       "There is no such file.\n"));
    }
}

static void
numbers_out_of_range_are_refused (CliFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *options;
    const char *part;
  } wrong[] = {
    { "--timeout 0", "--timeout" },        { "--timeout -1", "--timeout" },
    { "--timeout nan", "--timeout" },      { "--timeout soon", "soon" },
    { "--size 0x0", "0x0" },               { "--size 100000x100000", "100000x100000" },
    { "--repeat 0", "--repeat" },          { "--repeat 99999999999", "99999999999" },
    { "-m nothing", "nothing" },           { "-s sleep-ms=1e99", "sleep-ms" },
    { "-s sleep-ms=nan", "sleep-ms" },     { "-s sleep-ms=5x", "5x" },
    { "--scale 0", "scale" },              { "--scale 1e9", "scale" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *line = g_strdup_printf (RUN "%s", wrong[i].options);

      cli_run (fixture, line);
      cli_assert_complaint (fixture, 2, wrong[i].part);
    }
  cli_run (fixture, RUN "--timeout 1e300");
  cli_assert_fine (fixture);
}

/* The system's own limit stands for a disk that is full: not even root can go over it. */
static void
a_full_disk_leaves_the_old_file (CliFixture *fixture, gconstpointer unused)
{
  static const char *const options[] = { "png", "svg", "pdf", "csv", "csv-results", "chrome-trace",
                                         "save" };

  make_run (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *line
        = g_strdup_printf ("rm -rf out && mkdir out && echo old > out/x && ulimit -f 0 && "
                           "exec \"$cli\" export a.fxt -q --%s out/x", options[i]);
      g_autofree char *files = NULL;
      g_autofree char *left = NULL;

      cli_run (fixture, line);
      cli_assert_one_complaint (fixture, 1, "too large");
      files = list_files (fixture);
      g_assert_cmpstr (files, ==, "x\n");
      left = cli_read_file (fixture, "out/x", NULL);
      g_assert_cmpstr (left, ==, "old\n");
    }
}

static void
a_target_that_cannot_be_is_refused (CliFixture *fixture, gconstpointer unused)
{
  static const char *const options[] = { "png", "svg", "pdf", "csv", "csv-results", "chrome-trace",
                                         "save" };
  static const char *const targets[] = { "/dev/full", "missing/x", "a.fxt/x", "." };

  make_run (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (options) * G_N_ELEMENTS (targets); i++)
    {
      const char *target = targets[i % G_N_ELEMENTS (targets)];
      g_autofree char *line
        = g_strdup_printf ("\"$cli\" export a.fxt --%s %s", options[i / G_N_ELEMENTS (targets)],
                           target);

      cli_run (fixture, line);
      cli_assert_one_complaint (fixture, 1, target);
      g_assert_cmpstr (fixture->out, ==, "");
    }
}

/* What is opened next must not become standard output. */
static void
closed_streams_lose_nothing (CliFixture *fixture, gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before, length_after;

  make_run (fixture);
  cli_run (fixture, "\"$cli\" list >&-");
  cli_assert_one_complaint (fixture, 1, "Standard output cannot be written: Bad file descriptor");
  cli_run (fixture, RUN "--json >&-");
  cli_assert_one_complaint (fixture, 1, "Standard output cannot be written: Bad file descriptor");
  cli_run (fixture, "\"$cli\" export a.fxt --save b.fxt >&-");
  cli_assert_one_complaint (fixture, 1, "Standard output cannot be written: Bad file descriptor");
  cli_run (fixture, "\"$cli\" export a.fxt --save c.fxt <&- >&- 2>&-");
  g_assert_cmpint (fixture->status, ==, 1);
  before = cli_read_file (fixture, "a.fxt", &length_before);
  after = cli_read_file (fixture, "b.fxt", &length_after);
  g_assert_cmpmem (before, length_before, after, length_after);
  g_clear_pointer (&after, g_free);
  after = cli_read_file (fixture, "c.fxt", &length_after);
  g_assert_cmpmem (before, length_before, after, length_after);
}

static void
a_poor_environment_is_enough (CliFixture *fixture, gconstpointer unused)
{
  cli_run (fixture, "HOME=/nowhere XDG_DATA_HOME=/proc/nowhere XDG_CACHE_HOME=/proc/nowhere "
                    "GSETTINGS_SCHEMA_DIR=/nowhere TMPDIR=/nowhere " RUN);
  cli_assert_fine (fixture);
  cli_run (fixture, "unset XDG_RUNTIME_DIR HOME; " RUN);
  cli_assert_fine (fixture);
  cli_run (fixture, "HOME=/nowhere XDG_DATA_HOME=/proc/nowhere \"$cli\" list --json");
  cli_assert_fine (fixture);
  cli_run (fixture, "ulimit -n 20; " RUN);
  cli_assert_one_complaint (fixture, 1, "files and connections");
}

/* Waits until the file that is written beside the target has come to be. */
static void
wait_for_writing (CliFixture *fixture)
{
  for (;;)
    {
      g_autofree char *path = cli_path (fixture, "out");
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        if (g_strcmp0 (name, "x") != 0)
          return;
      g_usleep (200);
    }
}

static void
a_signal_leaves_no_half_of_a_file (CliFixture *fixture, gconstpointer unused)
{
  static const int signals[] = { SIGINT, SIGTERM };

  cli_run (fixture, "\"$cli\" run million-sleepers -m asyncio -s tasks=100000 -s sleep-ms=1 -q "
                    "--save a.fxt");
  cli_assert_fine (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (GSubprocess) child = NULL;
      g_autofree char *files = NULL;
      g_autofree char *left = NULL;

      cli_run (fixture, "rm -rf out && mkdir out && echo old > out/x");
      child = cli_start (fixture, "exec \"$cli\" export a.fxt -q --chrome-trace out/x");
      wait_for_writing (fixture);
      g_subprocess_send_signal (child, signals[i]);
      cli_finish (fixture, child);
      cli_assert_one_complaint (fixture, 128 + signals[i], "Interrupted");
      files = list_files (fixture);
      g_assert_cmpstr (files, ==, "x\n");
      left = cli_read_file (fixture, "out/x", NULL);
      g_assert_cmpstr (left, ==, "old\n");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CLI_ADD ("files that are no runs are refused", files_that_are_no_runs_are_refused);
  CLI_ADD ("files that are cut off say so", files_that_are_cut_off_say_so);
  CLI_ADD ("files that are no scenarios are refused", files_that_are_no_scenarios_are_refused);
  CLI_ADD ("numbers out of range are refused", numbers_out_of_range_are_refused);
  CLI_ADD ("a full disk leaves the old file", a_full_disk_leaves_the_old_file);
  CLI_ADD ("a target that cannot be is refused", a_target_that_cannot_be_is_refused);
  CLI_ADD ("closed streams lose nothing", closed_streams_lose_nothing);
  CLI_ADD ("a poor environment is enough", a_poor_environment_is_enough);
  CLI_ADD ("a signal leaves no half of a file", a_signal_leaves_no_half_of_a_file);
  return g_test_run ();
}
