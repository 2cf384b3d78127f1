/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/theme.h"

#include <math.h>
#include <string.h>

#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0              \
  }

/* The values are checked by tests/chart/test-theme.c: contrast of text, states and inks, and the
   distance between states under the three common colour blindnesses. */
static const IlvTheme themes[ILV_N_THEMES] = {
  [ILV_THEME_LIGHT] = {
    .id = ILV_THEME_LIGHT,
    .window = RGB (0xf6f6f6),
    .panel = RGB (0xffffff),
    .track = RGB (0xf3f3f3),
    .text = RGB (0x26262a),
    .dim_text = RGB (0x6c6c72),
    .line = RGB (0xdcdcde),
    .accent = RGB (0x1c6dd0),
    .badge = RGB (0xdff0ea),
    .badge_text = RGB (0x0b5e47),
    .core = RGB (0x5e5c64),
    .request = RGB (0xc2410c),
    .states = {
      [ILV_STATE_NONE] = RGB (0xf3f3f3),
      [ILV_STATE_STARTING] = RGB (0x9a9996),
      [ILV_STATE_READY] = RGB (0xf0dd4a),
      [ILV_STATE_RUNNING] = RGB (0x0f8f6b),
      [ILV_STATE_RUNNING_FREE] = RGB (0x4aa3df),
      [ILV_STATE_WAITING_GIL] = RGB (0xd9541e),
      [ILV_STATE_WAITING_LOCK] = RGB (0xe6a100),
      [ILV_STATE_WAITING_IO] = RGB (0xb9c7d6),
      [ILV_STATE_SLEEPING] = RGB (0xe3e6ea),
      [ILV_STATE_SERIALISING] = RGB (0xb56aa8),
      [ILV_STATE_BLOCKING_LOOP] = RGB (0x7a2048),
      [ILV_STATE_DONE] = RGB (0x0f8f6b),
      [ILV_STATE_FAILED] = RGB (0xc01c28),
      [ILV_STATE_CANCELLED] = RGB (0x6c6c72),
    },
    .hatch_ink = {
      [ILV_STATE_STARTING] = RGB (0x5c5b58),
      [ILV_STATE_READY] = RGB (0x756800),
      [ILV_STATE_RUNNING_FREE] = RGB (0x12588c),
      [ILV_STATE_WAITING_GIL] = RGB (0xffc4a8),
      [ILV_STATE_WAITING_LOCK] = RGB (0x7a5200),
      [ILV_STATE_WAITING_IO] = RGB (0x6b8299),
      [ILV_STATE_SLEEPING] = RGB (0x7f8894),
      [ILV_STATE_SERIALISING] = RGB (0x6d2f63),
      [ILV_STATE_BLOCKING_LOOP] = RGB (0xd98fb0),
    },
    .text_size = 13,
    .text_scale = 1,
    .min_lane_height = 16,
    .max_lane_height = 64,
  },
  [ILV_THEME_DARK] = {
    .id = ILV_THEME_DARK,
    .window = RGB (0x1c1c1f),
    .panel = RGB (0x26262a),
    .track = RGB (0x303034),
    .text = RGB (0xf4f4f5),
    .dim_text = RGB (0xa9a9b2),
    .line = RGB (0x414147),
    .accent = RGB (0x78aeed),
    .badge = RGB (0x1d4538),
    .badge_text = RGB (0x9fe6cc),
    .core = RGB (0xa3a1ab),
    .request = RGB (0xff9a62),
    .states = {
      [ILV_STATE_NONE] = RGB (0x303034),
      [ILV_STATE_STARTING] = RGB (0x87868c),
      [ILV_STATE_READY] = RGB (0xf4e56b),
      [ILV_STATE_RUNNING] = RGB (0x24bd8d),
      [ILV_STATE_RUNNING_FREE] = RGB (0x59b2f0),
      [ILV_STATE_WAITING_GIL] = RGB (0xe8632c),
      [ILV_STATE_WAITING_LOCK] = RGB (0xeeb02a),
      [ILV_STATE_WAITING_IO] = RGB (0x667a90),
      [ILV_STATE_SLEEPING] = RGB (0x4a4e56),
      [ILV_STATE_SERIALISING] = RGB (0xc98abf),
      [ILV_STATE_BLOCKING_LOOP] = RGB (0xb5306b),
      [ILV_STATE_DONE] = RGB (0x24bd8d),
      [ILV_STATE_FAILED] = RGB (0xff7b78),
      [ILV_STATE_CANCELLED] = RGB (0xa9a9b2),
    },
    .hatch_ink = {
      [ILV_STATE_STARTING] = RGB (0xc4c3c8),
      [ILV_STATE_READY] = RGB (0x7d7000),
      [ILV_STATE_RUNNING_FREE] = RGB (0xd5ecff),
      [ILV_STATE_WAITING_GIL] = RGB (0x6e2200),
      [ILV_STATE_WAITING_LOCK] = RGB (0x7a5200),
      [ILV_STATE_WAITING_IO] = RGB (0xa5bace),
      [ILV_STATE_SLEEPING] = RGB (0x98a0ac),
      [ILV_STATE_SERIALISING] = RGB (0x6d2f63),
      [ILV_STATE_BLOCKING_LOOP] = RGB (0xf0a8c6),
    },
    .text_size = 13,
    .text_scale = 1,
    .min_lane_height = 16,
    .max_lane_height = 64,
  },
  [ILV_THEME_PROJECTOR] = {
    .id = ILV_THEME_PROJECTOR,
    .window = RGB (0xffffff),
    .panel = RGB (0xffffff),
    .track = RGB (0xececec),
    .text = RGB (0x000000),
    .dim_text = RGB (0x3d3d42),
    .line = RGB (0x9a9a9e),
    .accent = RGB (0x0a4fa8),
    .badge = RGB (0xcdeade),
    .badge_text = RGB (0x00402d),
    .core = RGB (0x3d3b42),
    .request = RGB (0x9c2a00),
    .states = {
      [ILV_STATE_NONE] = RGB (0xececec),
      [ILV_STATE_STARTING] = RGB (0x7b7a80),
      [ILV_STATE_READY] = RGB (0xffe433),
      [ILV_STATE_RUNNING] = RGB (0x007a57),
      [ILV_STATE_RUNNING_FREE] = RGB (0x2b8fd9),
      [ILV_STATE_WAITING_GIL] = RGB (0xcc3f00),
      [ILV_STATE_WAITING_LOCK] = RGB (0xe09600),
      [ILV_STATE_WAITING_IO] = RGB (0xa3b7cc),
      [ILV_STATE_SLEEPING] = RGB (0xdde2e8),
      [ILV_STATE_SERIALISING] = RGB (0xa5489a),
      [ILV_STATE_BLOCKING_LOOP] = RGB (0x5c0f33),
      [ILV_STATE_DONE] = RGB (0x007a57),
      [ILV_STATE_FAILED] = RGB (0xa80015),
      [ILV_STATE_CANCELLED] = RGB (0x3d3d42),
    },
    .hatch_ink = {
      [ILV_STATE_STARTING] = RGB (0x38373c),
      [ILV_STATE_READY] = RGB (0x5c5200),
      [ILV_STATE_RUNNING_FREE] = RGB (0x00304f),
      [ILV_STATE_WAITING_GIL] = RGB (0xffd9c6),
      [ILV_STATE_WAITING_LOCK] = RGB (0x5c3d00),
      [ILV_STATE_WAITING_IO] = RGB (0x4c6379),
      [ILV_STATE_SLEEPING] = RGB (0x5f6875),
      [ILV_STATE_SERIALISING] = RGB (0x4f1a47),
      [ILV_STATE_BLOCKING_LOOP] = RGB (0xe7a8c3),
    },
    .text_size = 21,
    .text_scale = 1,
    .min_lane_height = 28,
    .max_lane_height = 96,
  },
};

