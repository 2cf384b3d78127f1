/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/canvas-private.h"
#include "chart/theme.h"

#include <math.h>

#define PATCH 48

static const IlvState painted[] = {
  ILV_STATE_STARTING,     ILV_STATE_READY,        ILV_STATE_RUNNING,  ILV_STATE_RUNNING_FREE,
  ILV_STATE_WAITING_GIL,  ILV_STATE_WAITING_LOCK, ILV_STATE_WAITING_IO, ILV_STATE_SLEEPING,
  ILV_STATE_SERIALISING,  ILV_STATE_BLOCKING_LOOP,
};

static const char *const theme_names[] = { "light", "dark", "projector" };

static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance and contrast ratio as WCAG 2 defines them. */
static double
luminance (const IlvColour *c)
{
  return 0.2126 * linear (c->r) + 0.7152 * linear (c->g) + 0.0722 * linear (c->b);
}

static double
contrast (const IlvColour *a, const IlvColour *b)
{
  double x = luminance (a) + 0.05;
  double y = luminance (b) + 0.05;

  return x > y ? x / y : y / x;
}

/* How a dichromat sees linear RGB: Machado, Oliveira, Fernandes 2009, severity 1. */
static const double sights[][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static const char *const sight_names[] = { "normal", "protanopia", "deuteranopia", "tritanopia" };

static double
lab_curve (double t)
{
  return t > 0.008856 ? cbrt (t) : 7.787 * t + 16.0 / 116;
}

static void
to_lab (const IlvColour *colour, guint sight, double lab[3])
{
  double in[3] = { linear (colour->r), linear (colour->g), linear (colour->b) };
  double c[3], x, y, z;

  for (int i = 0; i < 3; i++)
    {
      c[i] = 0;
      for (int j = 0; j < 3; j++)
        c[i] += sights[sight][i][j] * in[j];
      c[i] = CLAMP (c[i], 0, 1);
    }
  x = lab_curve ((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
  y = lab_curve (0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
  z = lab_curve ((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
  lab[0] = 116 * y - 16;
  lab[1] = 500 * (x - y);
  lab[2] = 200 * (y - z);
}

static double
distance (const IlvColour *a, const IlvColour *b, guint sight)
{
  double p[3], q[3];

  to_lab (a, sight, p);
  to_lab (b, sight, q);
  return sqrt ((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1])
               + (p[2] - q[2]) * (p[2] - q[2]));
}

/* Every pair of text and what it stands on: WCAG asks for 4.5, 7 where it is to be read by all. */
static void
assert_text_contrast (const IlvTheme *t, double strong, double weak)
{
  g_assert_cmpfloat (contrast (&t->text, &t->panel), >=, strong);
  g_assert_cmpfloat (contrast (&t->text, &t->window), >=, strong);
  g_assert_cmpfloat (contrast (&t->dim_text, &t->panel), >=, weak);
  g_assert_cmpfloat (contrast (&t->dim_text, &t->window), >=, weak);
  g_assert_cmpfloat (contrast (&t->badge_text, &t->badge), >=, weak);
}

static void
test_text_contrast (void)
{
  for (guint i = 0; i < ILV_N_THEMES; i++)
    {
      const IlvTheme *t = ilv_theme_get (i);
      gboolean projector = i == ILV_THEME_PROJECTOR;

      assert_text_contrast (t, projector ? 15 : 10, projector ? 8 : 4.5);
      g_assert_cmpfloat (contrast (&t->accent, &t->panel), >=, projector ? 7 : 3);
      g_assert_cmpfloat (contrast (&t->request, &t->panel), >=, projector ? 7 : 3);
      g_assert_cmpfloat (contrast (&t->core, &t->track), >=, projector ? 7 : 3);
    }
}

static void
test_high_contrast (void)
{
  for (guint i = 0; i < ILV_N_THEMES; i++)
    {
      const IlvTheme *t = ilv_theme_get_high_contrast (i);

      g_assert_cmpuint (t->id, ==, i);
      assert_text_contrast (t, 15, 7);
      g_assert_cmpfloat (contrast (&t->accent, &t->panel), >=, 7);
      g_assert_cmpfloat (contrast (&t->request, &t->panel), >=, 7);
      g_assert_cmpfloat (contrast (&t->core, &t->track), >=, 7);
      g_assert_cmpfloat (contrast (&t->line, &t->panel), >=, i == ILV_THEME_PROJECTOR ? 2.5 : 3);
    }
}

static void
test_states_stand_out (void)
{
  for (guint i = 0; i < 2 * ILV_N_THEMES; i++)
    for (guint s = 0; s < G_N_ELEMENTS (painted); s++)
      {
        const IlvTheme *t = i < ILV_N_THEMES ? ilv_theme_get (i)
                                             : ilv_theme_get_high_contrast (i - ILV_N_THEMES);
        const IlvColour *colour = &t->states[painted[s]];
        double best = contrast (colour, &t->track);

        if (ilv_state_get_hatch (painted[s]) != ILV_HATCH_NONE)
          {
            const IlvColour *ink = &t->hatch_ink[painted[s]];

            best = MAX (best, contrast (ink, &t->track));
            g_test_message ("%s %s: ink %.2f", theme_names[t->id], ilv_state_get_name (painted[s]),
                            contrast (ink, colour));
            g_assert_cmpfloat (contrast (ink, colour), >=, 1.9);
          }
        g_test_message ("%s %s: %.2f", theme_names[t->id], ilv_state_get_name (painted[s]), best);
        g_assert_cmpfloat (best, >=, 3);
      }
}

static void
test_states_for_colour_blind (void)
{
  for (guint i = 0; i < ILV_N_THEMES; i++)
    for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
      for (guint a = 0; a < G_N_ELEMENTS (painted); a++)
        for (guint b = a + 1; b < G_N_ELEMENTS (painted); b++)
          {
            const IlvTheme *t = ilv_theme_get (i);
            double d = distance (&t->states[painted[a]], &t->states[painted[b]], sight);

            if (d < 10)
              g_test_message ("%s, %s: %s and %s differ by %.1f", theme_names[i],
                              sight_names[sight], ilv_state_get_name (painted[a]),
                              ilv_state_get_name (painted[b]), d);
            g_assert_cmpfloat (d, >=, 10);
          }
}

static void
test_holders (void)
{
  for (guint i = 0; i < ILV_N_THEMES; i++)
    for (guint h = 0; h < 8; h++)
      {
        const IlvTheme *t = ilv_theme_get (i);
        IlvColour mine = ilv_theme_get_holder_colour (t, h);
        IlvColour next = ilv_theme_get_holder_colour (t, h + 1);

        for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
          g_assert_cmpfloat (distance (&mine, &next, sight), >=, 24);
        for (guint s = 0; s < G_N_ELEMENTS (painted); s++)
          g_assert_cmpfloat (distance (&mine, &t->states[painted[s]], 0), >=, 12);
      }
}

/* --- greyscale ------------------------------------------------------------------------------- */

typedef struct
{
  double mean;
  double across;   /* mean difference to the neighbour on the right … */
  double down;     /* … and below … */
  double falling;  /* … and on the two diagonals: where hatch lines run it is small */
  double rising;
  double inside;   /* spread of grey away from the upper edge */
  double top;      /* the upper edge against the rest */
} Look;

/* By the pixels that lanes are written with, or by what legend and tooltips are drawn with. */
static void
paint (const IlvTheme *theme, gboolean as_lane, IlvState state, int height, cairo_t *cr)
{
  g_autoptr (IlvCanvas) canvas = NULL;

  if (!as_lane)
    {
      ilv_theme_fill_state (theme, cr, state, 0, 0, PATCH, height);
      return;
    }
  canvas = ilv_canvas_new ();
  ilv_canvas_begin (canvas, cr, theme, 1, 0, 0, PATCH, height);
  ilv_canvas_fill_state (canvas, state, 0, 0, PATCH, height);
  ilv_canvas_end (canvas);
}

static void
render_grey (const IlvTheme *theme, gboolean as_lane, IlvState state, int height,
             double grey[PATCH][PATCH])
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, PATCH, height);
  cairo_t *cr = cairo_create (surface);
  const guint8 *data;

  paint (theme, as_lane, state, height, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < PATCH; x++)
      {
        const guint8 *pixel = data + y * cairo_image_surface_get_stride (surface) + x * 4;

        grey[y][x] = 0.114 * pixel[0] + 0.587 * pixel[1] + 0.299 * pixel[2];
      }
  cairo_surface_destroy (surface);
}

static void
look_at (const IlvTheme *theme, gboolean as_lane, IlvState state, int height, Look *look)
{
  double grey[PATCH][PATCH];
  double top = 0, squares = 0;
  const int left = 8, right = PATCH - 2, above = MIN (8, height / 4), below = height - 2;
  const double n = (right - left) * (double) (below - above);

  *look = (Look){ 0 };
  render_grey (theme, as_lane, state, height, grey);
  for (int y = above; y < below; y++)
    for (int x = left; x < right; x++)
      {
        look->mean += grey[y][x] / n;
        squares += grey[y][x] * grey[y][x] / n;
        look->across += fabs (grey[y][x + 1] - grey[y][x]) / n;
        look->down += fabs (grey[y + 1][x] - grey[y][x]) / n;
        look->falling += fabs (grey[y + 1][x + 1] - grey[y][x]) / n;
        look->rising += fabs (grey[y + 1][x - 1] - grey[y][x]) / n;
      }
  for (int x = 0; x < PATCH; x++)
    top += grey[0][x] / PATCH;
  look->inside = sqrt (MAX (0, squares - look->mean * look->mean));
  look->top = fabs (top - look->mean);
}

/* Distance without the mean: what is left is the hatch alone, which survives any print. */
static double
hatch_distance (const Look *a, const Look *b)
{
  double d[] = { a->across - b->across, a->down - b->down, a->falling - b->falling,
                 a->rising - b->rising, a->inside - b->inside, (a->top - b->top) / 2 };
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (d); i++)
    sum += d[i] * d[i];
  return sqrt (sum);
}

static void
check_hatches (const IlvTheme *theme, gboolean as_lane, int height)
{
  Look looks[G_N_ELEMENTS (painted)];

  for (guint s = 0; s < G_N_ELEMENTS (painted); s++)
    look_at (theme, as_lane, painted[s], height, &looks[s]);
  for (guint a = 0; a < G_N_ELEMENTS (painted); a++)
    for (guint b = a + 1; b < G_N_ELEMENTS (painted); b++)
      {
        double d = hatch_distance (&looks[a], &looks[b]);

        g_test_message ("%s, %d pixels%s: hatches of %s and %s differ by %.1f",
                        theme_names[theme->id], height, as_lane ? "" : " in the legend",
                        ilv_state_get_name (painted[a]), ilv_state_get_name (painted[b]), d);
        g_assert_cmpfloat (d, >=, 10);
      }
}

/* At the height of the lowest lanes as well, and in every look there is. */
static void
test_greyscale (void)
{
  for (guint i = 0; i < ILV_N_THEMES; i++)
    for (guint contrast = 0; contrast < 2; contrast++)
      for (guint as_lane = 0; as_lane < 2; as_lane++)
        {
          const IlvTheme *theme = contrast ? ilv_theme_get_high_contrast (i) : ilv_theme_get (i);

          check_hatches (theme, as_lane, (int) theme->min_lane_height);
          check_hatches (theme, as_lane, 20);
          check_hatches (theme, as_lane, PATCH);
        }
}

/* Whatever a lane can be in has been looked at: a new state is not forgotten here. */
static void
test_all_states_are_looked_at (void)
{
  for (guint state = 0; state < ILV_N_STATES; state++)
    {
      gboolean found = FALSE;

      for (guint s = 0; s < G_N_ELEMENTS (painted); s++)
        found = found || painted[s] == state;
      g_assert_cmpint (found, ==, state != ILV_STATE_NONE && !ilv_state_is_end (state));
    }
}

static void
test_hatches_join (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);

  for (guint s = 0; s < G_N_ELEMENTS (painted); s++)
    {
      cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 64, 20);
      cairo_surface_t *parts = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 64, 20);
      cairo_t *cr = cairo_create (whole);

      ilv_theme_fill_state (theme, cr, painted[s], 0, 0, 64, 20);
      cairo_destroy (cr);
      cr = cairo_create (parts);
      ilv_theme_fill_state (theme, cr, painted[s], 0, 0, 29, 20);
      cairo_translate (cr, 29, 0);
      ilv_theme_fill_state (theme, cr, painted[s], 0, 0, 35, 20);
      cairo_destroy (cr);
      cairo_surface_flush (whole);
      cairo_surface_flush (parts);
      g_assert_cmpmem (cairo_image_surface_get_data (whole), 64 * 20 * 4,
                       cairo_image_surface_get_data (parts), 64 * 20 * 4);
      cairo_surface_destroy (whole);
      cairo_surface_destroy (parts);
    }
}

