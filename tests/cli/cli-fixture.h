/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as a shell runs it, in a folder of the test's own that is its home as well. */
#pragma once

#include <gio/gio.h>

typedef struct
{
  char *folder;
  char *out;
  char *err;
  int status; /* exit status; as a shell gives it, 128 and the signal when that ended it */
} CliFixture;

void cli_fixture_set_up (CliFixture *fixture, gconstpointer unused);
void cli_fixture_tear_down (CliFixture *fixture, gconstpointer unused);

/* Runs a line of shell in the folder and waits for its end; $cli is the program. */
void cli_run (CliFixture *fixture, const char *line);
/* The same, not waited for. (transfer full) */
GSubprocess *cli_start (CliFixture *fixture, const char *line);
/* Waits for its end and takes what it has written. */
void cli_finish (CliFixture *fixture, GSubprocess *child);

void cli_assert_fine (CliFixture *fixture);
/* Standard error is lines of the program alone, in one of which `part` stands. */
void cli_assert_complaint (CliFixture *fixture, int status, const char *part);
/* The same, and it is one line. */
void cli_assert_one_complaint (CliFixture *fixture, int status, const char *part);

/* A path in the folder. (transfer full) */
char *cli_path (CliFixture *fixture, const char *name);
void cli_write_file (CliFixture *fixture, const char *name, const char *text, gssize length);
/* (transfer full) */
char *cli_read_file (CliFixture *fixture, const char *name, gsize *length);

#define CLI_ADD(name, function)                                                                    \
  g_test_add ("/cli/" name, CliFixture, NULL, cli_fixture_set_up, function, cli_fixture_tear_down)
