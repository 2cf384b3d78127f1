/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving and opening in threads: what is counted, what can be given up, and that an ended
   comparison does not mind being read by several. */
#include "fixture.h"
#include "session/results.h"
#include "session/saved.h"
#include "trace/long-work.h"

#include <glib/gstdio.h>

#define N_THREADS 3

typedef struct
{
  char *folder;
  IlvComparison *comparison;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("long-work-XXXXXX", NULL);
  fixture->comparison
    = fixture_compare ("fetch-pages", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "delay-ms", "5", NULL);
  fixture_run (fixture->comparison);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_object_unref (fixture->comparison);
  /* Nothing may have been left in it. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static GFile *
get_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_file_new_for_path (path);
}

static void
test_counts_to_the_end (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvLongWork) work = ilv_long_work_new ();
  g_autoptr (GFile) file = get_file (fixture, "run");
  g_autoptr (IlvComparison) loaded = NULL;

  g_assert_cmpfloat (ilv_long_work_get_done (work), <, 0);
  g_assert_true (ilv_comparison_write_chrome_trace (fixture->comparison, file,
                                                    G_CANCELLABLE (work), NULL));
  g_assert_cmpfloat (ilv_long_work_get_done (work), ==, 1);
  ilv_long_work_begin (work, 0);
  g_assert_true (ilv_comparison_save (fixture->comparison, file, G_CANCELLABLE (work), NULL));
  g_assert_cmpfloat (ilv_long_work_get_done (work), ==, 1);
  ilv_long_work_begin (work, 0);
  loaded = ilv_comparison_load (file, G_CANCELLABLE (work), NULL);
  g_assert_nonnull (loaded);
  /* But for the eight bytes at the beginning, which say what it is. */
  g_assert_cmpfloat (ilv_long_work_get_done (work), >, 0.99);
  g_file_delete (file, NULL, NULL);
}

static void
test_given_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (IlvLongWork) work = ilv_long_work_new ();
  g_autoptr (GFile) file = get_file (fixture, "run");
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "what was there", -1, NULL));
  g_cancellable_cancel (G_CANCELLABLE (work));
  g_assert_false (ilv_comparison_write_chrome_trace (fixture->comparison, file,
                                                     G_CANCELLABLE (work), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (ilv_comparison_load (file, G_CANCELLABLE (work), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "what was there");
  g_file_delete (file, NULL, NULL);
}

/* What is worked out when somebody asks for it takes memory then. */
static void
test_settled (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GFile) file = get_file (fixture, "run");

  for (guint i = 0; i < 2; i++)
    {
      const IlvTrace *trace
        = ilv_run_get_trace (ilv_comparison_get_run (fixture->comparison, i));
      gsize memory = ilv_trace_get_memory (trace);

      g_assert_true (ilv_comparison_save (fixture->comparison, file, NULL, NULL));
      for (guint core = 0; core < ilv_trace_get_n_cores (trace); core++)
        ilv_trace_get_n_core_uses (trace, core);
      g_assert_cmpuint (ilv_trace_get_memory (trace), ==, memory);
    }
  g_file_delete (file, NULL, NULL);
}

typedef struct
{
  IlvComparison *comparison;
  GFile *file;
} Saving;

static gpointer
save (gpointer data)
{
  Saving *saving = data;

  return GINT_TO_POINTER (ilv_comparison_save (saving->comparison, saving->file, NULL, NULL));
}

static void
test_several_threads (Fixture *fixture, gconstpointer unused)
{
  Saving savings[N_THREADS];
  GThread *threads[N_THREADS];
  g_autofree char *text = ilv_results_to_text (fixture->comparison);
  g_autofree char *first = NULL;
  gsize first_length = 0;

  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autofree char *name = g_strdup_printf ("run-%u", i);

      savings[i] = (Saving){ fixture->comparison, get_file (fixture, name) };
      threads[i] = g_thread_new ("save", save, &savings[i]);
    }
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *again = ilv_results_to_text (fixture->comparison);

      g_assert_cmpstr (again, ==, text);
    }
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_thread_join (threads[i]) != NULL);
      g_assert_true (g_file_load_contents (savings[i].file, NULL, &bytes, &length, NULL, NULL));
      if (!first)
        {
          first = g_steal_pointer (&bytes);
          first_length = length;
        }
      else
        g_assert_cmpmem (bytes, length, first, first_length);
      g_file_delete (savings[i].file, NULL, NULL);
      g_object_unref (savings[i].file);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/long-work/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("work-is-counted-to-its-end", test_counts_to_the_end);
  ADD ("work-given-up-leaves-what-was-there", test_given_up);
  ADD ("nothing-of-an-ended-comparison-is-left-to-be-worked-out", test_settled);
  ADD ("several-threads-read-an-ended-comparison", test_several_threads);
  return g_test_run ();
}
