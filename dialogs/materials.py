"""Where the files and folders of the programmes are."""

from council import materials
from dialogs.lists import Listing, listed
from dialogs.scene import Scene
from dialogs.turn import Reply


async def list_materials(scene: Scene) -> Reply:
    """List materials, each with its link or that the link is missing."""
    t, key = scene.t, scene.key("programme")
    found = await materials.materials(scene.council, scene.asker, key)
    listing = Listing(
        t("Materials"),
        "materials.all",
        found,
        t("There is no material that is open to you."),
        {"programme": key},
    )
    return listed(scene, listing, named=False)