static void
test_names (void)
{
  IlvThemeId id;

  for (guint i = 0; i < ILV_N_THEMES; i++)
    {
      g_assert_true (ilv_theme_from_name (theme_names[i], &id));
      g_assert_cmpuint (id, ==, i);
    }
  g_assert_false (ilv_theme_from_name ("sepia", &id));
}

static void
test_projector (void)
{
  const IlvTheme *light = ilv_theme_get (ILV_THEME_LIGHT);
  const IlvTheme *projector = ilv_theme_get (ILV_THEME_PROJECTOR);

  g_assert_cmpfloat (projector->text_size, >=, 1.6 * light->text_size);
  g_assert_cmpfloat (projector->min_lane_height, >, light->min_lane_height);
}

static void
test_scaled (void)
{
  const IlvTheme *light = ilv_theme_get (ILV_THEME_LIGHT);
  const IlvTheme *larger = ilv_theme_get_scaled (light, 1.5);

  g_assert_cmpfloat (larger->text_size, ==, light->text_size * 1.5);
  g_assert_cmpfloat (larger->min_lane_height, ==, light->min_lane_height * 1.5);
  g_assert_cmpint (larger->id, ==, light->id);
  /* Whoever draws compares pointers. */
  g_assert_true (ilv_theme_get_scaled (light, 1.501) == larger);
  g_assert_true (ilv_theme_get_scaled (light, 1) == light);
  g_assert_true (ilv_theme_get_scaled (ilv_theme_get_high_contrast (ILV_THEME_LIGHT), 1.5)
                 != larger);
  g_assert_cmpfloat (ilv_theme_get_scaled (light, 90)->text_scale, ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/themes-are-found-by-name", test_names);
  g_test_add_func ("/theme/text-has-contrast", test_text_contrast);
  g_test_add_func ("/theme/high-contrast-is-7-to-1", test_high_contrast);
  g_test_add_func ("/theme/states-stand-out-from-the-empty-lane", test_states_stand_out);
  g_test_add_func ("/theme/colour-blind-viewers-tell-states-apart", test_states_for_colour_blind);
  g_test_add_func ("/theme/neighbouring-holders-differ-and-are-no-states", test_holders);
  g_test_add_func ("/theme/a-grey-print-tells-states-apart-by-their-hatch", test_greyscale);
  g_test_add_func ("/theme/all-states-are-looked-at", test_all_states_are_looked_at);
  g_test_add_func ("/theme/hatches-of-neighbours-join", test_hatches_join);
  g_test_add_func ("/theme/the-projector-has-large-text-and-lanes", test_projector);
  g_test_add_func ("/theme/a-larger-one-is-the-same-otherwise-and-made-once", test_scaled);
  return g_test_run ();
}
