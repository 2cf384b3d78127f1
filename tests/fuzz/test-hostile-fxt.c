/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-fxt.h"

#include "same-trace.h"
#include "trace/format-fxt.h"

#define ROUNDS 5000
#define MAX_EDITS 24

static GBytes *
make_file (guint32 seed, guint n_records)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (stream, NULL);
  g_autoptr (IlvTrace) trace = make_random_trace (seed, n_records);

  ilv_fxt_writer_add_blob (writer, "about", "nothing", 7);
  ilv_fxt_writer_add_trace (writer, trace, "Threads", -ilv_trace_get_begin (trace));
  g_assert_true (ilv_fxt_writer_finish (writer, NULL));
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
test_a_file_as_saved_is_whole (void)
{
  g_autoptr (GBytes) bytes = make_file (1, 300);

  g_assert_true (hostile_fxt_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

/* A bit, a byte, a word that could be something, or a word from elsewhere in the file. */
static void
edit (GRand *rand, guint64 *words, gsize n)
{
  gsize at = (gsize) g_rand_int_range (rand, 1, (gint32) n);
  guint64 other = words[g_rand_int_range (rand, 0, (gint32) n)];

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      words[at] ^= (guint64) 1 << g_rand_int_range (rand, 0, 64);
      break;
    case 1:
      words[at] ^= (guint64) g_rand_int_range (rand, 1, 256) << 8 * g_rand_int_range (rand, 0, 8);
      break;
    case 2:
      words[at] = (guint64) g_rand_int_range (rand, -3, 40);
      break;
    default:
      words[at] = other;
    }
}

static void
test_no_edit_of_a_file_breaks_the_reader (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (19);
  g_autoptr (GBytes) bytes = make_file (2, 250);
  gsize size = g_bytes_get_size (bytes);
  guint n_refused = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autofree guint64 *words = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      guint n = (guint) g_rand_int_range (rand, 1, MAX_EDITS);

      for (guint i = 0; i < n; i++)
        edit (rand, words, size / 8);
      n_refused += !hostile_fxt_read ((const guint8 *) words, size);
    }
  /* Some do harm, and most files are read on behind it. */
  g_assert_cmpuint (n_refused, >, ROUNDS / 20);
  g_assert_cmpuint (n_refused, <, ROUNDS);
}

static void
test_no_place_to_cut_a_file_breaks_the_reader (void)
{
  g_autoptr (GBytes) bytes = make_file (3, 60);

  for (gsize length = 0; length < g_bytes_get_size (bytes); length += 5)
    {
      g_autofree guint8 *part = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

      g_assert_false (hostile_fxt_read (part, length));
    }
}

static void
test_what_was_found_once_does_no_harm (void)
{
  g_autofree char *folder
    = g_test_build_filename (G_TEST_DIST, "tests", "fuzz", "corpus-fxt", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL; n++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_test_message ("%s", name);
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      hostile_fxt_read ((const guint8 *) bytes, length);
    }
  g_assert_cmpuint (n, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/a_file_as_saved_is_whole", test_a_file_as_saved_is_whole);
  g_test_add_func ("/fuzz/no_edit_of_a_file_breaks_the_reader",
                   test_no_edit_of_a_file_breaks_the_reader);
  g_test_add_func ("/fuzz/no_place_to_cut_a_file_breaks_the_reader",
                   test_no_place_to_cut_a_file_breaks_the_reader);
  g_test_add_func ("/fuzz/what_was_found_once_does_no_harm",
                   test_what_was_found_once_does_no_harm);
  return g_test_run ();
}
