/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of interleave-runner, a file each. All return the exit status. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ILV_RUNNER_EXIT_USAGE 2

int ilv_runner_run (int argc, char **argv);   /* one workload under one model */
int ilv_runner_worker (int argc, char **argv); /* a worker process of a pool */
int ilv_runner_serve (int argc, char **argv); /* the local HTTP server */

G_END_DECLS
