/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/legend-order.h"

static void
assert_each_once (const IlvState *order)
{
  guint seen = 0;

  for (guint i = 0; i < ILV_LEGEND_N_STATES; i++)
    {
      g_assert_true (order[i] != ILV_STATE_NONE && !ilv_state_is_end (order[i]));
      seen |= 1u << order[i];
    }
  g_assert_cmpint (__builtin_popcount (seen), ==, ILV_LEGEND_N_STATES);
}

static void
test_as_read (void)
{
  IlvState order[ILV_LEGEND_N_STATES];

  ilv_legend_order (ILV_LEGEND_AS_READ, NULL, order);
  assert_each_once (order);
  g_assert_cmpint (order[0], ==, ILV_STATE_RUNNING);
}

static void
test_by_name (void)
{
  IlvState order[ILV_LEGEND_N_STATES];

  ilv_legend_order (ILV_LEGEND_BY_NAME, NULL, order);
  assert_each_once (order);
  for (guint i = 1; i < ILV_LEGEND_N_STATES; i++)
    g_assert_cmpint (
      g_utf8_collate (ilv_state_get_title (order[i - 1]), ilv_state_get_title (order[i])), <, 0);
}

static void
test_by_share (void)
{
  const double shares[ILV_N_STATES]
    = { [ILV_STATE_SLEEPING] = 0.5, [ILV_STATE_WAITING_GIL] = 0.3, [ILV_STATE_STARTING] = 0.2 };
  IlvState order[ILV_LEGEND_N_STATES];

  ilv_legend_order (ILV_LEGEND_BY_SHARE, shares, order);
  assert_each_once (order);
  g_assert_cmpint (order[0], ==, ILV_STATE_SLEEPING);
  g_assert_cmpint (order[1], ==, ILV_STATE_WAITING_GIL);
  g_assert_cmpint (order[2], ==, ILV_STATE_STARTING);
  g_assert_cmpint (order[3], ==, ILV_STATE_RUNNING);
  g_assert_cmpint (order[4], ==, ILV_STATE_RUNNING_FREE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/legend-order/as it is read work comes first", test_as_read);
  g_test_add_func ("/legend-order/by name it is alphabetical", test_by_name);
  g_test_add_func ("/legend-order/by share the largest comes first and the rest stays",
                   test_by_share);
  return g_test_run ();
}
