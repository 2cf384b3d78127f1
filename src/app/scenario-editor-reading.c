/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the text of the scenario editor is read. A short one at once, so that what a change makes
 * of it is there when the change has been made. A long one by another thread, because the window
 * would stand still meanwhile; what people ask for until then is done afterwards, in the order
 * they asked for it.
 */
#include "app/scenario-editor-private.h"

#define LONG_TEXT 32768 /* bytes that are read in less than a frame */

/* What the other thread is given and what it gives. */
struct _IlvReading
{
  char *text;
  GStrv taken;
  char *path;        /* nullable: of the element to be selected */
  gboolean outdated; /* the text has changed since */
  IlvDraft *draft;
  GPtrArray *items; /* of the outline; NULL: the text is no XML */
};

/* A field that was changed, or what a button or a key stands for. */
typedef struct
{
  char *path; /* nullable: of the element with the field */
  char *field;
  char *value;
  GAction *action; /* nullable */
  GVariant *parameter;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->path);
  g_free (wish->field);
  g_free (wish->value);
  g_clear_object (&wish->action);
  g_clear_pointer (&wish->parameter, g_variant_unref);
  g_free (wish);
}

static gpointer
free_draft (gpointer draft)
{
  ilv_draft_free (draft);
  return NULL;
}

/* Ten thousands of elements take a while to go, too. */
static void
replace_draft (IlvScenarioEditor *self, IlvDraft *draft)
{
  IlvDraft *old = self->draft;

  self->draft = draft;
  if (old && strlen (ilv_draft_get_text (old)) > LONG_TEXT)
    g_thread_unref (g_thread_new ("ilv-draft", free_draft, old));
  else
    g_clear_pointer (&old, ilv_draft_free);
}

static gpointer
free_items (gpointer items)
{
  g_ptr_array_unref (items);
  return NULL;
}

static void
reading_free (gpointer data)
{
  IlvReading *reading = data;

  g_free (reading->text);
  g_strfreev (reading->taken);
  g_free (reading->path);
  g_clear_pointer (&reading->draft, ilv_draft_free);
  if (reading->items)
    g_thread_unref (g_thread_new ("ilv-outline", free_items, reading->items));
  g_free (reading);
}

gboolean
ilv_scenario_editor_is_reading (IlvScenarioEditor *self)
{
  return self->refresh != 0 || self->reading != NULL;
}

void
ilv_scenario_editor_stop_reading (IlvScenarioEditor *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  self->reading = NULL;
  g_queue_clear_full (&self->wishes, wish_free);
}

void
ilv_scenario_editor_refresh (IlvScenarioEditor *self, const char *path)
{
  g_autofree char *text = ilv_scenario_editor_get_text (self);
  g_autoptr (GPtrArray) items = NULL;

  g_clear_handle_id (&self->refresh, g_source_remove);
  /* What another thread still reads is not waited for. */
  self->reading = NULL;
  replace_draft (self, ilv_draft_new (text, (const char *const *) self->taken));
  items = ilv_outline_list (self->draft);
  ilv_scenario_editor_show_draft (self, items, path);
}

/* --- by another thread --- */

static void
read_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IlvReading *reading = data;

  reading->draft = ilv_draft_new (reading->text, (const char *const *) reading->taken);
  reading->items = ilv_outline_list (reading->draft);
  g_task_return_boolean (task, TRUE);
}

static void
do_wish (IlvScenarioEditor *self, Wish *wish)
{
  if (wish->action)
    g_action_activate (wish->action, wish->parameter);
  else
    ilv_scenario_editor_set_field (self, wish->path, wish->field, wish->value);
  wish_free (wish);
}

/* Until one of them has changed the text. */
static void
do_wishes (IlvScenarioEditor *self)
{
  while (!g_queue_is_empty (&self->wishes) && !ilv_scenario_editor_is_reading (self))
    do_wish (self, g_queue_pop_head (&self->wishes));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  IlvScenarioEditor *self = ILV_SCENARIO_EDITOR (source);
  IlvReading *reading = data;

  if (self->reading != reading)
    return;
  self->reading = NULL;
  if (reading->outdated || self->refresh != 0)
    {
      ilv_scenario_editor_read (self, self->refresh != 0 ? NULL : reading->path);
      return;
    }
  replace_draft (self, g_steal_pointer (&reading->draft));
  if (g_queue_is_empty (&self->wishes))
    {
      ilv_scenario_editor_show_draft (self, reading->items, reading->path);
      return;
    }
  /* What is changed again at once is not shown before: nobody's typing is put back. */
  ilv_scenario_editor_choose_path (self, reading->path);
  do_wishes (self);
  if (!ilv_scenario_editor_is_reading (self))
    ilv_scenario_editor_show_draft (self, reading->items, self->path);
}

static void
start_reading (IlvScenarioEditor *self, char *text, const char *path)
{
  g_autoptr (GTask) task = NULL;
  IlvReading *reading = g_new0 (IlvReading, 1);

  reading->text = text;
  reading->taken = g_strdupv (self->taken);
  reading->path = g_strdup (path);
  self->reading = reading;
  task = g_task_new (self, NULL, on_read, reading);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_text);
}

void
ilv_scenario_editor_read (IlvScenarioEditor *self, const char *path)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  if (gtk_text_buffer_get_char_count (buffer) <= LONG_TEXT)
    {
      ilv_scenario_editor_refresh (self, path);
      return;
    }
  g_clear_handle_id (&self->refresh, g_source_remove);
  if (!self->reading)
    {
      start_reading (self, ilv_scenario_editor_get_text (self), path);
      return;
    }
  /* One thread at a time; it begins again once it has come to its end. */
  self->reading->outdated = TRUE;
  g_free (self->reading->path);
  self->reading->path = g_strdup (path);
}

void
ilv_scenario_editor_settle (IlvScenarioEditor *self)
{
  while (ilv_scenario_editor_is_reading (self))
    {
      g_autofree char *path = self->reading ? g_strdup (self->reading->path) : NULL;

      ilv_scenario_editor_refresh (self, path);
      do_wishes (self);
    }
}

/* --- what is asked for meanwhile --- */

/* FALSE: what is shown is what the text holds. */
static gboolean
must_wait (IlvScenarioEditor *self)
{
  if (self->refresh != 0)
    ilv_scenario_editor_read (self, NULL);
  return self->reading != NULL;
}

gboolean
ilv_scenario_editor_set_field_later (IlvScenarioEditor *self, const char *field,
                                     const char *value)
{
  Wish *last;

  if (!must_wait (self))
    return FALSE;
  last = g_queue_peek_tail (&self->wishes);
  /* Of what is typed only the last counts. */
  if (!last || g_strcmp0 (last->path, self->path) != 0 || g_strcmp0 (last->field, field) != 0)
    {
      last = g_new0 (Wish, 1);
      last->path = g_strdup (self->path);
      last->field = g_strdup (field);
      g_queue_push_tail (&self->wishes, last);
    }
  g_free (last->value);
  last->value = g_strdup (value);
  return TRUE;
}

gboolean
ilv_scenario_editor_act_later (IlvScenarioEditor *self, GSimpleAction *action,
                               GVariant *parameter)
{
  Wish *wish;

  if (!must_wait (self))
    return FALSE;
  wish = g_new0 (Wish, 1);
  wish->action = G_ACTION (g_object_ref (action));
  wish->parameter = parameter ? g_variant_ref (parameter) : NULL;
  g_queue_push_tail (&self->wishes, wish);
  return TRUE;
}
