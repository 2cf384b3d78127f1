/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's dialog for files, as GTK has it, and what comes of what is chosen there. */
#include "app/export-dialog.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder; /* of all that is written here */

static gboolean
has_chooser (gpointer unused)
{
  return fixture_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL;
}

static gboolean
has_no_chooser (gpointer unused)
{
  return !has_chooser (NULL);
}

static gboolean
has_question (gpointer unused)
{
  return fixture_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static gboolean
is_there (gpointer path)
{
  GtkWidget *chooser = fixture_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *chosen = file ? g_file_get_path (file) : NULL;

  return g_strcmp0 (chosen, path) == 0;
}

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* As if something had been written there the last time. */
static IlvWindow *
open_in_folder (void)
{
  IlvWindow *window = fixture_open_with_a_run ();

  ilv_preferences_set (window->preferences, "last-folder",
                       g_variant_new_take_string (g_filename_to_uri (folder, NULL, NULL)));
  return window;
}

static void
respond (GtkResponseType response)
{
  gtk_dialog_response (fixture_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG), response);
  fixture_wait (has_no_chooser, NULL);
}

/* Writes a name into the dialog that has come, and presses its button. */
static void
choose (const char *name)
{
  g_autofree char *path = in_folder (name);

  fixture_wait (has_chooser, NULL);
  gtk_file_chooser_set_current_name (fixture_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG), name);
  fixture_wait (is_there, path);
  respond (GTK_RESPONSE_ACCEPT);
}

static void
answer (const char *response)
{
  gpointer question;

  fixture_wait (has_question, NULL);
  question = fixture_find_window (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (question, response);
}

static gsize
get_length (const char *name)
{
  g_autofree char *path = in_folder (name);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (gsize) status.st_size : 0;
}

static void
write_text (const char *name, const char *text)
{
  g_autofree char *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
a_name_without_suffix_gets_one (void)
{
  IlvWindow *window = open_in_folder ();

  fixture_act (window, "save");
  choose ("plain");
  fixture_finish_work (window);
  g_assert_cmpuint (get_length ("plain"), ==, 0);
  g_assert_cmpuint (get_length ("plain.fxt"), >, 1000);
  fixture_act (window, "save");
  choose ("LOUD.FXT");
  fixture_finish_work (window);
  g_assert_cmpuint (get_length ("LOUD.FXT"), >, 1000);
  g_assert_cmpuint (get_length ("LOUD.FXT.fxt"), ==, 0);
  fixture_close_window (window);
}

/* Nobody was asked about it by the desktop, which does not know of the suffix. */
static void
what_the_suffix_leads_to_is_asked_about (void)
{
  IlvWindow *window = open_in_folder ();

  write_text ("taken.fxt", "mine");
  fixture_act (window, "save");
  choose ("taken");
  answer ("cancel");
  fixture_finish_work (window);
  g_assert_cmpuint (get_length ("taken.fxt"), ==, 4);
  fixture_act (window, "save");
  choose ("taken");
  answer ("replace");
  fixture_finish_work (window);
  g_assert_cmpuint (get_length ("taken.fxt"), >, 1000);
  fixture_close_window (window);
}

static void
the_next_file_is_looked_for_in_the_same_folder (void)
{
  IlvWindow *window = open_in_folder ();
  g_autofree char *first = in_folder ("fetch-pages.fxt");
  g_autofree char *deeper = in_folder ("deeper");
  g_autofree char *second = g_build_filename (deeper, "fetch-pages.fxt", NULL);
  g_autoptr (GFile) where = g_file_new_for_path (deeper);

  g_assert_cmpint (g_mkdir (deeper, 0700), ==, 0);
  fixture_act (window, "save");
  fixture_wait (has_chooser, NULL);
  fixture_wait (is_there, first);
  gtk_file_chooser_set_current_folder (fixture_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG), where,
                                       NULL);
  fixture_wait (is_there, second);
  respond (GTK_RESPONSE_ACCEPT);
  fixture_finish_work (window);
  fixture_act (window, "save");
  fixture_wait (has_chooser, NULL);
  fixture_wait (is_there, second);
  respond (GTK_RESPONSE_CANCEL);
  g_assert_false (ilv_window_is_working (window));
  g_assert_cmpint (g_unlink (second), ==, 0);
  g_assert_cmpint (g_rmdir (deeper), ==, 0);
  fixture_close_window (window);
}

static void
what_is_exported_gets_the_suffix_of_its_format (void)
{
  IlvWindow *window = open_in_folder ();
  g_autofree char *path = in_folder ("picture.png");
  g_autofree char *begin = NULL;
  GtkWidget *dialog;

  fixture_act (window, "export");
  dialog = fixture_find_window (ILV_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  g_signal_emit_by_name (fixture_find_by_id (dialog, "export_button"), "clicked");
  choose ("picture");
  fixture_finish_work (window);
  g_assert_true (g_file_get_contents (path, &begin, NULL, NULL));
  g_assert_cmpmem (begin, 4, "\x89PNG", 4);
  fixture_close_window (window);
}

static void
what_went_wrong_is_put_away_by_the_next_try (void)
{
  IlvWindow *window = open_in_folder ();
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/proc/there/is/nothing.fxt");

  ilv_window_save (window, nowhere);
  fixture_finish_work (window);
  g_assert_true (gtk_info_bar_get_revealed (window->error_bar));
  fixture_act (window, "save");
  choose ("again.fxt");
  fixture_finish_work (window);
  g_assert_false (gtk_info_bar_get_revealed (window->error_bar));
  fixture_close_window (window);
}

static GSList *
add_file (GSList *files, const char *name)
{
  g_autofree char *path = in_folder (name);

  return g_slist_append (files, g_file_new_for_path (path));
}

static void
open_named (IlvWindow *window, const char *first, const char *second)
{
  GSList *files = add_file (NULL, first);

  if (second)
    files = add_file (files, second);
  ilv_window_open_files (window, files, FALSE);
  fixture_finish_work (window);
  g_slist_free_full (files, g_object_unref);
}

static void
a_run_alone_may_have_any_name (void)
{
  IlvWindow *window = open_in_folder ();
  IlvComparison *before = ilv_window_get_comparison (window);
  g_autofree char *path = in_folder ("odd.name");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ilv_window_save (window, file);
  fixture_finish_work (window);
  open_named (window, "odd.name", NULL);
  g_assert_true (ilv_window_get_comparison (window) != before);
  g_assert_false (gtk_info_bar_get_revealed (window->error_bar));
  open_named (window, "not-there.fxt", NULL);
  g_assert_nonnull (strstr (gtk_label_get_label (window->error_label), "There is no such file."));
  fixture_close_window (window);
}

/* Somewhere in it. */
static gboolean
says (GtkWidget *widget, const char *words)
{
  gboolean said = GTK_IS_LABEL (widget)
                  && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !said;
       child = gtk_widget_get_next_sibling (child))
    said = says (child, words);
  return said;
}

static void
of_two_runs_one_is_shown_and_the_other_told (void)
{
  IlvWindow *window = fixture_open_window ();

  open_named (window, "plain.fxt", "taken.fxt");
  g_assert_nonnull (ilv_window_get_comparison (window));
  /* Nothing else in the window has its name. */
  g_assert_true (says (GTK_WIDGET (window->toasts), "taken.fxt"));
  fixture_close_window (window);
}

static void
write_long_scenario (const char *name, const char *end)
{
  g_autoptr (GString) text = g_string_new (
    "<scenario id=\"long\" topic=\"io\" order=\"1\" models=\"all\">\n"
    "<title>Long</title><summary>Long.</summary><question>Long?</question>\n"
    "<task name=\"T\" count=\"1\">\n");

  for (guint i = 0; i < 15000; i++)
    g_string_append (text, "<sleep ms=\"1\"/>\n");
  g_string_append (text, end);
  write_text (name, text->str);
}

static gboolean
open_scenario (IlvWindow *window, const char *name)
{
  GSList *files = add_file (NULL, name);
  gboolean chosen = ilv_window_open_files (window, files, FALSE);

  g_slist_free_full (files, g_object_unref);
  return chosen;
}

static void
a_long_scenario_is_read_while_the_window_goes_on (void)
{
  IlvWindow *window = open_in_folder ();

  write_long_scenario ("long.xml", "</task></scenario>\n");
  g_assert_false (open_scenario (window, "long.xml"));
  g_assert_true (ilv_window_is_working (window));
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "fetch-pages");
  fixture_finish_work (window);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "long");
  /* With the same errors as a short one, and the window as it was. */
  write_long_scenario ("wrong.xml", "<slep ms=\"1\"/></task></scenario>\n");
  open_scenario (window, "wrong.xml");
  fixture_finish_work (window);
  g_assert_nonnull (strstr (gtk_label_get_label (window->error_label), "wrong.xml:15004:"));
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "long");
  fixture_close_window (window);
}

