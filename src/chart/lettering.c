/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/lettering-private.h"

#include <math.h>

/* More texts than a picture shows: what was not used for long goes with the rest. */
#define MAX_KEPT 1024

/* The desktop's usual faces first, so that a picture looks the same wherever it is made. */
#define FAMILIES "Adwaita Sans, Inter, Cantarell, Noto Sans, DejaVu Sans, Sans"

static const struct
{
  double size;
  PangoWeight weight;
  PangoEllipsizeMode cut;
} roles[ILV_N_LETTERS] = {
  [ILV_LETTERS_TITLE] = { 1.5, PANGO_WEIGHT_BOLD, PANGO_ELLIPSIZE_END },
  [ILV_LETTERS_BODY] = { 1.0, PANGO_WEIGHT_NORMAL, PANGO_ELLIPSIZE_END },
  [ILV_LETTERS_BOLD] = { 1.0, PANGO_WEIGHT_BOLD, PANGO_ELLIPSIZE_END },
  [ILV_LETTERS_SMALL] = { 0.85, PANGO_WEIGHT_NORMAL, PANGO_ELLIPSIZE_END },
  [ILV_LETTERS_NAME] = { 1.0, PANGO_WEIGHT_BOLD, PANGO_ELLIPSIZE_MIDDLE },
  [ILV_LETTERS_DETAIL] = { 0.85, PANGO_WEIGHT_NORMAL, PANGO_ELLIPSIZE_MIDDLE },
};

typedef struct
{
  IlvLetters letters;
  int width;     /* Pango units; -1: no limit */
  int max_lines; /* 0: one line */
  char *text;
} Key;

struct _IlvLettering
{
  PangoContext *context;
  double size;
  double heights[ILV_N_LETTERS]; /* 0: not known yet */
  GHashTable *layouts;           /* Key → PangoLayout */
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->text) ^ (guint) key->width * 31u ^ (guint) key->letters << 24
         ^ (guint) key->max_lines << 28;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *x = a;
  const Key *y = b;

  return x->letters == y->letters && x->width == y->width && x->max_lines == y->max_lines
         && g_str_equal (x->text, y->text);
}

static void
key_free (gpointer data)
{
  Key *key = data;

  g_free (key->text);
  g_free (key);
}

IlvLettering *
ilv_lettering_new (double size)
{
  IlvLettering *self = g_new0 (IlvLettering, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Metrics that do not depend on the target: screen and file break lines at the same places. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_font_options (self->context, options);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  cairo_font_options_destroy (options);
  self->size = size;
  self->layouts = g_hash_table_new_full (key_hash, key_equal, key_free, g_object_unref);
  return self;
}

void
ilv_lettering_free (IlvLettering *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

void
ilv_lettering_set_size (IlvLettering *self, double size)
{
  if (self->size == size)
    return;
  self->size = size;
  g_hash_table_remove_all (self->layouts);
  for (guint i = 0; i < ILV_N_LETTERS; i++)
    self->heights[i] = 0;
}

static PangoLayout *
make_layout (IlvLettering *self, const Key *key)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (FAMILIES);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, self->size * roles[key->letters].size
                                                    * PANGO_SCALE);
  pango_font_description_set_weight (font, roles[key->letters].weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  pango_layout_set_text (layout, key->text, -1);
  pango_layout_set_single_paragraph_mode (layout, key->max_lines == 0);
  pango_layout_set_width (layout, key->width);
  if (key->width >= 0)
    pango_layout_set_ellipsize (layout, roles[key->letters].cut);
  if (key->max_lines > 0)
    {
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -key->max_lines);
    }
  return layout;
}

static PangoLayout *
get_layout (IlvLettering *self, IlvLetters letters, const char *text, double width, int max_lines)
{
  Key key = { letters, width < 0 ? -1 : (int) (width * PANGO_SCALE), max_lines, (char *) text };
  PangoLayout *layout = g_hash_table_lookup (self->layouts, &key);
  Key *kept;

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) >= MAX_KEPT)
    g_hash_table_remove_all (self->layouts);
  kept = g_memdup2 (&key, sizeof key);
  kept->text = g_strdup (text);
  layout = make_layout (self, kept);
  g_hash_table_insert (self->layouts, kept, layout);
  return layout;
}

double
ilv_lettering_get_height (IlvLettering *self, IlvLetters letters)
{
  if (self->heights[letters] == 0)
    {
      int height;

      pango_layout_get_size (get_layout (self, letters, "Ágj", -1, 0), NULL, &height);
      self->heights[letters] = (double) height / PANGO_SCALE;
    }
  return self->heights[letters];
}

double
ilv_lettering_measure (IlvLettering *self, IlvLetters letters, const char *text)
{
  int width;

  pango_layout_get_size (get_layout (self, letters, text, -1, 0), &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
ilv_lettering_draw (IlvLettering *self, cairo_t *cr, IlvLetters letters, IlvAlign align,
                    const char *text, double x, double y, double width)
{
  double natural, taken;
  PangoLayout *layout;

  if (text == NULL || *text == '\0' || (width >= 0 && width < self->size / 2))
    return 0;
  natural = ilv_lettering_measure (self, letters, text);
  taken = width < 0 ? natural : fmin (natural, width);
  /* The layout without a limit serves every width that it fits. */
  layout = get_layout (self, letters, text, taken < natural ? width : -1, 0);

  if (align == ILV_ALIGN_CENTRE)
    x -= taken / 2;
  else if (align == ILV_ALIGN_RIGHT)
    x -= taken;
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  return taken;
}

double
ilv_lettering_draw_block (IlvLettering *self, cairo_t *cr, IlvLetters letters, const char *text,
                          double x, double y, double width, int max_lines)
{
  PangoLayout *layout;
  int height;

  if (text == NULL || *text == '\0')
    return 0;
  layout = get_layout (self, letters, text, fmax (width, 1), MAX (max_lines, 1));
  pango_layout_get_size (layout, NULL, &height);
  if (cr != NULL)
    {
      cairo_move_to (cr, x, y);
      pango_cairo_show_layout (cr, layout);
      cairo_new_path (cr);
    }
  return (double) height / PANGO_SCALE;
}
