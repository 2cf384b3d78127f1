/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-area.h"

#include "trace/area-layout.h"

#define ROUNDS 3000
#define MAX_EDITS 64

static void
test_an_area_as_recorded_is_not_damaged (void)
{
  g_assert_cmpuint (hostile_area_read (NULL, 0), ==, 0);
}

/* Mostly words of the blocks in use and small values, which come close to what could be. */
static guint32
choose_place (GRand *rand)
{
  guint32 header = ILV_AREA_HEADER_SIZE / 4;

  if (g_rand_int_range (rand, 0, 20) == 0)
    return (guint32) g_rand_int_range (rand, 0, 100);
  return header + (guint32) g_rand_int_range (rand, 0, 3 * ILV_AREA_BLOCK_SIZE / 4);
}

static guint32
choose_value (GRand *rand)
{
  return g_rand_boolean (rand) ? g_rand_int (rand) : g_rand_int (rand) & 0x0f0f0f0f;
}

static void
test_no_edit_of_an_area_breaks_the_reader (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  guint32 edits[MAX_EDITS * 2];
  guint64 damaged = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      guint n = (guint) g_rand_int_range (rand, 1, MAX_EDITS);

      for (guint i = 0; i < n; i++)
        {
          edits[2 * i] = choose_place (rand);
          edits[2 * i + 1] = choose_value (rand);
        }
      damaged += hostile_area_read ((const guint8 *) edits, n * 2 * sizeof *edits) > 0;
    }
  g_assert_cmpuint (damaged, >, ROUNDS / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/an_area_as_recorded_is_not_damaged",
                   test_an_area_as_recorded_is_not_damaged);
  g_test_add_func ("/fuzz/no_edit_of_an_area_breaks_the_reader",
                   test_no_edit_of_an_area_breaks_the_reader);
  return g_test_run ();
}
