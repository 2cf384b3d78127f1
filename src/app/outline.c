/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/outline.h"

#include "app/outline-item.h"
#include "app/tab-stop.h"
#include "workload/element.h"

#include <glib/gi18n-lib.h>

#define INDENT 14 /* pixels by which what is inside stands further right */

struct _IlvOutline
{
  GtkWidget parent_instance;

  GtkWidget *stop; /* owned as child: what the list scrolls in */
  GtkListView *list;
  GListStore *items;             /* owned (element-type IlvOutlineItem) */
  GtkSingleSelection *selection; /* owned */
  gboolean updating;             /* what is selected now was not selected by the user */
};

G_DEFINE_FINAL_TYPE (IlvOutline, ilv_outline, GTK_TYPE_WIDGET)

enum { SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = make_label (NULL);
  GtkWidget *detail = make_label ("dim-label");
  GtkWidget *mistake = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (detail, TRUE);
  gtk_widget_add_css_class (mistake, "error");
  gtk_box_append (GTK_BOX (row), title);
  gtk_box_append (GTK_BOX (row), detail);
  gtk_box_append (GTK_BOX (row), mistake);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  IlvOutlineItem *element = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *title = gtk_widget_get_first_child (row);
  GtkWidget *detail = gtk_widget_get_next_sibling (title);
  GtkWidget *mistake = gtk_widget_get_next_sibling (detail);
  const char *problem = ilv_outline_item_get_problem (element);
  g_autofree char *whole = g_strdup_printf ("%s %s%s%s", ilv_outline_item_get_title (element),
                                            ilv_outline_item_get_detail (element),
                                            problem ? "\n" : "", problem ? problem : "");

  gtk_widget_set_margin_start (row, (int) ilv_outline_item_get_depth (element) * INDENT);
  gtk_label_set_label (GTK_LABEL (title), ilv_outline_item_get_title (element));
  gtk_label_set_label (GTK_LABEL (detail), ilv_outline_item_get_detail (element));
  gtk_widget_set_visible (mistake, problem != NULL);
  gtk_widget_set_tooltip_text (row, whole);
  /* The line itself is what a screen reader comes to. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, whole,
                                  GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  (int) ilv_outline_item_get_depth (element) + 1, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mistake), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  problem ? problem : "", -1);
  /* What a screen reader stops at is not this row but what the list put around it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

static void
on_selected (IlvOutline *self)
{
  if (!self->updating && gtk_single_selection_get_selected_item (self->selection))
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_activated (IlvOutline *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.focus-fields", NULL);
}

static void
ilv_outline_dispose (GObject *object)
{
  IlvOutline *self = ILV_OUTLINE (object);

  g_clear_pointer (&self->stop, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (ilv_outline_parent_class)->dispose (object);
}

/* Keys that only mean something where elements are listed. */
static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Up, GDK_ALT_MASK, "editor.move-up" },
    { GDK_KEY_Down, GDK_ALT_MASK, "editor.move-down" },
    { GDK_KEY_Right, GDK_ALT_MASK, "editor.move-into" },
    { GDK_KEY_Left, GDK_ALT_MASK, "editor.move-out" },
    { GDK_KEY_Delete, 0, "editor.remove" },
    { GDK_KEY_Insert, 0, "editor.add" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}

static void
ilv_outline_class_init (IlvOutlineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_outline_dispose;
  signals[SELECTED] = g_signal_new ("selected", ILV_TYPE_OUTLINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  add_keys (widget_class);
}

static void
ilv_outline_init (IlvOutline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list;
  GtkWidget *scroller;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->items = g_list_store_new (ILV_TYPE_OUTLINE_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                           self, G_CONNECT_SWAPPED);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  self->list = GTK_LIST_VIEW (list);
  g_signal_connect_object (list, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (list, "outline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Elements of the scenario"), -1);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  self->stop = ilv_tab_stop_new (scroller);
  gtk_widget_set_parent (self->stop, GTK_WIDGET (self));
}

static void
collect (const IlvDraft *draft, const IlvNode *node, const char *path, guint depth,
         GPtrArray *items)
{
  g_ptr_array_add (items, ilv_outline_item_new (draft, node, path, depth));
  for (guint i = 0; i < node->children->len; i++)
    {
      g_autofree char *below = g_strdup_printf ("%s%s%u", path, *path != '\0' ? "/" : "", i);

      if (!ilv_element_is_field (node->children->pdata[i]))
        collect (draft, node->children->pdata[i], below, depth + 1, items);
    }
}

static gboolean
is_same (IlvOutline *self, guint position, IlvOutlineItem *item)
{
  g_autoptr (IlvOutlineItem) shown = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return shown && ilv_outline_item_equal (shown, item);
}

GPtrArray *
ilv_outline_list (const IlvDraft *draft)
{
  const IlvDocument *document = ilv_draft_get_document (draft);
  GPtrArray *items;

  if (!document)
    return NULL;
  items = g_ptr_array_new_with_free_func (g_object_unref);
  collect (draft, ilv_document_get_root (document), "", 0, items);
  return items;
}

void
ilv_outline_show (IlvOutline *self, GPtrArray *items, const char *path)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint first = 0;
  guint last = 0;

  /* Only what differs is taken out, so that the list stays where it is. */
  while (first < MIN (items->len, n_shown) && is_same (self, first, items->pdata[first]))
    first++;
  while (last < MIN (items->len, n_shown) - first
         && is_same (self, n_shown - last - 1, items->pdata[items->len - last - 1]))
    last++;
  self->updating = TRUE;
  g_list_store_splice (self->items, first, n_shown - first - last, items->pdata + first,
                       items->len - first - last);
  self->updating = FALSE;
  ilv_outline_select (self, path);
}

const char *
ilv_outline_get_path (IlvOutline *self)
{
  IlvOutlineItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item ? ilv_outline_item_get_path (item) : "";
}

void
ilv_outline_select (IlvOutline *self, const char *path)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (IlvOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (strcmp (ilv_outline_item_get_path (item), path) != 0)
        continue;
      self->updating = TRUE;
      gtk_single_selection_set_selected (self->selection, i);
      self->updating = FALSE;
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
      return;
    }
}