static void
the_scenario_opened_last_is_chosen (void)
{
  IlvWindow *window = open_in_folder ();

  write_text ("short.xml", "<scenario id=\"short\" topic=\"io\" order=\"1\" models=\"all\">"
                           "<title>Short</title><summary>Short.</summary>"
                           "<question>Short?</question>"
                           "<task count=\"1\"><sleep ms=\"1\"/></task></scenario>");
  open_scenario (window, "long.xml");
  g_assert_true (open_scenario (window, "short.xml"));
  fixture_finish_work (window);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "short");
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  if (!fixture_start (&argc, &argv))
    return 0;
  folder = g_dir_make_tmp ("interleave-XXXXXX", NULL);
  g_test_add_func ("/files/a name without suffix gets one", a_name_without_suffix_gets_one);
  g_test_add_func ("/files/what the suffix leads to is asked about",
                   what_the_suffix_leads_to_is_asked_about);
  g_test_add_func ("/files/the next file is looked for in the same folder",
                   the_next_file_is_looked_for_in_the_same_folder);
  g_test_add_func ("/files/what is exported gets the suffix of its format",
                   what_is_exported_gets_the_suffix_of_its_format);
  g_test_add_func ("/files/what went wrong is put away by the next try",
                   what_went_wrong_is_put_away_by_the_next_try);
  g_test_add_func ("/files/a run alone may have any name", a_run_alone_may_have_any_name);
  g_test_add_func ("/files/of two runs one is shown and the other told",
                   of_two_runs_one_is_shown_and_the_other_told);
  g_test_add_func ("/files/a long scenario is read while the window goes on",
                   a_long_scenario_is_read_while_the_window_goes_on);
  g_test_add_func ("/files/the scenario opened last is chosen", the_scenario_opened_last_is_chosen);
  status = g_test_run ();
  fixture_remove_folder (folder);
  g_free (folder);
  return status;
}
