// Time, as the samples use it.

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the visitor asked for less motion. */
export const isStill = () => reduced.matches;

/**
 * Calls `draw` with a share from 0 to 1 that grows over `milliseconds`, frame by frame; at once with 1 when the visitor
 * asked for less motion. Ends early when `signal` is aborted. Resolves to whether it came to the end.
 */
export function over(milliseconds, draw, signal) {
  if (isStill()) {
    draw(1);
    return Promise.resolve(true);
  }
  return new Promise((resolve) => {
    let began;
    const frame = (now) => {
      if (signal.aborted) return resolve(false);
      began ??= now;
      const share = Math.min((now - began) / milliseconds, 1);
      draw(share);
      if (share < 1) requestAnimationFrame(frame);
      else resolve(true);
    };
    requestAnimationFrame(frame);
  });
}

/** Calls `action` once, when a good part of `element` is first in view; never when the visitor asked for less motion. */
export function onFirstSight(element, action) {
  if (isStill()) return;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    action();
  }, { threshold: 0.6 });
  watcher.observe(element);
}
