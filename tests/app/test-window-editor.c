/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios of one's own, as people write, run, keep and drop them. */
#include "app/scenario-editor-private.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include "workload/element-make.h"

#include <glib/gstdio.h>

static IlvScenarioEditor *
find_editor (void)
{
  return fixture_find_window (ILV_TYPE_SCENARIO_EDITOR);
}

static GtkWidget *
find_question (void)
{
  return fixture_find_window (ADW_TYPE_MESSAGE_DIALOG);
}

static void
act (IlvScenarioEditor *editor, const char *action)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), action));
  g_action_group_activate_action (G_ACTION_GROUP (editor->actions), action, NULL);
}

static gboolean
is_fresh (gpointer data)
{
  return !ilv_scenario_editor_is_reading (data);
}

/* As if it had been typed. */
static void
replace (IlvScenarioEditor *editor, const char *from, const char *to)
{
  g_autofree char *text = ilv_scenario_editor_get_text (editor);
  char *at = strstr (text, from);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_nonnull (at);
  before = g_strndup (text, (gsize) (at - text));
  after = g_strconcat (before, to, at + strlen (from), NULL);
  ilv_scenario_editor_put_text (editor, after);
  fixture_wait (is_fresh, editor);
}

static gboolean
has_text (IlvScenarioEditor *editor, const char *part)
{
  g_autofree char *text = ilv_scenario_editor_get_text (editor);

  return strstr (text, part) != NULL;
}

static void
enter (IlvScenarioEditor *editor, const char *path, const char *field, const char *value)
{
  ilv_scenario_editor_select (editor, path);
  ilv_element_field_enter (ilv_element_form_find (editor->form, field), value);
  fixture_wait (is_fresh, editor);
}

static const char *
get_entry_text (IlvScenarioEditor *editor, const char *field)
{
  GtkWidget *row = GTK_WIDGET (ilv_element_form_find (editor->form, field));

  for (GtkWidget *child = gtk_widget_get_first_child (row); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_EDITABLE (child))
      return gtk_editable_get_text (GTK_EDITABLE (child));
  return NULL;
}

static gboolean
is_closed (gpointer data)
{
  return find_editor () == NULL;
}

static void
close_editor (IlvScenarioEditor *editor)
{
  ilv_scenario_editor_discard (editor);
  fixture_wait (is_closed, NULL);
}

static void
a_copy_is_changed_run_saved_and_listed (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *path = NULL;
  IlvScenarioEditor *editor;
  IlvComparison *comparison;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  fixture_act (window, "edit-copy");
  editor = find_editor ();
  g_assert_nonnull (editor);
  g_assert_false (ilv_scenario_editor_is_changed (editor)); /* nothing would be lost */
  enter (editor, "", "title", "Short naps");
  enter (editor, "", "models", "asyncio");
  g_assert_true (has_text (editor, "<title>Short naps</title>"));
  g_assert_true (has_text (editor, "models=\"asyncio\""));
  replace (editor, "default=\"1000\"", "default=\"10\"");
  act (editor, "run");
  fixture_wait (fixture_has_ended, window);
  comparison = ilv_window_get_comparison (window);
  g_assert_cmpstr (ilv_scenario_get_title (window->scenario), ==, "Short naps");
  g_assert_cmpint (ilv_run_get_state (ilv_comparison_get_run (comparison, 0)), ==,
                   ILV_RUN_FINISHED);
  g_assert_null (ilv_own_scenarios_find ("gather-sleeps-copy"));

  act (editor, "save");
  path = ilv_own_scenarios_find ("gather-sleeps-copy");
  g_assert_nonnull (path);
  g_assert_false (ilv_scenario_editor_is_changed (editor));
  g_assert_nonnull (
    ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OWN, "gather-sleeps-copy"));
  g_assert_null (
    ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_DRAFT, "gather-sleeps-copy"));
  /* Saving what was run does not take the run away. */
  g_assert_true (ilv_window_get_comparison (window) == comparison);
  close_editor (editor);
  fixture_close_window (window);

  window = fixture_open_window ();
  g_assert_true (ilv_window_open (window, "gather-sleeps-copy"));
  g_assert_cmpstr (ilv_scenario_get_title (window->scenario), ==, "Short naps");
  fixture_close_window (window);
}

