/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trace/model.h"

/* Asserts that both answer every question of the model alike. */
void assert_same_trace (const IlvTrace *a, const IlvTrace *b);

/* A trace of all kinds of records at random, of which some are late and some make no sense. */
IlvTrace *make_random_trace (guint32 seed, guint n_records);
