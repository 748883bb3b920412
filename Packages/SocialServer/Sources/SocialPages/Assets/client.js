// The client: a program like every other that speaks Mastodon's API. It registers itself, logs in by OAuth 2 with PKCE
// (RFC 7636), and reads and posts with its token. What others wrote reaches the page as text nodes and a few known
// elements only, never as markup.

const API = "/api/v1";
const SCOPES = "read write follow";
const REDIRECT = `${location.origin}/home`;
const LONGEST = 500;
const $ = (id) => document.getElementById(id);

// ---- Who is logged in ------------------------------------------------------------------------------------------

const store = {
  get: (name) => JSON.parse(localStorage.getItem(`social.${name}`) ?? "null"),
  set: (name, value) => localStorage.setItem(`social.${name}`, JSON.stringify(value)),
  remove: (name) => localStorage.removeItem(`social.${name}`),
};
let token = store.get("token");
let me = null;

/** Asks the server; throws what it says when it refuses. */
async function ask(method, path, body) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), credentials: "omit" });
  const value = await answer.json().catch(() => ({}));
  if (answer.status === 401 && token) {
    forget();
    throw new Error("You are logged out. Log in again.");
  }
  if (!answer.ok) throw new Error(value.error_description ?? value.error ?? `The server answered ${answer.status}.`);
  return value;
}

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** This browser's registration; made once, and again if the server no longer knows it. */
async function registration() {
  const known = store.get("app");
  if (known?.redirect === REDIRECT) return known;
  const app = await ask("POST", `${API}/apps`, { client_name: "The pages", redirect_uris: REDIRECT, scopes: SCOPES });
  const made = { id: app.client_id, secret: app.client_secret, redirect: REDIRECT };
  store.set("app", made);
  return made;
}

async function logIn() {
  store.remove("app"); // A registration may have been removed since; a new one costs nothing.
  const app = await registration();
  const attempt = { verifier: random(), state: random() };
  // Of this tab alone: another tab's attempt must not meet this one.
  sessionStorage.setItem("social.attempt", JSON.stringify(attempt));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(attempt.verifier));
  location.assign(`/oauth/authorize?${new URLSearchParams({
    response_type: "code", client_id: app.id, redirect_uri: REDIRECT, scope: SCOPES, state: attempt.state,
    code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: "S256",
  })}`);
}

/** Exchanges the code that the consent page has sent here, if it has. */
async function comeBack() {
  const query = new URLSearchParams(location.search);
  if (!query.has("code") && !query.has("error")) return;
  // The code must not stay in the address, where a bookmark would keep it.
  history.replaceState(null, "", "/home");
  const attempt = JSON.parse(sessionStorage.getItem("social.attempt") ?? "null");
  sessionStorage.removeItem("social.attempt");
  if (query.has("error")) throw new Error(query.get("error_description") ?? "You did not log in.");
  if (!attempt || attempt.state !== query.get("state")) throw new Error("This login was not begun here. Begin anew.");
  const app = await registration();
  const answer = await ask("POST", "/oauth/token", {
    grant_type: "authorization_code", code: query.get("code"), client_id: app.id, client_secret: app.secret,
    redirect_uri: REDIRECT, code_verifier: attempt.verifier,
  });
  token = answer.access_token;
  store.set("token", token);
}

function forget() {
  token = null;
  store.remove("token");
  stream.stop();
  $("client").hidden = true;
  $("welcome").hidden = false;
}

async function logOut() {
  const app = await registration();
  const ended = token;
  forget();
  await ask("POST", "/oauth/revoke", { client_id: app.id, client_secret: app.secret, token: ended });
  say("You are logged out.");
}

// ---- What is shown ---------------------------------------------------------------------------------------------

/** An element with attributes and children; strings become text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

/** Says something, to screen readers too. */
function say(words, isError = false) {
  $("said").textContent = words;
  $("said").classList.toggle("error", isError);
}

/** Runs what a person has asked for; what goes wrong is said. */
function attempt(work) {
  return async (event) => {
    event?.preventDefault?.();
    try {
      await work(event);
    } catch (error) {
      say(error.message, true);
      $("said").scrollIntoView({ block: "nearest" });
    }
  };
}

