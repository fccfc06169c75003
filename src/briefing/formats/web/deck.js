// Keys, touch, the overview and the presenter's window. Without it the page is a scroll of all slides.
(() => {
  const root = document.documentElement, slides = [...document.querySelectorAll("main > section")];
  const opened = location.hash === "#presenter" && window.opener;
  let at = 0, other = null, started = 0;
  root.classList.add("js");

  const place = () => {
    const found = slides.findIndex((each) => "#" + each.id === location.hash);
    return found < 0 ? at : found;
  };
  const mark = () => slides.forEach((each, n) => {
    each.classList.toggle("now", n === at);
    each.classList.toggle("next", n === at + 1);
  });
  const tell = (message) => {
    const to = opened ? window.opener : other;
    if (to && !to.closed) to.postMessage({ briefing: true, ...message }, "*");
  };
  const go = (to, quiet, still) => {
    at = Math.max(0, Math.min(slides.length - 1, to));
    mark();
    if (!opened && !still) {
      try { history.replaceState(null, "", "#" + slides[at].id); } catch { /* within another page, which has the address */ }
      if (!root.classList.contains("show")) slides[at].scrollIntoView({ block: "start" });
    }
    document.querySelector("[data-at]").textContent = `${at + 1} / ${slides.length}`;
    if (!quiet) tell({ at });
  };
  const show = (on) => {
    root.classList.toggle("show", on);
    root.classList.remove("dark", on ? "all" : "noted");
    if (!on) slides[at].scrollIntoView({ block: "start" });
  };
  const present = () => {
    other = window.open(location.href.split("#")[0] + "#presenter", "presenter", "width=1200,height=800");
    show(true);
    if (other) setTimeout(() => tell({ at }), 500);
  };
  const acts = {
    next: () => go(at + 1), back: () => go(at - 1), first: () => go(0), last: () => go(slides.length - 1),
    show: () => show(!root.classList.contains("show")),
    all: () => { root.classList.remove("show"); root.classList.toggle("all"); go(at); },
    notes: () => {
      root.classList.toggle("noted");
      slides.forEach((each) => each.querySelectorAll("details").forEach((note) => { note.open = root.classList.contains("noted"); }));
    },
    black: () => { if (root.classList.contains("show")) root.classList.toggle("dark"); },
    present, print: () => window.print(),
    leave: () => { root.classList.remove("all", "dark"); show(false); },
  };
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next", ArrowLeft: "back", ArrowUp: "back",
    PageUp: "back", Backspace: "back", Home: "first", End: "last", o: "all", n: "notes", b: "black", ".": "black", p: "present",
    f: "show", F5: "show", Escape: "leave",
  };
  addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const within = event.target.closest("button, a, summary, input");
    const scrolls = !root.matches(".show, .all") && !opened && /Arrow(Up|Down)|Page|^ $|Enter|Backspace/.test(event.key);
    if (!act || event.ctrlKey || event.metaKey || event.altKey || scrolls || (within && /^( |Enter)$/.test(event.key))) return;
    event.preventDefault();
    if (root.classList.contains("all") && event.key === "Enter") { acts.leave(); return; }
    acts[act]();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) return acts[button.dataset.act]();
    const link = event.target.closest('a[href^="#"]');
    const section = event.target.closest("main > section");
    if (link) {
      const to = slides.findIndex((each) => "#" + each.id === link.getAttribute("href"));
      if (to >= 0) { event.preventDefault(); go(to); }
    } else if (section && root.classList.contains("all")) {
      root.classList.remove("all");
      go(slides.indexOf(section));
    } else if (section && root.classList.contains("show")) go(at + (event.clientX < innerWidth / 4 ? -1 : 1));
  });
  let touched = 0;
  addEventListener("touchstart", (event) => { touched = event.changedTouches[0].clientX; }, { passive: true });
  addEventListener("touchend", (event) => {
    const moved = event.changedTouches[0].clientX - touched;
    if (root.classList.contains("show") && Math.abs(moved) > 40) go(at + (moved < 0 ? 1 : -1));
  }, { passive: true });
  addEventListener("message", (event) => {
    if (!event.data || !event.data.briefing) return;
    if (event.source !== other && event.source !== window.opener) return;
    if (event.data.hello) tell({ at }); else go(event.data.at, true);
  });
  addEventListener("hashchange", () => { if (!opened) go(place()); });

  if (opened) {
    root.classList.add("presenter");
    slides.forEach((each) => each.querySelectorAll("details").forEach((note) => { note.open = true; }));
    started = Date.now();
    const clock = document.querySelector("[data-clock]");
    const tick = () => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    setInterval(tick, 500);
    tick();
    tell({ hello: true });
  }
  at = opened ? 0 : place();
  go(at, true, !location.hash);
})();
