/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, saving and exporting while the window goes on. */
#include "app/window-private.h"
#include "app/work-row.h"
#include "window-fixture.h"

#include "session/saved.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  char *folder;
  GFile *file;
  IlvWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("work-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "run.fxt", NULL);
  fixture->file = g_file_new_for_path (path);
  fixture->window = fixture_open_window ();
  g_assert_true (ilv_window_open (fixture->window, "fetch-pages"));
  ilv_settings_bar_set_value (fixture->window->settings, "delay-ms", "5");
  ilv_model_bar_choose (fixture->window->models, 1u << ILV_MODEL_ASYNCIO);
  fixture_run_to_end (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  if (fixture->window)
    fixture_close_window (fixture->window);
  g_file_delete (fixture->file, NULL, NULL);
  g_object_unref (fixture->file);
  /* No half of a file may have been left in it. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static gboolean
is_shown (Fixture *fixture)
{
  return ilv_window_get_comparison (fixture->window) != NULL;
}

/* As somebody does who presses it at once. */
static void
press_cancel (Fixture *fixture)
{
  GtkWidget *row = gtk_widget_get_last_child (GTK_WIDGET (fixture->window->work));

  g_assert_true (ILV_IS_WORK_ROW (row));
  g_signal_emit_by_name (fixture_find_button (row, NULL), "clicked");
}

/* Enough to be saved that cancelling comes in time. */
static void
make_it_long (Fixture *fixture)
{
  g_assert_true (ilv_window_open (fixture->window, "million-sleepers"));
  g_assert_true (ilv_settings_bar_set_value (fixture->window->settings, "tasks", "50000"));
  g_assert_true (ilv_settings_bar_set_value (fixture->window->settings, "sleep-ms", "1"));
  ilv_model_bar_choose (fixture->window->models, 1u << ILV_MODEL_ASYNCIO);
  fixture_run_to_end (fixture->window);
}

static void
test_save_given_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *left = NULL;

  make_it_long (fixture);
  g_assert_true (g_file_replace_contents (fixture->file, "what was there", 14, NULL, FALSE, 0,
                                          NULL, NULL, NULL));
  ilv_window_save (fixture->window, fixture->file);
  g_assert_true (ilv_window_is_writing (fixture->window));
  press_cancel (fixture);
  fixture_finish_work (fixture->window);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (fixture->window->work)));
  g_assert_false (gtk_info_bar_get_revealed (fixture->window->error_bar));
  g_assert_true (g_file_load_contents (fixture->file, NULL, &left, NULL, NULL, NULL));
  g_assert_cmpstr (left, ==, "what was there");
}

static void
test_open_given_up (Fixture *fixture, gconstpointer unused)
{
  IlvComparison *shown;

  make_it_long (fixture);
  shown = ilv_window_get_comparison (fixture->window);
  ilv_window_save (fixture->window, fixture->file);
  fixture_finish_work (fixture->window);
  ilv_window_open_saved (fixture->window, fixture->file, FALSE);
  press_cancel (fixture);
  fixture_finish_work (fixture->window);
  g_assert_true (ilv_window_get_comparison (fixture->window) == shown);
  g_assert_false (gtk_info_bar_get_revealed (fixture->window->error_bar));
}

static void
test_goes_on_meanwhile (Fixture *fixture, gconstpointer unused)
{
  ilv_window_save (fixture->window, fixture->file);
  g_assert_true (ilv_window_is_working (fixture->window));
  fixture_act (fixture->window, "run");
  g_assert_true (ilv_comparison_is_running (ilv_window_get_comparison (fixture->window)));
  fixture_finish_work (fixture->window);
  g_assert_true (g_file_query_exists (fixture->file, NULL));
  ilv_window_stop (fixture->window);
}

static void
test_last_opened_counts (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GFile) missing = g_file_new_build_filename (fixture->folder, "missing.fxt", NULL);

  ilv_window_save (fixture->window, fixture->file);
  fixture_finish_work (fixture->window);
  g_assert_true (ilv_window_open (fixture->window, "gather-sleeps"));
  g_assert_false (is_shown (fixture));
  ilv_window_open_saved (fixture->window, missing, FALSE);
  ilv_window_open_saved (fixture->window, fixture->file, FALSE);
  fixture_finish_work (fixture->window);
  g_assert_true (is_shown (fixture));
  g_assert_cmpstr (ilv_scenario_get_id (fixture->window->scenario), ==, "fetch-pages");
}

static void
test_closing_finishes_writing (Fixture *fixture, gconstpointer unused)
{
  ilv_window_save (fixture->window, fixture->file);
  fixture_close_window (g_steal_pointer (&fixture->window));
  g_assert_true (g_file_query_exists (fixture->file, NULL));
}

static void
test_closing_stays_when_writing_fails (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GFile) nowhere
    = g_file_new_build_filename (fixture->folder, "missing", "run.fxt", NULL);

  ilv_window_save (fixture->window, nowhere);
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  fixture_finish_work (fixture->window);
  fixture_idle (50);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_true (gtk_info_bar_get_revealed (fixture->window->error_bar));
}