const KEPT = new Set(["P", "BR", "SPAN", "A"]);

/** Copies a server's HTML: the text, paragraphs and links to web addresses; of anything else only the text. */
function copied(html) {
  const target = document.createDocumentFragment();
  const copy = (from, to) => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (!KEPT.has(node.tagName)) {
        copy(node, to);
        continue;
      }
      const made = document.createElement(node.tagName);
      const address = node.tagName === "A" ? node.getAttribute("href") ?? "" : "";
      if (/^https?:\/\//i.test(address)) {
        const url = new URL(address);
        // The network's own addresses lead to its own pages, by whatever name this browser knows it.
        made.href = isOwn(url) ? url.pathname : url.href;
        if (!isOwn(url)) made.rel = "ugc nofollow noopener noreferrer";
      }
      to.append(made);
      copy(node, made);
    }
  };
  copy(new DOMParser().parseFromString(html, "text/html").body, target);
  return target;
}

const isOwn = (url) => url.origin === location.origin || (me != null && url.origin === new URL(me.url).origin);
const named = (account) => account.display_name || account.username;
/** A moment as the reader's own clock and language have it. */
const moment = (text) => new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function avatar(account) {
  if (account.avatar && !account.avatar.endsWith("missing.png")) {
    return element("img", { class: "avatar", src: new URL(account.avatar).pathname, alt: "", width: 48, height: 48 });
  }
  return element("span", { class: "avatar", "aria-hidden": "true" }, account.username[0].toUpperCase());
}

function image(media) {
  const words = media.description || "An image that nobody has described";
  const file = new URL(media.url).pathname;
  return element("p", { class: "image" }, element("a", { href: file }, element("img", {
    src: file, alt: words, width: media.meta?.original?.width, height: media.meta?.original?.height, loading: "lazy",
  })));
}

/** A button that does one thing or takes it back. */
function toggle(status, name, on, off, isOn) {
  const button = element("button", { type: "button", "aria-pressed": String(Boolean(isOn)) }, name);
  button.addEventListener("click", attempt(async () => {
    const isPressed = button.getAttribute("aria-pressed") === "true";
    button.disabled = true;
    try {
      await ask("POST", `${API}/statuses/${status.id}/${isPressed ? off : on}`);
      button.setAttribute("aria-pressed", String(!isPressed));
    } finally {
      button.disabled = false;
    }
  }));
  return button;
}

/** A status as an article; of a boost, the boosted one. */
function card(entry) {
  const status = entry.reblog ?? entry;
  const author = status.account;
  const content = element("div", { class: "content", lang: status.language }, copied(status.content));
  const images = status.media_attachments.filter((media) => media.type === "image").map(image);
  const hidden = status.spoiler_text || (status.sensitive && images.length > 0 ? "Images that may disturb" : "");
  const shown = !hidden ? [content, ...images]
    : status.spoiler_text ? [element("details", {}, element("summary", {}, hidden), content, ...images)]
    : [content, element("details", {}, element("summary", {}, hidden), ...images)];
  // A filter of the reader's own: hidden for good, or behind its title.
  const filters = entry.filtered ?? status.filtered ?? [];
  if (filters.some((match) => match.filter.filter_action === "hide")) {
    return element("article", { hidden: true, "data-id": entry.id });
  }
  const title = filters[0]?.filter.title;
  const canBoost = status.visibility === "public" || status.visibility === "unlisted" || author.id === me.id;
  return element("article", { class: "status", "data-id": entry.id, "data-status": status.id },
    entry.reblog && element("p", { class: "reason" },
      element("a", { href: `/home#@${entry.account.username}` }, named(entry.account)), " boosted"),
    element("header", {}, avatar(author),
      element("a", { class: "author", href: `/home#@${author.username}` },
        element("b", {}, named(author)), " ", element("span", {}, `@${author.username}`)),
      element("a", { class: "when", href: `/home#status/${status.id}` },
        element("time", { datetime: status.created_at }, moment(status.created_at))),
      status.edited_at && " (edited)"),
    ...title ? [element("details", {}, element("summary", {}, `Filtered: ${title}`), ...shown)] : shown,
    status.poll && poll(status.poll),
    element("p", { class: "counts" }, [counted(status.replies_count, "answer"), counted(status.reblogs_count, "boost"),
      counted(status.favourites_count, "favourite")].join(" · ")),
    element("p", { class: "actions" },
      element("button", { type: "button", onclick: () => answer(status) }, "Answer"),
      canBoost && status.visibility !== "direct" && toggle(status, "Boost", "reblog", "unreblog", status.reblogged),
      toggle(status, "Favourite", "favourite", "unfavourite", status.favourited),
      toggle(status, "Bookmark", "bookmark", "unbookmark", status.bookmarked),
      author.id === me.id && element("button", { type: "button", onclick: attempt(() => edit(status)) }, "Edit"),
      author.id === me.id && element("button", { type: "button", onclick: attempt(() => remove(status)) }, "Delete")));
}

