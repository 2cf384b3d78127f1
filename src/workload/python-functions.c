/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/python-private.h"

static const char query[]
  = "\n\ndef select(rows, delay):\n"
    "    with sqlite3.connect(DATABASE) as database:\n"
    "        time.sleep(delay)\n"
    "        return database.execute(\"SELECT sum(amount) FROM items WHERE id <= ?\",\n"
    "                                (rows,)).fetchone()[0]\n"
    "\n\ndef insert(rows, delay, index, value):\n"
    "    time.sleep(delay)\n"
    "    with sqlite3.connect(DATABASE) as database:\n"
    "        database.executemany(\"INSERT INTO results VALUES (?, ?, ?)\",\n"
    "                             [(index + 1, row + 1, value) for row in range(rows)])\n";

static const char echo[]
  = "\n\nkept = threading.local()\n"
    "\n\ndef ask(connection, size, delay):\n"
    "    connection.sendall(struct.pack(\"!II\", size, int(delay * 1e6)) + bytes(size))\n"
    "    left = size\n"
    "    while left > 0:\n"
    "        left -= len(connection.recv(left))\n"
    "\n\ndef echo(size, delay):\n"
    "    if not hasattr(kept, \"connection\"):\n"
    "        kept.connection = socket.create_connection(ECHO)\n"
    "    ask(kept.connection, size, delay)\n";

static const char echo_on_loop[]
  = "\n\nidle = []\n"
    "\n\nasync def ask(connection, size, delay):\n"
    "    reader, writer = connection\n"
    "    writer.write(struct.pack(\"!II\", size, int(delay * 1e6)) + bytes(size))\n"
    "    await reader.readexactly(size)\n"
    "\n\nasync def echo(size, delay):\n"
    "    connection = idle.pop() if idle else await asyncio.open_connection(*ECHO)\n"
    "    await ask(connection, size, delay)\n"
    "    idle.append(connection)\n";

static const char hold[]
  = "\n\ndef hold(seconds, messages):\n"
    "    with socket.create_connection(ECHO) as connection:\n"
    "        for _ in range(messages):\n"
    "            connection.sendall(struct.pack(\"!II\", 16, 0) + bytes(16))\n"
    "            connection.recv(16, socket.MSG_WAITALL)\n"
    "            time.sleep(seconds / messages)\n";

static const char hold_on_loop[] = "\n\nasync def hold(seconds, messages):\n"
                                   "    reader, writer = await asyncio.open_connection(*ECHO)\n"
                                   "    for _ in range(messages):\n"
                                   "        writer.write(struct.pack(\"!II\", 16, 0) + bytes(16))\n"
                                   "        await reader.readexactly(16)\n"
                                   "        await asyncio.sleep(seconds / messages)\n"
                                   "    writer.close()\n";

static const char file[] = "\n\ndef use_file(name, mode, text=None):\n"
                           "    with open(name, mode) as file:\n"
                           "        if text is None:\n"
                           "            return file.read()\n"
                           "        file.write(text + \"\\n\" if mode == \"a\" else text)\n";

const char *
ilv_python_get_functions (IlvStepKind kind, gboolean loop)
{
  if (kind == ILV_STEP_FILE)
    return file;
  if (kind == ILV_STEP_QUERY)
    return query;
  if (kind == ILV_STEP_ECHO)
    return loop ? echo_on_loop : echo;
  if (kind == ILV_STEP_HOLD)
    return loop ? hold_on_loop : hold;
  return NULL;
}
