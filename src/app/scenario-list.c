/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/scenario-list.h"

#include "app/tab-stop.h"

#include <glib/gi18n-lib.h>

#define SPACE 16 /* pixels left above and below a row that is scrolled to */

struct _IlvScenarioList
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkWidget *menu;       /* owned as child */
  GtkListBoxRow *asked;  /* owned, nullable: what the menu was opened on */
  char *wanted; /* owned: what is searched for, case folded */
  guint showing; /* id of the tick callback that scrolls to what is chosen; 0: none */
};

G_DEFINE_FINAL_TYPE (IlvScenarioList, ilv_scenario_list, GTK_TYPE_WIDGET)

enum { CHOSEN, ASKED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const IlvScenarioEntry *
get_entry (GtkListBoxRow *row)
{
  return ilv_scenario_row_get_entry (ILV_SCENARIO_ROW (row));
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  IlvScenarioList *self = user_data;

  return !self->wanted || ilv_scenario_row_matches (ILV_SCENARIO_ROW (row), self->wanted);
}

static int
compare_rows (GtkListBoxRow *first, GtkListBoxRow *second, gpointer user_data)
{
  return ilv_scenario_row_compare (ILV_SCENARIO_ROW (first), ILV_SCENARIO_ROW (second));
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *text = ilv_scenario_row_get_heading (ILV_SCENARIO_ROW (row));
  GtkWidget *heading;

  if (before && g_strcmp0 (ilv_scenario_row_get_heading (ILV_SCENARIO_ROW (before)), text) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row))
    return;
  heading = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "topic");
  gtk_list_box_row_set_header (row, heading);
}

static void
on_search_changed (IlvScenarioList *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_list_box_invalidate_filter (self->list);
}

/* Enter takes the first scenario found, so that no mouse is needed. */
static void
on_search_activate (IlvScenarioList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)) && gtk_list_box_row_get_selectable (row))
      {
        gtk_list_box_select_row (self->list, row);
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

static void
on_search_stopped (IlvScenarioList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* By hand, because the cursor may be elsewhere, and not before the row has its place. */
static gboolean
show_chosen (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  IlvScenarioList *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkWidget *scroller;
  graphene_rect_t place;

  if (row && gtk_widget_get_child_visible (GTK_WIDGET (row))
      && gtk_widget_get_height (GTK_WIDGET (row)) == 0)
    return G_SOURCE_CONTINUE;
  self->showing = 0;
  if (!row || !gtk_widget_compute_bounds (GTK_WIDGET (row), widget, &place))
    return G_SOURCE_REMOVE;
  scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                             place.origin.y - SPACE,
                             place.origin.y + place.size.height + SPACE);
  return G_SOURCE_REMOVE;
}

static void
on_row_selected (IlvScenarioList *self, GtkListBoxRow *row)
{
  if (row && self->showing == 0)
    self->showing
      = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), show_chosen, self, NULL);
  if (row && get_entry (row)->scenario)
    g_signal_emit (self, signals[CHOSEN], 0, get_entry (row)->scenario);
}

/* --- what can be done with one --- */

static void
ask (IlvScenarioList *self, const char *what, GtkListBoxRow *row)
{
  /* Deleting takes the row out of the list. */
  g_autoptr (GtkListBoxRow) kept = row ? g_object_ref (row) : NULL;

  if (kept)
    g_signal_emit (self, signals[ASKED], 0, what, get_entry (kept));
}

/* One with mistakes cannot be chosen; to be looked at is all it is good for. */
static void
on_row_activated (IlvScenarioList *self, GtkListBoxRow *row)
{
  if (!get_entry (row)->scenario)
    ask (self, "edit", row);
}

static void
ask_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IlvScenarioList *self = ILV_SCENARIO_LIST (widget);
  g_autoptr (GtkListBoxRow) row = g_steal_pointer (&self->asked);

  ask (self, action + strlen ("scenarios."), row);
}

static void
open_menu (IlvScenarioList *self, GtkListBoxRow *row)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  graphene_rect_t place;

  if (!row || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &place))
    return;
  g_set_object (&self->asked, row);
  if (get_entry (row)->origin == ILV_SCENARIO_OWN)
    g_menu_append (menu, _ ("_Edit…"), "scenarios.edit");
  if (get_entry (row)->scenario)
    g_menu_append (menu, _ ("Edit a _Copy…"), "scenarios.edit-copy");
  if (get_entry (row)->origin == ILV_SCENARIO_OWN)
    g_menu_append (menu, _ ("_Delete"), "scenarios.delete");
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) (place.origin.x + place.size.width / 2),
                                                (int) (place.origin.y + place.size.height), 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_secondary_click (IlvScenarioList *self, int n_press, double x, double y)
{
  open_menu (self, gtk_list_box_get_row_at_y (self->list, (int) y));
}

static GtkListBoxRow *
get_focused (IlvScenarioList *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  return focus && GTK_IS_LIST_BOX_ROW (focus) ? GTK_LIST_BOX_ROW (focus) : NULL;
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  IlvScenarioList *self = ILV_SCENARIO_LIST (widget);

  open_menu (self, get_focused (self));
  return get_focused (self) != NULL;
}

static gboolean
on_delete_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  IlvScenarioList *self = ILV_SCENARIO_LIST (widget);
  GtkListBoxRow *row = get_focused (self);

  if (!row || get_entry (row)->origin != ILV_SCENARIO_OWN)
    return FALSE;
  ask (self, "delete", row);
  return TRUE;
}

