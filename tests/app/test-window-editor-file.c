/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario file that another program changes while it is open in the editor. */
#include "app/scenario-editor-private.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include "workload/element-make.h"
#include "workload/own-scenarios.h"

#include <glib/gstdio.h>

typedef struct
{
  IlvWindow *window;
  IlvScenarioEditor *editor;
  char *path;
  char *text; /* as the editor has read it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->window = fixture_open_window ();
  fixture->text = ilv_element_make_scenario ("shared", "Shared");
  fixture->path = ilv_own_scenarios_save ("shared", fixture->text, NULL);
  g_assert_nonnull (fixture->path);
  fixture->editor = ilv_scenario_editor_new (GTK_APPLICATION (fixture_get_application ()),
                                             fixture->text, "shared");
  gtk_window_present (GTK_WINDOW (fixture->editor));
}

static gboolean
is_closed (gpointer data)
{
  return fixture_find_window (ILV_TYPE_SCENARIO_EDITOR) == NULL;
}

static gboolean
is_answered (gpointer data)
{
  return fixture_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *other = ilv_own_scenarios_find ("shared-2");

  if (!is_closed (NULL))
    ilv_scenario_editor_discard (fixture->editor);
  fixture_wait (is_closed, NULL);
  fixture_close_window (fixture->window);
  g_unlink (fixture->path);
  if (other)
    g_unlink (other);
  g_free (fixture->path);
  g_free (fixture->text);
}

static void
change_here (Fixture *fixture)
{
  ilv_scenario_editor_select (fixture->editor, "");
  ilv_element_field_enter (ilv_element_form_find (fixture->editor->form, "title"), "Of mine");
  ilv_scenario_editor_settle (fixture->editor);
}

static void
change_elsewhere (Fixture *fixture)
{
  g_autofree char *text = ilv_element_make_scenario ("shared", "Of others");

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
answer (const char *label)
{
  GtkWidget *question = fixture_find_window (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (question);
  g_signal_emit_by_name (fixture_find_button (question, label), "clicked");
  fixture_wait (is_answered, NULL);
}

static gboolean
file_has (const char *id, const char *part)
{
  g_autofree char *path = ilv_own_scenarios_find (id);
  g_autofree char *text = NULL;

  g_assert_nonnull (path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return strstr (text, part) != NULL;
}

static gboolean
editor_has (Fixture *fixture, const char *part)
{
  g_autofree char *text = ilv_scenario_editor_get_text (fixture->editor);

  return strstr (text, part) != NULL;
}

static void
what_nobody_changed_is_saved_without_a_question (Fixture *fixture, gconstpointer unused)
{
  change_here (fixture);
  g_assert_true (ilv_scenario_editor_save (fixture->editor));
  g_assert_true (is_answered (NULL));
  g_assert_true (file_has ("shared", "Of mine"));
  /* A file that is gone is nobody's. */
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (ilv_scenario_editor_save (fixture->editor));
  g_assert_true (file_has ("shared", "Of mine"));
}

static void
it_is_asked_before_the_file_is_overwritten (Fixture *fixture, gconstpointer unused)
{
  change_here (fixture);
  change_elsewhere (fixture);
  g_assert_false (ilv_scenario_editor_save (fixture->editor));
  g_assert_true (file_has ("shared", "Of others"));
  answer ("_Cancel");
  g_assert_true (file_has ("shared", "Of others"));
  g_assert_true (ilv_scenario_editor_is_changed (fixture->editor));
  g_assert_false (ilv_scenario_editor_save (fixture->editor));
  answer ("_Overwrite");
  g_assert_true (file_has ("shared", "Of mine"));
  g_assert_false (ilv_scenario_editor_is_changed (fixture->editor));
  g_assert_true (ilv_scenario_editor_save (fixture->editor));
}

static void
both_can_be_kept (Fixture *fixture, gconstpointer unused)
{
  change_here (fixture);
  change_elsewhere (fixture);
  g_assert_false (ilv_scenario_editor_save (fixture->editor));
  answer ("_Keep Both");
  g_assert_true (file_has ("shared", "Of others"));
  g_assert_true (file_has ("shared-2", "Of mine"));
  g_assert_true (file_has ("shared-2", "id=\"shared-2\""));
  g_assert_cmpstr (ilv_scenario_editor_get_saved_id (fixture->editor), ==, "shared-2");
  g_assert_cmpuint (ilv_draft_get_problems (fixture->editor->draft)->len, ==, 0);
}

static void
what_others_wrote_can_be_read_and_undone (Fixture *fixture, gconstpointer unused)
{
  change_here (fixture);
  change_elsewhere (fixture);
  g_assert_false (ilv_scenario_editor_save (fixture->editor));
  answer ("_Reload");
  g_assert_true (editor_has (fixture, "Of others"));
  g_assert_false (ilv_scenario_editor_is_changed (fixture->editor));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->editor->actions), "undo", NULL);
  ilv_scenario_editor_settle (fixture->editor);
  g_assert_true (editor_has (fixture, "Of mine"));
}

static void
another_id_takes_nothing_from_others (Fixture *fixture, gconstpointer unused)
{
  change_here (fixture);
  change_elsewhere (fixture);
  ilv_element_field_enter (ilv_element_form_find (fixture->editor->form, "id"), "shared-2");
  ilv_scenario_editor_settle (fixture->editor);
  g_assert_true (ilv_scenario_editor_save (fixture->editor));
  g_assert_true (file_has ("shared", "Of others"));
  g_assert_true (file_has ("shared-2", "Of mine"));
}

static void
closing_waits_for_the_answer (Fixture *fixture, gconstpointer unused)
{
  change_here (fixture);
  change_elsewhere (fixture);
  gtk_window_close (GTK_WINDOW (fixture->editor));
  g_signal_emit_by_name (
    fixture_find_button (fixture_find_window (ADW_TYPE_MESSAGE_DIALOG), "_Save"), "clicked");
  g_assert_nonnull (fixture->editor->question);
  g_assert_true (file_has ("shared", "Of others"));
  g_signal_emit_by_name (
    fixture_find_button (GTK_WIDGET (fixture->editor->question), "_Overwrite"), "clicked");
  fixture_wait (is_closed, NULL);
  g_assert_true (file_has ("shared", "Of mine"));
}

#define ADD(name, function) g_test_add ("/editor-file/" name, Fixture, NULL, set_up, function, \
                                        tear_down)

static void
add_tests (void)
{
  ADD ("own", what_nobody_changed_is_saved_without_a_question);
  ADD ("overwrite", it_is_asked_before_the_file_is_overwritten);
  ADD ("both", both_can_be_kept);
  ADD ("reload", what_others_wrote_can_be_read_and_undone);
  ADD ("other-id", another_id_takes_nothing_from_others);
  ADD ("close", closing_waits_for_the_answer);
}

int
main (int argc, char **argv)
{
  return fixture_run_at_home (&argc, &argv, add_tests);
}
