// The page begins: the steps, what changed elsewhere, and the end.
import { ask, emit, h, many, on, say, state, watchRoom } from "/static/parts.js";
import { room } from "/static/room.js";
import { facts, flush, heard, isSending, unsaved } from "/static/facts.js";
import { bill } from "/static/bill.js";
import { take } from "/static/take.js";
import { stage } from "/static/stage.js";

const STEPS = [["room", "The room", room], ["facts", "The facts", facts], ["bill", "The bill", bill], ["take", "Take it away", take]];
const work = document.getElementById("work");
const tabs = new Map();
let open = "";

const show = (name, focus = false) => {
  if (!tabs.has(name)) return;
  if (open !== name) work.scrollTop = 0;
  open = name;
  for (const [each, tab] of tabs) {
    tab.setAttribute("aria-selected", String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
    document.getElementById(`panel-${each}`).hidden = each !== name;
  }
  if (location.hash !== `#${name}`) history.replaceState(null, "", `#${name}`);
  if (focus) tabs.get(name).focus();
  emit("shown", name);
};

const build = () => {
  const list = document.getElementById("steps");
  STEPS.forEach(([name, label, make], number) => {
    const tab = h("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => show(name),
      onkeydown: (event) => {
        const way = { ArrowRight: 1, ArrowLeft: -1, Home: -number, End: STEPS.length - 1 - number }[event.key];
        if (way === undefined) return;
        event.preventDefault();
        show(STEPS[(number + way + STEPS.length) % STEPS.length][0], true);
      },
    }, h("i", { "aria-hidden": "true" }, String(number + 1)), label);
    tabs.set(name, tab);
    list.append(tab);
    work.append(h("div", { id: `panel-${name}`, role: "tabpanel", "aria-labelledby": tab.id, class: "panel" }, make()));
  });
  show(tabs.has(location.hash.slice(1)) ? location.hash.slice(1) : "room");
};

// Someone may have another window, or an editor.
const watch = async () => {
  if (!document.getElementById("status")) return; // it has ended
  if (document.visibilityState === "visible") {
    try {
      const before = state.version;
      const found = await ask(`/api/facts?version=${before}`);
      if (!found.same && state.version === before && !isSending()) { heard(found); say(`${state.start.file} was changed elsewhere; the page shows it as it is now`); emit("deck"); }
      await watchRoom();
    } catch (error) { say(error.message, true); }
  }
  setTimeout(watch, 2500);
};

document.querySelector(".to-slides").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("stage").scrollIntoView();
});

const end = async () => {
  await flush();
  try { await ask("/api/end", {}); } catch { /* it has ended */ }
  const left = unsaved();
  document.body.replaceChildren(h("p", { class: `alone${left ? " bad" : ""}`, role: "status" }, h("strong", {}, "Ended."), h("br"),
    left ? `${many(left, "answer")} could not be saved. They are kept in this browser: open the page again with 'briefing open' and they go into the folder.`
      : "Everything is saved in this folder. You can close this window; 'briefing open' opens it again."));
};

on("step", (name) => show(name));
on("go", ({ step, path }) => { show(step); if (path) emit("focus", path); });

try {
  const found = await ask("/api/start");
  state.start = found;
  state.room = found.room;
  heard(found.facts);
  if (found.cautions.length) say(found.cautions.join(" "), true);
  document.title = `${found.folder}: briefing`;
  document.getElementById("folder").textContent = found.folder;
  document.getElementById("waiting").remove();
  document.getElementById("split").hidden = false;
  document.getElementById("end").addEventListener("click", end);
  stage();
  build();
  emit("deck");
  setTimeout(watch, 2500);
} catch (error) {
  document.getElementById("waiting").textContent = error.message;
}