/** A poll: its answers to choose from, or how often each was chosen. */
function poll(asked) {
  const shows = asked.voted || asked.expired;
  const entries = asked.options.map((option, index) => shows
    ? element("li", {}, `${option.title}: ${option.votes_count ?? "?"}`)
    : element("li", {}, element("button", { type: "button", onclick: attempt(async (event) => {
        const voted = await ask("POST", `${API}/polls/${asked.id}/votes`, { choices: [index] });
        event.target.closest(".poll").replaceWith(poll(voted));
      }) }, option.title)));
  return element("div", { class: "poll" }, element("ul", { "aria-label": "Poll" }, ...entries),
    element("p", { class: "counts" }, `${counted(asked.voters_count, "voter")} · `,
      asked.expired ? "ended" : `until ${moment(asked.expires_at)}`));
}

async function remove(status) {
  if (!confirm("Delete this status?")) return;
  await ask("DELETE", `${API}/statuses/${status.id}`);
  for (const gone of $("timeline").querySelectorAll(`[data-status="${CSS.escape(status.id)}"]`)) gone.remove();
  say("Deleted.");
}

// ---- Home and posting ------------------------------------------------------------------------------------------

/** Adds statuses at an end of the timeline; those that are there already are renewed. */
function add(statuses, end) {
  for (const status of end === "top" ? [...statuses].reverse() : statuses) {
    const known = $("timeline").querySelector(`[data-id="${CSS.escape(status.id)}"]`);
    const made = card(status);
    if (known) known.replaceWith(made);
    else if (end === "top") $("timeline").prepend(made);
    else $("timeline").append(made);
  }
}

/** What came while the connection was away: page by page, from the last known status on. */
async function catchUp() {
  if (view !== "home") return;
  for (let page = 0; page < 10; page++) {
    const newest = $("timeline").firstElementChild?.dataset.id;
    if (!newest) return route();
    const statuses = await ask("GET", `${API}/timelines/home?limit=40&min_id=${newest}`);
    add(statuses, "top");
    if (statuses.length < 40) return;
  }
}

let answered = null;
let edited = null;
let key = random();

function answer(status) {
  answered = status;
  $("answering").hidden = !status;
  if (!status) return;
  $("answering").firstElementChild.textContent = `An answer to ${named(status.account)}.`;
  $("visibility").value = status.visibility;
  if (status.account.id !== me.id) $("text").value = `@${status.account.acct} ${$("text").value}`;
  count();
  $("compose").hidden = false;
  $("text").focus();
}

/** Takes a status of one's own back into the form. */
async function edit(status) {
  const source = await ask("GET", `${API}/statuses/${status.id}/source`);
  answer(null);
  edited = status;
  $("text").value = source.text;
  $("warning").value = source.spoiler_text;
  attached = status.media_attachments.map((media) => ({ ...media }));
  showAttached();
  $("answering").hidden = false;
  $("answering").firstElementChild.textContent = "An edit of your status.";
  $("visibility").disabled = true;
  count();
  $("text").focus();
}

/** Empties the form. */
function clear() {
  edited = null;
  attached = [];
  showAttached();
  $("visibility").disabled = false;
  $("text").value = "";
  $("warning").value = "";
  answer(null);
  count();
}

function count() {
  const left = LONGEST - [...$("text").value].length - [...$("warning").value].length;
  $("left").textContent = `${left} characters left`;
}

