// Arrow keys go from tile to tile as the map lies. Without this the Tab key walks them in order.
(() => {
  const tiles = [...document.querySelectorAll(".tiles > li")].map((item) => ({
    column: Number(item.dataset.column),
    line: Number(item.dataset.line),
    link: item.querySelector("a"),
  })).filter((tile) => tile.link);
  const ways = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  // The nearest tile that way: straight on first, then the least aside.
  const next = (from, [across, down]) => {
    let best = null;
    for (const tile of tiles) {
      const dx = tile.column - from.column;
      const dy = tile.line - from.line;
      const along = across ? dx * across : dy * down;
      if (along <= 0) continue;
      const cost = along + 3 * Math.abs(across ? dy : dx);
      if (!best || cost < best.cost) best = { cost, tile };
    }
    return best && best.tile;
  };

  document.querySelector(".tiles")?.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    const here = tiles.find((tile) => tile.link === document.activeElement);
    if (!way || !here || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tile = next(here, way);
    if (!tile) return;
    event.preventDefault();
    tile.link.focus();
  });
})();
