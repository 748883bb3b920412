import ServerShell

/// The files of the pages. Their addresses hold their contents' hash: a new edition has another address.
enum PageAssets {
    static let style = Asset("todo", "css", type: "text/css; charset=utf-8", css)
    static let script = Asset("todo", "js", type: "text/javascript; charset=utf-8", javaScript)

    struct Asset: Sendable {
        let path: String
        let answer: Answer

        init(_ name: String, _ ending: String, type: String, _ text: String) {
            // FNV-1a: the address must change with the bytes, nothing more.
            let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            path = "/assets/\(name)-\(String(hash, radix: 16)).\(ending)"
            answer = Answer(
                type: type, body: Array(text.utf8), headers: [(.cacheControl, "public, max-age=31536000, immutable")])
        }
    }

    private static let css = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fbfaf7; --line: #d6d3cb; --soft: #5b6169;
          --accent: #8a2f1d; --over: #a11212; --card: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --paper: #17191c; --line: #3b3f45; --soft: #b3b7bd;
          --accent: #f0a48f; --over: #ff9d9d; --card: #1f2226; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header, main { max-width: 46rem; margin: 0 auto; padding: .75rem 1rem; overflow-wrap: anywhere; }
        header { border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
        header nav ul, .filters { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; }
        a { color: var(--accent); } a[aria-current] { font-weight: 700; color: var(--ink); }
        h1 { font-size: 1.6rem; margin: .5rem 0; }
        form { display: inline; } .new { display: flex; gap: .5rem; }
        input, select, textarea, button { font: inherit; color: inherit; background: var(--card); padding: .35rem .6rem;
          border: 1px solid var(--soft); border-radius: .35rem; max-width: 100%; }
        .new input { flex: 1; min-width: 0; } button { cursor: pointer; min-height: 2.2rem; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .tasks { list-style: none; padding: 0; margin: 1rem 0; border-top: 1px solid var(--line); }
        .tasks li { border-bottom: 1px solid var(--line); padding: .4rem 0; }
        .row { display: flex; flex-wrap: wrap; gap: .35rem .6rem; align-items: center; }
        .title { flex: 1 1 10rem; } .completed .title { text-decoration: line-through; color: var(--soft); }
        .toggle { width: 2.2rem; padding: 0; } .badge { font-size: .85rem; color: var(--soft); white-space: nowrap; }
        .over { color: var(--over); font-weight: 700; }
        details > form { display: grid; gap: .4rem; padding: .5rem 0; } summary { cursor: pointer; color: var(--soft); }
        .footer { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
        .editing .row form { visibility: hidden; }
        .status { color: var(--soft); min-height: 1.5rem; } .problem { color: var(--over); }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        dt { font-weight: 700; } label { display: block; }
        """

    private static let javaScript = """
        "use strict";
        const main = () => document.querySelector("main");
        async function send(form, more) {
          const fields = new URLSearchParams(new FormData(form));
          for (const [name, value] of Object.entries(more ?? {})) fields.set(name, value);
          const answer = await fetch(form.action, { method: "POST", body: fields });
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const next = page.querySelector("main");
          if (!next) { location.reload(); return; }
          const active = document.activeElement;
          const name = active?.getAttribute("aria-label");
          const isNew = form.classList.contains("new");
          main().replaceWith(next);
          if (isNew) { document.getElementById("new")?.focus(); return; }
          const same = name && [...next.querySelectorAll("[aria-label]")].find((e) => e.getAttribute("aria-label") === name);
          (same || document.getElementById("new"))?.focus();
        }
        addEventListener("submit", (event) => {
          const form = event.target;
          if (!form.closest("[data-live]") || form.method !== "post") return;
          event.preventDefault();
          form.dataset.sent = "1";
          send(form);
        });
        function close(details) {
          details.querySelector("form").reset();
          details.open = false;
          details.closest("li").classList.remove("editing");
          details.querySelector("summary").focus();
        }
        addEventListener("dblclick", (event) => {
          const item = event.target.closest?.(".title")?.closest("li");
          if (!item) return;
          item.querySelector("details").open = true;
          item.classList.add("editing");
          item.querySelector("[name=title]").focus();
        });
        addEventListener("keydown", (event) => {
          const item = event.target.closest?.(".tasks li");
          if (!item) return;
          if (event.key === "Escape" && event.target.closest("details")) close(event.target.closest("details"));
          if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
            event.preventDefault();
            item.querySelector(event.key === "ArrowUp" ? ".up" : ".down")?.requestSubmit();
          }
        });
        addEventListener("focusout", (event) => {
          const form = event.target.closest?.(".edit");
          if (!form || form.contains(event.relatedTarget) || form.dataset.sent) return;
          const isOpen = form.closest("details").open;
          const isChanged = [...form.elements].some((e) => "defaultValue" in e && e.type !== "hidden" && e.value !== e.defaultValue);
          if (isOpen && isChanged && event.target.isConnected) form.requestSubmit();
        });
        let dragged = null;
        addEventListener("dragstart", (event) => { dragged = event.target.closest?.(".tasks li") ?? null; });
        addEventListener("dragover", (event) => { if (dragged && event.target.closest?.(".tasks li")) event.preventDefault(); });
        addEventListener("drop", (event) => {
          const item = event.target.closest?.(".tasks li");
          if (!dragged || !item || item === dragged) return;
          event.preventDefault();
          const box = item.getBoundingClientRect();
          const behind = event.clientY > box.top + box.height / 2 ? item : item.previousElementSibling;
          const form = dragged.querySelector(".drop");
          if (behind !== dragged) send(form, { behind: behind?.dataset.id ?? "" });
          dragged = null;
        });
        let pause = 0;
        addEventListener("input", (event) => {
          if (event.target.id !== "new") return;
          clearTimeout(pause);
          const words = event.target.value;
          pause = setTimeout(async () => {
            const answer = await fetch(`/understood?${new URLSearchParams({ words })}`);
            const status = document.getElementById("status");
            if (answer.ok && status && document.getElementById("new")?.value === words) status.textContent = await answer.text();
          }, 150);
        });
        """
}
