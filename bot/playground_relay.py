"""Passes bytes between a loopback port and a socket file, in and out of a network namespace.

A process in a namespace that has only its own loopback reaches nothing outside; a socket file is
the one door that we open for it, and it leads to one port.

Run as `python -m bot.playground_relay FOLDER PAGE BOT COMMAND…` it is the inner side: it brings the
namespace's loopback up, opens both doors in FOLDER and runs the command until that ends.
"""

import asyncio
import fcntl
import signal
import socket
import struct
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

LOOPBACK = "127.0.0.1"
CHUNK = 65536  # bytes

# Linux's requests and flag for a network interface: netdevice(7).
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1

Opening = Callable[[], Awaitable[tuple[StreamReader, StreamWriter]]]


async def port_to_file(port: int, file: Path) -> asyncio.Server:
    """Pass what comes to a loopback port on to a socket file."""
    through = partial(asyncio.open_unix_connection, str(file))
    return await asyncio.start_server(partial(_join, through), LOOPBACK, port)


async def file_to_port(file: Path, port: int) -> asyncio.Server:
    """Pass what comes to a socket file on to a loopback port."""
    through = partial(asyncio.open_connection, LOOPBACK, port)
    return await asyncio.start_unix_server(partial(_join, through), str(file))


async def _join(through: Opening, reader: StreamReader, writer: StreamWriter) -> None:
    try:
        far_reader, far_writer = await through()
    except OSError:
        writer.close()
        return
    await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))


async def _pass(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.close()


def raise_loopback() -> None:
    """Bring the loopback interface of this namespace up. Raises OSError without the right to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh22x", b"lo", 0)
        flags: int = struct.unpack("16sh22x", fcntl.ioctl(sock, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | IFF_UP))


async def inside(folder: Path, page: int, bot: int, command: list[str]) -> int:
    """Open the doors of the namespace, run the command and return its status."""
    raise_loopback()
    await file_to_port(folder / "page", page)
    await port_to_file(bot, folder / "bot")
    process = await asyncio.create_subprocess_exec(*command)
    # Who ends this process means the command; left alone it would go on without its doors.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, process.terminate)
    return await process.wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(
            asyncio.run(inside(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
        )
