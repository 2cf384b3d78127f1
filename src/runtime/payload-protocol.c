/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/payload-protocol.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

typedef union
{
  struct cmsghdr header; /* for its alignment */
  char bytes[CMSG_SPACE (sizeof (int))];
} Control;

gboolean
ilv_payload_send_packet (int socket, const void *data, gsize size, int fd)
{
  struct iovec part = { (void *) data, size };
  Control control = { 0 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize n;

  if (fd >= 0)
    {
      struct cmsghdr *header;

      message.msg_control = control.bytes;
      message.msg_controllen = sizeof control.bytes;
      header = CMSG_FIRSTHDR (&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN (sizeof fd);
      memcpy (CMSG_DATA (header), &fd, sizeof fd);
    }
  do
    n = sendmsg (socket, &message, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == (gssize) size;
}

gboolean
ilv_payload_receive_packet (int socket, void *data, gsize size, int *fd)
{
  struct iovec part = { data, size };
  Control control = { 0 };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  struct cmsghdr *header;
  gssize n;

  *fd = -1;
  do
    n = recvmsg (socket, &message, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return FALSE;
  header = CMSG_FIRSTHDR (&message);
  if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS
      && header->cmsg_len == CMSG_LEN (sizeof *fd))
    memcpy (fd, CMSG_DATA (header), sizeof *fd);
  if (n == (gssize) size)
    return TRUE;
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  errno = n == 0 ? ECONNRESET : EBADMSG;
  return FALSE;
}
