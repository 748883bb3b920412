// The client's views beside the home: each is a part of the address after the sign `#`, so that a browser's way back and
// its bookmarks work as they do everywhere. A view asks for a list, page by page, and shows its entries.

/** Asks for a page of a list: its entries, and the address of the next page if there is one. */
async function askPage(path) {
  const answer = await fetch(path, { headers: { Authorization: `Bearer ${token}` }, credentials: "omit" });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(value.error ?? `The server answered ${answer.status}.`);
  const next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("Link") ?? "")?.[1];
  return { items: value, next: next && value.length > 0 ? new URL(next).pathname + new URL(next).search : null };
}

const DEEDS = {
  mention: "mentions you", reblog: "boosted your status", favourite: "likes your status", follow: "follows you",
  follow_request: "asks to follow you", status: "has posted", update: "edited a status that you boosted",
  poll: "asked in a poll that has ended",
};

/** Somebody with what one can do about them. */
function person(account, relationship) {
  const isMe = account.id === me.id;
  const followed = relationship?.following || relationship?.requested;
  const follow = element("button", { type: "button", "aria-pressed": String(Boolean(followed)) },
    relationship?.requested ? "Asked" : "Follow");
  follow.addEventListener("click", attempt(async () => {
    const isPressed = follow.getAttribute("aria-pressed") === "true";
    const now = await ask("POST", `${API}/accounts/${account.id}/${isPressed ? "unfollow" : "follow"}`);
    follow.setAttribute("aria-pressed", String(now.following || now.requested));
    follow.textContent = now.requested ? "Asked" : "Follow";
    say(now.requested ? `You have asked to follow ${named(account)}.`
      : now.following ? `You follow ${named(account)}.` : `You do not follow ${named(account)}.`);
  }));
  return element("article", { class: "status person" },
    element("header", {}, avatar(account),
      element("a", { class: "author", href: `/home#@${account.username}` },
        element("b", {}, named(account)), " ", element("span", {}, `@${account.username}`))),
    element("div", { class: "content" }, copied(account.note)),
    element("p", { class: "counts" }, [counted(account.statuses_count, "status").replace("statuss", "statuses"),
      `follows ${account.following_count}`, `followed by ${account.followers_count}`].join(" · ")),
    element("p", { class: "actions" }, !isMe && follow,
      element("a", { class: "more", href: `/@${account.username}` }, "Public page")));
}

/** People with how the reader stands to them, asked for at once. */
async function people(accounts) {
  if (accounts.length === 0) return [];
  const query = accounts.map((account) => `id[]=${account.id}`).join("&");
  const relationships = await ask("GET", `${API}/accounts/relationships?${query}`);
  const byID = new Map(relationships.map((relationship) => [relationship.id, relationship]));
  return accounts.map((account) => person(account, byID.get(account.id)));
}

/** What happened, with the status that it is about; whoever asks to follow can be let in here. */
function notification(entry) {
  const line = element("p", { class: "reason" },
    element("a", { href: `/home#@${entry.account.username}` }, named(entry.account)),
    ` ${DEEDS[entry.type] ?? "did something"} · ${moment(entry.created_at)}`);
  if (entry.status) {
    const made = card(entry.status);
    made.prepend(line);
    return made;
  }
  const decide = (name, path) => element("button", { type: "button", onclick: attempt(async (event) => {
    await ask("POST", `${API}/follow_requests/${entry.account.id}/${path}`);
    event.target.parentElement.remove();
    say("Done.");
  }) }, name);
  return element("article", { class: "status" }, line, entry.type === "follow_request" &&
    element("p", { class: "actions" }, decide("Let in", "authorize"), decide("Turn down", "reject")));
}

/** The lists that a view may be: the heading, the address of the first page, and how entries are shown. */
const VIEWS = {
  home: { title: "What they say", path: () => `${API}/timelines/home?limit=20`, show: (items) => items.map(card) },
  notifications: { title: "Notifications", path: () => `${API}/notifications?limit=30`, show: (items) => items.map(notification) },
  bookmarks: { title: "Bookmarks", path: () => `${API}/bookmarks?limit=20`, show: (items) => items.map(card) },
  favourites: { title: "Favourites", path: () => `${API}/favourites?limit=20`, show: (items) => items.map(card) },
  search: { title: "Search", path: () => null, show: () => [] },
  settings: { title: "Your profile", path: () => null, show: () => [] },
};
let view = "home";
let next = null;

