/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which picture the command line writes: parts, stretches of time, sizes. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <png.h>
#include <string.h>
#include <sys/wait.h>

static char *program;
static char *folder; /* holds run.fxt: threading and asyncio */

/* What an option is about, said when it is wrong. */
static const struct
{
  const char *options;
  const char *word;
} mistakes[] = {
  { "--part pie", "pie" },
  { "--part sequential", "sequential" },
  { "--part A", "letter" },
  { "--range 3", "BEGIN-END" },
  { "--range 1-2", "BEGIN-END" },
  { "--range 1-2h", "BEGIN-END" },
  { "--range -1ms-2ms", "BEGIN-END" },
  { "--range inf-2s", "BEGIN-END" },
  { "--range 1ms-2ms-3ms", "BEGIN-END" },
  { "--range 5ms-2ms", "ends before" },
  { "--range 5-5ms", "ends before" },
  { "--part results --range 1-2ms", "whole runs" },
  { "--preset poster", "a4-portrait" },
  { "--preset slide --size 300x300", "choose one" },
  { "--scale 0", "0.25" },
  { "--scale 99", "99" },
  { "--size 400x300 --scale 3", "400 × 300" },
  { "--size 16000x16000", "megapixels" },
};

static int
run (const char *options, char **err)
{
  g_autofree char *line
    = g_strdup_printf ("%s export %s/run.fxt --quiet %s", program, folder, options);
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  int status;

  g_spawn_command_line_sync (line, &out, err, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, "");
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
test_mistakes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *options
        = g_strdup_printf ("%s --png %s/no.png", mistakes[i].options, folder);
      g_autofree char *path = g_build_filename (folder, "no.png", NULL);
      g_autofree char *err = NULL;

      g_test_message ("%s", mistakes[i].options);
      g_assert_cmpint (run (options, &err), ==, 2);
      g_assert_true (g_str_has_prefix (err, "interleave-cli: "));
      g_assert_nonnull (strstr (err, mistakes[i].word));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* (transfer full): the PNG it makes. */
static GBytes *
draw (const char *options)
{
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autofree char *line = g_strdup_printf ("%s --png %s", options, path);
  g_autofree char *err = NULL;
  char *contents;
  gsize length;

  g_test_message ("%s", options);
  g_assert_cmpint (run (line, &err), ==, 0);
  g_assert_cmpstr (err, ==, "");
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_unlink (path);
  return g_bytes_new_take (contents, length);
}

static gboolean
holds (GBytes *png, const char *key, const char *text)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (png, &length);

  /* tEXt: the key, a zero, the text; then the checksum. */
  g_byte_array_append (chunk, (const guint8 *) key, (guint) strlen (key) + 1);
  g_byte_array_append (chunk, (const guint8 *) text, (guint) strlen (text));
  return memmem (data, length, chunk->data, chunk->len) != NULL;
}

static void
assert_all_differ (GBytes **pictures, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      g_assert_false (g_bytes_equal (pictures[i], pictures[j]));
  for (guint i = 0; i < n; i++)
    g_bytes_unref (pictures[i]);
}

static void
test_parts (void)
{
  GBytes *pictures[] = { draw (""), draw ("--part threading"), draw ("--part asyncio"),
                         draw ("--part results") };

  g_assert_true (holds (pictures[0], "Part", "comparison"));
  g_assert_true (holds (pictures[0], "Models", "threading asyncio"));
  g_assert_true (holds (pictures[1], "Part", "panel"));
  g_assert_true (holds (pictures[1], "Models", "threading"));
  g_assert_false (holds (pictures[1], "Models", "threading asyncio"));
  g_assert_true (holds (pictures[2], "Models", "asyncio"));
  g_assert_true (holds (pictures[3], "Part", "results"));
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_assert_true (holds (pictures[i], "Scenario", "gather-sleeps"));
      g_assert_true (holds (pictures[i], "Settings", "sleep-ms=5"));
      g_assert_true (holds (pictures[i], "Machine", "cores="));
      g_assert_true (holds (pictures[i], "Software", "Interleave "));
      g_assert_true (holds (pictures[i], "Order", "in-turn"));
      g_assert_true (holds (pictures[i], "Repeats", "1"));
      g_assert_true (holds (pictures[i], "Creation Time", "20"));
      g_assert_true (holds (pictures[i], "Title", "Three sleepers"));
    }
  assert_all_differ (pictures, G_N_ELEMENTS (pictures));
}