/* Neighbours in the row differ in lightness as well as in hue. */
static const IlvColour holders[] = {
  RGB (0x2c5f9e), RGB (0xc79a3b), RGB (0x6d3f86), RGB (0x5fb3a8),
  RGB (0x8c3b2e), RGB (0x86a9e0), RGB (0x56682a), RGB (0xd78fb5),
};

static const IlvColour holders_on_dark[G_N_ELEMENTS (holders)] = {
  RGB (0x4f86cc), RGB (0xd9ae55), RGB (0x8f62b5), RGB (0x86d6cb),
  RGB (0xb8604f), RGB (0xb3cdf5), RGB (0x87a04a), RGB (0xf0b3d2),
};

const IlvTheme *
ilv_theme_get (IlvThemeId id)
{
  g_return_val_if_fail ((guint) id < ILV_N_THEMES, &themes[ILV_THEME_LIGHT]);
  return &themes[id];
}

/* What the desktop's high contrast makes of a theme; the projector has it already. */
typedef struct
{
  IlvColour text;
  IlvColour dim_text;
  IlvColour line;
  IlvColour accent;
  IlvColour badge_text;
  IlvColour core;
  IlvColour request;
} Contrast;

static const Contrast contrasts[] = {
  [ILV_THEME_LIGHT] = {
    .text = RGB (0x000000),
    .dim_text = RGB (0x333338),
    .line = RGB (0x77777c),
    .accent = RGB (0x0a4fa8),
    .badge_text = RGB (0x00402d),
    .core = RGB (0x3d3b42),
    .request = RGB (0x8a2500),
  },
  [ILV_THEME_DARK] = {
    .text = RGB (0xffffff),
    .dim_text = RGB (0xdcdce2),
    .line = RGB (0x9a9aa2),
    .accent = RGB (0xa9ccfa),
    .badge_text = RGB (0xc9fbe8),
    .core = RGB (0xcfcdd6),
    .request = RGB (0xffb88f),
  },
};