/** Shows what the address asks for. */
async function route() {
  if (!me) return;
  const wanted = decodeURIComponent(location.hash.slice(1)) || "home";
  view = wanted;
  const known = VIEWS[wanted];
  for (const link of $("views").querySelectorAll("a")) {
    if (link.hash.slice(1) === (wanted === "home" ? "" : wanted)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  $("search").hidden = wanted !== "search";
  $("settings").hidden = wanted !== "settings";
  $("compose").hidden = wanted === "search" || wanted === "settings";
  $("heading").textContent = known?.title ?? (wanted.startsWith("@") ? wanted : "Thread");
  $("timeline").replaceChildren();
  $("older").hidden = true;
  next = null;
  if (wanted === "search") return $("query").focus();
  if (wanted === "settings") return fillSettings();
  if (known) {
    next = known.path();
    return loadOlder();
  }
  if (wanted.startsWith("@")) return showProfile(wanted.slice(1));
  if (wanted.startsWith("status/")) return showThread(wanted.slice(7));
  say("There is no such view.", true);
}

async function loadOlder() {
  const asked = view;
  const page = await askPage(next);
  if (view !== asked) return; // Somebody has gone on meanwhile.
  next = page.next;
  const show = VIEWS[view]?.show ?? ((items) => items.map(card));
  $("timeline").append(...show(page.items));
  $("older").hidden = !next;
  if ($("timeline").childElementCount === 0) {
    say(view === "home" ? "Nothing yet: search for somebody to follow, or post." : "Nothing is here yet.");
  }
}

async function showProfile(name) {
  const account = await ask("GET", `${API}/accounts/lookup?acct=${encodeURIComponent(name)}`);
  $("timeline").append(...await people([account]));
  const pinned = await ask("GET", `${API}/accounts/${account.id}/statuses?pinned=true`);
  $("timeline").append(...pinned.map(card));
  next = `${API}/accounts/${account.id}/statuses?limit=20`;
  await loadOlder();
}

async function showThread(id) {
  const status = await ask("GET", `${API}/statuses/${encodeURIComponent(id)}`);
  const { ancestors, descendants } = await ask("GET", `${API}/statuses/${status.id}/context`);
  const asked = card(status);
  asked.classList.add("asked");
  $("timeline").append(...ancestors.map(card), asked, ...descendants.map(card));
  asked.scrollIntoView({ block: "center" });
}

async function search() {
  const words = $("query").value.trim();
  if (!words) return;
  const found = await ask("GET", `/api/v2/search?limit=20&q=${encodeURIComponent(words)}`);
  const tags = found.hashtags.map((tag) => element("li", {}, element("a", { href: new URL(tag.url).pathname }, `#${tag.name}`)));
  $("timeline").replaceChildren(...tags.length > 0 ? [element("ul", { class: "row", "aria-label": "Hashtags" }, ...tags)] : [],
    ...await people(found.accounts), ...found.statuses.map(card));
  const count = found.accounts.length + found.statuses.length + tags.length;
  say(count === 0 ? "Nothing was found." : `${count} found.`);
}

// ---- The own profile -------------------------------------------------------------------------------------------

const SWITCHES = ["locked", "discoverable", "indexable", "hide_collections"];

function fillSettings() {
  $("display-name").value = me.display_name;
  $("note").value = me.source.note;
  for (const name of SWITCHES) $(name).checked = me.source[name] ?? me[name];
}

async function saveSettings() {
  const form = new FormData();
  form.set("display_name", $("display-name").value);
  form.set("note", $("note").value);
  for (const name of SWITCHES) form.set(name, String($(name).checked));
  if ($("portrait").files[0]) form.set("avatar", $("portrait").files[0]);
  me = await send("PATCH", `${API}/accounts/update_credentials`, form);
  $("portrait").value = "";
  greet();
  say("Saved.");
}

/** Sends a form with files. */
async function send(method, path, form) {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(path, { method, headers, body: form, credentials: "omit" });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(value.error ?? `The server answered ${answer.status}.`);
  return value;
}

// ---- Images of a new status ------------------------------------------------------------------------------------

let attached = [];

/** Uploads images that were chosen, pasted or dropped; each asks to be described. */
async function attach(files) {
  for (const file of files) {
    if (!file.type.startsWith("image/")) continue;
    if (attached.length >= 4) throw new Error("A status has four images at most.");
    say("Uploading…");
    const form = new FormData();
    form.set("file", file);
    attached.push(await send("POST", "/api/v2/media", form));
    showAttached();
    say("The image is attached. Describe it for those who do not see it.");
  }
}

function showAttached() {
  $("attached").replaceChildren(...attached.map((media, index) => {
    const words = element("input", { id: `alt-${index}`, maxlength: 1500, autocomplete: "off", value: media.description ?? "" });
    words.addEventListener("input", () => { media.description = words.value; });
    const remove = element("button", { type: "button", onclick: () => {
      attached.splice(index, 1);
      showAttached();
    } }, "Remove");
    return element("div", { class: "attached" },
      element("img", { src: new URL(media.url).pathname, alt: "", width: 64, height: 64 }),
      element("p", {}, element("label", { for: `alt-${index}` }, `What is to be seen on image ${index + 1}`), words), remove);
  }));
}

/** What goes with a status for its images: their order, and what they were described with. */
const mediaFields = () => ({
  media_ids: attached.map((media) => media.id),
  media_attributes: attached.map((media) => ({ id: media.id, description: media.description ?? "" })),
});

// ---- Keys ------------------------------------------------------------------------------------------------------

/** Moves to the next status or the one before. */
function step(by) {
  const articles = [...$("timeline").querySelectorAll("article")];
  const at = articles.findIndex((article) => article.contains(document.activeElement));
  const target = articles[Math.min(Math.max(at + by, 0), articles.length - 1)];
  target?.setAttribute("tabindex", "-1");
  target?.focus();
}

document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !me) return;
  const keys = {
    n: () => { if (!$("compose").hidden) $("text").focus(); }, j: () => step(1), k: () => step(-1),
    "/": () => { location.hash = "search"; }, h: () => { location.hash = ""; }, i: () => { location.hash = "notifications"; },
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

$("search").addEventListener("submit", attempt(search));
$("settings").addEventListener("submit", attempt(saveSettings));
$("images").addEventListener("change", attempt(async (event) => {
  await attach(event.target.files);
  event.target.value = "";
}));
$("text").addEventListener("paste", attaching((event) => event.clipboardData?.files));
$("text").addEventListener("drop", attaching((event) => event.dataTransfer?.files));
window.addEventListener("hashchange", attempt(route));

/** Attaches the files of an event, if it has any; text is left to the browser. */
function attaching(files) {
  return (event) => {
    const found = files(event);
    if (!found || found.length === 0) return;
    event.preventDefault();
    attempt(() => attach(found))();
  };
}

start();