/* The file's two runs and one of them again: A, B and C. */
static void
test_letters (void)
{
  g_autofree char *first = g_strdup_printf ("--run %s/run.fxt:asyncio --part A", folder);
  g_autofree char *last = g_strdup_printf ("--run %s/run.fxt:asyncio --part c", folder);
  g_autofree char *missing = g_strdup_printf ("--run %s/run.fxt:asyncio --part d", folder);
  g_autoptr (GBytes) a = draw (first);
  g_autoptr (GBytes) c = draw (last);
  g_autofree char *err = NULL;

  g_assert_true (holds (a, "Models", "threading"));
  g_assert_true (holds (c, "Models", "asyncio"));
  g_assert_cmpint (run (missing, &err), ==, 2);
  g_assert_nonnull (strstr (err, "“d”"));
}

static void
test_all_is_the_default (void)
{
  g_autoptr (GBytes) silent = draw ("");
  g_autoptr (GBytes) said = draw ("--part all --size 1920x1080 --scale 1 --theme light");

  g_assert_true (g_bytes_equal (silent, said));
}

static void
test_ranges (void)
{
  GBytes *pictures[] = { draw (""), draw ("--range 2ms-4ms"), draw ("--range 2-5ms") };
  g_autoptr (GBytes) same = draw ("--range 2000us-0.004s");
  g_autoptr (GBytes) everything = draw ("--range 0-100s");
  g_autofree char *err = NULL;
  g_autofree char *late = g_strdup_printf ("--range 100s-101s --png %s/no.png", folder);

  g_assert_true (g_bytes_equal (pictures[1], same));
  g_assert_true (holds (pictures[1], "Range", "2000000ns-4000000ns"));
  g_assert_false (holds (pictures[0], "Range", ""));
  g_assert_false (holds (everything, "Range", ""));
  assert_all_differ (pictures, G_N_ELEMENTS (pictures));
  g_assert_cmpint (run (late, &err), ==, 1);
  g_assert_nonnull (strstr (err, "100s-101s"));
}

/* Pixels of the colour a sleeping task has in the light theme. */
static guint
count_sleeping (const char *options)
{
  g_autoptr (GBytes) bytes = draw (options);
  png_image image = { .version = PNG_IMAGE_VERSION };
  g_autofree guint8 *pixels = NULL;
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  guint n = 0;

  g_assert_true (png_image_begin_read_from_memory (&image, data, length));
  image.format = PNG_FORMAT_RGB;
  pixels = g_malloc (PNG_IMAGE_SIZE (image));
  g_assert_true (png_image_finish_read (&image, NULL, pixels, 0, NULL));
  for (gsize i = 0; i < PNG_IMAGE_SIZE (image); i += 3)
    n += pixels[i] == 0xe3 && pixels[i + 1] == 0xe6 && pixels[i + 2] == 0xea;
  return n;
}

static void
test_range_is_drawn (void)
{
  /* All three sleep from the beginning to 5 ms at least: all of the lanes in one colour. */
  g_assert_cmpuint (count_sleeping ("--no-legend --range 2-4ms"), >,
                    count_sleeping ("--no-legend"));
}

static void
test_what_is_left_out (void)
{
  GBytes *pictures[] = { draw (""), draw ("--no-caption"), draw ("--no-legend"),
                         draw ("--no-results"), draw ("--no-caption --no-legend --no-results") };

  /* What a picture does not show it still knows. */
  g_assert_true (holds (pictures[1], "Scenario", "gather-sleeps"));
  assert_all_differ (pictures, G_N_ELEMENTS (pictures));
}