static gpointer
make_high_contrast (gpointer data)
{
  static IlvTheme made[G_N_ELEMENTS (contrasts)];

  for (guint i = 0; i < G_N_ELEMENTS (contrasts); i++)
    {
      made[i] = themes[i];
      made[i].text = contrasts[i].text;
      made[i].dim_text = contrasts[i].dim_text;
      made[i].line = contrasts[i].line;
      made[i].accent = contrasts[i].accent;
      made[i].badge_text = contrasts[i].badge_text;
      made[i].core = contrasts[i].core;
      made[i].request = contrasts[i].request;
    }
  return made;
}

const IlvTheme *
ilv_theme_get_high_contrast (IlvThemeId id)
{
  static GOnce once = G_ONCE_INIT;
  const IlvTheme *made = g_once (&once, make_high_contrast, NULL);

  return id < G_N_ELEMENTS (contrasts) ? &made[id] : ilv_theme_get (id);
}

static guint
scaled_hash (gconstpointer data)
{
  const IlvTheme *theme = data;

  return (guint) theme->id * 1000 + (guint) lround (theme->text_scale * 100);
}

static gboolean
scaled_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (IlvTheme)) == 0;
}

const IlvTheme *
ilv_theme_get_scaled (const IlvTheme *theme, double scale)
{
  static GMutex mutex;
  static GHashTable *made; /* IlvTheme, themselves; few, and kept: whoever draws borrows them */
  g_autoptr (GMutexLocker) locker = NULL;
  const IlvTheme *kept;
  IlvTheme scaled;

  g_return_val_if_fail (theme != NULL, NULL);
  scale = CLAMP (round (scale * 100) / 100, 0.5, 4);
  if (scale == theme->text_scale)
    return theme;
  memcpy (&scaled, theme, sizeof scaled);
  scaled.text_scale = scale;
  scaled.text_size = theme->text_size * scale;
  scaled.min_lane_height = round (theme->min_lane_height * scale);
  scaled.max_lane_height = round (theme->max_lane_height * scale);
  locker = g_mutex_locker_new (&mutex);
  if (made == NULL)
    made = g_hash_table_new (scaled_hash, scaled_equal);
  kept = g_hash_table_lookup (made, &scaled);
  if (kept == NULL)
    {
      kept = g_memdup2 (&scaled, sizeof scaled);
      g_hash_table_add (made, (gpointer) kept);
    }
  return kept;
}

gboolean
ilv_theme_from_name (const char *name, IlvThemeId *id)
{
  static const char *const names[ILV_N_THEMES] = {
    [ILV_THEME_LIGHT] = "light",
    [ILV_THEME_DARK] = "dark",
    [ILV_THEME_PROJECTOR] = "projector",
  };

  g_return_val_if_fail (name != NULL && id != NULL, FALSE);
  for (guint i = 0; i < ILV_N_THEMES; i++)
    if (strcmp (name, names[i]) == 0)
      {
        *id = i;
        return TRUE;
      }
  return FALSE;
}

IlvColour
ilv_theme_get_holder_colour (const IlvTheme *theme, guint lane_index)
{
  const IlvColour *row = theme->id == ILV_THEME_DARK ? holders_on_dark : holders;

  return row[lane_index % G_N_ELEMENTS (holders)];
}
