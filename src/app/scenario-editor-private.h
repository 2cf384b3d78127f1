/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the scenario editor share. */
#pragma once

#include "app/element-form.h"
#include "app/outline.h"
#include "app/scenario-editor.h"
#include "workload/draft.h"

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

typedef struct _IlvReading IlvReading;

struct _IlvScenarioEditor
{
  AdwWindow parent_instance;

  /* Children of the template. */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkMenuButton *add_button;
  GtkMenuButton *wrap_button;
  IlvOutline *outline;
  GtkStack *form_stack; /* "form", or "broken" while the text is no XML */
  IlvElementForm *form;
  GtkLabel *broken;
  GtkSourceView *xml;
  GtkImage *mistake_icon;
  GtkLabel *mistake;
  GtkWidget *next_mistake;

  GtkSourceBuffer *buffer;    /* borrowed from the view */
  GtkTextTag *mistake_tag;    /* borrowed from the buffer */
  GSimpleActionGroup *actions; /* owned */
  IlvDraft *draft;             /* owned: what the buffer holds */
  char *path;                  /* owned: of the selected element */
  char *saved_id;              /* owned, nullable */
  char *saved_text;            /* owned: as it is in the file, or as it began */
  GtkWindow *question;         /* weak, nullable: whether to save, while it is asked */
  GStrv taken;                 /* owned: ids of other scenarios */
  guint refresh;               /* id of the idle source that reads the text anew */
  IlvReading *reading;         /* nullable: the text as another thread reads it */
  GQueue wishes;               /* owned: what is to be done once it has */
  guint shown_mistake;         /* which of them the bar tells of */
  gboolean following;          /* the cursor is moved to where the selection is */
  gboolean closes_when_saved;  /* once it has been said over what */
  gboolean discarded;          /* closes without asking */
};

/* scenario-editor.c */
/* Shows what the draft holds. `items`: of the outline, NULL where there is none; `path`: the
   element to be selected; NULL: the one where the cursor is. */
void ilv_scenario_editor_show_draft (IlvScenarioEditor *self, GPtrArray *items,
                                     const char *path);
void ilv_scenario_editor_show_file (IlvScenarioEditor *self); /* title, and whether it is saved */
void ilv_scenario_editor_choose_path (IlvScenarioEditor *self, const char *wanted);
void ilv_scenario_editor_set_field (IlvScenarioEditor *self, const char *path, const char *name,
                                    const char *value);
void ilv_scenario_editor_select (IlvScenarioEditor *self, const char *path);
void ilv_scenario_editor_show_toast (IlvScenarioEditor *self, const char *message);
/* Changes to `text`, which is taken; NULL: there was nothing to be changed. */
void ilv_scenario_editor_change (IlvScenarioEditor *self, char *text, const char *path);

/* scenario-editor-reading.c */
/* Reads the text and shows it, later where it is long; `path` as above. */
void ilv_scenario_editor_read (IlvScenarioEditor *self, const char *path);
void ilv_scenario_editor_refresh (IlvScenarioEditor *self, const char *path); /* now */
/* What is shown is not what the text holds. */
gboolean ilv_scenario_editor_is_reading (IlvScenarioEditor *self);
/* Ends that, with all that was asked for meanwhile. */
void ilv_scenario_editor_settle (IlvScenarioEditor *self);
void ilv_scenario_editor_stop_reading (IlvScenarioEditor *self);
/* Each FALSE where it can be done now, and then nothing is. */
gboolean ilv_scenario_editor_set_field_later (IlvScenarioEditor *self, const char *field,
                                              const char *value);
gboolean ilv_scenario_editor_act_later (IlvScenarioEditor *self, GSimpleAction *action,
                                        GVariant *parameter);

/* scenario-editor-xml.c */
void ilv_scenario_editor_prepare_xml (IlvScenarioEditor *self);
char *ilv_scenario_editor_get_text (IlvScenarioEditor *self);
/* Makes the buffer hold `text` by as small a change as can be, which is one step to undo. */
void ilv_scenario_editor_put_text (IlvScenarioEditor *self, const char *text);
void ilv_scenario_editor_mark_mistakes (IlvScenarioEditor *self);
/* Marks the lines of the selected element and shows them; with `cursor` it goes there too. */
void ilv_scenario_editor_show_element (IlvScenarioEditor *self, gboolean cursor);
gsize ilv_scenario_editor_get_cursor (IlvScenarioEditor *self); /* bytes from the beginning */
void ilv_scenario_editor_go_to (IlvScenarioEditor *self, gsize offset);

/* scenario-editor-actions.c */
void ilv_scenario_editor_install_actions (IlvScenarioEditor *self);
void ilv_scenario_editor_update_actions (IlvScenarioEditor *self);
void ilv_scenario_editor_bind_keys (GtkWidgetClass *widget_class);

/* scenario-editor-file.c */
gboolean ilv_scenario_editor_ask_before_closing (IlvScenarioEditor *self); /* FALSE: no need to */

G_END_DECLS
