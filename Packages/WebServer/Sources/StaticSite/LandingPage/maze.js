// A maze that draws itself: the events of the real tool, played again.
//
// The picture stands in the page, whole. Here its paths are emptied and filled in the order in which mazesolver carved
// and visited the places.

import { onFirstSight, over } from "./motion.js";

const carvingTime = 2400;
const searchTime = 2000;
const walkTime = 500;

/** Connects the buttons that stand in the page, and plays the sample when it first comes into view. */
export function maze() {
  const picture = document.querySelector(".maze");
  if (!picture) return;
  const choices = document.querySelectorAll(".maze-tools [data-algorithm]");
  let playing = new AbortController();
  let sample;

  const play = async (carvesToo, name) => {
    playing.abort();
    playing = new AbortController();
    const { signal } = playing;
    sample ??= await (await fetch("samples/maze.json")).json();
    const search = sample.searches.find((candidate) => candidate.algorithm === name) ?? sample.searches[0];
    if (signal.aborted) return;
    for (const button of choices) {
      button.setAttribute("aria-pressed", String(button.dataset.algorithm === search.algorithm));
    }
    await draw(picture, sample, search, carvesToo, signal);
  };

  for (const button of choices) button.addEventListener("click", () => play(false, button.dataset.algorithm));
  document.querySelector(".carve-again").addEventListener("click", () => play(true));
  onFirstSight(picture, () => play(true));
}

/** Plays the carving, if wanted, then the search, then the walk along the path found. */
async function draw(picture, sample, search, carvesToo, signal) {
  const [floor, seen, way] = ["floor", "seen", "way"].map((name) => picture.querySelector(`.${name}`));
  const said = document.querySelector(".maze-said");
  seen.setAttribute("d", "");
  way.setAttribute("d", "");
  if (carvesToo) {
    const carve = filling(floor, sample.carved);
    if (!await over(carvingTime, carve, signal)) return;
  } else {
    filling(floor, sample.carved)(1);
  }
  if (!await over(searchTime, filling(seen, search.visited), signal)) return;
  const steps = search.path.length / 2;
  const walk = (share) => way.setAttribute("d", line(search.path.slice(0, 2 * Math.ceil(share * steps))));
  if (!await over(walkTime, walk, signal)) return;
  said.textContent = search.said;
}

/** A function that fills a path with the first share of `places` (x, y, x, y …), adding only what is new. */
function filling(path, places) {
  let count = 0;
  let drawn = "";
  return (share) => {
    const end = 2 * Math.round(share * places.length / 2);
    for (; count < end; count += 2) drawn += `M${places[count]} ${places[count + 1]}h1v1h-1z`;
    path.setAttribute("d", drawn);
  };
}

/** A line through the middles of `places` (x, y, x, y …). */
function line(places) {
  let drawn = "";
  for (let index = 0; index < places.length; index += 2) {
    drawn += `${index ? "L" : "M"}${places[index] + 0.5} ${places[index + 1] + 0.5}`;
  }
  return drawn;
}