static void
ilv_scenario_list_dispose (GObject *object)
{
  IlvScenarioList *self = ILV_SCENARIO_LIST (object);

  if (self->list && self->showing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->showing);
  self->showing = 0;
  if (self->list)
    {
      gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
      gtk_list_box_set_sort_func (self->list, NULL, NULL, NULL);
    }
  self->list = NULL;
  g_clear_object (&self->asked);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (ilv_scenario_list_parent_class)->dispose (object);
}

static void
ilv_scenario_list_class_init (IlvScenarioListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_scenario_list_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", ILV_TYPE_SCENARIO_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ASKED] = g_signal_new ("asked", ILV_TYPE_SCENARIO_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (ILV_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/scenario-list.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioList, content);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioList, search);
  gtk_widget_class_bind_template_child (widget_class, IlvScenarioList, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_install_action (widget_class, "scenarios.edit", NULL, ask_action);
  gtk_widget_class_install_action (widget_class, "scenarios.edit-copy", NULL, ask_action);
  gtk_widget_class_install_action (widget_class, "scenarios.delete", NULL, ask_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_delete_key, NULL);
}

static void
ilv_scenario_list_init (IlvScenarioList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
  gtk_list_box_set_header_func (self->list, add_heading, NULL, NULL);
  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

/* --- what is in it --- */

static GtkListBoxRow *
add_row (IlvScenarioList *self, GtkWidget *row)
{
  gtk_list_box_append (self->list, row);
  return GTK_LIST_BOX_ROW (row);
}

void
ilv_scenario_list_add (IlvScenarioList *self, IlvScenario *scenario)
{
  add_row (self, ilv_scenario_row_new (ILV_SCENARIO_SHIPPED, scenario,
                                       ilv_scenario_get_id (scenario), NULL));
}

static GtkListBoxRow *
find_row (IlvScenarioList *self, IlvScenarioOrigin origin, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (get_entry (row)->origin == origin && g_strcmp0 (get_entry (row)->id, id) == 0)
      return row;
  return NULL;
}

void
ilv_scenario_list_put (IlvScenarioList *self, IlvScenario *scenario, IlvScenarioOrigin origin,
                       gboolean choose)
{
  const char *id = ilv_scenario_get_id (scenario);
  GtkListBoxRow *old = find_row (self, origin, id);
  GtkListBoxRow *draft
    = origin == ILV_SCENARIO_OWN ? find_row (self, ILV_SCENARIO_DRAFT, id) : NULL;
  GtkListBoxRow *row = old;

  choose = choose || (old && gtk_list_box_row_is_selected (old))
           || (draft && gtk_list_box_row_is_selected (draft));
  if (draft && ilv_scenario_row_has_text_of (ILV_SCENARIO_ROW (draft), scenario))
    scenario = get_entry (draft)->scenario;
  if (draft || !old || !ilv_scenario_row_has_text_of (ILV_SCENARIO_ROW (old), scenario))
    row = add_row (self, ilv_scenario_row_new (origin, scenario, id, NULL));
  if (choose)
    gtk_list_box_select_row (self->list, row);
  if (old && row != old)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  if (draft)
    gtk_list_box_remove (self->list, GTK_WIDGET (draft));
}

static const IlvOwnScenario *
find_own (const GPtrArray *own, const char *id)
{
  for (guint i = 0; i < own->len; i++)
    if (strcmp (((const IlvOwnScenario *) own->pdata[i])->id, id) == 0)
      return own->pdata[i];
  return NULL;
}

/* Whatever is not among them any more, or has mistakes now. */
static void
remove_old (IlvScenarioList *self, const GPtrArray *own)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL;)
    {
      const IlvOwnScenario *found = find_own (own, get_entry (row)->id);

      if (get_entry (row)->origin == ILV_SCENARIO_OWN
          && (!found || !found->scenario || !get_entry (row)->scenario))
        gtk_list_box_remove (self->list, GTK_WIDGET (row));
      else
        i++;
    }
}

void
ilv_scenario_list_show_own (IlvScenarioList *self, const GPtrArray *own)
{
  gboolean had_chosen = gtk_list_box_get_selected_row (self->list) != NULL;

  remove_old (self, own);
  for (guint i = 0; i < own->len; i++)
    {
      const IlvOwnScenario *one = own->pdata[i];

      if (one->scenario)
        ilv_scenario_list_put (self, one->scenario, ILV_SCENARIO_OWN, FALSE);
      else
        add_row (self, ilv_scenario_row_new (ILV_SCENARIO_OWN, NULL, one->id, one->error));
    }
  if (had_chosen && !gtk_list_box_get_selected_row (self->list))
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

gboolean
ilv_scenario_list_choose (IlvScenarioList *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (get_entry (row)->scenario && g_strcmp0 (get_entry (row)->id, id) == 0)
      {
        gtk_list_box_select_row (self->list, row);
        return TRUE;
      }
  return FALSE;
}

const IlvScenarioEntry *
ilv_scenario_list_get_chosen_entry (IlvScenarioList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row ? get_entry (row) : NULL;
}

const IlvScenarioEntry *
ilv_scenario_list_find (IlvScenarioList *self, IlvScenarioOrigin origin, const char *id)
{
  GtkListBoxRow *row = find_row (self, origin, id);

  return row ? get_entry (row) : NULL;
}

IlvScenario *
ilv_scenario_list_get_chosen (IlvScenarioList *self)
{
  const IlvScenarioEntry *entry = ilv_scenario_list_get_chosen_entry (self);

  return entry ? entry->scenario : NULL;
}

void
ilv_scenario_list_search (IlvScenarioList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