static IlvScenarioEditor *
open_new (IlvWindow *window)
{
  fixture_act (window, "new-scenario");
  return find_editor ();
}

static void
form_and_xml_are_one (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);

  ilv_scenario_editor_select (editor, "4/0");
  g_assert_cmpstr (get_entry_text (editor, "ms"), ==, "100");
  replace (editor, "ms=\"100\"", "ms=\"250\"");
  ilv_scenario_editor_select (editor, "4/0");
  g_assert_cmpstr (get_entry_text (editor, "ms"), ==, "250");
  replace (editor, "<sleep ms", "<!-- a nap --><sleep ms");
  enter (editor, "4/0", "ms", "7 * tasks");
  g_assert_true (has_text (editor, "<!-- a nap --><sleep ms=\"7 * tasks\"/>"));
  g_assert_cmpstr (ilv_outline_get_path (editor->outline), ==, "4/0");
  close_editor (editor);
  fixture_close_window (window);
}

static void
everything_is_undone_and_redone (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);
  g_autofree char *before = ilv_scenario_editor_get_text (editor);
  g_autofree char *middle = NULL;
  g_autofree char *end = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "undo"));
  enter (editor, "4/0", "ms", "5");
  middle = ilv_scenario_editor_get_text (editor);
  ilv_scenario_editor_select (editor, "4/1");
  act (editor, "move-up");
  g_assert_true (has_text (editor, "size=\"20000\"/>\n    <sleep"));
  g_assert_cmpstr (editor->path, ==, "4/0");
  replace (editor, "<question>", "<question>Really: ");
  end = ilv_scenario_editor_get_text (editor);
  act (editor, "undo");
  fixture_wait (is_fresh, editor);
  act (editor, "undo");
  fixture_wait (is_fresh, editor);
  undone = ilv_scenario_editor_get_text (editor);
  g_assert_cmpstr (undone, ==, middle);
  act (editor, "redo");
  fixture_wait (is_fresh, editor);
  act (editor, "redo");
  fixture_wait (is_fresh, editor);
  redone = ilv_scenario_editor_get_text (editor);
  g_assert_cmpstr (redone, ==, end);
  while (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "undo"))
    {
      act (editor, "undo");
      fixture_wait (is_fresh, editor);
    }
  g_clear_pointer (&undone, g_free);
  undone = ilv_scenario_editor_get_text (editor);
  g_assert_cmpstr (undone, ==, before);
  ilv_scenario_editor_select (editor, "4/0");
  g_assert_cmpstr (get_entry_text (editor, "ms"), ==, "100");
  close_editor (editor);
  fixture_close_window (window);
}

static void
mistakes_are_shown_where_they_are (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);
  IlvElementField *field;
  GtkTextIter iter;

  enter (editor, "4/0", "ms", "taks");
  field = ilv_element_form_find (editor->form, "ms");
  g_assert_nonnull (ilv_element_field_get_error (field));
  g_assert_nonnull (strstr (ilv_element_field_get_error (field), "tasks")); /* what was meant */
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "run"));
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (editor->buffer), &iter);
  g_assert_true (gtk_text_iter_forward_to_tag_toggle (&iter, editor->mistake_tag));
  g_assert_true (gtk_text_iter_starts_tag (&iter, editor->mistake_tag));
  g_assert_nonnull (strstr (gtk_label_get_label (editor->mistake), "Line 8"));
  ilv_scenario_editor_select (editor, "");
  act (editor, "next-mistake");
  g_assert_cmpstr (editor->path, ==, "4/0");
  enter (editor, "4/0", "ms", "tasks");
  g_assert_null (ilv_element_field_get_error (ilv_element_form_find (editor->form, "ms")));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "run"));
  close_editor (editor);
  fixture_close_window (window);
}

static void
what_its_defaults_forbid_is_told_before_a_run (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);

  enter (editor, "4/0", "ms", "1 - tasks"); /* an expression as any, but less than nothing */
  act (editor, "run");
  g_assert_null (ilv_window_get_comparison (window));
  g_assert_null (ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_DRAFT,
                                         ilv_scenario_get_id (
                                           ilv_draft_get_scenario (editor->draft))));
  close_editor (editor);
  fixture_close_window (window);
}