async function post() {
  $("post").disabled = true;
  try {
    const body = { status: $("text").value, visibility: $("visibility").value, ...mediaFields() };
    // What an edit does not name, it takes away.
    if (edited?.poll) {
      body.poll = { options: edited.poll.options.map((option) => option.title), multiple: edited.poll.multiple, expires_in: 86400 };
    }
    if ($("warning").value) body.spoiler_text = $("warning").value;
    if (answered) body.in_reply_to_id = answered.id;
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}`, "Idempotency-Key": key };
    const response = await fetch(edited ? `${API}/statuses/${edited.id}` : `${API}/statuses`, {
      method: edited ? "PUT" : "POST", headers, body: JSON.stringify(body), credentials: "omit",
    });
    const status = await response.json();
    if (!response.ok) throw new Error(status.error ?? `The server answered ${response.status}.`);
    // Only a status that was taken gets a new key: after a lost answer the same one cannot be posted twice.
    key = random();
    const known = $("timeline").querySelector(`[data-id="${CSS.escape(status.id)}"]`);
    if (known) known.replaceWith(card(status));
    else if (view === "home") add([status], "top");
    const words = edited ? "Changed." : "Posted.";
    clear();
    say(words);
  } finally {
    $("post").disabled = false;
  }
}

// ---- Live ------------------------------------------------------------------------------------------------------

/** The stream of the user's home: opens itself again, later each time, until it is stopped. */
const stream = {
  socket: null,
  wait: 1000,
  timer: 0,

  start() {
    const address = new URL(`${API}/streaming?stream=user`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    // The token goes as the subprotocol, as Mastodon's own client sends it: an address ends in logs.
    const socket = new WebSocket(address, token);
    this.socket = socket;
    socket.onopen = attempt(async () => {
      this.wait = 1000;
      await catchUp();
      $("live").textContent = "live";
    });
    socket.onmessage = (message) => this.hear(JSON.parse(message.data));
    socket.onclose = () => {
      if (this.socket !== socket) return;
      $("live").textContent = "not live; trying again";
      this.timer = setTimeout(() => this.start(), this.wait * (0.5 + Math.random()));
      this.wait = Math.min(this.wait * 2, 60_000);
    };
  },

  stop() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
  },

  hear({ event, payload }) {
    const timeline = $("timeline");
    if (event === "update") {
      if (view !== "home") return;
      const status = JSON.parse(payload);
      add([status], "top");
      timeline.firstElementChild.classList.add("fresh");
    } else if (event === "status.update") {
      const status = JSON.parse(payload);
      timeline.querySelector(`[data-id="${CSS.escape(status.id)}"]`)?.replaceWith(card(status));
    } else if (event === "delete") {
      for (const gone of timeline.querySelectorAll(`[data-id="${CSS.escape(payload)}"]`)) gone.remove();
    } else if (event === "notification") {
      const entry = JSON.parse(payload);
      if (view === "notifications") timeline.prepend(notification(entry));
      say(`${named(entry.account)} ${DEEDS[entry.type] ?? "did something"}.`);
    }
  },
};

// ---- Start -----------------------------------------------------------------------------------------------------

async function start() {
  try {
    await comeBack();
    if (token) me = await ask("GET", `${API}/accounts/verify_credentials`);
  } catch (error) {
    $("welcome").prepend(element("p", { role: "alert" }, error.message));
  }
  $("welcome").hidden = me != null;
  $("client").hidden = me == null;
  if (!me) return;
  greet();
  count();
  await attempt(route)();
  stream.start();
}

function greet() {
  $("me").replaceChildren("You are ", element("a", { href: `/home#@${me.username}` }, named(me)), ". ",
    element("button", { type: "button", id: "log-out", onclick: attempt(logOut) }, "Log out"));
}

$("log-in").addEventListener("click", (event) => {
  event.target.disabled = true;
  logIn().catch((error) => {
    event.target.disabled = false;
    $("welcome").prepend(element("p", { role: "alert" }, error.message));
  });
});
$("compose").addEventListener("submit", attempt(post));
$("no-answer").addEventListener("click", () => (edited ? clear() : answer(null)));
$("older").addEventListener("click", attempt(loadOlder));
$("text").addEventListener("input", count);
$("warning").addEventListener("input", count);
