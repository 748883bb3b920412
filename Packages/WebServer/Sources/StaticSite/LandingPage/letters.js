// The book's letters, in the order of their frequency or of the alphabet.

import { isStill } from "./motion.js";

const orders = {
  "By frequency": (a, b) => Number(b.dataset.count) - Number(a.dataset.count),
  "By alphabet": (a, b) => (a.dataset.letter < b.dataset.letter ? -1 : 1),
};

/** Connects the two buttons that stand in the page. */
export function letters() {
  const list = document.querySelector(".letters");
  if (!list) return;
  const buttons = document.querySelectorAll(".letter-tools button");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const other of buttons) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      sort(list, orders[button.textContent]);
    });
  }
}

/** Sorts the columns; each glides from where it stood. */
function sort(list, order) {
  const columns = [...list.children];
  const before = new Map(columns.map((column) => [column, column.getBoundingClientRect().left]));
  list.append(...columns.sort(order));
  if (isStill()) return;
  for (const column of columns) {
    const way = before.get(column) - column.getBoundingClientRect().left;
    if (way === 0) continue;
    column.animate(
      [{ transform: `translateX(${way}px)` }, { transform: "none" }],
      { duration: 650, easing: "cubic-bezier(.3, .9, .3, 1)" },
    );
  }
}
