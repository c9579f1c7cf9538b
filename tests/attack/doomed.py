"""A replica that stops for ever between claiming a turn and closing it: to be killed there."""

import asyncio
import sys

from aiohttp import web

from bot.settings import read_settings
from bot.wiring import service
from council.people import Closing


async def main(url: str) -> None:
    """Serve on a free port, tell it, and tell when a turn is about to be closed."""
    async with service(read_settings(demo=True, database_url=url)) as running:

        async def never(closing: Closing) -> bool:
            sys.stdout.write("claimed\n")
            sys.stdout.flush()
            return await asyncio.Event().wait()

        running.council.turns.close = never  # type: ignore[method-assign] # dies here
        runner = web.AppRunner(running.app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
