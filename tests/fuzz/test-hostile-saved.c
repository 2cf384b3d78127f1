/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved comparisons of both versions, as they are and with words of what they say changed. */
#include "hostile-saved.h"

#include <string.h>

#define ROUNDS 600
#define MAX_EDITS 6

typedef struct
{
  guint8 *bytes;
  gsize length;
} Saved;

static Saved
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  Saved saved;

  g_assert_true (g_file_get_contents (path, (char **) &saved.bytes, &saved.length, NULL));
  return saved;
}

static char *
find_folder (void)
{
  return g_test_build_filename (G_TEST_DIST, "tests", "fuzz", "corpus-saved", NULL);
}

static void
test_whole (void)
{
  static const char *const names[]
    = { "semaphore.fxt", "side-by-side.fxt", "three-side-by-side.fxt" };
  g_autofree char *folder = find_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Saved saved = load (folder, names[i]);

      g_test_message ("%s", names[i]);
      g_assert_true (hostile_saved_read (saved.bytes, saved.length));
      g_free (saved.bytes);
    }
}

static void
test_found (void)
{
  g_autofree char *folder = find_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      Saved saved = load (folder, name);

      g_test_message ("%s", name);
      hostile_saved_read (saved.bytes, saved.length);
      g_free (saved.bytes);
    }
}

/* A character that stands in JSON or XML in place of another. */
static void
edit (GRand *rand, Saved *saved)
{
  static const char other[] = "0123456789-.eE\"{}[]:,<>/ antf\\\xff";
  gsize at = (gsize) g_rand_int_range (rand, 8, (gint32) saved->length);

  saved->bytes[at] = (guint8) other[g_rand_int_range (rand, 0, sizeof other - 1)];
}

static void
test_edits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (23);
  g_autofree char *folder = find_folder ();
  Saved saved = load (folder, "side-by-side.fxt");
  guint n_refused = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      Saved edited = { g_memdup2 (saved.bytes, saved.length), saved.length };

      for (int i = g_rand_int_range (rand, 1, MAX_EDITS); i > 0; i--)
        edit (rand, &edited);
      n_refused += !hostile_saved_read (edited.bytes, edited.length);
      g_free (edited.bytes);
    }
  g_assert_cmpuint (n_refused, >, ROUNDS / 20);
  g_assert_cmpuint (n_refused, <, ROUNDS);
  g_free (saved.bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/comparisons as saved are whole", test_whole);
  g_test_add_func ("/fuzz/what was found once does no harm", test_found);
  g_test_add_func ("/fuzz/no edit of a saved comparison breaks the reader", test_edits);
  return g_test_run ();
}
