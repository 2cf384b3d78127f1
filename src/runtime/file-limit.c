/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/file-limit.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>

gboolean
ilv_file_limit_is_meant (int code)
{
  return code == EMFILE || code == ENFILE;
}

char *
ilv_file_limit_describe (void)
{
  struct rlimit limit = { 0 };

  getrlimit (RLIMIT_NOFILE, &limit);
  return g_strdup_printf (_ ("No more connections can be opened: the system allows this program "
                             "%lu open files. Choose fewer connections, or raise the limit with "
                             "“ulimit -Hn” and start again."),
                          (unsigned long) limit.rlim_cur);
}
