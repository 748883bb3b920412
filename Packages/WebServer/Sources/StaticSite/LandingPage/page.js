// The page is whole without this. What it adds: the lamp switch, buttons that copy, and samples that move.

import { letters } from "./letters.js";
import { maze } from "./maze.js";
import { answer } from "./answer.js";
import { crawl } from "./crawl.js";

/** The choice between day and night, kept for the next visit (light.js reads it) where the browser allows that. */
function lampSwitch() {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const isNight = () => (root.dataset.light ? root.dataset.light === "night" : systemIsDark.matches);

  const button = document.createElement("button");
  button.type = "button";
  button.className = "lamp-switch";
  const label = () => { button.textContent = isNight() ? "Make it day" : "Make it night"; };
  button.addEventListener("click", () => {
    root.dataset.light = isNight() ? "day" : "night";
    try {
      localStorage.setItem("light", root.dataset.light);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    label();
  });
  systemIsDark.addEventListener("change", label);
  label();
  document.querySelector(".sky").prepend(button);
}

/** A button beside each command that puts it on the clipboard. */
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const command of document.querySelectorAll(".command")) {
    const text = command.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${text}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Refused";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    command.append(button);
  }
}

lampSwitch();
copyButtons();
letters();
maze();
answer();
crawl();
document.documentElement.dataset.alive = "";