static void
assert_size (const char *options, guint width, guint height)
{
  g_autoptr (GBytes) png = draw (options);
  const guint8 *data = g_bytes_get_data (png, NULL);
  guint32 size[2];

  memcpy (size, data + 16, sizeof size);
  g_assert_cmpuint (GUINT32_FROM_BE (size[0]), ==, width);
  g_assert_cmpuint (GUINT32_FROM_BE (size[1]), ==, height);
}

static void
test_presets (void)
{
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *line = g_strdup_printf ("--preset a4-portrait --pdf %s", path);
  g_autofree char *err = NULL;
  g_autofree char *pdf = NULL;
  gsize length;

  assert_size ("--preset slide", 1920, 1080);
  assert_size ("--preset 4k", 3840, 2160);
  assert_size ("--preset a4", 1754, 1239);
  assert_size ("--preset a4-portrait", 1239, 1754);
  assert_size ("--preset window", 1366, 768);
  assert_size ("--size 640x480 --scale 2", 640, 480);
  g_assert_cmpint (run (line, &err), ==, 0);
  g_assert_true (g_file_get_contents (path, &pdf, &length, NULL));
  g_unlink (path);
  g_assert_nonnull (memmem (pdf, length, "0 0 595 842", 11));
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* A limit on the size of files ends the writing where a full disk would. */
static void
test_full_disk (void)
{
  static const char *const outputs[]
    = { "png", "svg", "pdf", "csv", "csv-results", "chrome-trace", "save" };
  g_autofree char *path = g_build_filename (folder, "full", "old", NULL);
  g_autofree char *full = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir (full, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *line = g_strdup_printf (
        "/bin/sh -c \"trap '' XFSZ; ulimit -f 0; exec %s export %s/run.fxt --quiet --%s %s\"",
        program, folder, outputs[i], path);
      g_autofree char *err = NULL;
      g_autofree char *contents = NULL;
      int status;

      g_assert_true (g_spawn_command_line_sync (line, NULL, &err, &status, NULL));
      g_test_message ("%s: %s", outputs[i], err);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 1);
      g_assert_nonnull (strstr (err, "old"));
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, "old");
      g_assert_cmpuint (count_files (full), ==, 1);
    }
  g_unlink (path);
  g_rmdir (full);
}

static void
record (void)
{
  g_autofree char *line = g_strdup_printf (
    "%s run gather-sleeps -m threading -m asyncio -s sleep-ms=5 --quiet --save %s/run.fxt", program,
    folder);
  int status;

  g_assert_true (g_spawn_command_line_sync (line, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *saved = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  program = g_test_build_filename (G_TEST_BUILT, "src", "cli", "interleave-cli", NULL);
  folder = g_dir_make_tmp ("picture-XXXXXX", NULL);
  record ();
  g_test_add_func ("/cli/picture/a wrong option is explained and nothing is written",
                   test_mistakes);
  g_test_add_func ("/cli/picture/a part is shown alone and says which it is", test_parts);
  g_test_add_func ("/cli/picture/a run side by side with others is shown by its letter",
                   test_letters);
  g_test_add_func ("/cli/picture/everything is shown when nothing is said",
                   test_all_is_the_default);
  g_test_add_func ("/cli/picture/a stretch of time is shown, in any unit", test_ranges);
  g_test_add_func ("/cli/picture/what happened in a stretch of time is drawn",
                   test_range_is_drawn);
  g_test_add_func ("/cli/picture/caption, legend and results can be left out",
                   test_what_is_left_out);
  g_test_add_func ("/cli/picture/presets have their sizes", test_presets);
  g_test_add_func ("/cli/picture/a full disk leaves every old file whole", test_full_disk);
  status = g_test_run ();
  saved = g_build_filename (folder, "run.fxt", NULL);
  g_unlink (saved);
  g_rmdir (folder);
  g_free (folder);
  g_free (program);
  return status;
}
