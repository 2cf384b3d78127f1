/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drag-source.h"

#include <X11/Xlib.h>
#include <string.h>

#define VERSION 5

typedef struct
{
  Display *display; /* owned */
  Window window;
  Window target;
  const char *uris;  /* borrowed */
  gboolean accepted; /* files are taken where the pointer is */
  gboolean finished;
  int n_moves;
} Drag;

static Atom
get_atom (const Drag *drag, const char *name)
{
  return XInternAtom (drag->display, name, False);
}

static void
send (const Drag *drag, const char *message, long second, long third, long fourth, long fifth)
{
  XEvent event = { .xclient = { .type = ClientMessage,
                                .window = drag->target,
                                .message_type = get_atom (drag, message),
                                .format = 32 } };

  event.xclient.data.l[0] = (long) drag->window;
  event.xclient.data.l[1] = second;
  event.xclient.data.l[2] = third;
  event.xclient.data.l[3] = fourth;
  event.xclient.data.l[4] = fifth;
  XSendEvent (drag->display, drag->target, False, NoEventMask, &event);
  XFlush (drag->display);
}

static void
enter (const Drag *drag)
{
  send (drag, "XdndEnter", (long) VERSION << 24, (long) get_atom (drag, "text/uri-list"), None,
        None);
}

/* The middle of the window. */
static void
move (Drag *drag)
{
  XWindowAttributes attributes;
  Window child;
  int x, y;

  XGetWindowAttributes (drag->display, drag->target, &attributes);
  XTranslateCoordinates (drag->display, drag->target, attributes.root, attributes.width / 2,
                         attributes.height / 2, &x, &y, &child);
  x += drag->n_moves++ % 2;
  send (drag, "XdndPosition", 0, (long) x << 16 | y, CurrentTime,
        (long) get_atom (drag, "XdndActionCopy"));
}

/* Who takes the files asks for their names. */
static void
give (const Drag *drag, const XSelectionRequestEvent *request)
{
  XEvent answer = { .xselection = { .type = SelectionNotify,
                                    .requestor = request->requestor,
                                    .selection = request->selection,
                                    .target = request->target,
                                    .property = request->property,
                                    .time = request->time } };

  if (request->target == get_atom (drag, "text/uri-list"))
    XChangeProperty (drag->display, request->requestor, request->property, request->target, 8,
                     PropModeReplace, (const unsigned char *) drag->uris,
                     (int) strlen (drag->uris));
  else
    answer.xselection.property = None;
  XSendEvent (drag->display, request->requestor, False, NoEventMask, &answer);
  XFlush (drag->display);
}

static void
handle (Drag *drag, const XEvent *event)
{
  if (event->type == SelectionRequest)
    give (drag, &event->xselectionrequest);
  if (event->type != ClientMessage)
    return;
  if (event->xclient.message_type == get_atom (drag, "XdndStatus"))
    {
      drag->accepted = (event->xclient.data.l[1] & 1) != 0;
      /* As a hand goes on moving. */
      if (!drag->accepted)
        move (drag);
    }
  else if (event->xclient.message_type == get_atom (drag, "XdndFinished"))
    drag->finished = TRUE;
}

static void
hear (Drag *drag)
{
  while (XPending (drag->display) > 0)
    {
      XEvent event;

      XNextEvent (drag->display, &event);
      handle (drag, &event);
    }
}

static gboolean
is_accepted (gpointer data)
{
  Drag *drag = data;

  hear (drag);
  return drag->accepted;
}

static gboolean
has_finished (gpointer data)
{
  Drag *drag = data;

  hear (drag);
  return drag->finished;
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
drag_files (const char *display, gulong target, const char *uris)
{
  Drag drag = { .display = XOpenDisplay (display), .target = target, .uris = uris };
  guint waking = g_timeout_add (10, wake, NULL);

  g_assert_nonnull (drag.display);
  drag.window = XCreateSimpleWindow (drag.display, DefaultRootWindow (drag.display), -10, -10, 1,
                                     1, 0, 0, 0);
  XSetSelectionOwner (drag.display, get_atom (&drag, "XdndSelection"), drag.window, CurrentTime);
  enter (&drag);
  move (&drag);
  /* The first answer is given before it is known what is below the pointer. */
  fixture_wait (is_accepted, &drag);
  send (&drag, "XdndDrop", 0, CurrentTime, 0, 0);
  fixture_wait (has_finished, &drag);
  g_source_remove (waking);
  XCloseDisplay (drag.display);
}
