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
  const walk = (share) => way.setAttribute("d", line(search.path.slice(0, 1 + share * search.path.length)));
  if (!await over(walkTime, walk, signal)) return;
  said.textContent = search.said;
}

/** A function that fills a path with the first share of `places`, adding only what is new. */
function filling(path, places) {
  let count = 0;
  let drawn = "";
  return (share) => {
    const end = Math.round(share * places.length);
    for (; count < end; count += 1) drawn += `M${places[count][0]} ${places[count][1]}h1v1h-1z`;
    path.setAttribute("d", drawn);
  };
}

/** A line through the middles of `places`. */
function line(places) {
  return places.map(([x, y], index) => `${index ? "L" : "M"}${x + 0.5} ${y + 0.5}`).join("");
}