static void
test_closing_gives_up_reading (Fixture *fixture, gconstpointer unused)
{
  ilv_window_save (fixture->window, fixture->file);
  fixture_finish_work (fixture->window);
  ilv_window_open_saved (fixture->window, fixture->file, FALSE);
  fixture_close_window (g_steal_pointer (&fixture->window));
  /* The thread that reads may end later than the window. */
  fixture_idle (50);
}

static guint
count_recent (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->window->recent));
}

static void
assert_whole (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvComparison) read = ilv_comparison_load (fixture->file, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (ilv_comparison_is_incomplete (read));
}

/* Whoever is the last to be done has the file; the folder holds nothing else at the end. */
static void
test_saved_twice_at_once (Fixture *fixture, gconstpointer unused)
{
  make_it_long (fixture);
  ilv_window_save (fixture->window, fixture->file);
  ilv_window_save (fixture->window, fixture->file);
  g_assert_cmpuint (fixture->window->jobs->len, ==, 2);
  fixture_finish_work (fixture->window);
  g_assert_false (gtk_info_bar_get_revealed (fixture->window->error_bar));
  assert_whole (fixture);
}

static void
test_opened_twice_at_once (Fixture *fixture, gconstpointer unused)
{
  IlvComparison *before = ilv_window_get_comparison (fixture->window);
  guint n = count_recent (fixture);

  ilv_window_save (fixture->window, fixture->file);
  fixture_finish_work (fixture->window);
  ilv_window_open_saved (fixture->window, fixture->file, FALSE);
  ilv_window_open_saved (fixture->window, fixture->file, FALSE);
  fixture_finish_work (fixture->window);
  g_assert_true (ilv_window_get_comparison (fixture->window) != before);
  g_assert_cmpuint (count_recent (fixture), ==, n + 1);
  g_assert_false (gtk_info_bar_get_revealed (fixture->window->error_bar));
}

/* The run that was shown when it was asked for, whatever runs by then; and all of it, although the
   window was closed meanwhile, which ends what runs. */
static void
test_closing_while_it_runs_and_saves (Fixture *fixture, gconstpointer unused)
{
  make_it_long (fixture);
  ilv_window_save (fixture->window, fixture->file);
  g_assert_true (ilv_settings_bar_set_value (fixture->window->settings, "sleep-ms", "60000"));
  fixture_act (fixture->window, "run");
  fixture_wait (fixture_has_begun, fixture->window);
  fixture_close_window (g_steal_pointer (&fixture->window));
  assert_whole (fixture);
  g_assert_cmpuint (fixture_count_children (), ==, 0);
}

static void
write_as (Fixture *fixture, int format)
{
  IlvExportOptions options = { .format = (IlvExportFormat) format };

  if (format < ILV_N_EXPORT_FORMATS)
    ilv_window_export (fixture->window, &options, fixture->file);
  else
    ilv_window_save (fixture->window, fixture->file);
  fixture_finish_work (fixture->window);
}

/* A limit stands for a full disk: not even root can go over it. */
static void
test_full_disk (Fixture *fixture, gconstpointer unused)
{
  struct rlimit before;
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  for (int format = 0; format <= ILV_N_EXPORT_FORMATS; format++)
    {
      g_autofree char *left = NULL;

      g_assert_true (g_file_replace_contents (fixture->file, "old", 3, NULL, FALSE, 0, NULL, NULL,
                                              NULL));
      limit = before;
      limit.rlim_cur = 16;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      write_as (fixture, format);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_true (gtk_info_bar_get_revealed (fixture->window->error_bar));
      g_assert_nonnull (strstr (gtk_label_get_label (fixture->window->error_label), "run.fxt"));
      g_assert_true (g_file_load_contents (fixture->file, NULL, &left, NULL, NULL, NULL));
      g_assert_cmpstr (left, ==, "old");
      /* And the window goes on. */
      write_as (fixture, format);
      g_assert_false (gtk_info_bar_get_revealed (fixture->window->error_bar));
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/window-work/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  ADD ("a save that is given up leaves the old file whole", test_save_given_up);
  ADD ("opening that is given up leaves what was shown", test_open_given_up);
  ADD ("a run can begin while a file is written", test_goes_on_meanwhile);
  ADD ("the file opened last is the one shown", test_last_opened_counts);
  ADD ("closing the window waits until a file is whole", test_closing_finishes_writing);
  ADD ("a window that closes stays when its file cannot be written",
       test_closing_stays_when_writing_fails);
  ADD ("closing the window gives up reading", test_closing_gives_up_reading);
  ADD ("a file that is saved twice at once is whole", test_saved_twice_at_once);
  ADD ("a file that is opened twice at once is shown once", test_opened_twice_at_once);
  ADD ("closing the window while it runs and saves loses nothing",
       test_closing_while_it_runs_and_saves);
  ADD ("a full disk is told and leaves the old file whole", test_full_disk);
  return g_test_run ();
}
