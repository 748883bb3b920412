// Asks the server that sent this page for the page's head, and shows what it answers.

/** Connects the button that stands in the page. */
export function answer() {
  const button = document.querySelector(".ask");
  if (!button) return;
  const screen = document.querySelector(".answer");
  const said = document.querySelector(".answer-said");
  button.addEventListener("click", async () => {
    try {
      const address = new URL(location.pathname, location.origin);
      performance.clearResourceTimings();
      const response = await fetch(address, { method: "HEAD", cache: "no-store" });
      const fields = [...response.headers].map(([name, value]) => `${name}: ${value}`);
      const protocol = await protocolOf(address.href);
      screen.textContent = [`${protocol.name} ${response.status} ${response.statusText}`.trim(), ...fields].join("\n");
      said.textContent = `The server at ${location.host} answered just now; ${protocol.wait}.`;
    } catch {
      said.textContent = `The server at ${location.host} does not answer: it has ended, or the way there has.`;
    }
  });
}

/** What the browser measured of the latest request to `address`. */
async function protocolOf(address) {
  // The entry is written after the response has ended.
  await new Promise((resolve) => { setTimeout(resolve, 30); });
  const entry = performance.getEntriesByName(address, "resource").at(-1);
  const name = entry?.nextHopProtocol ? entry.nextHopProtocol.toUpperCase() : "HTTP";
  const wait = entry?.responseStart > entry?.requestStart
    ? `the first byte came after ${(entry.responseStart - entry.requestStart).toFixed(1)} ms`
    : "the browser did not tell how soon the first byte came";
  return { name, wait };
}
