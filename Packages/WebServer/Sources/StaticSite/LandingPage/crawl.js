// The graph of a crawl, page by page in the order in which the crawler found them.

import { onFirstSight, over } from "./motion.js";

const crawlTime = 3500;

/** Connects the button that stands in the page, and plays the sample when it first comes into view. */
export function crawl() {
  const picture = document.querySelector(".crawl");
  if (!picture) return;
  const pages = [...picture.querySelectorAll("circle")];
  const links = [...picture.querySelectorAll(".link")];
  let playing = new AbortController();

  const play = () => {
    playing.abort();
    playing = new AbortController();
    over(crawlTime, (share) => {
      const found = Math.ceil(share * pages.length);
      pages.forEach((page, index) => page.classList.toggle("unfound", index >= found));
      // The links of page n are the path n: they are known once it was read.
      links.forEach((link) => link.classList.toggle("unfound", Number(link.dataset.page) >= found));
    }, playing.signal);
  };
  document.querySelector(".crawl-again").addEventListener("click", play);
  onFirstSight(picture, play);
}