static void
typing_in_a_field_is_one_step_to_undo (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);

  enter (editor, "", "title", "A");
  enter (editor, "", "title", "Ab");
  enter (editor, "", "title", "Abc");
  act (editor, "undo");
  fixture_wait (is_fresh, editor);
  g_assert_false (has_text (editor, "<title>A"));
  close_editor (editor);
  fixture_close_window (window);
}

static void
an_element_is_added_with_what_it_needs (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);
  GtkPopover *chooser = gtk_menu_button_get_popover (editor->add_button);

  ilv_scenario_editor_select (editor, "4/0");
  g_signal_emit_by_name (chooser, "chosen", "4", "get");
  g_assert_true (has_text (editor, "<sleep ms=\"100\"/>\n    <get queue=\"queue\"/>\n"));
  g_assert_true (has_text (editor, "<queue name=\"queue\"/>"));
  g_assert_cmpstr (editor->path, ==, "5/1"); /* the queue stands before the tasks */
  g_assert_cmpstr (ilv_outline_get_path (editor->outline), ==, "5/1");
  g_assert_nonnull (ilv_draft_get_scenario (editor->draft));
  close_editor (editor);
  fixture_close_window (window);
}

static void
broken_xml_hides_the_fields_for_a_while (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);

  replace (editor, "</task>", "</tsk>");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (editor->form_stack), ==, "broken");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "run"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "remove"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (editor->actions), "save"));
  replace (editor, "</tsk>", "</task>");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (editor->form_stack), ==, "form");
  close_editor (editor);
  fixture_close_window (window);
}

static gboolean
is_answered (gpointer data)
{
  return find_question () == NULL;
}

static void
answer (const char *label)
{
  g_signal_emit_by_name (fixture_find_button (find_question (), label), "clicked");
}

static void
unsaved_changes_are_asked_about (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvScenarioEditor *editor = open_new (window);
  GtkWidget *question;

  enter (editor, "4/0", "ms", "1");
  /* The main window asks as well, and stays; nobody is asked twice. */
  gtk_window_close (GTK_WINDOW (window));
  question = find_question ();
  g_assert_nonnull (question);
  gtk_window_close (GTK_WINDOW (editor));
  g_assert_true (find_question () == question);
  answer ("_Cancel");
  fixture_wait (is_answered, NULL);
  g_assert_true (find_editor () == editor);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));

  gtk_window_close (GTK_WINDOW (editor));
  g_assert_nonnull (find_question ());
  answer ("_Save");
  fixture_wait (is_closed, NULL);
  g_assert_nonnull (ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OWN, "my-scenario"));

  g_assert_true (ilv_window_open (window, "my-scenario"));
  fixture_act (window, "edit-scenario");
  editor = find_editor ();
  g_assert_false (ilv_scenario_editor_is_changed (editor));
  gtk_window_close (GTK_WINDOW (editor)); /* nothing to ask about */
  g_assert_null (find_question ());
  fixture_wait (is_closed, NULL);
  fixture_close_window (window);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
what_is_answered_lets_the_window_close (void)
{
  IlvWindow *window = fixture_open_window ();
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  enter (open_new (window), "4/0", "ms", "1");
  gtk_window_close (GTK_WINDOW (window));
  answer ("_Cancel");
  fixture_wait (is_answered, NULL);
  /* The editor alone. */
  gtk_window_close (GTK_WINDOW (find_editor ()));
  answer ("_Discard");
  fixture_wait (is_closed, NULL);
  fixture_idle (100);
  g_assert_true (weak && gtk_widget_get_visible (GTK_WIDGET (window)));

  enter (open_new (window), "4/0", "ms", "1");
  gtk_window_close (GTK_WINDOW (window));
  answer ("_Discard");
  fixture_wait (is_gone, &weak);
}

static void
what_is_deleted_can_be_brought_back (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *text = ilv_element_make_scenario ("to-delete", "To delete");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ilv_own_scenarios_save ("to-delete", text, &error);
  const IlvScenarioEntry *entry;

  g_assert_no_error (error);
  ilv_window_show_own_scenarios (window);
  entry = ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OWN, "to-delete");
  g_assert_nonnull (entry);
  g_assert_true (ilv_window_open (window, "to-delete"));
  ilv_window_change_scenario (window, "delete", entry);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OWN, "to-delete"));
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), !=, "to-delete");
  g_signal_emit_by_name (fixture_find_button (GTK_WIDGET (window->toasts), "_Undo"), "clicked");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "to-delete");
  fixture_close_window (window);
}

static void
a_broken_file_is_listed_and_never_stops_the_start (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ilv_own_scenarios_save ("broken", "<scenario id=\"broken\"", &error);
  IlvWindow *window = fixture_open_window ();
  const IlvScenarioEntry *entry
    = ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OWN, "broken");

  g_assert_nonnull (entry);
  g_assert_null (entry->scenario);
  g_assert_nonnull (strstr (entry->error, "broken.xml:1:"));
  ilv_window_change_scenario (window, "edit", entry);
  g_assert_nonnull (find_editor ());
  close_editor (find_editor ());
  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture_close_window (window);
}

static GFile *
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static void
dropped_files_are_listed_and_wrong_ones_told (void)
{
  IlvWindow *window = fixture_open_window ();
  const char *folder = g_get_user_data_dir ();
  g_autofree char *one = ilv_element_make_scenario ("one", "One");
  g_autofree char *two = ilv_element_make_scenario ("two", "Two");
  g_autoptr (GFile) first = write_file (folder, "one.xml", one);
  g_autoptr (GFile) second = write_file (folder, "two.xml", two);
  g_autoptr (GFile) broken = write_file (folder, "three.xml", "<scenario/>");
  g_autoptr (GFile) other = write_file (folder, "picture.png", "x");
  g_autoptr (GSList) good = g_slist_append (g_slist_append (NULL, first), second);
  g_autoptr (GSList) bad = g_slist_append (g_slist_append (NULL, other), broken);

  ilv_window_open_files (window, good, FALSE);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "one");
  g_assert_nonnull (ilv_scenario_list_find (window->scenarios, ILV_SCENARIO_OPENED, "two"));
  g_assert_false (gtk_info_bar_get_revealed (window->error_bar));
  ilv_window_open_files (window, bad, FALSE);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "one");
  g_assert_true (gtk_info_bar_get_revealed (window->error_bar));
  g_assert_nonnull (strstr (gtk_label_get_label (window->error_label), "picture.png"));
  g_assert_nonnull (strstr (gtk_label_get_label (window->error_label), "three.xml"));
  fixture_close_window (window);
}

/* What the desktop hands over. */
static void
drop (IlvWindow *window, GSList *files)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window->toasts));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &taken);
    }
  g_assert_true (taken);
}

static void
a_dropped_run_is_shown (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "run.fxt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_append (NULL, file);
  IlvComparison *before;

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "delay-ms", "5"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_ASYNCIO);
  fixture_run_to_end (window);
  ilv_window_save (window, file);
  fixture_finish_work (window);
  before = ilv_window_get_comparison (window);
  drop (window, files);
  fixture_finish_work (window);
  g_assert_true (ilv_window_get_comparison (window) != before);
  g_assert_cmpstr (ilv_scenario_get_id (window->scenario), ==, "fetch-pages");
  fixture_close_window (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/editor/copy", a_copy_is_changed_run_saved_and_listed);
  g_test_add_func ("/editor/one", form_and_xml_are_one);
  g_test_add_func ("/editor/undo", everything_is_undone_and_redone);
  g_test_add_func ("/editor/mistakes", mistakes_are_shown_where_they_are);
  g_test_add_func ("/editor/obstacle", what_its_defaults_forbid_is_told_before_a_run);
  g_test_add_func ("/editor/typing", typing_in_a_field_is_one_step_to_undo);
  g_test_add_func ("/editor/add", an_element_is_added_with_what_it_needs);
  g_test_add_func ("/editor/broken-xml", broken_xml_hides_the_fields_for_a_while);
  g_test_add_func ("/editor/unsaved", unsaved_changes_are_asked_about);
  g_test_add_func ("/editor/unsaved-window", what_is_answered_lets_the_window_close);
  g_test_add_func ("/editor/delete", what_is_deleted_can_be_brought_back);
  g_test_add_func ("/editor/broken-file", a_broken_file_is_listed_and_never_stops_the_start);
  g_test_add_func ("/editor/drop", dropped_files_are_listed_and_wrong_ones_told);
  g_test_add_func ("/editor/drop-run", a_dropped_run_is_shown);
}

int
main (int argc, char **argv)
{
  return fixture_run_at_home (&argc, &argv, add_tests);
}
